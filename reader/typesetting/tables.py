"""Lays out tables in columns that fit the width: the width of each column, and the rows. Pure.

Columns shrink and their cells wrap. If the lines are too narrow even for that, each row becomes a text with
bars between its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from reader.blocks import Block, split
from reader.text import display, width
from reader.typesetting.styling import Styled, styled
from reader.typesetting.units import Run, Swap, Unit
from reader.typesetting.wrap import Range, wrap

BETWEEN = " │ "

STEP = 8
"""Cells by which lines without columns are scrolled sideways at once."""
SAMPLE = 400
"""The number of first rows that decide the widths of the columns. Wider cells in later rows wrap."""

# A column is only narrower than this if all of its cells are.
_NARROWEST = 8
_WORD = 16
# Wider cells take many lines in any case.
_WIDEST = 400


class CellPiece(NamedTuple):
    """The part of a cell that one line shows: ``cell.text`` from ``start`` to ``end``.

    ``at`` is its offset in the text of the row, ``base`` the offset of the cell's plain text in the row's.
    """

    at: int
    start: int
    end: int
    base: int
    cell: Unit

    @property
    def stretch(self) -> Range:
        """The range of the row's plain text that this piece shows."""
        start, end = self.cell.stretch(self.start, self.end)
        return self.base + start, self.base + end


@dataclass(frozen=True, slots=True)
class GridRow(Unit):
    """A row of a table whose cells stand side by side.

    ``text`` is all its lines joined, with spaces and bars. ``pieces`` says where the parts of the cells are
    in it, and ``lines`` contains the range of each line.
    """

    lines: tuple[Range, ...] = ()
    pieces: tuple[CellPiece, ...] = ()

    def ranges(self, measure: int) -> list[Range]:
        """Its lines, which were computed for this measure when the row was created."""
        return list(self.lines)

    def stretch(self, start: int, end: int) -> Range:
        """From the first to the last character on a line, including any between them on other lines."""
        within = [piece.stretch for piece in self.pieces if start <= piece.at < end]
        first = min(low for low, _ in within) if start and within else 0
        return first, max((high for _, high in within), default=first)

    def shown(self, start: int, end: int) -> Iterator[Range]:
        """The ranges of ``text`` that show a range of ``plain``: one for each part of a cell."""
        for at, first, last, base, cell in self.pieces:
            if start < base + len(cell.plain) and base < end:
                for low, high in cell.shown(max(0, start - base), min(end - base, len(cell.plain))):
                    low, high = max(low, first), min(high, last)
                    if low < high:
                        yield at + low - first, at + high - first

    def begins(self, offset: int) -> int | None:
        """The start, in ``text``, of the line that shows a character."""
        at = None
        for piece in self.pieces:
            low, _ = piece.stretch
            if piece.base <= offset <= piece.base + len(piece.cell.plain) and low <= offset:
                at = piece.at
        return next((start for start, end in self.lines if at is not None and start <= at < end), None)

    def copied(self, start: int, end: int) -> str:
        """The whole row, because part of a row would not be a table."""
        return self.plain


SIDEWAYS = 0
"""The room of a table that is scrolled sideways: none of its columns needs to shrink much."""

_COMFORTABLE = 24
_MOST_COLUMNS = 256


def columns_of(block: Block, room: int) -> tuple[int, ...]:
    """The widths of a table's columns in lines of ``room`` cells; () if they do not fit.

    If the room is ``SIDEWAYS``, wide columns get a comfortable width, and only a table with more columns than
    anyone would look through does not fit.
    """
    sideways = room == SIDEWAYS
    wanted: list[int] = []
    words: list[int] = []
    for row in islice(split(block.spans, "\n"), SAMPLE):
        for number, cell in enumerate(split(row, "\t")):
            if number == len(wanted):
                if number == _MOST_COLUMNS or (not sideways and (1 + len(BETWEEN)) * number > room):
                    return ()
                wanted.append(1)
                words.append(1)
            text = display(styled(cell).text)
            wanted[number] = max(wanted[number], min(width(text.strip()), _WIDEST))
            words[number] = max(words[number], *(min(width(word), _WORD) for word in text.split()), 1)
    if sideways:
        return tuple(min(want, max(word, _COMFORTABLE)) for want, word in zip(wanted, words, strict=True))
    free = room - len(BETWEEN) * (len(wanted) - 1)
    for least in (words, [0] * len(wanted)):
        low = [min(want, max(word, _NARROWEST)) for want, word in zip(wanted, least, strict=True)]
        if low and sum(low) <= free:
            return tuple(_shared(low, wanted, free))
    return ()


def _shared(low: Sequence[int], wanted: Sequence[int], free: int) -> Iterator[int]:
    """Widths between ``low`` and ``wanted`` that add up to ``free`` at most: the widest columns shrink."""
    first, last = 0, max(wanted)
    while first < last:
        most = (first + last + 1) // 2
        if sum(max(least, min(want, most)) for least, want in zip(low, wanted, strict=True)) <= free:
            first = most
        else:
            last = most - 1
    yield from (max(least, min(want, first)) for least, want in zip(low, wanted, strict=True))


def rule_of(columns: Sequence[int]) -> str:
    """The line below the header of a table."""
    return "─┼─".join("─" * column for column in columns)


def grid_row(cells: Sequence[Styled], columns: Sequence[int], align: str, unit: Unit) -> GridRow | None:
    """A row laid out in columns; None if it does not fit.

    Args:
        cells: the cells as shown.
        columns: the widths of the columns.
        align: a letter for each column, as in ``Block.align``.
        unit: the same row as one text; the result has its place, style and plain text.
    """
    if len(cells) > len(columns):
        return None
    units = [Unit(unit.block, "", cell.text, cell.plain, 0, cell.swaps, cell.runs) for cell in cells]
    wrapped = [wrap(cell.text, column) for cell, column in zip(cells, columns, strict=False)]
    parts: list[str] = []
    pieces: list[CellPiece] = []
    runs: list[Run] = []
    lines: list[Range] = []
    at = 0
    for number in range(max(map(len, wrapped), default=0)):
        begin, base = at, 0
        for column, (cell, ranges) in enumerate(zip(units, wrapped, strict=True)):
            if column:
                parts.append(BETWEEN)
                runs.append(Run(at, at + len(BETWEEN), "rule"))
                at += len(BETWEEN)
            start, end = ranges[number] if number < len(ranges) else (0, 0)
            free = columns[column] - width(display(cell.text[start:end]))
            if free < 0:
                return None
            before = {"r": free, "c": free // 2}.get(align[column : column + 1], 0)
            after = 0 if column == len(units) - 1 else free - before
            parts += [" " * before, cell.text[start:end], " " * after]
            if start < end:
                pieces.append(CellPiece(at + before, start, end, base, cell))
                runs += [
                    replace(run, start=at + before + low - start, end=at + before + high - start)
                    for run in cell.runs
                    if (low := max(run.start, start)) < (high := min(run.end, end))
                ]
            at += before + end - start + after
            base += len(cell.plain) + 1
        lines.append((begin, at))
    return GridRow(
        *(unit.block, unit.role, "".join(parts), unit.plain, unit.base),
        runs=tuple(runs),
        first=unit.first,
        rest=unit.first,
        bar=unit.bar,
        gap=unit.gap,
        lines=tuple(lines),
        pieces=tuple(pieces),
    )


def in_line(cells: Sequence[Styled]) -> Styled:
    """The cells of a row as one text, with a bar instead of a tab between them."""
    swaps: list[Swap] = []
    runs: list[Run] = []
    shown = plain = 0
    for number, cell in enumerate(cells):
        if number:
            swaps.append((shown, shown + len(BETWEEN), plain, plain + 1))
            shown, plain = shown + len(BETWEEN), plain + 1
        swaps += [(a + shown, b + shown, c + plain, d + plain) for a, b, c, d in cell.swaps]
        runs += [replace(run, start=run.start + shown, end=run.end + shown) for run in cell.runs]
        shown, plain = shown + len(cell.text), plain + len(cell.plain)
    texts = BETWEEN.join(cell.text for cell in cells), "\t".join(cell.plain for cell in cells)
    return Styled(*texts, tuple(swaps), tuple(runs))


def next_shift(shift: int, right: bool, stops: Sequence[int], most: int, cells: int) -> int:
    """By how many cells wide lines are scrolled after a step: to the next column, if that is near enough.

    Args:
        shift: by how many they are scrolled now.
        right: the direction.
        stops: where columns begin, ascending.
        most: the most that they can be scrolled.
        cells: the room: no step is longer, so that nothing of a wide column is passed over.
    """
    if right:
        column = next((stop for stop in stops if stop > shift), None)
        step = shift + STEP
    else:
        column = next((stop for stop in reversed((0, *stops)) if stop < shift), None)
        step = shift - STEP
    columns = bool(stops) and column is not None and abs(column - shift) <= cells
    return max(0, min(column if columns and column is not None else step, most))
