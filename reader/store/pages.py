"""Puts pages into the library: new pages, changed pages, and texts that the library has from elsewhere.

Everything that depends on the page alone (:mod:`reader.store.preparing`) can be prepared before the library
is locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.errors import LibraryError
from reader.model import Link, Page
from reader.store import values
from reader.store.assets import Assets
from reader.store.blobs import Blobs
from reader.store.codec import (
    digest,
    encode_source,
    to_link,
)
from reader.store.database import Database
from reader.store.origins import Known, Origins
from reader.store.positions import Positions
from reader.store.preparing import Prepared, prepare
from reader.store.seals import Seals
from reader.store.settle import Settling
from reader.store.tags import Tags
from reader.store.trash import Trash

Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class PutResult:
    """The result of putting a page: the id of its article, and the outcome.

    ``added``: the library has one article more. ``updated``: its source was known, and what the article
    says (text, layout, links) has changed. ``unchanged``: nothing new to read. This includes a text that
    the library has from another source; the article then gets one more source: ``same``.
    """

    id: int
    outcome: Outcome
    same: bool = False


class Pages:
    """Writes pages, inside the caller's transaction."""

    def __init__(self, db: Database, settling: Settling, tags: Tags, seals: Seals, trash: Trash) -> None:
        self._db = db
        self._seals = seals
        self._tags = tags
        self._trash = trash
        self._settling = settling
        self.blobs = Blobs(db)
        self.assets = Assets(db, self.blobs)
        self.origins = Origins(db)
        self._positions = Positions(db)

    def known(self, source: str, raw: bytes, version: int | None = None) -> Known:
        """What the library has of a file: one look-up for everything that follows.

        ``version``: the state of the library (:meth:`Database.version`), if the caller has it already.
        """
        known = self.origins.known(source, digest(raw), version)
        if known.is_read and not all(map(self.is_whole, [row.id for row in known.rows])):
            # Some of what came from the file is damaged, so the file is read again.
            return known._replace(is_read=False)
        return known

    def put(
        self, page: Page | Prepared, now: float, known: Known | None = None, *, last: bool = True
    ) -> PutResult:
        """Adds a page, or updates the article that came from its source.

        Args:
            page: the page.
            now: the time, in seconds since the epoch.
            known: the result of :meth:`known` for its file, if the caller has it already.
            last: whether it is the last one of its file. The file only counts as read once that one is put.
        """
        if known is None or known.version != self._db.version():
            raw_digest = page.blob.digest if isinstance(page, Prepared) else digest(page.raw)
            known = self.origins.known(page.source, raw_digest)
        row = known.row(page.member)
        is_same = row is not None and row.digest == known.digest and row.vanished is None
        if row is not None and is_same and self.is_whole(row.id):
            return PutResult(row.article, "unchanged")
        page = page if isinstance(page, Prepared) else prepare(page)
        with self._db.transaction():
            if self._trash.take_out(encode_source(page.source), page.member, page.keys.key, now):
                put = self.put(page, now, last=last)
                return put if row is not None else PutResult(put.id, "added")
            same_text: int | None = self._db.value("SELECT id FROM articles WHERE key = ?", (page.keys.key,))
            if row is None:
                return self._add(page, same_text, now, last=last)
            if is_same or not self._exists(row.article):
                return PutResult(self.put_back(row.id, page, now), "updated")
            self._keep_page(row.id, page, last=last)
            if same_text == row.article:
                return self._refresh(row.id, row.article, page, now)
            return self._change(row.id, row.article, same_text, page, now)

    def is_whole(self, source: int) -> bool:
        """Whether everything that came from a page is unchanged. (Its bytes are checked with the file.)"""
        found = self._seals.fits_together(source)
        if found is None:
            return False
        article, stated = found
        if stated == "":
            return True
        if not self._seals.fits("links", source):
            return False
        if not stated or self._db.value("SELECT 1 FROM seals WHERE part = 'links' AND id = ?", (source,)):
            return True
        # Another page of the article holds the links that both state.
        holder = self._holding(article, stated, source)
        return holder is not None and self._seals.fits("links", holder)

    def put_back(self, source: int, page: Page | Prepared, now: float, *, with_assets: bool = True) -> int:
        """Overwrites everything stored from a page, whatever its state; returns its article.

        For damaged articles: the article keeps its number and everything that does not come from the page.
        Its assets are kept too, unless ``with_assets``.
        """
        page = page if isinstance(page, Prepared) else prepare(page)
        article = self._db.value("SELECT article FROM sources WHERE id = ?", (source,))
        other: int | None = self._db.value(
            "SELECT id FROM articles WHERE key = ? AND id IS NOT ?", (page.keys.key, article)
        )
        with self._db.transaction():
            if other is not None and values.maybe_id(article) and self._is_astray(other, article):
                # It is the article's row, under another number.
                self._db.execute("UPDATE articles SET id = ? WHERE id = ?", (article, other))
                other = None
            if other is not None and values.maybe_id(article) is None:
                # No article can have that number, so the source moves to the article with that text.
                self._db.execute("UPDATE sources SET article = ? WHERE id = ?", (other, source))
                article, other = other, None
            if other is not None:
                self._keep_page(source, page, with_assets=with_assets)
                return self._change(source, article, other, page, now).id
            if not self._exists(article):
                article = self._insert(page, now, values.maybe_id(article))
                self._db.execute("UPDATE sources SET article = ? WHERE id = ?", (article, source))
            self.write_again(article, page, now)
            self._keep_page(source, page, with_assets=with_assets)
            # Other pages must not take over these links, which may be damaged.
            self._db.execute("UPDATE sources SET stated = NULL WHERE id = ?", (source,))
            self._drop_links(source, article)
            self._write_links(source, article, page)
        return int(article)

    def write_again(self, article: int, page: Prepared, now: float) -> None:
        """Overwrites the stored content of an article, and queues it for indexing."""
        self._settling.before(article)
        self._settling.naming(article)
        self._write_content(article, page, now)
        self._tags.agree(article)
        self._date(article)
        self._db.execute("REPLACE INTO changes (article) VALUES (?)", (article,))

    def _date(self, article: int) -> None:
        """Gives an article a valid time of addition; if its own is invalid, that of one of its pages."""
        added, updated = self._db.rows("SELECT added, updated FROM articles WHERE id = ?", (article,))[0]
        known = [
            values.moment(row[1])
            for row in self._db.rows("SELECT id, added FROM sources WHERE article = ?", (article,))
            if self._seals.fits("sources", row[0])
        ]
        added = min(known) if known and added not in known else values.moment(added)
        updated = max(added, values.moment(updated))
        self._db.execute("UPDATE articles SET added = ?, updated = ? WHERE id = ?", (added, updated, article))

    def _exists(self, article: object) -> bool:
        return self._db.value("SELECT 1 FROM articles WHERE id = ?", (article,)) is not None

    def _is_astray(self, other: int, article: int) -> bool:
        """Whether ``other`` has neither pages nor a text, and no article has the number ``article``."""
        held = self._db.value(
            "SELECT 1 FROM sources WHERE article = ? UNION SELECT 1 FROM bodies WHERE article = ?",
            (other, other),
        )
        return held is None and not self._exists(article)

    def _keep_page(self, source: int, page: Prepared, *, last: bool = True, with_assets: bool = True) -> None:
        self._db.execute(
            "UPDATE sources SET digest = ?, blob = ?, media_type = ?, encoding = ?, vanished = NULL"
            " WHERE id = ?",
            (
                *(page.blob.digest if last else "", self.blobs.keep(page.blob)),
                *(page.media_type, page.encoding, source),
            ),
        )
        if with_assets:
            self.assets.put(source, page.assets)

    # --- a source that is new --------------------------------------------------------------------------

    def _add(self, page: Prepared, same_text: int | None, now: float, *, last: bool) -> PutResult:
        outcome: Outcome = "added" if same_text is None else "unchanged"
        article = same_text
        if article is None:
            article = self._insert(page, now)
        source = self._db.execute(
            "INSERT INTO sources (uri, member, article, digest, blob, media_type, encoding, added, stated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(encode_source(page.source), page.member, article, page.blob.digest if last else ""),
                *(self.blobs.keep(page.blob), page.media_type, page.encoding, now, page.stated),
            ),
        ).lastrowid
        assert source is not None
        self.assets.put(source, page.assets, new=True)
        if same_text is None:
            self._insert_links(source, article, page)
        else:
            self._share_links(source, article, page)
        return PutResult(article, outcome, same=same_text is not None)

    # --- a source whose page has changed ---------------------------------------------------------------

    def _refresh(self, source: int, article: int, page: Prepared, now: float) -> PutResult:
        """The text is unchanged; links, layout or labels may have changed."""
        changed = self._differs(article, page)
        if changed:
            self._settling.before(article)
            self._write_content(article, page, now)
        stated = self._db.value("SELECT stated FROM sources WHERE id = ?", (source,))
        if stated != page.stated:
            # A page that was read before digests existed may state the same links.
            changed = changed or stated is not None or self.stated(source) != page.article.links
            self._drop_links(source, article)
            self._write_links(source, article, page)
        return PutResult(article, "updated" if changed else "unchanged")

    def _change(
        self, source: int, article: int, same_text: int | None, page: Prepared, now: float
    ) -> PutResult:
        """The text has changed: to one that the library has (``same_text``), or to a new one."""
        shared = self._db.value("SELECT 1 FROM sources WHERE article = ? AND id <> ?", (article, source))
        self._drop_links(source, article)
        target = same_text
        if target is None and shared:
            # The other sources still have the old text: that article stays, and the new one copies its state.
            target = self._insert(page, now)
            self._db.execute(
                "INSERT INTO state (article, read, starred, block, char, progress, anchor)"
                " SELECT ?, read, starred, block, char, progress, anchor FROM state WHERE article = ?",
                (target, article),
            )
            self._positions.move(target, page.article.blocks, old_of=article)
            self._tags.add(target, self._tags.of(article))
        elif target is None:
            target = article
            self._settling.before(article)
            self._write_content(article, page, now)
        self._db.execute("UPDATE sources SET article = ? WHERE id = ?", (target, source))
        self._write_links(source, target, page)
        if target != article and not shared and self._exists(article):
            self._settling.removing(article)
            self._positions.move(article, page.article.blocks)
            self._merge_state(article, target)
            self._db.execute("DELETE FROM articles WHERE id = ?", (article,))
        return PutResult(target, "updated")

    def _merge_state(self, old: int, new: int) -> None:
        # Read if either was read, starred if either was; the new article's place wins if it has one.
        self._db.execute(
            "INSERT INTO state (article, read, starred, block, char, progress, anchor)"
            " SELECT ?, read, starred, block, char, progress, anchor FROM state WHERE article = ?"
            " ON CONFLICT (article) DO UPDATE SET"
            " read = coalesce(read, excluded.read), starred = max(starred, excluded.starred)",
            (new, old),
        )
        self._tags.add(new, self._tags.of(old))
        self._db.execute("UPDATE visits SET article = ? WHERE article = ?", (new, old))

    # --- rows --------------------------------------------------------------------------------------------

    def _insert(self, page: Prepared, now: float, number: int | None = None) -> int:
        content, keys = page.article, page.keys
        titled = content.title_from == "page"
        article = self._db.execute(
            "INSERT INTO articles (id, key, body_key, own_title, titled, title, title_from, title_key,"
            " title_cut, sort_key, head, note_head, pictures, lead, words, lang, tags, added, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(number, keys.key, keys.body_key, content.title, titled, content.title),
                *("page" if titled else "text", keys.title_key, keys.title_cut, keys.sort_key),
                *(keys.head, keys.note_head, keys.pictures, keys.lead, keys.words),
                *(content.lang, "", now, now),
            ),
        ).lastrowid
        assert article is not None
        if article > values.LAST_ID:
            raise LibraryError("the library has no number left for an article: its count of them is damaged")
        self._settling.added(article)
        self._write_body(article, page)
        if content.tags:
            self._tags.set(article, content.tags)
        return article

    def _write_content(self, article: int, page: Prepared, now: float) -> None:
        content, keys = page.article, page.keys
        titled = content.title_from == "page"
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
                "UPDATE articles SET title = ?, title_from = 'text', title_key = '', title_cut = 0,"
                " sort_key = ? WHERE id = ?",
                (content.title, keys.sort_key, article),
            )
        self._write_body(article, page)

    def _write_body(self, article: int, page: Prepared) -> None:
        self._db.execute(
            "INSERT INTO bodies (article, note, note_label, blocks) VALUES (?, ?, ?, ?) ON CONFLICT (article)"
            " DO UPDATE SET note = excluded.note, note_label = excluded.note_label, blocks = excluded.blocks",
            (article, page.article.note, page.article.note_label, page.blocks),
        )

    def _differs(self, article: int, page: Prepared) -> bool:
        content = page.article
        stored = self._db.row(
            "SELECT own_title, lang, note, note_label, blocks FROM articles JOIN bodies ON article = id"
            " WHERE id = ?",
            (article,),
        )
        return stored != (
            *(content.title, content.lang),
            *(content.note, content.note_label, page.blocks),
        )

    def stated(self, source: int) -> tuple[Link, ...]:
        """The links that are stored for a page."""
        rows = self._db.rows(
            "SELECT kind, title, teaser FROM links WHERE source = ? ORDER BY position", (source,)
        )
        return tuple(to_link(*row) for row in rows)

    def _write_links(self, source: int, article: int, page: Prepared) -> None:
        """Writes the links that a page states, unless another page of the article states the same ones."""
        self._db.execute("UPDATE sources SET stated = ? WHERE id = ?", (page.stated, source))
        self._share_links(source, article, page)

    def _share_links(self, source: int, article: int, page: Prepared) -> None:
        holder = self._holding(article, page.stated, source) if page.stated else None
        if holder is None:
            self._insert_links(source, article, page)
        elif source < holder:
            self._db.execute("UPDATE links SET source = ? WHERE source = ?", (source, holder))

    def _insert_links(self, source: int, article: int, page: Prepared) -> None:
        if not page.stated:
            return
        self._settling.before(article)
        self._db.executemany(
            "INSERT INTO links"
            " (source, article, position, kind, title, teaser, title_key, title_cut, teaser_key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(source, article, position, link.kind, link.title, link.teaser),
                    *keys,
                )
                for position, (link, keys) in enumerate(zip(page.article.links, page.link_keys, strict=True))
            ],
        )
        self._settling.restated(article, source)

    def _drop_links(self, source: int, article: int) -> None:
        """Removes a page's links, or passes them on to the next page of the article that states the same."""
        stated = self._db.value("SELECT stated FROM sources WHERE id = ?", (source,))
        self._db.execute("UPDATE sources SET stated = NULL WHERE id = ?", (source,))
        heir = self._db.value(f"{_STATING} AND id <> ?", (article, stated, source)) if stated else None
        if heir is not None:
            self._db.execute("UPDATE links SET source = ? WHERE source = ?", (heir, source))
            return
        self._settling.restating(article, source)
        self._db.execute("DELETE FROM links WHERE source = ?", (source,))

    def _holding(self, article: int, stated: str, but: int) -> int | None:
        """The page of an article, other than ``but``, that holds the same links."""
        holding = "AND id <> ? AND EXISTS (SELECT 1 FROM links WHERE source = sources.id)"
        found: int | None = self._db.value(f"{_STATING} {holding}", (article, stated, but))
        return found


_STATING = "SELECT min(id) FROM sources WHERE article = ? AND stated = ? AND stated <> ''"
