"""Zotero's database, read from a private copy: Zotero may have it open, and nothing in it is trusted."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from reader.errors import UnreadableSource
from reader.sources import Fetched

NAME = "zotero.sqlite"
_LOGS = ("-journal", "-wal")

DatabaseRow: TypeAlias = Mapping[str, object]

_MOST_STEPS = 20_000
_STEP = 1_000_000
"""Instructions of SQLite between two looks at how many there were: a statement that never ends is stopped."""


class ZoteroTables:
    """The tables of an open database. A table that is missing is empty."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self._names = {str(name) for (name,) in found}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def rows(self, table: str, order: str = "rowid") -> Iterator[DatabaseRow]:
        """The rows of a table, each as its values by the names of their columns."""
        if table not in self._names:
            return
        found = self._connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}')
        names = [column[0] for column in found.description]
        for row in found:
            yield dict(zip(names, row, strict=True))


@contextmanager
def opened(fetched: Fetched) -> Iterator[ZoteroTables]:
    """The tables of a database while the block lasts.

    Raises:
        UnreadableSource: it is damaged, or no database of Zotero.
        OSError: it cannot be read.
    """
    with TemporaryDirectory(prefix="reader-") as folder:
        copy = Path(folder) / NAME
        logs = [_copied(fetched.neighbour(fetched.name + log), copy.with_name(NAME + log)) for log in _LOGS]
        _copied(fetched, copy)
        # Without a log nothing can be missing from the file, and SQLite need not look for any.
        mode = "mode=rw" if any(logs) else "mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(f"{copy.as_uri()}?{mode}", uri=True)) as connection:
                connection.text_factory = _text
                connection.set_progress_handler(_counter(), _STEP)
                connection.execute("PRAGMA trusted_schema = OFF")
                tables = ZoteroTables(connection)
                if "items" not in tables or "itemData" not in tables:
                    raise UnreadableSource("is a database, but not one of Zotero")
                yield tables
        except (sqlite3.Error, UnicodeError, OverflowError) as error:
            raise UnreadableSource("is a damaged Zotero database") from error


def _copied(file: Fetched | None, to: Path) -> bool:
    if file is None:
        return False
    with file.open() as stream, to.open("wb") as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
    return to.stat().st_size > 0


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _counter() -> Callable[[], int]:
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return int(steps > _MOST_STEPS)

    return count
