"""Repairs what is damaged in a library from what is intact. Nothing else is touched.

An article keeps its number, and with it its reading state, star, tags and place in the trail.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import ArticleDamaged
from reader.facts import fact_of
from reader.model import Asset, Facts, Page
from reader.store import values
from reader.store.blobs import blob_of
from reader.store.codec import digest
from reader.store.database import Database
from reader.store.former import decode_former
from reader.store.positions import decode_anchor, decode_scene, encode_anchor, encode_scene, place
from reader.store.preparing import digest_of, keys_of_link, prepare
from reader.store.repairs import repaired
from reader.store.seals import Seals
from reader.store.settle import Settling

if TYPE_CHECKING:
    from reader.store.articles import Articles


@dataclass(frozen=True, slots=True)
class Kept:
    """What the library has of a page: where it came from, its article, and its bytes if they are intact.

    ``raw`` is the file that contains the article ``member``. ``digest`` identifies the bytes that the article
    was read from; "" if that is not certain.
    """

    source: str
    article: int | None
    raw: bytes | None
    digest: str
    member: str = ""
    media_type: str = ""


class Mending:
    """Repairs parts of one library. Each step is independent, in its own transaction or the caller's."""

    def __init__(self, db: Database, articles: Articles, settling: Settling, seals: Seals) -> None:
        self._db = db
        self._articles = articles
        self._pages = articles.pages
        self._settling = settling
        self._seals = seals

    # --- what can be used for repairs -------------------------------------------------------------------

    def pages_of(self, article: int) -> list[int]:
        """The numbers of an article's pages, the first page first; those without text come last."""
        return self._db.column("SELECT id FROM sources WHERE article = ? ORDER BY empty, id", (article,))

    def is_gone(self, article: int | None) -> bool:
        """Whether nothing is left of an article except its reading state and the like."""
        return article is not None and not self._db.rows(
            "SELECT 1 FROM articles WHERE id = ? UNION SELECT 1 FROM sources WHERE article = ?",
            (article, article),
        )

    def kept(self, source: int) -> Kept | None:
        """What the library has of a page; None if it has nothing."""
        row = self._db.row(
            # The file may have been read again since an article vanished from it.
            "SELECT uri, member, media_type, article, came_from FROM sources WHERE id = ?",
            (source,),
        )
        if row is None:
            return None
        uri, member, media_type, article, known = row
        certain = self._seals.fits("sources", source)
        return Kept(
            source=values.source(uri),
            article=article if isinstance(article, int) else None,
            raw=self._raw(source, certain=certain),
            digest=values.text(known) if certain else "",
            member=values.text(member),
            media_type=values.text(media_type),
        )

    def _raw(self, source: int, *, certain: bool) -> bytes | None:
        """The bytes that a page was read from, if they are intact."""
        blob = self._blob_of(source, certain=certain)
        try:
            known, raw = self._pages.blobs.read(blob, 0)
        except ArticleDamaged:
            return None
        # Unpacking verifies a checksum of its own; if the digest itself is damaged, that has to do.
        stated = self._db.value("SELECT came_from FROM sources WHERE id = ? AND NOT record", (source,))
        return raw if digest(raw) in (known, stated) or not certain else None

    def _blob_of(self, source: int, *, certain: bool) -> object:
        """The number of a page's bytes: the stated one, or (if not ``certain``) the one with their digest."""
        stated, blob, record = self._db.rows(
            "SELECT came_from, blob, record FROM sources WHERE id = ?", (source,)
        )[0]
        if certain or record:
            return blob
        by_digest = self._db.value("SELECT id FROM blobs WHERE digest = ? ORDER BY id LIMIT 1", (stated,))
        return blob if by_digest is None else by_digest

    # --- articles ---------------------------------------------------------------------------------------

    def put_back(self, source: int, page: Page, now: float) -> int:
        """Writes an article and its links again, from a page that it came from; returns its number.

        Its assets stay unchanged, because they may come from files beside the page.
        """
        number = self._pages.put_back(source, page, now, with_assets=False)
        repaired("article %d was damaged and was restored from its page %d", number, source)
        return number

    def derive(self, article: int, now: float) -> bool:
        """Computes again everything derived from an article's text; False if the text has changed."""
        try:
            content = self._articles.own(article)
        except ArticleDamaged:
            return False
        url = values.text(self._db.value("SELECT url_key FROM articles WHERE id = ?", (article,)))
        page = prepare(Page(source="", raw=b"", encoding="", article=content, facts=Facts(url=url)))
        if page.keys.key != self._db.value("SELECT key FROM articles WHERE id = ?", (article,)):
            return False
        with self._db.transaction():
            self._pages.write_again(article, page, now)
        repaired("the values derived from the text of article %d were damaged and were restored", article)
        return True

    def relink(self, source: int) -> bool:
        """Resolves the links of a page again; False if they are not the ones that the page states."""
        rows = self._db.rows("SELECT id, article FROM links WHERE source = ? ORDER BY position", (source,))
        kept = self._db.row("SELECT article, stated FROM sources WHERE id = ?", (source,))
        links = self._pages.links.stated(source)
        if kept is None or kept[1] != digest_of(links) or {row[1] for row in rows} - {kept[0]}:
            return False
        with self._db.transaction():
            self._settling.restating(kept[0], source)
            self._db.executemany(
                "UPDATE links SET title_key = ?, title_cut = ?, teaser_key = ?, address_key = ?,"
                " names = NULL, target = NULL, candidates = NULL WHERE id = ?",
                [(*keys_of_link(link), row[0]) for row, link in zip(rows, links, strict=True)],
            )
            self._settling.restated(kept[0], source)
        repaired("the links of page %d were damaged; they were resolved again", source)
        return True

    def put_page_back(self, source: int, raw: bytes) -> None:
        """Replaces what is stored of a page as it was read."""
        with self._db.transaction():
            blob = blob_of(raw)
            number = self._db.value(
                "SELECT b.id FROM sources s JOIN blobs b ON b.id = s.blob WHERE s.id = ?", (source,)
            )
            if number is None:
                number = self._pages.blobs.keep(blob)
                self._db.execute("UPDATE sources SET blob = ? WHERE id = ?", (number, source))
            else:
                # Everything that shares these bytes is repaired too.
                self._pages.blobs.replace(number, blob)
        repaired("page %d was damaged and was read from its file again", source)

    def put_assets_back(self, source: int, assets: Iterable[Asset]) -> int:
        """Overwrites the stored assets of a page with these, if they are the ones it had.

        Returns:
            How many were written.
        """
        done = 0
        with self._db.transaction():
            for asset in assets:
                blob = blob_of(asset.raw)
                row = self._db.row(
                    "SELECT a.id, b.id FROM assets a LEFT JOIN blobs b ON b.id = a.blob"
                    " WHERE a.source = ? AND a.name = ? AND a.digest = ?",
                    (source, asset.name, blob.digest),
                )
                if row is None:
                    continue
                if row[1] is None:
                    number = self._pages.blobs.keep(blob)
                    self._db.execute("UPDATE assets SET blob = ? WHERE id = ?", (number, row[0]))
                else:
                    self._pages.blobs.replace(row[1], blob)
                done += 1
        return done

    def retag(self, article: int) -> None:
        """Makes the tags shown with an article agree with the tags that it is found by."""
        self._articles.tags.agree(article)
        repaired("the tags of article %d did not agree and were written again", article)

    # --- what is stored nowhere else --------------------------------------------------------------------

    def keep(self, part: str, key: object) -> None:
        """Accepts the readable part of a damaged row as its content from now on, and drops the rest."""
        with self._db.transaction():
            if part == "sources":
                self._keep_source(key)
            elif part == "assets":
                self._keep_assets(key)
            elif part == "state":
                self._keep_state(key)
            elif part == "highlights":
                self._keep_highlights(key)
            elif part in _FORMS:
                self._keep_if_readable(part, key)
                if part == "visits":
                    self._keep_visit(key)
                elif part == "former_texts":
                    self._keep_former(key)
            elif part == "meta":
                self._keep_of_library(key)
            self._seals.accept(part, [key])
        repaired("row %r of %s was damaged; the readable part of it is kept", key, part)

    def _keep_source(self, key: object) -> None:
        if not isinstance(key, int):
            return
        row = self._db.row(
            "SELECT uri, member, media_type, encoding, added, vanished, record, empty, told FROM sources"
            " WHERE id = ?",
            (key,),
        )
        if row is None:
            return
        uri = row[0] if type(row[0]) in (str, bytes) else f"unknown:{key}"
        self._db.execute(
            "UPDATE OR IGNORE sources SET uri = ?, member = ?, media_type = ?, encoding = ?, added = ?,"
            " vanished = ?, record = ?, empty = ?, told = ? WHERE id = ?",
            (
                *(uri, *map(values.text, row[1:4]), values.moment(row[4])),
                *(values.maybe_moment(row[5]), bool(row[6]), bool(row[7]), values.text(row[8]), key),
            ),
        )
        raw = self._raw(key, certain=False)
        if raw is not None and not row[6]:
            self._db.execute(
                "UPDATE sources SET digest = ?1, came_from = ?1, blob = ?2 WHERE id = ?3",
                (digest(raw), self._blob_of(key, certain=False), key),
            )
        elif row[6]:
            # Which file it came from is not certain: the file is read again.
            self._db.execute("UPDATE sources SET digest = '' WHERE id = ?", (key,))

    def _keep_assets(self, key: object) -> None:
        """Keeps the assets whose bytes exist and match their digest."""
        for number, name, blob, known in self._db.rows(
            "SELECT id, name, blob, digest FROM assets WHERE source = ?", (key,)
        ):
            try:
                whole = type(name) is str and digest(self._pages.blobs.read(blob, 0)[1]) == known
            except ArticleDamaged:
                whole = False
            if not whole:
                self._db.execute("DELETE FROM assets WHERE id = ?", (number,))

    def _keep_state(self, key: object) -> None:
        row = self._db.row(
            "SELECT read, starred, block, char, progress, anchor, archived, remark, touched, opened"
            " FROM state WHERE article = ?",
            (key,),
        )
        if row is not None:
            read, starred, block, char, progress, anchor, archived, remark, touched, opened = row
            where = place(block, char)
            self._db.execute(
                "UPDATE state SET read = ?, starred = ?, block = ?, char = ?, progress = ?, anchor = ?,"
                " archived = ?, remark = ?, touched = ?, opened = ? WHERE article = ?",
                (
                    *(values.maybe_moment(read), bool(starred), where.block, where.char),
                    *(values.share(progress), encode_anchor(decode_anchor(anchor))),
                    *(values.maybe_moment(archived), values.text(remark), values.whole(touched)),
                    *(values.maybe_moment(opened), key),
                ),
            )

    def _keep_highlights(self, key: object) -> None:
        if isinstance(key, int):
            readable = self._pages.highlights.of(key)
            self._db.execute("DELETE FROM highlights WHERE article = ?", (key,))
            self._pages.highlights.set_many({key: list(map(fact_of, readable))})

    def _keep_if_readable(self, part: str, key: object) -> None:
        name, columns, types = _FORMS[part]
        odd = key if type(key) in (int, str) else str(key).encode(errors="surrogateescape")
        where = f"{name} = ?" if odd is key else f"CAST({name} AS BLOB) = ?"
        row = self._db.row(f"SELECT {columns} FROM {part} WHERE {where}", (odd,))
        if row is not None and (
            odd is not key or any(type(v) is not t for v, t in zip(row, types, strict=True))
        ):
            self._db.execute(f"DELETE FROM {part} WHERE {where}", (odd,))

    def _keep_former(self, key: object) -> None:
        """Keeps a former text if it can be decoded."""
        for content in self._db.column("SELECT content FROM former_texts WHERE id = ?", (key,)):
            try:
                decode_former(content, 0)
            except ArticleDamaged:
                self._db.execute("DELETE FROM former_texts WHERE id = ?", (key,))

    def _keep_visit(self, key: object) -> None:
        for anchor, scene in self._db.rows("SELECT anchor, scene FROM visits WHERE id = ?", (key,)):
            self._db.execute(
                "UPDATE visits SET anchor = ?, scene = ? WHERE id = ?",
                (encode_anchor(decode_anchor(anchor)), encode_scene(decode_scene(scene)), key),
            )

    def _keep_of_library(self, key: object) -> None:
        if key == "library_id" and not values.text(self._value_of("library_id")):
            self._db.execute("REPLACE INTO meta (name, value) VALUES ('library_id', ?)", (uuid.uuid4().hex,))
        elif key == "visit" and not isinstance(self._value_of("visit"), int):
            self._db.execute("DELETE FROM meta WHERE name = 'visit'")
        elif key not in ("library_id", "visit", "keys", "seals"):
            # An unknown name: its meaning is lost. Code that needs the value creates it again.
            self._db.execute("DELETE FROM meta WHERE CAST(name AS BLOB) = CAST(? AS BLOB)", (_bytes(key),))

    def _value_of(self, name: str) -> object:
        return self._db.value("SELECT value FROM meta WHERE name = ?", (name,))

    # --- the file ---------------------------------------------------------------------------------------

    def reindex(self) -> None:
        """Rebuilds the indexes of the file from its tables."""
        with self._db.transaction():
            self._db.execute("REINDEX")
        repaired("the indexes of the library file were damaged and were rebuilt")

    def drop_lost(self) -> None:
        """Removes rows that refer to something missing, and resolves all links again."""
        with self._db.transaction():
            for statement in _LOST:
                self._db.execute(statement)
            self._seals.forget_lost()
            self._settling.settle_all()
        repaired("rows that belonged to nothing were removed, and all links were resolved again")


_FORMS = {
    "bookmarks": ("id", "letter, block, char, anchor", (str, int, int, str)),
    "visits": (
        "id",
        'block, char, anchor, scene, at, "left"',
        (int, int, str, str, float, int),
    ),
    "reading_days": ("id", "day, article, seconds, words, finished", (str, int, float, int, int)),
    "former_texts": ("id", "article, replaced, was_read, digest, content", (int, float, int, str, bytes)),
    "trash": ("article", "key, title, removed, content", (str, str, float, bytes)),
    "journal": ("number", "at, change, aspect, facts, undone", (float, str, str, bytes, int)),
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
            ("highlights", "article", "articles"),
            ("bookmarks", "article", "articles"),
            ("former_texts", "article", "articles"),
            ("visits", "article", "articles"),
            ("unindexed", "article", "articles"),
            ("sources", "article", "articles"),
            ("assets", "source", "sources"),
            ("links", "source", "sources"),
            ("links", "article", "articles"),
        )
    ),
    "DELETE FROM trash_sources WHERE article NOT IN (SELECT article FROM trash)",
    "DELETE FROM trash_blobs WHERE article NOT IN (SELECT article FROM trash)"
    " OR blob NOT IN (SELECT id FROM blobs)",
    *(
        f"UPDATE {table} SET blob = NULL WHERE blob NOT IN (SELECT id FROM blobs)"
        for table in ("sources", "assets")
    ),
    "DELETE FROM blobs WHERE id NOT IN (SELECT blob FROM sources WHERE blob IS NOT NULL)"
    " AND id NOT IN (SELECT blob FROM assets WHERE blob IS NOT NULL)"
    " AND id NOT IN (SELECT blob FROM trash_blobs)",
    "DELETE FROM trash_steps WHERE article NOT IN (SELECT article FROM trash)",
    "DELETE FROM links WHERE article <> (SELECT article FROM sources WHERE id = source)",
    "UPDATE links SET target = NULL WHERE target NOT IN (SELECT id FROM articles)",
    "UPDATE links SET names = NULL WHERE names NOT IN (SELECT id FROM articles)",
    "UPDATE visits SET parent = NULL WHERE parent NOT IN (SELECT id FROM visits)",
    f"UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM"
    " (SELECT id FROM articles UNION ALL SELECT article FROM trash)"
    f" WHERE id <= {values.LAST_ID})"
    f" WHERE name = 'articles' AND seq > {values.LAST_ID}",
    # A row whose number was damaged: the article is written again under its own number.
    "DELETE FROM articles WHERE id NOT IN (SELECT article FROM sources)"
    " AND id NOT IN (SELECT article FROM bodies)",
)


def _bytes(key: object) -> bytes:
    return key if isinstance(key, bytes) else str(key).encode(errors="surrogateescape")
