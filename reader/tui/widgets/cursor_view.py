"""A scrolling view of rows with a cursor: what the article list and the related pane have in common."""

from __future__ import annotations

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive

from reader.tui.widgets.scrolled import Scrolled


class CursorView(Scrolled, can_focus=True, inherit_bindings=False):
    """Rows of known heights, one of them under the cursor; drawn line by line on demand.

    A subclass says how many rows there are and where each lies, draws lines in ``render_line``, and
    implements ``action_choose``. Moving, scrolling and the mouse are done here.
    """

    DEFAULT_CSS = """
    CursorView {
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row that the cursor is on, from 0. Values out of range are brought into range."""

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row_span(self, row: int) -> tuple[int, int]:
        """Where a row lies: (first line, number of lines)."""
        raise NotImplementedError

    def row_at(self, line: int) -> int | None:
        """The row that a line belongs to, or None for a line between or after the rows."""
        raise NotImplementedError

    def action_choose(self) -> None:
        """Says that the person wants the row under the cursor."""
        raise NotImplementedError

    def rows_changed(self) -> None:
        """To be called after the rows have changed: sizes the view and keeps the cursor in range."""
        first, height = self.row_span(self.row_count - 1) if self.row_count else (0, 0)
        self.virtual_size = Size(self.scrollable_content_region.width, first + height)
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.row_count - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        self._refresh_row(before)
        self._refresh_row(after)
        self.scroll_to_row(after)

    def _refresh_row(self, row: int) -> None:
        if 0 <= row < self.row_count:
            first, height = self.row_span(row)
            self.refresh(Region(0, first - self.scroll_offset.y, self.size.width, height))

    def scroll_to_row(self, row: int) -> None:
        """Scrolls, at once, to show the row whole: as little as it takes, or to its middle from afar."""
        if not 0 <= row < self.row_count:
            return
        first, height = self.row_span(row)
        top, visible = self.scroll_offset.y, self.scrollable_content_region.height
        if top <= first and first + height <= top + visible:
            return
        if row == 0:
            # A heading above the first row comes into sight with it.
            first = 0
        elif first < top - visible or first > top + 2 * visible:
            first -= (visible - height) // 2
        elif first > top:
            first += height - visible
        self.scroll_to(y=first, animate=False, force=True)

    def under_cursor(self, component: str) -> Style:
        """The background of the row under the cursor, from a component class that may be translucent."""
        return Style(bgcolor=self.get_component_rich_style(component).bgcolor)

    def _page(self) -> int:
        """How many rows a page has, one of overlap taken off."""
        if not self.row_count:
            return 1
        height = max(1, self.row_span(self.cursor)[1])
        return max(1, self.scrollable_content_region.height // height - 1)

    # --- keys -----------------------------------------------------------------------------------

    def action_down(self) -> None:
        self.cursor += 1

    def action_up(self) -> None:
        self.cursor -= 1

    def action_page_down(self) -> None:
        self.cursor += self._page()

    def action_page_up(self) -> None:
        self.cursor -= self._page()

    def action_half_down(self) -> None:
        self.cursor += max(1, self._page() // 2)

    def action_half_up(self) -> None:
        self.cursor -= max(1, self._page() // 2)

    def action_top(self) -> None:
        self.cursor = 0

    def action_bottom(self) -> None:
        self.cursor = self.row_count - 1

    # --- mouse and focus ------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        row = self.row_at(event.get_content_offset_capture(self).y + self.scroll_offset.y)
        if row is not None:
            self.cursor = row
            self.action_choose()

    def on_focus(self) -> None:
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        self._refresh_row(self.cursor)
