"""Writes what an article says: its row and its body, from one of its pages."""

from __future__ import annotations

from reader.errors import LibraryError
from reader.model import TitleFrom
from reader.store import values
from reader.store.database import Database
from reader.store.former import FormerTexts
from reader.store.positions import Positions
from reader.store.preparing import Prepared
from reader.store.settle import Settling
from reader.store.summaries import standing_for_title


class ArticleTexts:
    """Writes the texts of articles, inside the caller's transaction."""

    def __init__(self, db: Database, settling: Settling, former: FormerTexts, positions: Positions) -> None:
        self._db = db
        self._settling = settling
        self._former = former
        self._positions = positions

    def insert(self, page: Prepared, now: float, number: int | None = None) -> int:
        """Adds an article that says what a page says; returns its id.

        Args:
            page: the page.
            now: the time, in seconds since the epoch.
            number: the id; without one the next that is free.

        Raises:
            LibraryError: the ids are used up.
        """
        content, keys = page.article, page.keys
        titled = content.title_from == "page"
        article = self._db.execute(
            "INSERT INTO articles (id, key, body_key, own_title, titled, title, title_from, title_key,"
            " title_cut, sort_key, head, note_head, pictures, lead, words, lang, tags, added, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, keys.key, keys.body_key, content.title, titled, content.title),
                *(_origin(page), keys.title_key, keys.title_cut, keys.sort_key),
                *(keys.head, keys.note_head, keys.pictures, keys.lead, keys.words),
                *(content.lang, "", now, now),
            ),
        ).lastrowid
        assert article is not None
        if article > values.LAST_ID:
            raise LibraryError("the library has no number left for an article: its count of them is damaged")
        self._settling.added(article)
        self._write_body(article, page)
        return article

    def write(self, article: int, page: Prepared, now: float, *, keeps: bool = True) -> None:
        """Replaces the text of an article. ``keeps``: whether its text is kept as a former one."""
        content, keys = page.article, page.keys
        titled = content.title_from == "page"
        if keeps:
            self._former.keep(article, keys.key, now)
        self._positions.move(article, content.blocks)
        self._db.execute(
            "UPDATE articles SET key = ?, body_key = ?, own_title = ?, titled = ?, head = ?, note_head = ?,"
            " pictures = ?, lead = ?, words = ?, lang = ?, updated = ? WHERE id = ?",
            (
                *(keys.key, keys.body_key, content.title, titled, keys.head, keys.note_head),
                *(keys.pictures, keys.lead, keys.words, content.lang, now, article),
            ),
        )
        if titled:
            self._db.execute(
                "UPDATE articles SET title = ?, title_from = 'page', title_key = ?, title_cut = ?,"
                " sort_key = ? WHERE id = ?",
                (content.title, keys.title_key, keys.title_cut, keys.sort_key, article),
            )
        else:
            # Its title is settled from the links; until then no link can find it by title.
            self._db.execute(
                "UPDATE articles SET title = ?, title_from = ?, title_key = '', title_cut = 0,"
                " sort_key = ? WHERE id = ?",
                (content.title, _origin(page), keys.sort_key, article),
            )
        self._write_body(article, page)

    def _write_body(self, article: int, page: Prepared) -> None:
        self._db.execute(
            "INSERT INTO bodies (article, note, note_label, blocks) VALUES (?, ?, ?, ?) ON CONFLICT (article)"
            " DO UPDATE SET note = excluded.note, note_label = excluded.note_label, blocks = excluded.blocks",
            (article, page.article.note, page.article.note_label, page.blocks),
        )

    def differs(self, article: int, page: Prepared) -> bool:
        """Whether an article says something else than a page."""
        content = page.article
        stored = self._db.row(
            "SELECT own_title, titled, lang, note, note_label, blocks FROM articles"
            " JOIN bodies ON article = id WHERE id = ?",
            (article,),
        )
        return stored != (
            *(content.title, content.title_from == "page", content.lang),
            *(content.note, content.note_label, page.blocks),
        )


def _origin(page: Prepared) -> TitleFrom:
    """Where the title of a page comes from."""
    titled = page.article.title_from == "page"
    return "page" if titled else standing_for_title(page.article.title, page.facts.url)
