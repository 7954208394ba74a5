"""Tables: which ones hold data and which ones only arrange the page; the rows and columns of data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reader import blocks
from reader.blocks import Block, Span
from reader.formats.markup.elements import number_of, settings_of, tag_of, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

InlineReader = Callable[["Element"], tuple[Span, ...]]
"""Returns the text of an element on one line."""

_MOST_COLUMNS = 200
_MOST_CELLS = 500_000
_SECTIONS = ("thead", "tbody", "tfoot")
# A cell with more characters is a text of its own.
_LONG = 700
_LETTERS = {"left": "l", "start": "l", "right": "r", "end": "r", "center": "c", "char": "r"}
_CLASSES = {
    **dict.fromkeys(
        ("text-right", "right", "has-text-align-right", "num", "numeric", "align-right", "text-end"), "r"
    ),
    **dict.fromkeys(("text-center", "center", "has-text-align-center", "align-center", "centered"), "c"),
}


def rows_of(table: Element) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, without those of tables inside it, and whether each one is in ``thead``."""
    feet: list[Element] = []
    for part in table:
        tag = tag_of(part)
        if tag == "tr":
            yield part, False
        elif tag in _SECTIONS:
            rows = [row for row in part if tag_of(row) == "tr"]
            if tag == "tfoot":
                feet += rows
            else:
                yield from ((row, tag == "thead") for row in rows)
    yield from ((row, False) for row in feet)


def cells_of(row: Element) -> list[Element]:
    """The cells of a row."""
    return [cell for cell in row if tag_of(cell) in ("td", "th")]


def holds_data(table: Element) -> bool:
    """Whether rows and columns of a table mean something."""
    if (table.get("role") or "").lower() in ("presentation", "none") or table.get("datatable") == "0":
        return False
    if any(inner is not table for inner in table.iter("table", "{*}table")):
        return False
    rows = [cells_of(row) for row, _ in rows_of(table)]
    rows = [row for row in rows if row]
    width = max(map(len, rows), default=0)
    said = table.get("role") in ("table", "grid") or _has_heads(table)
    if width < 2 and not (said and len(rows) > 1):
        return False
    heavy = long = 0
    for row in rows[:200]:
        for cell in row:
            heavy += any(
                True
                for _ in cell.iter("h1", "h2", "h3", "h4", "pre", "blockquote", "form", "article", "section")
            )
            long += _is_long(cell)
    few = sum(map(len, rows)) <= 12
    if (heavy or long) and (few or heavy + long > 0.3 * sum(map(len, rows[:200]))):
        return said and not heavy and long <= 0.5 * sum(map(len, rows))
    return said or len(rows) > 1


def _has_heads(table: Element) -> bool:
    return any(True for _ in table.iter("th", "thead", "caption", "{*}th", "{*}thead", "{*}caption"))


def _is_long(cell: Element) -> bool:
    size = 0
    for text in cell.itertext():
        size += len(text.strip())
        if size > _LONG:
            return True
    return False


def table_of(table: Element, inline: InlineReader) -> Block | None:
    """The table as a block; None if it holds no text."""
    grid: list[list[tuple[Span, ...]]] = []
    aligned: list[Counter[str]] = []
    below: dict[int, int] = {}
    header = total = 0
    top = True
    for row, in_head in rows_of(table):
        cells = cells_of(row)
        line: list[tuple[Span, ...]] = []
        for cell in cells:
            _fill(line, below)
            text = inline(cell)
            span = max(1, min(number_of(cell.get("colspan"), 1), _MOST_COLUMNS - len(line)))
            down = min(number_of(cell.get("rowspan"), 1), 1000) - 1
            for column in range(len(line), len(line) + span):
                if down > 0:
                    below[column] = down + 1
            if tag_of(cell) == "td":
                while len(aligned) <= len(line):
                    aligned.append(Counter())
                if text:
                    aligned[len(line)][_alignment(cell)] += 1
            line += [text, *([()] * (span - 1))]
            total += span
            if len(line) >= _MOST_COLUMNS or total > _MOST_CELLS:
                break
        _fill(line, below)
        below = {column: left - 1 for column, left in below.items() if left > 1}
        top = top and bool(cells) and (in_head or all(tag_of(cell) == "th" for cell in cells))
        while line and not line[-1]:
            line.pop()
        if not line:
            continue
        header += top
        grid.append(line)
    if not grid:
        return None
    width = max(map(len, grid))
    # A table is as wide as its widest row, so that its columns stay below each other.
    grid = [[*line, *([()] * (width - len(line)))] for line in grid]
    if all(not line[0] for line in grid) and width > 1:
        grid = [line[1:] for line in grid]
        aligned = aligned[1:]
    align = "".join(
        _most(aligned[column]) if column < len(aligned) else "l" for column in range(len(grid[0]))
    )
    # A table that consists of headings only has none.
    header = header if header < len(grid) else min(1, len(grid) - 1)
    return blocks.table(grid, align=align.rstrip("l"), header=header)


def _fill(line: list[tuple[Span, ...]], below: dict[int, int]) -> None:
    while below.get(len(line), 0) > 0 and len(line) < _MOST_COLUMNS:
        line.append(())


def _alignment(cell: Element) -> str:
    for element in (cell, cell.getparent()):
        if element is None:
            continue
        stated = settings_of(element).get("text-align", "") or (element.get("align") or "").lower()
        if letter := _LETTERS.get(stated):
            return letter
        for word in words_of(element):
            if letter := _CLASSES.get(word.lower()):
                return letter
    return "l"


def _most(letters: Counter[str]) -> str:
    return max(letters, key=letters.__getitem__) if letters else "l"


def caption_of(table: Element) -> Element | None:
    """The caption of a table."""
    return next((part for part in table if tag_of(part) == "caption"), None)
