"""An article at a width: lines, where each stands in the article, and what to paint on it. Pure.

A layout stores three numbers a line (its unit, and the characters of it that the line shows); texts stay
where they are and what is painted is made when a line is asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reader.model import Position
from reader.text import display, width
from reader.tui.units import Run, Unit, units
from reader.tui.view import ArticleView, Entry
from reader.tui.wrap import TAB, wrap, wrap_code

Mark = tuple[int, int, str]
"""A painted stretch of a block: from and to (characters of its plain text), and the style's name."""

Column = tuple[int, int]
"""A line, and a place in it: characters shown, the margin included."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Text to paint in one style. ``styles`` are names, weakest first; ``href`` is where a link leads."""

    text: str
    styles: tuple[str, ...] = ()
    href: str = ""


@dataclass(slots=True)
class Layout:
    """The lines of an article at one width. Lines count from 0; ``len(layout)`` is how many there are.

    Attributes:
        width: the cells of a whole line; no line of text is wider (but a wide character in one cell).
        margin: cells left free on the left.
        measure: the cells that text may take.
        headings: the title of each heading and its line.
        end: the line of the end mark: entries, if any, come after it.
    """

    width: int
    margin: int
    measure: int
    units: list[Unit] = field(default_factory=list)
    headings: list[tuple[str, int]] = field(default_factory=list)
    end: int = 0
    _unit: array[int] = field(default_factory=lambda: array("i"))
    _start: array[int] = field(default_factory=lambda: array("i"))
    _end: array[int] = field(default_factory=lambda: array("i"))

    def __len__(self) -> int:
        return len(self._unit)

    def _add(self, unit: Unit) -> None:
        room = max(1, self.measure - width(unit.first))
        ranges = wrap_code(unit.text, room) if unit.role == "code" else wrap(unit.text, room)
        if not ranges:
            return
        number = len(self.units)
        self.units.append(unit)
        for start, end in [(line, line) for line in range(-unit.gap, 0)] + ranges:
            self._unit.append(number)
            self._start.append(start)
            self._end.append(end)
        if unit.role == "heading":
            self.headings.append((display(unit.text), len(self) - len(ranges)))
        elif unit.role == "end":
            self.end = len(self) - len(ranges)

    # --- places -------------------------------------------------------------------------------------

    def _key(self, line: int) -> tuple[int, int]:
        unit, start = self.units[self._unit[line]], self._start[line]
        return unit.block, unit.base + (start if start < 0 else unit.to_plain(start))

    def position_of(self, line: int) -> Position:
        """Where in the article a line starts; a blank line is that many characters before what follows it."""
        if line <= 0 or not len(self):
            return Position()
        return Position(*self._key(min(line, len(self) - 1)))

    def line_of(self, position: Position) -> int:
        """The line that shows a position, or the nearest one before it."""
        if position == Position():
            return 0
        line = bisect_right(range(len(self)), (position.block, position.char), key=self._key) - 1
        return max(0, line)

    def stretch(self, line: int) -> tuple[int, int, int]:
        """What a line shows: the block, and from which to which character of its plain text."""
        unit = self.units[self._unit[line]]
        if self._start[line] < 0:
            return unit.block, unit.base, unit.base
        start = unit.to_plain(self._start[line])
        return unit.block, unit.base + start, unit.base + unit.to_plain(self._end[line], up=True)

    def entry_at(self, line: int) -> Entry | None:
        """The related entry that a line shows."""
        return self.units[self._unit[line]].entry if self._is_text(line) else None

    def link_at(self, line: int, cell: int) -> Piece | None:
        """The inline link under a cell of a line."""
        for piece in self.pieces(line):
            cell -= width(piece.text)
            if cell < 0:
                return piece if "link" in piece.styles else None
        return None

    def lines_of_entry(self, entry: Entry) -> range:
        """The lines an entry takes; none if it is not shown."""
        first = self.end
        while first < len(self) and self.entry_at(first) is not entry:
            first += 1
        last = first
        while last < len(self) and self.entry_at(last) is entry:
            last += 1
        return range(first, last)

    def _is_text(self, line: int) -> bool:
        return 0 <= line < len(self) and self._start[line] >= 0

    # --- painting -----------------------------------------------------------------------------------

    def pieces(self, line: int, marks: Sequence[Mark] = ()) -> Iterator[Piece]:
        """What to paint on a line, from its left edge on; every text is safe for a terminal.

        ``marks`` are stretches of the line's block, ascending and not overlapping.
        """
        if not self._is_text(line):
            return
        unit, start, end = self.units[self._unit[line]], self._start[line], self._end[line]
        yield Piece(" " * self.margin)
        base: tuple[str, ...] = (unit.role,) if unit.role else ()
        front = unit.first if line == 0 or not self._same_unit_above(line) else unit.rest
        if front:
            yield Piece(front, (*base, unit.front) if unit.front else base)
        used = 0
        for run_start, run_end, style, href in _cut(unit, start, end, marks):
            text = shown(unit, run_start, run_end)
            used += width(text)
            if text:
                yield Piece(text, (*base, *style), href)
        if unit.role == "code" and (room := self.measure - width(front) - used) > 0:
            yield Piece(" " * room, base)

    def _same_unit_above(self, line: int) -> bool:
        return self._is_text(line - 1) and self._unit[line - 1] == self._unit[line]

    # --- copying ------------------------------------------------------------------------------------

    def copy(self, start: Column | None = None, end: Column | None = None) -> str:
        """The text between two places, without the wrapping: a paragraph is one line again.

        None stands for the beginning, or the end. The first place may be anywhere on the screen; what
        the screen adds (end mark, rules, bars) is left out, markers of items stay.
        """
        if not self.units:
            return ""
        first, offset = self._offset(*start) if start else (0, 0)
        last, until = self._offset(*end, up=True) if end else (len(self.units) - 1, len(self.units[-1].text))
        parts: list[str] = []
        for number in range(first, last + 1):
            unit = self.units[number]
            shown_start = offset if number == first else 0
            shown_end = until if number == last else len(unit.text)
            if shown_start >= shown_end or not unit.plain:
                continue
            text = unit.plain[unit.to_plain(shown_start) : unit.to_plain(shown_end, up=True)]
            if parts:
                parts.append("\n\n" if unit.gap else "\n")
            parts.append(unit.marker + text if shown_start == 0 else text)
        return "".join(parts)

    def _offset(self, line: int, column: int, *, up: bool = False) -> tuple[int, int]:
        """The unit at a place on the screen, and the offset into its text."""
        if line >= len(self):
            return len(self.units) - 1, len(self.units[-1].text)
        number = self._unit[line]
        if self._start[line] < 0:
            return number, 0
        unit, start, end = self.units[number], self._start[line], self._end[line]
        column -= self.margin + len(unit.first)
        while column > 0 and start < end:
            column -= len(shown(unit, start, start + 1))
            start += 1
        # What shows nothing (a joiner, a selector) belongs to the character before it.
        while up and start < end and not shown(unit, start, start + 1):
            start += 1
        return number, start


def shown(unit: Unit, start: int, end: int) -> str:
    """A part of a unit's text as it reaches the terminal."""
    text = unit.text[start:end]
    return display(text.replace("\t", TAB) if unit.role == "code" else text)


def _cut(
    unit: Unit, start: int, end: int, marks: Sequence[Mark]
) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Splits a part of a unit's text wherever a run or a mark starts or ends."""
    painted = [
        Run(unit.to_shown(mark_start - unit.base), unit.to_shown(mark_end - unit.base, up=True), style)
        for mark_start, mark_end, style in marks
        if mark_end > unit.base
    ]
    index = bisect_left(unit.runs, start, key=lambda run: run.end)
    runs: list[Run] = []
    for run in unit.runs[index:]:
        if run.start >= end:
            break
        runs.append(run)
    both = [*runs, *painted]
    edges = {start, end}
    edges.update(edge for run in both for edge in (run.start, run.end) if start < edge < end)
    cuts = sorted(edges)
    for here, there in pairwise(cuts):
        covering = [run for run in both if run.start <= here < run.end]
        href = next((run.href for run in covering if run.href), "")
        yield here, there, tuple(run.style for run in covering), href


def lay_out(view: ArticleView, width: int, measure: int = 70, *, tail: bool) -> Layout:
    """The lines of an article for a pane ``width`` cells wide.

    Args:
        view: the article and its related entries.
        width: the cells of a line; anything below 1 counts as 1.
        measure: the widest a line of text may be.
        tail: whether the related entries follow the end of the article.
    """
    width = max(1, width)
    margin = 2 if width >= 40 else 1 if width >= 20 else 0
    measure = max(1, min(measure, width - 2 * margin))
    layout = Layout(width, max(margin, (width - measure) // 2), measure)
    for unit in units(view, measure, tail=tail):
        layout._add(unit)
    return layout
