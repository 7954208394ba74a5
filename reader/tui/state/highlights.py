"""The highlights of the article on screen: where they are painted, which one is meant, notes beside the text.

Pure.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from reader.colors import COLORS, HighlightColor, shown_color
from reader.model import Position, StoredHighlight
from reader.tui.state.layers import Spans
from reader.tui.state.motions import CursorText
from reader.tui.state.places import Way
from reader.tui.state.selecting import spans_between

LEAST_LINES = 3
"""The lines that a note beside the text has at least, if it has as many, however near the next one is."""


@dataclass(frozen=True, slots=True)
class ArticleHighlights:
    """What is marked in an article.

    Attributes:
        found: the highlights whose words are in the text shown, in its order.
        lost: how many there are whose words are not in the text.
        waiting: how many there are while there is no text.
        painted: for each colour the places in it, ascending and not overlapping.
        noted: where the highlights with a note start, ascending, each with its number in ``found``.
    """

    found: tuple[StoredHighlight, ...] = ()
    lost: int = 0
    waiting: int = 0
    painted: Mapping[HighlightColor, Spans] = field(default_factory=dict)
    noted: tuple[tuple[int, int, int], ...] = ()

    @property
    def count(self) -> int:
        """How many there are, also those that are not in the text."""
        return len(self.found) + self.lost + self.waiting

    def at(self, position: Position) -> StoredHighlight | None:
        """The highlight at a character; of several the one with the fewest characters."""
        here = _key(position)
        over = [one for one in self.found if _key(one.start) <= here < _key(one.end)]
        return min(over, key=_size, default=None)

    def exactly(self, start: Position, end: Position) -> StoredHighlight | None:
        """The highlight of a passage."""
        return next((one for one in self.found if (one.start, one.end) == (start, end)), None)

    def near(self, here: Position, way: Way, picked: StoredHighlight | None) -> StoredHighlight | None:
        """The highlight after the one that is picked, or before it; after the last comes the first.

        If none is picked it is the nearest from a place on. None if there are none.
        """
        if not self.found:
            return None
        if picked in self.found:
            return self.found[(self.found.index(picked) + way) % len(self.found)]
        after = bisect_left(self.found, _key(here), key=lambda one: _key(one.start))
        return self.found[(after if way > 0 else after - 1) % len(self.found)]

    def same(self, one: StoredHighlight | None) -> StoredHighlight | None:
        """The highlight that is on the words of another one: it has perhaps got another colour or note."""
        if one is None or one in self.found:
            return one
        return next((other for other in self.found if (other.start, other.end) == (one.start, one.end)), None)

    def begins_noted(self, block: int, start: int, end: int) -> bool:
        """Whether a highlight with a note starts in a stretch of a block."""
        index = bisect_left(self.noted, (block, start))
        return index < len(self.noted) and self.noted[index][:2] < (block, end)

    def note(self, number: int) -> str:
        """The note on a highlight of ``found``."""
        return self.found[number].highlight.note


def article_highlights(highlights: Sequence[StoredHighlight], text: CursorText) -> ArticleHighlights:
    """The highlights of an article, ready to be shown in its text.

    Those beyond its end are left out: of a very long article only the beginning is shown.
    """
    shown = len(text.blocks)
    found = [one for one in highlights if one.start and one.end and one.start.block < shown]
    found.sort(key=lambda one: (_key(one.start), _key(one.end)))
    spans: dict[HighlightColor, list[tuple[int, int, int]]] = {}
    for one in found:
        assert one.start is not None
        assert one.end is not None
        spans.setdefault(shown_color(one.highlight.color), []).extend(spans_between(one.start, one.end, text))
    return ArticleHighlights(
        found=tuple(found),
        lost=sum(one.lost for one in highlights),
        waiting=sum(one.waiting for one in highlights),
        painted={color: _joined(spans.get(color, [])) for color in COLORS},
        noted=tuple(
            (one.start.block, one.start.char, number)
            for number, one in enumerate(found)
            if one.start is not None and one.highlight.note
        ),
    )


def _joined(spans: list[tuple[int, int, int]]) -> Spans:
    """The same places in order, those that overlap as one."""
    joined: list[tuple[int, int, int]] = []
    for block, start, end in sorted(spans):
        if joined and joined[-1][0] == block and start <= joined[-1][2]:
            joined[-1] = (block, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((block, start, end))
    return tuple(joined)


# --- notes beside the text ----------------------------------------------------------------------------


class NotePlace(NamedTuple):
    """Which lines a note beside the text takes: the first, and how many."""

    first: int
    lines: int


def note_places(wanted: Sequence[tuple[int, int]]) -> list[NotePlace]:
    """Where notes go beside the text, from (the line of the passage, the lines of the note), in order.

    Each begins beside its passage, or right below the note before, so that none lies over another. Where the
    next one is near, a note is cut to what is left, but not to fewer than ``LEAST_LINES``.
    """
    places: list[NotePlace] = []
    free = 0
    for (line, lines), (following, _) in pairwise([*wanted, (_FAR, 0)]):
        first = max(line, free)
        shown = min(lines, max(following - first, LEAST_LINES))
        places.append(NotePlace(first, shown))
        free = first + shown
    return places


_FAR = 1 << 60


def _key(position: Position | None) -> tuple[int, int]:
    return (-1, 0) if position is None else (position.block, position.char)


def _size(one: StoredHighlight) -> tuple[int, int]:
    start, end = _key(one.start), _key(one.end)
    return end[0] - start[0], end[1] - start[1] if end[0] == start[0] else end[1]
