"""An article at a given width: its lines, their places in the article, and what to paint on them. Pure.

An article is laid out in parts (:mod:`reader.typesetting.parts`), each when some of it is about to be seen.
Each line of such a part is stored as three numbers (its unit, and the range of characters that the line
shows). Texts are not copied, and the pieces to paint are created when a line is requested.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from reader.library.view import ArticleView, Entry
from reader.model import Position
from reader.text import width
from reader.typesetting import units
from reader.typesetting.body import UnitsBetween, body, heading_of
from reader.typesetting.drawing import Mark, PageSides, Piece, UnitLine, draw, offset_at, shown
from reader.typesetting.lines import Lines
from reader.typesetting.parts import Part
from reader.typesetting.pictures import KnownPictures, PictureLine
from reader.typesetting.typography import PLAIN, Typography
from reader.typesetting.units import Unit, head

LinePlace = tuple[int, int]
"""A line, and an offset in it: characters shown, the margin included."""


_FOLLOWED = frozenset(("link", "footnote", "image"))


class Layout:
    """The lines of an article at one width. Lines count from 0; ``len(layout)`` is their number.

    A part of the article is laid out when one of its lines, or a place in it, is requested. Until then its
    number of lines is an estimate, so laying it out moves the lines after it: ``changes`` counts how often
    that happened, and ``top`` is the current number of the line that was held.

    Attributes:
        width: the cells of a whole line; no line of text is wider (but a wide character in one cell).
        margin: cells left free on the left.
        measure: the cells that text may take.
        changes: a number that changes when lines have moved.
        shift: the cells by which lines that are too wide are scrolled to the left.
    """

    def __init__(
        self,
        view: ArticleView,
        width: int,
        measure: int,
        parts: Sequence[Part],
        *,
        tail: bool,
        lacking: str = "",
        aside: int = 0,
        closing: str = "",
        typography: Typography = PLAIN,
        pictures: KnownPictures | None = None,
    ) -> None:
        """Nothing is laid out yet.

        Args:
            view: the article and its related entries.
            width: the cells of a line; anything below 1 counts as 1.
            measure: the greatest width of a line of text.
            parts: those of the article.
            lacking: what is said in place of the text, if there is none.
            aside: cells to be left free beside the text on the right, as far as there are any.
            closing: what is said after the end.
            tail: whether the related entries follow the end of the article.
            typography: how the text is set.
            pictures: what is known of its pictures, and whether they are shown.
        """
        self._typography = replace(typography, language=view.article.lang or view.summary.lang)
        self.width = max(1, width)
        margin = 2 if self.width >= 40 else 1 if self.width >= 20 else 0
        self.measure = max(1, min(measure, self.width - 2 * margin))
        self.margin = max(margin, min(self.width - self.measure - aside, (self.width - self.measure) // 2))
        self.changes = 0
        self._view = view
        self._parts = parts
        self._long: dict[int, UnitsBetween] = {}
        self._pictures = pictures or KnownPictures()
        self.shift = 0
        first, last = (
            Lines(head(view, self.measure, lacking, self._typography), self.measure),
            Lines(units.tail(view, self.measure, entries=tail, closing=closing), self.measure),
        )
        self._set: list[Lines | None] = [first, *[None] * len(parts), last]
        self._keys = [(-1, 0), *((part.first, part.start) for part in parts), (len(view.article.blocks), 0)]
        self._counts = array("q", [len(first), *map(self._estimate, parts), len(last)])
        self._begins = array("q")
        self._add_up()
        self._held = (0, 0)
        self._next = 0

    def _estimate(self, part: Part) -> int:
        blocks = 0 if part.end and part.start else part.last - part.first
        return part.characters // self.measure + 2 * blocks

    def _add_up(self) -> None:
        self._begins = array("q", accumulate(self._counts, initial=0))

    def __len__(self) -> int:
        return self._begins[-1]

    # --- setting --------------------------------------------------------------------------------------

    def _lines(self, number: int) -> Lines:
        """The lines of a part, which is laid out first if necessary."""
        lines = self._set[number]
        if lines is None:
            part = self._parts[number - 1]
            lines = self._set[number] = Lines(self._body(part), self.measure)
            if len(lines) != self._counts[number]:
                self._counts[number] = len(lines)
                self._add_up()
                self.changes += 1
        return lines

    def _body(self, part: Part) -> Iterator[Unit]:
        blocks, pictures = self._view.article.blocks, self._pictures
        return body(blocks, part, self.measure, self._long, self._typography, pictures)

    def _at(self, line: int) -> tuple[int, int]:
        """The part that a line belongs to (it gets laid out), and the line's number in that part."""
        line = max(0, min(line, len(self) - 1))
        while True:
            number = bisect_right(self._begins, line) - 1
            lines, within = self._lines(number), line - self._begins[number]
            if within < len(lines):
                return number, within
            line = min(line, len(self) - 1)

    def set_some(self) -> bool:
        """Lays out the next part; False if all parts are done."""
        while self._next < len(self._set) and self._set[self._next] is not None:
            self._next += 1
        if self._next == len(self._set):
            return False
        self._lines(self._next)
        return True

    def hold(self, line: int, height: int) -> None:
        """Lays out the screen that has a line at its top, and as much before and after it.

        ``top`` is that line from now on, whatever else is laid out.
        """
        self._held = number, within = self._at(line)
        before = within
        for above in range(number - 1, -1, -1):
            if before >= height:
                break
            before += len(self._lines(above))
        after = len(self._lines(number)) - within
        for below in range(number + 1, len(self._set)):
            if after >= 2 * height:
                break
            after += len(self._lines(below))

    def hold_end(self, height: int) -> None:
        """Like :meth:`hold`, with the last line at the bottom of the screen."""
        lines = 0
        for number in range(len(self._set) - 1, -1, -1):
            lines += len(self._lines(number))
            if lines >= height:
                break
        self.hold(len(self) - height, height)

    @property
    def characters(self) -> int:
        """Roughly how many characters the article has."""
        return sum(part.characters for part in self._parts)

    @property
    def top(self) -> int:
        """The current number of the line that was held last."""
        number, within = self._held
        return self._begins[number] + within

    # --- places -------------------------------------------------------------------------------------

    @property
    def end(self) -> int:
        """The line of the end mark; entries, if any, follow it."""
        last = self._lines(len(self._set) - 1)
        return self._begins[-2] + last.units[0].gap

    @property
    def headings(self) -> list[tuple[str, int, Position]]:
        """The title, the level and the place of each heading."""
        blocks = enumerate(self._view.article.blocks)
        found = ((index, block) for index, block in blocks if block.kind == "heading" and block.plain.strip())
        return [(heading_of(block), block.level, Position(index, 0)) for index, block in found]

    def position_of(self, line: int) -> Position:
        """The place where a line starts; a blank line counts as that many characters before the next text."""
        if line <= 0 or not len(self):
            return Position()
        number, within = self._at(line)
        return Position(*self._lines(number).key(within))

    def line_of(self, position: Position) -> int:
        """The line that shows a position, or the nearest line before it."""
        if position == Position():
            return 0
        key = position.block, position.char
        number = bisect_right(self._keys, (position.block, max(0, position.char))) - 1
        for near in range(number, -1, -1):
            lines = self._lines(near)
            line = lines.line_of(key)
            if line >= 0:
                return self._begins[near] + line
        return 0

    def stretch(self, line: int) -> tuple[int, int, int]:
        """The text that a line shows: the block, and the start and end in its plain text."""
        number, within = self._at(line)
        lines = self._lines(number)
        unit = lines.unit(within)
        if lines.starts[within] < 0:
            return unit.block, unit.base, unit.base
        start, end = unit.stretch(lines.starts[within], lines.ends[within])
        return unit.block, unit.base + start, unit.base + end

    def picture_at(self, line: int) -> PictureLine | None:
        """The row of a picture that a line has room for; it is painted behind the pieces of that line."""
        if not 0 <= line < len(self):
            return None
        number, within = self._at(line)
        lines = self._lines(number)
        unit, start = lines.unit(within), lines.starts[within]
        if unit.picture is None or not -unit.picture.rows <= start < 0:
            return None
        left = self.margin + width(unit.front_of(first=True))
        return PictureLine(unit.picture, unit.block, unit.picture.rows + start, left)

    def picture_above(self, line: int) -> int:
        """The first line of the picture whose text begins at a line; the line itself if there is none."""
        number, within = self._at(line)
        lines = self._lines(number)
        unit, start = lines.unit(within), lines.starts[within]
        if unit.picture is None or start > 0 or (start < 0 and self.picture_at(line) is None):
            return line
        return line - unit.picture.rows if start == 0 else line - (unit.picture.rows + start)

    def entry_at(self, line: int) -> Entry | None:
        """The related entry that a line shows."""
        last = self._lines(len(self._set) - 1)
        within = line - self._begins[-2]
        shown = 0 <= within < len(last) and last.starts[within] >= 0
        return last.unit(within).entry if shown else None

    def link_at(self, line: int, cell: int) -> Piece | None:
        """The inline link at a cell of a line, or the words of an image."""
        for piece in self.pieces(line):
            cell -= width(piece.text)
            if cell < 0:
                return piece if piece.href and not _FOLLOWED.isdisjoint(piece.styles) else None
        return None

    def lines_of_entry(self, entry: Entry) -> range:
        """The lines of an entry; empty if it is not shown."""
        first = self.end
        while first < len(self) and self.entry_at(first) is not entry:
            first += 1
        last = first
        while last < len(self) and self.entry_at(last) is entry:
            last += 1
        return range(first, last)

    # --- painting -----------------------------------------------------------------------------------

    def pieces(self, line: int, marks: Sequence[Mark] = ()) -> Iterator[Piece]:
        """The pieces to paint on a line, from its left edge; every text is safe for a terminal.

        ``marks`` are ranges of the line's block, ascending and not overlapping.
        """
        if not 0 <= line < len(self):
            return
        number, within = self._at(line)
        lines = self._lines(number)
        if lines.starts[within] >= 0:
            yield from draw(lines.drawn(within), self._sides, self._typography, marks)
        elif self.picture_at(line) is not None:
            unit = lines.unit(within)
            yield Piece(" " * self.margin)
            yield from (Piece(text, (unit.role, "bar")) for text in (unit.bar,) if text)
            yield from (Piece(text, (unit.role,)) for text in (unit.first,) if text)

    @property
    def _sides(self) -> PageSides:
        return PageSides(self.margin, self.measure, self.shift)

    # --- sideways -----------------------------------------------------------------------------------

    def overflow(self, lines: range) -> int:
        """By how many cells the widest of some lines is wider than the page; 0 if all fit."""
        return max((self._room_lacking(self._drawn(line)) for line in lines), default=0)

    def stops(self, lines: range) -> list[int]:
        """By how many cells some lines are scrolled where a column begins at their left, ascending."""
        return sorted({stop for line in lines for stop in self._drawn(line).unit.stops})

    def _drawn(self, line: int) -> UnitLine:
        number, within = self._at(line)
        return self._lines(number).drawn(within)

    def _room_lacking(self, line: UnitLine) -> int:
        wide = line.unit.wide
        return max(0, wide - self.measure + width(line.unit.bar + line.front)) if wide else 0

    def shift_to(self, position: Position) -> int:
        """The shift at which a position can be seen: the present one if it can be seen now."""
        line = self._drawn(self.line_of(position))
        unit, lacking = line.unit, self._room_lacking(line)
        if not lacking or unit.block != position.block:
            return self.shift
        at = position.char - unit.base
        begin = next((low for low, _ in unit.shown(at, at + 1)), line.start)
        begin = max(begin, line.start)
        cell = width(shown(unit, line.start, begin))
        # A wide character is only in sight with both of its cells.
        last = width(shown(unit, line.start, begin + 1))
        room, shift = unit.wide - lacking, min(self.shift, lacking)
        if cell < unit.fixed or (shift + unit.fixed <= cell and max(cell + 1, last) <= shift + room):
            return self.shift
        return max(0, min(cell - unit.fixed - (room - unit.fixed) // 3, lacking))

    # --- copying ------------------------------------------------------------------------------------

    def copy(
        self, start: LinePlace | None = None, end: LinePlace | None = None, most: int = sys.maxsize
    ) -> str:
        """The text between two places, without the wrapping: each paragraph is one line again.

        If there are more than ``most`` characters, only about that many are copied.

        None stands for the beginning, or the end. The first place may be anywhere on the screen. Text that
        the screen adds (end mark, rules, bars) is left out, but markers of items stay.
        """
        first, offset = self._offset(*start) if start else ((0, 0), 0)
        last, until = self._offset(*end, up=True) if end else ((len(self._set), 0), 0)
        parts: list[str] = []
        size = 0
        before: Unit | None = None
        apart = False
        for place, unit in self._units(first):
            if place > last or size > most:
                break
            shown_start = offset if place == first else 0
            shown_end = until if place == last else len(unit.text)
            apart = apart or unit.gap > 0
            if shown_start >= shown_end or not unit.plain:
                continue
            if before is not None:
                parts.append(_between(before, unit, apart=apart))
            parts.append(unit.copied(shown_start, shown_end))
            size += len(parts[-1])
            before, apart = unit, False
        return "".join(parts)

    def _units(self, first: tuple[int, int]) -> Iterator[tuple[tuple[int, int], Unit]]:
        """The units from one on, each with its place: the part, and the unit's number in it."""
        number, within = first
        while number < len(self._set):
            lines = self._set[number]
            found = lines.units if lines else self._body(self._parts[number - 1])
            for unit_number, unit in enumerate(found):
                if unit_number >= within:
                    yield (number, unit_number), unit
            number, within = number + 1, 0

    def _offset(self, line: int, column: int, *, up: bool = False) -> tuple[tuple[int, int], int]:
        """The place of the unit at a position on the screen, and the offset in its text."""
        if line >= len(self):
            return (len(self._set), 0), 0
        number, within = self._at(line)
        lines = self._lines(number)
        place = number, lines.of[within]
        if lines.starts[within] < 0:
            return place, 0
        drawn = lines.drawn(within)
        unit, end = drawn.unit, drawn.end
        start = offset_at(drawn, column, self._sides, self._typography)
        # An invisible character (a joiner, a selector) belongs to the character before it.
        while up and start < end and not shown(unit, start, start + 1):
            start += 1
        return place, start


def _between(before: Unit, unit: Unit, *, apart: bool) -> str:
    """The separator between two units in a copy; ``apart`` if blank lines separate them."""
    if unit.goes_on and unit.block == before.block:
        return "\n" if before.role == "code" and before.plain.endswith("\n") else ""
    return "\n\n" if apart else "\n"
