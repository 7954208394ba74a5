"""All rows that belong to an article, in any table: reads them, and writes them back.

The rows that belong to an article are those that SQLite deletes with it: rows whose foreign key leads to it
with ON DELETE CASCADE, and rows that belong to them in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG
from reader.store.packing import NamedRow

ARTICLES = "articles"

_DERIVED = ("unindexed",)
"""Tables that are filled again when an article returns."""

_BY_ITSELF = ("visits",)
"""Tables that steps.py writes back, because other rows change with theirs."""

Rows = dict[str, list[NamedRow]]
"""Rows by table."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with rows that belong to articles.

    Attributes:
        name: its name.
        columns: its columns.
        own_id: whether its rows have a number of their own (``id``) besides that of their owner.
        owners: the columns that say what a row belongs to, each with its table.
        loose: the columns that refer to something else, which may no longer exist.
        where: the condition for the rows of article ``?1``.
    """

    name: str
    columns: tuple[str, ...]
    own_id: bool
    owners: dict[str, str]
    loose: tuple[str, ...]
    where: str


class Belongings:
    """Reads and writes what belongs to articles of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._tables: list[_Table] = []

    def of(self, article: int) -> Rows:
        """All rows that belong to an article, with its own row first."""
        found: Rows = {}
        for table in self._all():
            rows = self._db.rows(
                f"SELECT {', '.join(_quoted(table.columns))} FROM {table.name} WHERE {table.where}"
                f"{' ORDER BY id' if table.own_id else ''}",
                (article,),
            )
            found[table.name] = [dict(zip(table.columns, row, strict=True)) for row in rows]
        return found

    def put_back(self, article: int, rows: Rows) -> list[int]:
        """Writes the rows of an article that is not in the library; returns its sources.

        Rows keep their numbers if these are free. Columns and tables that the library lacks are
        left out.
        """
        tables = [table for table in self._all() if table.name not in _BY_ITSELF]
        return self._write(article, rows, tables, keep_ids=True)

    def add_to(self, article: int, rows: Rows) -> list[int]:
        """Adds the sources among rows, with what belongs to them, to an article that is in the library.

        Sources that now belong to another article are left out. Returns those that were added.
        """
        tables = [t for t in self._all() if t.name == "sources" or "sources" in t.owners.values()]
        return self._write(article, rows, tables, keep_ids=False)

    def _write(self, article: int, rows: Rows, tables: list[_Table], *, keep_ids: bool) -> list[int]:
        numbers: dict[str, dict[object, int]] = {}
        for table in tables:
            written = numbers.setdefault(table.name, {})
            of_table = rows.get(table.name, [])
            keeps = keep_ids and not self._taken(table, of_table)
            for row in of_table:
                new = {name: value for name, value in row.items() if name in table.columns}
                new |= dict.fromkeys(table.loose)
                if table.name == ARTICLES:
                    new["id"] = article
                elif table.own_id and not keeps:
                    new.pop("id", None)
                if not _give_owners(new, table, article, numbers):
                    continue
                number = self._insert(table, new)
                if number is None and table.name == "sources" and keep_ids:
                    # Another article has come from there meanwhile. The page is still kept.
                    number = self._insert(table, new | {"uri": f"unknown:{article}-{len(written)}"})
                if number is not None:
                    written[row.get("id")] = number
        return list(numbers.get("sources", {}).values())

    def _insert(self, table: _Table, row: NamedRow) -> int | None:
        """The number of a new row; None if it conflicts with an existing one."""
        names = ", ".join(_quoted(row))
        done = self._db.execute(
            f"INSERT OR IGNORE INTO {table.name} ({names}) VALUES ({', '.join('?' * len(row))})",
            tuple(row.values()),
        )
        return done.lastrowid if done.rowcount > 0 else None

    def _taken(self, table: _Table, rows: list[NamedRow]) -> bool:
        """Whether some of the rows' numbers are in use, or are not numbers."""
        if not table.own_id:
            return False
        ids = [row.get("id") for row in rows]
        if not all(type(number) is int and number > 0 for number in ids):
            return True
        return bool(
            self._db.value(f"SELECT 1 FROM {table.name} WHERE id {AMONG} LIMIT 1", (json_parameter(ids),))
        )

    def _all(self) -> list[_Table]:
        # The tables of a library are always those of this version, so they are looked up only once.
        if not self._tables:
            self._tables = list(self._look_up())
        return self._tables

    def _look_up(self) -> Iterator[_Table]:
        names = self._db.column("SELECT name FROM main.sqlite_master WHERE type = 'table'")
        owners = {name: self._keys(name, "CASCADE") for name in names if name not in _DERIVED}
        where = {ARTICLES: "id = ?1"}
        yield self._table(ARTICLES, {}, where[ARTICLES])
        found = True
        while found:
            found = False
            for name, of in owners.items():
                if name not in where and of and where.keys() >= set(of.values()):
                    column, owner = min(of.items(), key=lambda pair: pair[1] != ARTICLES)
                    ids = f"IN (SELECT id FROM {owner} WHERE {where[owner]})"
                    where[name] = f'"{column}" = ?1' if owner == ARTICLES else f'"{column}" {ids}'
                    yield self._table(name, of, where[name])
                    found = True

    def _keys(self, table: str, on_delete: str) -> dict[str, str]:
        keys = self._db.rows(f"PRAGMA main.foreign_key_list({table})")
        return {key[3]: key[2] for key in keys if key[6] == on_delete}

    def _table(self, name: str, owners: dict[str, str], where: str) -> _Table:
        columns = tuple(row[1] for row in self._db.rows(f"PRAGMA main.table_info({name})"))
        loose = tuple(self._keys(name, "SET NULL"))
        return _Table(
            name=name,
            columns=columns,
            own_id=name != ARTICLES and "id" in columns,
            owners=owners,
            loose=loose,
            where=where,
        )


def _give_owners(row: NamedRow, table: _Table, article: int, numbers: dict[str, dict[object, int]]) -> bool:
    """Assigns a row to the article; False if the row that it belongs to was not written."""
    for column, owner in table.owners.items():
        number = article if owner == ARTICLES else numbers[owner].get(row.get(column))
        if number is None:
            return False
        row[column] = number
    return True


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
