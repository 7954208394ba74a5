"""The shelves beside the list, with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from reader.text import fit, heading, width
from reader.tui.keys.actions import bindings
from reader.tui.state.shelves import Shelf, ShelfCount
from reader.tui.widgets.cursor_view import CursorView
from reader.tui.widgets.painting import foreground, strip_of


class ShelfBar(CursorView):
    """Shelves in their groups; Enter or a click shows one in the list."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("shelves")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "shelf--group",
        "shelf--name",
        "shelf--here",
        "shelf--count",
        "shelf--cursor",
    }

    class Chosen(Message):
        """The person wants to see this shelf."""

        def __init__(self, shelf: Shelf) -> None:
            super().__init__()
            self.shelf = shelf

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shelves: Sequence[ShelfCount] = ()
        self._here = ""
        self._lines: list[int | str] = []
        self._places: list[int] = []

    @property
    def row_count(self) -> int:
        return len(self._shelves)

    def row_span(self, row: int) -> tuple[int, int]:
        return (self._places[row], 1) if row < len(self._places) else (0, 1)

    def row_at(self, line: int) -> int | None:
        found = self._lines[line] if 0 <= line < len(self._lines) else ""
        return found if isinstance(found, int) else None

    def show(self, shelves: Sequence[ShelfCount], here: Shelf) -> None:
        """Shows these shelves; the list shows the articles on ``here``. The cursor stays on its shelf."""
        kept = self._shelves[self.cursor].shelf.name if self._shelves else here.name
        self._shelves, self._here = shelves, here.name
        self._lines, self._places = [], []
        group = ""
        for number, one in enumerate(shelves):
            if one.shelf.group != group:
                group = one.shelf.group
                self._lines += ["", group]
            self._places.append(len(self._lines))
            self._lines.append(number)
        names = [one.shelf.name for one in shelves]
        self.set_reactive(ShelfBar.cursor, names.index(kept) if kept in names else 0)
        self.rows_changed()
        self.scroll_to_row(self.cursor)

    def select(self, shelf: Shelf) -> None:
        """Marks the shelf that the list shows now, and puts the cursor on it."""
        self._here = shelf.name
        names = [one.shelf.name for one in self._shelves]
        if shelf.name in names:
            self.cursor = names.index(shelf.name)
        self.refresh()

    def action_choose(self) -> None:
        if not self._shelves:
            raise SkipAction
        self.post_message(self.Chosen(self._shelves[self.cursor].shelf))

    def on_click(self, event: events.Click) -> None:
        """One click shows a shelf: there is nothing else to do with it."""
        row = self.row_at(event.get_content_offset_capture(self).y + self.scroll_offset.y)
        event.prevent_default()
        if row is not None and event.chain == 1:
            self.cursor = row
            self.action_choose()

    def on_resize(self) -> None:
        self.rows_changed()

    def render_line(self, y: int) -> Strip:
        cells = self.scrollable_content_region.width
        base = self.rich_style
        line = y + self.scroll_offset.y
        found = self._lines[line] if line < len(self._lines) else ""
        if isinstance(found, str):
            return strip_of([(f" {found}", base + self._style("group"))], cells, base)
        one = self._shelves[found]
        here = one.shelf.name == self._here
        edge = "▸" if here else " "
        if found == self.cursor and self.has_focus:
            base, edge = base + Style(bgcolor=self.under_cursor("shelf--cursor").bgcolor), "▌"
        count = one.words
        room = max(1, cells - 4 - width(count))
        return strip_of(
            [
                (f"{edge} ", base + self._style("here")),
                (
                    fit(heading(one.shelf.title), room),
                    base + self._style("here" if here else "name"),
                ),
                (f" {count} ", base + self._style("count")),
            ],
            cells,
            base,
        )

    def _style(self, name: str) -> Style:
        return foreground(self.get_component_rich_style(f"shelf--{name}"))
