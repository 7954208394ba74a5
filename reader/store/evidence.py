"""Finds the candidates for links in the library file and has them decided.

For many links at a time, each kind of evidence is fetched with one query through an index; what is left is
dictionaries. A :class:`Court` serves one pass over some links and must not outlive a change to the library.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from reader.store.database import Database, Row, json_parameter
from reader.store.resolve import (
    CUT_LENGTH,
    OPPOSITE,
    TEASER_LENGTH,
    TOO_MANY,
    Candidate,
    Claim,
    Decision,
    Name,
    decide,
    teaser_fits,
)

LAST = "\U0010ffff"
"""Sorts after every character, so that ``BETWEEN x AND x || LAST`` is "starts with x"."""

AMONG = "IN (SELECT value FROM json_each(?))"

_ARTICLE = "SELECT id, key, body_key, head, note_head, titled, title_key, title_cut FROM articles"

_Common = TypeVar("_Common", str, tuple[str, str])

Verdict = tuple[int, int | None, str | None, Decision]
"""A link's id, its target and candidates as stored, and the decision now."""


class Court:
    """Decides some links by the titles that pages state, and, with ``given``, those taken from links."""

    def __init__(self, db: Database, links: list[int], *, given: bool) -> None:
        self._db = db
        self._given = given
        self._counted = "title_key <> ''" if given else "titled AND title_key <> ''"
        # Without "given" the question is which article without a title a link names.
        stored = "target" if given else "names"
        own = "a.title_key" if given else "CASE WHEN a.titled THEN a.title_key ELSE '' END"
        self._rows = db.rows(
            f"SELECT l.id, l.{stored}, l.candidates, l.article, l.title_key, l.title_cut, l.teaser_key,"
            f" l.kind, {own}, a.title_cut FROM links l JOIN articles a ON a.id = l.article"
            f" WHERE l.id {AMONG}",
            (json_parameter(links),),
        )
        self._claims = [_claim(row[3:]) for row in self._rows]
        self._fetch()

    def verdicts(self) -> list[Verdict]:
        """The decision on each link that exists."""
        found = [self._candidates(claim) for claim in self._claims]
        self._fetch_back(found)
        return [
            (row[0], row[1], row[2], self._decide(claim, candidates))
            for row, claim, candidates in zip(self._rows, self._claims, found, strict=True)
        ]

    def _decide(self, claim: Claim, candidates: dict[int, Candidate]) -> Decision:
        if claim.kind in OPPOSITE:
            rivals = self._claimants.get((claim.name.title, claim.kind), set())
            if len(rivals) <= TOO_MANY:
                names = tuple(name for article, name in rivals if article != claim.article)
                claim = claim._replace(rivals=names)
            return decide(claim, (c._replace(back=self._back[c.article]) for c in candidates.values()))
        return decide(claim, candidates.values())

    # --- what is fetched for all links at once ---------------------------------------------------------

    def _fetch(self) -> None:
        claims = self._claims
        titles = {claim.name.title for claim in claims} - {""}
        rows = self._select(f"title_key {AMONG} AND {self._counted}", titles)
        self._by_title = _shelves((row[6], self._candidate(row)) for row in rows)

        openings = {title[:CUT_LENGTH] for title in titles}
        rows = self._select(
            f"title_cut AND substr(title_key, 1, {CUT_LENGTH}) {AMONG} AND {self._counted}", openings
        )
        self._by_cut = _shelves((row[6][:CUT_LENGTH], self._candidate(row)) for row in rows)

        # A teaser shorter than this tells an article only by its whole body: then it is all of the head.
        openings = {claim.teaser[:TEASER_LENGTH] for claim in claims} - {""}
        rows = self._select(
            f"NOT titled AND head <> '' AND substr(head, 1, {TEASER_LENGTH}) {AMONG}", openings
        )
        self._by_head = _shelves((row[3][:TEASER_LENGTH], self._candidate(row)) for row in rows)

        own = {claim.own.title for claim in claims if claim.kind in OPPOSITE} - {""}
        answers = self._db.rows(
            f"SELECT title_key, kind, article FROM links WHERE title_key {AMONG}"
            " AND kind IN ('previous', 'next')",
            (json_parameter(own),),
        )
        articles = {
            row[0]: self._candidate(row) for row in self._select(f"id {AMONG}", {row[2] for row in answers})
        }
        self._by_answer = _shelves(((title, kind), articles[article]) for title, kind, article in answers)

        # Who else has the same previous, or the same next.
        self._claimants: defaultdict[tuple[str, str], set[tuple[int, Name]]] = defaultdict(set)
        counted = "a.title_key <> ''" if self._given else "a.titled AND a.title_key <> ''"
        said = {claim.name.title for claim in claims if claim.kind in OPPOSITE} - {""}
        for title, kind, article, name, cut in self._db.rows(
            "SELECT l.title_key, l.kind, a.id, a.title_key, a.title_cut FROM links l"
            f" JOIN articles a ON a.id = l.article WHERE l.title_key {AMONG}"
            f" AND l.kind IN ('previous', 'next') AND {counted}",
            (json_parameter(said),),
        ):
            self._claimants[title, kind].add((article, Name(name, bool(cut))))

    def _fetch_back(self, found: list[dict[int, Candidate]]) -> None:
        wanted: set[int] = set()
        for claim, candidates in zip(self._claims, found, strict=True):
            if claim.kind in OPPOSITE:
                wanted.update(candidates)
        back: defaultdict[int, list[tuple[str, Name]]] = defaultdict(list)
        for article, kind, title, cut in self._db.rows(
            "SELECT article, kind, title_key, title_cut FROM links"
            f" WHERE article {AMONG} AND kind IN ('previous', 'next')",
            (json_parameter(wanted),),
        ):
            back[article].append((kind, Name(title, bool(cut))))
        self._back = {article: tuple(back[article]) for article in wanted}

    def _select(self, condition: str, values: set[str] | set[int]) -> list[Row]:
        return self._db.rows(f"{_ARTICLE} WHERE {condition}", (json_parameter(values),)) if values else []

    def _candidate(self, row: Row) -> Candidate:
        article, key, body, head, note_head, titled, title, cut = row
        name = Name(title, bool(cut)) if titled or self._given else Name("")
        heads = (head, note_head) if note_head else (head,)
        return Candidate(article, key, body, heads, bool(titled), name)

    # --- who can be meant by one link ------------------------------------------------------------------

    def _candidates(self, claim: Claim) -> dict[int, Candidate]:
        found = self._starting(claim) + self._answering(claim)
        if self._given or not all(candidate.titled for candidate in found):
            found += self._titled(claim)
        else:
            # Nothing here that could be named.
            found = []
        return {candidate.article: candidate for candidate in found}

    def _starting(self, claim: Claim) -> list[Candidate]:
        # Only articles without a title of their own: one that has another title is another article.
        return self._by_head.get(claim.teaser[:TEASER_LENGTH], _NOBODY).starting(claim.teaser)

    def _answering(self, claim: Claim) -> list[Candidate]:
        # Those that name the link's own article back, under its very title: one without a title may be
        # found by nothing else.
        if claim.kind not in OPPOSITE:
            return []
        return self._by_answer.get((claim.own.title, OPPOSITE[claim.kind]), _NOBODY).starting("")

    def _titled(self, claim: Claim) -> list[Candidate]:
        name, teaser = claim.name, claim.teaser
        found = self._by_title.get(name.title, _NOBODY).starting(teaser)
        # A cut title, here or there, fits the start of a longer one.
        if len(name.title) >= CUT_LENGTH:
            cut = self._by_cut.get(name.title[:CUT_LENGTH], _NOBODY)
            found += [c for c in cut.starting(teaser) if name.title.startswith(c.name.title)]
            if name.cut:
                found += self._longer(name.title, teaser)
        return found

    def _longer(self, title: str, teaser: str) -> list[Candidate]:
        rows = self._db.rows(
            f"{_ARTICLE} WHERE title_key > ? AND title_key < ? AND {self._counted}"
            " AND (head BETWEEN ? AND ? OR note_head BETWEEN ? AND ?) LIMIT ?",
            (title, title + LAST, *2 * (teaser, teaser + LAST), TOO_MANY + 1),
        )
        return [] if len(rows) > TOO_MANY else [self._candidate(row) for row in rows]


class _Shelf:
    """Candidates that have something in common."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self._candidates = candidates
        # In order of their heads where there are too many to look at each for every link.
        self._by_head: list[tuple[str, Candidate]] = []
        if len(candidates) > TOO_MANY:
            self._by_head = sorted(((head, c) for c in candidates for head in c.heads), key=_head)

    def starting(self, teaser: str) -> list[Candidate]:
        """Those whose head starts with ``teaser``; none when they are too many to tell apart."""
        if not self._by_head:
            return [candidate for candidate in self._candidates if teaser_fits(teaser, candidate.heads)]
        start = bisect_left(self._by_head, teaser, key=_head)
        end = bisect_right(self._by_head, teaser + LAST, key=_head)
        return [candidate for _, candidate in self._by_head[start:end]] if end - start <= TOO_MANY else []


def _head(pair: tuple[str, Candidate]) -> str:
    return pair[0]


_NOBODY = _Shelf([])


def _shelves(pairs: Iterable[tuple[_Common, Candidate]]) -> dict[_Common, _Shelf]:
    groups: defaultdict[_Common, list[Candidate]] = defaultdict(list)
    for common, candidate in pairs:
        groups[common].append(candidate)
    return {common: _Shelf(candidates) for common, candidates in groups.items()}


def _claim(row: Row) -> Claim:
    article, title, cut, teaser, kind, own_title, own_cut = row
    return Claim(article, Name(title, bool(cut)), teaser, kind, Name(own_title, bool(own_cut)))
