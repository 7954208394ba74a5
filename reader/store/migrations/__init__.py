"""The schema of the library file, as steps that are each applied once and recorded with their time.

To change the schema, add a module with the SQL of the step here, and its name at the end of ``MIGRATIONS``.
Never alter a step that has been released. A library with a step that this version does not know was made by a
newer version and is refused.
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterator
from importlib import import_module

from reader.errors import LibraryError, LibraryReadOnly, NotALibrary
from reader.store.database import Database
from reader.store.opening import Opened

MIGRATIONS: tuple[str, ...] = (
    "0001 first",
    "0002 trail",
    "0003 searches",
    "0004 heads",
    "0005 revisions",
    "0006 matches",
    "0007 marked",
    "0008 unindexed",
    "0009 digests",
    "0010 crowds",
    "0011 blobs",
    "0012 trash",
    "0013 anchors",
    "0014 facts",
    "0015 fetches",
    "0016 orders",
    "0018 bookmarks",
    "0019 addresses",
    "0020 removed",
    "0021 reading days",
    "0022 former texts",
    "0023 reviews",
)
"""Every step by its name, which never changes. The step ``0001 first`` is the module ``m0001_first``."""


def script(name: str) -> str:
    """The SQL of a step. It is loaded only when a library lacks the step."""
    return str(import_module(f"{__name__}.m{name.replace(' ', '_')}").SQL)


def migrate(db: Database) -> None:
    """Applies the steps that the library has not seen yet, all together or not at all.

    Raises:
        LibraryError: the file is another program's database, or from a newer version.
        LibraryReadOnly: steps are missing and the file cannot be written.
    """
    if _applied(db) == [*MIGRATIONS]:
        return
    # A step may rebuild a table that others refer to; without this, their rows would be deleted.
    with db.references_unguarded(), db.transaction():
        # Checked again under the lock: another process may just have done it.
        applied = _applied(db)
        _refuse_others(db, applied)
        if not applied:
            db.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)")
        for name in MIGRATIONS:
            if name not in applied:
                for statement in statements(script(name)):
                    db.execute(statement)
                db.execute("INSERT INTO migrations (name, applied) VALUES (?, ?)", (name, time.time()))
        db.execute("INSERT OR IGNORE INTO meta VALUES ('library_id', ?)", (uuid.uuid4().hex,))


def _applied(db: Database) -> list[str]:
    if db.value("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'") is None:
        return []
    return db.column("SELECT name FROM migrations ORDER BY rowid")


def refuse_newer(db: Opened, applied: list[str]) -> None:
    """Raises LibraryError if steps are recorded in a library that this version does not know."""
    newer = [name for name in applied if name not in MIGRATIONS]
    if newer:
        from reader.text import display, truncate

        name = truncate(display(str(newer[0])), 60)
        raise LibraryError(
            f"was made by a newer version of reader (it knows {name!r}); update reader to open it",
            source=db.path,
        )


def _refuse_others(db: Database, applied: list[str]) -> None:
    refuse_newer(db, applied)
    if not applied and db.value("SELECT count(*) FROM sqlite_master"):
        raise NotALibrary("it is the database of another program", source=db.path)
    if db.read_only:
        raise LibraryReadOnly(
            f"was made by an older version of reader and cannot be written ({db.why_read_only});"
            " someone who may write there has to open it once",
            source=db.path,
        )


def statements(sql: str) -> Iterator[str]:
    """The statements of a step, one by one."""
    # Not executescript(), which commits the open transaction: a step must be all or nothing.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
