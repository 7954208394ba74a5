"""Finds the candidates for links in the library file and has them decided.

For many links at a time, each kind of evidence is fetched with one query through an index; what is left is
dictionaries. Most links are settled by articles with the very title; the rest of the evidence is fetched for
the others only. A :class:`Court` serves one pass over some links and must not outlive a change to the
library.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from reader.store.codec import pictures
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

_ARTICLE = (
    "SELECT id, key, body_key, head, note_head, titled, title_key, title_cut, title, pictures FROM articles"
)

# The links ({}: their ids, or their articles) that say previous or next of a title, at most ? of a kind.
SAYING = (
    "SELECT t.value, k.value, (SELECT json_group_array({0}) FROM (SELECT {0} FROM links"
    " WHERE title_key = t.value AND kind = k.value AND kind IN ('previous', 'next') LIMIT ?))"
    ' FROM json_each(?) t JOIN json_each(\'["previous", "next"]\') k'
)

Found = dict[int, Candidate]
"""Candidates for one link, by article."""

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
            f" l.kind, {own}, a.title_cut, l.title, l.teaser FROM links l JOIN articles a ON a.id = l.article"
            f" WHERE l.id {AMONG}",
            (json_parameter(links),),
        )
        self._claims = [_claim(row[3:]) for row in self._rows]

    def verdicts(self) -> list[Verdict]:
        """The decision on each link that exists."""
        self._fetch_namesakes()
        self._add_rivals()
        found = [self._namesakes(claim) for claim in self._claims]
        self._add_back(self._claims, found)
        pairs = zip(self._claims, found, strict=True)
        decisions = [decide(claim, namesakes.values()) for claim, namesakes in pairs]
        unsure = [at for at, decision in enumerate(decisions) if not decision.sure]
        claims = [self._claims[at] for at in unsure]
        self._fetch_others(claims)
        others = [self._others(claim) for claim in claims]
        self._add_back(claims, others)
        for at, claim, more in zip(unsure, claims, others, strict=True):
            # Without titles taken from links the question is which article takes one: is there any?
            if self._given or not all(candidate.titled for candidate in more.values()):
                decisions[at] = decide(claim, (more | found[at]).values())
            if decisions[at] == Decision():
                namesakes = self._by_title.get(claim.name.title, _NOBODY)
                decisions[at] = Decision(too_many=namesakes.is_crowded(claim.teaser))
        return [(*row[:3], decision) for row, decision in zip(self._rows, decisions, strict=True)]

    # --- articles with the link's very title -----------------------------------------------------------

    def _fetch_namesakes(self) -> None:
        titles = {claim.name.title for claim in self._claims} - {""}
        rows = self._select(f"title_key {AMONG} AND {self._counted}", titles)
        self._by_title = _shelves((row[6], self._candidate(row)) for row in rows)

    def _namesakes(self, claim: Claim) -> Found:
        named = self._by_title.get(claim.name.title, _NOBODY).starting(claim.teaser)
        return {candidate.article: candidate for candidate in named}

    # --- the others that a link may mean ---------------------------------------------------------------

    def _fetch_others(self, claims: list[Claim]) -> None:
        openings = {claim.name.title[:CUT_LENGTH] for claim in claims} - {""}
        rows = self._select(
            f"title_cut AND substr(title_key, 1, {CUT_LENGTH}) {AMONG} AND {self._counted}", openings
        )
        self._by_cut = _shelves((row[6][:CUT_LENGTH], self._candidate(row)) for row in rows)

        # A teaser shorter than this tells an article only by its whole body: then it is all of the head.
        openings = {claim.teaser[:TEASER_LENGTH] for claim in claims} - {""}
        heads: list[tuple[str, Candidate]] = []
        for column in ("head", "note_head"):
            rows = self._select(f"{column} <> '' AND substr({column}, 1, {TEASER_LENGTH}) {AMONG}", openings)
            heads += [(head[:TEASER_LENGTH], c) for c in map(self._candidate, rows) for head in c.heads]
        self._by_head = _shelves(heads)

        own = {claim.own.title for claim in claims if claim.kind in OPPOSITE} - {""}
        answers = {said: linking for said, linking in self._saying(own).items() if len(linking) <= TOO_MANY}
        wanted = {article for linking in answers.values() for article in linking}
        articles = {row[0]: self._candidate(row) for row in self._select(f"id {AMONG}", wanted)}
        self._by_answer = {said: [articles[one] for one in linking] for said, linking in answers.items()}

    def _others(self, claim: Claim) -> Found:
        name, teaser = claim.name, claim.teaser
        found = list(self._by_head.get(teaser[:TEASER_LENGTH], _NOBODY).starting(teaser))
        # Those that name the link's own article back, under its very title.
        if claim.kind in OPPOSITE:
            found += self._by_answer.get((claim.own.title, OPPOSITE[claim.kind]), ())
        # A cut title, here or there, fits the start of a longer one.
        if len(name.title) >= CUT_LENGTH:
            cut = self._by_cut.get(name.title[:CUT_LENGTH], _NOBODY)
            found += [c for c in cut.starting(teaser) if name.title.startswith(c.name.title)]
            if name.cut:
                found += self._longer(name.title, teaser)
        return {candidate.article: candidate for candidate in found}

    def _longer(self, title: str, teaser: str) -> list[Candidate]:
        rows = self._db.rows(
            f"{_ARTICLE} WHERE title_key > ? AND title_key < ? AND {self._counted}"
            " AND (head BETWEEN ? AND ? OR note_head BETWEEN ? AND ?) LIMIT ?",
            (title, title + LAST, *2 * (teaser, teaser + LAST), TOO_MANY + 1),
        )
        return [] if len(rows) > TOO_MANY else [self._candidate(row) for row in rows]

    # --- previous and next -----------------------------------------------------------------------------

    def _add_rivals(self) -> None:
        """Adds to each previous or next link who else says the same."""
        saying = self._saying({claim.name.title for claim in self._claims if claim.kind in OPPOSITE} - {""})
        rivals = {said: linking for said, linking in saying.items() if len(linking) <= TOO_MANY}
        wanted = {article for linking in rivals.values() for article in linking}
        names = {
            row[0]: Name(row[6], bool(row[7]))
            for row in self._select(f"id {AMONG}", wanted)
            if row[6] and (row[5] or self._given)
        }
        for at, claim in enumerate(self._claims):
            others = rivals.get((claim.name.title, claim.kind), [])
            if len(others) > 1:
                named = [names[one] for one in others if one != claim.article and one in names]
                self._claims[at] = claim._replace(rivals=tuple(named))

    def _add_back(self, claims: list[Claim], found: list[Found]) -> None:
        """Adds to the candidates for previous and next links whom they name back."""
        wanted: set[int] = set()
        for claim, candidates in zip(claims, found, strict=True):
            if claim.kind in OPPOSITE:
                wanted.update(candidates)
        back: defaultdict[int, list[tuple[str, Name]]] = defaultdict(list)
        if wanted:
            for article, kind, title, cut in self._db.rows(
                "SELECT article, kind, title_key, title_cut FROM links"
                f" WHERE article {AMONG} AND kind IN ('previous', 'next')",
                (json_parameter(wanted),),
            ):
                back[article].append((kind, Name(title, bool(cut))))
        for claim, candidates in zip(claims, found, strict=True):
            if claim.kind in OPPOSITE:
                for article, candidate in candidates.items():
                    candidates[article] = candidate._replace(back=tuple(back[article]))

    def _saying(self, titles: set[str]) -> dict[tuple[str, str], list[int]]:
        """The articles whose previous (or next) has one of the titles; of many, one more than too many."""
        if not titles:
            return {}
        rows = self._db.rows(SAYING.format("article"), (TOO_MANY + 1, json_parameter(titles)))
        return {(title, kind): json.loads(articles) for title, kind, articles in rows}

    # --- rows ------------------------------------------------------------------------------------------

    def _select(self, condition: str, values: set[str] | set[int]) -> list[Row]:
        return self._db.rows(f"{_ARTICLE} WHERE {condition}", (json_parameter(values),)) if values else []

    def _candidate(self, row: Row) -> Candidate:
        article, key, body, head, note_head, titled, title, cut, written, pictured = row
        name = Name(title, bool(cut)) if titled or self._given else Name("")
        heads = (head, note_head) if note_head else (head,)
        # Nor is a title that others have given it, or its first words, a way to spell its own.
        written = written if name.title else ""
        return Candidate(article, key, body, heads, bool(titled), name, (), written, pictured)


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
        start, end = self._range(teaser)
        return [candidate for _, candidate in self._by_head[start:end]] if end - start <= TOO_MANY else []

    def is_crowded(self, teaser: str) -> bool:
        """Whether there are too many whose head starts with ``teaser``."""
        start, end = self._range(teaser)
        return end - start > TOO_MANY

    def _range(self, teaser: str) -> tuple[int, int]:
        start = bisect_left(self._by_head, teaser, key=_head)
        return start, bisect_right(self._by_head, teaser + LAST, key=_head)


def _head(pair: tuple[str, Candidate]) -> str:
    return pair[0]


_NOBODY = _Shelf([])


def _shelves(pairs: Iterable[tuple[str, Candidate]]) -> dict[str, _Shelf]:
    groups: defaultdict[str, list[Candidate]] = defaultdict(list)
    for common, candidate in pairs:
        groups[common].append(candidate)
    return {common: _Shelf(candidates) for common, candidates in groups.items()}


def _claim(row: Row) -> Claim:
    article, title, cut, teaser, kind, own_title, own_cut, written, quoted = row
    name, own = Name(title, bool(cut)), Name(own_title, bool(own_cut))
    return Claim(article, name, teaser, kind, own, (), written, pictures(quoted))
