"""Upper bounds of the scores of all documents of a segment, for plans that match many of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Protocol

from reader.search.lanes import LEVELS, Bounds, levels_of, mask_where
from reader.search.planning import All, AnyTerm, Except, InOrder, Listed, Plan
from reader.search.ranking import K1
from reader.search.snapshot import Snapshot, Term

_PARTS = 40
"""A plan that adds up more terms than this is not bounded: their roundings would add up too."""

_DENSE = 8  # a term in fewer than an eighth of the documents is written into a lane one by one


class Scorer(Protocol):
    """Scores plans exactly."""

    def scores(self, plan: Plan, number: int) -> dict[int, float]:
        """Document -> score in a segment."""
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
    if isinstance(plan, InOrder):
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
            peaks = [self._peak_of(terms) for terms in self._by_field(plan)]
            if plan.best:
                return sum(max(own) for own in peaks), len(peaks)
            return sum(map(sum, peaks)), sum(map(len, peaks))
        if isinstance(plan, InOrder):
            return sum(max(self._peak_of(slot), default=0.0) for slot in plan.slots), 1
        if isinstance(plan, Listed | Except):
            return 0.0, 0
        parts = [self._peak(part) for part in plan.plans]
        return sum(peak for peak, _ in parts), sum(count for _, count in parts)

    @staticmethod
    def _peak_of(terms: Sequence[Term]) -> list[float]:
        return [term.factor * (K1 + 1) for term in terms]

    def _by_field(self, plan: AnyTerm) -> list[list[Term]]:
        """The terms that the segment has, field by field."""
        fields: dict[str, list[Term]] = {}
        for term in plan.terms:
            if self._snapshot.frequency(term, self._number):
                fields.setdefault(term.field, []).append(term)
        return list(fields.values())

    def bounds(self, plan: Plan) -> Bounds:
        """The bounds of a plan: the one given to the constructor, or a part of it.

        Raises what the scorer's ``poll`` raises; IndexBroken where the segment cannot be read.
        """
        size = self._documents
        if isinstance(plan, AnyTerm):
            return self._any_term(plan)
        if isinstance(plan, InOrder):
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
        fields = self._by_field(plan)
        groups = fields if plan.best else [[term] for terms in fields for term in terms]
        levels = sum(int.from_bytes(self._last_of(terms), "little") for terms in groups)
        return Bounds(self._documents, mask_where(levels.to_bytes(self._documents, "little")), levels)

    def _last_of(self, terms: Sequence[Term]) -> bytes | bytearray:
        """The levels of the last of the terms that each document has."""
        size = self._documents
        lane: bytes | bytearray = b""
        for term in terms:
            self._scorer.poll()
            column, table = self._snapshot.column(term, self._number), self._snapshot.table(term.field)
            steps = term.factor / self.unit
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
