"""Former texts: what articles said before their texts were replaced.

Each text is kept once for an article, with the time at which it was replaced last. If there are too many, the
oldest are dropped; never the latest one, and never the one that the person read and has not read again since.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from reader.errors import ArticleDamaged
from reader.model import Article
from reader.store import values
from reader.store.codec import decode_blocks, digest
from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG

MOST_TEXTS = 20
"""The most former texts of one article."""

MOST_BYTES = 4 * 2**20
"""The most bytes that the former texts of one article take, compressed, if there are several."""

_COLUMNS = "replaced, was_read, digest, content"
_TEXT = (
    "SELECT a.key, a.own_title, a.titled, b.note, b.note_label, a.lang, b.blocks FROM articles a"
    " JOIN bodies b ON b.article = a.id WHERE a.id = ?"
)


class FormerText(NamedTuple):
    """A former text: its number in the library, when it was replaced, and whether the person read it."""

    id: int
    replaced: float
    was_read: bool


class FormerTexts:
    """The former texts of one library. All methods that write run inside the caller's transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- keeping ----------------------------------------------------------------------------------------

    def keep(self, article: int, key: str, now: float, *, into: int | None = None) -> None:
        """Keeps the text that an article has, before another one takes its place.

        Nothing is kept if there is no text, if it cannot be read, or if the new one says the same.

        Args:
            article: the article with the text.
            key: what identifies the new text; see :func:`reader.store.codec.keys_of`.
            now: the time, in seconds since the epoch.
            into: the article that has the new text, if it is another one.
        """
        row = self._db.row(_TEXT, (article,))
        if row is None or row[0] == key:
            return
        _, title, titled, note, label, lang, blocks = row
        if not all(type(part) is str for part in (title, note, label, lang, blocks)):
            return
        if blocks == "[]" and not note:
            return
        raw = json.dumps([title, bool(titled), note, label, lang, blocks], ensure_ascii=False).encode()
        if len(raw) > values.MOST_BYTES:
            return
        target = article if into is None else into
        # The fastest level: it saves nearly as much as the others in a third of the time.
        self._insert(target, now, self._is_read(article), digest(raw), zlib.compress(raw, 1))

    def _is_read(self, article: int) -> bool:
        """Whether the person knows the text that the article has now, and no earlier one better."""
        opened = self._db.value("SELECT 1 FROM state WHERE article = ? AND opened IS NOT NULL", (article,))
        return opened is not None and self.read_last(article) is None

    def _insert(self, article: int, replaced: float, was_read: bool, of: str, content: bytes) -> None:
        if self._db.value(
            "SELECT 1 FROM former_texts WHERE article = ? AND digest = ? AND was_read", (article, of)
        ):
            was_read = True
        self._db.execute("DELETE FROM former_texts WHERE article = ? AND digest = ?", (article, of))
        self._db.execute(
            f"INSERT INTO former_texts (article, {_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
            (article, replaced, was_read, of, content),
        )
        self._drop_oldest(article)

    def _drop_oldest(self, article: int) -> None:
        rows = self._db.rows(
            "SELECT id, was_read, length(content) FROM former_texts WHERE article = ?"
            " ORDER BY replaced DESC, id DESC",
            (article,),
        )
        size = 0
        for number, (row, was_read, length) in enumerate(rows):
            size += values.whole(length)
            if number and not was_read and (number >= MOST_TEXTS or size > MOST_BYTES):
                self._db.execute("DELETE FROM former_texts WHERE id = ?", (row,))

    def adopt(self, old: int, new: int) -> None:
        """Gives an article the former texts of another one, which becomes part of it."""
        self.add_kept(
            new,
            [
                dict(zip(_COLUMNS.split(", "), row, strict=True))
                for row in self._db.rows(f"SELECT {_COLUMNS} FROM former_texts WHERE article = ?", (old,))
            ],
        )
        self._db.execute("DELETE FROM former_texts WHERE article = ?", (old,))

    def add_kept(self, article: int, rows: Iterable[Mapping[str, object]]) -> None:
        """Adds former texts given as rows of the table, except those that the article has already."""
        there = set(self._db.column("SELECT digest FROM former_texts WHERE article = ?", (article,)))
        for row in rows:
            of, content = values.text(row.get("digest")), row.get("content")
            if of not in there and isinstance(content, bytes):
                read = bool(row.get("was_read")) and self.read_last(article) is None
                self._insert(article, values.moment(row.get("replaced")), read, of, content)

    def is_known(self, article: int, until: float) -> None:
        """The person knows the text that took the place of the former ones up to a time.

        If that has been replaced since, it is the one that they read.
        """
        read = self.read_last(article)
        if read is None or read.replaced > until:
            return
        self._db.execute(
            "UPDATE former_texts SET was_read = (id IS (SELECT id FROM former_texts WHERE article = ?1"
            " AND replaced > ?2 ORDER BY replaced, id LIMIT 1)) WHERE article = ?1",
            (article, until),
        )

    # --- reading ----------------------------------------------------------------------------------------

    def of(self, article: int) -> list[FormerText]:
        """The former texts of an article, the one replaced last first."""
        rows = self._db.rows(
            "SELECT id, replaced, was_read FROM former_texts WHERE article = ?"
            " ORDER BY replaced DESC, id DESC",
            (article,),
        )
        return [FormerText(row, values.moment(replaced), bool(read)) for row, replaced, read in rows]

    def read_last(self, article: int) -> FormerText | None:
        """The text that the person read before it was replaced; None if they know the present one."""
        row = self._db.row(
            "SELECT id, replaced FROM former_texts WHERE article = ? AND was_read ORDER BY id LIMIT 1",
            (article,),
        )
        return None if row is None else FormerText(row[0], values.moment(row[1]), True)

    def changed(self, articles: Iterable[int]) -> set[int]:
        """Those of some articles that have changed since the person read them."""
        return set(
            self._db.column(
                f"SELECT article FROM former_texts WHERE was_read AND article {AMONG}",
                (json_parameter(articles),),
            )
        )

    def text(self, article: int, number: int) -> Article:
        """A former text, by its number in the library. Raises ArticleDamaged."""
        content = self._db.value(
            "SELECT content FROM former_texts WHERE id = ? AND article = ?", (number, article)
        )
        return decode_former(content, article)


def decode_former(content: object, article: int) -> Article:
    """A former text of an article, as its column states it. Raises ArticleDamaged."""
    problem = "a former text of it is damaged"
    raw = values.unpacked(content, article, problem)
    try:
        stated: Any = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ArticleDamaged(article, problem) from error
    match stated:
        case [str(title), bool(titled), str(note), str(label), str(lang), str(blocks)] if all(
            map(values.is_unicode, (title, note, label, lang))
        ):
            return Article(
                title=title,
                blocks=decode_blocks(blocks, article),
                note=note,
                note_label=label,
                title_from="page" if titled else "text",
                lang=lang,
            )
        case _:
            raise ArticleDamaged(article, problem)
