"""The articles of the library: adding, finding, reading, listing, removing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from reader.errors import ArticleDamaged, ArticleNotFound
from reader.model import Article, Asset, Block, Document, Facts, Link, Page, StoredHighlight, Summary
from reader.store import values
from reader.store.assets import StoredAsset, prepare_assets
from reader.store.codec import (
    decode_beginning,
    encode_source,
    key_title,
    sort_key,
    to_link,
)
from reader.store.database import Database, json_parameter
from reader.store.documents import SELECT_DOCUMENT, ArticleText, to_article, to_document, to_text
from reader.store.evidence import AMONG
from reader.store.listing import IdOrder, select_ids
from reader.store.origins import Known
from reader.store.pages import PutResult
from reader.store.preparing import Prepared
from reader.store.reading import ReadingDays
from reader.store.renewing import Renewing
from reader.store.seals import Seals
from reader.store.settle import Settling
from reader.store.summaries import Summaries, standing_for_title
from reader.store.tags import Tags
from reader.store.trash import Trash


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles there are, and how many of them are unread."""

    all: int
    unread: int


@dataclass(frozen=True, slots=True)
class Original:
    """The file that an article came from: its source, its bytes, and the encoding they were decoded with.

    ``member`` identifies the article in the file.
    """

    source: str
    raw: bytes
    encoding: str
    member: str = ""


class Articles:
    """The articles in the library and their contents."""

    def __init__(self, db: Database, settling: Settling, seals: Seals) -> None:
        self._db = db
        self._settling = settling
        self._summaries = Summaries(db)
        self.reading = ReadingDays(db)
        self.tags = Tags(db)
        self.trash = Trash(db, settling, self.tags)
        self.pages = Renewing(db, settling, self.tags, seals, self.trash)

    # --- putting and removing --------------------------------------------------------------------------

    def known(self, source: str, raw: bytes | str, version: int | None = None) -> Known:
        """What the library has of a file. If it ``is_read``, there is nothing to parse.

        ``raw`` is its bytes, or their digest. Damaged content from these bytes makes ``is_read`` False.
        ``version`` is an earlier result of :meth:`Store.version`, for the files of a batch; later changes by
        others are noticed by :meth:`put`.
        """
        return self.pages.known(source, raw, version)

    def put(
        self,
        page: Page | Prepared,
        now: float,
        known: Known | None = None,
        *,
        last: bool = True,
        again: bool = True,
    ) -> PutResult:
        """Adds a page, or updates the article that its source gave before. See :class:`PutResult`.

        ``known`` is the result of :meth:`known` for its file, if the caller has it; ``last`` is False for all
        articles of a file except the last. If a known source has another text, its article is updated and
        keeps its reading state. There are two exceptions: if other sources still have the old text, this one
        gets an article of its own, with a copy of the state; and if the library already has the new text, the
        source moves to that article, and an article left without sources is removed, its state merged.
        An article that the person has removed comes back, unless ``again`` is False.
        """
        return self.pages.put(page, now, known, last=last, again=again)

    def renew(self, article: int, page: Page | Prepared, now: float) -> PutResult:
        """Gives an article the text of a page that was fetched for it; see :mod:`reader.store.renewing`."""
        return self.pages.renew(article, page, now)

    def remove(self, ids: Iterable[int]) -> None:
        """Deletes articles for good, with their sources, links, reading state and visits.

        Articles that the user removes go to the trash instead: see journal.py.

        Raises:
            ArticleNotFound: one of them does not exist; none is removed.
        """
        wanted = list(dict.fromkeys(ids))
        with self._db.transaction():
            for article in wanted:
                self._check(article)
                self._settling.removing(article)
            self._db.execute(f"DELETE FROM articles WHERE id {AMONG}", (json_parameter(wanted),))
            self.reading.forget_gone()

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
            ArticleNotFound: there is no such article.
            ArticleDamaged: its stored content has changed.
        """
        row = self._db.row(f"{SELECT_DOCUMENT} WHERE a.id = ?", (article,))
        if row is None:
            raise ArticleNotFound(article)
        return to_article(row, self.links(article))

    def beginning(
        self, article: int, most_blocks: int, most_characters: int, links: tuple[Link, ...] | None = None
    ) -> tuple[Article, float]:
        """Like :meth:`get`, but for a very long article only the first blocks, and their share of the text.

        At most ``most_blocks`` blocks, of about ``most_characters`` characters; a share of 1.0 is all of it.
        ``links`` are the links that it states, if the caller has them.
        """
        row = self._db.row(f"{SELECT_DOCUMENT} WHERE a.id = ?", (article,))
        if row is None:
            raise ArticleNotFound(article)
        share = 1.0

        def decode(data: object, article: int) -> tuple[Block, ...]:
            nonlocal share
            blocks, share = decode_beginning(data, article, most_blocks, most_characters)
            return blocks

        return to_article(row, self.links(article) if links is None else links, decode), share

    def own(self, article: int) -> Article:
        """The article as its page states it: with its title there, without links and tags.

        Raises the same errors as :meth:`get`.
        """
        row = self._db.row(
            "SELECT id, own_title, note, note_label, blocks, lang, '', titled, '', url, '', '', ''"
            " FROM articles LEFT JOIN bodies ON article = id WHERE id = ?",
            (article,),
        )
        if row is None:
            raise ArticleNotFound(article)
        own = to_article(row, ())
        if row[7]:
            return own
        return replace(own, title_from=standing_for_title(own.title, values.text(row[9])))

    def facts(self, article: int) -> Facts:
        """What is known of an article beside its text, as far as files state it; without its state.

        Raises ArticleNotFound.
        """
        row = self._db.row(
            "SELECT url, site, author, published, saved, excerpt, feed, remark FROM articles"
            " LEFT JOIN state ON article = id WHERE id = ?",
            (article,),
        )
        if row is None:
            raise ArticleNotFound(article)
        url, site, author, published, saved, excerpt, feed, remark = map(values.text, row)
        return Facts(
            url=url,
            site=site,
            author=author,
            published=published,
            saved=saved,
            excerpt=excerpt,
            feed=feed,
            remark=remark,
            highlights=tuple(one.highlight for one in self.highlights(article)),
        )

    def highlights(self, article: int) -> tuple[StoredHighlight, ...]:
        """The highlights of an article in the order of its text; those whose words are lost come last."""
        return self.pages.highlights.of(article)

    def links(self, article: int) -> tuple[Link, ...]:
        """The links that the article's sources state, as written, without duplicates."""
        rows = self._db.rows(
            "SELECT kind, title, teaser, address FROM links WHERE article = ? ORDER BY source, position",
            (article,),
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
        return self._summaries.of(ids)

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
        rows = self._db.rows(f"{SELECT_DOCUMENT} WHERE a.id {AMONG}", (json_parameter(ids),))
        return {row[0]: to_document(row) for row in rows}

    def texts(self, ids: Sequence[int]) -> dict[int, ArticleText | None]:
        """The texts of the articles that exist; None for a damaged one."""
        rows = self._db.rows(f"{SELECT_DOCUMENT} WHERE a.id {AMONG}", (json_parameter(ids),))
        return {row[0]: to_text(row) for row in rows}

    def raw(self, article: int) -> Original:
        """The page that the article first came from, as it was read.

        Raises:
            ArticleNotFound: there is no such article.
            ArticleDamaged: the page cannot be unpacked.
        """
        row = self._db.row(
            "SELECT uri, member, blob, encoding FROM sources WHERE article = ? ORDER BY empty, id LIMIT 1",
            (article,),
        )
        if row is None:
            self._check(article)
            raise ArticleDamaged(article, "the page it was read from is missing")
        uri, member, blob, encoding = row
        raw = self.pages.blobs.read(blob, article)[1]
        return Original(
            source=values.source(uri), raw=raw, encoding=values.text(encoding), member=values.text(member)
        )

    def add_asset(self, article: int, asset: Asset) -> bool:
        """Adds a picture to an article, unless it has one of that name; returns whether it was added."""
        with self._db.transaction():
            return self.pages.assets.add(article, *prepare_assets([asset]))

    def assets(self, article: int) -> list[StoredAsset]:
        """The pictures and files that belong to an article, each name once. Raises ArticleNotFound."""
        self._check(article)
        return self.pages.assets.of(article)

    def beginnings(self, article: int, most: int) -> Iterator[tuple[str, bytes]]:
        """The names of these files, each with the first of its bytes, ``most`` at most."""
        return self.pages.assets.beginnings(article, most)

    def asset(self, article: int, name: str) -> bytes | None:
        """The bytes of one of them; None if the article has none of that name.

        Raises:
            ArticleNotFound: there is no such article.
            ArticleDamaged: the bytes have changed since they were stored.
        """
        self._check(article)
        return self.pages.assets.raw(article, name)

    def sources(self, article: int) -> list[str]:
        """The sources of the article, the first one first. Raises ArticleNotFound."""
        self._check(article)
        stored = self._db.column("SELECT uri FROM sources WHERE article = ? ORDER BY id", (article,))
        return list(map(values.source, stored))

    def find(self, source: str) -> int | None:
        """The article that came from a source, or None; if there are several, the first one."""
        found: int | None = self._db.value(
            "SELECT article FROM sources WHERE uri = ? ORDER BY id LIMIT 1", (encode_source(source),)
        )
        return found

    def titled(self, text: str, limit: int) -> list[tuple[int, str]]:
        """The articles whose title is this text, apart from case, accents and punctuation, with their titles.

        Titles with the same spelling come first, then the articles added last.
        """
        (key, was_cut), spelt = key_title(text), sort_key(text)
        rows = self._db.rows(
            "SELECT id, title FROM (SELECT id, title, added, sort_key FROM articles WHERE title_key = ?"
            " AND title_key <> '' AND title_cut = ? UNION SELECT id, title, added, sort_key FROM articles"
            " WHERE sort_key = ?) ORDER BY sort_key <> ?, added DESC, id LIMIT ?",
            (key, was_cut, spelt, spelt, limit),
        )
        return [(article, values.text(title)) for article, title in rows]

    # --- listing ---------------------------------------------------------------------------------------

    def ids(self, order: IdOrder = "added") -> list[int]:
        """The ids of all articles, in order."""
        return self._db.column(select_ids(order))

    def counts(self) -> Counts:
        """How many articles there are."""
        total = self._db.value("SELECT count(*) FROM articles")
        return Counts(total, total - self._db.value("SELECT count(*) FROM state WHERE read IS NOT NULL"))

    def _check(self, article: int) -> None:
        if self._db.value("SELECT 1 FROM articles WHERE id = ?", (article,)) is None:
            raise ArticleNotFound(article)
