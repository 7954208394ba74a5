"""Puts pages into the library: new pages, changed pages, and texts that the library has from elsewhere.

Everything that depends on the page alone (:mod:`reader.store.preparing`) can be prepared before the library
is locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.addresses import is_web
from reader.blocks import images_in
from reader.model import Page
from reader.store import values
from reader.store.addressing import Addressing
from reader.store.article_texts import ArticleTexts
from reader.store.assets import Assets
from reader.store.blobs import Blobs
from reader.store.codec import digest, encode_source, key_of_address
from reader.store.database import Database
from reader.store.joining import Joining
from reader.store.listing import IS_EMPTY
from reader.store.origins import Known, Origins
from reader.store.page_links import PageLinks
from reader.store.positions import Positions
from reader.store.preparing import Prepared, as_summary, prepare
from reader.store.seals import Seals
from reader.store.settle import Settling
from reader.store.tags import Tags
from reader.store.telling import Telling
from reader.store.trash import Trash

FULL_TEXT = 60
"""Words: a feed's entry with fewer does not fill an article that has no text yet."""

Outcome = Literal["added", "updated", "unchanged", "left out"]


@dataclass(frozen=True, slots=True)
class PutResult:
    """The result of putting a page: the id of its article, and the outcome.

    ``added``: the library has one article more. ``updated``: its source was known, and what the article
    says (text, layout, links) has changed. ``unchanged``: nothing new to read. This includes a text that
    the library has from another source; the article then gets one more source: ``same``. ``left out``: the
    person has removed the article, so it is not added; the id is 0.
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
        self._telling = Telling(db, settling, tags)
        self._trash = trash
        self._settling = settling
        self.blobs = Blobs(db)
        self.assets = Assets(db, self.blobs)
        self.origins = Origins(db)
        self.links = PageLinks(db, settling)
        self.highlights = self._telling.highlights
        self.former = self._telling.former
        self.joining = Joining(db, settling, self._telling)
        self._addressing = Addressing(db)
        self._positions = Positions(db)
        self._texts = ArticleTexts(db, settling, self.former, self._positions)

    def known(self, source: str, raw: bytes | str, version: int | None = None) -> Known:
        """What the library has of a file: one look-up for everything that follows.

        ``raw``: its bytes, or their digest. ``version``: the state of the library
        (:meth:`Database.version`), if the caller has it already.
        """
        known = self.origins.known(source, raw if isinstance(raw, str) else digest(raw), version)
        if known.is_read and not all(map(self.is_whole, [row.id for row in known.rows])):
            # Some of what came from the file is damaged, so the file is read again.
            return known._replace(is_read=False)
        return known

    def put(
        self,
        page: Page | Prepared,
        now: float,
        known: Known | None = None,
        *,
        last: bool = True,
        again: bool = True,
    ) -> PutResult:
        """Adds a page, or updates the article that came from its source.

        Args:
            page: the page.
            now: the time, in seconds since the epoch.
            known: the result of :meth:`known` for its file, if the caller has it already.
            last: whether it is the last one of its file. The file only counts as read once that one is put.
            again: whether an article that the person has removed comes back. If not, it is left out.
        """
        if known is None or known.version != self._db.version():
            known = self.origins.known(
                page.source, page.file_digest if isinstance(page, Prepared) else digest(page.raw)
            )
        row = known.row(page.member)
        is_same = row is not None and row.digest == known.digest and row.vanished is None
        if row is not None and is_same and self.is_whole(row.id):
            return PutResult(row.article, "unchanged")
        page = page if isinstance(page, Prepared) else prepare(page)
        if self._sums_up(page, None if row is None else row.id):
            page = as_summary(page)
        with self._db.transaction():
            if row is not None and page.record and self._said_before(row.id, page):
                # Its text may have been fetched since then.
                self._keep_page(row.id, page, last=last)
                self._telling.hear(row.id, row.article, page, now, wrote=False)
                return PutResult(row.article, "unchanged")
            if not again:
                if row is None and self._same(page) is None and self._trash.removed.holds(page):
                    return PutResult(0, "left out")
            elif self._trash.take_out(encode_source(page.source), page.member, page.keys.key, now):
                put = self.put(page, now, last=last)
                return put if row is not None else PutResult(put.id, "added")
            else:
                self._trash.removed.forget_page(page)
            if row is None:
                return self._add(page, self._same(page), now, last=last)
            if is_same or not self._exists(row.article):
                return PutResult(self.put_back(row.id, page, now), "updated")
            same = self._same(page, row.article, row.id)
            self._keep_page(row.id, page, last=last)
            if same == row.article:
                return self._refresh(row.id, row.article, page, now)
            return self._change(row.id, row.article, same, page, now)

    def _sums_up(self, page: Prepared, source: int | None) -> bool:
        """Whether a feed's entry is a short summary of an article whose text is still to be fetched.

        One that was so before (``source``) stays so, whatever its article has got since.
        """
        if page.empty or not (page.facts.feed and page.url_key) or page.keys.words >= FULL_TEXT:
            return False
        if source is not None:
            return bool(self._db.value("SELECT empty FROM sources WHERE id = ?", (source,)))
        bookmark = key_of_address(page.url_key)
        return self._db.value("SELECT 1 FROM articles WHERE key = ?", (bookmark,)) is not None

    def _said_before(self, source: int, page: Prepared) -> bool:
        """Whether a newer export says of an article exactly what an older one said."""
        stored = self._db.value(
            "SELECT b.digest FROM sources s JOIN blobs b ON b.id = s.blob"
            " WHERE s.id = ? AND s.record AND s.vanished IS NULL",
            (source,),
        )
        return stored == page.blob.digest and self.is_whole(source)

    def _same(self, page: Prepared, own: int | None = None, source: int | None = None) -> int | None:
        """The article of the library that a page is, or None.

        It is the one with the same text. A page without text is the article with its address, and a page with
        a text the article with its address that has no text yet. ``own`` is the article that the page was
        before, which ``source`` came from.
        """
        found: int | None = self._db.value("SELECT id FROM articles WHERE key = ?", (page.keys.key,))
        if found is not None or not page.url_key:
            return found
        if not page.empty:
            found = self._db.value("SELECT id FROM articles WHERE key = ?", (key_of_address(page.url_key),))
        elif source is not None and self._db.value("SELECT NOT empty FROM sources WHERE id = ?", (source,)):
            # The file had the text before, which is kept.
            found = own
        else:
            holding = self._addressing.holding(page.url_key)
            found = own if own in holding else next(iter(holding), None)
        return found

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
        holder = self.links.holding(article, stated, source)
        return holder is not None and self._seals.fits("links", holder)

    def put_back(self, source: int, page: Page | Prepared, now: float, *, with_assets: bool = True) -> int:
        """Overwrites everything stored from a page, whatever its state; returns its article.

        For damaged articles: the article keeps its number and everything that does not come from the page.
        Its assets are kept too, unless ``with_assets``.
        """
        page = page if isinstance(page, Prepared) else prepare(page)
        if self._sums_up(page, source):
            page = as_summary(page)
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
                article = self._texts.insert(page, now, values.maybe_id(article))
                self._db.execute("UPDATE sources SET article = ? WHERE id = ?", (article, source))
            writes = not page.empty or not self._has_text_from(article, source)
            if writes:
                self.write_again(article, page, now)
            self._keep_page(source, page, with_assets=with_assets)
            self._telling.hear(source, article, page, now, wrote=writes)
            # Other pages must not take over these links, which may be damaged.
            self._db.execute("UPDATE sources SET stated = NULL WHERE id = ?", (source,))
            self.links.drop(source, article)
            self.links.write(source, article, page)
        return int(article)

    def write_again(self, article: int, page: Prepared, now: float) -> None:
        """Overwrites the stored content of an article, and queues it for indexing."""
        self._settling.before(article)
        self._settling.naming(article)
        self._texts.write(article, page, now, keeps=False)
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

    def _has_text_from(self, article: int, but: int) -> bool:
        """Whether a page of an article other than ``but`` has a text."""
        there = "SELECT 1 FROM sources WHERE article = ? AND id <> ? AND NOT empty"
        return self._db.value(there, (article, but)) is not None

    def _is_empty(self, article: int) -> bool:
        """Whether the library has no text of an article."""
        return bool(self._db.value(f"SELECT {IS_EMPTY} FROM articles a WHERE id = ?", (article,)))

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
            "UPDATE sources SET digest = ?, blob = ?, media_type = ?, encoding = ?, vanished = NULL,"
            " came_from = ?, record = ?, empty = ? WHERE id = ?",
            (
                *(page.file_digest if last else "", self.blobs.keep(page.blob), page.media_type),
                *(page.encoding, page.file_digest, page.record, page.empty, source),
            ),
        )
        if with_assets:
            # Pictures of a page on the web are fetched after it, and stay as long as it shows them.
            shown = images_in(page.article.blocks) if is_web(page.source) else ()
            self.assets.put(source, page.assets, keeping=shown)

    # --- a source that is new --------------------------------------------------------------------------

    def _add(
        self, page: Prepared, same: int | None, now: float, *, last: bool, over: bool = False
    ) -> PutResult:
        """Adds a source to the article ``same``, or a new article. ``over``: whether its text is replaced."""
        outcome: Outcome = "added" if same is None else "unchanged"
        article = self._texts.insert(page, now) if same is None else same
        source = self._db.execute(
            "INSERT INTO sources (uri, member, article, digest, blob, media_type, encoding, added, stated,"
            " came_from, record, empty) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(encode_source(page.source), page.member, article, page.file_digest if last else ""),
                *(self.blobs.keep(page.blob), page.media_type, page.encoding, now, page.stated),
                *(page.file_digest, page.record, page.empty),
            ),
        ).lastrowid
        assert source is not None
        self._settling.sourced(page.source, page.member)
        self.assets.put(source, page.assets, new=True)
        if same is None:
            self.links.insert(source, article, page)
        else:
            if over or self._gains(article, page):
                self._settling.before(article)
                self._texts.write(article, page, now)
                outcome = "updated"
            self.links.share(source, article, page)
        self._telling.hear(source, article, page, now, wrote=outcome != "unchanged")
        return PutResult(article, outcome, same=outcome == "unchanged")

    def _gains(self, article: int, page: Prepared) -> bool:
        """Whether an article without text gets a text from a page, or a title in place of its address."""
        if not page.url_key or not self._is_empty(article):
            return False
        if not page.empty:
            return True
        title = self._db.value("SELECT own_title FROM articles WHERE id = ?", (article,))
        return is_web(values.text(title)) and not is_web(page.article.title)

    # --- a source whose page has changed ---------------------------------------------------------------

    def _refresh(self, source: int, article: int, page: Prepared, now: float) -> PutResult:
        """The article is the same; links, layout, labels and facts may have changed."""
        writes = not page.empty or self._is_empty(article)
        changed = writes and self._texts.differs(article, page)
        if changed:
            self._settling.before(article)
            self._texts.write(article, page, now)
        stated = self._db.value("SELECT stated FROM sources WHERE id = ?", (source,))
        if stated != page.stated:
            # A page that was read before digests existed may state the same links.
            changed = changed or stated is not None or self.links.stated(source) != page.article.links
            self.links.drop(source, article)
            self.links.write(source, article, page)
        changed |= self._telling.hear(source, article, page, now, wrote=writes)
        return PutResult(article, "updated" if changed else "unchanged")

    def _change(self, source: int, article: int, same: int | None, page: Prepared, now: float) -> PutResult:
        """The article is another one: one that the library has (``same``), or a new text."""
        others = "" if self._is_empty(article) else " AND NOT empty"
        shared = self._db.value(
            f"SELECT 1 FROM sources WHERE article = ? AND id <> ?{others}", (article, source)
        )
        self.links.drop(source, article)
        target, wrote = same, same is None
        if target is None and shared:
            # The other sources still have the old text: that article stays, and the new one copies its state.
            target = self._texts.insert(page, now)
            self._telling.inherit(article, target)
            self.former.keep(article, page.keys.key, now, into=target)
            self._positions.move(target, page.article.blocks, old_of=article)
        elif target is None:
            target = article
            self._settling.before(article)
            self._texts.write(article, page, now)
        elif self._gains(target, page):
            wrote = True
            self._settling.before(target)
            self._texts.write(target, page, now)
        self._db.execute("UPDATE sources SET article = ? WHERE id = ?", (target, source))
        if same is not None and shared:
            # What the page said was said of the article that stays without it.
            self._db.execute("UPDATE sources SET told = '' WHERE id = ?", (source,))
        self._settling.sourced(page.source, page.member)
        self.links.write(source, target, page)
        if target != article and not shared and self._exists(article):
            # Pages without text follow the text.
            self.joining.join(article, target, page, now)
        self._telling.hear(source, target, page, now, wrote=wrote)
        return PutResult(target, "updated")
