"""What is asked for, what comes back, and what can go wrong. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from reader.errors import UnreadableSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much patience and room one address gets.

    Attributes:
        connect: seconds until a connection must stand, the look-up of the name included.
        silence: seconds without a single byte after which a server counts as silent.
        total: seconds until everything must be there, over all redirects.
        size: the most bytes of an answer, both as they are sent and unpacked.
        redirects: how many redirects are followed.
    """

    connect: float = 10.0
    silence: float = 15.0
    total: float = 60.0
    size: int = 10 * 2**20
    redirects: int = 10


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """An address to fetch.

    Attributes:
        url: the address, as :func:`~reader.fetching.addresses.tidy` writes it.
        etag: the mark of the version that is known, as the server gave it; "" asks for any version.
        modified: the time of the version that is known, as the server wrote it.
        key: whatever tells the caller what this was for.
        picture: whether a picture is wanted, and not a page.
    """

    url: str
    etag: str = ""
    modified: str = ""
    key: int = 0
    picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered.

    Attributes:
        url: the address that was asked for.
        address: the address that the answer came from, after all redirects.
        raw: its bytes, unpacked; empty if ``unchanged``.
        media_type: their type as the server states it (``text/html``), in lower case, or "".
        charset: their encoding as the server states it, or "".
        etag: the mark of this version, or "".
        modified: when it was changed, as the server writes it, or "".
        moved: the new address, if the old one has moved for good; else "".
        unchanged: whether the version that is known is still the current one.
    """

    url: str
    address: str
    raw: bytes
    media_type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    moved: str = ""
    unchanged: bool = False


class FetchFailed(UnreadableSource):
    """An address could not be fetched; ``reason`` says why.

    Attributes:
        status: the status of the answer (404), or 0 if there was none.
        lasting: whether asking again is no use: the page is gone, or is nothing that can be read.
        wait: how many seconds the server asks to wait; 0.0 if it does not say.
        retry: whether asking again at once may help: the connection broke.
    """

    def __init__(
        self,
        reason: str,
        *,
        source: str = "",
        status: int = 0,
        lasting: bool = False,
        wait: float = 0.0,
        retry: bool = False,
    ) -> None:
        super().__init__(reason, source=source)
        self.status = status
        self.lasting = lasting
        self.wait = wait
        self.retry = retry
