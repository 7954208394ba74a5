"""A small reader of WARC files: the responses of web servers in them, one after the other."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO, BinaryIO, cast

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.exports.entries import address
from reader.formats.parsed import Parsed
from reader.sources import MAX_BYTES, Fetched

_LINE = 1 << 16
_MOST_LINES = 500
_CHUNK = 1 << 20
_GZIP = b"\x1f\x8b"

_ENDS: tuple[type[Exception], ...] = (
    *(zlib.error, EOFError, OSError, ValueError, OverflowError),
    UnreadableSource,
)
"""What may be raised for a file that is damaged."""


@dataclass(frozen=True, slots=True)
class WebResponse:
    """What a server answered: the address, when, the status, the type of the content, and the content."""

    url: str
    date: str
    status: int
    media_type: str
    content: bytes


def responses(fetched: Fetched) -> Iterator[WebResponse]:
    """The complete responses in a WARC file, packed with gzip or not; of a damaged file, those before that.

    A response whose content is larger than a format reads is passed over.
    """
    try:
        packed = fetched.head(2) == _GZIP
        with fetched.open() as raw:
            stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
            while (headers := _headers(stream, b"WARC/")) is not None:
                size = _size(headers.get("content-length", ""))
                block = _block(stream, size)
                if headers.get("warc-type") == "response" and block:
                    found = _response(headers, block)
                    if found is not None:
                        yield found
    except _ENDS:
        return


def _size(text: str) -> int:
    size = int(text.strip() or "0") if len(text) < 20 else -1
    if size < 0:
        raise ValueError(text)
    return size


def _headers(stream: IO[bytes], start: bytes) -> dict[str, str] | None:
    """The headers of a record, by their names in lower case; None at the end of the file."""
    line = stream.readline(_LINE)
    for _ in range(_MOST_LINES):
        if line.strip():
            break
        if not line:
            return None
        line = stream.readline(_LINE)
    if not line.startswith(start):
        raise ValueError("no record")
    return _fields(iter(lambda: stream.readline(_LINE), b""))


def _fields(lines: Iterator[bytes]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for number, line in enumerate(lines):
        if not line.strip() or number > _MOST_LINES:
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _block(stream: IO[bytes], size: int) -> bytes:
    """The content of a record; none if it is too large, but then it has been read past."""
    if size <= MAX_BYTES:
        block = stream.read(size)
        if len(block) < size:
            raise EOFError
        return block
    while size > 0:
        part = stream.read(min(_CHUNK, size))
        if not part:
            raise EOFError
        size -= len(part)
    return b""


def _response(headers: dict[str, str], block: bytes) -> WebResponse | None:
    head, found, content = block.partition(b"\r\n\r\n")
    if not found:
        head, found, content = block.partition(b"\n\n")
    lines = head.splitlines()
    words = lines[0].split() if lines else []
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():
        return None
    fields = _fields(iter(lines[1:]))
    try:
        content = _decoded(content, fields)
    except _ENDS:
        return None
    return WebResponse(
        url=headers.get("warc-target-uri", "").strip("<>"),
        date=headers.get("warc-date", ""),
        status=int(words[1][:4]),
        media_type=fields.get("content-type", "").lower(),
        content=content,
    )


def _decoded(content: bytes, fields: dict[str, str]) -> bytes:
    if "chunked" in fields.get("transfer-encoding", "").lower():
        # Some programs keep this header although they have joined the chunks.
        content = _joined(content)
    match fields.get("content-encoding", "").strip().lower():
        case "gzip" | "x-gzip":
            return _inflated(content, 31) if content.startswith(_GZIP) else content
        case "deflate":
            try:
                return _inflated(content, 15)
            except zlib.error:
                return _inflated(content, -15)
        case "" | "identity":
            return content
        case other:
            raise ValueError(other)


def _joined(content: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while True:
        end = content.find(b"\r\n", at, at + 100)
        try:
            size = int(content[at:end].split(b";")[0].strip() or b"x", 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return content
        if size == 0:
            return b"".join(parts)
        parts.append(content[end + 2 : end + 2 + size])
        at = end + 2 + size + 2


def _inflated(content: bytes, window: int) -> bytes:
    inflate = zlib.decompressobj(window)
    found = inflate.decompress(content, MAX_BYTES)
    if inflate.unconsumed_tail:
        raise ValueError("too large")
    return found


# --- as a format ------------------------------------------------------------------------------------------

_START = b"WARC/"
_HTML = ("text/html", "application/xhtml+xml")
_LEAST = 250
"""Characters; what is shorter is a frame, an advertisement or an error."""


def sniff(fetched: Fetched) -> bool:
    """Whether a file begins as a WARC file does."""
    return fetched.head(len(_START)) == _START


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The pages that servers sent, in order, each address once.

    Raises:
        UnreadableSource: there are none.
    """
    from reader.formats.web import article_of_page

    seen: set[str] = set()
    for response in responses(fetched):
        url = address(response.url)
        if url in seen or response.status != 200 or not response.media_type.startswith(_HTML):
            continue
        with suppress(UnreadableSource):
            parsed = article_of_page(response.content, url=url, saved=moments.from_text(response.date))
            if sum(len(block.plain) for block in parsed.article.blocks) >= _LEAST:
                seen.add(url)
                yield replace(parsed, member=url)
    if not seen:
        raise UnreadableSource("is a web archive without pages of text")
