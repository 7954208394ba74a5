"""Keeps links resolved: which links a change can affect, and what becomes of them.

Whatever changes an article says so to :meth:`Settling.before` or :meth:`Settling.added`; at the end of the
transaction :meth:`Settling.settle` decides again exactly the links that the changes can affect. The outcome
depends on what is in the library alone, not on how it came there, because it is reached in two passes,
neither of which looks at its own results:

1. with the titles that pages state: which link names an article that has no title. Such an article takes
   its title from those links (or goes back to its first words when there are none);
2. with all titles, those taken from links included: which article each link means.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.store.codec import key_title, sort_key
from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG, LAST, SAYING, Court
from reader.store.resolve import CUT_LENGTH, OPPOSITE, TEASER_LENGTH, TOO_MANY, Name, choose_title
from reader.text import collapse, unescape

_CHUNK = 2000
"""Links judged at a time: bounds what a pass over a whole library keeps in memory."""


# The links that articles can affect, by what is known of the articles. Each looks up one index.
_OWN = f"SELECT id FROM links WHERE article {AMONG}"
_EACH = "SELECT links.id FROM json_each(?) JOIN links ON"
_ITS_TITLE = "json_extract(value, '$[0]')"
# A link whose teaser contradicts the body is not affected, whatever the title.
_ITS_HEAD = (
    "(substr(json_extract(value, '$[2]'), 1, length(teaser_key)) = teaser_key"
    " OR substr(json_extract(value, '$[3]'), 1, length(teaser_key)) = teaser_key)"
)
_TITLE_SAME = f"{_EACH} title_key = {_ITS_TITLE} AND {_ITS_HEAD}"
_TITLE_LONGER = (
    f"{_EACH} title_cut AND substr(title_key, 1, {CUT_LENGTH}) = substr({_ITS_TITLE}, 1, {CUT_LENGTH})"
    f" AND substr({_ITS_TITLE}, 1, length(title_key)) = title_key AND {_ITS_HEAD}"
)
_TITLE_CUT = f"{_EACH} title_key > {_ITS_TITLE} AND title_key < {_ITS_TITLE} || '{LAST}' AND {_ITS_HEAD}"
# A teaser shorter than TEASER_LENGTH finds an article only as its whole body: then it is all of the head.
_TEASER = (
    f"{_EACH} teaser_key <> '' AND substr(teaser_key, 1, {TEASER_LENGTH}) = substr(value, 1, {TEASER_LENGTH})"
    " AND substr(value, 1, length(teaser_key)) = teaser_key"
)
_NEIGHBOURS = (
    f"SELECT links.id FROM json_each(?) JOIN articles ON articles.title_key = {_ITS_TITLE}"
    " AND articles.title_key <> '' JOIN links"
    " ON links.article = articles.id AND kind = json_extract(value, '$[1]')"
)

_Title = tuple[str, str, str, bool]
"""title, title_from, title_key, title_cut"""


_BACK = (
    "SELECT group_concat(said, char(10)) FROM (SELECT DISTINCT kind || title_cut || title_key said FROM links"
    " WHERE article = articles.id AND kind IN ('previous', 'next') ORDER BY 1)"
)


class _Looks(NamedTuple):
    """All that links know an article by; ``back`` is what its own previous and next links say."""

    titled: bool
    title: str
    cut: bool
    head: str
    note_head: str
    written: str
    pictures: str
    back: str
    body: str


@dataclass(slots=True)
class _Touched:
    """What changes have touched, as it was and as it is: enough to find the links they can affect."""

    articles: set[int] = field(default_factory=set)
    looks: dict[int, _Looks] = field(default_factory=dict)
    """What the articles looked like at first; a new one is not in it."""
    leading: dict[int, list[int]] = field(default_factory=dict)
    """The links that led to the articles or named them."""
    unnamed: set[int] = field(default_factory=set)
    """Articles without a title of their own that may be named otherwise now."""
    neighbours: set[tuple[str, str]] = field(default_factory=set)
    """(folded title, kind) of the articles' previous and next links."""
    links: set[int] = field(default_factory=set)
    """Of ``leading``, those that led to what looks otherwise now; and so the titles and heads:"""
    titles: set[tuple[str, bool, str, str]] = field(default_factory=set)
    """(folded title, whether cut, head, head with the note)."""
    heads: set[str] = field(default_factory=set)
    """What the articles start with, without their notes and with."""

    def shows(self, looks: _Looks) -> None:
        """Notes that links can find an article that looks so, or could."""
        if looks.title:
            self.titles.add((looks.title, looks.cut, looks.head, looks.note_head))
        self.heads.update({looks.head, looks.note_head} - {""})


class Settling:
    """Collects what changes and settles the links at the end."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._touched = _Touched()

    def before(self, article: int) -> None:
        """Notes an article as it is, to be called before it, or a link of it, is changed or removed."""
        touched = self._touched
        # Nothing is settled in between: what counts is how it was at first.
        if article in touched.articles:
            return
        touched.articles.add(article)
        touched.looks.update(self._looks([article]))
        touched.leading[article] = self._db.column(
            "SELECT id FROM links WHERE target = ? UNION SELECT id FROM links WHERE names = ?",
            (article, article),
        )
        self._note_links(touched, [article])

    def added(self, article: int) -> None:
        """Notes that an article is new: nothing was known of it before."""
        self._touched.articles.add(article)

    def forget(self) -> None:
        """Drops what was noted: the changes did not happen."""
        self._touched = _Touched()

    def settle(self) -> None:
        """Decides again the links that the changes noted since the last time can affect."""
        if not self._touched.articles:
            return
        touched, self._touched = self._touched, _Touched()
        self._note_links(touched, touched.articles)
        self._note_looks(touched)
        links = self._affected(touched)
        touched.unnamed |= self._name(links)
        renamed = self._give_titles(touched.unnamed)
        if renamed.articles:
            links |= self._affected(renamed)
        self._resolve(links)

    def settle_all(self) -> None:
        """Decides every link of the library from scratch."""
        self.forget()
        links = self._db.column("SELECT id FROM links ORDER BY title_key")
        self._name(links)
        self._give_titles(self._db.column("SELECT id FROM articles WHERE NOT titled"))
        self._resolve(links)

    # --- which links -----------------------------------------------------------------------------------

    def _looks(self, articles: Iterable[int]) -> dict[int, _Looks]:
        rows = self._db.rows(
            "SELECT id, titled, title_key, title_cut, head, note_head, title, pictures,"
            f" coalesce(({_BACK}), ''), body_key FROM articles WHERE id {AMONG}",
            (json_parameter(articles),),
        )
        return {row[0]: _Looks(*row[1:]) for row in rows}

    def _note_links(self, touched: _Touched, articles: Iterable[int]) -> None:
        for kind, neighbour, names in self._db.rows(
            f"SELECT kind, title_key, names FROM links WHERE article {AMONG}", (json_parameter(articles),)
        ):
            if kind in OPPOSITE and neighbour:
                touched.neighbours.add((neighbour, kind))
            if names is not None:
                touched.unnamed.add(names)

    def _note_looks(self, touched: _Touched) -> None:
        """Notes the articles that look otherwise now: what else changed is nothing to the links to them."""
        now = self._looks(touched.articles)
        both = [(article, touched.looks.get(article), now.get(article)) for article in touched.articles]
        # Another body is seen only beside an article with the same, as it was or is.
        holders = {(looks.body, article) for article, *pair in both for looks in pair if looks}
        bodies = json_parameter({body for body, _ in holders})
        for body, article in self._db.rows(
            f"SELECT body_key, id FROM articles WHERE body_key {AMONG}", (bodies,)
        ):
            holders.add((body, article))
        shared = Counter(body for body, _ in holders)
        for article, was, is_now in both:
            if was is not None and is_now is not None and was._replace(body=is_now.body) == is_now:
                alone = shared[was.body] == shared[is_now.body] == 1
                if alone or was == is_now:
                    continue
            touched.links.update(touched.leading.get(article, ()))
            for looks in (was, is_now):
                if looks:
                    touched.shows(looks)
                    if not looks.titled:
                        touched.unnamed.add(article)

    def _affected(self, touched: _Touched) -> set[int]:
        titles = json_parameter(touched.titles)
        cut_titles = json_parameter(title for title in touched.titles if title[1])
        links = set(touched.links)
        for query, parameter in (
            (_OWN, json_parameter(touched.articles)),
            (_TITLE_SAME, titles),
            (_TITLE_LONGER, titles),
            (_TITLE_CUT, cut_titles),
            (_TEASER, json_parameter(touched.heads)),
        ):
            links.update(self._db.column(query, (parameter,)))
        return links | self._neighbours(touched)

    def _neighbours(self, touched: _Touched) -> set[int]:
        """Links that what the articles say of their previous and next can affect.

        Those that say the same, and those of the articles they name. Where too many others say it, it is
        no evidence, with the articles or without.
        """
        titles = {title for title, _ in touched.neighbours}
        if not titles:
            return set()
        limit = TOO_MANY + 1 + len(touched.articles)
        rows = self._db.rows(SAYING.format("id"), (limit, json_parameter(titles)))
        links: set[int] = set()
        named: list[tuple[str, str]] = []
        for title, kind, saying in rows:
            ids = json.loads(saying)
            if (title, kind) in touched.neighbours and len(ids) < limit:
                links.update(ids)
                named.append((title, OPPOSITE[kind]))
        links.update(self._db.column(_NEIGHBOURS, (json_parameter(named),)))
        return links

    # --- first pass: names for articles without a title ------------------------------------------------

    def _name(self, links: Iterable[int]) -> set[int]:
        """Finds which of the links name an article without a title; returns the articles this changes."""
        changed: set[int] = set()
        for chunk in _chunks(links):
            decided = [
                (link, old, decision.target)
                for link, old, _, decision in Court(self._db, chunk, given=False).verdicts()
            ]
            untitled = set(
                self._db.column(
                    "SELECT id FROM articles WHERE NOT titled AND id IN (SELECT value FROM json_each(?))",
                    (json_parameter({target for _, _, target in decided if target is not None}),),
                )
            )
            found: list[tuple[int | None, int]] = []
            for link, old, target in decided:
                new = target if target in untitled else None
                if new != old:
                    found.append((new, link))
                    changed.update(article for article in (old, new) if article is not None)
            self._db.executemany("UPDATE links SET names = ? WHERE id = ?", found)
        return changed

    def _give_titles(self, articles: Iterable[int]) -> _Touched:
        """Gives articles without a title the one their links say; returns what that touches."""
        renamed = _Touched()
        for article in articles:
            row = self._db.row(
                "SELECT own_title, title, title_from, title_key, title_cut FROM articles"
                " WHERE id = ? AND NOT titled",
                (article,),
            )
            if row is None:
                continue
            own_title, *stored = row
            old: _Title = (*stored[:3], bool(stored[3]))
            new = self._title_from_links(article) or (own_title, "text", "", False)
            if new == old:
                continue
            for looks in self._looks([article]).values():
                renamed.shows(looks)
                renamed.shows(looks._replace(title=new[2], cut=new[3]))
            self._db.execute(
                "UPDATE articles SET title = ?, title_from = ?, title_key = ?, title_cut = ?, sort_key = ?"
                " WHERE id = ?",
                (*new, sort_key(new[0]), article),
            )
            renamed.articles.add(article)
            renamed.neighbours.update(
                self._db.rows(
                    "SELECT title_key, kind FROM links WHERE article = ? AND kind IN ('previous', 'next')"
                    " AND title_key <> ''",
                    (article,),
                )
            )
        return renamed

    def _title_from_links(self, article: int) -> _Title | None:
        rows = self._db.rows("SELECT DISTINCT article, title FROM links WHERE names = ?", (article,))
        titles = [collapse(unescape(title)) for _, title in rows]
        chosen = choose_title([(Name(*key_title(title)), title) for title in titles])
        return None if chosen is None else (chosen[1], "link", chosen[0].title, chosen[0].cut)

    # --- second pass: targets --------------------------------------------------------------------------

    def _resolve(self, links: Iterable[int]) -> None:
        for chunk in _chunks(links):
            changed = []
            for link, old_target, old_candidates, decision in Court(self._db, chunk, given=True).verdicts():
                fitting = decision.candidates or decision.too_many
                candidates = json.dumps(decision.candidates) if fitting else ""
                if (decision.target, candidates) != (old_target, old_candidates):
                    changed.append((decision.target, candidates, link))
            self._db.executemany("UPDATE links SET target = ?, candidates = ? WHERE id = ?", changed)


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = list(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
