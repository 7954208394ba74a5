"""Finds damage in a library file: reads everything in it and compares it with its seals.

Nothing is changed here. Each finding says what is wrong and where, so that the caller can say how to repair
it.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from reader.addresses import address_key
from reader.errors import ArticleDamaged, LibraryError, LibraryMachineError
from reader.store import values
from reader.store.articles import Articles
from reader.store.blobs import unpacked
from reader.store.codec import digest, encode_source, keys_of, sort_key, to_link
from reader.store.database import Database, Row
from reader.store.preparing import keys_of_link
from reader.store.seals import PARTS, Seals
from reader.text import display, truncate


class Kind(Enum):
    """What kind of thing is damaged."""

    FILE = "file"
    """The file as a whole: nothing in it is reliable."""
    ORDER = "order"
    """The file's own indexes; they can be rebuilt from its tables."""
    LOST = "lost"
    """A reference to a missing row."""
    ENTRY = "entry"
    """The article's entry in lists."""
    TEXT = "text"
    """The content of an article."""
    LINKS = "links"
    """The links of a page."""
    TAGS = "tags"
    """An article's tags."""
    SOURCE = "source"
    """The place where a page came from."""
    PAGE = "page"
    """A page as it was read."""
    ASSET = "asset"
    """A picture or file that belongs to an article."""
    STATE = "state"
    """The reading state of an article."""
    HIGHLIGHTS = "highlights"
    """The highlights of an article."""
    OTHER = "other"
    """The trail, searches, and facts about the library as a whole."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is damaged.

    Attributes:
        kind: what kind of damage it is.
        what: the problem in words, to which a remedy can be added.
        article: the article that it concerns, or None.
        source: the page that it concerns, by its number, or None.
        part: the table, if it concerns a single row.
        key: the key of that row.
    """

    kind: Kind
    what: str
    article: int | None = None
    source: int | None = None
    part: str = ""
    key: object = None


Report = Callable[[int, int], None]
"""Called with the number of articles and pages checked so far, and the total."""

_UNREAD = re.compile(r"unable to get the page\. error code=(\d+)")
_SHOWN = 10
_CHUNK = 100
_TITLE = 40

_RULES: tuple[tuple[str, str], ...] = (
    (
        "articles with nothing left but their titles",
        "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM sources)"
        " AND id NOT IN (SELECT article FROM bodies)",
    ),
    (
        "links that their page does not state",
        "SELECT l.id FROM links l LEFT JOIN sources p ON p.id = l.source WHERE p.article IS NOT l.article",
    ),
    ("links that were never resolved", "SELECT id FROM links WHERE candidates IS NULL"),
    (
        "files that no article came from",
        "SELECT id FROM blobs WHERE id NOT IN (SELECT blob FROM sources WHERE blob IS NOT NULL)"
        " AND id NOT IN (SELECT blob FROM assets WHERE blob IS NOT NULL)"
        " AND id NOT IN (SELECT blob FROM trash_blobs WHERE blob IS NOT NULL)",
    ),
    ("links that lead to their own article", "SELECT id FROM links WHERE target = article"),
    (
        "visits whose parent is missing",
        "SELECT id FROM visits WHERE parent NOT IN (SELECT id FROM visits)",
    ),
    (
        "articles with an impossible number",
        f"SELECT id FROM articles WHERE id NOT BETWEEN 1 AND {values.LAST_ID}",
    ),
    (
        "counters of article numbers with an impossible value",
        f"SELECT seq FROM sqlite_sequence WHERE name = 'articles' AND seq > {values.LAST_ID}",
    ),
)

_WORDS = {
    Kind.ENTRY: "its entry in lists is damaged",
    Kind.TEXT: "its text is damaged",
    Kind.LINKS: "its links are damaged",
    Kind.TAGS: "its tags are damaged",
    Kind.SOURCE: "the record of its source is damaged",
    Kind.PAGE: "the page it was read from is damaged",
    Kind.ASSET: "a picture of it is damaged",
    Kind.STATE: "its reading state is damaged",
    Kind.HIGHLIGHTS: "its highlights are damaged",
}
_SEALED = {
    "articles": Kind.ENTRY,
    "bodies": Kind.TEXT,
    "links": Kind.LINKS,
    "sources": Kind.SOURCE,
    "assets": Kind.ASSET,
    "state": Kind.STATE,
    "highlights": Kind.HIGHLIGHTS,
}
_OTHERS = {
    "bookmarks": "a bookmark",
    "reading_days": "what was read of an article on one day",
    "former_texts": "a former text of an article",
    "visits": "a step of the trail",
    "trash": "an article in the trash",
    "trash_sources": "the source of an article in the trash",
    "trash_blobs": "the bytes of an article in the trash",
    "trash_steps": "a step of the trail to an article in the trash",
    "journal": "a change that could be undone",
    "saved_searches": "a saved search",
    "recent_searches": "a search that was made",
    "meta": "a fact about the library as a whole",
}


class Inspection:
    """Reads a whole library."""

    def __init__(self, db: Database, articles: Articles, seals: Seals) -> None:
        self._db = db
        self._articles = articles
        self._seals = seals

    def findings(self, report: Report = lambda done, total: None) -> list[Finding]:
        """Everything that is damaged, each thing once; an empty list if all is well."""
        found: dict[tuple[object, ...], Finding] = {}
        steps = (
            self._file,
            self._rules,
            self._sealed,
            self._missing_links,
            lambda: self._derived(report),
            lambda: self._pages(report),
        )
        for step in steps:
            try:
                for finding in step():
                    self._require_read(finding)
                    of = (finding.kind, finding.article, finding.source, finding.part, finding.key)
                    found.setdefault((*of, finding.what) if finding.article is None else of, finding)
            except LibraryError as error:
                # Something cannot be read at all; the other steps may still find more.
                found.setdefault((Kind.FILE, str(error)), Finding(Kind.FILE, str(error)))
        return list(found.values())

    def _require_read(self, finding: Finding) -> None:
        """Raises LibraryMachineError if the disk reports an error, which SQLite's check takes for damage."""
        unread = _UNREAD.search(finding.what) if finding.kind in (Kind.FILE, Kind.ORDER) else None
        if unread and int(unread[1]) & 0xFF == sqlite3.SQLITE_IOERR:
            raise LibraryMachineError(
                f"the library {self._db.path} cannot be read: the disk reports an error; this says nothing"
                " about its content"
            )

    # --- the file ---------------------------------------------------------------------------------------

    def _file(self) -> Iterator[Finding]:
        problems = [text for text in self._db.column("PRAGMA integrity_check") if text != "ok"]
        # The quick check does not compare indexes with tables: only the full check finds damaged indexes.
        serious = self._db.column("PRAGMA quick_check") if problems else []
        for text in problems:
            # A problem may take several lines; the first one is a heading.
            what = " ".join(line for line in text.splitlines() if not line.startswith("***"))
            kind = Kind.FILE if text in serious else Kind.ORDER
            yield Finding(kind, f"the file is damaged: {what or text}")
        for table, row, parent, _ in self._db.rows("PRAGMA foreign_key_check"):
            what = f"the file is inconsistent: {table} {row} refers to a row of {parent} that is missing"
            yield Finding(Kind.LOST, what, part=table, key=row)

    def _rules(self) -> Iterator[Finding]:
        for what, query in _RULES:
            ids = self._db.column(query)
            if ids:
                shown = ", ".join(map(str, ids[:_SHOWN])) + (" …" if len(ids) > _SHOWN else "")
                yield Finding(Kind.LOST, f"{len(ids)} {what}: {shown}")

        for article in self._db.column(
            "SELECT article FROM bodies JOIN articles ON id = article"
            " WHERE article NOT IN (SELECT article FROM sources)"
        ):
            what = f"{self._named(article)}: its source is no longer known"
            yield Finding(Kind.SOURCE, what, article)

    # --- what was sealed --------------------------------------------------------------------------------

    def _sealed(self) -> Iterator[Finding]:
        for part in PARTS:
            for key in self._seals.broken(part):
                if part in _OTHERS:
                    yield Finding(Kind.OTHER, f"{_OTHERS[part]} is damaged", part=part, key=key)
                elif part in ("links", "sources", "assets"):
                    yield self._of_source(_SEALED[part], key)
                elif isinstance(key, int):
                    yield self._of_article(_SEALED[part], key)

    def _of_source(self, kind: Kind, source: object) -> Finding:
        article = self._db.value("SELECT article FROM sources WHERE id = ?", (source,))
        number = source if isinstance(source, int) else None
        if not isinstance(article, int):
            return Finding(Kind.LOST, f"page {source} belongs to no article", source=number, part="sources")
        return self._of_article(kind, article, number)

    def _of_article(self, kind: Kind, article: int, source: int | None = None) -> Finding:
        return Finding(
            kind=kind, what=f"{self._named(article)}: {_WORDS[kind]}", article=article, source=source
        )

    def _named(self, article: int) -> str:
        row = self._db.row("SELECT title FROM articles WHERE id = ?", (article,))
        if row is None:
            return f"article {article} (missing)"
        return f"article {article} ({truncate(display(values.text(row[0]) or values.NO_TITLE), _TITLE)})"

    # --- what follows from what an article says ---------------------------------------------------------

    def _derived(self, report: Report) -> Iterator[Finding]:
        total = 2 * self._articles.counts().all
        done = 0
        for ids in self._chunks("articles"):
            report(done, total)
            rows = {row[0]: row[1:] for row in self._db.rows(_KEYS, (ids[0], ids[-1]))}
            tags = self._tags(ids)
            for article in ids:
                if kind := self._of_content(article, rows[article]):
                    yield self._of_article(kind, article)
                if set(values.words(rows[article][-1])) != tags.get(article, set()):
                    yield self._of_article(Kind.TAGS, article)
            yield from self._links(ids)
            done += len(ids)

    def _of_content(self, article: int, row: Row) -> Kind | None:
        key, *shown, title, title_key, title_cut, sorted_by, titled, url, url_key, _tags = row
        try:
            content = self._articles.own(article)
        except ArticleDamaged:
            return Kind.TEXT
        keys = keys_of(content, values.text(url_key))
        if keys.key != key:
            return Kind.TEXT
        made = [keys.body_key, keys.head, keys.note_head, keys.pictures, keys.lead, keys.words]
        if titled:
            kept = (title, title_key, title_cut, sorted_by)
            fits = kept == (content.title, keys.title_key, keys.title_cut, keys.sort_key)
        else:
            fits = sorted_by == sort_key(values.text(title))
        fits = fits and url_key == address_key(values.text(url))
        return None if fits and shown == made else Kind.ENTRY

    def _tags(self, ids: list[int]) -> dict[int, set[str]]:
        tags: dict[int, set[str]] = {}
        for article, tag in self._db.rows(
            "SELECT article, tag FROM tags WHERE article BETWEEN ? AND ?", (ids[0], ids[-1])
        ):
            tags.setdefault(article, set()).add(tag)
        return tags

    def _links(self, ids: list[int]) -> Iterator[Finding]:
        for source, *row in self._db.rows(
            "SELECT source, kind, title, teaser, address, title_key, title_cut, teaser_key, address_key"
            " FROM links"
            " WHERE article BETWEEN ? AND ?",
            (ids[0], ids[-1]),
        ):
            link_keys = tuple(row[4:])
            link = to_link(*row[:4])
            written = (link.kind, link.title, link.teaser, encode_source(link.address))
            if written != tuple(row[:4]) or keys_of_link(link) != link_keys:
                yield self._of_source(Kind.LINKS, source)

    def _missing_links(self) -> Iterator[Finding]:
        for source in self._db.column(_UNHELD):
            yield self._of_source(Kind.LINKS, source)

    # --- pages as they were read ------------------------------------------------------------------------

    def _pages(self, report: Report) -> Iterator[Finding]:
        total = 2 * self._articles.counts().all
        done = total // 2
        for ids in self._chunks("blobs"):
            report(min(done, total), total)
            for blob, *kept in self._db.rows(
                "SELECT id, digest, form, bytes FROM blobs WHERE id BETWEEN ? AND ?", (ids[0], ids[-1])
            ):
                if not _is_whole(*kept):
                    yield from self._with_blob(blob)
            done += len(ids)
        for kind, query in _WITHOUT_BYTES:
            for source in self._db.column(query):
                yield self._of_source(kind, source)
        report(total, total)

    def _with_blob(self, blob: int) -> Iterator[Finding]:
        """Everything that uses damaged bytes; the first of several articles in a file stands for all."""
        for kind, query in (
            (Kind.PAGE, "SELECT min(id) FROM sources WHERE blob = ?"),
            (Kind.ASSET, "SELECT min(source) FROM assets WHERE blob = ?"),
        ):
            source = self._db.value(query, (blob,))
            if source is not None:
                yield self._of_source(kind, source)

    def _chunks(self, table: str) -> Iterator[list[int]]:
        last: int | None = None
        while ids := self._db.column(
            f"SELECT id FROM {table} WHERE ? IS NULL OR id > ? ORDER BY id LIMIT {_CHUNK}", (last, last)
        ):
            yield ids
            last = ids[-1]


# Pages whose links are missing: neither the page itself nor another page of the article that states the same
# links has them.
_UNHELD = (
    "SELECT id FROM sources p WHERE stated <> '' AND NOT EXISTS (SELECT 1 FROM sources q JOIN links"
    " ON links.source = q.id WHERE q.article = p.article AND q.stated = p.stated)"
)
_KEYS = (
    "SELECT id, key, body_key, head, note_head, pictures, lead, words, title, title_key, title_cut, sort_key,"
    " titled, url, url_key, tags FROM articles WHERE id BETWEEN ? AND ?"
)


# Pages and assets whose bytes are missing, or do not match their digest. (The bytes of a record are those of
# the article alone, not of its file.)
_WITHOUT_BYTES = (
    (
        Kind.PAGE,
        "SELECT s.id FROM sources s LEFT JOIN blobs b ON b.id = s.blob WHERE b.id IS NULL"
        " OR (b.digest <> s.came_from AND NOT s.record)",
    ),
    (
        Kind.ASSET,
        "SELECT DISTINCT a.source FROM assets a LEFT JOIN blobs b ON b.id = a.blob"
        " WHERE b.digest IS NOT a.digest",
    ),
)


def _is_whole(kept_digest: object, form: object, kept: object) -> bool:
    try:
        return digest(unpacked(form, kept, 0)) == kept_digest
    except ArticleDamaged:
        return False
