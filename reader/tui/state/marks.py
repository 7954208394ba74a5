"""The matches of a search inside the article on screen, and which of them is the current one. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reader.model import Position

if TYPE_CHECKING:
    from reader.typesetting.layout import Mark


def number_at(marks: Iterable[tuple[int, int, int]], position: Position) -> int:
    """The number (from 1) of the match that starts at a position; 0 if none does."""
    starts = [(block, start) for block, start, _ in sorted(marks)]
    index = bisect_left(starts, (position.block, position.char))
    return index + 1 if starts[index : index + 1] == [(position.block, position.char)] else 0


class Marks:
    """Matches as (block, start, end), not overlapping. That ``number``, from 1, is current (0: none is)."""

    def __init__(self, marks: Iterable[tuple[int, int, int]] = (), number: int = 0) -> None:
        self._marks = sorted(marks)
        self._current: int | None = number - 1 if 0 < number <= len(self._marks) else None

    def step(self, by: int, here: Position) -> Position | None:
        """Makes the next (``by`` 1) or previous (-1) match the current one, and says where it is.

        The first step goes to the match nearest ``here`` in that direction; after the last comes the
        first. None if there are no matches.
        """
        if not self._marks:
            return None
        if self._current is None:
            index = bisect_left(self._marks, (here.block, here.char))
            index -= by < 0
        else:
            index = self._current + by
        self._current = index % len(self._marks)
        return self.current

    @property
    def current(self) -> Position | None:
        """Where the current match is, or None."""
        if self._current is None:
            return None
        block, start, _ = self._marks[self._current]
        return Position(block, start)

    def let_go(self) -> None:
        """Makes no match the current one: the next step begins from where the reader is."""
        self._current = None

    @property
    def count(self) -> tuple[int, int]:
        """Which match is current, counted from 1 (0: none is), and how many there are."""
        return (0 if self._current is None else self._current + 1), len(self._marks)

    def on(self, block: int, start: int, end: int) -> Iterator[Mark]:
        """The matches to paint on a stretch of a block, with the names of their styles."""
        # The match before may reach into the stretch.
        index = max(0, bisect_left(self._marks, (block, start)) - 1)
        while index < len(self._marks) and self._marks[index] < (block, end):
            mark_block, mark_start, mark_end = self._marks[index]
            if mark_block == block and mark_end > start:
                yield mark_start, mark_end, "match-current" if index == self._current else "match"
            index += 1
