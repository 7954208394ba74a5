"""The links that pages state, as rows. Pages of one article that state the same links share them."""

from __future__ import annotations

from reader.model import Link
from reader.store.codec import encode_source, to_link
from reader.store.database import Database
from reader.store.preparing import Prepared
from reader.store.settle import Settling

_STATING = "SELECT min(id) FROM sources WHERE article = ? AND stated = ? AND stated <> ''"


class PageLinks:
    """Writes the links of pages, inside the caller's transaction."""

    def __init__(self, db: Database, settling: Settling) -> None:
        self._db = db
        self._settling = settling

    def stated(self, source: int) -> tuple[Link, ...]:
        """The links that are stored for a page."""
        rows = self._db.rows(
            "SELECT kind, title, teaser, address FROM links WHERE source = ? ORDER BY position", (source,)
        )
        return tuple(to_link(*row) for row in rows)

    def write(self, source: int, article: int, page: Prepared) -> None:
        """Writes the links that a page states, unless another page of the article states the same ones."""
        self._db.execute("UPDATE sources SET stated = ? WHERE id = ?", (page.stated, source))
        self.share(source, article, page)

    def share(self, source: int, article: int, page: Prepared) -> None:
        """The same for a page whose digest of links is written already."""
        holder = self.holding(article, page.stated, source) if page.stated else None
        if holder is None:
            self.insert(source, article, page)
        elif source < holder:
            self._db.execute("UPDATE links SET source = ? WHERE source = ?", (source, holder))

    def insert(self, source: int, article: int, page: Prepared) -> None:
        """Writes the links that a page states."""
        if not page.stated:
            return
        self._settling.before(article)
        self._db.executemany(
            "INSERT INTO links (source, article, position, kind, title, teaser, address, title_key,"
            " title_cut, teaser_key, address_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(source, article, position, link.kind, link.title, link.teaser),
                    *(encode_source(link.address), *keys),
                )
                for position, (link, keys) in enumerate(zip(page.article.links, page.link_keys, strict=True))
            ],
        )
        self._settling.restated(article, source)

    def drop(self, source: int, article: int) -> None:
        """Removes a page's links, or passes them on to the next page of the article that states the same."""
        stated = self._db.value("SELECT stated FROM sources WHERE id = ?", (source,))
        self._db.execute("UPDATE sources SET stated = NULL WHERE id = ?", (source,))
        heir = self._db.value(f"{_STATING} AND id <> ?", (article, stated, source)) if stated else None
        if heir is not None:
            self._db.execute("UPDATE links SET source = ? WHERE source = ?", (heir, source))
            return
        self._settling.restating(article, source)
        self._db.execute("DELETE FROM links WHERE source = ?", (source,))

    def holding(self, article: int, stated: str, but: int) -> int | None:
        """The page of an article, other than ``but``, that holds the same links."""
        holding = "AND id <> ? AND EXISTS (SELECT 1 FROM links WHERE source = sources.id)"
        found: int | None = self._db.value(f"{_STATING} {holding}", (article, stated, but))
        return found
