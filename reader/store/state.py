"""Reading state: read, starred, and the place where reading stopped. Kept when an article is updated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ArticleNotFound
from reader.model import Position
from reader.store.database import Database
from reader.store.positions import encode_anchor, place
from reader.store.telling import TOUCHED

if TYPE_CHECKING:
    from reader.anchors import Anchor


class State:
    """What the user has done with each article. All methods raise ArticleNotFound for an unknown id."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def mark_read(self, article: int, at: float) -> None:
        """Marks an article as read at that time."""
        self._set(article, read=at)

    def star(self, article: int, starred: bool = True) -> None:
        """Stars an article, or removes its star."""
        self._set(article, starred=starred)

    def save_position(
        self,
        article: int,
        position: Position,
        progress: float,
        anchor: Anchor | None = None,
        opened: float | None = None,
    ) -> None:
        """Keeps the place where reading stopped, and the share of the article above it (0.0 to 1.0).

        ``anchor`` is the anchor of the position in the text that was on screen. Without it, the anchor is
        made from the stored text when that text changes. ``opened``: when the person had the article before
        them, if they had.
        """
        progress = min(max(progress, 0.0), 1.0)
        kept = encode_anchor(anchor)
        at = {} if opened is None else {"opened": opened}
        self._set(article, block=position.block, char=position.char, progress=progress, anchor=kept, **at)

    def position(self, article: int) -> Position:
        """The place where reading stopped; the head of the article if there is none."""
        row = self._db.row(
            "SELECT block, char FROM articles LEFT JOIN state ON article = id WHERE id = ?", (article,)
        )
        if row is None:
            raise ArticleNotFound(article)
        return place(*row)

    def _set(self, article: int, **values: float | bool | str | None) -> None:
        columns = ", ".join(values)
        marks = ", ".join("?" * len(values))
        changes = ", ".join(f"{column} = excluded.{column}" for column in values)
        with self._db.transaction():
            done = self._db.execute(
                f"INSERT INTO state (article, {columns}, touched) SELECT id, {marks}, ? FROM articles"
                f" WHERE id = ? ON CONFLICT (article) DO UPDATE SET {changes},"
                " touched = touched | excluded.touched",
                (*values.values(), sum(TOUCHED.get(column, 0) for column in values), article),
            )
            if not done.rowcount:
                raise ArticleNotFound(article)
