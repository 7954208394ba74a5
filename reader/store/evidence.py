"""Collects the candidates for links from the library file and decides the links.

Each kind of evidence is fetched for many links at a time, with one query that uses an index (see
``crowds``); the rest is done with dictionaries. Most links are decided by articles with exactly their
title; other evidence is fetched only for the rest. A :class:`Court` serves one pass over some links and
must not be used after the library has changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from reader.store import values
from reader.store.addressing import Addressing
from reader.store.codec import pictures
from reader.store.crowds import Crowds
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
from reader.store.values import text

AMONG = "IN (SELECT value FROM json_each(?))"


def as_text(*columns: str) -> str:
    """Columns of a query as text, whatever a damaged file contains."""
    return ", ".join(f"ifnull(CAST({column} AS TEXT), '')" for column in columns)


_ARTICLE = (
    f"SELECT id, {as_text('key', 'body_key', 'head', 'note_head')}, titled, {as_text('title_key')},"
    f" title_cut, {as_text('title', 'pictures')} FROM articles"
)

# The articles whose previous or next link states a title, at most ? of each kind.
SAYING = (
    "SELECT t.value, k.value, (SELECT json_group_array(article) FROM (SELECT DISTINCT article FROM links"
    " WHERE title_key = t.value AND kind = k.value AND kind IN ('previous', 'next')"
    " AND typeof(article) = 'integer' LIMIT ?))"
    ' FROM json_each(?) t JOIN json_each(\'["previous", "next"]\') k'
)


def said(article: str) -> str:
    """The previous and next links of an article (an SQL expression), as a JSON list in SQL.

    The list is empty if there are more than can be told apart.
    """
    return (
        f"(SELECT CASE WHEN count(*) > {TOO_MANY} THEN '[]' ELSE"
        " json_group_array(json_array(CAST(kind AS TEXT), CAST(title_key AS TEXT), title_cut <> 0)) END FROM"
        f" (SELECT DISTINCT kind, title_key, title_cut FROM links WHERE article = {article}"
        f" AND kind IN ('previous', 'next') ORDER BY 1, 2, 3 LIMIT {TOO_MANY + 1}))"
    )


Candidates = dict[int, Candidate]
"""Candidates for one link, by article."""

Verdict = tuple[int, int | None, str | None, Decision]
"""A link's id, its target and candidates as stored, and the decision now."""


class Court:
    """Decides some links by the titles that pages state, and, with ``given``, those taken from links."""

    def __init__(self, db: Database, links: list[int], *, given: bool) -> None:
        self._db = db
        self._given = given
        self._crowds = Crowds(db, given=given)
        self._known: dict[int, Candidate] = {}
        # Without "given", the question is which article without a title a link names.
        stored = "target" if given else "names"
        own = "a.title_key" if given else "CASE WHEN a.titled THEN a.title_key ELSE '' END"
        self._rows = db.rows(
            f"SELECT l.id, l.{stored}, l.candidates, l.article, {as_text('l.title_key')}, l.title_cut,"
            f" {as_text('l.teaser_key', 'l.kind', own)}, a.title_cut, {as_text('l.title', 'l.teaser')},"
            " l.address"
            f" FROM links l JOIN articles a ON a.id = l.article WHERE l.id {AMONG}",
            (json_parameter(links),),
        )
        self._claims = [_claim(row[3:-1]) for row in self._rows]

    def verdicts(self) -> list[Verdict]:
        """The decision on each link that exists."""
        self._fetch_namesakes()
        self._add_rivals()
        found = [self._namesakes(claim) for claim in self._claims]
        self._add_back(self._claims, found)
        pairs = zip(self._claims, found, strict=True)
        decisions = [decide(claim, namesakes.values(), given=self._given) for claim, namesakes in pairs]
        unsure = [at for at, decision in enumerate(decisions) if not decision.sure]
        claims = [self._claims[at] for at in unsure]
        self._fetch_others(claims)
        others = [self._others(claim) for claim in claims]
        self._add_back(claims, others)
        for at, claim, more in zip(unsure, claims, others, strict=True):
            # Without titles taken from links, the question is which article takes one, if any.
            if self._given or not all(candidate.titled for candidate in more.values()):
                decisions[at] = decide(claim, (more | found[at]).values(), given=self._given)
            if decisions[at] == Decision():
                decisions[at] = Decision(too_many=self._is_crowded(claim))
        self._decide_by_address(decisions)
        return [(*row[:3], decision) for row, decision in zip(self._rows, decisions, strict=True)]

    def _decide_by_address(self, decisions: list[Decision]) -> None:
        """Decides the links whose addresses mean articles. Such a link gives no article its title."""
        stated = {at: text for at, row in enumerate(self._rows) if (text := values.source(row[-1]))}
        if not stated:
            return
        meant = Addressing(self._db).meant(set(stated.values()))
        self._fetch({article for articles in meant.values() for article in articles})
        for at, address in stated.items():
            if address not in meant:
                continue
            claim = self._claims[at]
            others = sorted(meant[address] - {claim.article})
            if not self._given or not others:
                decisions[at] = Decision()
            elif len(others) == 1:
                decisions[at] = Decision(others[0], sure=True)
            else:
                known = [self._known[a] for a in others if a in self._known]
                best = decide(claim._replace(teaser=""), known, given=True)
                decisions[at] = best if best.target is not None else Decision(None, tuple(others))

    # --- articles with exactly the link's title -----------------------------------------------------------

    def _fetch_namesakes(self) -> None:
        titles = {claim.name.title for claim in self._claims} - {""}
        self._by_title = self._crowds.titled(titles, TOO_MANY + 1)
        pairs = {
            (claim.name.title, claim.teaser)
            for claim in self._claims
            if len(self._by_title.get(claim.name.title, ())) > TOO_MANY
        }
        self._by_title_and_head = self._crowds.titled_and_starting(pairs, TOO_MANY + 1)
        self._fetch(_told_apart(self._by_title.values(), self._by_title_and_head.values()))

    def _namesakes(self, claim: Claim) -> Candidates:
        ids = self._by_title.get(claim.name.title, set())
        if len(ids) > TOO_MANY:
            ids = self._by_title_and_head[claim.name.title, claim.teaser]
        return {candidate.article: candidate for candidate in self._starting(ids, claim.teaser)}

    def _is_crowded(self, claim: Claim) -> bool:
        """Whether there are too many with the link's title that start with its teaser."""
        return len(self._by_title_and_head.get((claim.name.title, claim.teaser), ())) > TOO_MANY

    # --- other candidates ------------------------------------------------------------------------------

    def _fetch_others(self, claims: list[Claim]) -> None:
        most = TOO_MANY + 1
        long = [claim for claim in claims if len(claim.name.title) >= CUT_LENGTH]
        self._by_cut = self._crowds.cut({_opening(claim) for claim in long}, most)
        crowded = {
            (_opening(claim), claim.teaser) for claim in long if len(self._by_cut[_opening(claim)]) > TOO_MANY
        }
        self._by_cut_and_head = self._crowds.cut_and_starting(crowded, most)
        self._longer = self._crowds.longer({claim.name.title for claim in long if claim.name.cut}, most)
        self._by_head = self._crowds.starting({claim.teaser for claim in claims} - {""}, most)
        own = {claim.own.title for claim in claims if claim.kind in OPPOSITE} - {""}
        answers = self._saying(own)
        self._by_answer = {said: linking for said, linking in answers.items() if len(linking) <= TOO_MANY}
        self._fetch(
            _told_apart(
                *(self._by_cut.values(), self._by_cut_and_head.values(), self._longer.values()),
                *(self._by_head.values(), self._by_answer.values()),
            )
        )

    def _others(self, claim: Claim) -> Candidates:
        name, teaser = claim.name, claim.teaser
        found = self._starting(self._by_head.get(teaser, set()), teaser)
        # Articles that name the link's own article back by its exact title.
        if claim.kind in OPPOSITE:
            answering = self._by_answer.get((claim.own.title, OPPOSITE[claim.kind]), set())
            found += [self._known[article] for article in answering if article in self._known]
        # A cut title, in the link or in the article, fits the start of a longer one.
        if len(name.title) >= CUT_LENGTH:
            cut = self._by_cut[_opening(claim)]
            if len(cut) > TOO_MANY:
                cut = self._by_cut_and_head[_opening(claim), teaser]
            found += [
                c for c in self._starting(cut, teaser) if c.name.title and name.title.startswith(c.name.title)
            ]
            if name.cut:
                found += [
                    c for c in self._going_on(name.title, teaser) if c.name.title.startswith(name.title)
                ]
        return {candidate.article: candidate for candidate in found}

    def _going_on(self, title: str, teaser: str) -> list[Candidate]:
        """The articles whose titles may begin with a cut one, found by their text or by their titles."""
        if len(teaser) >= TEASER_LENGTH and len(self._by_head[teaser]) <= TOO_MANY:
            return self._starting(self._by_head[teaser], teaser)
        return self._starting(self._longer[title], teaser)

    # --- previous and next -----------------------------------------------------------------------------

    def _add_rivals(self) -> None:
        """Adds to each previous or next link the other articles whose links state the same."""
        saying = self._saying({claim.name.title for claim in self._claims if claim.kind in OPPOSITE} - {""})
        rivals = {said: linking for said, linking in saying.items() if len(linking) <= TOO_MANY}
        self._fetch(_told_apart(rivals.values()))
        for at, claim in enumerate(self._claims):
            others = rivals.get((claim.name.title, claim.kind), set())
            if len(others) > 1:
                names = [
                    self._known[one].name for one in others if one != claim.article and one in self._known
                ]
                self._claims[at] = claim._replace(rivals=tuple(name for name in names if name.title))

    def _add_back(self, claims: list[Claim], found: list[Candidates]) -> None:
        """Adds to the candidates for previous and next links the articles that they name back."""
        wanted: set[int] = set()
        for claim, candidates in zip(claims, found, strict=True):
            if claim.kind in OPPOSITE:
                wanted.update(candidates)
        back: dict[int, tuple[tuple[str, Name], ...]] = {}
        if wanted:
            rows = self._db.rows(
                f"SELECT value, {said('value')} FROM json_each(?)", (json_parameter(wanted),)
            )
            for article, names in rows:
                back[article] = tuple((kind, Name(name, bool(cut))) for kind, name, cut in json.loads(names))
        for claim, candidates in zip(claims, found, strict=True):
            if claim.kind in OPPOSITE:
                for article, candidate in candidates.items():
                    candidates[article] = candidate._replace(back=back[article])

    def _saying(self, titles: set[str]) -> dict[tuple[str, str], set[int]]:
        """The articles whose previous (or next) link states one of the titles; at most TOO_MANY + 1."""
        if not titles:
            return {}
        rows = self._db.rows(SAYING, (TOO_MANY + 1, json_parameter(titles)))
        return {(title, kind): set(json.loads(articles)) for title, kind, articles in rows}

    # --- rows ------------------------------------------------------------------------------------------

    def _fetch(self, articles: set[int]) -> None:
        new = articles - self._known.keys()
        if new:
            rows = self._db.rows(f"{_ARTICLE} WHERE id {AMONG}", (json_parameter(new),))
            self._known.update((row[0], self._candidate(row)) for row in rows)

    def _starting(self, articles: set[int], teaser: str) -> list[Candidate]:
        """The articles among these that start with a teaser; none if there are too many to tell apart."""
        if len(articles) > TOO_MANY:
            return []
        candidates = [self._known[article] for article in articles if article in self._known]
        return [candidate for candidate in candidates if teaser_fits(teaser, candidate.heads)]

    def _candidate(self, row: Row) -> Candidate:
        article, key, body, head, note_head, titled, title, cut, written, pictured = row
        name = Name(title, bool(cut)) if titled or self._given else Name("")
        heads = (head, note_head) if note_head else (head,)
        # A title taken from links, or from its first words, is not a spelling of its own title.
        written = text(written) if name.title else ""
        return Candidate(
            article=article,
            key=key,
            body=body,
            heads=heads,
            titled=bool(titled),
            name=name,
            back=(),
            written=written,
            pictures=pictured,
        )


def _told_apart(*groups: Iterable[set[int]]) -> set[int]:
    """The articles of all sets that are small enough."""
    return {article for group in groups for ids in group if len(ids) <= TOO_MANY for article in ids}


def _opening(claim: Claim) -> str:
    return claim.name.title[:CUT_LENGTH]


def _claim(row: Row) -> Claim:
    article, title, cut, teaser, kind, own_title, own_cut, written, quoted = row
    name, own = Name(title, bool(cut)), Name(own_title, bool(own_cut))
    return Claim(
        article=article,
        name=name,
        teaser=teaser,
        kind=kind,
        own=own,
        rivals=(),
        written=text(written),
        pictures=pictures(quoted),
    )
