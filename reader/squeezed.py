"""The text of an article without white space, for finding parts again, and each character's position.

White space and invisible characters are left out, and there is only one kind of quotation mark and of dash.
So it makes no difference how lines are wrapped, or whether blocks are split or merged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from reader.model import Block, Position

_HIDDEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_DROPPED = (
    " \n\t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    f"\u2009\u200a\u2028\u2029\u202f\u205f\u3000{_HIDDEN}"
)
_GAP = re.compile(f"[{_DROPPED}]+")
_ALIKE = (("'", "‘’‛′ʼ"), ('"', "“”„‟″«»"), ("-", "‐‑‒–—―−"))

_MANY = 32
"""The most occurrences of a piece of text that are looked at."""
_GRAM = 10
_SCANS = 16
"""After this many searches through the whole text, an index is quicker."""


def squeezed(text: str) -> str:
    """A text without white space, and with one kind of quotation mark and of dash."""
    for char in _DROPPED:
        text = text.replace(char, "")
    if not text.isascii():
        for plain, others in _ALIKE:
            for other in others:
                text = text.replace(other, plain)
    return text


class Squeezed:
    """The squeezed text of blocks, as ``text``. Offsets count its characters."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._plains = [block.plain.replace("\0", " ") for block in blocks]
        # All blocks together: the work is a few passes over one string, whatever the number of blocks.
        parts = squeezed("\0".join(self._plains)).split("\0")
        self.text = "".join(parts)
        self._starts = list(accumulate(map(len, parts), initial=0))[:-1]
        self._gaps: dict[int, tuple[list[int], list[int]]] = {}
        self._grams: dict[str, list[int]] = {}
        self._scans = 0

    # --- positions and offsets ----------------------------------------------------------------------

    def offset(self, position: Position) -> int:
        """How many characters of the text are before a position."""
        if position.block < 0:
            return 0
        if position.block >= len(self._plains):
            return len(self.text)
        within = self._plains[position.block][: max(0, position.char)]
        return self._starts[position.block] + len(squeezed(within))

    def holds(self, position: Position) -> bool:
        """Whether the position exists."""
        return position.block < len(self._plains) and position.char <= len(self._plains[position.block])

    def position(self, offset: int) -> Position:
        """The position of a character of the text; the end of the text for its length."""
        if not self._plains:
            return Position()
        if offset >= len(self.text):
            return Position(len(self._plains) - 1, len(self._plains[-1]))
        block = bisect_right(self._starts, offset) - 1
        within = offset - self._starts[block]
        kept, dropped = self._gaps_of(block)
        return Position(block, within + dropped[bisect_right(kept, within)])

    def cuts_word(self, offset: int) -> bool:
        """Whether an offset is within a word, in a script that has white space between words."""
        if not 0 < offset < len(self.text):
            return False
        before, after = self.position(offset - 1), self.position(offset)
        together = (before.block, before.char + 1) == (after.block, after.char)
        return together and all(
            char.isalnum() and char < "\u2e80" for char in self.text[offset - 1 : offset + 1]
        )

    def nearest_start(self, offset: int) -> int:
        """The start of a block that is nearest to an offset."""
        block = bisect_right(self._starts, offset)
        return min(self._starts[block - 1 : block + 1], key=lambda start: abs(start - offset))

    def _gaps_of(self, block: int) -> tuple[list[int], list[int]]:
        """How many characters are kept before each gap, and how many are dropped before and with each."""
        if block not in self._gaps:
            kept, dropped = [], [0]
            for gap in _GAP.finditer(self._plains[block]):
                kept.append(gap.start() - dropped[-1])
                dropped.append(dropped[-1] + gap.end() - gap.start())
            self._gaps[block] = kept, dropped
        return self._gaps[block]

    def raw(self, start: int, end: int) -> str:
        """A stretch of the text as it is written, with a line break between blocks."""
        start, end = max(0, start), min(end, len(self.text))
        if start >= end:
            return ""
        first, last = self.position(start), self.position(end - 1)
        if first.block == last.block:
            return self._plains[first.block][first.char : last.char + 1]
        between = self._plains[first.block + 1 : last.block]
        return "\n".join(
            (self._plains[first.block][first.char :], *between, self._plains[last.block][: last.char + 1])
        )

    # --- looking up pieces --------------------------------------------------------------------------

    def is_unique(self, piece: str) -> bool:
        """Whether a piece of text occurs once."""
        return len(self.occurrences(piece, 2)) == 1

    def first_words(self, quote: str, alone: int) -> tuple[int, int] | None:
        """The first place of whole words, as two offsets; a single word needs ``alone`` characters."""
        words, plain = quote.split(), squeezed(quote)
        if len(words) < 2 and len(plain) < alone:
            return None
        for start in self.occurrences(plain):
            end = start + len(plain)
            whole = not self.cuts_word(start) and not self.cuts_word(end)
            if whole and self.raw(start, end).split() == words:
                return start, end
        return None

    def occurrences(self, piece: str, most: int = _MANY) -> list[int]:
        """The offsets at which a piece of text occurs, at most ``most`` of them."""
        if len(piece) >= 2 * _GRAM - 1:
            self._scans += 1
            if self._scans > _SCANS:
                return self._indexed(piece, most)
        found: list[int] = []
        at = self.text.find(piece)
        while at >= 0 and len(found) < most:
            found.append(at)
            at = self.text.find(piece, at + 1)
        return found

    def _indexed(self, piece: str, most: int) -> list[int]:
        """The same, using an index of every tenth run of ten characters. Every longer piece contains one."""
        if not self._grams:
            text, grams = self.text, self._grams
            for at in range(0, len(text) - _GRAM + 1, _GRAM):
                grams.setdefault(text[at : at + _GRAM], []).append(at)
        found: list[int] = []
        for start in range(_GRAM):
            within = range(start, len(piece) - _GRAM + 1, _GRAM)
            lists = [(self._grams.get(piece[at : at + _GRAM], ()), at) for at in within]
            rarest, offset = min(lists, key=lambda one: len(one[0]))
            for at in rarest:
                if self.text.startswith(piece, at - offset) and at >= offset:
                    found.append(at - offset)
                    if len(found) == most:
                        return sorted(found)
        return sorted(found)
