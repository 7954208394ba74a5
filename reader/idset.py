"""Sets of articles, and orders that articles stand in: the list's, or that of the documents of a segment.

What a filter admits can be most of a library, and is asked for at every key. So a set is a lane (see
``lanes``) with one byte an article id: two are intersected, or brought into another order, by a few calls
that run in C. Ids are never used again, and a library has given out hardly more than it holds.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, islice
from operator import itemgetter, sub

_DENSE = 16  # with more than a sixteenth of all each is looked at, else the next is searched for
_SHORT = 16  # runs shorter than this on average: each id is looked up
_RUN = re.compile(rb"\x01+|\x02+")


class IdSet:
    """Some article ids (0 or more each). Immutable."""

    __slots__ = ("_count", "_lane", "_mask")

    def __init__(self, mask: int = 0, lane: bytes | None = None, count: int = -1) -> None:
        """From a mask of bytes 0 and 255, the lowest for id 0; or from the same as bytes, ``lane``.

        ``count``: how many ids that are, where it is known.
        """
        self._mask: int | None = mask if lane is None else None
        self._lane = lane
        self._count = count

    @classmethod
    def of(cls, ids: Iterable[int]) -> IdSet:
        """The set of these ids."""
        ids = list(ids)
        lane = bytearray(max(ids, default=-1) + 1)
        for article in ids:
            lane[article] = 255
        return cls(lane=bytes(lane))

    @property
    def mask(self) -> int:
        """A byte an id, the lowest for id 0: 255 for each that is in the set, else 0."""
        if self._mask is None:
            assert self._lane is not None
            self._mask = int.from_bytes(self._lane, "little")
        return self._mask

    def lane(self, end: int = 0) -> bytes:
        """The same as bytes, at least ``end`` of them."""
        if self._lane is None or len(self._lane) < end:
            size = (self.mask.bit_length() + 7) // 8
            self._lane = self.mask.to_bytes(max(size, end), "little")
        return self._lane

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return 2 * len(self.lane())

    def __len__(self) -> int:
        if self._count < 0:
            self._count = self.mask.bit_count() // 8
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(places(self.lane(), 255))

    def __contains__(self, article: object) -> bool:
        lane = self.lane()
        return isinstance(article, int) and 0 <= article < len(lane) and lane[article] == 255

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IdSet) and self.mask == other.mask

    def __hash__(self) -> int:
        return hash(self.mask)

    def __repr__(self) -> str:
        return f"IdSet.of({list(self)})"

    def __and__(self, other: IdSet) -> IdSet:
        return IdSet(self.mask & other.mask)

    def __or__(self, other: IdSet) -> IdSet:
        return IdSet(self.mask | other.mask)

    def __sub__(self, other: IdSet) -> IdSet:
        return IdSet(self.mask & ~other.mask)


class Arrangement:
    """Articles in an order, each once.

    Mostly ids follow each other, for articles are listed and indexed as they were added: then what is asked
    of an order is copied run by run.

    Attributes:
        ids: the articles in order.
    """

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids: Sequence[int] = ids if isinstance(ids, array) else array("q", ids)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def end(self) -> int:
        """One more than the highest id."""
        return max(self.ids, default=-1) + 1

    @cached_property
    def all(self) -> IdSet:
        """All articles of the order."""
        return self.between(0, len(self.ids))

    @cached_property
    def _runs(self) -> list[range]:
        """The ids in runs that go up or down by 1; empty where these are too many."""
        ids = self.ids
        steps = bytes([1 if step == 1 else 2 if step == -1 else 0 for step in map(sub, ids[1:], ids)])
        runs, done = [], 0
        for match in _RUN.finditer(steps):
            runs += [range(article, article + 1) for article in ids[done : match.start()]]
            first, done = ids[match.start()], match.end() + 1
            length = done - match.start()
            step = 1 if steps[match.start()] == 1 else -1
            runs.append(range(first, first + step * length, step))
        runs += [range(article, article + 1) for article in ids[done:]]
        return runs if len(runs) <= max(_SHORT, len(ids) // _SHORT) else []

    @cached_property
    def _slices(self) -> list[slice]:
        return [slice(run.start, None if run.stop < 0 else run.stop, run.step) for run in self._runs]

    @cached_property
    def _starts(self) -> list[int]:
        """The place at which each run begins."""
        starts, place = [], 0
        for run in self._runs:
            starts.append(place)
            place += len(run)
        return starts

    @cached_property
    def _pick(self) -> Callable[[bytes], tuple[int, ...]]:
        return itemgetter(*self.ids)

    def lane(self, some: IdSet) -> bytes:
        """Which articles of the order are in a set: 255 for each, else 0, in order."""
        lane = some.lane(self.end)
        if self._runs or not self.ids:
            return b"".join([lane[run] for run in self._slices])
        return bytes(self._pick(lane))

    def among(self, some: IdSet, limit: int | None = None) -> list[int]:
        """The articles of a set, the first ``limit`` or all, in order; without those not in the order."""
        lane, ids = self.lane(some), self.ids
        if limit is None and len(some) * _DENSE > len(ids):
            return list(compress(ids, lane))
        return [ids[place] for place in islice(_found(lane), limit)]

    def between(self, first: int, last: int) -> IdSet:
        """The articles from place ``first`` up to ``last``, which is not included."""
        first, last = max(first, 0), min(last, len(self.ids))
        lane, count = bytearray(self.end), max(0, last - first)
        if not self._runs:
            for article in self.ids[first:last]:
                lane[article] = 255
            return IdSet(lane=bytes(lane), count=count)
        number = max(0, bisect_right(self._starts, first) - 1)
        while number < len(self._runs) and self._starts[number] < last:
            start = self._starts[number]
            part = self._runs[number][max(0, first - start) : last - start]
            if part:
                low, high = min(part[0], part[-1]), max(part[0], part[-1])
                lane[low : high + 1] = b"\xff" * len(part)
            number += 1
        return IdSet(lane=bytes(lane), count=count)

    def mark(self, lane: bytes, into: bytearray) -> None:
        """The reverse of ``lane``: writes 255 for each article whose byte is not 0 ``into`` a lane of ids."""
        if not self._runs:
            for article in compress(self.ids, lane):
                into[article] = 255
            return
        for start, run, slice_ in zip(self._starts, self._runs, self._slices, strict=True):
            into[slice_] = lane[start : start + len(run)]


def _found(lane: bytes) -> Iterator[int]:
    place = lane.find(255)
    while place >= 0:
        yield place
        place = lane.find(255, place + 1)


def places(lane: bytes, value: int) -> list[int]:
    """Where ``lane`` has a value."""
    if lane.count(value) * _DENSE > len(lane):
        return list(compress(range(len(lane)), lane.translate(bytes(one == value for one in range(256)))))
    found, place = [], lane.find(value)
    while place >= 0:
        found.append(place)
        place = lane.find(value, place + 1)
    return found
