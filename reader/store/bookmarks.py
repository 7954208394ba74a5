"""Bookmarks: places in articles, each kept under a letter."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from reader.errors import ArticleNotFound
from reader.model import MarkedPlace
from reader.store import values
from reader.store.database import Database
from reader.store.positions import encode_anchor, place

if TYPE_CHECKING:
    from reader.anchors import Anchor


class Bookmarks:
    """The bookmarks of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, article: int) -> tuple[MarkedPlace, ...]:
        """The bookmarks in an article, by their letters, except those that are damaged."""
        rows = self._db.rows(
            "SELECT letter, block, char FROM bookmarks WHERE article = ? ORDER BY letter", (article,)
        )
        known = ((values.text(letter), place(block, char)) for letter, block, char in rows)
        return tuple(MarkedPlace(letter, position) for letter, position in known if len(letter) == 1)

    def put(self, article: int, bookmark: MarkedPlace, anchor: Anchor | None = None) -> None:
        """Keeps a place under a letter; ``anchor`` is that of the place in the text that was on screen.

        Raises:
            ArticleNotFound: there is no such article.
        """
        position = bookmark.position
        with self._db.transaction():
            if self._db.value("SELECT 1 FROM articles WHERE id = ?", (article,)) is None:
                raise ArticleNotFound(article)
            self._db.execute(
                "INSERT INTO bookmarks (article, letter, block, char, anchor) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (article, letter) DO UPDATE SET block = excluded.block, char = excluded.char,"
                " anchor = excluded.anchor",
                (article, bookmark.letter, position.block, position.char, encode_anchor(anchor)),
            )

    def move(self, old: int, new: int) -> None:
        """Gives an article the bookmarks of another one that becomes part of it.

        A place whose letter is taken there gets the first free one. Inside the caller's transaction.
        """
        rows = self._db.rows(
            "SELECT letter, block, char, anchor FROM bookmarks WHERE article = ? ORDER BY letter", (old,)
        )
        names = ("letter", "block", "char", "anchor")
        self.add_kept(new, [dict(zip(names, row, strict=True)) for row in rows])
        self._db.execute("DELETE FROM bookmarks WHERE article = ?", (old,))

    def add_kept(self, article: int, rows: Iterable[Mapping[str, object]]) -> None:
        """Adds bookmarks given as rows of the table, each under its letter or the first free one.

        Places that the article has a bookmark for already are left out. Inside the caller's transaction.
        """
        there = {mark.letter: mark.position for mark in self.of(article)}
        for row in rows:
            where = place(row.get("block"), row.get("char"))
            free = (letter for letter in (values.text(row.get("letter")), *_LETTERS) if letter not in there)
            letter = next(free, "")
            if where in there.values() or len(letter) != 1:
                continue
            there[letter] = where
            self._db.execute(
                "INSERT OR IGNORE INTO bookmarks (article, letter, block, char, anchor)"
                " VALUES (?, ?, ?, ?, ?)",
                (article, letter, where.block, where.char, values.text(row.get("anchor"))),
            )


_LETTERS = string.ascii_lowercase + string.digits
"""What bookmarks that need another letter are kept under, in this order."""
