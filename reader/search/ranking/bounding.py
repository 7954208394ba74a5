"""Upper bounds of the scores of all documents of a segment, for plans that match many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from math import ceil
from typing import Protocol

from reader.search.ranking.planning import All, AnyTerm, Except, Listed, Phrased, Plan
from reader.search.segments.lanes import LEVELS, Bounds, levels_of, mask_where
from reader.search.segments.snapshot import Snapshot
from reader.search.weights import K1

_PARTS = 40
"""A plan that adds up more terms than this is not bounded: their roundings would add up too."""

_DENSE = 8  # a term in fewer than an eighth of the documents is written into a lane one by one


class Scorer(Protocol):
    """Scores plans exactly."""

    def scores(self, plan: Plan, number: int, within: Collection[int] | None = None) -> dict[int, float]:
        """Document -> score in a segment; ``within``: only these documents matter."""
        ...

    def mask(self, plan: Plan, number: int) -> int:
        """The documents of a segment that match, as a mask (see ``lanes``)."""
        ...

    def poll(self) -> None:
        """Raises where the search is to end."""
        ...


def matching(plan: Plan, snapshot: Snapshot, number: int) -> int:
    """About how many documents of a segment match at most. Phrases count as rare: mostly they are."""
    if isinstance(plan, AnyTerm):
        return sum(snapshot.frequency(term, number) for term in plan.terms)
    if isinstance(plan, Listed):
        return len(plan.ids)
    if isinstance(plan, Phrased):
        return 0
    if isinstance(plan, Except):
        return snapshot.segments[number][0].documents
    counts = [matching(part, snapshot, number) for part in plan.plans]
    return min(counts, default=0) if isinstance(plan, All) else sum(counts)


class Bounding:
    """Bounds for one plan in one segment, in levels of ``unit``."""

    def __init__(self, plan: Plan, scorer: Scorer, snapshot: Snapshot, number: int) -> None:
        self._scorer = scorer
        self._snapshot = snapshot
        self._number = number
        self._documents = snapshot.segments[number][0].documents
        peak, parts = self._peak(plan)
        self.useful = 0 < parts <= _PARTS
        """Whether the plan has scores to bound, and not too many."""
        self.scoreless = not parts
        """Whether nothing of the plan is scored."""
        # Each part is rounded up by less than 1, so that the sum of all fits a byte.
        self.unit = peak / (LEVELS - parts) if self.useful else 1.0

    def level(self, score: float) -> int:
        """A level that every document with at least this score reaches."""
        return max(0, int(score / self.unit * (1 - 1e-9)))

    def _peak(self, plan: Plan) -> tuple[float, int]:
        """The highest score there can be, and of how many parts it is the sum."""
        if isinstance(plan, AnyTerm):
            return plan.peak * (K1 + 1), 1
        if isinstance(plan, Phrased):
            return sum(word.peak for word in plan.words) * (K1 + 1), 1
        if isinstance(plan, Listed | Except):
            return 0.0, 0
        parts = [self._peak(part) for part in plan.plans]
        return sum(peak for peak, _ in parts), sum(count for _, count in parts)

    def bounds(self, plan: Plan) -> Bounds:
        """The bounds of a plan: the one given to the constructor, or a part of it.

        Raises what the scorer's ``poll`` raises; IndexBroken where the segment cannot be read.
        """
        size = self._documents
        if isinstance(plan, AnyTerm):
            return self._any_term(plan)
        if isinstance(plan, Phrased):
            levels = levels_of(self._scorer.scores(plan, self._number), self.unit, size)
            return Bounds(size, mask_where(levels.to_bytes(size, "little")), levels)
        if isinstance(plan, Listed | Except):
            return Bounds(size, self._scorer.mask(plan, self._number), 0)
        parts = [self.bounds(part) for part in plan.plans]
        mask = parts[0].mask
        for part in parts[1:]:
            mask = mask & part.mask if isinstance(plan, All) else mask | part.mask
        return Bounds(size, mask, sum(part.levels for part in parts) & mask)

    def _any_term(self, plan: AnyTerm) -> Bounds:
        size = self._documents
        sizes: Counter[str] = Counter()
        for term in plan.terms:
            sizes[term.field] += self._snapshot.frequency(term, self._number)
        most = max(sizes, key=sizes.__getitem__, default="")
        lane = bytearray(self._last_of(plan, most) or size)
        for name in sizes:
            if name != most:
                self._raise(lane, plan, name)
        return Bounds(size, mask_where(lane), int.from_bytes(lane, "little"))

    def _raise(self, lane: bytearray, plan: AnyTerm, name: str) -> None:
        """Adds to the levels of a word in one field what another field has of it.

        What a word scores in two fields together is no more than the sum, nor than the most there is.
        """
        impacts: dict[int, int] = {}
        worths: dict[int, float] = {}
        for form in plan.forms:
            for term in form.terms:
                if term.field == name and self._snapshot.frequency(term, self._number):
                    own = self._snapshot.column(term, self._number).impacts_of(None)
                    impacts.update(own)
                    worths.update(dict.fromkeys(own, form.idf))
        table, shares = self._snapshot.table(name), plan.weight / self.unit
        most, least = plan.peak / plan.weight, min(form.idf for form in plan.forms)
        top = ceil(most * (K1 + 1) * shares)
        different = set(impacts.values())
        levels = {
            idf: {i: ceil(idf * shares * table[i]) for i in different} for idf in {most, *worths.values()}
        }
        more = levels[most]
        if least == most:
            for doc, impact in impacts.items():
                level = lane[doc] + more[impact]
                lane[doc] = level if level < top else top
            return
        # A form in this field can be worth more than the one that the level was computed for.
        scaled = {idf: [ceil(n * idf / least) for n in range(LEVELS + 1)] for idf in levels}
        for doc, impact in impacts.items():
            level, idf = lane[doc], worths[doc]
            level = scaled[idf][level] + more[impact] if level else levels[idf][impact]
            lane[doc] = level if level < top else top

    def _last_of(self, plan: AnyTerm, name: str) -> bytes | bytearray:
        """The levels of the last of the forms that each document has in a field."""
        size, table = self._documents, self._snapshot.table(name) if name else None
        lane: bytes | bytearray = b""
        for form in plan.forms:
            for term in form.terms:
                if table is None or term.field != name or not self._snapshot.frequency(term, self._number):
                    continue
                self._scorer.poll()
                column = self._snapshot.column(term, self._number)
                steps = form.idf * plan.weight / self.unit
                levels = bytes([ceil(share * steps) for share in column.shares(table)]).ljust(256, b"\0")
                if len(column.docs) * _DENSE > size:
                    more = column.lane.translate(levels)
                    if lane:
                        kept = int.from_bytes(lane, "little") & ~column.mask
                        more = (kept | int.from_bytes(more, "little")).to_bytes(size, "little")
                    lane = more
                    continue
                if not isinstance(lane, bytearray):
                    lane = bytearray(lane or size)
                for doc, level in zip(column.docs, column.codes.translate(levels), strict=True):
                    lane[doc] = level
        return lane
