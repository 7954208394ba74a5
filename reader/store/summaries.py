"""The rows of lists: short facts about articles, as far as they can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import get_args

from reader.errors import LibraryDamaged
from reader.model import Summary, TitleFrom
from reader.store import values
from reader.store.database import Database, Row, json_parameter
from reader.store.evidence import AMONG
from reader.store.listing import IS_EMPTY

FIRST_SOURCE = "(SELECT uri FROM sources WHERE article = a.id ORDER BY id LIMIT 1)"
"""The source shown with an article: the first one it came from."""

# Uses an index of the vanished sources only, which are few.
_VANISHED = (
    "CASE WHEN EXISTS (SELECT 1 FROM sources WHERE article = a.id AND vanished IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM sources WHERE article = a.id AND vanished IS NULL)"
    " THEN (SELECT max(vanished) FROM sources WHERE article = a.id) END"
)

_CHANGED = "(SELECT min(replaced) FROM former_texts WHERE article = a.id AND was_read)"
_SUMMARY = (
    f"SELECT a.id, a.title, a.title_from, {FIRST_SOURCE}, a.words, a.added, s.read, s.starred, s.progress,"
    f" a.tags, a.lang, a.lead, {_VANISHED}, a.url, a.site, a.author, a.published, a.saved, a.excerpt,"
    f" s.remark, s.archived, s.opened, {_CHANGED},"
    f" (SELECT count(*) FROM highlights WHERE article = a.id), {IS_EMPTY}"
    " FROM articles a LEFT JOIN state s ON s.article = a.id"
)
# Uses a single table.
_BARE_SUMMARY = (
    "SELECT a.id, a.title, a.title_from, NULL, a.words, a.added, NULL, NULL, NULL, a.tags, a.lang, a.lead,"
    " NULL, a.url, a.site, a.author, a.published, a.saved, a.excerpt, '', NULL, NULL, NULL, 0, 0"
    " FROM articles a"
)
_COLUMNS = 25
_CHUNK = 500

_IS_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://\S+")
_TITLES_FROM: tuple[TitleFrom, ...] = get_args(TitleFrom)


class Summaries:
    """The summaries of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, ids: Sequence[int]) -> list[Summary]:
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
        """The row of a summary if part of the file cannot be read: with as much as possible."""
        nothing = (article, *[None] * (_COLUMNS - 1))
        for query in (f"{_SUMMARY} WHERE a.id = ?", f"{_BARE_SUMMARY} WHERE a.id = ?"):
            try:
                return self._db.rows(query, (article,))
            except LibraryDamaged:
                continue
        return [nothing]


def _summary(row: Row) -> Summary:
    article, title, title_from, uri, words, added, read, starred, progress, tags, lang, lead = row[:12]
    vanished, *facts, remark, archived, opened, changed, highlights, empty = row[12:]
    shown = (
        values.text(title) or values.NO_TITLE,
        title_origin(title_from),
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
    damage = "" if stored == shown else _damage(stored, shown)
    url, site, author, published, saved, excerpt = map(values.text, facts)
    return Summary(
        *(article, *shown),
        damage=damage,
        vanished=values.maybe_moment(vanished),
        url=url,
        site=site,
        author=author,
        published=published,
        saved=saved,
        excerpt=excerpt,
        remark=values.text(remark),
        archived=values.maybe_moment(archived),
        highlights=values.whole(highlights),
        empty=bool(empty),
        opened=values.maybe_moment(opened),
        changed=values.maybe_moment(changed),
    )


_SHOWN = (
    *("its title", "the origin of its title", "its source", "its length", "when it was added"),
    *("when it was read", "its star", "how far it was read", "its tags", "its language", "its first words"),
)


def _damage(stored: Iterable[object], shown: Iterable[object]) -> str:
    odd = [what for what, one, other in zip(_SHOWN, stored, shown, strict=True) if one != other]
    return ", ".join(odd)


def standing_for_title(title: str, url: str = "") -> TitleFrom:
    """Where the title of an article comes from that neither its page nor a link gives it."""
    return "address" if title == url or _IS_ADDRESS.fullmatch(title) else "text"


def title_origin(stored: object) -> TitleFrom:
    """Where a title comes from, as its column states it."""
    return next((name for name in _TITLES_FROM if name == stored), "page")
