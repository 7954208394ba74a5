"""Copies whole libraries: from an open file into a new one, and back into a file that others have open.

Both use SQLite's backup interface. The copy is therefore the library as it was at one moment, whatever others
do meanwhile, and programs that have the library open see a restore like any other change.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from reader.errors import CannotWrite, LibraryError, WrongFile
from reader.folders import sync_directory
from reader.store.database import Database
from reader.store.faults import FAULTS, explain, reason
from reader.store.repairs import repaired

_PAGES = 512
"""Copied in one step; Ctrl+C takes effect between two steps."""

_AHEAD = 1_000_000

_COPY = ".reader-copy-"
STAGED = ".reader-restore-"
"""The prefixes of the names of unfinished copies; the number of their process follows."""

_VERSIONS = slice(18, 20)
"""The bytes in the header of an SQLite file that say whether it has a log beside it."""


# --- out ----------------------------------------------------------------------------------------------------


def copy_to(db: Database, file: Path, *, replace: bool = False) -> int:
    """Writes the library as it is at this moment into a file of its own; returns its size in bytes.

    Afterwards the file is complete and on disk, or not there at all. It needs no other file beside it, and
    can be opened anywhere.

    Args:
        db: the library; others may read and write it meanwhile.
        file: the target; its folder must exist.
        replace: whether to replace an existing file (a link itself, not the file it leads to).

    Raises:
        WrongFile: the file exists and must not be replaced.
        CannotWrite: it cannot be written.
        LibraryError: the library cannot be read.
    """
    _check_target(db.path, file, replace)
    part = file.with_name(f"{_COPY}{os.getpid()}-{time.monotonic_ns()}")
    # Another machine may be writing into the same folder.
    discard_stale(file.parent, _COPY, older_than=3600)
    try:
        _make(part)
        try:
            copy_pages(db, part)
        except FAULTS as error:
            raise CannotWrite(explain(error, part).reason, source=file) from error
        size = _finish(part)
        if replace:
            part.replace(file)
        else:
            _give_name(part, file)
        sync_directory(file.parent)
    except OSError as error:
        raise CannotWrite(f"cannot be written: {reason(error)}", source=file) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return size


def _check_target(library: Path, file: Path, replace: bool) -> None:
    if not os.path.lexists(file):
        return
    if not replace:
        raise _taken(file)
    if not (file.is_symlink() or file.is_file()):
        raise WrongFile("cannot be replaced: it is not a regular file", source=file)
    real = os.path.realpath(library)
    ours = [real, *(f"{real}{suffix}" for suffix in ("-wal", "-shm", "-pair"))]
    if any(os.path.exists(one) and file.exists() and file.samefile(one) for one in ours):  # noqa: PTH110
        raise WrongFile("is the library itself, or belongs to it", source=file)


def _taken(file: Path) -> WrongFile:
    return WrongFile("already exists: --force replaces it", source=file)


def _make(part: Path) -> None:
    """Creates an empty file that only this user can read. Raises OSError."""
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copy_pages(db: Database, part: Path) -> None:
    """Copies all pages of a library into an empty file that nobody else knows of. Raises FAULTS."""
    target = sqlite3.connect(f"{part.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    with closing(target):
        # A half-finished copy is worthless: no journal, and no flushing before the end.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        db.copy_into(target, _PAGES)


def _finish(part: Path) -> int:
    """Marks the copy as one without a log and flushes it to disk; returns its size. Raises OSError."""
    with part.open("r+b") as stream:
        header = bytearray(stream.read(100))
        header[_VERSIONS] = b"\x01\x01"
        stream.seek(0)
        stream.write(header)
        stream.flush()
        os.fsync(stream.fileno())
        return os.fstat(stream.fileno()).st_size


def _give_name(part: Path, file: Path) -> None:
    """Gives a file its name, unless that name has been taken. Raises OSError, WrongFile."""
    try:
        os.link(part, file)
    except FileExistsError as error:
        raise _taken(file) from error
    except OSError as error:
        # Some file systems have no links.
        if os.path.lexists(file):
            raise _taken(file) from error
        part.rename(file)


# --- and back ---------------------------------------------------------------------------------------------


def staged(source: Database, folder: Path) -> Path:
    """Makes a private copy of a library in a folder, to be prepared there. Raises LibraryError."""
    part = folder / f"{STAGED}{os.getpid()}-{time.monotonic_ns()}"
    try:
        _make(part)
        copy_pages(source, part)
        _finish(part)
    except BaseException as error:
        # The reason first: without the copy, the disk is no longer full.
        why = ""
        if isinstance(error, (OSError, *FAULTS)):
            why = reason(error) if isinstance(error, OSError) else explain(error, part).reason
        discard(part)
        if why:
            why = why.removeprefix("cannot be written: ")
            raise CannotWrite(f"cannot hold a copy of the library: {why}", source=folder) from error
        raise
    return part


def discard(part: Path) -> None:
    """Deletes a private copy and the files of its log."""
    for suffix in ("", "-wal", "-shm", "-pair", "-journal"):
        with suppress(OSError):
            Path(f"{part}{suffix}").unlink(missing_ok=True)


def discard_left(folder: Path) -> None:
    """Deletes the copies that a killed restore has left in the folder of its library."""
    discard_stale(folder, STAGED, older_than=0)
    discard_stale(folder, _COPY, older_than=0)


def discard_stale(folder: Path, prefix: str, *, older_than: float) -> None:
    """Deletes unfinished copies that killed programs have left in a folder."""
    for part in folder.glob(f"{prefix}*"):
        pid = part.name.removeprefix(prefix).partition("-")[0]
        with suppress(OSError):
            status = part.lstat()
            old = time.time() - status.st_mtime >= older_than
            if old and stat.S_ISREG(status.st_mode) and pid.isdigit() and not _runs(int(pid)):
                part.unlink()
                repaired("an unfinished copy of a library was left behind and was removed: %s", part)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def make_ready(part: Database, replaced: Database | None) -> None:
    """Prepares a private copy to replace a library that other programs have open.

    Anything they have cached from the library is valid for a number that the library counts up. All these
    numbers continue above those of the replaced library. Ids are never reused. The search index will compare
    itself with the new library.
    """
    with part.transaction():
        part.execute("DELETE FROM meta WHERE name = 'epoch'")
        part.execute("DELETE FROM seals WHERE part = 'meta' AND id = 'epoch'")
        both = [db for db in (part, replaced) if db is not None]
        # Others may continue counting until the library is locked.
        revision = max(_highest(db, "SELECT max(number) FROM revisions") for db in both) + _AHEAD
        part.execute("UPDATE revisions SET number = ?", (revision,))
        if replaced is None:
            return
        for table in ("articles", "visits", "changes", "recent_searches", "journal"):
            used = _highest(replaced, f"SELECT seq FROM sqlite_sequence WHERE name = '{table}'")
            used += _AHEAD if table == "changes" else 0
            if part.value("SELECT 1 FROM sqlite_sequence WHERE name = ?", (table,)) is None:
                part.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, used))
            else:
                part.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (used, table))
        # New numbers for the queue: an indexer that has read the old ones must not acknowledge these.
        queued = part.column("SELECT article FROM changes ORDER BY seq")
        part.execute("DELETE FROM changes")
        part.executemany("INSERT INTO changes (article) VALUES (?)", [(article,) for article in queued])


def _highest(db: Database, sql: str) -> int:
    try:
        found = db.value(sql)
    except LibraryError:  # the library is being replaced because it is damaged
        return 0
    return found if isinstance(found, int) and found < 2**62 else 0


def put_in_place(part: Path, library: Database, when_locked: Callable[[], object]) -> None:
    """Puts the content of a private copy into a library that others may have open: all of it or nothing.

    ``when_locked`` is called as soon as nobody else can write; the library is then in the state that will be
    replaced. An exception from it cancels everything, and the library stays as it is.

    Raises:
        LibraryBusy: others are writing, and patience has run out.
        LibraryError: it cannot be written; the library is as it was before.
    """
    try:
        size = library.value("PRAGMA page_size")
        with closing(sqlite3.connect(part, isolation_level=None)) as source:
            if source.execute("PRAGMA page_size").fetchone()[0] != size:
                # A file with a log keeps its page size, so the copy has to be converted.
                source.execute("PRAGMA journal_mode = DELETE")
                source.execute(f"PRAGMA page_size = {size:d}")
                source.execute("VACUUM")
            # Never all in the first step: until the last one it can still be cancelled.
            total = source.execute("PRAGMA page_count").fetchone()[0]
            library.take_from(source, max(1, min(_PAGES, total - 1)), when_locked)
    except FAULTS as error:
        raise explain(error, library.path) from error
