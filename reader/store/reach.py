"""Finds the links that a change can affect, by index.

Links find an article by its title, by its beginning, and by its own previous and next links. A change affects
a link if the link can find the article in one of these ways, before the change or after it. It does not
affect the link if too many articles to tell apart share what the link looks for, both before and after: so
the thousandth article with the same title costs no more than the second.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

from reader.store.crowds import LAST, Crowds
from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG, SAYING, as_text, said
from reader.store.resolve import CUT_LENGTH, OPPOSITE, TEASER_LENGTH
from reader.store.values import text


class Looks(NamedTuple):
    """What links can find an article by; ``back`` is what its own previous and next links state."""

    titled: bool
    title: str
    cut: bool
    head: str
    note_head: str
    written: str
    pictures: str
    back: str
    body: str

    @property
    def name(self) -> tuple[bool, str, bool]:
        """The part that its own links know it by."""
        return self.titled, self.title, self.cut

    @property
    def heads(self) -> set[str]:
        """Its beginnings, without its note and with it."""
        return {self.head, self.note_head} - {""}


_EACH = "SELECT links.id FROM json_each(?) JOIN links ON"
_TEASER, _TITLE = "teaser_key = json_extract(value, '$[0]')", "json_extract(value, '$[1]')"
_SAME = f"{_EACH} {_TEASER} AND title_key = {_TITLE}"
_CUT = f"{_EACH} title_cut AND title_key = value"
_LONGER = f"{_EACH} {_TEASER} AND title_key > {_TITLE} AND title_key < {_TITLE} || '{LAST}'"
_WHATEVER = f"{_EACH} teaser_key = value"
_SAYING = (
    f"{_EACH} title_key = json_extract(value, '$[0]') AND kind = json_extract(value, '$[1]')"
    " AND kind IN ('previous', 'next')"
)
_NEIGHBOURS = (
    "SELECT links.id FROM json_each(?) JOIN articles ON articles.title_key = json_extract(value, '$[0]')"
    " AND articles.title_key <> '' JOIN links"
    " ON links.article = articles.id AND kind = json_extract(value, '$[1]')"
)

Pair = tuple[str, str]


class Reach:
    """Finds out which links find which articles in a library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def looks(self, articles: Iterable[int]) -> dict[int, Looks]:
        """What links can find the given articles by; articles that do not exist are left out."""
        columns = as_text("head", "note_head", "title", "pictures", said("articles.id"), "body_key")
        rows = self._db.rows(
            f"SELECT id, titled <> 0, {as_text('title_key')}, title_cut <> 0, {columns} FROM articles"
            f" WHERE id {AMONG}",
            (json_parameter(articles),),
        )
        return {
            article: Looks(bool(titled), text(title), bool(cut), *map(text, others))
            for article, titled, title, cut, *others in rows
        }

    def holders(self, bodies: Collection[str]) -> set[tuple[str, int]]:
        """For each body, two articles that have it, or the only one."""
        rows = self._db.rows(
            "SELECT value, (SELECT json_group_array(id) FROM"
            " (SELECT id FROM articles WHERE body_key = value LIMIT 2)) FROM json_each(?)",
            (json_parameter(bodies),),
        )
        return {(body, article) for body, articles in rows for article in json.loads(articles)}

    def leading(self, articles: Collection[int]) -> list[int]:
        """The links that lead to the articles or name them."""
        if not articles:
            return []
        among = json_parameter(articles)
        return self._db.column(
            f"SELECT id FROM links WHERE target {AMONG} UNION SELECT id FROM links WHERE names {AMONG}",
            (among, among),
        )

    def of(self, articles: Collection[int]) -> set[int]:
        """The links in the articles."""
        return self._ask(f"SELECT id FROM links WHERE article {AMONG}", articles)

    def stated(self, sources: Collection[int]) -> set[int]:
        """The links that the pages state."""
        return self._ask(f"SELECT id FROM links WHERE source {AMONG}", sources)

    def saying(self, neighbours: Collection[Pair], most: int) -> set[int]:
        """The links that the previous and next links of articles, as (folded title, kind), can affect.

        These are the links that say the same, and those in the articles named. If ``most`` or more articles
        say the same, it is no evidence, before the change or after it.
        """
        titles = {title for title, _ in neighbours}
        if not titles:
            return set()
        rows = self._db.rows(SAYING, (most, json_parameter(titles)))
        few = [
            (title, kind)
            for title, kind, articles in rows
            if (title, kind) in neighbours and len(json.loads(articles)) < most
        ]
        named = [(title, OPPOSITE[kind]) for title, kind in few]
        return self._ask(_SAYING, few) | self._ask(_NEIGHBOURS, named)

    def finding(self, shown: Collection[Looks], most: int) -> set[int]:
        """The links that can find articles by their titles or beginnings.

        ``most`` articles with the same title or beginning are too many to tell apart, before the change or
        after it.
        """
        heads = {head for looks in shown for head in looks.heads}
        teasers = {head: self._prefixes_among(_TEASERS, head) for head in heads}
        links = self._starting({teaser for found in teasers.values() for teaser in found}, heads, most)
        for titled in (True, False):
            crowds = Crowds(self._db, given=not titled)
            named = {
                (looks, teaser)
                for looks in shown
                if looks.titled is titled and looks.title
                for teaser in ("", *(teaser for head in looks.heads for teaser in teasers[head]))
            }
            if named:
                links |= self._titled(named, crowds, most)
        return links

    def _starting(self, teasers: set[str], heads: set[str], most: int) -> set[int]:
        telling = [teaser for teaser in teasers if len(teaser) >= TEASER_LENGTH or teaser in heads]
        found = Crowds(self._db, given=True).starting(telling, most)
        return self._ask(_WHATEVER, [teaser for teaser, ids in found.items() if len(ids) < most])

    def _titled(self, named: set[tuple[Looks, str]], crowds: Crowds, most: int) -> set[int]:
        """The links with the titles of the articles, also if the title of either is cut."""
        same = {(looks.title, teaser) for looks, teaser in named}
        few = crowds.titled({title for title, _ in same}, most)
        told = crowds.titled_and_starting(
            {pair for pair in same if len(few[pair[0]]) >= most and pair[1]}, most
        )
        links = self._ask(
            _SAME,
            [
                (teaser, title)
                for title, teaser in same
                if len(few[title]) < most or len(told.get((title, teaser), few[title])) < most
            ],
        )
        long = {looks.title for looks, _ in named if len(looks.title) >= CUT_LENGTH}
        shorter = {cut for title in long for cut in self._prefixes_among(_CUT_TITLES, title, CUT_LENGTH)}
        going_on = crowds.longer(shorter, most)
        links |= self._ask(_CUT, [title for title, ids in going_on.items() if len(ids) < most])
        cut = {(looks.title, teaser) for looks, teaser in named if looks.cut and looks.title in long}
        few = crowds.cut({title[:CUT_LENGTH] for title, _ in cut}, most)
        pairs = {(title[:CUT_LENGTH], teaser) for title, teaser in cut}
        told = crowds.cut_and_starting(
            {pair for pair in pairs if len(few[pair[0]]) >= most and pair[1]}, most
        )
        uncrowded = {
            pair for pair in pairs if len(few[pair[0]]) < most or len(told.get(pair, few[pair[0]])) < most
        }
        longer = [(teaser, title) for title, teaser in cut if (title[:CUT_LENGTH], teaser) in uncrowded]
        return links | self._ask(_LONGER, longer)

    def _prefixes_among(self, query: str, whole: str, least: int = 1) -> list[str]:
        """The texts in an index that ``whole`` starts with, of at least ``least`` characters."""
        found = []
        bound = whole
        while len(bound) >= least:
            # The last text up to the bound. No later text can be a prefix of ``whole`` unless it is longer
            # than the bound.
            last = self._db.value(query, (bound,))
            if not last or not isinstance(last, str):
                break
            common = _common(bound, last)
            if common == last:
                found.append(last)
            bound = common if len(common) < min(len(bound), len(last)) else bound[: len(common) - 1]
        return [one for one in found if len(one) >= least]

    def _ask(self, query: str, values: Collection[object]) -> set[int]:
        return set(self._db.column(query, (json_parameter(values),))) if values else set()


def _common(one: str, other: str) -> str:
    """The common beginning of two texts."""
    differing = (at for at, (here, there) in enumerate(zip(one, other, strict=False)) if here != there)
    return one[: next(differing, min(len(one), len(other)))]


_TEASERS = "SELECT teaser_key FROM links WHERE teaser_key <= ? ORDER BY teaser_key DESC LIMIT 1"
_CUT_TITLES = "SELECT title_key FROM links WHERE title_cut AND title_key <= ? ORDER BY title_key DESC LIMIT 1"
