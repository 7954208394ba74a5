"""Computes with bytes for all documents of a segment at a time: a *lane* has one byte per document.

Python adds, intersects and compares long integers and byte strings a hundred times faster than it loops over
numbers. So if a query matches many documents, an upper bound of each one's score is first computed in lanes,
in 255 steps; the few documents that can be among the best are then scored exactly. That is the idea of the
upper bounds in MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995), applied
to whole columns instead of one posting at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from reader.idset import places

LEVELS = 255

_DENSE = 16  # if more than a sixteenth has a value, all are looked at
_PRESENT = bytes([0, *[255] * 255])


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which documents of a segment match, and their highest possible scores.

    Attributes:
        documents: how many documents the segment has.
        mask: lane as an integer: 255 where a document matches, else 0.
        levels: lane as an integer: the upper bound of its score in ``unit``; 0 where it does not match.
    """

    documents: int
    mask: int
    levels: int

    def matching(self) -> int:
        """How many documents match."""
        return self.mask.bit_count() // 8

    def without(self, documents: Iterable[int]) -> Bounds:
        """The same without some documents."""
        mask = self.mask & ~mask_of(documents, self.documents)
        return Bounds(self.documents, mask, self.levels & mask)

    def reached(self, limit: int, least: int) -> int:
        """The highest level that ``limit`` documents reach, but at least ``least`` and at least 1."""
        low, high = max(1, least), LEVELS
        rest = self._lane.translate(None, bytes(range(low)))
        # Binary search.
        while low < high:
            middle = (low + high + 1) // 2
            above = rest.translate(None, bytes(range(low, middle)))
            if len(above) >= limit:
                low, rest = middle, above
            else:
                high = middle - 1
        return low

    def between(self, least: int, below: int = LEVELS + 1) -> list[int]:
        """The scored documents with a level of at least ``least`` and less than ``below``; ascending."""
        wanted = range(max(1, least), below)
        return places(self._lane.translate(bytes(1 if level in wanted else 0 for level in range(256))), 1)

    @property
    def _lane(self) -> bytes:
        return self.levels.to_bytes(self.documents, "little")


def mask_of(documents: Iterable[int], size: int) -> int:
    """The mask of some documents."""
    lane = bytearray(size)
    for doc in documents:
        lane[doc] = 255
    return int.from_bytes(lane, "little")


def mask_where(lane: bytes | bytearray) -> int:
    """The mask of the documents where ``lane`` is not 0."""
    return int.from_bytes(lane.translate(_PRESENT), "little")


def levels_of(scores: dict[int, float], unit: float, size: int) -> int:
    """The levels of documents with known scores; at least 1."""
    lane = bytearray(size)
    for doc, score in scores.items():
        lane[doc] = ceil(score / unit) or 1
    return int.from_bytes(lane, "little")
