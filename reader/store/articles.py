"""The articles of the library: put, found, read, listed, removed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from reader.errors import ArticleDamaged, ArticleNotFound, LibraryDamaged
from reader.model import Article, Block, Document, Link, Page, Summary, TitleFrom
from reader.store import values
from reader.store.codec import (
    decode_beginning,
    decode_blocks,
    digest,
    encode_source,
    key_title,
    sort_key,
    to_link,
)
from reader.store.database import Database, Row, json_parameter
from reader.store.evidence import AMONG
from reader.store.listing import Order, select_ids
from reader.store.pages import Pages, Put
from reader.store.seals import Seals
from reader.store.settle import Settling
from reader.store.tags import Tags

FIRST_SOURCE = "(SELECT uri FROM sources WHERE article = a.id ORDER BY id LIMIT 1)"
"""The source shown with an article: the first one it came from."""

_SUMMARY = (
    f"SELECT a.id, a.title, a.title_from, {FIRST_SOURCE}, a.words, a.added, s.read, s.starred, s.progress,"
    " a.tags, a.lang, a.lead FROM articles a LEFT JOIN state s ON s.article = a.id"
)
# From a single table.
_BARE_SUMMARY = (
    "SELECT a.id, a.title, a.title_from, NULL, a.words, a.added, NULL, NULL, NULL, a.tags, a.lang, a.lead"
    " FROM articles a"
)
_DOCUMENT = (
    "SELECT a.id, a.title, b.note, b.note_label, b.blocks, a.lang, a.tags, a.title_from, a.key"
    " FROM articles a LEFT JOIN bodies b ON b.article = a.id"
)
_CHUNK = 500

_TITLES_FROM: tuple[TitleFrom, ...] = get_args(TitleFrom)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles there are, and how many of them are unread."""

    all: int
    unread: int


@dataclass(frozen=True, slots=True)
class Original:
    """A page as it was read: its source, its bytes, and the encoding they were decoded with."""

    source: str
    raw: bytes
    encoding: str


class Articles:
    """The articles in the library and their contents."""

    def __init__(self, db: Database, settling: Settling, seals: Seals) -> None:
        self._db = db
        self._settling = settling
        self.tags = Tags(db)
        self.pages = Pages(db, settling, self.tags, seals)

    # --- putting and removing --------------------------------------------------------------------------

    def known(self, source: str, raw: bytes) -> bool:
        """Whether the library has exactly these bytes from this source, and nothing made from them is
        damaged.

        If so, there is nothing to parse.
        """
        found = self._db.row("SELECT id, digest FROM sources WHERE uri = ?", (encode_source(source),))
        return found is not None and found[1] == digest(raw) and self.pages.is_whole(found[0])

    def put(self, page: Page, now: float) -> Put:
        """Adds a page, or updates the article that its source gave before. See :class:`Put`.

        The same bytes from the same source cost one look-up. If a known source has a new text, its article is
        updated in place and keeps its reading state. There are two exceptions. If other sources still have
        the old text, this source gets an article of its own, with a copy of the state. If the library already
        has the new text, the source moves to that article; an article left without sources is then removed,
        and its state is merged.
        """
        return self.pages.put(page, now)

    def remove(self, ids: Iterable[int]) -> None:
        """Removes articles with their sources, links, reading state and visits.

        Raises:
            ArticleNotFound: one of them does not exist; none is removed.
        """
        wanted = list(dict.fromkeys(ids))
        with self._db.transaction():
            for article in wanted:
                self._check(article)
                self._settling.removing(article)
            self._db.execute(f"DELETE FROM articles WHERE id {AMONG}", (json_parameter(wanted),))

    def tag(self, article: int, tags: Iterable[str]) -> tuple[str, ...]:
        """Replaces the tags of an article; returns them as they are stored.

        They are stored in lower case, without spaces, each once. An empty list removes all tags. Raises
        ArticleNotFound.
        """
        return self.tags.set(article, tags)

    def add_tags(self, article: int, tags: Iterable[str]) -> None:
        """Adds tags to an article. Raises ArticleNotFound."""
        self.tags.add(article, tags)

    # --- reading ---------------------------------------------------------------------------------------

    def get(self, article: int) -> Article:
        """The whole article, with the links of all its sources, without duplicates.

        Raises:
            ArticleNotFound: there is none.
            ArticleDamaged: its stored content is no longer what was written.
        """
        row = self._db.row(f"{_DOCUMENT} WHERE a.id = ?", (article,))
        if row is None:
            raise ArticleNotFound(article)
        return _article(row, self.links(article))

    def beginning(self, article: int, most_blocks: int, most_characters: int) -> tuple[Article, float]:
        """Like :meth:`get`, but for a very long article only its first blocks, and what share of it they are.

        Returns at most ``most_blocks`` blocks of about ``most_characters`` characters; a share of 1.0 is the
        whole article.
        """
        row = self._db.row(f"{_DOCUMENT} WHERE a.id = ?", (article,))
        if row is None:
            raise ArticleNotFound(article)
        share = 1.0

        def decode(data: object, article: int) -> tuple[Block, ...]:
            nonlocal share
            blocks, share = decode_beginning(data, article, most_blocks, most_characters)
            return blocks

        return _article(row, self.links(article), decode), share

    def own(self, article: int) -> Article:
        """The article as its page states it: with its title there, without links and tags.

        Raises the same errors as :meth:`get`.
        """
        row = self._db.row(
            "SELECT id, own_title, note, note_label, blocks, lang, '',"
            " CASE WHEN titled THEN 'page' ELSE 'text' END, ''"
            " FROM articles LEFT JOIN bodies ON article = id WHERE id = ?",
            (article,),
        )
        if row is None:
            raise ArticleNotFound(article)
        return _article(row, ())

    def links(self, article: int) -> tuple[Link, ...]:
        """The links that the article's sources state, as written, without duplicates."""
        rows = self._db.rows(
            "SELECT kind, title, teaser FROM links WHERE article = ? ORDER BY source, position", (article,)
        )
        return tuple(dict.fromkeys(to_link(*row) for row in rows))

    def summary(self, article: int) -> Summary:
        """The row of a list for one article. Raises ArticleNotFound."""
        found = self.summaries([article])
        if not found:
            raise ArticleNotFound(article)
        return found[0]

    def summaries(self, ids: Sequence[int]) -> list[Summary]:
        """The rows of a list for some articles, in the order of ``ids``; missing articles are left out."""
        found: dict[int, Summary] = {}
        for start in range(0, len(ids), _CHUNK):
            chunk = ids[start : start + _CHUNK]
            try:
                rows = self._db.rows(f"{_SUMMARY} WHERE a.id {AMONG}", (json_parameter(chunk),))
            except LibraryDamaged:
                rows = [row for article in chunk for row in self._whatever_is_known(article)]
            found.update((row[0], _summary(row)) for row in rows)
        return [found[article] for article in ids if article in found]

    def _whatever_is_known(self, article: int) -> list[Row]:
        """The row of a summary when part of the file cannot be read: as much as can be."""
        nothing = (article, None, None, None, None, None, None, None, None, None, None, None)
        for query in (f"{_SUMMARY} WHERE a.id = ?", f"{_BARE_SUMMARY} WHERE a.id = ?"):
            try:
                return self._db.rows(query, (article,))
            except LibraryDamaged:
                continue
        return [nothing]

    def document(self, article: int) -> Document:
        """What the search index stores for an article. Raises ArticleNotFound, ArticleDamaged."""
        found = self.readable([article]).get(article)
        if found is None:
            raise ArticleNotFound(article)
        if isinstance(found, ArticleDamaged):
            raise found
        return found

    def documents(self, ids: Sequence[int]) -> list[Document]:
        """What the search index stores for some articles, in the order of ``ids``.

        Articles that do not exist or are damaged are left out.
        """
        found = self.readable(ids)
        documents = [found[article] for article in ids if article in found]
        return [document for document in documents if isinstance(document, Document)]

    def readable(self, ids: Sequence[int]) -> dict[int, Document | ArticleDamaged]:
        """The same for each article that exists; for a damaged one, the error that says what is wrong."""
        rows = self._db.rows(f"{_DOCUMENT} WHERE a.id {AMONG}", (json_parameter(ids),))
        return {row[0]: _to_document(row) for row in rows}

    def raw(self, article: int) -> Original:
        """The page from which the article first came, as it was read.

        Raises:
            ArticleNotFound: there is no such article.
            ArticleDamaged: the page cannot be unpacked.
        """
        row = self._db.row(
            "SELECT uri, raw, encoding FROM sources JOIN originals ON source = id WHERE article = ?"
            " ORDER BY id LIMIT 1",
            (article,),
        )
        if row is None:
            self._check(article)
            raise ArticleDamaged(article, "the page it was read from is missing")
        return Original(values.source(row[0]), values.unpacked(row[1], article), values.text(row[2]))

    def sources(self, article: int) -> list[str]:
        """The sources of the article, the first one first. Raises ArticleNotFound."""
        self._check(article)
        stored = self._db.column("SELECT uri FROM sources WHERE article = ? ORDER BY id", (article,))
        return list(map(values.source, stored))

    def find(self, source: str) -> int | None:
        """The article that came from a source, if there is one."""
        found: int | None = self._db.value(
            "SELECT article FROM sources WHERE uri = ?", (encode_source(source),)
        )
        return found

    def titled(self, text: str, limit: int) -> list[tuple[int, str]]:
        """The articles whose title is this text, apart from case, accents and punctuation, with their titles.

        Titles with the same spelling come first, then the articles added last.
        """
        (key, was_cut), spelt = key_title(text), sort_key(text)
        rows = self._db.rows(
            "SELECT id, title FROM (SELECT id, title, added, sort_key FROM articles WHERE title_key = ?1"
            " AND title_key <> '' AND title_cut = ?2 UNION SELECT id, title, added, sort_key FROM articles"
            " WHERE sort_key = ?3) ORDER BY sort_key <> ?3, added DESC, id LIMIT ?4",
            (key, was_cut, spelt, limit),
        )
        return [(article, values.text(title)) for article, title in rows]

    # --- listing ---------------------------------------------------------------------------------------

    def ids(self, order: Order = "added") -> list[int]:
        """The ids of all articles, in order."""
        return self._db.column(select_ids(order))

    def counts(self) -> Counts:
        """How many articles there are."""
        total = self._db.value("SELECT count(*) FROM articles")
        return Counts(total, total - self._db.value("SELECT count(*) FROM state WHERE read IS NOT NULL"))

    def _check(self, article: int) -> None:
        if self._db.value("SELECT 1 FROM articles WHERE id = ?", (article,)) is None:
            raise ArticleNotFound(article)


def _summary(row: Row) -> Summary:
    article, title, title_from, uri, words, added, read, starred, progress, tags, lang, lead = row
    shown = (
        values.text(title) or values.NO_TITLE,
        _title_from(title_from),
        values.source(uri),
        values.whole(words),
        values.moment(added),
        values.maybe_moment(read),
        bool(starred),
        values.share(progress),
        values.words(tags),
        values.text(lang),
        values.text(lead),
    )
    uri = values.source(uri) if isinstance(uri, bytes) else uri
    tags = shown[8] if tags == "" or shown[8] else tags
    stored = (title, title_from, uri, words, added, read, starred or 0, progress or 0.0, tags, lang, lead)
    return Summary(article, *shown, damage="" if stored == shown else _damage(stored, shown))


_SHOWN = (
    *("its title", "where its title is from", "where it came from", "its length", "when it was added"),
    *("when it was read", "its star", "how far it was read", "its tags", "its language", "its first words"),
)


def _damage(stored: Iterable[object], shown: Iterable[object]) -> str:
    odd = [what for what, one, other in zip(_SHOWN, stored, shown, strict=True) if one != other]
    return ", ".join(odd)


def _title_from(stored: object) -> TitleFrom:
    return next((name for name in _TITLES_FROM if name == stored), "page")


def _article(
    row: Row,
    links: tuple[Link, ...],
    decode: Callable[[object, int], tuple[Block, ...]] = decode_blocks,
) -> Article:
    article, title, note, note_label, blocks, lang, tags, title_from, _ = row
    if blocks is None:
        raise ArticleDamaged(article, "its text is missing")
    return Article(
        title=values.exact_text(title, article, "its title"),
        blocks=decode(blocks, article),
        links=links,
        note=values.exact_text(note, article, "its note"),
        note_label=values.exact_text(note_label, article, "its note"),
        title_from=_title_from(title_from),
        lang=values.text(lang),
        tags=values.words(tags),
    )


def _to_document(row: Row) -> Document | ArticleDamaged:
    try:
        article = _article(row, ())
    except ArticleDamaged as error:
        return error
    return Document(
        id=row[0],
        title=article.title,
        note=article.note,
        body=article.text(),
        lang=article.lang,
        tags=article.tags,
        mark=mark(row[8], row[1], row[5], row[6]),
    )


def mark(key: object, title: object, lang: object, tags: object) -> int:
    """A number (64 bits) made from everything about an article that is indexed, as its columns have it.

    ``key`` covers its own title, note and body; ``title`` may come from links.
    """
    whole = f"{key}\0{title}\0{lang}\0{tags}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(whole, digest_size=8).digest())
