"""The related pane: previous, next, recommended, similar and linked-from, each one key away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from reader.library.view import Entry, key_width
from reader.text import display, fit, heading, truncate, width
from reader.tui.keys.actions import bindings
from reader.tui.widgets.cursor_view import CursorView
from reader.tui.widgets.painting import foreground
from reader.typesetting.wrap import wrap_text

_TITLE_LINES = 2
_DETAIL_LINES = 3
_INDENT = 4
"""Cells before a title, besides those of the key: the edge, the state mark and the space around them."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the pane: of an entry (by number), or of a heading or gap (entry None)."""

    text: str
    style: str
    entry: int | None = None
    first: bool = False


class RelatedPane(CursorView):
    """Shows entries in their groups; the one under the cursor also shows its detail."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("related")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "related--group",
        "related--key",
        "related--letter",
        "related--mark",
        "related--unread",
        "related--read",
        "related--missing",
        "related--detail",
        "related--cursor",
    }

    class Chosen(Message):
        """The person wants to follow this entry."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: tuple[Entry, ...] = ()
        self._asked = False
        self._letters: Mapping[int, str] = {}
        self._key_cells = 1
        self._lines: list[_Line] = []
        self._spans: list[tuple[int, int]] = []

    # --- rows -----------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        return len(self.entries)

    def row_span(self, row: int) -> tuple[int, int]:
        return self._spans[row] if row < len(self._spans) else (0, 1)

    def row_at(self, line: int) -> int | None:
        return self._lines[line].entry if 0 <= line < len(self._lines) else None

    def show(self, entries: tuple[Entry, ...], *, keep_cursor: bool = False) -> None:
        """Shows these entries, the cursor on the first, or where it is with ``keep_cursor``."""
        self.entries, self._asked, self._key_cells = entries, True, key_width(entries)
        if not keep_cursor:
            self.set_reactive(RelatedPane.cursor, 0)
            self.scroll_to(y=0, animate=False, force=True)
        self._lay_out()

    def watch_cursor(self, before: int, after: int) -> None:
        # The detail moves with the cursor, so every line below may move too.
        self._lay_out()
        self.scroll_to_row(after)

    def on_resize(self) -> None:
        self._lay_out()

    def on_focus(self) -> None:
        self._lay_out()

    def on_blur(self) -> None:
        self._lay_out()

    @property
    def selected(self) -> int | None:
        """The id of the article under the cursor, or None where there is none in the library."""
        return self.entries[self.cursor].target if self.entries else None

    def action_choose(self) -> None:
        if self.entries:
            self.post_message(self.Chosen(self.entries[self.cursor]))

    # --- letters --------------------------------------------------------------------------------

    def in_sight(self) -> list[int]:
        """The numbers of the entries on screen."""
        lines = range(self.scroll_offset.y, self.scroll_offset.y + self.size.height)
        shown = (self._lines[line].entry for line in lines if line < len(self._lines))
        return list(dict.fromkeys(entry for entry in shown if entry is not None))

    def show_letters(self, letters: Mapping[int, str]) -> None:
        """Paints letters in place of the keys of entries; none brings the keys back."""
        self._letters = letters
        self.refresh()

    # --- layout ---------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        room = self.scrollable_content_region.width
        cells = max(1, room - _INDENT - self._key_cells - 1)
        lines: list[_Line] = []
        spans: list[tuple[int, int]] = []
        # Hidden it has no width. It is painted before it hears that it has got one: lines made for
        # none would show a letter each.
        numbered = enumerate(self.entries if room > 0 else ())
        for over, group in groupby(numbered, key=lambda item: _heading(item[1])):
            if lines:
                lines.append(_Line("", "related--group"))
            if over:
                lines.append(_Line(over, "related--group"))
            for number, entry in group:
                start = len(lines)
                lines.extend(self._entry_lines(number, entry, cells))
                spans.append((start, len(lines) - start))
        if not lines and self._asked and not self.entries:
            lines.append(_Line("Nothing related yet.", "related--detail"))
        self._lines, self._spans = lines, spans
        self.rows_changed()

    def _entry_lines(self, number: int, entry: Entry, cells: int) -> list[_Line]:
        style = _style_of(entry)
        here = number == self.cursor and self.has_focus
        title = _clip(wrap_text(display(heading(entry.title)), cells), 6 if here else _TITLE_LINES, cells)
        lines = [_Line(text, style, number, first=index == 0) for index, text in enumerate(title)]
        if entry.missing:
            lines.append(_Line(entry.missing, "related--detail", number))
        for text in (entry.detail, entry.why) if here else ():
            wrapped = _clip(wrap_text(display(heading(text)), cells), _DETAIL_LINES, cells)
            lines.extend(_Line(line, "related--detail", number) for line in wrapped)
        return lines

    # --- drawing --------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        cells = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        base = self.rich_style
        if number >= len(self._lines):
            return Strip.blank(cells, base)
        line = self._lines[number]
        if line.entry is None:
            return self._strip([Segment(" " + line.text, base + self._style(line.style))], cells, base)
        edge = " "
        if line.entry == self.cursor and self.has_focus:
            base, edge = base + self.under_cursor("related--cursor"), "▌"
        entry = self.entries[line.entry]
        key, mark = (entry.key, _mark(entry)) if line.first else ("", "")
        key_style = base + self._style("related--key")
        if line.first and line.entry in self._letters:
            key = self._letters[line.entry]
            key_style = self.get_component_rich_style("related--letter")
        return self._strip(
            [
                Segment(edge, base + self._style("related--key")),
                Segment(fit(key, max(self._key_cells, len(key))), key_style),
                Segment(" " * max(0, self._key_cells + 1 - max(self._key_cells, len(key))), base),
                Segment(fit(mark, 1) + " ", base + self._style("related--mark")),
                Segment(line.text, base + self._style(line.style)),
            ],
            cells,
            base,
        )

    def _style(self, name: str) -> Style:
        return foreground(self.get_component_rich_style(name))

    @staticmethod
    def _strip(segments: list[Segment], cells: int, base: Style) -> Strip:
        return Strip(segments).adjust_cell_length(cells, base)


def _heading(entry: Entry) -> str:
    return "" if entry.group in ("previous", "next") else entry.group.capitalize()


def _style_of(entry: Entry) -> str:
    if entry.target is None:
        return "related--missing"
    return "related--read" if entry.read else "related--unread"


def _mark(entry: Entry) -> str:
    """The state without colour: a full circle unread, a hollow one not here, nothing when read."""
    if entry.target is None:
        return "○"
    return " " if entry.read else "●"


def _clip(lines: list[str], most: int, cells: int) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    if width(last) > cells - 1:
        return [*lines[: most - 1], truncate(last + "x", cells)]
    return [*lines[: most - 1], last + "…"]
