"""Receives the body of an answer: unpacked, within limits, and whole even if its stated length is wrong."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpcore
import httpx

from reader.fetching.transport import Wire
from reader.fetching.unpacking import Unpacking, is_text, too_large, unpack_all, unpacking_of
from reader.fetching.values import FetchFailed, Limits

_ENDS = (b"</html>", b"</rss>", b"</feed>", b"</rdf:rdf>")
"""What a page or feed that is complete ends with."""

_LAST_WORDS = 1.0
"""How many seconds a page without an end is waited for beyond its announced length."""

_KINDS = {
    "image": "a picture",
    "audio": "a recording",
    "video": "a video",
    "font": "a font",
    "application/pdf": "a PDF",
    "application/zip": "a zip archive",
}


class Receiving:
    """The body of one answer on its way in."""

    def __init__(self, response: httpx.Response, wire: Wire, limits: Limits, media_type: str) -> None:
        self._response = response
        self._wire = wire
        self._limits = limits
        self._media_type = media_type
        self._layers: list[Unpacking] = unpacking_of(response.headers.get("content-encoding", ""))
        self._body = bytearray()
        self._sent = 0
        self._broken: Exception | None = None

    async def all(self) -> bytes:
        """The whole body.

        Raises:
            FetchFailed: it is too large, damaged, not text, or ends too early.
        """
        async for piece in self._pieces():
            if not self._sent:
                self._look_at(piece)
            self._sent += len(piece)
            self._take(piece)
        if not self._is_whole():
            raise self._cut_short()
        raw = bytes(self._body)
        if raw[:2] == b"\x1f\x8b" and self._media_type.startswith(("text/", "application/xhtml")):
            # Compressed, and the server does not say so.
            return unpack_all(raw, self._limits.size)
        return raw

    async def _pieces(self) -> AsyncIterator[bytes]:
        # Not aiter_raw(), which closes the connection at the announced end.
        stream = self._response.stream
        assert isinstance(stream, httpx.AsyncByteStream)
        try:
            async for piece in stream:
                yield piece
        except (httpcore.RemoteProtocolError, httpcore.NetworkError, httpcore.ReadTimeout) as error:
            self._broken = error
            return
        async for piece in self._beyond():
            yield piece

    async def _beyond(self) -> AsyncIterator[bytes]:
        """What a server sends beyond the length that it announced.

        It was asked to close the connection after this answer, so all that it sends belongs to it.
        """
        headers = self._response.headers
        announced = headers.get("content-length", "").strip()
        if "transfer-encoding" in headers or not announced.isdecimal():
            return
        piece = self._wire.surplus(int(announced))
        if not piece and (self._media_type != "text/html" or self._has_end()):
            return
        with contextlib.suppress(httpcore.NetworkError, httpcore.TimeoutException):
            piece = piece or await self._wire.read(2**16, _LAST_WORDS)
            while piece:
                yield piece
                piece = await self._wire.read(2**16, _LAST_WORDS)

    def _look_at(self, piece: bytes) -> None:
        """Refuses pictures, videos and the like before all has come. A wrong type alone is no reason."""
        kind = _KINDS.get(self._media_type) or _KINDS.get(self._media_type.partition("/")[0])
        if kind and not self._layers and not is_text(piece):
            raise FetchFailed(f"it is {kind}, not a page", lasting=True)

    def _take(self, piece: bytes) -> None:
        if self._sent > self._limits.size:
            raise too_large()
        room = self._limits.size - len(self._body)
        for layer in self._layers:
            piece = layer.feed(piece, room)
        if len(piece) > room:
            raise too_large()
        self._body += piece

    def _is_whole(self) -> bool:
        packed = self._body and any(not layer.whole for layer in self._layers)
        return not (self._broken or packed) or self._has_end()

    def _has_end(self) -> bool:
        tail = bytes(self._body[-2048:]).lower()
        return any(end in tail for end in _ENDS)

    def _cut_short(self) -> FetchFailed:
        if isinstance(self._broken, httpcore.ReadTimeout):
            return FetchFailed(f"the server fell silent after {self._sent:,} bytes")
        return FetchFailed(f"the connection was closed too early, after {self._sent:,} bytes", retry=True)


async def receive(response: httpx.Response, wire: Wire, limits: Limits, media_type: str) -> bytes:
    """The whole body of an answer; see :class:`Receiving`.

    ``media_type``: its type as the server states it; "" if the answer need not be a page.
    """
    receiving = Receiving(response, wire, limits, media_type)
    # Other requests get their turn also if everything has come already.
    await asyncio.sleep(0)
    return await receiving.all()
