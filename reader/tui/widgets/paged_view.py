"""A view of lines without a cursor, moved through by line, half page and page."""

from __future__ import annotations

from textual.widget import Widget

from reader.tui.widgets.scrolled import Scrolled

OVERLAP = 1
"""Lines that stay in sight when a page is turned."""


class Paging(Widget):
    """Scrolls at once, without animation, by the actions that the table of keys gives to panes and sheets.

    It comes last among the bases of a class, because Textual takes styles from the first one.
    """

    def scroll_to_line(self, line: int, *, at_once: bool = False) -> None:
        """Brings a line to the top, or as near to it as the end allows.

        ``at_once``: whether it is done before the next layout, which may make the text longer or shorter.
        """
        self.scroll_to(y=line, animate=False, force=True, immediate=at_once)

    def _scroll_by(self, lines: int) -> None:
        # The next key counts from where this one leads.
        self.scroll_to_line(self.scroll_offset.y + lines, at_once=True)

    def action_down(self) -> None:
        """One line down."""
        self._scroll_by(1)

    def action_up(self) -> None:
        """One line up."""
        self._scroll_by(-1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._scroll_by(max(1, self.size.height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._scroll_by(-max(1, self.size.height // 2))

    def action_page_down(self) -> None:
        """A page down; the last line of the previous page stays in sight."""
        self._scroll_by(max(1, self.size.height - OVERLAP))

    def action_page_up(self) -> None:
        """A page up; the first line of the previous page stays in sight."""
        self._scroll_by(-max(1, self.size.height - OVERLAP))

    def action_top(self) -> None:
        """To the beginning."""
        self.scroll_to_line(0)

    def action_bottom(self) -> None:
        """To the end."""
        self.scroll_to_line(self.max_scroll_y)


class PagedView(Scrolled, Paging):
    """A view that draws its own lines."""
