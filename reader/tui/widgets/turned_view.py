"""A view of one article whose pages are turned, and whose wide lines are scrolled sideways."""

from __future__ import annotations

from textual.message import Message

from reader.library.view import ArticleView
from reader.tui.widgets.paged_view import OVERLAP
from reader.tui.widgets.pictured_view import PicturedView
from reader.typesetting.tables import next_shift


class TurnedView(PicturedView):
    """Turns pages, and says where a page begins that shows some of the one before. Subclasses paint."""

    class AtEnd(Message):
        """The person wants to read on, and this is the end."""

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self._new: int | None = None

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``. The marks of another article are forgotten."""
        self._new = None
        super().show(view)

    # --- pages --------------------------------------------------------------------------------------

    @property
    def new_line(self) -> int | None:
        """The first line that the page turned to has and the page before had not; None for a whole page."""
        return self._new

    def action_page_down(self) -> None:
        """A page down; the last page is not turned once more."""
        if self.view is not None and self.scroll_offset.y >= self.max_scroll_y:
            self.post_message(self.AtEnd())
            return
        below = self.scroll_offset.y + self.size.height
        super().action_page_down()
        if below - OVERLAP > self.scroll_offset.y:
            # Less than a page was left: the eye would have to look for where it goes on.
            self._new = below
            self._repaint()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self._new is not None and round(old_value) != round(new_value):
            self._new = None
            self._repaint()

    # --- sideways -----------------------------------------------------------------------------------

    def action_shift_left(self) -> None:
        """Scrolls code and tables that are too wide back to the left."""
        self._shift(right=False)

    def action_shift_right(self) -> None:
        """Shows what is further right of code and tables that are too wide."""
        self._shift(right=True)

    @property
    def wide_in_sight(self) -> bool:
        """Whether a table or code in sight is wider than the text, so that it can be scrolled sideways."""
        layout, top = self._layout, self.scroll_offset.y
        if layout is None or self.size.height <= 0:
            return False
        return layout.overflow(range(top, min(top + self.size.height, len(layout)))) > 0

    def _shift(self, *, right: bool) -> None:
        layout, top = self._layout, self.scroll_offset.y
        if layout is None:
            return
        lines = range(top, min(top + self.size.height, len(layout)))
        most = layout.overflow(lines)
        now = min(layout.shift, most)
        shift = next_shift(now, right, layout.stops(lines), most, 2 * layout.measure // 3)
        if shift != layout.shift:
            layout.shift = shift
            self._repaint()
