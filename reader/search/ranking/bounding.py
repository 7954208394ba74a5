"""Upper bounds of the scores of all documents of a segment, for plans that match many of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

from reader.search.ranking.plans import AnyTerm, Plan
from reader.search.ranking.scoring import Form, Search
from reader.search.segments.columns import Column
from reader.search.segments.lanes import LEVELS, Bounds, levels_of, mask_where
from reader.search.weights import K1

_PARTS = 40
"""A plan that adds up more terms than this is not bounded: the rounding errors would add up too."""

_DENSE = 8  # a term in fewer than an eighth of the documents is written to a lane one document at a time


class Bounding:
    """Bounds for one plan in one segment, in levels of ``unit``."""

    def __init__(self, plan: Plan, search: Search, number: int) -> None:
        self._search = search
        self._snapshot = search.snapshot
        self._number = number
        self._documents = self._snapshot.segments[number][0].documents
        peak, parts = plan.peak_and_parts()
        self.useful = 0 < parts <= _PARTS
        """Whether the plan has scores to bound, and not too many."""
        self.scoreless = not parts
        """Whether no part of the plan is scored."""
        # Each part is rounded up by less than 1, so the sum of all parts fits in a byte.
        self._of_sums: dict[tuple[str, float], bytes] = {}
        self._by_factor: dict[float, list[int]] = {}
        self.unit = peak / (LEVELS - parts) if self.useful else 1.0

    def level(self, score: float) -> int:
        """A level that every document with at least this score reaches."""
        return max(0, int(score / self.unit * (1 - 1e-9)))

    def of_scores(self, plan: Plan) -> Bounds:
        """Bounds from the scores themselves. Raises whatever the search's ``poll`` raises."""
        levels = levels_of(plan.scores(self._search, self._number), self.unit, self._documents)
        mask = mask_where(levels.to_bytes(self._documents, "little"))
        return Bounds(self._documents, mask, levels)

    def of_matches(self, plan: Plan) -> Bounds:
        """Bounds of matches that have no score. Raises like :meth:`of_scores`."""
        return Bounds(self._documents, plan.mask(self._search, self._number), 0)

    def of_word(self, plan: AnyTerm) -> Bounds:
        """Bounds from the postings of a word, without scoring it. Raises like :meth:`of_scores`."""
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
        """Adds a word's levels in another field to its levels in one field.

        The score of a word in two fields together is at most the sum of both, and at most the maximum.
        """
        most, least = plan.peak / plan.weight, min(form.idf for form in plan.forms)
        top = ceil(most * (K1 + 1) * plan.weight / self.unit)
        for form in plan.forms:
            # A form in this field can be worth more than the one that the level was computed for.
            scaled: Sequence[int] = range(LEVELS + 1)
            for column in self._columns(form, name):
                if form.idf > least:
                    scaled = self._scaled(form.idf / least)
                for doc, more in zip(column.docs, self._levels(plan, form, name, column), strict=True):
                    level = scaled[lane[doc]] + more
                    lane[doc] = level if level < top else top

    def _scaled(self, factor: float) -> list[int]:
        """All levels multiplied by a factor."""
        found = self._by_factor.get(factor)
        if found is None:
            found = self._by_factor[factor] = [ceil(level * factor) for level in range(LEVELS + 1)]
        return found

    def _columns(self, form: Form, name: str) -> Iterator[Column]:
        """The postings of a form in a field."""
        for term in form.terms:
            if term.field == name and self._snapshot.frequency(term, self._number):
                self._search.poll()
                yield self._snapshot.column(term, self._number)

    def _levels(self, plan: AnyTerm, form: Form, name: str, column: Column) -> bytes:
        """The level of each posting of a form in a field."""
        bound = self._snapshot.table(name).bound
        raw = column.two_bytes
        if raw is None:
            return column.codes.translate(self._of_codes(plan, form, name, column))
        key = (name, form.idf * plan.weight)
        levels = self._of_sums.get(key)
        if levels is None:
            steps = form.idf * plan.weight / self.unit
            highest = ceil((K1 + 1) * steps)
            levels = bytes([min(highest, ceil(share * steps)) for share in bound.shares])
            self._of_sums[key] = levels
        return bound.sums(raw).translate(levels)

    def _of_codes(self, plan: AnyTerm, form: Form, name: str, column: Column) -> bytes:
        """The level of each code of a column."""
        steps = form.idf * plan.weight / self.unit
        return bytes([ceil(share * steps) for share in column.shares(self._snapshot.table(name))]).ljust(
            256, b"\0"
        )

    def _last_of(self, plan: AnyTerm, name: str) -> bytes | bytearray:
        """The levels in one field; if a document has several forms there, the last one counts."""
        size = self._documents
        lane: bytes | bytearray = b""
        for form in plan.forms:
            for column in self._columns(form, name):
                if len(column.docs) * _DENSE > size:
                    more = column.lane.translate(self._of_codes(plan, form, name, column))
                    if lane:
                        kept = int.from_bytes(lane, "little") & ~column.mask
                        more = (kept | int.from_bytes(more, "little")).to_bytes(size, "little")
                    lane = more
                    continue
                if not isinstance(lane, bytearray):
                    lane = bytearray(lane or size)
                for doc, level in zip(column.docs, self._levels(plan, form, name, column), strict=True):
                    lane[doc] = level
        return lane
