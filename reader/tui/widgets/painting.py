"""Small steps from styled text to the strips Textual paints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.style import Style as Blended

from reader.text import display, width
from reader.typesetting.wrap import wrap_text

PaintedText = tuple[str, Style]
"""Text that is safe for a terminal, and its style."""


def strip_of(parts: Iterable[PaintedText], cells: int, base: Style) -> Strip:
    """The parts side by side in a strip of exactly ``cells`` cells, cut or padded in ``base``."""
    segments = [Segment(text, style) for text, style in parts]
    strip = Strip(segments, sum(width(segment.text) for segment in segments))
    return strip.adjust_cell_length(cells, base)


def foreground(style: Style) -> Style:
    """A style without its background, to be laid over another one. A component's partial style will not do:
    it loses how translucent the component's colour is."""
    return style.without_color + Style(color=style.color)


def selected(parts: Sequence[PaintedText], start: int, end: int, style: Blended) -> list[PaintedText]:
    """The parts with the characters from ``start`` to ``end`` (-1: the last one) in the selection's style.

    That style may be see-through, so it is blended with each part's own.
    """
    found: list[PaintedText] = []
    at = 0
    for text, own in parts:
        here = min(max(start - at, 0), len(text))
        there = len(text) if end < 0 else min(max(end - at, here), len(text))
        pieces = (
            (text[:here], own),
            (text[here:there], (Blended.from_rich_style(own) + style).rich_style),
            (text[there:], own),
        )
        found += [piece for piece in pieces if piece[0]]
        at += len(text)
    return found


def overlaid(parts: Sequence[PaintedText], at: int, text: str, style: Style) -> list[PaintedText]:
    """The parts with a text painted over them from cell ``at`` on; half a wide character becomes a blank."""
    end = at + width(text)
    found: list[PaintedText] = []
    cell = 0
    placed = False
    for part, own in parts:
        before = after = ""
        for char in part:
            first, cell = cell, cell + width(char)
            if cell <= at:
                before += char
            elif first >= end:
                after += char
            else:
                before += " " * max(0, at - first)
                after += " " * max(0, cell - end)
        found += [(before, own)] if before else []
        if not placed and cell > at:
            found.append((text, style))
            placed = True
        found += [(after, own)] if after else []
    return found if placed else [*found, (" " * (at - cell), style), (text, style)]


def centred(message: str, line: int, cells: int, height: int) -> str:
    """Line ``line`` of a short message, centred in ``cells`` and a third of the way down ``height``."""
    lines = wrap_text(display(message), cells - 4)
    number = line - max(0, (height - len(lines)) // 3)
    text = lines[number] if 0 <= number < len(lines) else ""
    return " " * max(0, (cells - width(text)) // 2) + text
