"""Carries a plan out: which articles match, how well, the best first.

Segment by segment and rarest parts first, so that common words need only be looked up for the articles
that are left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection
from heapq import nlargest

from reader.search.planning import All, AnyTerm, Except, InOrder, Listed, Plan
from reader.search.ranking import EXACT_TITLE
from reader.search.segment import Postings
from reader.search.snapshot import Snapshot, Term

Scores = dict[int, float]
_FEW = 16  # so many times fewer candidates than postings: look each up instead of scoring all


class Stopped(Exception):
    """The search was superseded. Never leaves this package."""


class Evaluation:
    """Carries out plans over the segments of a snapshot. ``stop`` is polled all along.

    Raises (from every method):
        Stopped: ``stop`` said so.
        IndexBroken: a segment cannot be read.
    """

    def __init__(self, snapshot: Snapshot, stop: Callable[[], bool] | None = None) -> None:
        self._snapshot = snapshot
        self._stop = stop

    def best(self, plan: Plan, limit: int, exact: Plan | None = None) -> tuple[list[tuple[int, float]], int]:
        """The best ``limit`` articles as (id, score), and how many match in all.

        ``exact``, where given, is the plan for titles with all words of the query in order.
        Of equal scores the article with the higher id, which was added later, comes first.
        """
        found: list[tuple[float, int]] = []
        total = 0
        for number, (segment, deleted) in enumerate(self._snapshot.segments):
            scores = self.scores(plan, number)
            if deleted:
                scores = {doc: score for doc, score in scores.items() if doc not in deleted}
            total += len(scores)
            if exact is not None:
                scores = self._with_exact_titles(scores, exact, number)
            if not scores or limit <= 0:
                continue
            least = min(nlargest(limit, scores.values()))
            ids = segment.ids
            found.extend([(score, ids[doc]) for doc, score in scores.items() if score >= least])
        return [(article, score) for score, article in nlargest(limit, found)], total

    def _with_exact_titles(self, scores: Scores, exact: Plan, number: int) -> Scores:
        titles = self.scores(exact, number)
        if not titles:
            return scores
        words = len(exact.slots) if isinstance(exact, InOrder) else 1
        lengths = self._snapshot.segments[number][0].table("lengths.title", "I")
        alike = {doc: scores[doc] + EXACT_TITLE for doc in titles if lengths[doc] == words and doc in scores}
        return scores | alike

    def check(self) -> None:
        """Raises Stopped where the search was superseded."""
        if self._stop and self._stop():
            raise Stopped

    def scores(self, plan: Plan, number: int, within: Collection[int] | None = None) -> Scores:
        """Document -> score in segment ``number``; ``within``: only these documents matter."""
        if self._stop and self._stop():
            raise Stopped
        segment = self._snapshot.segments[number][0]
        if isinstance(plan, AnyTerm):
            return self._any_term(plan, number, within)
        if isinstance(plan, InOrder):
            return self._in_order(plan, number, within)
        if isinstance(plan, Listed):
            if within is not None:
                ids = segment.ids
                return {doc: 0.0 for doc in within if ids[doc] in plan.ids}
            if len(plan.ids) < segment.documents // _FEW:
                return {segment.numbers[i]: 0.0 for i in plan.ids if i in segment.numbers}
            return {doc: 0.0 for doc, article in enumerate(segment.ids) if article in plan.ids}
        if isinstance(plan, Except):
            rest: Scores = dict.fromkeys(range(segment.documents) if within is None else within, 0.0)
            for doc in self.scores(plan.plan, number, within):
                rest.pop(doc, None)
            return rest
        if isinstance(plan, All):
            return self._all(plan, number, within)
        either: Scores = {}
        for part in plan.plans:
            either = _sum(either, self.scores(part, number, within))
        return either

    def _all(self, plan: All, number: int, within: Collection[int] | None) -> Scores:
        scores: Scores | None = None
        for part in plan.plans:
            more = self.scores(part, number, within if scores is None else scores)
            if scores is None:
                scores = more
            elif len(scores) <= len(more):
                scores = {doc: score + more[doc] for doc, score in scores.items() if doc in more}
            else:
                scores = {doc: scores[doc] + score for doc, score in more.items() if doc in scores}
            if not scores:
                return {}
        return scores or {}

    def _any_term(self, plan: AnyTerm, number: int, within: Collection[int] | None) -> Scores:
        by_field: dict[str, Scores] = {}
        for term in plan.terms:
            if term.places[number] < 0:
                continue
            if self._stop and self._stop():
                raise Stopped
            scores = self._term(term, number, within)
            older = by_field.get(term.field)
            if older is None:
                by_field[term.field] = scores
            elif plan.best:
                older.update(scores)
            else:
                by_field[term.field] = _sum(older, scores)
        either: Scores = {}
        for scores in by_field.values():
            either = _sum(either, scores)
        return either

    def _term(self, term: Term, number: int, within: Collection[int] | None) -> Scores:
        postings = self._postings(term, number)
        docs, factor, table = postings.docs, term.factor, self._snapshot.table(term.field)
        if within is not None and len(within) * _FEW < len(docs):
            places = _find(docs, within)
            return {docs[i]: factor * table[postings.impacts[i]] for i in places}
        return dict(zip(docs, [factor * s for s in map(table.__getitem__, postings.impacts)], strict=True))

    def _postings(self, term: Term, number: int) -> Postings:
        return self._snapshot.segments[number][0].field(term.field).postings(term.places[number])

    def _in_order(self, plan: InOrder, number: int, within: Collection[int] | None) -> Scores:
        """Documents that have all slots; of these, places where the phrase may begin, slot by slot."""
        slots: list[tuple[int, list[tuple[Term, Postings]]]] = []
        common: set[int] | None = None if within is None else set(within)
        for shift, terms in enumerate(plan.slots):
            if not terms:
                continue  # any word
            slot = [(term, self._postings(term, number)) for term in terms if term.places[number] >= 0]
            docs = {doc for _, postings in slot for doc in postings.docs}
            common = docs if common is None else common & docs
            if not common:
                return {}
            slots.append((shift, slot))
        slots.sort(key=lambda numbered: sum(len(postings.docs) for _, postings in numbered[1]))
        begins: dict[int, list[int]] | None = None
        scores: Scores = dict.fromkeys(common or (), 0.0)
        for shift, slot in slots:
            begins, best = self._begins(slot, shift, scores, begins)
            scores = {doc: scores[doc] + best[doc] for doc in begins}
        return scores

    def _begins(
        self,
        slot: list[tuple[Term, Postings]],
        shift: int,
        candidates: Collection[int],
        before: dict[int, list[int]] | None,
    ) -> tuple[dict[int, list[int]], Scores]:
        """Where in each candidate a phrase may begin whose slot ``shift`` is this one, and its best score.

        ``before``: where it may begin judging by the slots looked at so far.
        """
        found: dict[int, list[int]] = {}
        scores: Scores = {}
        for term, postings in slot:
            docs, table = postings.docs, self._snapshot.table(term.field)
            if len(candidates) * _FEW < len(docs):
                which = _find(docs, candidates)
            else:
                which = [i for i, doc in enumerate(docs) if doc in candidates]
            starts, positions = postings.positions()
            for count, i in enumerate(which):
                if self._stop and count % 500 == 499 and self._stop():
                    raise Stopped
                doc, here = docs[i], positions[starts[i] : starts[i + 1]]
                if before is None:
                    at = [position - shift for position in here]
                else:
                    there = set(here)
                    at = [begin for begin in before[doc] if begin + shift in there]
                if at:
                    found.setdefault(doc, []).extend(at)
                    scores[doc] = max(scores.get(doc, 0.0), term.factor * table[postings.impacts[i]])
        return found, scores


def _find(docs: list[int], wanted: Collection[int]) -> list[int]:
    """The places of ``wanted`` in ``docs``, which ascend."""
    places = []
    for doc in wanted:
        place = bisect_left(docs, doc)
        if place < len(docs) and docs[place] == doc:
            places.append(place)
    return places


def _sum(one: Scores, other: Scores) -> Scores:
    """The union of two, scores added; either may be changed."""
    if len(one) < len(other):
        one, other = other, one
    for doc, score in other.items():
        one[doc] = one.get(doc, 0.0) + score
    return one
