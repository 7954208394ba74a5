"""A dictionary of a segment: words in ascending order, searched without loading all of them."""

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

_APART = 16  # blocks between signposts: a piece, which is read and searched as a whole
_PIECES = 200  # how many pieces to keep
_LONGEST_GUESS = 64  # bytes: longer words need another read


class Dictionary:
    """Words (bytes) in ascending order, each with its number, searched without loading all of them."""

    def __init__(self, segment: SegmentFile, name: str) -> None:
        self._data = segment.data
        self._start = segment.place(f"{name}.words")
        self._blocks = segment.table(f"{name}.blocks", "Q")
        self._count = segment.table(f"{name}.count", "Q")[0]
        self._cut: dict[int, list[bytes]] = {}
        self._pieces: dict[int, bytes] = {}

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
        """The first word of the block that starts at ``at``."""
        begin, size = self._start + at, _LONGEST_GUESS
        while (end := (piece := self._data[begin : begin + size]).find(b"\n")) < 0:
            if len(piece) < size:
                raise IndexBroken("a dictionary does not end")
            size *= 4
        return piece[:end]

    @cached_property
    def _signposts(self) -> list[bytes]:
        """The first word of every sixteenth block: reading all of them would slow down the first search."""
        return [self._first(at) for at in self._blocks[:-1:_APART]]

    def lower_bound(self, word: bytes) -> int:
        """The number of the first word not less than ``word``."""
        number, piece = self._piece_before(word)
        # The first word that starts with it; most of the words that are looked up are there.
        at = piece.find(b"\n" + word)
        if at >= 0 and b"\n" not in word:
            return number + piece.count(b"\n", 0, at)
        return number + bisect_left(piece[1:-1].split(b"\n"), word) if len(piece) > 1 else number

    def find(self, word: bytes) -> int:
        """The number of ``word``, or -1."""
        number, piece = self._piece_before(word)
        at = piece.find(b"\n" + word + b"\n")
        if b"\n" in word:
            return -1
        if at >= 0:
            return number + piece.count(b"\n", 0, at)
        # It may be the first word of the next piece.
        number = self.lower_bound(word)
        return number if number < self._count and self[number] == word else -1

    def prefixed(self, prefix: bytes) -> range:
        """The numbers of the words that start with ``prefix``."""
        # 0xff is in no UTF-8 text, so it sorts after every continuation of the prefix.
        number, piece = self._piece_before(prefix + b"\xff")
        at = piece.rfind(b"\n" + prefix, 0, len(piece) - 1)
        if at < 0 or b"\n" in prefix:
            return range(self.lower_bound(prefix), self.lower_bound(prefix + b"\xff"))
        return range(self.lower_bound(prefix), number + piece.count(b"\n", 0, at) + 1)

    def _piece_before(self, word: bytes) -> tuple[int, bytes]:
        """The words in which the first one not less than ``word`` is or which it follows, each between two
        line breaks; and the number of the first of them."""
        # A word that is there several times may start in the piece before the one that starts with it.
        which = max(0, bisect_left(self._signposts, word) - 1)
        piece = self._pieces.get(which)
        if piece is None:
            if len(self._pieces) >= _PIECES:
                self._pieces.clear()
            first = which * _APART
            end = min(first + _APART, len(self._blocks) - 1)
            begin, stop = self._start + self._blocks[first], self._start + self._blocks[end]
            piece = self._pieces[which] = b"\n" + self._data[begin:stop]
        return which * _APART * BLOCK, piece

    def same(self, word: bytes) -> range:
        """The numbers of ``word``, which a dictionary of surfaces contains once for each of its terms."""
        first = end = self.lower_bound(word)
        while end < self._count and self[end] == word:
            end += 1
        return range(first, end)

    def __getitem__(self, number: int) -> bytes:
        return self._block(number // BLOCK)[number % BLOCK]

    def lines(self, first: int, end: int) -> bytes:
        """The words from number ``first`` up to ``end``, and a few neighbours, as they are in the file: each
        between two line breaks."""
        if first >= end:
            return b"\n"
        begin, stop = self._blocks[first // BLOCK], self._blocks[(end - 1) // BLOCK + 1]
        return b"\n" + self._data[self._start + begin : self._start + stop]

    def release(self) -> None:
        """Forgets the words that were cached."""
        self._cut.clear()
        self._pieces.clear()

    def words(self) -> Iterator[bytes]:
        """All words, in order."""
        for begin, end in pairwise(self._blocks):
            yield from self._data[self._start + begin : self._start + end - 1].split(b"\n")
