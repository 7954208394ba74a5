"""Pseudo-relevance feedback: long questions also look for terms that their best articles share.

The key terms of the best articles (chosen at indexing time: ``keys``) describe the subject of the question in
the words that articles use. The most significant of them are looked up in the best hits, so an article that
says the same in other words comes before one that contains a word or two by chance. This is pseudo-relevance
feedback (Rocchio, *Relevance feedback in information retrieval*, 1971) that only reorders the hits, so its
cost does not grow with the library.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import nlargest

from reader.search.ranking.matching import Evaluation, Hits
from reader.search.ranking.plans import AnyTerm, Plan
from reader.search.ranking.scoring import Form
from reader.search.segments.keys import FULL
from reader.search.segments.segment import KEYS, SegmentFile
from reader.search.segments.snapshot import Snapshot
from reader.search.weights import FEEDBACK, FEEDBACK_FROM, FEEDBACK_POOL, FEEDBACK_TERMS, idf

_SPARE = 3  # so many times more terms are looked at in each segment, for they add up


def fed_back(evaluation: Evaluation, snapshot: Snapshot, plan: Plan, hits: Hits) -> Hits:
    """The hits (best first, as (id, score)) in their new order, with their new scores.

    Args:
        evaluation: the evaluation that found them.
        snapshot: the index.
        plan: the plan of the search.
        hits: its result.

    Raises:
        Stopped: the search was superseded.
        IndexBroken: a segment cannot be read.
    """
    if len(hits) < 2 or hits[0][1] <= 0:
        return hits
    asked = sum(word.weight for word in plan.words())
    terms = _terms(snapshot, hits[:FEEDBACK_FROM])
    whole = sum(worth for worth, _ in terms)
    more: defaultdict[int, float] = defaultdict(float)
    pool, rest = hits[:FEEDBACK_POOL], hits[FEEDBACK_POOL:]
    numbers = snapshot.numbers([article for article, _ in pool])
    for worth, key in terms:
        term = _word(snapshot, key.decode(), FEEDBACK * asked * worth / whole)
        for number, docs in enumerate(numbers):
            if docs:
                for doc, score in term.scores(evaluation, number, docs).items():
                    more[docs[doc]] += score
    moved = [(article, score + more[article]) for article, score in pool]
    # The sort is stable: equal scores keep their order.
    moved.sort(key=lambda hit: -hit[1])
    return moved + rest


def _terms(snapshot: Snapshot, best: Sequence[tuple[int, float]]) -> list[tuple[float, bytes]]:
    """The terms that characterise some articles together, with their weights. Better articles count more."""
    within: defaultdict[SegmentFile, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for article, score in best:
        if (place := snapshot.place(article)) is not None:
            segment, number = place
            share, counts = score / best[0][1] / FULL, within[segment]
            for key, weight in segment.keys(number).items():
                counts[key] += share * weight
    together: defaultdict[bytes, float] = defaultdict(float)
    for segment, counts in within.items():
        terms = segment.field(KEYS).terms
        for key in nlargest(_SPARE * FEEDBACK_TERMS, counts, key=counts.__getitem__):
            together[terms[key]] += counts[key]
    return nlargest(FEEDBACK_TERMS, ((count, term) for term, count in together.items()))


def _word(snapshot: Snapshot, term: str, weight: float) -> AnyTerm:
    terms = tuple(t for name in snapshot.filled if (t := snapshot.terms(name, term)).frequency)
    if not terms:
        return AnyTerm(())
    frequency = max(term.frequency for term in terms)
    return AnyTerm((Form(terms, idf(snapshot.documents, frequency)),), weight)
