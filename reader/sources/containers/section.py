"""A part of a stream as a stream of its own."""

from __future__ import annotations

from io import SEEK_CUR, SEEK_END, SEEK_SET, BufferedReader, RawIOBase
from typing import BinaryIO


def section(stream: BinaryIO, start: int, size: int) -> BufferedReader:
    """``size`` bytes of ``stream`` from ``start`` on. Closing them leaves the stream open."""
    return BufferedReader(_Section(stream, start, size))


class _Section(RawIOBase):
    def __init__(self, stream: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._stream = stream
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        base = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        # Others read from the same stream in between.
        self._stream.seek(self._start + min(self._at, self._size))
        part = self._stream.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)
