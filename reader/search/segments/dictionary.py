"""A dictionary of a segment: words in ascending order, searched where they lie in the file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.errors import IndexBroken

if TYPE_CHECKING:
    from reader.search.segments.segment import SegmentFile

BLOCK = 32
"""Words per block of a dictionary: one split() finds a word in its block."""

_APART = 16  # blocks
_LONGEST_GUESS = 64  # bytes: longer words take another read


class Dictionary:
    """Words (bytes) in ascending order, each with its number, searched where they lie."""

    def __init__(self, segment: SegmentFile, name: str) -> None:
        self._data = segment.data
        self._start = segment.place(f"{name}.words")
        self._blocks = segment.table(f"{name}.blocks", "Q")
        self._count = segment.table(f"{name}.count", "Q")[0]
        self._cut: dict[int, list[bytes]] = {}

    def __len__(self) -> int:
        return self._count

    def _block(self, number: int) -> list[bytes]:
        block = self._cut.get(number)
        if block is None:
            if len(self._cut) > 2000:
                self._cut.clear()
            begin, end = self._start + self._blocks[number], self._start + self._blocks[number + 1]
            block = self._cut[number] = self._data[begin : end - 1].split(b"\n")
        return block

    def _first(self, at: int) -> bytes:
        """The first word of the block that begins at ``at``."""
        begin, size = self._start + at, _LONGEST_GUESS
        while (end := (piece := self._data[begin : begin + size]).find(b"\n")) < 0:
            if len(piece) < size:
                raise IndexBroken("a dictionary does not end")
            size *= 4
        return piece[:end]

    @cached_property
    def _signposts(self) -> list[bytes]:
        """The first word of one block in so many: reading all of them would make the first search wait."""
        return [self._first(at) for at in self._blocks[:-1:_APART]]

    def lower_bound(self, word: bytes) -> int:
        """The number of the first word not less than ``word``."""
        # A word that is there several times may begin in the block before the one that begins with it.
        low = max(0, bisect_left(self._signposts, word) - 1) * _APART
        high = min(low + _APART, len(self._blocks) - 1)
        block = bisect_left(self._blocks, word, low, high, key=self._first) - 1
        return 0 if block < 0 else block * BLOCK + bisect_left(self._block(block), word)

    def find(self, word: bytes) -> int:
        """The number of ``word``, or -1."""
        number = self.lower_bound(word)
        return number if number < self._count and self[number] == word else -1

    def prefixed(self, prefix: bytes) -> range:
        """The numbers of the words that begin with ``prefix``."""
        # 0xff is in no UTF-8 text: it ends every continuation of the prefix.
        return range(self.lower_bound(prefix), self.lower_bound(prefix + b"\xff"))

    def same(self, word: bytes) -> range:
        """The numbers of ``word``, which a dictionary of surfaces has once for each of its terms."""
        first = end = self.lower_bound(word)
        while end < self._count and self[end] == word:
            end += 1
        return range(first, end)

    def __getitem__(self, number: int) -> bytes:
        return self._block(number // BLOCK)[number % BLOCK]

    def lines(self, first: int, end: int) -> bytes:
        """The words numbered from ``first`` to before ``end``, and a few of their neighbours: as they lie
        there, each between two line breaks."""
        if first >= end:
            return b"\n"
        begin, stop = self._blocks[first // BLOCK], self._blocks[(end - 1) // BLOCK + 1]
        return b"\n" + self._data[self._start + begin : self._start + stop]

    def release(self) -> None:
        """Forgets what was kept of the words looked at."""
        self._cut.clear()

    def words(self) -> Iterator[bytes]:
        """All words, in order."""
        for begin, end in pairwise(self._blocks):
            yield from self._data[self._start + begin : self._start + end - 1].split(b"\n")
