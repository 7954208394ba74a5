"""Makes the keys of a library again if another version made them differently.

Keys (folded titles, heads, teasers …) are derived from the content of articles and links, which stays
unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.errors import ArticleDamaged
from reader.store.articles import Articles
from reader.store.codec import KEYS, keys_of, to_link
from reader.store.database import Database, Row
from reader.store.preparing import keys_of_link
from reader.store.repairs import repaired
from reader.store.settle import Settling
from reader.store.values import text

_CHUNK = 500


def bring_up_to_date(db: Database, articles: Articles, settling: Settling) -> None:
    """Makes all keys and resolves all links again, unless the library has the keys of this version.

    ``articles.key`` stays: it is an identity, not something to compare by.
    """
    before = _version(db)
    if before == KEYS:
        return
    with db.transaction():
        # Checked again under the lock: another process may just have done it.
        if _version(db) == KEYS:
            return
        _articles(db, articles)
        _links(db)
        settling.settle_all()
        db.execute("REPLACE INTO meta (name, value) VALUES ('keys', ?)", (KEYS,))
    if before is not None:
        repaired("the keys of the library were made by another version; they were made again")


def _version(db: Database) -> str | None:
    version: str | None = db.value("SELECT value FROM meta WHERE name = 'keys'")
    return version


def _articles(db: Database, articles: Articles) -> None:
    for rows in _chunks(db, "SELECT id FROM articles"):
        for (article,) in rows:
            try:
                own = articles.own(article)
            except ArticleDamaged:
                # An article that cannot be read has no keys. The others still get theirs.
                continue
            url_key = db.value("SELECT url_key FROM articles WHERE id = ?", (article,))
            keys = keys_of(own, text(url_key))
            db.execute(
                "UPDATE articles SET body_key = ?, head = ?, note_head = ?, pictures = ?, lead = ?, words = ?"
                " WHERE id = ?",
                (*(keys.body_key, keys.head, keys.note_head, keys.pictures, keys.lead, keys.words), article),
            )
            if own.title_from == "page":
                db.execute(
                    "UPDATE articles SET title_key = ?, title_cut = ?, sort_key = ? WHERE id = ?",
                    (keys.title_key, keys.title_cut, keys.sort_key, article),
                )


def _links(db: Database) -> None:
    for rows in _chunks(db, "SELECT id, kind, title, teaser, address FROM links"):
        db.executemany(
            "UPDATE links SET title_key = ?, title_cut = ?, teaser_key = ?, address_key = ? WHERE id = ?",
            [(*keys_of_link(to_link(*stated)), link) for link, *stated in rows],
        )


def _chunks(db: Database, query: str) -> Iterator[list[Row]]:
    last = 0
    while rows := db.rows(f"{query} WHERE id > ? ORDER BY id LIMIT {_CHUNK}", (last,)):
        yield rows
        last = rows[-1][0]
