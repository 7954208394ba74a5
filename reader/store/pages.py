"""Puts pages into the library: what is new, what has changed, what is the same text from elsewhere."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Literal

from reader.model import Article, Link, Page
from reader.store.codec import Keys, digest, encode_blocks, encode_source, key_teaser, key_title, keys_of
from reader.store.database import Database
from reader.store.settle import Settling
from reader.store.tags import Tags

Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Put:
    """What became of a page: the id of its article, and the outcome.

    ``added``: the library has one article more. ``updated``: its source was known, and what the article
    says (text, layout, links) has changed. ``unchanged``: nothing new to read; this includes a text that
    the library has from another source, which is noted as one more source of the same article: ``same``.
    """

    id: int
    outcome: Outcome
    same: bool = False


class Pages:
    """Writes pages. All of it works inside the caller's transaction."""

    def __init__(self, db: Database, settling: Settling, tags: Tags) -> None:
        self._db = db
        self._tags = tags
        self._settling = settling

    def put(self, page: Page, now: float) -> Put:
        """Adds a page, or brings the article that came from its source up to date."""
        uri, page_digest = encode_source(page.source), digest(page.raw)
        known = self._db.row("SELECT id, article, digest FROM sources WHERE uri = ?", (uri,))
        if known is not None and known[2] == page_digest:
            return Put(known[1], "unchanged")
        keys = keys_of(page.article)
        same_text: int | None = self._db.value("SELECT id FROM articles WHERE key = ?", (keys.key,))
        with self._db.transaction():
            if known is None:
                return self._add(page, uri, page_digest, keys, same_text, now)
            source, article, _ = known
            self._db.execute(
                "UPDATE sources SET digest = ?, encoding = ? WHERE id = ?",
                (page_digest, page.encoding, source),
            )
            self._db.execute("UPDATE originals SET raw = ? WHERE source = ?", (_packed(page.raw), source))
            if same_text == article:
                return self._refresh(source, article, page.article, keys, now)
            return self._change(source, article, same_text, page.article, keys, now)

    # --- a source that is new --------------------------------------------------------------------------

    def _add(
        self, page: Page, uri: str | bytes, page_digest: str, keys: Keys, same_text: int | None, now: float
    ) -> Put:
        outcome: Outcome = "added" if same_text is None else "unchanged"
        article = same_text
        if article is None:
            article = self._insert(page.article, keys, now)
        source = self._db.execute(
            "INSERT INTO sources (uri, article, digest, encoding, added) VALUES (?, ?, ?, ?, ?)",
            (uri, article, page_digest, page.encoding, now),
        ).lastrowid
        assert source is not None
        self._db.execute("INSERT INTO originals (source, raw) VALUES (?, ?)", (source, _packed(page.raw)))
        self._write_links(source, article, page.article.links)
        return Put(article, outcome, same=same_text is not None)

    # --- a source whose page has changed ---------------------------------------------------------------

    def _refresh(self, source: int, article: int, content: Article, keys: Keys, now: float) -> Put:
        """The text is what it was; links, layout or labels may not be."""
        changed = self._differs(article, content)
        if changed:
            self._settling.before(article)
            self._write_content(article, content, keys, now)
        stated = self._db.value("SELECT stated FROM sources WHERE id = ?", (source,))
        if stated != digest_of(content.links):
            # A page that was read before there were digests may state the same.
            changed = changed or stated is not None or self._links(source) != content.links
            self._drop_links(source, article)
            self._write_links(source, article, content.links)
        return Put(article, "updated" if changed else "unchanged")

    def _change(
        self, source: int, article: int, same_text: int | None, content: Article, keys: Keys, now: float
    ) -> Put:
        """The text has changed: to one the library has (``same_text``), or to a new one."""
        shared = self._db.value("SELECT 1 FROM sources WHERE article = ? AND id <> ?", (article, source))
        self._drop_links(source, article)
        target = same_text
        if target is None and shared:
            # The other sources still say the old text: that article stays, and this one begins as read.
            target = self._insert(content, keys, now)
            self._db.execute(
                "INSERT INTO state (article, read, starred, block, char, progress)"
                " SELECT ?, read, starred, block, char, progress FROM state WHERE article = ?",
                (target, article),
            )
            self._tags.add(target, self._tags.of(article))
        elif target is None:
            target = article
            self._settling.before(article)
            self._write_content(article, content, keys, now)
        self._db.execute("UPDATE sources SET article = ? WHERE id = ?", (target, source))
        self._write_links(source, target, content.links)
        if target != article and not shared:
            self._settling.removing(article)
            self._merge_state(article, target)
            self._db.execute("DELETE FROM articles WHERE id = ?", (article,))
        return Put(target, "updated")

    def _merge_state(self, old: int, new: int) -> None:
        # Read if either was, starred if either was; the place kept is the new one's if it has any.
        self._db.execute(
            "INSERT INTO state (article, read, starred, block, char, progress)"
            " SELECT ?, read, starred, block, char, progress FROM state WHERE article = ?"
            " ON CONFLICT (article) DO UPDATE SET"
            " read = coalesce(read, excluded.read), starred = max(starred, excluded.starred)",
            (new, old),
        )
        self._tags.add(new, self._tags.of(old))
        self._db.execute("UPDATE visits SET article = ? WHERE article = ?", (new, old))

    # --- rows --------------------------------------------------------------------------------------------

    def _insert(self, content: Article, keys: Keys, now: float) -> int:
        titled = content.title_from == "page"
        article = self._db.execute(
            "INSERT INTO articles (key, body_key, own_title, titled, title, title_from, title_key, title_cut,"
            " sort_key, head, note_head, pictures, lead, words, lang, tags, added, updated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(keys.key, keys.body_key, content.title, titled, content.title),
                *("page" if titled else "text", keys.title_key, keys.title_cut, keys.sort_key),
                *(keys.head, keys.note_head, keys.pictures, keys.lead, keys.words),
                *(content.lang, "", now, now),
            ),
        ).lastrowid
        assert article is not None
        self._settling.added(article)
        self._db.execute(
            "INSERT INTO bodies (article, note, note_label, blocks) VALUES (?, ?, ?, ?)",
            (article, content.note, content.note_label, encode_blocks(content.blocks)),
        )
        if content.tags:
            self._tags.set(article, content.tags)
        return article

    def _write_content(self, article: int, content: Article, keys: Keys, now: float) -> None:
        titled = content.title_from == "page"
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
            # What it goes by is settled from the links; until then it is nobody's title.
            self._db.execute(
                "UPDATE articles SET title = ?, title_from = 'text', title_key = '', title_cut = 0,"
                " sort_key = ? WHERE id = ?",
                (content.title, keys.sort_key, article),
            )
        self._db.execute(
            "UPDATE bodies SET note = ?, note_label = ?, blocks = ? WHERE article = ?",
            (content.note, content.note_label, encode_blocks(content.blocks), article),
        )

    def _differs(self, article: int, content: Article) -> bool:
        stored = self._db.row(
            "SELECT own_title, lang, note, note_label, blocks FROM articles JOIN bodies ON article = id"
            " WHERE id = ?",
            (article,),
        )
        return stored != (
            *(content.title, content.lang),
            *(content.note, content.note_label, encode_blocks(content.blocks)),
        )

    def _links(self, source: int) -> tuple[Link, ...]:
        rows = self._db.rows(
            "SELECT kind, title, teaser FROM links WHERE source = ? ORDER BY position", (source,)
        )
        return tuple(Link(*row) for row in rows)

    def _write_links(self, source: int, article: int, links: tuple[Link, ...]) -> None:
        """Writes what a page states, unless another page of the article states the very same."""
        stated = digest_of(links)
        self._db.execute("UPDATE sources SET stated = ? WHERE id = ?", (stated, source))
        if not links:
            return
        holder = self._first_stating(article, stated, source)
        if holder is not None:
            if source < holder:
                self._db.execute("UPDATE links SET source = ? WHERE source = ?", (source, holder))
            return
        self._settling.before(article)
        self._db.executemany(
            "INSERT INTO links"
            " (source, article, position, kind, title, teaser, title_key, title_cut, teaser_key)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(source, article, position, link.kind, link.title, link.teaser),
                    *(*key_title(link.title), key_teaser(link.teaser)),
                )
                for position, link in enumerate(links)
            ],
        )
        self._settling.restated(article, source)

    def _drop_links(self, source: int, article: int) -> None:
        """Removes what a page states, or leaves it to the next page of the article that states the same."""
        stated = self._db.value("SELECT stated FROM sources WHERE id = ?", (source,))
        self._db.execute("UPDATE sources SET stated = NULL WHERE id = ?", (source,))
        heir = self._first_stating(article, stated, source) if stated else None
        if heir is not None:
            self._db.execute("UPDATE links SET source = ? WHERE source = ?", (heir, source))
            return
        self._settling.restating(article, source)
        self._db.execute("DELETE FROM links WHERE source = ?", (source,))

    def _first_stating(self, article: int, stated: str, but: int) -> int | None:
        """The first page of an article that states the same links, another one than ``but``."""
        found: int | None = self._db.value(
            "SELECT min(id) FROM sources WHERE article = ? AND stated = ? AND stated <> '' AND id <> ?",
            (article, stated, but),
        )
        return found


def digest_of(links: tuple[Link, ...]) -> str:
    """What tells the links that one page states from another's; '' for none."""
    if not links:
        return ""
    return digest(json.dumps([(link.kind, link.title, link.teaser) for link in links]).encode())


def _packed(raw: bytes) -> bytes:
    # The fastest level: it saves nearly what the others do at a third of their time.
    return zlib.compress(raw, 1)
