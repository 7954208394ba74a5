"""Repairs what is damaged in a library from what is intact. Nothing else is touched.

An article keeps its number, and with it its reading state, star, tags and place in the trail.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import ArticleDamaged
from reader.model import Page
from reader.store import values
from reader.store.codec import digest, key_teaser, key_title
from reader.store.database import Database
from reader.store.pages import digest_of, packed, prepare
from reader.store.repairs import repaired
from reader.store.seals import Seals
from reader.store.settle import Settling
from reader.store.state import place

if TYPE_CHECKING:
    from reader.store.articles import Articles


@dataclass(frozen=True, slots=True)
class Kept:
    """What the library has of a page: where it came from, its article, and its bytes if they are intact.

    ``digest`` identifies the bytes it was read from; "" if that is not known for certain.
    """

    source: str
    article: int | None
    raw: bytes | None
    digest: str


class Mending:
    """Repairs parts of one library; each step by itself, in its own transaction or the caller's."""

    def __init__(self, db: Database, articles: Articles, settling: Settling, seals: Seals) -> None:
        self._db = db
        self._articles = articles
        self._pages = articles.pages
        self._settling = settling
        self._seals = seals

    # --- what can be used for repairs -------------------------------------------------------------------

    def pages_of(self, article: int) -> list[int]:
        """The numbers of an article's pages, the first page first."""
        return self._db.column("SELECT id FROM sources WHERE article = ? ORDER BY id", (article,))

    def is_gone(self, article: int | None) -> bool:
        """Whether nothing is left of an article except its reading state and the like."""
        return article is not None and not self._db.rows(
            "SELECT 1 FROM articles WHERE id = ? UNION SELECT 1 FROM sources WHERE article = ?",
            (article, article),
        )

    def kept(self, source: int) -> Kept | None:
        """What the library has of a page; None if it has nothing."""
        row = self._db.row(
            "SELECT uri, article, digest, raw FROM sources LEFT JOIN originals ON source = id WHERE id = ?",
            (source,),
        )
        if row is None:
            return None
        uri, article, known, packed_page = row
        certain = self._seals.fits("sources", source)
        raw: bytes | None
        try:
            raw = values.unpacked(packed_page, 0)
        except ArticleDamaged:
            raw = None
        # Unpacking verifies a checksum of its own: if the digest itself is damaged, that has to be enough.
        if raw is not None and certain and digest(raw) != known:
            raw = None
        number = article if isinstance(article, int) else None
        return Kept(values.source(uri), number, raw, values.text(known) if certain else "")

    # --- articles ---------------------------------------------------------------------------------------

    def put_back(self, source: int, page: Page, now: float) -> int:
        """Writes an article again, with its links, from a page that it came from; returns its number."""
        number = self._pages.put_back(source, page, now)
        repaired("article %d was damaged and was made again from its page %d", number, source)
        return number

    def derive(self, article: int, now: float) -> bool:
        """Derives again what follows from an article's text; False if the text is not what it was."""
        try:
            content = self._articles.own(article)
        except ArticleDamaged:
            return False
        page = prepare(Page("", b"", "", content))
        if page.keys.key != self._db.value("SELECT key FROM articles WHERE id = ?", (article,)):
            return False
        with self._db.transaction():
            self._pages.write_again(article, page, now)
        repaired("what follows from the text of article %d was damaged and was made again", article)
        return True

    def relink(self, source: int) -> bool:
        """Resolves the links of a page again; False if they are not what the page states."""
        rows = self._db.rows(
            "SELECT id, article, kind, title, teaser FROM links WHERE source = ? ORDER BY position", (source,)
        )
        kept = self._db.row("SELECT article, stated FROM sources WHERE id = ?", (source,))
        links = self._pages.stated(source)
        if kept is None or kept[1] != digest_of(links) or {row[1] for row in rows} - {kept[0]}:
            return False
        with self._db.transaction():
            self._settling.restating(kept[0], source)
            self._db.executemany(
                "UPDATE links SET title_key = ?, title_cut = ?, teaser_key = ?, names = NULL, target = NULL,"
                " candidates = NULL WHERE id = ?",
                [
                    (*key_title(link.title), key_teaser(link.teaser), row[0])
                    for row, link in zip(rows, links, strict=True)
                ],
            )
            self._settling.restated(kept[0], source)
        repaired("the links of page %d were damaged; they were resolved again", source)
        return True

    def put_page_back(self, source: int, raw: bytes) -> None:
        """Replaces the stored bytes of a page by the ones it was read from."""
        self._db.execute("REPLACE INTO originals (source, raw) VALUES (?, ?)", (source, packed(raw)))
        repaired("page %d was damaged and was read from its file again", source)

    def retag(self, article: int) -> None:
        """Makes the tags that an article is shown with agree with those it is found by."""
        self._articles.tags.agree(article)
        repaired("the tags of article %d did not agree and were made again", article)

    # --- what is stored nowhere else --------------------------------------------------------------------

    def keep(self, part: str, key: object) -> None:
        """Accepts what can be read of a damaged row as its content from now on, and drops the rest."""
        with self._db.transaction():
            if part == "sources":
                self._keep_source(key)
            elif part == "state":
                self._keep_state(key)
            elif part in _FORMS:
                self._keep_if_readable(part, key)
            elif part == "meta":
                self._keep_of_library(key)
            self._seals.accept(part, [key])
        repaired("row %r of %s was damaged; what can be read of it is kept", key, part)

    def _keep_source(self, key: object) -> None:
        if not isinstance(key, int):
            return
        row = self._db.row("SELECT uri, encoding, added FROM sources WHERE id = ?", (key,))
        if row is not None:
            uri = row[0] if type(row[0]) in (str, bytes) else f"unknown:{key}"
            self._db.execute(
                "UPDATE OR IGNORE sources SET uri = ?, encoding = ?, added = ? WHERE id = ?",
                (uri, values.text(row[1]), values.moment(row[2]), key),
            )
            kept = self.kept(key)
            if kept is not None and kept.raw is not None:
                self._db.execute("UPDATE sources SET digest = ? WHERE id = ?", (digest(kept.raw), key))

    def _keep_state(self, key: object) -> None:
        row = self._db.row("SELECT read, starred, block, char, progress FROM state WHERE article = ?", (key,))
        if row is not None:
            read, starred, block, char, progress = row
            where = place(block, char)
            self._db.execute(
                "UPDATE state SET read = ?, starred = ?, block = ?, char = ?, progress = ? WHERE article = ?",
                (
                    *(values.maybe_moment(read), bool(starred), where.block, where.char),
                    *(values.share(progress), key),
                ),
            )

    def _keep_if_readable(self, part: str, key: object) -> None:
        name, columns, types = _FORMS[part]
        odd = key if type(key) in (int, str) else str(key).encode(errors="surrogateescape")
        where = f"{name} = ?" if odd is key else f"CAST({name} AS BLOB) = ?"
        row = self._db.row(f"SELECT {columns} FROM {part} WHERE {where}", (odd,))
        if row is not None and (
            odd is not key or any(type(v) is not t for v, t in zip(row, types, strict=True))
        ):
            self._db.execute(f"DELETE FROM {part} WHERE {where}", (odd,))

    def _keep_of_library(self, key: object) -> None:
        if key == "library_id" and not values.text(self._value_of("library_id")):
            self._db.execute("REPLACE INTO meta (name, value) VALUES ('library_id', ?)", (uuid.uuid4().hex,))
        elif key == "visit" and not isinstance(self._value_of("visit"), int):
            self._db.execute("DELETE FROM meta WHERE name = 'visit'")
        elif key not in ("library_id", "visit", "keys", "seals"):
            # An unknown name: nobody can tell what it was. Whoever needs the value makes it again.
            self._db.execute("DELETE FROM meta WHERE CAST(name AS BLOB) = CAST(? AS BLOB)", (_bytes(key),))

    def _value_of(self, name: str) -> object:
        return self._db.value("SELECT value FROM meta WHERE name = ?", (name,))

    # --- the file ---------------------------------------------------------------------------------------

    def reindex(self) -> None:
        """Rebuilds the indexes of the file from its tables."""
        with self._db.transaction():
            self._db.execute("REINDEX")
        repaired("the indexes of the library file were damaged and were made again")

    def drop_lost(self) -> None:
        """Removes rows that refer to something missing, and resolves all links again."""
        with self._db.transaction():
            for statement in _LOST:
                self._db.execute(statement)
            self._seals.forget_lost()
            self._settling.settle_all()
        repaired("rows that belonged to nothing were removed, and all links resolved again")


_FORMS = {
    "visits": (
        "id",
        'block, char, query, at, "left", focus, "match", marked',
        (int, int, str, float, int, str, int, int),
    ),
    "saved_searches": ("key", "name, query, saved", (str, str, float)),
    "recent_searches": ("number", "query, at", (str, float)),
}

_LOST = (
    *(
        f"DELETE FROM {table} WHERE {column} NOT IN (SELECT id FROM {parent})"
        for table, column, parent in (
            ("bodies", "article", "articles"),
            ("tags", "article", "articles"),
            ("state", "article", "articles"),
            ("visits", "article", "articles"),
            ("unindexed", "article", "articles"),
            ("sources", "article", "articles"),
            ("originals", "source", "sources"),
            ("links", "source", "sources"),
            ("links", "article", "articles"),
        )
    ),
    "DELETE FROM links WHERE article <> (SELECT article FROM sources WHERE id = source)",
    "UPDATE links SET target = NULL WHERE target NOT IN (SELECT id FROM articles)",
    "UPDATE links SET names = NULL WHERE names NOT IN (SELECT id FROM articles)",
    "UPDATE visits SET parent = NULL WHERE parent NOT IN (SELECT id FROM visits)",
    f"UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM articles WHERE id <= {values.LAST_ID})"
    f" WHERE name = 'articles' AND seq > {values.LAST_ID}",
    # A row whose number was damaged: the article is made again under its own number.
    "DELETE FROM articles WHERE id NOT IN (SELECT article FROM sources)"
    " AND id NOT IN (SELECT article FROM bodies)",
)


def _bytes(key: object) -> bytes:
    return key if isinstance(key, bytes) else str(key).encode(errors="surrogateescape")
