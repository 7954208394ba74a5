"""Makes two articles one: everything that belongs to one of them becomes part of the other.

That happens when two addresses lead to the same page, or when two files come to hold the same text. Of what
both have, such as a remark, neither is lost.
"""

from __future__ import annotations

from reader.store import values
from reader.store.addressing import Addressing
from reader.store.bookmarks import Bookmarks
from reader.store.database import Database
from reader.store.positions import Positions
from reader.store.preparing import Prepared
from reader.store.settle import Settling
from reader.store.telling import Telling

JOINED = frozenset(
    (
        *("articles", "bodies", "tags", "sources", "assets", "links", "state", "visits", "highlights"),
        *("bookmarks", "addresses", "fetches", "former_texts"),
    )
)
"""The tables whose rows belong to articles, each of which this module has an answer for."""

_FILLED = ("site", "author", "published", "feed", "excerpt")
"""The facts that an article takes from the other one if it has none of its own."""


class Joining:
    """Joins articles of one library, inside the caller's transaction."""

    def __init__(self, db: Database, settling: Settling, telling: Telling) -> None:
        self._db = db
        self._settling = settling
        self._telling = telling
        self._positions = Positions(db)
        self._addressing = Addressing(db)
        self._bookmarks = Bookmarks(db)

    def join(self, old: int, into: int, page: Prepared, now: float) -> None:
        """Makes an article part of another one, which takes its place.

        Its text becomes a former one of the other, the notes of how that was fetched are dropped, and all
        else becomes part of the other.

        Args:
            old: the article that goes.
            into: the article that stays.
            page: the page that ``into`` has the text of now.
            now: the time, in seconds since the epoch.
        """
        self._settling.removing(old)
        self._positions.move(old, page.article.blocks)
        self._telling.former.keep(old, page.keys.key, now, into=into)
        self._telling.merge(old, into)
        self._bookmarks.move(old, into)
        self._describe(old, into)
        self._take_pages(old, into)
        self._settling.addressed_as(into)
        self._db.execute("DELETE FROM articles WHERE id = ?", (old,))

    def _describe(self, old: int, into: int) -> None:
        """Passes on what is known of an article, where nothing is known of the other one."""
        names = ("url", "url_key", "saved", *_FILLED)
        own, others = (
            dict(zip(names, map(values.text, row), strict=True))
            for article in (into, old)
            for row in self._db.rows(f"SELECT {', '.join(names)} FROM articles WHERE id = ?", (article,))
        )
        new = {name: own[name] or others[name] for name in _FILLED}
        # It was saved when it was saved first.
        new["saved"] = min(filter(None, (own["saved"], others["saved"])), default="")
        if not own["url_key"]:
            new |= {name: others[name] for name in ("url", "url_key")}
        self._db.execute(
            f"UPDATE articles SET {', '.join(f'{name} = ?' for name in new)} WHERE id = ?",
            (*new.values(), into),
        )
        self._addressing.add(into, self._addressing.of(old)[0])

    def _take_pages(self, old: int, into: int) -> None:
        """The pages of an article become pages of the other one, with their links."""
        pages = self._db.column("SELECT id FROM sources WHERE article = ?", (old,))
        self._db.execute("UPDATE sources SET article = ? WHERE article = ?", (into, old))
        self._db.execute("UPDATE links SET article = ? WHERE article = ?", (into, old))
        for page in pages:
            self._settling.restated(into, page)
