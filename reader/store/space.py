"""Gives the space of removed articles back to the disk and writes the log back, while nobody is waiting."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

from reader.errors import LibraryBusy, LibraryMachineError
from reader.store.database import Database

LEAST = 1 << 20
"""Less free space than this many bytes is kept: the next articles use it."""

GIVEN_AT_REST = 500
"""The number of pages given back at a time if another program may need the library at any moment."""

_PAGES = 2000
"""Pages given back in one transaction: this takes some hundredths of a second, in which nobody can write."""

_INCREMENTAL = 2


def give_back(db: Database, stop: Callable[[], bool] = lambda: False, *, most: int | None = None) -> int:
    """Shrinks the file by its free space; returns by how many bytes.

    If the free pages of a file cannot be cut off its end (in files made by older versions), the whole file is
    rewritten as soon as more than half of it is free and the disk has room; afterwards they can. If something
    cannot be done now, because others are writing or the disk is full, it is left for another time.

    Args:
        db: the library.
        stop: called now and then; True leaves the rest for another time.
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
            # Python's sqlite3 runs this statement for one page only, whatever its argument.
            for _ in range(min(free, _PAGES)):
                db.execute("PRAGMA incremental_vacuum(1)")
        free -= _PAGES


def _write_again(db: Database) -> None:
    """Runs SQLite's VACUUM: all or nothing, and others may read meanwhile."""
    # On its own connection: the copy must not be made in memory, and changing that drops temporary tables.
    with Database(db.path, db.patience) as other, other.unhurried():
        other.execute("PRAGMA temp_store = FILE")
        other.execute(f"PRAGMA auto_vacuum = {_INCREMENTAL}")
        other.execute("VACUUM")


def _has_room(db: Database, needed: int) -> bool:
    """Whether there is room for SQLite's copy, and for the log through which it is written back."""
    # Imported here: most programs that open a library give nothing back, and every start would pay for it.
    import shutil
    import tempfile

    folders = {str(db.path.parent), os.environ.get("SQLITE_TMPDIR") or tempfile.gettempdir()}
    with suppress(OSError):
        return all(shutil.disk_usage(folder).free > 2 * needed + LEAST for folder in folders)
    return False
