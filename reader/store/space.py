"""Gives space that removed articles leave back to the disk, and brings the log home: while nobody waits."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from reader.errors import LibraryBusy, LibraryMachineError
from reader.store.database import Database

LEAST = 1 << 20
"""Less free space than this many bytes is kept: the next articles use it."""

GIVEN_AT_REST = 500
"""So many pages are given back in one go where somebody may want the library any moment."""

_PAGES = 2000
"""Given back in one transaction: some hundredths of a second, in which nobody else can write."""

_INCREMENTAL = 2


def give_back(db: Database, stop: Callable[[], bool] = lambda: False, *, most: int | None = None) -> int:
    """Makes the file smaller by what is free in it; returns by how many bytes.

    A file whose free pages cannot be taken off its end (versions before made such) is written again as a
    whole when more than half of it is free and the disk has room for that; from then on they can. What cannot
    be done now, because others are writing or the disk is full, is left for another time.

    Args:
        db: the library.
        stop: asked now and then; True leaves the rest for another time.
        most: how many pages at most; None for all.
    """
    if db.read_only or db.in_transaction:
        return 0
    size, pages, free = (db.value(f"PRAGMA {name}") for name in ("page_size", "page_count", "freelist_count"))
    if free * size < LEAST:
        return 0
    with suppress(LibraryBusy, LibraryMachineError), db.patience.at_most(0.0):
        if db.value("PRAGMA auto_vacuum") == _INCREMENTAL:
            _take_off(db, stop, free if most is None else min(free, most))
        elif most is None and free * 2 > pages and _has_room(db, (pages - free) * size):
            _write_again(db)
        db.bring_log_home()
    now: int = db.value("PRAGMA page_count")
    given: int = (pages - now) * size
    return given


def _take_off(db: Database, stop: Callable[[], bool], free: int) -> None:
    while free > 0 and not stop():
        with db.transaction():
            # Python's sqlite3 runs this statement for one page, whatever it says.
            for _ in range(min(free, _PAGES)):
                db.execute("PRAGMA incremental_vacuum(1)")
        free -= _PAGES


def _write_again(db: Database) -> None:
    """SQLite's VACUUM: all or nothing; others may read meanwhile."""
    # A connection of its own: the copy must not be made in memory, and to say so drops temporary tables.
    with Database(db.path, db.patience) as other, other.unhurried():
        other.execute("PRAGMA temp_store = FILE")
        other.execute(f"PRAGMA auto_vacuum = {_INCREMENTAL}")
        other.execute("VACUUM")


def _has_room(db: Database, needed: int) -> bool:
    """Whether the copy that SQLite makes fits, beside the log that it is written back through."""
    # Only now: most of those who open a library give nothing back, and every start would pay for it.
    import shutil
    import tempfile

    folders = {str(db.path.parent), os.environ.get("SQLITE_TMPDIR") or tempfile.gettempdir()}
    with suppress(OSError):
        return all(shutil.disk_usage(folder).free > 2 * needed + LEAST for folder in folders)
    return False
