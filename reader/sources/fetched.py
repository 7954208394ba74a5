"""What a source gives: the bytes of one file with all that is known about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from reader.errors import UnreadableSource

MAX_BYTES = 64 * 2**20
"""The largest file that a format reads. A saved page is some kilobytes; anything larger is something else."""

Neighbours = Callable[[str], "Fetched | None"]
"""Gives the file that a relative name means, seen from the file that names it."""


def _none(_name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file as a source found it.

    Attributes:
        locator: where it is: an absolute path, an address, or ``stdin:`` and the start of its digest; for a
            file in an archive, where the archive is.
        content: its bytes; for a file of more than ``MAX_BYTES``, what opens it.
        member: its path inside the archive; "" outside one.
        media_type: what the source says it is (``text/html``), or "".
        modified: when it was last changed, in seconds since the epoch, or None where nobody knows.
        neighbours: gives the files beside it. Use :meth:`neighbour`.
    """

    locator: str
    content: bytes | Callable[[], BinaryIO]
    member: str = ""
    media_type: str = ""
    modified: float | None = None
    neighbours: Neighbours = _none

    @property
    def source(self) -> str:
        """The name under which the library remembers the file: an archive counts as a folder."""
        return f"{self.locator}/{self.member}" if self.member else self.locator

    @property
    def raw(self) -> bytes:
        """All its bytes.

        Raises:
            UnreadableSource: there are more than ``MAX_BYTES``.
            OSError: they cannot be read.
        """
        if isinstance(self.content, bytes):
            return self.content
        with self.content() as stream:
            raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise UnreadableSource(f"larger than {MAX_BYTES >> 20} MB")
        return raw

    def open(self) -> BinaryIO:
        """Its bytes as a stream, however many they are; to be closed. Raises OSError."""
        return BytesIO(self.content) if isinstance(self.content, bytes) else self.content()

    def neighbour(self, name: str) -> Fetched | None:
        """The file that a relative name (``pictures/1.png``) means, seen from here.

        None if there is no such file, if it cannot be read, or if it lies outside the folder or archive that
        this file is from.
        """
        return self.neighbours(name)
