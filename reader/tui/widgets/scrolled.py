"""The common part of all views that scroll."""

from __future__ import annotations

from textual.scroll_view import ScrollView


class Scrolled(ScrollView):
    """A scroll view whose bar tells where it is from the moment it shows."""

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Textual moves only a bar that shows: one that comes after the scrolling would stand at the top."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y
