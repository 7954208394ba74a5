"""Carries a plan out: which articles match, how well, the best first.

Segment by segment, the largest first. Where a plan matches few documents they are scored one by one, rarest
parts first, so that common words need only be looked up for the documents that are left. Where it matches
many, ``bounding`` says which of them can be among the best, and only these are scored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import and_, or_

from reader.idset import IdSet, places
from reader.search.ranking.bounding import Bounding, matching
from reader.search.ranking.phrases import in_order, whole_titles
from reader.search.ranking.planning import All, Any_, AnyTerm, Except, InOrder, Listed, Phrased, Plan
from reader.search.segments.lanes import LEVELS, Bounds, mask_of
from reader.search.segments.segment import SegmentFile
from reader.search.segments.snapshot import Snapshot, Term
from reader.search.weights import EXACT_TITLE, saturated

Scores = dict[int, float]
_MANY = 16  # a sixteenth of a segment's documents …
_LEAST = 600  # … and so many …
_TIMES = 3  # … and so many times more than are wanted: worth bounding


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
        self._phrases: dict[tuple[int, int], Scores] = {}

    def poll(self) -> None:
        """Raises Stopped where the search was superseded."""
        if self._stop and self._stop():
            raise Stopped

    def best(
        self, plan: Plan, limit: int, exact: InOrder | None = None
    ) -> tuple[list[tuple[int, float]], int]:
        """The best ``limit`` articles as (id, score), and how many match in all.

        ``exact``, where given, is the phrase for titles with all words of the query in order.
        Of equal scores the article with the higher id, which was added later, comes first.
        """
        best: list[tuple[float, int]] = []
        total = 0
        for number, (segment, _) in enumerate(self._snapshot.segments):
            # From an earlier segment: a score that an article must reach to be among the best.
            least = best[-1][0] if len(best) >= limit > 0 else 0.0
            scores, matching = self._best_of(plan, number, limit, least, exact)
            total += matching
            if not scores or limit <= 0:
                continue
            if len(scores) > limit:
                least = max(least, sorted(scores.values())[-limit])
            ids = segment.ids
            best += [(score, ids[doc]) for doc, score in scores.items() if score >= least]
            best.sort(reverse=True)
            del best[limit:]
        return [(article, score) for score, article in best], total

    def _best_of(
        self, plan: Plan, number: int, limit: int, least: float, exact: InOrder | None
    ) -> tuple[Scores, int]:
        """(document -> score, how many match) in a segment: of many documents, all that can be the best."""
        segment, deleted = self._snapshot.segments[number]
        titles = whole_titles(exact, self._snapshot, number, self.poll) if exact else ()
        many = max(segment.documents // _MANY, _LEAST, _TIMES * limit)
        bounding = None
        if matching(plan, self._snapshot, number) > many:
            bounding = Bounding(plan, self, self._snapshot, number)
        if bounding and bounding.useful:
            bounds = bounding.bounds(plan)
            if deleted:
                bounds = bounds.without(deleted)
            total = bounds.matching()
            scores = self._bounded(plan, number, bounds, bounding, limit, least)
            more = set(titles).difference(deleted, scores)
            if not bounding.level(least) and len(scores) < limit:
                # What matches without a score (a filter) is wanted as well.
                more.update(doc for doc in self._latest(bounds.mask, number, limit) if doc not in scores)
            if more:
                scores.update(self.scores(plan, number, more))
        elif bounding and bounding.scoreless:
            live = self._live(plan, number)
            return dict.fromkeys(self._latest(live, number, limit), 0.0), live.bit_count() // 8
        else:
            scores = self.scores(plan, number)
            if deleted:
                scores = {doc: score for doc, score in scores.items() if doc not in deleted}
            total = len(scores)
        for doc in titles:
            if doc in scores:
                scores[doc] += EXACT_TITLE
        return scores, total

    def _bounded(
        self, plan: Plan, number: int, bounds: Bounds, bounding: Bounding, limit: int, least: float
    ) -> Scores:
        """Document -> score, of all in a segment that may be among the best ``limit`` and score ``least``."""
        lowest = bounding.level(least)
        if limit <= 0 or lowest > LEVELS:
            return {}
        self.poll()
        level = bounds.reached(limit, lowest)
        scores = self.scores(plan, number, set(bounds.between(level)))
        if len(scores) < limit:
            return scores
        # Bounds are rounded up for each part of a query. What the first ones score in truth tells how much
        # the bound of any other must be.
        lowest = max(lowest, bounding.level(sorted(scores.values())[-limit]))
        rest = set(bounds.between(lowest, level))
        return scores | self.scores(plan, number, rest) if rest else scores

    def _latest(self, docs: int, number: int, limit: int) -> list[int]:
        """Of some documents of a segment (a mask) the ``limit`` with the highest ids, the best unscored."""
        segment, _ = self._snapshot.segments[number]
        latest = segment.arrangement.latest(docs.to_bytes(segment.documents, "little"), max(limit, 0))
        return [segment.numbers[article] for article in latest]

    def _live(self, plan: Plan, number: int) -> int:
        """As :meth:`mask`, without deleted documents."""
        segment, deleted = self._snapshot.segments[number]
        docs = self.mask(plan, number)
        return docs & ~mask_of(deleted, segment.documents) if deleted else docs

    def raised(self, full: Plan, plan: Plan, hits: list[tuple[int, float]]) -> list[tuple[int, float]]:
        """The hits of ``plan`` with what they score for words that only ``full`` has, in their new order."""
        parts = full.plans if isinstance(full, All) else (full,)
        known = plan.plans if isinstance(plan, All) else (plan,)
        words = [part for part in parts if isinstance(part, AnyTerm) and part not in known]
        more: Scores = {}
        for number, docs in enumerate(self._snapshot.numbers([article for article, _ in hits])):
            for part in words if docs else ():
                for doc, score in self.scores(part, number, docs).items():
                    more[docs[doc]] = more.get(docs[doc], 0.0) + score
        return sorted([(a, score + more.get(a, 0.0)) for a, score in hits], key=lambda hit: -hit[1])

    def found(self, plan: Plan) -> IdSet:
        """All articles that match: who wants no scores need not pay for them."""
        segments, among = self._snapshot.segments, None
        if isinstance(plan, All):
            # What many articles have in common is looked at last, for all segments at once.
            rest = tuple(part for part in plan.plans if not self._wide(part))
            if 0 < len(rest) < len(plan.plans):
                among = reduce(and_, (part.ids for part in plan.plans if isinstance(part, Listed)))
                plan = All(rest)
        found = IdSet()
        for number, (segment, deleted) in enumerate(segments):
            if matching(plan, self._snapshot, number) * _MANY > segment.documents:
                lane = self._live(plan, number).to_bytes(segment.documents, "little")
                found |= segment.arrangement.marked(lane)
            else:
                ids = segment.ids
                found |= IdSet.of(ids[doc] for doc in self._docs(plan, number, None).difference(deleted))
        return found if among is None else found & among

    def _wide(self, plan: Plan) -> bool:
        return isinstance(plan, Listed) and plan.size() * _MANY > self._snapshot.documents

    def mask(self, plan: Plan, number: int) -> int:
        """The documents of a segment that match, as a mask (see ``lanes``)."""
        self.poll()
        segment = self._snapshot.segments[number][0]
        size = segment.documents
        if isinstance(plan, AnyTerm):
            terms = [term for term in plan.terms if self._snapshot.frequency(term, number)]
            columns = [self._snapshot.column(term, number) for term in terms]
            few = chain.from_iterable(column.docs for column in columns if not column.has_lane)
            masks = [column.mask for column in columns if column.has_lane]
            return reduce(or_, masks, mask_of(few, size))
        if isinstance(plan, Listed):
            return int.from_bytes(segment.arrangement.lane(plan.ids), "little")
        if isinstance(plan, Except):
            return (1 << 8 * size) - 1 & ~self.mask(plan.plan, number)
        if isinstance(plan, Phrased):
            return mask_of(self.scores(plan, number), size)
        masks = [self.mask(part, number) for part in plan.plans]
        return reduce(and_ if isinstance(plan, All) else or_, masks)

    def _docs(self, plan: Plan, number: int, within: set[int] | None) -> set[int]:
        """The documents of a segment that match; ``within``: only these matter."""
        if isinstance(plan, AnyTerm):
            self.poll()
            terms = [term for term in plan.terms if self._snapshot.frequency(term, number)]
            columns = [self._snapshot.column(term, number) for term in terms]
            if within is None:
                return set[int]().union(*(column.docs for column in columns))
            return set[int]().union(*(column.among(within) for column in columns))
        if isinstance(plan, All):
            for part in plan.plans:
                within = self._docs(part, number, within)
                if not within:
                    break
            return within or set()
        if isinstance(plan, Any_):
            return set[int]().union(*(self._docs(part, number, within) for part in plan.plans))
        if isinstance(plan, Listed):
            return set(_listed(plan, self._snapshot.segments[number][0], within))
        if isinstance(plan, Except) and within is not None:
            return within - self._docs(plan.plan, number, within)
        return set(self.scores(plan, number, within))

    def scores(self, plan: Plan, number: int, within: Collection[int] | None = None) -> Scores:
        """Document -> score in segment ``number``; ``within``: only these documents matter."""
        self.poll()
        segment = self._snapshot.segments[number][0]
        if isinstance(plan, AnyTerm):
            return self._any_term(plan, number, within)
        if isinstance(plan, Phrased):
            return self._phrased(plan, number, within)
        if isinstance(plan, Listed):
            return dict.fromkeys(_listed(plan, segment, within), 0.0)
        if isinstance(plan, Except):
            if within is None:
                return dict.fromkeys(_places(self.mask(plan, number), segment), 0.0)
            return dict.fromkeys(self._docs(plan, number, set(within)), 0.0)
        if isinstance(plan, All):
            return self._all(plan, number, within)
        either: Scores = {}
        for part in plan.plans:
            either = _sum(either, self.scores(part, number, within))
        return either

    def _all(self, plan: All, number: int, within: Collection[int] | None) -> Scores:
        scores: Scores | None = None
        # What many articles have in common is looked at last.
        for part in sorted(plan.plans, key=self._wide):
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
        """What BM25F gives for a word: its counts in all fields add up before they are saturated."""
        forms = [
            (form.idf * plan.weight, terms)
            for form in plan.forms
            if (terms := [term for term in form.terms if term.places[number] >= 0])
        ]
        if len(forms) == 1:
            return self._one_form(*forms[0], number, within)
        fields: defaultdict[str, dict[int, int]] = defaultdict(dict)
        worths: dict[int, float] = {}
        alike = len({worth for worth, _ in forms}) < 2
        for worth, terms in forms:
            for term in terms:
                self.poll()
                impacts = self._snapshot.column(term, number).impacts_of(within)
                fields[term.field].update(impacts)
                if not alike:
                    worths.update(dict.fromkeys(impacts, worth))
        if not fields:
            return {}
        most = max(fields, key=lambda name: len(fields[name]))
        impacts, table, worth = fields.pop(most), self._snapshot.table(most), forms[0][0]
        shares = map(table.__getitem__, impacts.values())
        if alike:
            scores = dict(zip(impacts, [worth * share for share in shares], strict=True))
        else:
            scores = {doc: worths[doc] * share for doc, share in zip(impacts, shares, strict=True)}
        for doc, count in self._counts(fields).items():
            if doc in impacts:
                count += table.counts[impacts[doc]]
            scores[doc] = (worth if alike else worths[doc]) * saturated(count)
        return scores

    def _one_form(
        self, worth: float, terms: Sequence[Term], number: int, within: Collection[int] | None
    ) -> Scores:
        """The same for a word in one form: most documents have it in one field alone."""
        self.poll()
        most = max(terms, key=lambda term: self._snapshot.frequency(term, number))
        column, table = self._snapshot.column(most, number), self._snapshot.table(most.field)
        scores = column.scores_of(within, table, worth)
        if len(terms) > 1:
            others = [term for term in terms if term is not most]
            fields = {term.field: self._snapshot.column(term, number).impacts_of(within) for term in others}
            counts = self._counts(fields)
            impacts = column.impacts_of(counts)
            for doc, count in counts.items():
                if doc in impacts:
                    count += table.counts[impacts[doc]]
                scores[doc] = worth * saturated(count)
        return scores

    def _counts(self, fields: Mapping[str, Mapping[int, int]]) -> Scores:
        """Document -> weighted count, from the impacts in some fields."""
        either: Scores = {}
        for name, impacts in fields.items():
            counts = map(self._snapshot.table(name).counts.__getitem__, impacts.values())
            own = dict(zip(impacts, counts, strict=True))
            either = _sum(either, own) if either else own
        return either

    def _phrased(self, plan: Phrased, number: int, within: Collection[int] | None) -> Scores:
        # Bounding looks at all of a phrase, scoring at some of it again.
        key = (id(plan), number)
        known = self._phrases.get(key)
        if known is not None:
            if within is None:
                return dict(known)
            return {doc: known[doc] for doc in within if doc in known}
        docs = self._with_phrase(plan, number, within)
        scores = dict.fromkeys(docs, 0.0)
        for word in plan.words if docs else ():
            for doc, score in self.scores(word, number, docs).items():
                scores[doc] += score
        if within is None:
            self._phrases[key] = scores
            return dict(scores)
        return scores

    def _with_phrase(self, plan: Phrased, number: int, within: Collection[int] | None) -> set[int]:
        found = (in_order(field, self._snapshot, number, within, self.poll) for field in plan.fields)
        return set[int]().union(*found)


def _places(mask: int, segment: SegmentFile) -> list[int]:
    return places(mask.to_bytes(segment.documents, "little"), 255)


def _listed(plan: Listed, segment: SegmentFile, within: Collection[int] | None) -> list[int]:
    """The documents of a segment, or of those ``within``, whose articles are in a set."""
    if within is None:
        return places(segment.arrangement.lane(plan.ids), 255)
    return segment.arrangement.those(within, plan.ids)


def _sum(one: Scores, other: Scores) -> Scores:
    """The union of two, scores added; either may be changed."""
    if len(one) < len(other):
        one, other = other, one
    for doc, score in other.items():
        one[doc] = one.get(doc, 0.0) + score
    return one
