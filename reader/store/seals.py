"""Seals: a digest of each row that the user could miss, so that damage to the file is noticed.

A seal is made from the content of a row when a transaction ends, and kept in a table of its own. If anything
else changes the row afterwards (a flipped bit on the disk, another program), the seal no longer fits.
Triggers that exist only in this connection note which rows a transaction has changed, however it did so,
so none can be forgotten. Reading costs nothing extra.
"""

from __future__ import annotations

import hashlib
import marshal
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from reader.store.database import Database, Row, json_parameter
from reader.store.repairs import repaired

CHUNK = 200
"""Rows at a time: few, because a text may be megabytes long."""


class SealedPart(NamedTuple):
    """Rows that share one seal: a row of a table, or all rows with the same key."""

    table: str
    key: str
    columns: str
    order: str = ""
    """The column that orders several rows of one key."""
    small: bool = False
    """Whether all rows are read at once."""
    former: tuple[int, ...] = ()
    """How many of these columns each earlier version sealed, oldest first; 0 if it sealed different ones."""

    @property
    def form(self) -> str:
        """Identifies the sealed columns. ``former`` must grow whenever the columns change."""
        return f"{self.table}:{len(self.former)}"

    @property
    def names(self) -> list[str]:
        """The columns that are sealed."""
        return self.columns.split(", ")

    @property
    def width(self) -> int:
        """How many columns are sealed."""
        return self.columns.count(",") + 1

    def select(self, condition: str) -> str:
        """The query for the rows, with their key before them."""
        order = f"{self.key}, {self.order}" if self.order else self.key
        return f"SELECT {self.key}, {self.columns} FROM {self.table} WHERE {condition} ORDER BY {order}"


PARTS = {
    part.table: part
    for part in (
        SealedPart(
            "articles",
            "id",
            "key, body_key, own_title, titled, title, title_from, title_key, title_cut, sort_key, head,"
            " note_head, pictures, lead, words, lang, tags, added, updated, url, url_key, site, author,"
            " published, saved, feed, excerpt",
            former=(18,),
        ),
        SealedPart("bodies", "article", "note, note_label, blocks"),
        SealedPart(
            "sources",
            "id",
            "uri, member, article, digest, blob, media_type, encoding, added, stated, vanished, came_from,"
            " record, empty, told",
            former=(0, 10),
        ),
        SealedPart("assets", "source", "id, name, media_type, digest, blob", order="id", former=(0,)),
        # All links that one page states are sealed together.
        SealedPart(
            "links",
            "source",
            "id, article, position, kind, title, teaser, title_key, title_cut, teaser_key, names, target,"
            " candidates, address, address_key",
            order="id",
            former=(12,),
        ),
        SealedPart(
            "state",
            "article",
            "read, starred, block, char, progress, anchor, archived, remark, touched, opened",
            former=(5, 6, 9),
        ),
        SealedPart(
            "highlights",
            "article",
            "id, quote, note, color, created, tags, anchor, block, char, end_block, end_char",
            order="id",
            former=(0,),
        ),
        SealedPart("bookmarks", "id", "article, letter, block, char, anchor"),
        SealedPart("reading_days", "id", "day, article, seconds, words, finished", former=(0,)),
        SealedPart("former_texts", "id", "article, replaced, was_read, digest, content", former=(0,)),
        SealedPart("visits", "id", 'parent, article, block, char, anchor, scene, at, "left"', former=(0,)),
        SealedPart("trash", "article", "key, title, removed, content", former=(0,)),
        SealedPart("trash_sources", "article", "uri, member", order="uri, member", former=(0,)),
        SealedPart("trash_steps", "id", "parent, article, stood", former=(0,)),
        SealedPart("trash_blobs", "article", "blob", order="blob", former=(0,)),
        SealedPart("journal", "number", "at, change, aspect, facts, undone", former=(0,)),
        SealedPart("saved_searches", "key", "name, query, saved", small=True),
        SealedPart("recent_searches", "number", "query, at", small=True),
        SealedPart("meta", "name", "value", small=True),
    )
}

_FORM = 2
"""The version of marshal's format: an old one that has all of SQLite's types. Equal values always give equal
bytes, and it is fast."""


def seal(rows: Iterable[Row]) -> bytes:
    """The digest of rows. It distinguishes numbers from text, and 1 from 1.0."""
    digest = hashlib.blake2b(digest_size=8)
    for row in rows:
        try:
            digest.update(marshal.dumps(row, _FORM))
        except ValueError:
            # Text that is not UTF-8; see ``values``.
            digest.update(repr(row).encode(errors="surrogatepass"))
    return digest.digest()


VERSION = f"1 {seal([(None, 1, -(2**40), 1.5, 'text ä', b'bytes')]).hex()}"
"""The version of the way rows are sealed. Change it when that changes, so that all seals are made again. It
also differs if a version of Python writes values in another way."""


class Seals:
    """Creates and compares the seals of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def attach(self) -> None:
        """Starts noting changes; called once for each connection that can change anything."""
        if not self._db.read_only and not self._attached():
            self._db.execute("CREATE TEMP TABLE unsealed (part, id)")
            for statement in _triggers():
                self._db.execute(statement)

    def _attached(self) -> bool:
        return bool(self._db.value("SELECT 1 FROM sqlite_temp_master WHERE name = 'unsealed'"))

    def write(self) -> None:
        """Seals what this transaction has changed; call it at its end."""
        if not self._attached():
            return
        for table in self._db.column("SELECT DISTINCT part FROM unsealed"):
            keys = self._db.column("SELECT DISTINCT id FROM unsealed WHERE part = ?", (table,))
            self._seal(PARTS[table], keys)
        self._db.execute("DELETE FROM unsealed")

    def write_all(self) -> None:
        """Seals the rows that another version sealed differently, or not at all, with their current content.

        Rows that did not match the seals of that version stay unsealed, so that ``reader check`` finds them.
        """
        now = " ".join((VERSION, *(part.form for part in PARTS.values() if part.former)))
        if self._version() == now or self._db.read_only:
            return
        with self._db.transaction():
            # Checked again under the lock: another process may just have done it.
            before = str(self._version() or "")
            if before == now:
                return
            same = before.startswith(VERSION)
            former = {table: int(form) for table, form in _FORMS.findall(before)}
            if not same:
                self._db.execute("DELETE FROM seals")
            for part in PARTS.values():
                form = former.get(part.table, 0)
                if not same:
                    self._seal_all(part)
                elif form < len(part.former):
                    self._seal_all(part, part.former[form])
            self._db.execute("REPLACE INTO meta (name, value) VALUES ('seals', ?)", (now,))
        if before:
            repaired("the seals of the library were made by another version; they were made again")

    def _seal_all(self, part: SealedPart, former: int = 0) -> None:
        """Seals the rows of a part: all, or those whose seals fit their first ``former`` columns."""
        for rows in _chunks(self._db, part):
            kept: dict[object, object] = dict(self._kept(part, rows)) if former else {}
            same = {
                key
                for key, of in _grouped(rows)
                if not former or kept.get(key) == seal(row[1 : 1 + former] for row in of)
            }
            self._insert(part, [row for row in rows if row[0] in same])

    def accept(self, table: str, keys: Sequence[object]) -> None:
        """Seals rows with their current content."""
        with self._db.transaction():
            self._seal(PARTS[table], keys)

    def forget_lost(self) -> None:
        """Forgets the seals of missing rows."""
        for part in PARTS.values():
            self._db.execute(f"DELETE FROM seals WHERE part = ? AND {_lost(part)}", (part.table,))
        self._db.execute(f"DELETE FROM seals WHERE part NOT IN ({', '.join('?' * len(PARTS))})", [*PARTS])

    def fits(self, table: str, key: int) -> bool:
        """Whether the rows sealed under a key are unchanged."""
        part = PARTS[table]
        rows = self._db.rows(part.select(f"{part.key} = ?"), (key,))
        kept = self._db.value("SELECT seal FROM seals WHERE part = ? AND id = ?", (table, key))
        return bool(kept == _seal_of(rows)) if rows else kept is None

    def fits_together(self, source: int) -> tuple[int, str | None] | None:
        """Whether a page, its article and the article's text are all unchanged: faster than one by one.

        Returns the article and the links that the page states; None if something has changed.
        """
        found = self._db.row(_TOGETHER, (source,))
        if found is None:
            return None
        start = 0
        for part, kept in zip(_LIKE_A_PAGE, found[-len(_LIKE_A_PAGE) :], strict=True):
            end = start + part.width
            if kept != seal([found[start:end]]):
                return None
            start = end
        known = dict(zip(PARTS["sources"].names, found, strict=False))
        return known["article"], known["stated"]

    def broken(self, table: str) -> Iterator[object]:
        """The keys of a table whose seals do not fit or are missing, and those of seals without rows."""
        part = PARTS[table]
        for rows in _chunks(self._db, part):
            kept: dict[object, object] = dict(self._kept(part, rows))
            yield from (key for key, of in _grouped(rows) if kept.get(key) != _seal_of(of))
        if not part.small:
            yield from self._db.column(
                f"SELECT DISTINCT {part.key} FROM {table} WHERE typeof({part.key}) <> 'integer'"
            )
        yield from self._db.column(f"SELECT id FROM seals WHERE part = ? AND {_lost(part)}", (table,))

    def _kept(self, part: SealedPart, rows: list[Row]) -> list[Row]:
        if part.small:
            return self._db.rows("SELECT id, seal FROM seals WHERE part = ?", (part.table,))
        return self._db.rows(
            "SELECT id, seal FROM seals WHERE part = ? AND id BETWEEN ? AND ?",
            (part.table, rows[0][0], rows[-1][0]),
        )

    def _version(self) -> object:
        return self._db.value("SELECT value FROM meta WHERE name = 'seals'")

    def _seal(self, part: SealedPart, keys: Sequence[object]) -> None:
        usual = [key for key in keys if type(key) in _USUAL]
        for start in range(0, len(usual), CHUNK):
            chunk = usual[start : start + CHUNK]
            rows = self._db.rows(part.select(f"{part.key} {_AMONG}"), (json_parameter(chunk),))
            self._insert(part, rows)
            if gone := set(chunk) - {row[0] for row in rows}:
                self._db.execute(
                    f"DELETE FROM seals WHERE part = ? AND id {_AMONG}", (part.table, json_parameter(gone))
                )

    def _insert(self, part: SealedPart, rows: list[Row]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO seals (part, id, seal) VALUES (?, ?, ?)",
            [(part.table, key, _seal_of(of)) for key, of in _grouped(rows) if type(key) in _USUAL],
        )


_FORMS = re.compile(r"(\w+):(\d{1,3})\b")

# Keys of other types are damage; rows that have one are never sealed.
_USUAL = (int, str)

_LIKE_A_PAGE = (PARTS["sources"], PARTS["articles"], PARTS["bodies"])
_TOGETHER = (
    f"SELECT {', '.join(f'{part.table}.{name}' for part in _LIKE_A_PAGE for name in part.names)},"
    " one.seal, two.seal, three.seal FROM sources JOIN articles ON articles.id = sources.article"
    " JOIN bodies ON bodies.article = articles.id"
    " JOIN seals one ON one.part = 'sources' AND one.id = +sources.id"
    " JOIN seals two ON two.part = 'articles' AND two.id = +articles.id"
    " JOIN seals three ON three.part = 'bodies' AND three.id = +articles.id WHERE sources.id = ?"
)

_AMONG = "IN (SELECT value FROM json_each(?))"


def _lost(part: SealedPart) -> str:
    return f"id NOT IN (SELECT {part.key} FROM {part.table} WHERE {part.key} IS NOT NULL)"


def _seal_of(rows: Iterable[Row]) -> bytes:
    return seal(row[1:] for row in rows)


def _grouped(rows: list[Row]) -> Iterator[tuple[Any, Iterator[Row]]]:
    return groupby(rows, itemgetter(0))


def _chunks(db: Database, part: SealedPart) -> Iterator[list[Row]]:
    """All rows, with rows of the same key in the same chunk."""
    if part.small:
        if rows := db.rows(part.select("TRUE")):
            yield rows
        return
    # Keys that are not numbers have no order to go by; ``broken`` names them.
    numbers = f"FROM {part.table} WHERE typeof({part.key}) = 'integer'"
    first = db.value(f"SELECT min({part.key}) {numbers}")
    while first is not None:
        keys = db.column(
            f"SELECT DISTINCT {part.key} {numbers} AND {part.key} >= ? ORDER BY 1 LIMIT {CHUNK}", (first,)
        )
        yield db.rows(
            part.select(f"{part.key} BETWEEN ? AND ? AND typeof({part.key}) = 'integer'"), (keys[0], keys[-1])
        )
        first = db.value(f"SELECT min({part.key}) {numbers} AND {part.key} > ?", (keys[-1],))


def _triggers() -> Iterator[str]:
    for table, key, columns, *_ in PARTS.values():
        for name, event, row in (
            ("added", "INSERT", "NEW"),
            ("changed", f"UPDATE OF {key}, {columns}", "NEW"),
            ("moved", f"UPDATE OF {key}", "OLD"),
            ("gone", "DELETE", "OLD"),
        ):
            yield (
                f"CREATE TEMP TRIGGER seal_{table}_{name} AFTER {event} ON main.{table} BEGIN"
                f" INSERT INTO unsealed VALUES ('{table}', {row}.{key}); END"
            )
