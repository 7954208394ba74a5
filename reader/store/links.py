"""Links with their targets, backlinks, and wanted titles. This module only reads; see settle.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reader.model import LINK_KINDS, Backlink, Link, LinkKind, ResolvedLink, Wanted
from reader.store import values
from reader.store.codec import to_link
from reader.store.database import Database, Row
from reader.store.settle import Settling
from reader.store.summaries import FIRST_SOURCE

_LINK = (
    "SELECT l.article, p.uri, l.kind, l.title, l.teaser, l.address, a.id, a.title,"
    f" {FIRST_SOURCE}, s.read, l.candidates FROM links l JOIN sources p ON p.id = l.source"
    " LEFT JOIN articles a ON a.id = l.target LEFT JOIN state s ON s.article = l.target"
)
_CHUNK = 500


class Links:
    """Which articles link to which."""

    def __init__(self, db: Database, settling: Settling) -> None:
        self._db = db
        self._settling = settling

    def of(self, article: int) -> list[ResolvedLink]:
        """The links of an article in page order, without duplicates; empty if there is no such article."""
        rows = self._db.rows(f"{_LINK} WHERE l.article = ? ORDER BY l.source, l.position", (article,))
        return _without_repeats(rows)

    def all(self) -> Iterator[ResolvedLink]:
        """The links of all articles, article by article, as :meth:`of` returns them."""
        last = 0
        while True:
            ids = self._db.column("SELECT id FROM articles WHERE id > ? ORDER BY id LIMIT ?", (last, _CHUNK))
            if not ids:
                return
            rows = self._db.rows(
                f"{_LINK} WHERE l.article BETWEEN ? AND ? ORDER BY l.article, l.source, l.position",
                (ids[0], ids[-1]),
            )
            yield from _without_repeats(rows)
            last = ids[-1]

    def backlinks(self, article: int) -> list[Backlink]:
        """The articles that link to this one, in the order they were added, each once with the kinds."""
        rows = self._db.rows(
            f"SELECT a.id, a.title, {FIRST_SOURCE}, s.read, group_concat(DISTINCT l.kind)"
            " FROM links l JOIN articles a ON a.id = l.article LEFT JOIN state s ON s.article = a.id"
            " WHERE l.target = ? GROUP BY a.id ORDER BY a.id",
            (article,),
        )
        return [
            Backlink(
                id=linking,
                title=values.text(title) or values.NO_TITLE,
                source=values.source(uri),
                kinds=_kinds(values.text(kinds)),
                read=read is not None,
            )
            for linking, title, uri, read, kinds in rows
        ]

    def wanted(self, limit: int | None = None) -> list[Wanted]:
        """The titles that links name and the library lacks: the most linked first, then by title.

        All spellings of a title make one entry, which shows the most common spelling and the most common
        teaser. A title that several articles fit equally well is not wanted.
        """
        one_of_each = self._db.column(
            "SELECT min(id) FROM links WHERE target IS NULL AND candidates = ''"
            " GROUP BY title_key ORDER BY count(DISTINCT article) DESC, title_key LIMIT ?",
            (-1 if limit is None else limit,),
        )
        return [self._wanted(link) for link in one_of_each]

    def _wanted(self, link: int) -> Wanted:
        rows = self._db.rows(
            "SELECT title, teaser, article FROM links WHERE target IS NULL AND candidates = ''"
            " AND title_key IS (SELECT title_key FROM links WHERE id = ?) ORDER BY article",
            (link,),
        )
        by = tuple(dict.fromkeys(article for _, _, article in rows))
        teasers = [values.text(teaser) for _, teaser, _ in rows]
        title = _most_common([values.text(title, values.NO_TITLE) for title, _, _ in rows])
        return Wanted(
            title=title,
            teaser=_most_common([teaser for teaser in teasers if teaser]),
            count=len(by),
            wanted_by=by,
        )


def _without_repeats(rows: list[Row]) -> list[ResolvedLink]:
    seen: set[tuple[int, Link]] = set()
    links: list[ResolvedLink] = []
    for article, uri, kind, title, teaser, address, target, target_title, target_uri, read, fit in rows:
        link = to_link(kind, title, teaser, address)
        if (article, link) in seen:
            continue
        seen.add((article, link))
        fitting = map(values.maybe_id, values.json_list(fit))
        links.append(
            ResolvedLink(
                article=article,
                source=values.source(uri),
                link=link,
                target=target,
                target_title=values.text(target_title),
                target_source=values.source(target_uri),
                target_read=read is not None,
                candidates=tuple(article for article in fitting if article is not None),
            )
        )
    return links


def _kinds(joined: str) -> tuple[LinkKind, ...]:
    names = joined.split(",")
    return tuple(kind for kind in LINK_KINDS if kind in names)


def _most_common(texts: list[str]) -> str:
    counted = Counter(texts)
    return min(counted, key=lambda text: (-counted[text], text), default="")
