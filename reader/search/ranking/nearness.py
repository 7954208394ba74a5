"""Proximity: articles with the words of a query close together come first.

BM25 ignores where words are. Someone who remembers three words of a sentence is looking for the article that
has them in one sentence, not one that has each of them somewhere. So the best hits by BM25 get a share of
their words' idf as a bonus, larger the closer the words are in the text: all of it if they are adjacent, none
if they are ``REACH`` times as far apart (after Rasolofo and Savoy, *Term proximity scoring for keyword-based
retrieval systems*, 2003).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log

from reader.search.ranking.combinations import Any_
from reader.search.ranking.matching import Evaluation, Hits
from reader.search.ranking.phrases import in_order as phrased
from reader.search.ranking.plans import AnyTerm, InOrder, Plan
from reader.search.segments.snapshot import Snapshot, Term
from reader.search.weights import (
    GATHERED,
    GATHERED_POOL,
    GATHERED_WITHIN,
    GATHERED_WORDS,
    NEAR,
    NEAR_IN_ORDER,
    NEAR_POOL,
    NEAR_REACH,
    NEAR_TERMS,
)

_REACH = log(NEAR_REACH)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a plan: the terms that stand for each, in body and title; and their total worth."""

    fields: tuple[list[tuple[Term, ...]], ...]
    worth: float


def nearer(
    evaluation: Evaluation,
    snapshot: Snapshot,
    plans: Sequence[Plan],
    in_order: Callable[[], InOrder | None],
    hits: Hits,
) -> Hits:
    """The hits (best first, as (id, score)) in their new order, with their new scores.

    Args:
        evaluation: the evaluation that found them.
        snapshot: the index.
        plans: the plan of the search, whose words are all required; then the plan of the whole query, if it
            has more words.
        in_order: returns the plan for the whole query as one phrase in the text.
        hits: the result of the search.

    Raises:
        Stopped: the search was superseded.
    """
    wanted = [_words(plan) for plan in plans]
    (needed, *_), worth = wanted[0].fields, max(words.worth for words in wanted)
    if not needed or len(hits) < 2:
        return hits
    phrase = in_order()
    # The greatest distance between the first and the last word of the phrase.
    size = len(phrase.slots) if phrase and len(needed) > 1 else 0
    pool, rest = hits[:NEAR_POOL], hits[NEAR_POOL:]
    bonus: dict[int, float] = {}
    for number, docs in enumerate(snapshot.numbers([article for article, _ in pool])):
        if not docs:
            continue
        maybe: Collection[int] = docs
        for words in wanted:
            for of_field in words.fields:
                spans = _spans(evaluation, snapshot, of_field, number, docs)
                if of_field is needed and size:
                    maybe = [doc for doc, span in spans.items() if span <= size]
                for doc, span in spans.items():
                    share = 1 - log(max(1.0, span / len(of_field))) / _REACH
                    bonus[docs[doc]] = max(share * words.worth, bonus.get(docs[doc], 0.0))
        if phrase and maybe:
            whole = phrased(phrase.slots, snapshot, number, maybe, evaluation.poll)
            bonus.update({docs[doc]: NEAR_IN_ORDER * worth for doc in whole})
    moved = [(article, score + bonus.get(article, 0.0)) for article, score in pool]
    # The sort is stable: equal scores keep their order.
    moved.sort(key=lambda hit: -hit[1])
    return moved + rest


def _words(plan: Plan) -> _Words:
    body, worth = _parts(plan, "body")
    # If a word is in no body at all, no body has it close to the others.
    title, _ = _parts(plan, "title") if body else ([], 0.0)
    return _Words((body, title), NEAR * worth)


def _parts(plan: Plan, name: str) -> tuple[list[tuple[Term, ...]], float]:
    """The terms in a field that stand for each word of the query, and their total worth.

    Words that stand for many terms are left out. Empty if a word of the query is not in the field at all.
    """
    parts: dict[tuple[Term, ...], float] = {}
    for part in plan.parts:
        if part.is_text():
            terms = tuple(term for term in part.terms_in_text() if term.field == name)
            if not terms:
                return [], 0.0
            if isinstance(part, AnyTerm) and len(terms) <= NEAR_TERMS:
                parts[terms] = part.peak / part.weight
    return list(parts), sum(parts.values())


def _spans(
    evaluation: Evaluation,
    snapshot: Snapshot,
    parts: list[tuple[Term, ...]],
    number: int,
    docs: Collection[int],
) -> dict[int, int]:
    """Document -> the length in words of the shortest passage with all parts."""
    if len(parts) < 2:
        return {}
    found: list[dict[int, Sequence[int]]] = []
    wanted: Collection[int] = sorted(docs)
    for part in parts:
        places = _places(evaluation, snapshot, part, number, wanted)
        found.append(places)
        wanted = sorted(places)
    both = set(docs).intersection(*found)
    return {doc: _shortest([places[doc] for places in found]) for doc in both}


def _places(
    evaluation: Evaluation, snapshot: Snapshot, terms: Iterable[Term], number: int, docs: Collection[int]
) -> dict[int, Sequence[int]]:
    """Document -> the positions of a word, under any of its terms."""
    places: dict[int, Sequence[int]] = {}
    for term in terms:
        if not snapshot.frequency(term, number):
            continue
        evaluation.poll()
        column = snapshot.column(term, number)
        which = column.find(docs)
        for at, here in zip(which, column.positions_at(which), strict=True):
            doc = column.docs[at]
            places[doc] = sorted([*places[doc], *here]) if doc in places else here
    return places


def _shortest(lists: list[Sequence[int]]) -> int:
    """The length of the shortest range that contains a number from each list."""
    count = len(lists)
    # The low digits say which list a position comes from: sorting plain numbers is quick.
    merged = sorted([p * count + which for which, positions in enumerate(lists) for p in positions])
    last = [-(1 << 30)] * count
    best = 1 << 30
    for both in merged:
        position, which = divmod(both, count)
        last[which] = position
        best = min(best, position - min(last) + 1)
    return best


# --- some of the words --------------------------------------------------------------------------------


def gathered(evaluation: Evaluation, snapshot: Snapshot, plan: Plan, hits: Hits) -> Hits:
    """The hits of a plan for any of several words in their new order, with their new scores.

    If an article need not have every word, its passage with the most significant words shows what it is
    about, so the worth of these words is added. Args and errors like :func:`nearer`.
    """
    either = next((part for part in plan.parts if isinstance(part, Any_)), None)
    if either is None or len(hits) < 2:
        return hits
    words: dict[tuple[Term, ...], float] = {}
    for part in either.plans:
        if isinstance(part, AnyTerm):
            terms = tuple(term for term in part.terms if term.field == "body")
            if 0 < len(terms) <= NEAR_TERMS:
                words[terms] = part.peak / part.weight
    telling = nlargest(GATHERED_WORDS, words, key=words.__getitem__)
    if len(telling) < 2:
        return hits
    worths = [GATHERED * words[terms] for terms in telling]
    pool, rest = hits[:GATHERED_POOL], hits[GATHERED_POOL:]
    bonus: dict[int, float] = {}
    for number, docs in enumerate(snapshot.numbers([article for article, _ in pool])):
        marks: defaultdict[int, list[int]] = defaultdict(list)
        for which, terms in enumerate(telling if docs else ()):
            for doc, here in _places(evaluation, snapshot, terms, number, docs).items():
                # The low digits say which word is there: sorting plain numbers is quick.
                marks[doc].extend([place * len(telling) + which for place in here])
        for doc, own in marks.items():
            own.sort()
            bonus[docs[doc]] = _most_telling(own, worths)
    moved = [(article, score + bonus.get(article, 0.0)) for article, score in pool]
    moved.sort(key=lambda hit: -hit[1])
    return moved + rest


def _most_telling(marks: Sequence[int], worths: Sequence[float]) -> float:
    """The highest total worth of the different words in one passage; 0 if no two are close together.

    ``marks``: ascending; each is a position times the number of words, plus the number of the word there.
    """
    count = len(worths)
    reach = GATHERED_WITHIN * count
    seen = [0] * count
    first, here, different, best = 0, 0.0, 0, 0.0
    for mark in marks:
        which = mark % count
        if not seen[which]:
            here += worths[which]
            different += 1
        seen[which] += 1
        # Compare positions, not the word numbers in the low digits: equal distances must count alike.
        least = mark - which - reach
        while marks[first] < least:
            gone = marks[first] % count
            seen[gone] -= 1
            if not seen[gone]:
                here -= worths[gone]
                different -= 1
            first += 1
        if different > 1 and here > best:
            best = here
    return best
