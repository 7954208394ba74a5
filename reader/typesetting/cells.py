"""Between places in an article and cells on its lines: for a cursor in the text. Pure."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from reader.model import Position
from reader.text import width
from reader.typesetting.layout import Layout

_NAME = "char "


class CharacterCell(NamedTuple):
    """A character that a line shows: the place where it starts, its first cell, and the cell after it."""

    place: Position
    first: int
    end: int


def characters_on(layout: Layout, line: int, starts: list[int]) -> list[CharacterCell]:
    """The characters of the text that a line shows, from the left.

    ``starts`` says where the characters of the line's block start, all of them or those that count.
    """
    block, first, last = layout.stretch(line)
    if block < 0 or first >= last:
        return []
    within = starts[bisect_left(starts, first) : bisect_left(starts, last)]
    ends = [*within[1:], last]
    marks = [(start, end, f"{_NAME}{start}") for start, end in zip(within, ends, strict=True)]
    found: dict[int, CharacterCell] = {}
    cell = 0
    for piece in layout.pieces(line, marks):
        begin, cell = cell, cell + width(piece.text)
        name = next((style for style in piece.styles if style.startswith(_NAME)), None)
        if name is None or begin == cell:
            continue
        char = int(name.removeprefix(_NAME))
        known = found.get(char)
        # What is shown in place of a character may be several pieces.
        found[char] = CharacterCell(Position(block, char), known.first if known else begin, cell)
    return sorted(found.values(), key=lambda one: one.first)


def nearest(characters: list[CharacterCell], cell: int) -> Position | None:
    """The character at a cell of a line, or the one nearest to it."""
    best = min(characters, key=lambda one: max(one.first - cell, cell - one.end + 1, 0), default=None)
    return None if best is None else best.place
