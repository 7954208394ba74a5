"""Tells which file a library is, and which file the log beside it belongs to.

SQLite finds its files by name. If another file takes the name of an open library, a program that opens it
would read the old file's log (``-wal``, ``-shm``) as if it belonged to the new one: it would show a mixture
and write damage. So a library remembers which file it is, and a small file beside it (``-pair``) says which
library file the log belongs to. A log that belongs to another file is set aside before SQLite sees it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.errors import LogMisplaced
from reader.store.repairs import repaired

try:
    import fcntl
except ImportError:  # not on every platform
    fcntl = None  # type: ignore[assignment]

Identity = tuple[int, int]
"""Device and inode: they tell one file from every other."""

_NOTE = struct.Struct("<8sQQQ")
_MAGIC = b"\0reader\0"
"""Not text, so a note is never taken for an article."""

_TRIES = 20
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
_WHOLE_INDEX = 32768
"""The smallest ``-shm`` that is in use."""

LEFT = ".left"
"""The ending of the name of a log that was set aside."""


@dataclass(frozen=True, slots=True)
class FileState:
    """A library file at one moment; the stamp changes when another program writes to it."""

    file: Identity
    stamp: tuple[int, int]


def look(path: Path) -> FileState | None:
    """The file that a name stands for now; None if there is none, or it is not accessible."""
    try:
        status = os.stat(path)  # noqa: PTH116 (asked before every write)
    except OSError:
        return None
    return FileState((status.st_dev, status.st_ino), (status.st_size, status.st_mtime_ns))


class LibraryFiles:
    """The names of a library and of its log, and the files behind them.

    If the library is a link, the log is beside the file it leads to, as for SQLite.
    """

    def __init__(self, path: Path) -> None:
        real = self._real = os.path.realpath(path)
        self.path = path
        self._folder = os.path.dirname(real)  # noqa: PTH120 (as text, like all the names here)
        self._log, self._index, self._note = (f"{real}{suffix}" for suffix in ("-wal", "-shm", "-pair"))

    def has_log(self) -> bool:
        """Whether SQLite's log is beside the library: changes that are not in the file itself yet.

        An empty log counts if another process has the library open, because it may write at any time. The log
        of another file does not count, nor does one that could not be completed on a full disk.
        """
        wal, index = _status(self._log), _status(self._index)
        found = wal is not None and (wal.st_size or (index is not None and index.st_size >= _WHOLE_INDEX))
        return bool(found) and not self._is_foreign()

    def log_size(self) -> int:
        """The size of the log in bytes; 0 if there is none."""
        status = _status(self._log)
        return status.st_size if status else 0

    def holds(self, name: str) -> bool:
        """Whether a name leads to the library or a file of its log, which must never be opened and closed.

        Closing a file drops all locks that the process holds on it, including SQLite's; another program would
        then think the library closed.
        """
        try:
            status = os.stat(name)  # noqa: PTH116 (asked for each page of an import)
        except (OSError, ValueError):
            return False
        return status.st_ino in self._pair() and self._is_one_of_ours(status)

    def _is_one_of_ours(self, status: os.stat_result) -> bool:
        ours = (look(self.path), look(Path(self._log)), look(Path(self._index)))
        return (status.st_dev, status.st_ino) in [state.file for state in ours if state]

    # --- whose log it is ------------------------------------------------------------------------------

    def require_own_files(self) -> None:
        """Must be called before SQLite opens the library and, by their names, the files of its log.

        Raises:
            LogMisplaced: one of them is a link, has another name elsewhere, or is not a regular file: SQLite
                would write into a file that is not ours, or wait forever.
        """
        for name in (self._log, self._index, f"{self._real}-journal"):
            status = _status(name)
            if status is not None and not _is_own(status):
                raise LogMisplaced(_kind(status), source=name)

    def logs_set_aside(self) -> list[str]:
        """The logs of other library files that were set aside and have not been deleted."""
        start = f"{os.path.basename(self._log)}{LEFT}"  # noqa: PTH119
        names = [name for name in os.listdir(self._folder) if name.startswith(start)]  # noqa: PTH208
        return [os.path.join(self._folder, name) for name in sorted(names)]  # noqa: PTH118

    def note_log(self) -> None:
        """Notes that the log beside the library, which has just been opened, belongs to this file.

        It neither waits nor flushes: a note that is lost or incomplete says nothing.
        """
        pair = self._pair()
        if 0 in pair or pair == self._noted():
            return
        with contextlib.suppress(OSError):
            file = os.open(self._note, os.O_RDWR | os.O_CREAT | _NO_LINK | _NO_WAIT, 0o600)
            try:
                if _is_own(os.fstat(file)) and os.read(file, len(_MAGIC)) in (b"", _MAGIC):
                    os.lseek(file, 0, os.SEEK_SET)
                    os.write(file, _NOTE.pack(_MAGIC, *pair))
            finally:
                os.close(file)

    def forget_log(self) -> None:
        """Removes the note when the log is gone, as it is after the last program has closed the library."""
        if _status(self._log) is None and self._noted() is not None:
            _unlink(self._note)

    def set_aside_foreign_log(self) -> None:
        """Moves the log of another file out of the way of the library that has the name now.

        A program that has the other file open continues to use its log, because it does not need the names.
        """
        if not self._is_foreign():
            return
        with self._alone():
            # Checked again: another process may just have done it.
            if not self._is_foreign():
                return
            status = _status(self._log)
            if status is not None and status.st_size:
                kept = self._keep_log()
                repaired(
                    "the log beside %s belonged to another file; it was set aside as %s", self.path, kept
                )
            else:
                _unlink(self._log)
                repaired(
                    "the log beside %s belonged to another file and was empty; it was removed", self.path
                )
            # It contains nothing that is not in the log.
            _unlink(self._index)
            _unlink(self._note)

    def _keep_log(self) -> str:
        """Renames the log to a free name and returns it: the log may hold data stored nowhere else."""
        free, number = f"{self._log}{LEFT}", 1
        while _status(free) is not None:
            number += 1
            free = f"{self._log}{LEFT}-{number}"
        os.rename(self._log, free)  # noqa: PTH104
        return free

    def _is_foreign(self) -> bool:
        noted = self._noted()
        if noted is None:
            return False
        file, wal, index = self._pair()
        # The same log beside another file. If the log is another one too, it came with its file in a copied
        # folder, or a program that keeps no notes made it.
        return noted[0] != file and (wal == noted[1] or (not wal and index == noted[2]))

    def _pair(self) -> tuple[int, int, int]:
        """The inodes of the library and of its log; 0 for a missing file."""
        state = look(self.path)
        wal, index = _status(self._log), _status(self._index)
        return state.file[1] if state else 0, wal.st_ino if wal else 0, index.st_ino if index else 0

    def _noted(self) -> tuple[int, int, int] | None:
        try:
            file = os.open(self._note, os.O_RDONLY | _NO_LINK | _NO_WAIT)
        except OSError:
            return None
        try:
            magic, *pair = _NOTE.unpack(os.read(file, _NOTE.size))
        except (OSError, struct.error):
            return None
        finally:
            os.close(file)
        if magic != _MAGIC or 0 in pair:
            return None
        return pair[0], pair[1], pair[2]

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps others from setting a log aside at the same time, if the file system can do that."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            if fcntl is not None:
                for _ in range(_TRIES):
                    try:
                        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        break
                    except OSError:
                        time.sleep(0.05)
            yield
        finally:
            os.close(folder)


def _is_own(status: os.stat_result) -> bool:
    """Whether it is a regular file with one name: not a link, pipe or device, and not used elsewhere."""
    return stat.S_ISREG(status.st_mode) and status.st_nlink <= 1


def _kind(status: os.stat_result) -> str:
    if stat.S_ISREG(status.st_mode):
        return "a file that has another name elsewhere"
    return "a link" if stat.S_ISLNK(status.st_mode) else "not a regular file"


def _status(name: str) -> os.stat_result | None:
    try:
        return os.lstat(name)
    except OSError:
        return None


def _unlink(name: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(name)  # noqa: PTH108
