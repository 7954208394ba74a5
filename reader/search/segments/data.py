"""The bytes of an open file, read where they are needed."""

from __future__ import annotations

import os
import threading
import weakref
from pathlib import Path

from reader.errors import IndexBroken
from reader.search.segments.directory import open_regular


class Data:
    """The bytes of an open file, cut out as one asks for them: ``data[begin:end]``.

    A part that is not there, because the file was cut short after it was opened, raises IndexBroken; what the
    system refuses to read raises OSError. The file stays open as long as this object lives.
    """

    def __init__(self, path: Path) -> None:
        """Raises FileNotFoundError, IndexBroken (no regular file) or OSError."""
        self._descriptor = open_regular(path)
        weakref.finalize(self, os.close, self._descriptor)
        self._name = path.name
        self._size = os.fstat(self._descriptor).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        begin, end, _ = part.indices(self._size)
        if end <= begin:
            return b""
        data = _read_at(self._descriptor, end - begin, begin)
        while len(data) < end - begin:
            more = _read_at(self._descriptor, end - begin - len(data), begin + len(data))
            if not more:
                raise IndexBroken(f"{self._name} is cut short")
            data += more
        return data


if hasattr(os, "pread"):
    _read_at = os.pread
else:
    _one_at_a_time = threading.Lock()

    def _read_at(descriptor: int, size: int, place: int, /) -> bytes:
        with _one_at_a_time:
            os.lseek(descriptor, place, os.SEEK_SET)
            return os.read(descriptor, size)
