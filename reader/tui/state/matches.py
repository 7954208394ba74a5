"""The matches of a search in the article on screen, and which of them is the current one. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reader.model import Position
from reader.tui.state.layers import Spans


@dataclass(frozen=True, slots=True)
class Matches:
    """The places where a search matches.

    Attributes:
        spans: (block, start, end) in characters of each block's plain text, ascending and not overlapping.
        turns: the indexes of the spans in the order to go through them.
        current: the index of the current match, None if no match is current.
    """

    spans: Spans = ()
    turns: tuple[int, ...] = ()
    current: int | None = None

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int, int]], number: int = 0) -> Matches:
        """Matches in the order to go through them.

        The one with that ``number``, counted from 1 in the order of the text, is current (0: none is).
        """
        given = list(dict.fromkeys(spans))
        ordered = tuple(sorted(given))
        index = {span: at for at, span in enumerate(ordered)}
        turns = tuple(index[span] for span in given)
        return cls(ordered, turns, number - 1 if 0 < number <= len(ordered) else None)

    def begin(self) -> Matches:
        """The match to begin with is current, if there is any."""
        return replace(self, current=self.turns[0] if self.turns else None)

    @property
    def at_beginning(self) -> bool:
        """Whether the match to begin with is current."""
        return self.current is not None and self.current == self.turns[0]

    @classmethod
    def at(cls, spans: Iterable[tuple[int, int, int]], position: Position) -> Matches:
        """Like :meth:`of`; the match that starts at the position is current, if there is one."""
        matches = cls.of(spans)
        starts = [(block, start) for block, start, _ in matches.spans]
        here = (position.block, position.char)
        return replace(matches, current=starts.index(here) if here in starts else None)

    def step(self, by: int, here: Position) -> Matches:
        """The next (``by`` 1) or previous (-1) match becomes the current one.

        If none is current it is the one nearest ``here`` in that direction; after the last comes the first.
        """
        if not self.spans:
            return self
        if self.current is None:
            index = bisect_left(self.spans, (here.block, here.char)) - (by < 0)
        else:
            index = self.turns[(self.turns.index(self.current) + by) % len(self.turns)]
        return replace(self, current=index % len(self.spans))

    def let_go(self) -> Matches:
        """No match is current: the next step begins from where the reader is."""
        return replace(self, current=None)

    @property
    def position(self) -> Position | None:
        """Where the current match is, or None."""
        if self.current is None:
            return None
        block, start, _ = self.spans[self.current]
        return Position(block, start)

    @property
    def count(self) -> tuple[int, int]:
        """Which match is current, from 1 in the order of the text (0: none is), and how many there are."""
        return (0 if self.current is None else self.current + 1), len(self.spans)

    @property
    def others(self) -> Spans:
        """The matches that are not the current one."""
        if self.current is None:
            return self.spans
        return (*self.spans[: self.current], *self.spans[self.current + 1 :])

    @property
    def the_current(self) -> Spans:
        """The current match alone, or nothing."""
        return () if self.current is None else (self.spans[self.current],)
