"""Tags: the user's labels on articles. Kept when a page is reloaded."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

from reader.errors import ArticleNotFound
from reader.store.database import Database, json_parameter
from reader.store.values import LAST_ID, text, words
from reader.text import tags_in


class Tags:
    """Stores tags twice: with the article, to show them, and as a row each, to find articles by them."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, article: int) -> tuple[str, ...]:
        """The tags of an article, in the order they were given. Raises ArticleNotFound."""
        return words(self._stored(article))

    def set(self, article: int, tags: Iterable[str], *, always: bool = False) -> tuple[str, ...]:
        """Replaces the tags of an article with these; returns them as they are stored.

        ``always``: writes them even if the article seems to have them already.

        Raises:
            ArticleNotFound: there is no such article.
        """
        wanted = tags_in(" ".join(tags))
        with self._db.transaction():
            # The stored form is compared: unreadable tags are not the same as no tags.
            if always or dump_tags(wanted) != self._stored(article):
                self._db.execute("UPDATE articles SET tags = ? WHERE id = ?", (dump_tags(wanted), article))
                self._db.execute("DELETE FROM tags WHERE article = ?", (article,))
                self._db.executemany(
                    "INSERT INTO tags (tag, article) VALUES (?, ?)", [(tag, article) for tag in wanted]
                )
        return wanted

    def of_many(self, articles: Collection[int]) -> dict[int, tuple[str, ...]]:
        """The tags of articles; those that do not exist are left out."""
        rows = self._db.rows(
            "SELECT id, tags FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json_parameter(articles),),
        )
        return {article: words(tags) for article, tags in rows}

    def set_many(self, tags: Mapping[int, tuple[str, ...]]) -> None:
        """Replaces the tags of articles that exist; the tags must be in the form of :func:`tags_in`.

        Inside the caller's transaction: with a nested one for each article, SQLite would take a hundred times
        as long.
        """
        self._db.executemany(
            "UPDATE articles SET tags = ? WHERE id = ?",
            [(dump_tags(of), article) for article, of in tags.items()],
        )
        self._db.execute(
            "DELETE FROM tags WHERE article IN (SELECT value FROM json_each(?))", (json_parameter(tags),)
        )
        self._db.executemany(
            "INSERT INTO tags (tag, article) VALUES (?, ?)",
            [(tag, article) for article, of in tags.items() for tag in of],
        )

    def counts(self) -> list[tuple[str, int]]:
        """All tags, each with the number of articles that have it."""
        rows = self._db.rows(
            "SELECT tag, count(DISTINCT article) FROM tags"
            f" WHERE CAST(article AS INTEGER) BETWEEN 1 AND {LAST_ID} GROUP BY tag"
        )
        return [(name, count) for tag, count in rows if (name := text(tag))]

    def add(self, article: int, tags: Iterable[str]) -> None:
        """Adds tags to an article. Raises ArticleNotFound."""
        self.set(article, (*self.of(article), *tags))

    def agree(self, article: int) -> None:
        """Makes the tags shown with an article agree with the tags that it is found by.

        If the shown ones can be read, they count.
        """
        rows = self._db.rows("SELECT tag FROM tags WHERE article = ? ORDER BY tag", (article,))
        self.set(article, self.of(article) or [text(row[0]) for row in rows], always=True)

    def _stored(self, article: int) -> object:
        row = self._db.row("SELECT tags FROM articles WHERE id = ?", (article,))
        if row is None:
            raise ArticleNotFound(article)
        return row[0]


def dump_tags(tags: tuple[str, ...]) -> str:
    """Tags for their column: a JSON list; '' if there are none."""
    return json.dumps(tags, ensure_ascii=False) if tags else ""
