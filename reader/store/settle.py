"""Keeps links resolved: which links a change can affect, and where they lead afterwards.

Code that changes an article calls :meth:`Settling.before` or :meth:`Settling.added`. At the end of the
transaction, :meth:`Settling.settle` decides exactly those links again that the changes can affect. The
outcome only depends on the content of the library, not on the order in which it was added, because there are
two passes, and neither uses its own results:

1. With the titles that pages state: which links name an article that has no title. Such an article takes its
   title from those links, or goes back to its first words if there are none.
2. With all titles, including those taken from links: which article each link means.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from reader.store.addressing import Addressing, SourceName
from reader.store.codec import key_title, sort_key
from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG, Court, as_text
from reader.store.reach import Looks, Reach
from reader.store.resolve import TOO_MANY, Name, Naming, choose_title
from reader.store.summaries import standing_for_title
from reader.store.values import NO_TITLE, text
from reader.text import collapse, unescape

_CHUNK = 2000
"""How many links are decided at a time, which limits the memory that a pass over a whole library takes."""

MOST_NAMING = 10_000
"""At most this many titles that links give an article are counted to find the most common one."""

_ANSWERED = (
    "EXISTS (SELECT 1 FROM articles a JOIN links b ON b.article = l.names AND b.title_key = a.title_key"
    " AND b.kind = CASE l.kind WHEN 'previous' THEN 'next' WHEN 'next' THEN 'previous' END"
    " WHERE a.id = l.article AND a.titled AND a.title_key <> '')"
)
"""Whether the article that a link names has a link back to the link's own article, in SQL."""

_Title = tuple[str, str, str, bool]
"""title, title_from, title_key, title_cut"""


@dataclass(slots=True)
class _Touched:
    """What changes have touched, before and after: enough to find the links that they can affect."""

    articles: set[int] = field(default_factory=set)
    looks: dict[int, Looks] = field(default_factory=dict)
    """What the articles looked like at first; new articles are not included."""
    leading: dict[int, list[int]] = field(default_factory=dict)
    """The links that led to removed articles, or named them."""
    unnamed: set[int] = field(default_factory=set)
    """Articles without a title of their own that links may name differently now."""
    neighbours: set[tuple[str, str]] = field(default_factory=set)
    """(folded title, kind) of the previous and next links of articles that have changed."""
    sources: set[int] = field(default_factory=set)
    """The pages whose links were written."""
    renamed: set[int] = field(default_factory=set)
    """The articles that have another title now, or are new: their own links may mean another article."""
    links: set[int] = field(default_factory=set)
    """The links that led to articles that look different now."""
    shown: set[Looks] = field(default_factory=set)
    """What links can find the articles by, before the changes or after them."""
    addresses: set[str] = field(default_factory=set)
    """Addresses on the web that articles have got or lost, in one spelling."""
    names: set[SourceName] = field(default_factory=set)
    """The sources of articles that are new, or belong to another article now."""


class Settling:
    """Collects what changes and settles the links at the end."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._reach = Reach(db)
        self._addressing = Addressing(db)
        self._touched = _Touched()

    def before(self, article: int) -> None:
        """Notes the current state of an article; called before its content is changed."""
        touched = self._touched
        # Nothing is settled in between, so its first state is the one that counts.
        if article not in touched.articles:
            touched.articles.add(article)
            touched.looks.update(self._reach.looks([article]))

    def removing(self, article: int) -> None:
        """Notes an article with all its links; called before it is removed."""
        self.before(article)
        self._touched.leading[article] = self._reach.leading([article])
        self.addressed_as(article)
        self._note_links(self._touched, f"article {AMONG}", [article])

    def addressed(self, *keys: str) -> None:
        """Notes addresses, in one spelling, that an article has got or lost; "" stands for none."""
        self._touched.addresses.update(key for key in keys if key)

    def sourced(self, uri: str, member: str) -> None:
        """Notes that an article has got a source."""
        self._touched.names.add((uri, member))

    def addressed_as(self, article: int) -> None:
        """Notes everything that links with addresses can find an article by."""
        addresses, names = self._addressing.of(article)
        self._touched.addresses |= addresses
        self._touched.names |= names

    def restating(self, article: int, source: int) -> None:
        """Notes the links of a page of an article; called before they are removed."""
        self.before(article)
        self._note_links(self._touched, f"source {AMONG}", [source], also=True)

    def restated(self, article: int, source: int) -> None:
        """Notes that the links of a page have been written."""
        self._touched.sources.add(source)
        if article in self._touched.looks:
            self._note_links(self._touched, f"source {AMONG}", [source], also=True)
        # All links of a new article are noted at the end.

    def added(self, article: int) -> None:
        """Notes that an article is new: nothing was known of it before."""
        if article in self._touched.articles:
            # It was there earlier in this transaction. Links that led to it then have to be looked for again.
            self.settle()
        self._touched.articles.add(article)

    def naming(self, article: int) -> None:
        """Notes that an article may have another title now, even if it looks the same."""
        self._touched.unnamed.add(article)

    def forget(self) -> None:
        """Drops all notes, because the changes did not happen."""
        self._touched = _Touched()

    def settle(self) -> None:
        """Decides the links again that the changes since the last time can affect."""
        if not (self._touched.articles or self._touched.addresses or self._touched.names):
            return
        touched, self._touched = self._touched, _Touched()
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

    def _note_links(
        self, touched: _Touched, condition: str, ids: Collection[int], *, also: bool = False
    ) -> None:
        """Notes what links say; with ``also``, leaves out what other pages of the article say too."""
        said = " AND NOT EXISTS (SELECT 1 FROM links o WHERE o.title_key = l.title_key AND o.kind = l.kind"
        said += " AND o.kind IN ('previous', 'next') AND o.article = l.article AND o.source <> l.source)"
        rows = self._db.rows(
            f"SELECT DISTINCT l.kind, {as_text('l.title_key')} FROM links l WHERE l.{condition}"
            f" AND l.kind IN ('previous', 'next') AND l.title_key <> ''{said if also else ''}",
            (json_parameter(ids),),
        )
        touched.neighbours.update((title, kind) for kind, title in rows)
        touched.unnamed.update(
            self._db.column(
                f"SELECT DISTINCT names FROM links WHERE {condition} AND names IS NOT NULL",
                (json_parameter(ids),),
            )
        )

    def _note_looks(self, touched: _Touched) -> None:
        """Notes the articles that look different now; other changes do not matter to the links to them."""
        now = self._reach.looks(touched.articles)
        both = [(article, touched.looks.get(article), now.get(article)) for article in touched.articles]
        # A new body only matters if another article has the same one, before or after.
        holders = {(looks.body, article) for article, *pair in both for looks in pair if looks}
        holders.update(self._reach.holders({body for body, _ in holders}))
        shared = Counter(body for body, _ in holders)
        changed = []
        for article, was, is_now in both:
            if was is not None and is_now is not None and was._replace(body=is_now.body) == is_now:
                alone = shared[was.body] == shared[is_now.body] == 1
                if alone or was == is_now:
                    continue
            if (was and was.name) != (is_now and is_now.name):
                touched.renamed.add(article)
            touched.links.update(touched.leading.get(article, ()))
            if was and is_now:
                changed.append(article)
            for looks in (was, is_now):
                if looks:
                    touched.shown.add(looks)
                    if not looks.titled:
                        touched.unnamed.add(article)
        touched.links.update(self._reach.leading(changed))
        if touched.renamed:
            self._note_links(touched, f"article {AMONG}", touched.renamed)

    def _affected(self, touched: _Touched) -> set[int]:
        links = touched.links | self._reach.of(touched.renamed) | self._reach.stated(touched.sources)
        if touched.addresses or touched.names:
            links |= self._addressing.links_to(touched.addresses, touched.names)
        most = TOO_MANY + 1 + len(touched.articles)
        return links | self._reach.finding(touched.shown, most) | self._reach.saying(touched.neighbours, most)

    # --- first pass: names for articles without a title ------------------------------------------------

    def _name(self, links: Iterable[int]) -> set[int]:
        """Finds which of the links name an article without a title; returns the articles affected."""
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
        """Gives articles without a title the one that links state; returns what that touches."""
        renamed = _Touched()
        for article in articles:
            row = self._db.row(
                "SELECT own_title, url, title, title_from, title_key, title_cut FROM articles"
                " WHERE id = ? AND NOT titled",
                (article,),
            )
            if row is None:
                continue
            own_title, url, *stored = row
            own = text(own_title, NO_TITLE)
            old: _Title = (*stored[:3], bool(stored[3]))
            new = self._title_from_links(article) or (own, standing_for_title(own, text(url)), "", False)
            if new == old:
                continue
            for looks in self._reach.looks([article]).values():
                renamed.shown.update((looks, looks._replace(title=new[2], cut=new[3])))
            self._db.execute(
                "UPDATE articles SET title = ?, title_from = ?, title_key = ?, title_cut = ?, sort_key = ?"
                " WHERE id = ?",
                (*new, sort_key(new[0]), article),
            )
            renamed.articles.add(article)
        renamed.renamed |= renamed.articles
        self._note_links(renamed, f"article {AMONG}", renamed.articles)
        return renamed

    def _title_from_links(self, article: int) -> _Title | None:
        rows = self._db.rows(
            "SELECT title, count(*), quoted, answered FROM (SELECT title, max(teaser_key <> '') AS quoted,"
            f" max({_ANSWERED}) AS answered FROM links l WHERE names = ?"
            " GROUP BY title_cut, title_key, title, article"
            f" ORDER BY title_cut, title_key, title, article LIMIT {MOST_NAMING})"
            " GROUP BY title, quoted, answered",
            (article,),
        )
        titles = [(collapse(unescape(text(title))), *others) for title, *others in rows]
        chosen = choose_title(
            [
                Naming(Name(*key_title(title)), title, count, bool(quoted), bool(answered))
                for title, count, quoted, answered in titles
            ]
        )
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
