"""One line of a unit as the pieces that are painted. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.text import display, graphemes, width
from reader.typesetting.bidi import has_backward, shown_forms, visual_order
from reader.typesetting.colouring import coloured
from reader.typesetting.hyphenating import ends_divided
from reader.typesetting.typography import Typography
from reader.typesetting.units import Run, Unit
from reader.typesetting.wrap import TAB

Mark = tuple[int, int, str]
"""A painted range of a block: start and end (characters of its plain text), and the style's name."""

MORE_LEFT, MORE_RIGHT = "‹", "›"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text to paint in one style. ``styles`` are names, weakest first; ``href`` is where a link leads."""

    text: str
    styles: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A line of a unit.

    Attributes:
        unit: the unit, of which ``text[start:end]`` is on the line.
        first, last: whether it is the first, and the last line of the unit.
        number: any number that differs between neighbouring lines by one.
    """

    unit: Unit
    start: int
    end: int
    first: bool
    last: bool
    number: int = 0

    @property
    def front(self) -> str:
        """What stands before the text, the bars of quotations left aside."""
        return self.unit.first if self.first else self.unit.rest


@dataclass(frozen=True, slots=True)
class PageSides:
    """The room of a line.

    Attributes:
        margin: free cells on the left.
        measure: the cells for text.
        shift: by how many cells lines that are too wide are scrolled to the left.
    """

    margin: int
    measure: int
    shift: int = 0


def draw(line: UnitLine, sides: PageSides, typography: Typography, marks: Sequence[Mark] = ()) -> list[Piece]:
    """The pieces of a line from the left edge of the pane; every text is safe for a terminal."""
    unit = line.unit
    base = (unit.role,) if unit.role else ()
    bar = [Piece(unit.bar, (*base, "bar"))] if unit.bar else []
    front = [Piece(line.front, (*base, unit.front) if unit.front else base)] if line.front else []
    room = sides.measure - width(unit.bar) - width(line.front)
    text = _text(line, room, base, marks)
    if _is_reordered("".join([piece.text for piece in text]), unit, typography):
        text = _reordered(text, backward=unit.flow.backward)
    free = room - _cells(text)
    if unit.flow.backward:
        # The sides change places: the marker of an item stands on the right of it.
        turned = [Piece(_turned(piece.text), piece.styles) for piece in (*front, *bar)]
        return [Piece(" " * (sides.margin + max(0, free))), *text, *turned]
    margin = Piece(" " * sides.margin)
    if unit.wide > room > 0:
        return _scrolled(line, text, [*bar, *front], base, sides, room)
    if unit.role == "code" and free > 0:
        text.append(Piece(" " * free, base))
    return [margin, *bar, *front, *text]


def _cells(pieces: Sequence[Piece]) -> int:
    return sum(width(piece.text) for piece in pieces)


def shown(unit: Unit, start: int, end: int) -> str:
    """A part of a unit's text as the terminal receives it."""
    text = unit.text[start:end]
    return display(text.replace("\t", TAB) if unit.role == "code" else text)


# --- the text ---------------------------------------------------------------------------------------


def _text(line: UnitLine, room: int, base: tuple[str, ...], marks: Sequence[Mark]) -> list[Piece]:
    unit = line.unit
    cuts = list(_cut(unit, line.start, line.end, marks))
    wide, hyphen = _adjusted(line, room)
    pieces = [
        Piece(_widened(unit, start, end, wide), (*base, *names), href) for start, end, names, href in cuts
    ]
    if hyphen:
        pieces.append(Piece("-", pieces[-1].styles if pieces else base))
    return [piece for piece in pieces if piece.text]


def _adjusted(line: UnitLine, room: int) -> tuple[frozenset[int], bool]:
    """The spaces of a line that take two cells, and whether a hyphen follows it."""
    if not (line.unit.flow.justified or line.unit.flow.hyphens) or line.last:
        return frozenset(), False
    free = room - width(shown(line.unit, line.start, line.end))
    hyphen = is_divided(line, free)
    return gaps_widened(line, free - hyphen), hyphen


def is_divided(line: UnitLine, free: int) -> bool:
    """Whether a line ends with a hyphen that is no part of the text; ``free`` are the cells left on it."""
    divides = line.unit.divides
    if free <= 0 or line.last or divides is None:
        return False
    return ends_divided(line.unit.text, line.end, divides)


def gaps_widened(line: UnitLine, free: int) -> frozenset[int]:
    """The spaces of a line that take two cells, so that it reaches the right edge; none if it stays ragged.

    A line that needs gaps of more than twice their size stays as it is, and so does the last one of a text.
    The wide gaps are spread evenly, and mirrored on every other line, so that they do not stand in rows.
    """
    if not line.unit.flow.justified or line.last or free <= 0:
        return frozenset()
    text = line.unit.text
    gaps = [
        at
        for at in range(line.start + 1, line.end - 1)
        if text[at] == " " and text[at - 1] != " " and text[at + 1] != " "
    ]
    count = len(gaps)
    if free > count:
        return frozenset()
    chosen = [(2 * number + 1) * count // (2 * free) for number in range(free)]
    return frozenset(gaps[count - 1 - at if line.number % 2 else at] for at in chosen)


def _widened(unit: Unit, start: int, end: int, wide: frozenset[int]) -> str:
    if not wide:
        return shown(unit, start, end)
    parts: list[str] = []
    for at in sorted(at for at in wide if start <= at < end):
        parts.append(shown(unit, start, at) + "  ")
        start = at + 1
    return "".join([*parts, shown(unit, start, end)])


def _cut(
    unit: Unit, start: int, end: int, marks: Sequence[Mark]
) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Splits a part of a unit's text where a run or a mark starts or ends."""
    painted = [
        Run(low, high, style)
        for mark_start, mark_end, style in marks
        if mark_end > unit.base
        for low, high in unit.shown(mark_start - unit.base, mark_end - unit.base)
    ]
    words = coloured(unit.text, unit.language) if unit.language else ()
    both = [*_between(words, start, end), *_between(unit.runs, start, end), *painted]
    edges = {start, end}
    edges.update(edge for run in both for edge in (run.start, run.end) if start < edge < end)
    for here, there in pairwise(sorted(edges)):
        covering = [run for run in both if run.start <= here < run.end]
        href = next((run.href for run in covering if run.href), "")
        yield here, there, tuple(run.style for run in covering), href


def _between(runs: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    for run in runs[bisect_left(runs, start, key=lambda run: run.end) :]:
        if run.start >= end:
            break
        yield run


# --- from right to left -----------------------------------------------------------------------------


def _is_reordered(text: str, unit: Unit, typography: Typography) -> bool:
    """Whether a line is painted in another order. In a table, the columns change places with the words."""
    return unit.flow.backward or (typography.reorders and has_backward(text))


def _reordered(pieces: Sequence[Piece], *, backward: bool) -> list[Piece]:
    """The pieces of a line in the order in which they are seen."""
    text = "".join([piece.text for piece in pieces])
    owners = [number for number, piece in enumerate(pieces) for _ in piece.text]
    forms = shown_forms(text, backward=backward)
    found: list[Piece] = []
    last = -1
    for at in visual_order(text, backward=backward):
        if forms[at] and owners[at] == last:
            found[-1] = Piece(found[-1].text + forms[at], found[-1].styles, found[-1].href)
        elif forms[at]:
            last = owners[at]
            found.append(Piece(forms[at], pieces[last].styles, pieces[last].href))
    return found


def _turned(front: str) -> str:
    """A marker and the spaces around it, as they stand on the right of a text."""
    text = front.strip(" ")
    before, after = len(front) - len(front.lstrip(" ")), len(front) - len(front.rstrip(" "))
    if not text:
        return front
    forms, order = shown_forms(text, backward=True), visual_order(text, backward=True)
    return " " * after + "".join(forms[at] for at in order) + " " * before


# --- sideways ---------------------------------------------------------------------------------------


def _scrolled(
    line: UnitLine,
    text: Sequence[Piece],
    before: Sequence[Piece],
    base: tuple[str, ...],
    sides: PageSides,
    room: int,
) -> list[Piece]:
    """A line that is wider than the page: what of it is to be seen, and in the margins that there is more."""
    shift = min(sides.shift, line.unit.wide - room)
    used = _cells(text)
    margin = " " * sides.margin
    if shift and used and sides.margin:
        margin = " " * (sides.margin - 1) + MORE_LEFT
    fixed = line.unit.fixed
    placed = list(_placed(text))
    still = [replace(piece, text=_window(piece.text, at, 0, fixed)) for at, piece in placed]
    moving = [replace(piece, text=_window(piece.text, at - shift, fixed, room)) for at, piece in placed]
    seen = [*still, *moving] if fixed else moving
    seen = [piece for piece in seen if piece.text]
    free = room - _cells(seen)
    after = [Piece(" " * free, base)] if free > 0 else []
    if used - shift > room and sides.margin:
        after.append(Piece(MORE_RIGHT, ("more",)))
    return [Piece(margin, ("more",)), *before, *seen, *after]


def _placed(pieces: Sequence[Piece]) -> Iterator[tuple[int, Piece]]:
    at = 0
    for piece in pieces:
        yield at, piece
        at += width(piece.text)


def _window(text: str, at: int, first: int, last: int) -> str:
    """What of a text that begins at a cell is to be seen from a first cell to before a last one.

    Half a wide character becomes a blank.
    """
    parts: list[str] = []
    for start, end, cells in graphemes(text):
        there = at + cells
        if first <= at and there <= last:
            parts.append(text[start:end])
        else:
            parts.append(" " * max(0, min(there, last) - max(at, first)))
        at = there
    return "".join(parts)


# --- back to the text -------------------------------------------------------------------------------


def offset_at(line: UnitLine, column: int, sides: PageSides, typography: Typography) -> int:
    """The offset in the unit's text of what is painted at a column, which counts characters from the edge."""
    unit = line.unit
    pieces = draw(line, sides, typography)
    if unit.flow.backward:
        column -= len(pieces[0].text)
    else:
        column -= sides.margin + len(unit.bar) + len(line.front)
    room = sides.measure - width(unit.bar) - width(line.front)
    wide, _ = _adjusted(line, room)
    owners: list[int] = []
    parts: list[str] = []
    for at in range(line.start, line.end):
        part = shown(unit, at, at + 1) + (" " if at in wide else "")
        parts.append(part)
        owners += [at] * len(part)
    whole = "".join(parts)
    if _is_reordered(whole, unit, typography):
        owners = [owners[at] for at in visual_order(whole, backward=unit.flow.backward)]
    if unit.wide > room:
        owners = _seen(whole, owners, unit.fixed, min(sides.shift, unit.wide - room), room)
    if column < 0 or not owners:
        return line.start
    return owners[column] if column < len(owners) else line.end


def _seen(text: str, owners: Sequence[int], fixed: int, shift: int, room: int) -> list[int]:
    """Of the owners of characters those that a line scrolled sideways shows, as :func:`_scrolled` does."""
    still: list[int] = []
    moving: list[int] = []
    cell = 0
    for char, owner in zip(text, owners, strict=True):
        begin, cell = cell, cell + width(char)
        if cell <= fixed:
            still.append(owner)
        else:
            still += [owner] * (fixed - begin)
        if fixed <= begin - shift and cell - shift <= room:
            moving.append(owner)
        else:
            moving += [owner] * (min(cell - shift, room) - max(begin - shift, fixed))
    return still + moving
