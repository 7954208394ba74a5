"""The lines above the list: what it shows and in which order, and the headings of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.orders import NEWEST, Order, OrderKey
from reader.text import display, truncate, width
from reader.tui.keys.actions import BY_NAME
from reader.tui.state.columns import Fitted, gap_after
from reader.tui.state.shelves import label
from reader.tui.widgets.key_hints import KeyHints
from reader.tui.widgets.painting import foreground, strip_of


class ListHead(Widget):
    """One line: the shelf and its counts on the left, the order on the right. A click changes either."""

    DEFAULT_CSS = """
    ListHead { height: 1; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"head--order"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._texts: tuple[str, ...] = ("",)
        self._order = ""
        self._short: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that it says of what the list shows, however much of it there is room for."""
        return self._texts[0]

    def say(self, texts: Sequence[str], order: str, short: Sequence[str] = ()) -> None:
        """Shows the first of ``texts`` that fits, and the order at the right end if there is room for it.

        The first of ``short`` that fits stands in place of a text that would leave no room for the order.
        """
        self._texts, self._order, self._short = tuple(texts), order, tuple(short)
        self.refresh()

    def _placed(self) -> tuple[str, str, int]:
        """What is shown on the left and on the right, and where the right part begins."""
        room = self.size.width - 2
        for text in self._texts:
            for order in (f"sort: {self._order}", self._order) if self._order else ():
                if width(text) + 2 + width(order) <= room:
                    return text, order, 1 + room - width(order)
            if width(text) <= room:
                for short in self._short if self._order else ():
                    if width(short) + 2 + width(self._order) <= room:
                        return short, self._order, 1 + room - width(self._order)
                return text, "", self.size.width
        return truncate(self._texts[-1], max(0, room)), "", self.size.width

    def render_line(self, y: int) -> Strip:
        text, order, begin = self._placed()
        base = self.rich_style
        between = " " * max(0, begin - 1 - width(text))
        quiet = base + foreground(self.get_component_rich_style("head--order"))
        parts = [(" ", base), (display(text), base), (between, base), (order, quiet)]
        return strip_of(parts, self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        _, order, begin = self._placed()
        action = "order" if order and event.x >= begin else "shelves"
        self.post_message(KeyHints.Clicked(BY_NAME[action].call))


class ColumnHeads(Widget):
    """The headings of the columns. A click on one sorts by it."""

    DEFAULT_CSS = """
    ColumnHeads { height: 1; }
    """

    class SortWanted(Message):
        """The person wants the list sorted by this; again: the other way round."""

        def __init__(self, by: OrderKey) -> None:
            super().__init__()
            self.by = by

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[Fitted] = ()
        self._lead = 1
        self._order = NEWEST
        self._empty = True

    def show(self, columns: Sequence[Fitted], lead: int) -> None:
        """Shows the headings of these columns, the first one after ``lead`` cells."""
        self._columns, self._lead = columns, lead
        self._look()

    def set_empty(self, empty: bool) -> None:
        """Says whether there are rows: without them nothing needs a heading."""
        self._empty = empty
        self._look()

    def _look(self) -> None:
        self.set_class(not self._empty and any(column.head for column in self._columns), "-shown")
        self.refresh()

    def set_order(self, order: Order) -> None:
        """Shows which column the list is sorted by."""
        self._order = order
        self.refresh()

    def _text(self, column: Fitted) -> str:
        text = column.head
        if column.sorts == self._order.by and self._order.by not in ("added", "relevance"):
            sign = label(self._order)[-1]
            text = f"{text} {sign}" if width(text) + 2 <= column.cells else text[: column.cells - 1] + sign
        text = truncate(text, column.cells)
        space = " " * (column.cells - width(text))
        return space + text if column.right else text + space

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        parts = [(" " * self._lead, base)]
        for number, column in enumerate(self._columns):
            gap = gap_after(column.name) if number + 1 < len(self._columns) else 0
            parts.append((self._text(column) + " " * gap, base))
        return strip_of(parts, self.size.width, base)

    def on_click(self, event: events.Click) -> None:
        at = self._lead
        for column in self._columns:
            end = at + column.cells + gap_after(column.name)
            if at <= event.x < end:
                if column.sorts is not None:
                    self.post_message(self.SortWanted(column.sorts))
                return
            at = end
