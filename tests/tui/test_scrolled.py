"""The bar of a view that scrolls."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Size

from reader.tui.widgets.paged_view import PagedView


class _View(PagedView):
    def show_at(self, line: int) -> None:
        """A text comes, and with it a bar; it is shown from a line on at once, as a hit's first match is."""
        self.virtual_size = Size(10, 200)
        self.scroll_to_line(line)


class _App(App[None]):
    def compose(self) -> ComposeResult:
        yield _View()


async def test_the_bar_stands_where_the_text_is_when_it_comes() -> None:
    app = _App()
    async with app.run_test(size=(20, 10)) as pilot:
        view = app.query_one(_View)
        assert not view.show_vertical_scrollbar
        view.show_at(26)
        await pilot.pause()
        assert view.show_vertical_scrollbar
        assert view.scroll_offset.y == 26
        assert view.vertical_scrollbar.position == 26
