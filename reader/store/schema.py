"""Checks that a file has the shape that reader gives its libraries: no other table, view or trigger.

A library may come from someone else. Everything that SQLite runs automatically when a file is used (views,
triggers, indexes on expressions) is compared with what the steps of :mod:`reader.store.migrations` create,
before anything is read from the file.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Collection
from contextlib import closing

from reader.errors import LibraryError, NotALibrary
from reader.store.asking import Row
from reader.store.migrations import MIGRATIONS, refuse_newer, script, statements
from reader.store.opening import Opened

NEWEST = "e0e1590559c65caa98eec9a5894c2636"
"""A digest of the shape that all steps together create, which nearly every library has, because creating and
comparing it takes ten milliseconds and more. Update it with each new step."""

_SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name LIMIT 1000"
_TABLE = "CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)"

_STATISTICS = {
    "sqlite_stat1": "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
    "sqlite_stat4": "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
}
"""The tables that SQLite's own ``ANALYZE`` adds."""

# Quoted texts and names are compared exactly; comments and white space make no difference.
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|(--[^\n]*|/\*.*?\*/|\s+)|.""", re.DOTALL)


def admit(db: Opened) -> None:
    """Accepts a library, or a file that is still empty.

    Raises:
        LibraryError: it is another program's database, from a newer version, or unlike what reader creates.
    """
    shape = [row for row in db.rows(_SHAPE) if _STATISTICS.get(row[1]) != row[3] or row[0] != "table"]
    if not shape or digest(shape) == NEWEST:
        return
    found = _by_name(shape)
    if "migrations" not in found:
        raise NotALibrary("it is the database of another program", source=db.path)
    if found["migrations"] != ("table", "migrations", _plain(_TABLE)):
        raise _foreign(db, "migrations", found["migrations"])
    applied = db.column("SELECT name FROM migrations LIMIT 1000")
    refuse_newer(db, applied)
    expected = _by_name(shape_after(applied))
    for name, made in found.items():
        if expected.get(name) != made:
            raise _foreign(db, name, made)
    for name, made in expected.items():
        if name not in found:
            raise _foreign(db, name, made, missing=True)


def digest(shape: list[Row]) -> str:
    """A digest of a shape, as ``sqlite_master`` describes it."""
    return hashlib.blake2b(repr(shape).encode(errors="replace"), digest_size=16).hexdigest()


def shape_after(applied: Collection[str]) -> list[Row]:
    """The shape that these steps together create."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(_TABLE)
        for name in MIGRATIONS:
            if name in applied:
                for statement in statements(script(name)):
                    connection.execute(statement)
        return connection.execute(_SHAPE).fetchall()


_Made = tuple[str, str, str]
"""Type, table and statement."""


def _by_name(shape: list[Row]) -> dict[str, _Made]:
    return {str(name): (str(kind), str(table), _plain(sql)) for kind, name, table, sql in shape}


def _plain(sql: object) -> str:
    if not isinstance(sql, str):
        return repr(sql)
    return "".join(" " if match[1] else match[0] for match in _TOKEN.finditer(sql)).strip()


def _foreign(db: Opened, name: str, made: _Made, *, missing: bool = False) -> LibraryError:
    from reader.text import display, truncate

    what = f"{truncate(display(made[0]), 10)} {truncate(display(name), 40)!r}"
    why = f"it lacks the {what}" if missing else f"it has a {what} that reader did not make"
    return LibraryError(
        f"is not used because reader does not create libraries like it: {why}", source=db.path
    )
