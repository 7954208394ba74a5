"""The directory of the search index: which files in it are ours, and the lock that writers hold.

The directory is recognised by its mark, ``about.json``, and our files by their names. Anything else was put
there by somebody else and is never deleted, overwritten or entered. A link is removed as a link; nothing is
read or written through one.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.errors import IndexBroken, IndexBusy, IndexRefused
from reader.folders import make_directory, sync_directory

MARK = "about.json"
LOCK = "ARTICLES_WRITELOCK"
DAMAGED = "damaged"
"""Names the commit of the index that was found damaged."""

CONTENTS = "_ARTICLES.toc"
REBUILT = "_ARTICLES_REBUILD.toc"
"""The tables of contents: of the index, and of a new one that is being built beside it."""

SEGMENT = ".art"

_PART = ".part"
_OURS = re.compile(
    r"about\.json|damaged|ARTICLES_[a-z0-9]{16}\.art|_ARTICLES(_REBUILD|_[0-9]+)?\.toc(\.[0-9.]+)?"
    r"|(about\.json|damaged|_ARTICLES(_REBUILD)?\.toc)\.part"
)
"""The names of our files, including those of earlier versions. The lock is not among them: deleting a lock
file while it is held would let a second writer in."""

_UNMISTAKABLE = re.compile(r"ARTICLES_([a-z0-9]{16}\.art|WRITELOCK)|_ARTICLES.*|about\.json\.part")
"""Names among them that nobody else would choose."""

_HEAD = re.compile(rb"article-reader index, ([0-9]{1,10}) bytes, crc32 ([0-9a-f]{8})\n")

LARGEST = 256 * 2**20
"""The largest table of contents, in bytes."""

_MOST_OF_A_MARK = 10_000
_READ = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)
_READ |= getattr(os, "O_BINARY", 0)
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_CREATE |= getattr(os, "O_BINARY", 0)


# --- files ----------------------------------------------------------------------------------------------


def open_regular(path: Path) -> int:
    """Opens a file for reading; returns its descriptor.

    Raises:
        FileNotFoundError: there is none.
        IndexBroken: it is a link, a directory, a pipe or a device.
        OSError: it cannot be opened.
    """
    try:
        descriptor = os.open(path, _READ)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.EMLINK, errno.EISDIR, errno.ENXIO):
            raise IndexBroken(f"{path.name} is not a regular file") from error
        raise
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise IndexBroken(f"{path.name} is not a regular file")
    return descriptor


def read_whole(path: Path, limit: int) -> bytes:
    """The content of a file; raises like :func:`open_regular`, and IndexBroken if it exceeds the limit."""
    with os.fdopen(open_regular(path), "rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise IndexBroken(f"{path.name} is too large")
    return data


def create(path: Path) -> int:
    """Creates a file that only this user can read; returns its descriptor, open for writing.

    Raises:
        OSError: it cannot be created, or the name is already taken.
    """
    return os.open(path, _CREATE, 0o600)


def framed(body: bytes) -> bytes:
    """A body after a line with its length and checksum."""
    return f"article-reader index, {len(body)} bytes, crc32 {zlib.crc32(body):08x}\n".encode() + body


def unframed(data: bytes) -> bytes:
    """The body that :func:`framed` was given. Raises IndexBroken if the data are damaged."""
    head = _HEAD.match(data)
    body = data[head.end() :] if head else b""
    if head is None or len(body) != int(head[1]) or zlib.crc32(body) != int(head[2], 16):
        raise IndexBroken("a table of contents is damaged")
    return body


def write_durably(path: Path, data: bytes) -> None:
    """Writes a file completely or not at all; it is on disk when this returns. Raises OSError."""
    part = path.with_name(path.name + _PART)
    unlink(part)
    with os.fdopen(create(part), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    sync_directory(path.parent)


def unlink(path: Path) -> None:
    """Deletes a file or a link, never the target of a link, and never a directory. Raises OSError."""
    try:
        if not stat.S_ISDIR(path.lstat().st_mode):
            path.unlink()
    except FileNotFoundError:
        pass


def identity(path: Path) -> tuple[int, int, int, int]:
    """Distinguishes a file from an earlier one with the same name. Raises OSError if there is none."""
    status = path.lstat()
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size


# --- the directory --------------------------------------------------------------------------------------


class IndexDirectory:
    """Where the search index of one library is.

    Args:
        path: the directory; it need not exist yet.
        library_id: the library the index belongs to.
    """

    def __init__(self, path: Path, library_id: str) -> None:
        self.path = path
        self._library_id = library_id

    def exists(self) -> bool:
        """Whether the directory exists."""
        return self.path.is_dir()

    def file(self, name: str) -> Path:
        """The path of a file in it."""
        return self.path / name

    def require_ours(self) -> None:
        """Raises IndexRefused if the directory holds something that reader did not make.

        We may use an empty directory, or one in which every file has a name of ours. Raises OSError if the
        directory cannot be read.
        """
        try:
            names = self._names()
        except FileNotFoundError:
            if self.path.is_symlink():
                raise IndexRefused(f"{self.path} is a broken link: delete it") from None
            return
        except NotADirectoryError:
            if not self.path.exists():
                raise  # a parent is not a directory
            raise IndexRefused(
                f"{self.path} is where the search index belongs, and is not a directory: move it elsewhere"
            ) from None
        if not names:
            return
        owner = self._owner()
        # If all files have our names, the creation of an index was interrupted, or its mark is damaged.
        named = all(name == LOCK or _OURS.fullmatch(name) for name in names)
        if owner is None and not (named and any(map(_UNMISTAKABLE.fullmatch, names))):
            raise IndexRefused(
                f"the directory {self.path} was not made by reader and is left as it is: move it elsewhere,"
                " because the search index belongs there"
            )
        if self.path.is_symlink() and owner != self._library_id:
            raise IndexRefused(
                f"{self.path} is a link to the search index of another library: delete the link, or"
                " point it to an empty directory"
            )

    def _names(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir())

    def _owner(self) -> str | None:
        """The library of the index, now or before; None if reader did not make the directory.

        The mark says so; if it is lost, the table of contents does.
        """
        for name, limit, body in ((MARK, _MOST_OF_A_MARK, bytes), (CONTENTS, LARGEST, unframed)):
            with suppress(FileNotFoundError, IndexBroken, ValueError, RecursionError):
                table = json.loads(body(read_whole(self.path / name, limit)))
                if isinstance(table, dict) and isinstance(table.get("format"), int):
                    library = table.get("library")
                    if isinstance(library, str):
                        return library
        return None

    def prepare(self) -> None:
        """Creates the directory if there is none. Raises IndexRefused or OSError."""
        self.require_ours()
        make_directory(self.path)

    def write_mark(self, format: int) -> None:
        """Records whose directory this is, and the format of the index. Raises OSError."""
        about = {"format": format, "library": self._library_id, "about": "the search index of article-reader"}
        mark = json.dumps(about).encode()
        with suppress(FileNotFoundError, IndexBroken):
            if read_whole(self.path / MARK, _MOST_OF_A_MARK) == mark:
                return
        write_durably(self.path / MARK, mark)

    def delete(self, keep: Callable[[str], bool] = lambda name: False) -> None:
        """Deletes our files, except for those to keep. Files that are not ours stay.

        The caller holds the :meth:`lock`. Raises IndexRefused or OSError.
        """
        self.require_ours()
        for name in self._names():
            if name != MARK and _OURS.fullmatch(name) and not keep(name):
                unlink(self.path / name)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the write lock while the block runs; creates the directory if there is none.

        Raises:
            IndexBusy: another process (or another object in this one) holds it.
            IndexRefused: the directory is not ours.
            OSError: the lock file cannot be written.
        """
        self.prepare()
        path = self.path / LOCK
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0), 0o600)
        except OSError as error:
            if error.errno in (errno.ELOOP, errno.EMLINK, errno.EISDIR, errno.ENXIO):
                raise IndexRefused(f"{path} was not made by reader: delete it") from error
            raise
        try:
            _lock(descriptor)
            yield
        finally:
            os.close(descriptor)  # this releases it

    def room(self) -> int:
        """How many bytes are free on the disk. Raises OSError."""
        return shutil.disk_usage(self.path).free

    # --- damage -----------------------------------------------------------------------------------------

    def damaged(self) -> str:
        """The commit of the index that was found damaged; "" if none was."""
        try:
            return read_whole(self.path / DAMAGED, _MOST_OF_A_MARK).decode("ascii", "replace") or "unknown"
        except FileNotFoundError:
            return ""
        except IndexBroken:
            return "unknown"

    def mark_damaged(self, commit: str) -> None:
        """Tells the next sync of any process that the index of a commit is damaged.

        Does nothing if the directory is not ours or not writable: then nothing can be rebuilt either.
        """
        with suppress(OSError, IndexRefused):
            self.require_ours()
            if self.path.is_dir():
                write_durably(self.path / DAMAGED, commit.encode("ascii", "replace"))

    # --- permissions ------------------------------------------------------------------------------------

    def writable_by_others(self) -> list[Path]:
        """The directory, and those of our files, that the group or others may write (on POSIX)."""
        if os.name == "nt" or not self.path.is_dir():
            return []
        ours = [self.path / name for name in self._names() if _OURS.fullmatch(name) or name == LOCK]
        found = []
        for path in (self.path, *ours):
            with suppress(FileNotFoundError):
                mode = path.stat().st_mode if path == self.path else path.lstat().st_mode
                if not stat.S_ISLNK(mode) and mode & (stat.S_IWGRP | stat.S_IWOTH):
                    found.append(path)
        return found


def _lock(descriptor: int) -> None:
    """Locks an open file against other processes. Raises IndexBusy or OSError."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
            raise IndexBusy("the search index is being written by another process") from error
        raise
