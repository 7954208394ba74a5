"""The format of web archives (MHTML): a page and its pictures as the parts of one mail."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.errors import UnreadableSource
from reader.formats.parsed import Parsed
from reader.formats.web import article_of_page
from reader.sources import Fetched
from reader.text import clean, collapse

if TYPE_CHECKING:
    from email.message import Message

_HEAD = 1 << 13
_HEADER = re.compile(rb"\s*(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+")
_KIND = re.compile(rb"^content-type:\s*(multipart/related|text/html|application/xhtml\+xml)", re.I | re.M)
_SAVED = re.compile(
    rb"^(?:snapshot-content-location:|from:\s*[\"<]?saved by |content-location:|x-maf)",
    re.I | re.M,
)
_MOST_PARTS = 20_000


def sniff(fetched: Fetched) -> bool:
    """Whether a file is a web archive: the header of a mail that holds a page saved from somewhere."""
    if isinstance(fetched.content, bytes):
        head = fetched.content[:_HEAD]
    else:
        with fetched.open() as stream:
            head = stream.read(_HEAD)
    found = _HEADER.match(head)
    if not found or b"mime-version:" not in found[0].lower():
        return False
    if not _KIND.search(found[0]):
        return False
    # The address may be that of the first part.
    return bool(_SAVED.search(found[0]) or (b"multipart/related" in found[0].lower() and _SAVED.search(head)))


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The page in a web archive, with the pictures in it.

    Raises:
        UnreadableSource: there is no page in it.
    """
    from email import message_from_bytes  # imported here: only needed when there is an archive
    from email.errors import MessageError

    from reader import moments

    try:
        message = message_from_bytes(fetched.raw)
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableSource("is a damaged web archive") from error
    files = _files(message)
    page = _page(message, files)
    if page is None:
        raise UnreadableSource("is a web archive without a page")
    located = _header(page, "Content-Location") or _header(message, "Content-Location")
    address = _header(message, "Snapshot-Content-Location") or located
    try:
        parsed = article_of_page(
            _bytes(page),
            url=address if address.lower().startswith(("http:", "https:")) else "",
            charset=page.get_content_charset() or "",
            parts=_Parts(files),
            title=collapse(clean(_header(message, "Subject"))),
            saved=moments.from_text(_header(message, "Date")),
        )
    except RecursionError as error:
        raise UnreadableSource("is a damaged web archive") from error
    yield parsed


def _files(message: Message) -> list[Message]:
    """The parts that hold something, in order."""
    found: list[Message] = []
    waiting = deque([message])
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.popleft()
        inner = part.get_payload()
        if part.is_multipart() and isinstance(inner, list):
            waiting.extendleft(reversed([one for one in inner if not isinstance(one, str)]))
        else:
            found.append(part)
    return found


def _page(message: Message, files: list[Message]) -> Message | None:
    """The part with the page: the one that the header names, or else the first one that is HTML."""
    pages = [part for part in files if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    address = _header(message, "Snapshot-Content-Location")
    for part in pages:
        if isinstance(start, str) and _header(part, "Content-ID") == start:
            return part
    for part in pages:
        if address and _header(part, "Content-Location") == address:
            return part
    return pages[0] if pages else None


def _header(message: Message, name: str) -> str:
    """The text of a header, decoded; "" if it is missing."""
    from email.errors import MessageError
    from email.header import decode_header, make_header

    try:
        written = message.get(name)
        if written is None:
            return ""
        return str(make_header(decode_header(str(written)))).strip()
    except (LookupError, ValueError, MessageError):
        return str(message.get(name, "")).strip()


def _bytes(part: Message) -> bytes:
    """The content of a part."""
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, LookupError):
        raw = None
    return raw if isinstance(raw, bytes) else b""


class _Parts(dict[str, tuple[bytes, str]]):
    """The parts of an archive by their addresses; a part is decoded when it is asked for."""

    def __init__(self, files: list[Message]) -> None:
        super().__init__()
        self._by_address: dict[str, Message] = {}
        for part in files:
            if part.get_content_maintype() in ("image", "application"):
                if address := _header(part, "Content-Location"):
                    self._by_address.setdefault(address, part)
                if name := _header(part, "Content-ID").strip("<>"):
                    self._by_address.setdefault(f"cid:{name}", part)

    def __missing__(self, address: str) -> tuple[bytes, str]:
        part = self._by_address[address]
        self[address] = _bytes(part), part.get_content_type()
        return self[address]

    def __bool__(self) -> bool:
        return bool(self._by_address)

    def get(self, address: str, default: object = None) -> tuple[bytes, str]:
        """The bytes and the type of a part; nothing if there is no such part."""
        return self[address] if address in self._by_address else (b"", "")
