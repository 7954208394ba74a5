"""Turns each kind of block into units. Pure.

To set a new kind of block, write a setter and add it to :data:`SETTERS`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from reader.blocks import Block, BlockKind, Span, split
from reader.text import display, width
from reader.typesetting.parts import CHARACTERS, Part
from reader.typesetting.pictures import KnownPictures, room_for
from reader.typesetting.styling import Dress, Styled, shifted, styled
from reader.typesetting.tables import BETWEEN, SIDEWAYS, columns_of, grid_row, in_line, rule_of
from reader.typesetting.typography import PLAIN, RAGGED, Typography
from reader.typesetting.units import BAR, NBSP, Unit, fits
from reader.typesetting.wrap import TAB, is_blank, wrap

UnitsBetween = Callable[[int, int], Iterator[Unit]]
"""Returns the units of a block that start between two offsets of its plain text; an end of 0 means all."""

_NO_PICTURES = KnownPictures()

_STEP = "  "
_HANGING = "    "
_TIGHT = frozenset({"item", "footnote"})

DEFINITION = "–"
"""The marker of what a term means, in a list of definitions."""


# Not frozen: frozen objects take three times as long to create, and every block needs one.
@dataclass(slots=True)
class BlockPlace:
    """Where a block is set.

    Attributes:
        index: the block's number.
        gap: blank lines before it.
        bar: the bars of the quotations around it.
        indent: the spaces before its lines.
        room: the cells of a line, without the bars.
        typography: how the text is set.
        pictures: what is known of the pictures of the article.
    """

    index: int
    gap: int
    bar: str
    indent: str
    room: int
    typography: Typography = PLAIN
    pictures: KnownPictures = _NO_PICTURES

    def unit(
        self,
        role: str,
        of: Styled,
        *,
        base: int = 0,
        first: str | None = None,
        rest: str | None = None,
        front: str = "",
        gap: int | None = None,
        marker: str = "",
        flows: bool = False,
    ) -> Unit:
        """A unit at this place; indentation and gap are the place's unless given.

        ``flows``: whether it is running text, which may be justified and hyphenated.
        """
        first = self.indent if first is None else first
        rest = first if rest is None else rest
        gap = self.gap if gap is None else gap
        return Unit(
            *(self.index, role, of.text, of.plain, base, of.swaps, of.runs),
            *(first, rest, front, self.bar, gap, marker),
            # Code begins on the left, whatever letters it has; so do boxes, which have a left side.
            flow=RAGGED
            if role in ("code", "image")
            else self.typography.flow(of.text, running=flows, aligned=front in ("marker", "sign")),
        )

    def quiet(self, role: str, text: str, gap: int, base: int = 0, first: str | None = None) -> Unit:
        """A unit that is not part of the article and never copied."""
        return self.unit(role, Styled(text, "", ((0, len(text), 0, 0),)), base=base, first=first, gap=gap)


def body(
    blocks: Sequence[Block],
    part: Part,
    measure: int,
    long: dict[int, UnitsBetween],
    typography: Typography = PLAIN,
    pictures: KnownPictures = _NO_PICTURES,
) -> Iterator[Unit]:
    """The units of a part: whole blocks, or a piece of one. ``long`` caches the last block that was cut."""
    if part.end:
        if part.first not in long:
            long.clear()
            long[part.first] = _pieces(blocks, part.first, measure, typography, pictures)
        yield from long[part.first](part.start, part.end)
        return
    for index in range(part.first, part.last):
        yield from _pieces(blocks, index, measure, typography, pictures)(0, 0)


def _pieces(
    blocks: Sequence[Block], index: int, measure: int, typography: Typography, pictures: KnownPictures
) -> UnitsBetween:
    block, before = blocks[index], blocks[index - 1] if index else None
    bar = BAR * fits(block.depth, len(BAR), measure) if block.depth else ""
    room = measure - len(bar)
    indent = _STEP * fits(block.inside, len(_STEP), room) if block.inside else ""
    place = BlockPlace(index, _gap(before, block), bar, indent, room, typography, pictures)
    return SETTERS[block.kind](block, place)


def _gap(before: Block | None, block: Block) -> int:
    """The blank lines between a block and the one before it."""
    if before is None:
        return 1
    if block.kind == before.kind in _TIGHT:
        return 0
    if block.kind == "heading" != before.kind:
        return 2
    # A term of a list of definitions stands upon what it means.
    return 0 if block.kind == "item" and block.marker == DEFINITION and _is_term(before) else 1


def _is_term(block: Block) -> bool:
    return block.kind in ("paragraph", "quote") and all(
        "strong" in span.style or not span.text.strip() for span in block.spans
    )


def heading_of(block: Block) -> str:
    """A heading as shown, with its marker."""
    text = styled(block.spans).text
    return display(f"{block.marker} {text}" if block.marker else text)


# --- one setter a kind ------------------------------------------------------------------------------


def _whole(unit: Unit, *, before: Unit | None = None, after: Unit | None = None) -> UnitsBetween:
    """The pieces of a block that is one unit, with those around it; nothing follows a blank one."""
    blank = unit.is_blank

    def pieces(start: int, end: int) -> Iterator[Unit]:
        if before is not None and not start:
            yield before
        if not blank:
            yield unit.piece(start, end) if end else unit
            if after is not None and (not end or end >= len(unit.plain)):
                yield after

    return pieces


def _text(block: Block, place: BlockPlace) -> UnitsBetween:
    """A paragraph or quotation. A marker starts its text, except ``>``, which bars replace."""
    role, of = "quote" if block.kind == "quote" else "", styled(block.spans)
    marker = "" if not block.marker or block.marker == ">" else f"{block.marker} "
    if marker:
        of = shifted(marker, of)
    return _whole(place.unit(role, of, marker=marker, flows=True))


_HEADING_RULES = {1: "━", 2: "─"}
_HEADING_SIGNS = {3: "▪ ", 4: "▫ "}
_DEEP_HEADING = "· "


def _heading(block: Block, place: BlockPlace) -> UnitsBetween:
    """A heading: the first two levels have a line below them, the others a sign before them.

    So its level can be told without colours and kinds of letters.
    """
    of, level = styled(block.spans), max(1, block.level)
    marker = f"{block.marker} " if block.marker else ""
    if marker:
        of = shifted(marker, of)
    drawn_with = _HEADING_RULES.get(level)
    role = f"heading-{min(level, 4)}"
    if drawn_with is None:
        sign = _HEADING_SIGNS.get(level, _DEEP_HEADING)
        first = place.indent + sign if place.room - len(place.indent) > 3 * len(sign) else place.indent
        unit = place.unit(role, of, first=first, rest=" " * len(first), front="sign", marker=marker)
        return _whole(unit)
    unit = place.unit(role, of, marker=marker, front="sign")
    room = place.room - len(place.indent)
    longest = max((width(display(of.text[start:end])) for start, end in wrap(of.text, room)), default=0)
    below = place.quiet("heading-rule", drawn_with * min(longest, room), 0, len(of.plain), place.indent)
    return _whole(unit, after=replace(below, flow=replace(RAGGED, backward=unit.flow.backward)))


def _item(block: Block, place: BlockPlace) -> UnitsBetween:
    level = fits(max(0, block.level - 1), len(_STEP), place.room)
    return _hung(block, place, "", f"{block.marker or '•'} ", place.indent + _STEP * level)


def _footnote(block: Block, place: BlockPlace) -> UnitsBetween:
    if not block.marker:
        indent = _HANGING if place.room > 20 else ""
        return _whole(place.unit("endnote", styled(block.spans), first=indent, flows=True))
    return _hung(block, place, "endnote", f"{block.marker} ", place.indent)


def _hung(block: Block, place: BlockPlace, role: str, marker: str, indent: str) -> UnitsBetween:
    """A text that hangs behind its marker; if there is no room or no text, the marker starts the text."""
    of, hanging = styled(block.spans), indent + display(marker)
    if width(hanging) > place.room // 2 or is_blank(of.text):
        return _whole(place.unit(role, shifted(marker, of), marker=marker, first="", flows=True))
    rest = " " * width(hanging)
    unit = place.unit(role, of, marker=marker, first=hanging, rest=rest, front="marker", flows=True)
    return _whole(unit)


def _code(block: Block, place: BlockPlace) -> UnitsBetween:
    """Code line by line; its long lines are broken, or scrolled sideways."""
    indent = place.indent + (_STEP if place.room > 20 else "")
    unit = replace(place.unit("code", styled(block.spans), first=indent), language=block.language)
    if place.typography.sideways and not place.typography.wraps_code:
        widest = max(width(display(line.replace("\t", TAB))) for line in unit.text.split("\n"))
        unit = replace(unit, wide=widest if widest > place.room - len(indent) else 0)
    if not block.language:
        return _whole(unit)
    label = place.quiet("label", block.language, place.gap, first=indent)
    return _whole(replace(unit, gap=0), before=label)


def _rule(block: Block, place: BlockPlace) -> UnitsBetween:
    return _whole(place.quiet("rule", "─" * max(1, place.room - len(place.indent)), place.gap))


def _image(block: Block, place: BlockPlace) -> UnitsBetween:
    """The picture, or a box with the alternative text or name of the image; and the caption below it."""
    size = block.plain.find("\n")
    first = _picture(block, place)
    if size < 0:
        return _whole(first)
    above = not first.is_blank
    caption = place.unit("caption", styled(block.caption), base=size + 1, gap=0 if above else place.gap)
    below = not caption.is_blank

    def pieces(start: int, end: int) -> Iterator[Unit]:
        if above and start <= size:
            yield first.piece(start, min(end, size)) if end else first
        if below and not end:
            yield caption
        elif below and end > size + 1:
            yield caption.piece(max(0, start - size - 1), end - size - 1)

    return pieces


def _picture(block: Block, place: BlockPlace) -> Unit:
    """An image without its caption: its picture with the alternative text below, or that text in a box."""
    spans = next(split(block.spans, "\n"))
    name = block.picture.href
    size = place.pictures.sizes.get(name)
    if size is None:
        return place.unit("image", styled(spans, boxed=True))
    if not (place.pictures.shown and size.is_known):
        return place.unit("image", _with_size(styled(spans, boxed=True), size.words.replace(" ", NBSP)))
    same = block.picture.alt.split() == "".join([span.text for span in block.caption]).split()

    def dress(span: Span) -> Dress:
        # A mark is not for people; and nobody needs to be told twice.
        return Dress() if span.alt and not same else Dress(text="")

    unit = place.unit("image", styled(spans, images=dress))
    return replace(unit, picture=room_for(name, size, max(1, place.room - width(place.indent))))


def _with_size(of: Styled, size: str) -> Styled:
    """A box that says how large its picture is."""
    end = f"{NBSP}┐"
    if not of.text.endswith(end) or not of.swaps or of.swaps[-1][1] != len(of.text):
        return of
    text = f"{of.text.removesuffix(end)}{NBSP}· {size}{end}"
    *swaps, (start, _, *plain) = of.swaps
    runs = tuple(replace(run, end=len(text)) if run.end == len(of.text) else run for run in of.runs)
    return Styled(text, of.plain, (*swaps, (start, len(text), plain[0], plain[1])), runs)


def _verse(block: Block, place: BlockPlace) -> UnitsBetween:
    """Verse line by line; a line that is too long continues further to the right."""

    top = len(block.plain) - len(block.plain.lstrip())

    def line(spans: Sequence[Span], base: int, blank: bool) -> Iterator[Unit]:
        of = styled(spans)
        if is_blank(of.text):
            return
        lead = of.text[: len(of.text) - len(of.text.lstrip())].replace("\t", TAB)
        first = place.indent + " " * fits(len(lead), 1, place.room)
        rest = first + _HANGING if place.room - len(first) > 3 * len(_HANGING) else first
        gap = int(blank) if base > top else place.gap
        yield place.unit("verse", of, base=base, first=first, rest=rest, gap=gap)

    return _by_line(block, line) or _text(block, place)


def _table(block: Block, place: BlockPlace) -> UnitsBetween:
    """A table row by row, in columns if they fit, with a line below its header."""
    room = place.room - len(place.indent)
    columns = columns_of(block, room)
    wide = fixed = 0
    stops: tuple[int, ...] = ()
    if not columns and place.typography.sideways:
        columns = columns_of(block, SIDEWAYS)
        wide = sum(columns) + len(BETWEEN) * (len(columns) - 1)
        # The first column names the rows: it stays in sight, unless it takes too much of the page.
        fixed = columns[0] + len(BETWEEN) if columns and 3 * columns[0] < room else 0
        begins = accumulate(column + len(BETWEEN) for column in columns[:-1])
        stops = tuple(begin - fixed for begin in begins if begin > fixed)
    # Its rows have one direction, whatever they begin with. What is scrolled begins on the left.
    flow = RAGGED if wide else place.typography.flow(block.plain, running=False, aligned=True)
    numbers = {base: number for number, base in enumerate(_line_starts(block.plain))}
    top = len(block.plain) - len(block.plain.lstrip())

    def row(spans: Sequence[Span], base: int, blank: bool) -> Iterator[Unit]:
        cells = [styled(cell) for cell in split(spans, "\t")]
        if all(is_blank(cell.text) for cell in cells):
            return
        number = numbers[base]
        gap = place.gap if base <= top else 0
        if number == block.header > 0:
            below = place.quiet("rule", rule_of(columns) if columns else "─" * max(1, room), gap, base)
            yield replace(below, wide=wide, fixed=fixed, stops=stops, flow=flow)
            gap = 0
        role = "header" if number < block.header else ""
        unit = place.unit(role, in_line(cells), base=base, gap=gap, rest=place.indent + _STEP)
        row_of_cells = grid_row(cells, columns, block.align, unit)
        if row_of_cells is None:
            yield replace(unit, flow=flow)
        else:
            yield replace(row_of_cells, wide=wide, fixed=fixed, stops=stops, flow=flow)

    return _by_line(block, row) or _text(block, place)


# --- blocks in lines --------------------------------------------------------------------------------


def _line_starts(plain: str) -> list[int]:
    return list(accumulate((len(line) + 1 for line in plain.split("\n")[:-1]), initial=0))


def _by_line(
    block: Block, line: Callable[[Sequence[Span], int, bool], Iterator[Unit]]
) -> UnitsBetween | None:
    """The pieces of a block that has a unit for each line of its plain text; None if a line is too long.

    ``line`` makes the units of one line. It gets the line's spans, its offset, and whether the line above is
    blank.
    """
    plain = block.plain
    starts = _line_starts(plain)
    ends = [*starts[1:], len(plain) + 1]
    if max(end - start for start, end in zip(starts, ends, strict=True)) > 2 * CHARACTERS:
        return None
    lines = list(split(block.spans, "\n"))

    def pieces(start: int, end: int) -> Iterator[Unit]:
        first = bisect_left(starts, start)
        last = bisect_left(starts, end) if end else len(starts)
        for number in range(first, last):
            above = plain[starts[number - 1] : ends[number - 1]] if number else "-"
            blank = above.isspace()
            yield from line(lines[number], starts[number], blank)

    return pieces


SETTERS: Final[Mapping[BlockKind, Callable[[Block, BlockPlace], UnitsBetween]]] = {
    "paragraph": _text,
    "heading": _heading,
    "quote": _text,
    "item": _item,
    "verse": _verse,
    "code": _code,
    "table": _table,
    "image": _image,
    "rule": _rule,
    "footnote": _footnote,
}
