"""Compressed answers, unpacked piece by piece and within a limit: a few bytes can unpack to gigabytes."""

from __future__ import annotations

import zlib
from importlib.util import find_spec
from typing import Any, Protocol

from reader.fetching.values import FetchFailed

MOST_LAYERS = 3
"""How often an answer may be compressed over and over. No server does it more than once."""

_PIECE = 2**20
_GZIP = b"\x1f\x8b"
_TEXT = (b"<", b"{", b"[", b" ", b"\n", b"\r", b"\xef", b"\xfe", b"\xff")
"""What a page, a feed or JSON begins with, byte order marks included."""


class Unpacking(Protocol):
    """One layer of compression."""

    def feed(self, data: bytes, most: int) -> bytes:
        """Unpacks the next bytes. Raises FetchFailed if they give more than ``most``, or are damaged."""

    @property
    def whole(self) -> bool:
        """Whether the end of what was packed has been reached."""


def accepted() -> str:
    """The value of ``Accept-Encoding``: what can be unpacked here."""
    return "gzip, deflate, br" if _brotli() else "gzip, deflate"


def unpacking_of(encoding: str) -> list[Unpacking]:
    """The layers of an answer, to be taken off in this order; ``encoding`` is its ``Content-Encoding``.

    Raises:
        FetchFailed: it cannot be unpacked here.
    """
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > MOST_LAYERS:
        raise FetchFailed("the answer is compressed too many times", lasting=True)
    return [_layer(name) for name in reversed(names)]


def _layer(name: str) -> Unpacking:
    match name:
        case "gzip" | "x-gzip" | "deflate" | "x-deflate":
            # Servers confuse the two, so the bytes decide.
            return _Zlib()
        case "br" if _brotli():
            return _Brotli()
        case _:
            raise FetchFailed(f"the answer is compressed in a way not known here ({name[:20]!r})")


class _Zlib:
    """gzip and both kinds of deflate. Bytes that are none of these are passed on as they are."""

    def __init__(self) -> None:
        self._inflate: Any = None
        self._plain = False
        self._first = b""
        self.whole = False

    def feed(self, data: bytes, most: int) -> bytes:
        if self._inflate is None and not self._plain:
            self._first += data
            if len(self._first) < 2:
                return b""
            data, self._first = self._first, b""
            self._begin(data)
        if self._plain:
            return data
        return self._unpack(data, most)

    def _begin(self, data: bytes) -> None:
        if data[:2] == _GZIP:
            self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        elif data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0:
            self._inflate = zlib.decompressobj()
        elif data[:1] in _TEXT:
            # The server says that the answer is compressed, and it is not.
            self._plain = self.whole = True
        else:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def _unpack(self, data: bytes, most: int) -> bytes:
        out = bytearray()
        while data and not self.whole:
            try:
                out += self._inflate.decompress(data, _PIECE)
            except zlib.error as error:
                raise FetchFailed("the answer is damaged: it cannot be unpacked", retry=True) from error
            if len(out) > most:
                raise too_large()
            data = self._inflate.unconsumed_tail
            if self._inflate.eof:
                # A file of gzip may consist of several; whatever else follows is padding.
                data = self._inflate.unused_data
                self.whole = data[:2] != _GZIP
                if not self.whole:
                    self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return bytes(out)


class _Brotli:
    """Brotli, if a library for it is installed."""

    def __init__(self) -> None:
        self._unpack = _brotli().Decompressor()

    @property
    def whole(self) -> bool:
        return bool(self._unpack.is_finished())

    def feed(self, data: bytes, most: int) -> bytes:
        out = bytearray()
        try:
            while True:
                piece = self._unpack.process(data, output_buffer_limit=_PIECE)
                out += piece
                if len(out) > most:
                    raise too_large()
                data = b""
                if not piece or self._unpack.can_accept_more_data():
                    return bytes(out)
        except FetchFailed:
            raise
        except Exception as error:
            # Each library for Brotli has an error of its own.
            raise FetchFailed("the answer is damaged: it cannot be unpacked", retry=True) from error


def too_large() -> FetchFailed:
    """The error for an answer beyond the limit."""
    return FetchFailed("the answer is too large", lasting=True)


def unpack_all(raw: bytes, most: int) -> bytes:
    """Unpacks bytes of gzip. Raises FetchFailed if that gives more than ``most`` bytes."""
    return _Zlib().feed(raw, most)


def is_text(data: bytes) -> bool:
    """Whether bytes look like text: they begin without control characters other than white space."""
    return not any(byte < 9 or 13 < byte < 27 for byte in data[:64])


def _brotli() -> Any:  # noqa: ANN401 (it may not be installed)
    from importlib import import_module

    if find_spec("brotli") is None:
        return None
    module = import_module("brotli")
    # Older ones unpack everything at once, however much it is.
    return module if hasattr(module.Decompressor, "can_accept_more_data") else None
