"""Sets of articles, and orders of articles: the order of the list, or of the documents in a segment.

A filter can pass most of a library, and is evaluated at every key. So a set is a *lane* with one byte per
article id: two sets are intersected, or a set is brought into another order, by a few calls that run in C.
This suits dense ids, and a library has given out few more ids than it has articles. If the ids are far apart
(ten of them up to a million millions), a set holds the ids themselves, so its memory depends on how many
there are, not on the highest.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nlargest
from itertools import compress, islice
from operator import itemgetter, sub

_SPARSE = 64  # bytes of a lane per id, about as much as an id takes in a Python set …
_SMALL = 2**16  # … and this many bytes are acceptable for any set
_DENSE = 16  # if more than a sixteenth is wanted, each byte is looked at, otherwise the next is searched for
_SHORT = 16  # if runs are shorter than this on average, each id is looked up
_RUN = re.compile(rb"\x01+|\x02+")


def _is_dense(end: int, count: int) -> bool:
    """Whether a lane of ``end`` bytes is a good way to hold ``count`` ids."""
    return end <= _SMALL + _SPARSE * count


class IdSet:
    """A set of article ids (0 or higher). Immutable; created by :meth:`of`."""

    __slots__ = ("_count", "_few", "_lane", "_mask")

    def __init__(
        self,
        mask: int = 0,
        lane: bytes | None = None,
        count: int = -1,
        few: frozenset[int] | None = None,
    ) -> None:
        """Takes a mask of bytes 0 and 255, the lowest for id 0; or the same as bytes; or the ids.

        Args:
            mask: the mask as an integer.
            lane: the mask as bytes.
            count: the number of ids, if it is known.
            few: the ids themselves, if they are far apart.
        """
        self._mask: int | None = mask if lane is None else None
        self._lane = lane
        self._few = few
        self._count = count if few is None else len(few)

    @classmethod
    def of(cls, ids: Iterable[int]) -> IdSet:
        """The set of these ids."""
        ids = list(ids)
        end = max(ids, default=-1) + 1
        if not _is_dense(end, len(ids)):
            return cls(few=frozenset(ids))
        lane = bytearray(end)
        for article in ids:
            lane[article] = 255
        return cls(lane=bytes(lane))

    def lane(self, end: int = 0) -> bytes:
        """Bytes 0 and 255, one per id, at least ``end`` of them; exactly ``end`` if the ids are far apart."""
        if self._few is not None:
            lane = bytearray(end)
            for article in self._few:
                if article < end:
                    lane[article] = 255
            return bytes(lane)
        if self._lane is None or len(self._lane) < end:
            size = (self._dense.bit_length() + 7) // 8
            self._lane = self._dense.to_bytes(max(size, end), "little")
        return self._lane

    @property
    def _dense(self) -> int:
        """The mask of a set whose ids are not far apart."""
        if self._mask is None:
            assert self._lane is not None
            self._mask = int.from_bytes(self._lane, "little")
        return self._mask

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return _SPARSE * len(self._few) if self._few is not None else 2 * len(self.lane())

    def __len__(self) -> int:
        if self._count < 0:
            self._count = self._dense.bit_count() // 8
        return self._count

    def __iter__(self) -> Iterator[int]:
        return iter(places(self.lane(), 255) if self._few is None else sorted(self._few))

    def __contains__(self, article: object) -> bool:
        if self._few is not None:
            return article in self._few
        lane = self.lane()
        return isinstance(article, int) and 0 <= article < len(lane) and lane[article] == 255

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IdSet):
            return False
        if self._few is None and other._few is None:
            return self._dense == other._dense
        return len(self) == len(other) and set(self) == set(other)

    def __hash__(self) -> int:
        return hash(len(self))

    def __repr__(self) -> str:
        return f"IdSet.of({list(self)})"

    def __and__(self, other: IdSet) -> IdSet:
        if self._few is not None:
            return IdSet.of(article for article in self._few if article in other)
        if other._few is not None:
            return other & self
        return IdSet(self._dense & other._dense)

    def __or__(self, other: IdSet) -> IdSet:
        if self._few is None and other._few is None:
            return IdSet(self._dense | other._dense)
        return IdSet.of({*self, *other})

    def __sub__(self, other: IdSet) -> IdSet:
        if self._few is not None:
            return IdSet.of(article for article in self._few if article not in other)
        taken = other._dense if other._few is None else int.from_bytes(other.lane(len(self.lane())), "little")
        return IdSet(self._dense & ~taken)


class Arrangement:
    """Articles in an order, each once.

    Articles are listed and indexed as they were added, so most ids are consecutive: then queries are answered
    by copying run by run.

    Attributes:
        ids: the articles in order.
    """

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids: Sequence[int] = ids if isinstance(ids, array) else array("q", ids)

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def _end(self) -> int:
        """One more than the highest id."""
        return max(self.ids, default=-1) + 1

    @cached_property
    def _dense(self) -> bool:
        return _is_dense(self._end, len(self.ids))

    @cached_property
    def all(self) -> IdSet:
        """All articles of the order."""
        return self.between(0, len(self.ids))

    @cached_property
    def _runs(self) -> list[range]:
        """The ids in runs that go up or down by 1; empty if there are too many runs."""
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
        """The place at which each run starts."""
        starts, place = [], 0
        for run in self._runs:
            starts.append(place)
            place += len(run)
        return starts

    @cached_property
    def _pick(self) -> Callable[[bytes], tuple[int, ...]]:
        return itemgetter(*self.ids)

    def lane(self, some: IdSet) -> bytes:
        """Which articles of the order are in a set: 255 for each that is, otherwise 0, in order."""
        if not self._dense:
            return bytes(255 if article in some else 0 for article in self.ids)
        lane = some.lane(self._end)
        if self._runs or not self.ids:
            return b"".join([lane[run] for run in self._slices])
        return bytes(self._pick(lane))

    def among(self, some: IdSet, limit: int | None = None) -> list[int]:
        """The articles of a set, all or the first ``limit``, in order; without those not in the order."""
        lane, ids = self.lane(some), self.ids
        if limit is None and len(some) * _DENSE > len(ids):
            return list(compress(ids, lane))
        return [ids[place] for place in islice(_found(lane), limit)]

    def between(self, first: int, last: int) -> IdSet:
        """The articles from place ``first`` up to, but not including, place ``last``."""
        first, last = max(first, 0), min(last, len(self.ids))
        if not self._dense:
            return IdSet.of(self.ids[first:last])
        lane, count = bytearray(self._end), max(0, last - first)
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

    def those(self, places: Iterable[int], some: IdSet) -> list[int]:
        """The places, among those given, whose articles are in a set."""
        ids = self.ids
        if not self._dense:
            return [place for place in places if ids[place] in some]
        lane = some.lane(self._end)
        return [place for place in places if lane[ids[place]]]

    def marked(self, lane: bytes) -> IdSet:
        """The reverse of :meth:`lane`: the articles whose byte is not 0."""
        return IdSet(lane=bytes(self._by_id(lane))) if self._dense else IdSet.of(compress(self.ids, lane))

    def latest(self, lane: bytes, limit: int) -> list[int]:
        """The ``limit`` highest ids among the articles whose byte is not 0, highest first."""
        if not self._dense:
            return nlargest(limit, compress(self.ids, lane))
        return list(islice(_from_last(self._by_id(lane)), limit))

    def _by_id(self, lane: bytes) -> bytearray:
        into = bytearray(self._end)
        if not self._runs:
            for article in compress(self.ids, lane):
                into[article] = 255
            return into
        for start, run, slice_ in zip(self._starts, self._runs, self._slices, strict=True):
            into[slice_] = lane[start : start + len(run)]
        return into


def _from_last(lane: bytearray) -> Iterator[int]:
    """The places where ``lane`` is 255, last place first."""
    place = lane.rfind(255)
    while place >= 0:
        yield place
        place = lane.rfind(255, 0, place)


def _found(lane: bytes) -> Iterator[int]:
    place = lane.find(255)
    while place >= 0:
        yield place
        place = lane.find(255, place + 1)


def places(lane: bytes, value: int) -> list[int]:
    """The places where ``lane`` has a value."""
    if lane.count(value) * _DENSE > len(lane):
        return list(compress(range(len(lane)), lane.translate(bytes(one == value for one in range(256)))))
    found, place = [], lane.find(value)
    while place >= 0:
        found.append(place)
        place = lane.find(value, place + 1)
    return found
