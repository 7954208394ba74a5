"""Two sheets of the list: the order of its articles, and the shelves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.orders import Order
from reader.text import display, heading, width
from reader.tui.keys.actions import toggle
from reader.tui.screens.sheets import ListSheet
from reader.tui.state.shelves import CHOICES, Shelf, ShelfCount, chosen, label


class OrderSheet(ListSheet[Order]):
    """The orders of the list. The same once more turns it round."""

    heading = "Sort by"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "sorts, again reverses"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [toggle("order", "close_by_opener")]

    def __init__(self, now: Order, *, searching: bool, keymap: Mapping[str, str] | None = None) -> None:
        """``now``: the order in force; ``searching``: whether the list shows results of a search."""
        super().__init__(keymap)
        self._now = now
        self._choices = [choice for choice in CHOICES if searching or choice[0].by != "relevance"]

    def on_mount(self) -> None:
        here = next((n for n, choice in enumerate(self._choices) if self._holds(choice[0])), 0)
        self.choices.select(here)

    def _holds(self, order: Order) -> bool:
        return order == self._now if order.by == "added" else order.by == self._now.by

    def lines(self) -> list[Content]:
        return [self._line(order, name, first) for order, name, first in self._choices]

    def _line(self, order: Order, name: str, first: str) -> Content:
        here = self._holds(order)
        sign = label(self._now)[-1] if here else " "
        return Content.assemble(
            (f"{sign} ", "bold $accent"), (f"{name:<12}", "bold" if here else ""), (first, "$secondary")
        )

    def result(self, number: int) -> Order:
        return chosen(self._choices[number][0], self._now)


class ShelvesSheet(ListSheet[Shelf]):
    """The shelves, where there is no room for them beside the list."""

    heading = "Shelves: unread / all"
    BINDINGS: ClassVar[list[BindingType]] = [toggle("shelves", "close_by_opener")]

    def __init__(
        self, shelves: Sequence[ShelfCount], here: Shelf, keymap: Mapping[str, str] | None = None
    ) -> None:
        """``here``: the shelf that the list shows."""
        super().__init__(keymap)
        self._shelves = shelves
        self._here = here

    def on_mount(self) -> None:
        names = [one.shelf.name for one in self._shelves]
        self.choices.select(names.index(self._here.name) if self._here.name in names else 0)

    def lines(self) -> list[Content]:
        cells = max((width(one.words) for one in self._shelves), default=0)
        return [self._line(one, cells) for one in self._shelves]

    def _line(self, one: ShelfCount, cells: int) -> Content:
        here = one.shelf.name == self._here.name
        kind = f"  {one.shelf.group.lower()}" if one.shelf.group in ("Searches", "Feeds") else ""
        return Content.assemble(
            ("▸ " if here else "  ", "bold $accent"),
            (f"{one.words:>{cells}}  ", "$secondary"),
            (display(heading(one.shelf.title)), "bold" if here else ""),
            (kind, "$secondary italic"),
        )

    def result(self, number: int) -> Shelf:
        return self._shelves[number].shelf
