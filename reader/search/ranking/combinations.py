"""Plans that are made of other plans; see ``plans``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import and_, or_

from reader.idset import places
from reader.search.ranking.plans import AnyTerm, Bounder, Plan
from reader.search.ranking.scoring import Scores, Search, summed
from reader.search.segments.lanes import Bounds
from reader.search.segments.snapshot import Snapshot, Term


@dataclass(frozen=True, slots=True)
class Except(Plan):
    """All documents but those that a plan matches."""

    plan: Plan

    def excludes(self) -> bool:
        return True

    def size(self) -> int:
        return 1 << 40  # last: it takes away from what the others leave

    def work(self) -> int:
        return self.plan.work()

    def matching(self, snapshot: Snapshot, number: int) -> int:
        return snapshot.segments[number][0].documents

    def peak_and_parts(self) -> tuple[float, int]:
        return 0.0, 0

    def mask(self, search: Search, number: int) -> int:
        size = search.snapshot.segments[number][0].documents
        return (1 << 8 * size) - 1 & ~self.plan.mask(search, number)

    def docs(self, search: Search, number: int, within: set[int] | None) -> set[int]:
        if within is not None:
            return within - self.plan.docs(search, number, within)
        size = search.snapshot.segments[number][0].documents
        return set(places(self.mask(search, number).to_bytes(size, "little"), 255))

    def scores(self, search: Search, number: int, within: Collection[int] | None = None) -> Scores:
        docs = self.docs(search, number, None if within is None else set(within))
        return dict.fromkeys(docs, 0.0)

    def bounds(self, bounder: Bounder) -> Bounds:
        return bounder.of_matches(self)


@dataclass(frozen=True, slots=True)
class All(Plan):
    """Documents that all plans match."""

    plans: tuple[Plan, ...]

    @property
    def parts(self) -> Sequence[Plan]:
        return self.plans

    def words(self) -> Iterator[AnyTerm]:
        return chain.from_iterable(plan.words() for plan in self.plans)

    def size(self) -> int:
        return min((plan.size() for plan in self.plans), default=0)

    def work(self) -> int:
        return sum(plan.work() for plan in self.plans)

    def matching(self, snapshot: Snapshot, number: int) -> int:
        return min((plan.matching(snapshot, number) for plan in self.plans), default=0)

    def peak_and_parts(self) -> tuple[float, int]:
        return _sum_of_peaks(self.plans)

    def mask(self, search: Search, number: int) -> int:
        search.poll()
        return reduce(and_, (plan.mask(search, number) for plan in self.plans))

    def docs(self, search: Search, number: int, within: set[int] | None) -> set[int]:
        for plan in self.plans:
            within = plan.docs(search, number, within)
            if not within:
                break
        return within or set()

    def scores(self, search: Search, number: int, within: Collection[int] | None = None) -> Scores:
        search.poll()
        scores: Scores | None = None
        # What many articles have in common is looked at last.
        for plan in sorted(self.plans, key=lambda plan: plan.is_wide(search.snapshot)):
            more = plan.scores(search, number, within if scores is None else scores)
            if scores is None:
                scores = more
            elif len(scores) <= len(more):
                scores = {doc: score + more[doc] for doc, score in scores.items() if doc in more}
            else:
                scores = {doc: scores[doc] + score for doc, score in more.items() if doc in scores}
            if not scores:
                return {}
        return scores or {}

    def bounds(self, bounder: Bounder) -> Bounds:
        parts = [plan.bounds(bounder) for plan in self.plans]
        return _added(parts, reduce(and_, (part.mask for part in parts)))


@dataclass(frozen=True, slots=True)
class Any_(Plan):
    """Documents that any of some plans matches."""

    plans: tuple[Plan, ...]

    def is_text(self) -> bool:
        return True

    def terms_in_text(self) -> Iterator[Term]:
        return chain.from_iterable(plan.terms_in_text() for plan in self.plans)

    def words(self) -> Iterator[AnyTerm]:
        return chain.from_iterable(plan.words() for plan in self.plans)

    def size(self) -> int:
        return sum(plan.size() for plan in self.plans)

    def work(self) -> int:
        return sum(plan.work() for plan in self.plans)

    def matching(self, snapshot: Snapshot, number: int) -> int:
        return sum(plan.matching(snapshot, number) for plan in self.plans)

    def peak_and_parts(self) -> tuple[float, int]:
        return _sum_of_peaks(self.plans)

    def mask(self, search: Search, number: int) -> int:
        search.poll()
        return reduce(or_, (plan.mask(search, number) for plan in self.plans))

    def docs(self, search: Search, number: int, within: set[int] | None) -> set[int]:
        return set[int]().union(*(plan.docs(search, number, within) for plan in self.plans))

    def scores(self, search: Search, number: int, within: Collection[int] | None = None) -> Scores:
        search.poll()
        either: Scores = {}
        for plan in self.plans:
            either = summed(either, plan.scores(search, number, within))
        return either

    def bounds(self, bounder: Bounder) -> Bounds:
        parts = [plan.bounds(bounder) for plan in self.plans]
        return _added(parts, reduce(or_, (part.mask for part in parts)))


def _sum_of_peaks(plans: Sequence[Plan]) -> tuple[float, int]:
    parts = [plan.peak_and_parts() for plan in plans]
    return sum(peak for peak, _ in parts), sum(count for _, count in parts)


def _added(parts: Sequence[Bounds], mask: int) -> Bounds:
    """The bounds of several parts together, where ``mask`` says which documents match."""
    return Bounds(parts[0].documents, mask, sum(part.levels for part in parts) & mask)
