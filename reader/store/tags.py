"""Tags: the user's labels on articles. Kept when a page is reloaded."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping

from reader.errors import ArticleNotFound
from reader.store.database import Database, json_parameter
from reader.store.values import text, words
from reader.text import tags_in


class Tags:
    """Tags as they are stored: with the article, for what shows it, and a row each, to find it by."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, article: int) -> tuple[str, ...]:
        """The tags of an article, in the order they were given. Raises ArticleNotFound."""
        return words(self._stored(article))

    def set(self, article: int, tags: Iterable[str], *, anew: bool = False) -> tuple[str, ...]:
        """Gives an article these tags in place of those it has; returns them as they are kept.

        ``anew``: writes them even where it seems to have them.

        Raises:
            ArticleNotFound: there is no such article.
        """
        wanted = tags_in(" ".join(tags))
        with self._db.transaction():
            # As it is written: what cannot be read is no tags, and not the same as none.
            if anew or dump_tags(wanted) != self._stored(article):
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
        """Gives articles that exist tags in place of those they have; as :func:`tags_in` gives them.

        Inside the caller's transaction: in one within that, SQLite would take a hundred times as long.
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

    def add(self, article: int, tags: Iterable[str]) -> None:
        """Gives an article these tags besides those it has. Raises ArticleNotFound."""
        self.set(article, (*self.of(article), *tags))

    def agree(self, article: int) -> None:
        """Makes an article's tags the same where it is shown and where it is found by them.

        Those it is shown with count, if they can be read.
        """
        rows = self._db.rows("SELECT tag FROM tags WHERE article = ? ORDER BY tag", (article,))
        self.set(article, self.of(article) or [text(row[0]) for row in rows], anew=True)

    def _stored(self, article: int) -> object:
        row = self._db.row("SELECT tags FROM articles WHERE id = ?", (article,))
        if row is None:
            raise ArticleNotFound(article)
        return row[0]


def dump_tags(tags: tuple[str, ...]) -> str:
    """Tags for their column: a JSON list, or '' for none."""
    return json.dumps(tags, ensure_ascii=False) if tags else ""
