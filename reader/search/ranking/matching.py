"""Executes a plan: which articles match, how well, best first.

It goes segment by segment, largest first. If a plan matches few documents, they are scored one by one, rarest
parts first, so common words are only looked up for the documents that are left. If it matches many,
``bounding`` determines which of them can be among the best, and only these are scored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import reduce
from operator import and_, itemgetter

from reader.idset import IdSet
from reader.search.ranking.bounding import Bounding
from reader.search.ranking.combinations import All
from reader.search.ranking.phrases import whole_titles
from reader.search.ranking.plans import AnyTerm, InOrder, Listed, Plan
from reader.search.ranking.scoring import Scores
from reader.search.segments.lanes import LEVELS, Bounds, mask_of
from reader.search.segments.segment import SegmentFile
from reader.search.segments.snapshot import Snapshot
from reader.search.weights import EXACT_TITLE

Hits = list[tuple[int, float]]
"""Articles by their ids, each with its score."""

_MANY = 16  # bounding is worthwhile for more than a sixteenth of a segment's documents …
_LEAST = 600  # … and at least this many …
_TIMES = 5  # … and at least this many times the limit


def _in_order(scores: Scores, segment: SegmentFile, limit: int) -> Hits:
    """The best ``limit`` documents of a segment; of those with equal scores, those with the highest ids."""
    ids = segment.ids
    # Documents are usually numbered in the order of their ids. Sorting is stable, so that order stays.
    docs = sorted(scores, key=None if segment.ascending else ids.__getitem__, reverse=True)
    docs.sort(key=scores.__getitem__, reverse=True)
    del docs[limit:]
    return list(zip(map(ids.__getitem__, docs), map(scores.__getitem__, docs), strict=True))


class Stopped(Exception):
    """The search was superseded. Never leaves this package."""


class Evaluation:
    """Executes plans over the segments of a snapshot. ``stop`` is polled throughout.

    Raises (from every method):
        Stopped: ``stop`` returned true.
        IndexBroken: a segment cannot be read.
    """

    def __init__(self, snapshot: Snapshot, stop: Callable[[], bool] | None = None) -> None:
        self.snapshot = snapshot
        self.phrases: dict[tuple[int, int], Scores] = {}
        """The scores of phrases: bounding computes all of them, and scoring needs some of them again."""
        self._stop = stop

    def poll(self) -> None:
        """Raises Stopped if the search was superseded."""
        if self._stop and self._stop():
            raise Stopped

    def best(self, plan: Plan, limit: int, exact: InOrder | None = None) -> tuple[Hits, int]:
        """The best ``limit`` articles as (id, score), and how many match in all.

        ``exact``, if given, is the phrase for titles with all words of the query in order. If scores are
        equal, the article with the higher id, which was added later, comes first.
        """
        best: Hits = []
        total = 0
        for number, (segment, _) in enumerate(self.snapshot.segments):
            # From earlier segments: the score that an article must reach to be among the best.
            least = best[-1][1] if len(best) >= limit > 0 else 0.0
            scores, matching = self._best_of(plan, number, limit, least, exact)
            total += matching
            if not scores or limit <= 0:
                continue
            if least:
                scores = {doc: score for doc, score in scores.items() if score >= least}
            hits = _in_order(scores, segment, limit)
            if best:
                hits += best
                hits.sort(key=itemgetter(0), reverse=True)
                hits.sort(key=itemgetter(1), reverse=True)
            best = hits[:limit]
        return best, total

    def _best_of(
        self, plan: Plan, number: int, limit: int, least: float, exact: InOrder | None
    ) -> tuple[Scores, int]:
        """(document -> score, number of matches) in a segment: if many match, only those that can be best."""
        segment, deleted = self.snapshot.segments[number]
        titles = whole_titles(exact.slots, self.snapshot, number, self.poll) if exact else ()
        many = max(segment.documents // _MANY, _LEAST, _TIMES * limit)
        bounding = None
        if plan.matching(self.snapshot, number) > many:
            bounding = Bounding(plan, self, number)
        if bounding and bounding.useful:
            bounds = plan.bounds(bounding)
            if deleted:
                bounds = bounds.without(deleted)
            total = bounds.matching()
            scores = self._bounded(plan, number, bounds, bounding, limit, least)
            more = set(titles).difference(deleted, scores)
            if not bounding.level(least) and len(scores) < limit:
                # Matches without a score (of a filter) are wanted as well.
                more.update(doc for doc in self._latest(bounds.mask, number, limit) if doc not in scores)
            if more:
                scores.update(plan.scores(self, number, more))
        elif bounding and bounding.scoreless:
            live = self._live(plan, number)
            return dict.fromkeys(self._latest(live, number, limit), 0.0), live.bit_count() // 8
        else:
            scores = plan.scores(self, number)
            if deleted:
                scores = {doc: score for doc, score in scores.items() if doc not in deleted}
            total = len(scores)
        return self._with_titles(scores, titles), total

    @staticmethod
    def _with_titles(scores: Scores, titles: Collection[int]) -> Scores:
        for doc in titles:
            if doc in scores:
                scores[doc] += EXACT_TITLE
        return scores

    def _bounded(
        self, plan: Plan, number: int, bounds: Bounds, bounding: Bounding, limit: int, least: float
    ) -> Scores:
        """Document -> score for all documents that may be among the best ``limit`` and reach ``least``."""
        lowest = bounding.level(least)
        if limit <= 0 or lowest > LEVELS:
            return {}
        self.poll()
        level = bounds.reached(limit, lowest)
        scores = plan.scores(self, number, set(bounds.between(level)))
        if len(scores) < limit:
            return scores
        # Bounds are rounded up for each part of a query. The true scores of the first documents show how high
        # the bound of any other must be.
        lowest = max(lowest, bounding.level(sorted(scores.values())[-limit]))
        rest = set(bounds.between(lowest, level))
        return scores | plan.scores(self, number, rest) if rest else scores

    def _latest(self, docs: int, number: int, limit: int) -> list[int]:
        """The ``limit`` documents of a mask with the highest ids: the best if nothing is scored."""
        segment, _ = self.snapshot.segments[number]
        latest = segment.arrangement.latest(docs.to_bytes(segment.documents, "little"), max(limit, 0))
        return [segment.numbers[article] for article in latest]

    def _live(self, plan: Plan, number: int) -> int:
        """The documents of a segment that match and are not deleted, as a mask."""
        segment, deleted = self.snapshot.segments[number]
        docs = plan.mask(self, number)
        return docs & ~mask_of(deleted, segment.documents) if deleted else docs

    def raised(self, full: Plan, plan: Plan, hits: Hits) -> Hits:
        """The hits of ``plan``, reordered by adding the scores of the words that only ``full`` has."""
        words = [part for part in full.parts if isinstance(part, AnyTerm) and part not in plan.parts]
        more: Scores = {}
        for number, docs in enumerate(self.snapshot.numbers([article for article, _ in hits])):
            for part in words if docs else ():
                for doc, score in part.scores(self, number, docs).items():
                    more[docs[doc]] = more.get(docs[doc], 0.0) + score
        return sorted([(a, score + more.get(a, 0.0)) for a, score in hits], key=lambda hit: -hit[1])

    def found(self, plan: Plan) -> IdSet:
        """All articles that match, without computing scores."""
        segments, among = self.snapshot.segments, None
        # A filter that many articles pass is applied last, to all segments at once.
        wide = [part for part in plan.parts if isinstance(part, Listed) and part.is_wide(self.snapshot)]
        rest = tuple(part for part in plan.parts if part not in wide)
        if wide and rest:
            among = reduce(and_, (part.ids for part in wide))
            plan = All(rest)
        found = IdSet()
        for number, (segment, deleted) in enumerate(segments):
            if plan.matching(self.snapshot, number) * _MANY > segment.documents:
                lane = self._live(plan, number).to_bytes(segment.documents, "little")
                found |= segment.arrangement.marked(lane)
            else:
                ids = segment.ids
                found |= IdSet.of(ids[doc] for doc in plan.docs(self, number, None).difference(deleted))
        return found if among is None else found & among
