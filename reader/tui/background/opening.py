"""A mark on disk while an article is being opened. One that is found at a start says which article ended
the reader, so that it is not opened automatically again.

The mark is there from before the article is read until all of it is on screen. It is also removed if the
reader ends normally meanwhile, or if the error could be reported. It stays if the process was killed: by a
fault in Python or a library, for lack of memory, or from outside. Nobody can tell which it was; opening a
healthy article by hand removes the mark.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from pathlib import Path

from reader.config import Paths

_MARK = re.compile(rb"(\d{1,20})?\n?")
"""What the file holds. One that holds anything else is not ours."""


class OpeningMark:
    """For one library and one thread. If no file can be written, it does nothing."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._path: Path | None = None
        self._file: int | None = None
        self._tried = False
        self._set = False

    def found(self) -> int | None:
        """The article that was being opened when a reader of this library ended; None if there is none."""
        file = self._open()
        mark = None if file is None else _content(file)
        return int(mark[1]) if mark and mark[1] else None

    def set(self, article: int) -> None:
        """An article is about to be opened."""
        self._write(b"%d\n" % article)
        self._set = True

    def clear(self) -> None:
        """The article is on screen. A mark that was found stays if nothing has been opened since."""
        if self._set:
            self._set = False
            self._write(b"")

    def close(self) -> None:
        """The reader ends normally."""
        self.clear()
        if self._file is not None and self._path is not None:
            with contextlib.suppress(OSError):
                if not os.fstat(self._file).st_size:
                    self._path.unlink()
            os.close(self._file)
            self._file = None

    def _write(self, content: bytes) -> None:
        file = self._open()
        if file is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(file, 0)
                os.pwrite(file, content, 0)

    def _open(self) -> int | None:
        if not self._tried:
            self._tried = True
            # Windows has neither these locks nor these calls.
            if sys.platform != "win32":
                with contextlib.suppress(OSError):
                    self._path = _place(self._paths)
                    self._file = _locked(self._path)
        return self._file


def _place(paths: Paths) -> Path:
    """In the data directory; for one that cannot be written, beside the log."""
    if os.access(paths.data, os.W_OK):
        return paths.data / "opening"
    # Imported here: it is rarely needed, and every start would pay for it.
    import hashlib

    paths.logs.mkdir(parents=True, exist_ok=True)
    name = hashlib.blake2b(os.fsencode(paths.data), digest_size=8).hexdigest()
    return paths.logs / f"opening-{name}"


def _content(file: int) -> re.Match[bytes] | None:
    """The contents of the file, if it is a mark or empty."""
    try:
        return _MARK.fullmatch(os.pread(file, 64, 0))
    except OSError:
        return None


def _locked(path: Path) -> int:
    """Opens a file for this process alone. Raises OSError where another one has it, or it is not ours.

    The lock ends with its process, however that ends: what another reader is opening is not taken for left.
    """
    import fcntl

    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode) or _content(file) is None:
            raise FileExistsError(path)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        raise
    return file
