"""One measure for everything on screen, and rows whose parts stand in the right place in every terminal.

Terminals disagree on how many cells some characters take: marks of Indian scripts, new emoji, signs that
became wide. No terminal is asked: its answer can be late, lost on the way, or come from a terminal other
than the one that shows the screen in the end. The reader counts the most that any does (``text.width``), has
Rich and Textual count the same, and after each part of a row that holds such characters puts the cursor where
the next part begins.

Without this patch the reader runs, and rows with such characters may be a cell too long or too short.
"""

from __future__ import annotations

import inspect
from functools import cache
from itertools import groupby

import rich.cells
from rich._unicode_data import load
from rich.cells import CellTable
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.text import CIRCLED_NUMBERS, agreed, spacing

_render = Strip.render


def applies() -> bool:
    """Whether Rich and Textual still have the parts that are patched."""
    replaced = (
        getattr(rich.cells, "load_cell_table", None),
        getattr(rich.cells.get_character_cell_size, "cache_clear", None),
        getattr(rich.cells.cached_cell_len, "cache_clear", None),
    )
    if not all(map(callable, replaced)) or list(inspect.signature(_render).parameters) != ["self", "console"]:
        return False
    return {"widths"} <= set(getattr(CellTable, "_fields", ()))


def apply() -> None:
    """Makes Rich and Textual measure as ``text.width`` does, and draw so that it does not matter.

    This holds for the whole process, because there is only one place: Textual cuts, joins and pads rows by
    Rich's one table. Doing it twice does no harm.
    """
    rich.cells.load_cell_table = _table  # type: ignore[attr-defined]
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()
    Strip.render = render  # type: ignore[method-assign]


@cache
def _table(unicode_version: str = "auto") -> CellTable:
    """Rich's table of widths, with the spacing marks and the other exceptions in it."""
    table = load(unicode_version)
    widths = [(ord(CIRCLED_NUMBERS[0]), ord(CIRCLED_NUMBERS[-1]), spacing(CIRCLED_NUMBERS[0]))]
    for first, last, size in table.widths:
        if size or first >= 0xE0000:
            widths.append((first, last, size))
            continue
        for cells, group in groupby(range(first, last + 1), key=lambda code: spacing(chr(code))):
            codes = list(group)
            widths.append((codes[0], codes[-1], cells))
    return table._replace(widths=sorted(widths))


def render(self: Strip, console: Console) -> str:
    """A part of a row as it goes to the terminal: the last thing that Textual asks of it.

    Characters that terminals measure differently are drawn over blanks, so that nothing old shows if they
    turn out narrower. They may not wrap if they turn out wider, and the cursor ends ``cell_length`` cells on.
    """
    drawn = _render(self, console)
    if agreed(self.text):
        return drawn
    cells = self.cell_length
    blanks = Strip([Segment(" " * segment.cell_length, _ground(segment.style)) for segment in self], cells)
    return f"\x1b7{_render(blanks, console)}\x1b8\x1b[?7l{drawn}\x1b[?7h\x1b8\x1b[{cells}C"


def _ground(style: Style | None) -> Style | None:
    """The background alone; a reversed style takes it from the foreground."""
    return style and Style(color=style.color, bgcolor=style.bgcolor, reverse=style.reverse)
