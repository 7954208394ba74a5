"""The trash: removed articles with everything that belongs to them, for 30 days.

An article in the trash is one row: everything that is deleted together with the article, packed as JSON. The
foreign keys say which tables that is, so a new table that refers to articles is kept without a change here.
Nothing else in the library sees the trash: lists, counts, links and the search index use the tables that
the article has left.

A restored article has the same id and the same time of addition, and so the same place in the list. The steps
of the trail that lead to it return to their places. Its links, and those that lead to it, are resolved again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reader.changes import Trashed
from reader.errors import ArticleDamaged
from reader.store import values
from reader.store.addressing import Addressing
from reader.store.belongings import ARTICLES, Belongings, Rows
from reader.store.bookmarks import Bookmarks
from reader.store.codec import KEYS, encode_source
from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG
from reader.store.former import FormerTexts
from reader.store.highlights import Highlights
from reader.store.packing import NamedRow, pack, stated_at_start, unpack
from reader.store.positions import place
from reader.store.reading import ReadingDays
from reader.store.removed import Removed
from reader.store.settle import Settling
from reader.store.steps import VISITS, Steps
from reader.store.summaries import title_origin
from reader.store.tags import Tags
from reader.store.telling import MERGED

KEPT_DAYS = 30
"""How long a removed article stays in the trash."""

KEPT_SECONDS = KEPT_DAYS * 86_400.0

DELETED_AT_REST = 100
"""How many articles are deleted for good at a time while a screen is open."""

_AT_ONCE = 100
"""How many articles are deleted for good in one transaction."""


class Trash:
    """The removed articles of one library."""

    def __init__(self, db: Database, settling: Settling, tags: Tags) -> None:
        self._db = db
        self._settling = settling
        self._tags = tags
        self._belongings = Belongings(db)
        self._highlights = Highlights(db)
        self._former = FormerTexts(db)
        self._reading = ReadingDays(db)
        self._bookmarks = Bookmarks(db)
        self._addressing = Addressing(db)
        self._steps = Steps(db)
        self.removed = Removed(db)

    # --- contents ---------------------------------------------------------------------------------------

    def all(self) -> list[Trashed]:
        """Everything in the trash, the latest removed first."""
        return _trashed(self._db.rows(f"{_SHOWN} ORDER BY removed DESC, article"))

    def some(self, articles: Collection[int]) -> list[Trashed]:
        """The articles among these that are in the trash."""
        return _trashed(self._db.rows(f"{_SHOWN} WHERE article {AMONG}", (json_parameter(articles),)))

    def among(self, articles: Collection[int]) -> list[int]:
        """The ids among these that are in the trash."""
        return self._db.column(
            f"SELECT article FROM trash WHERE article {AMONG}", (json_parameter(articles),)
        )

    # --- putting in -------------------------------------------------------------------------------------

    def put(self, articles: Collection[int], now: float) -> None:
        """Moves articles of the library to the trash; ignores ids that are not in the library.

        Inside the caller's transaction.
        """
        there = [article for article in articles if self._pack(article, now)]
        self._steps.leave(there)
        self._db.execute(f"DELETE FROM articles WHERE id {AMONG}", (json_parameter(there),))

    def _pack(self, article: int, now: float) -> bool:
        rows = self._belongings.of(article)
        if not rows[ARTICLES]:
            return False
        own = rows[ARTICLES][0]
        self._settling.removing(article)
        self._db.execute(
            "REPLACE INTO trash (article, key, title, removed, content) VALUES (?, ?, ?, ?, ?)",
            (
                *(article, values.text(own["key"]), values.text(own["title"]) or values.NO_TITLE, now),
                pack(rows, KEYS),
            ),
        )
        places = [
            (encode_source(values.source(source["uri"])), values.text(source["member"]))
            for source in rows["sources"]
        ]
        self._db.execute("DELETE FROM trash_sources WHERE article = ?", (article,))
        self._db.executemany(
            "INSERT INTO trash_sources (article, uri, member) VALUES (?, ?, ?)",
            [(article, *place) for place in places],
        )
        self.removed.note(
            article,
            *(values.text(own["key"]), values.text(own["own_title"])),
            [values.text(row["url_key"]) for row in (own, *rows.get("addresses", ()))],
            places,
        )
        self._db.execute("DELETE FROM trash_blobs WHERE article = ?", (article,))
        self._db.execute(
            "INSERT OR IGNORE INTO trash_blobs (article, blob)"
            " SELECT article, blob FROM sources WHERE article = ?1 AND blob IN (SELECT id FROM blobs)"
            " UNION SELECT s.article, a.blob FROM assets a JOIN sources s ON s.id = a.source"
            " WHERE s.article = ?1 AND a.blob IN (SELECT id FROM blobs)",
            (article,),
        )
        return True

    # --- taking out -------------------------------------------------------------------------------------

    def bring_back(self, articles: Collection[int]) -> dict[int, int]:
        """Restores articles unchanged; ignores ids that are not in the trash.

        If the same text has been added again, that article gets what was kept: pages, tags, steps of
        the trail, and whether it was read or starred. Returns the articles that were merged in this way, each
        with the article that it became part of. Inside the caller's transaction.

        Raises:
            ArticleDamaged: an article's copy in the trash is damaged.
        """
        merged = {}
        there = set(self.among(articles))
        for article in filter(there.__contains__, dict.fromkeys(articles)):
            other = self._unpack(article)
            if other != article:
                merged[article] = other
        return merged

    def take_out(self, uri: str | bytes, member: str, key: str, now: float) -> bool:
        """Restores the article that came from a source, and the one with a text, when it is added again.

        It counts as added now, so that the user finds it among the articles just added. An article
        whose content is damaged stays in the trash. Returns whether one was restored. Inside the caller's
        transaction.
        """
        found = self._db.column(
            "SELECT article FROM trash WHERE key = ?3"
            " UNION SELECT article FROM trash_sources WHERE uri = ?1 AND member = ?2",
            (uri, member, key),
        )
        back = [article for article in found if self._can_bring_back(article)]
        if back:
            among = (now, json_parameter(back))
            self._db.execute(f"UPDATE articles SET added = ? WHERE id {AMONG}", among)
            self._db.execute(f"UPDATE sources SET added = ? WHERE article {AMONG}", among)
        return bool(back)

    def _can_bring_back(self, article: int) -> bool:
        """Restores an article; returns False, with nothing changed, if its content is damaged."""
        try:
            with self._db.transaction():
                self.bring_back([article])
        except ArticleDamaged:
            return False
        return True

    def _unpack(self, article: int) -> int:
        content = self._db.value("SELECT content FROM trash WHERE article = ?", (article,))
        rows, keys = unpack(content, article)
        if keys != KEYS:
            # Packed by a version with other keys: all keys are made again when the library is next opened.
            self._db.execute("DELETE FROM meta WHERE name = 'keys'")
        if not rows.get(ARTICLES) or values.maybe_id(article) is None:
            raise ArticleDamaged(article, "its copy in the trash is damaged")
        self._without_lost_bytes(article, rows)
        key = rows[ARTICLES][0].get("key")
        other: int | None = self._db.value("SELECT id FROM articles WHERE key = ? OR id = ?", (key, article))
        if other is None:
            self._write(article, rows)
        else:
            self._merge(other, rows)
            self._reading.merge(article, other)
        self._steps.put_back(other or article, rows.get(VISITS, []))
        self._db.execute("DELETE FROM trash WHERE article = ?", (article,))
        self.removed.forget(article)
        return other or article

    def _without_lost_bytes(self, article: int, rows: Rows) -> None:
        """Drops bytes lost to damage from the rows of an article, so that the rest can be restored."""
        kept = set(self._db.column("SELECT blob FROM trash_blobs WHERE article = ?", (article,)))
        for row in (*rows.get("sources", ()), *rows.get("assets", ())):
            if row.get("blob") not in kept:
                row["blob"] = None

    def _write(self, article: int, rows: Rows) -> None:
        self._settling.added(article)
        for link in rows.get("links", []):
            # Stored as unresolved, because its target may have changed.
            link["candidates"] = None
        sources = self._belongings.put_back(article, rows)
        if self._db.value("SELECT 1 FROM articles WHERE id = ?", (article,)) is None:
            raise ArticleDamaged(article, "its copy in the trash is damaged")
        for source in sources:
            self._settling.restated(article, source)
        self._settling.addressed_as(article)

    def _merge(self, article: int, rows: Rows) -> None:
        self._settling.before(article)
        sources = self._belongings.add_to(article, rows)
        for source in sources:
            self._settling.restated(article, source)
        self._settling.addressed_as(article)
        for row in rows.get("state", [])[:1]:
            self._merge_state(article, row)
        self._highlights.add_kept(article, rows.get("highlights", []))
        self._former.add_kept(article, rows.get("former_texts", []))
        self._bookmarks.add_kept(article, rows.get("bookmarks", []))
        keys = {values.text(row.get("url_key")) for row in (*rows[ARTICLES], *rows.get("addresses", ()))}
        self._addressing.add(article, keys - {""})
        self._settling.addressed(*keys)
        self._tags.add(article, values.words(rows[ARTICLES][0].get("tags")))

    def _merge_state(self, article: int, row: NamedRow) -> None:
        where = place(row.get("block"), row.get("char"))
        self._db.execute(
            "INSERT INTO state (article, read, starred, archived, remark, touched, block, char, anchor,"
            " progress, opened) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            f" ON CONFLICT (article) DO UPDATE SET {MERGED}",
            (
                *(article, values.maybe_moment(row.get("read")), bool(row.get("starred"))),
                *(values.maybe_moment(row.get("archived")), values.text(row.get("remark"))),
                *(values.whole(row.get("touched")), where.block, where.char),
                *(values.text(row.get("anchor")), values.share(row.get("progress"))),
                values.maybe_moment(row.get("opened")),
            ),
        )

    # --- deleting for good ------------------------------------------------------------------------------

    def expire(self, now: float, most: int | None = None) -> int:
        """Deletes articles that have been in the trash for 30 days, in short transactions; returns how many.

        ``most``: stops after this many, because another program may need the library soon.
        """
        return self._delete("removed <= ?", (now - KEPT_SECONDS,), most)

    def empty(self) -> int:
        """Deletes everything in the trash; returns how many articles it held."""
        return self._delete("TRUE", (), None)

    def _delete(self, condition: str, parameters: tuple[float, ...], most: int | None) -> int:
        done = 0
        query = f"SELECT article FROM trash WHERE {condition} ORDER BY removed LIMIT {_AT_ONCE}"
        while (most is None or done < most) and self._db.column(query, parameters):
            with self._db.transaction():
                old = self._db.column(query, parameters)
                self._note_unnoted(old)
                self._db.execute(f"DELETE FROM trash WHERE article {AMONG}", (json_parameter(old),))
                self._reading.forget_gone()
                if self._db.value("SELECT 1 FROM trash LIMIT 1") is None:
                    self._db.execute("DELETE FROM trash_steps")
            done += len(old)
        return done

    def _note_unnoted(self, articles: Collection[int]) -> None:
        """Notes what an earlier version removed, so that it still stays away when it is deleted for good."""
        for article in articles:
            if self.removed.is_noted(article):
                continue
            for key, title in self._db.rows("SELECT key, title FROM trash WHERE article = ?", (article,)):
                places = self._db.rows("SELECT uri, member FROM trash_sources WHERE article = ?", (article,))
                known = [(encode_source(values.source(uri)), values.text(member)) for uri, member in places]
                self.removed.note(article, values.text(key), values.text(title), (), known)


_HEAD = 2**14
"""How much of a content holds the row of the article itself, if its title is not a very long one."""

_SHOWN = f"SELECT article, title, removed, substr(content, 1, {_HEAD}) FROM trash"


def _trashed(rows: Iterable[tuple[int, object, object, object]]) -> list[Trashed]:
    return [
        Trashed(
            article,
            values.text(title) or values.NO_TITLE,
            values.moment(removed),
            title_origin(stated_at_start(content, "title_from")),
        )
        for article, title, removed, content in rows
    ]
