"""Explains errors of SQLite and of the system to the user, told apart by their codes, not their words."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from reader.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMachineError,
    LibraryReadOnly,
    NotALibrary,
    in_words,
)
from reader.store.patience import gave_up
from reader.store.place import LibraryFiles, look

FAULTS = (sqlite3.Error, MemoryError)
"""The exceptions that a statement can raise."""

_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
_LOCKING = (
    *(sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_IOERR_UNLOCK, sqlite3.SQLITE_IOERR_RDLOCK),
    *(sqlite3.SQLITE_IOERR_SHMLOCK, sqlite3.SQLITE_IOERR_CHECKRESERVEDLOCK),
)
_NO_INDEX = (
    *(sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE),
    *(sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMLOCK),
)
_MOST_FILES = 1024
_AT_ONCE = 1 << 20
_NO_MEMORY = (sqlite3.SQLITE_IOERR_NOMEM, sqlite3.SQLITE_IOERR_MMAP, sqlite3.SQLITE_IOERR_SHMMAP)

_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)

READ_ONLY = "the file or its directory is read-only"

_READ_ONLY_DISK = in_words(OSError(errno.EROFS, ""))
_NO_MEMORY_LEFT = in_words(MemoryError())
_DISK_FAILS = in_words(OSError(errno.EIO, ""))

MEANT = (READ_ONLY, _READ_ONLY_DISK)
"""Reasons for a library to be read-only on purpose; any other reason is trouble with the machine."""


def code_of(error: BaseException) -> int:
    """SQLite's code of an error; 0 for one that is not SQLite's own."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code


def is_busy(error: BaseException) -> bool:
    """Whether another program has the library locked, so that the same may work later."""
    code = code_of(error)
    # After a snapshot error the data read in this transaction is out of date: waiting would not help.
    return code & 0xFF in _LOCKED and code != sqlite3.SQLITE_BUSY_SNAPSHOT


def is_shortage(error: OSError) -> bool:
    """Whether the system lacks something that reading needs too: opening for reading would not help."""
    return error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO)


def is_no_text(error: BaseException) -> bool:
    """Whether a column that should be text is not UTF-8: Python's own error, without a code."""
    return isinstance(error, sqlite3.OperationalError) and not code_of(error)


def explain(error: BaseException, path: Path) -> LibraryError:
    """The error to raise for an error of SQLite or of the system."""
    if isinstance(error, MemoryError):
        return LibraryMachineError(f"cannot be used: {_NO_MEMORY_LEFT}", source=path)
    if isinstance(error, OSError):
        return LibraryMachineError(f"cannot be opened: {reason(error)}", source=path)
    if is_no_text(error):
        return LibraryDamaged(f"is damaged: {error}", source=path)
    code = code_of(error)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            return LibraryBusy(gave_up(path), source=path)
        case sqlite3.SQLITE_READONLY:
            return _explain_read_only(code, path)
        case sqlite3.SQLITE_CANTOPEN:
            return _explain_closed(path)
        case sqlite3.SQLITE_FULL:
            return _explain_full(path)
        case sqlite3.SQLITE_IOERR:
            return _explain_input_output(error, code, path)
        case sqlite3.SQLITE_NOTADB:
            return NotALibrary("the file is not an SQLite database", source=path)
        case sqlite3.SQLITE_CORRUPT:
            # SQLite also says this if the disk fails to return a page.
            if _cannot_be_read_whole(path):
                return LibraryMachineError(f"cannot be read: {_DISK_FAILS}", source=path)
            return LibraryDamaged(f"is damaged: {error}", source=path)
        case sqlite3.SQLITE_TOOBIG:
            return LibraryError("cannot hold that: it is too large", source=path)
        case sqlite3.SQLITE_SCHEMA:
            return LibraryError("was changed by another program meanwhile; try again", source=path)
    return LibraryError(f"cannot be used: {error}", source=path)


def _explain_read_only(code: int, path: Path) -> LibraryError:
    if code != sqlite3.SQLITE_READONLY and LibraryFiles(path).has_log():
        return _not_closed(path)
    return read_only_error(path, READ_ONLY)


def _explain_closed(path: Path) -> LibraryError:
    found = _obstacle(path)
    if found is None:
        found = hindrance(path.parent)
        if LibraryFiles(path).has_log() and (found is None or found.errno in _FORBIDDEN):
            return _not_closed(path)
    if found is None:
        why = "the system does not let SQLite open it or the files of its log"
    else:
        why = "permission denied" if found.errno in _FORBIDDEN else reason(found)
    return LibraryMachineError(f"cannot be opened: {why}", source=path)


def _explain_full(path: Path) -> LibraryError:
    found = hindrance(path.parent)
    # SQLite says so too when it has used up its numbers for new articles.
    why = "SQLite says that it is full, but the disk is not" if found is None else reason(found)
    return LibraryMachineError(f"cannot be written: {why}", source=path)


def _explain_input_output(error: BaseException, code: int, path: Path) -> LibraryError:
    found = hindrance(path.parent)
    if found is not None and found.errno not in _FORBIDDEN:
        return LibraryMachineError(f"cannot be written: {reason(found)}", source=path)
    if code == sqlite3.SQLITE_IOERR_WRITE and _files_are_limited():
        return LibraryMachineError(f"cannot be written: {in_words(OSError(errno.EFBIG, ''))}", source=path)
    if code in _NO_MEMORY:
        return LibraryMachineError(f"cannot be read: {_NO_MEMORY_LEFT}", source=path)
    name = getattr(error, "sqlite_errorname", "SQLITE_IOERR")
    why = "the system cannot lock it" if code in _LOCKING else _DISK_FAILS
    return LibraryMachineError(
        f"cannot be read or written: {why} ({name}); this says nothing about its content", source=path
    )


def _not_closed(path: Path) -> LibraryError:
    return LibraryError(
        "was not closed by the program that wrote it last, and cannot be read until someone who may write"
        " there has opened it once",
        source=path,
    )


def read_only_error(path: Path, why: str) -> LibraryReadOnly:
    """The error to raise where a library cannot be changed."""
    return LibraryReadOnly(f"cannot be written: {why}", source=path)


def reason(error: OSError) -> str:
    """Why the system refuses to let us use a library, in words."""
    return READ_ONLY if error.errno in (errno.EACCES, errno.EPERM) else in_words(error)


# --- what is in the way -----------------------------------------------------------------------------------


def why_read_only(path: Path) -> str:
    """Why this user may not write an existing library, in words; "" if it may, or there is no library."""
    try:
        if not path.exists() or (_writable(path) and _writable(path.parent)):
            return ""
        # SQLite keeps its log beside the file, so the directory has to be writable too.
        flags = os.statvfs(path).f_flag
    except OSError:  # its directory cannot be entered: opening says so
        return ""
    return _READ_ONLY_DISK if flags & os.ST_RDONLY else READ_ONLY


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def hindrance(directory: Path) -> OSError | None:
    """The error when a file is made and written in a directory; None if that works.

    SQLite says that the system refused something, but not why: this asks the system once more.
    """
    # Without importing a module for it: that would have to open files as well.
    trial = directory / f".reader-{os.getpid()}-{time.monotonic_ns()}"
    try:
        file = os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        return error
    try:
        os.write(file, bytes(1 << 16))
        os.fsync(file)
    except OSError as error:
        return error
    finally:
        os.close(file)
        trial.unlink()
    return None


def lacks_log(error: BaseException | None) -> bool:
    """Whether an error says that SQLite cannot keep its log beside a library, which can be read without."""
    return error is not None and code_of(error) in _NO_INDEX


def _cannot_be_read_whole(path: Path) -> bool:
    """Whether the disk fails when a library, or its log, is read from end to end.

    It reads through the descriptors that SQLite has open: opening and closing the file would drop this
    process's locks on it.
    """
    wanted = {state.file for name in ("", "-wal") if (state := look(Path(f"{os.path.realpath(path)}{name}")))}
    try:
        for number in range(_MOST_FILES):
            with suppress(OSError):
                status = os.fstat(number)
                if (status.st_dev, status.st_ino) not in wanted:
                    continue
                for at in range(0, status.st_size, _AT_ONCE):
                    try:
                        os.pread(number, _AT_ONCE, at)
                    except OSError as error:
                        return error.errno != errno.EBADF
    except MemoryError:
        return True
    return False


def _files_are_limited() -> bool:
    """Whether the size of files is limited: then the small one of :func:`hindrance` can still be made."""
    try:
        import resource
    except ImportError:  # not on every platform
        return False
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY


def _obstacle(path: Path) -> OSError | None:
    """The reason why a file cannot be read; None if none can be seen.

    The file itself is not opened: closing it would drop the locks that this process has on it.
    """
    try:
        if path.exists() and not os.access(path, os.R_OK):
            return PermissionError(errno.EACCES, "permission denied")
        if not path.exists():
            path.parent.stat()  # it says what is wrong, which exists() does not
            return FileNotFoundError(errno.ENOENT, "there is no such file")
        if path.is_dir():
            return IsADirectoryError(errno.EISDIR, "it is a folder")
        os.close(os.open(path.parent, os.O_RDONLY))
    except OSError as error:
        return error
    return None
