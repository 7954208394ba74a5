"""Places to jump to in the article on screen: headings, paragraphs, bookmarks, and back again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from reader.model import Block, MarkedPlace, Position

Way = Literal[1, -1]

BACK = "'"
"""The letter that stands for the place before the last jump."""

_QUOTED = 60
"""Characters of the text at a bookmark that are shown beside its letter."""


class Section(NamedTuple):
    """A heading of the article: its title, how many headings it is below (from 0), and its place."""

    title: str
    level: int
    position: Position


def outline(headings: Iterable[tuple[str, int, Position]]) -> tuple[Section, ...]:
    """The headings as an outline, from (title, level as written, place).

    A heading is one level below the nearest one before it that stands higher, however many levels it skips.
    """
    sections: list[Section] = []
    open_levels: list[int] = []
    for title, level, position in headings:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        sections.append(Section(title, len(open_levels), position))
        open_levels.append(level)
    return tuple(sections)


def section_at(sections: Sequence[Section], position: Position) -> int | None:
    """The number of the section that a place is in; None before the first heading."""
    # A place on a blank line belongs to what follows it.
    here = (position.block, max(position.char, 0))
    inside = [
        number
        for number, section in enumerate(sections)
        if (section.position.block, section.position.char) <= here
    ]
    return inside[-1] if inside else None


def next_heading(blocks: Sequence[Block], here: Position, way: Way) -> Position | None:
    """The heading after a place, or before it; None if there is none."""
    return _next((i for i, block in enumerate(blocks) if block.kind == "heading"), here, way)


def next_paragraph(blocks: Sequence[Block], here: Position, way: Way) -> Position | None:
    """Where the block after a place begins, or the one before it; the head is before all. None at the end."""
    found = _next((i for i, block in enumerate(blocks) if block.plain.strip()), here, way)
    if found is None and way < 0 and here.block >= 0:
        return Position()
    return found


def _next(numbers: Iterable[int], here: Position, way: Way) -> Position | None:
    found: int | None = None
    for number in numbers:
        if way > 0 and number > here.block:
            return Position(number, 0)
        # In the middle of a block, the one before it begins where it does itself.
        if way < 0 and (number < here.block or (number == here.block and here.char > 0)):
            found = number
    return None if found is None else Position(found, 0)


def per_cent(typed: str) -> int | None:
    """The number in what a person types: ``50``, ``50%``, ``50 %``; None if it is none from 0 to 100."""
    digits = typed.strip().removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 3:
        return None
    return int(digits) if int(digits) <= 100 else None


def quoted(blocks: Sequence[Block], bookmark: MarkedPlace) -> str:
    """The first words at a bookmark, to tell it from others; "" at the head."""
    block, char = bookmark.position.block, bookmark.position.char
    if not 0 <= block < len(blocks):
        return ""
    return " ".join(blocks[block].plain[max(0, char) : max(0, char) + 4 * _QUOTED].split())[:_QUOTED]


@dataclass(frozen=True, slots=True)
class Jumps:
    """Where the person stood before the last jump in the article, to go back and forth.

    Attributes:
        article: the article that the place is in.
        before: the place; None if nothing was jumped from.
        target: where the last jump was to, while it is the newest movement; a place near the end cannot come
            to the top of the screen, and the next jump still goes on from there.
        line: the line that was at the top after it.
    """

    article: int | None = None
    before: Position | None = None
    target: Position | None = None
    line: int = 0

    def base(self, article: int, here: Position, line: int) -> Position:
        """Where the next jump begins: where the last one was to, unless something has moved since."""
        if self.target is not None and (article, line) == (self.article, self.line):
            return self.target
        return here

    def jumped(self, article: int, here: Position, *, keeps: bool = True) -> Jumps:
        """A jump is made from a place. ``keeps``: it is a place to come back to."""
        if article != self.article:
            return Jumps(article, here if keeps else None)
        return replace(self, before=here if keeps else self.before)

    def landed(self, target: Position, line: int) -> Jumps:
        """The jump has led to a place; this line is at the top now."""
        return replace(self, target=target, line=line)

    def back(self, article: int) -> Position | None:
        """The place before the last jump in this article; None if there was none."""
        return self.before if article == self.article else None
