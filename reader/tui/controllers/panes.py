"""Which pane is visible and which has the focus, at each width. Only this module knows the layouts."""

from __future__ import annotations

from typing import Literal

from textual.screen import Screen
from textual.widget import Widget

from reader.model import Focus
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.search_box import SearchBox

PaneName = Literal["list", "article", "related"]

BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (120, "-wide"), (170, "-huge")]
"""The class of the screen from each width on; reader.tcss says what each layout looks like."""


def classes_for(width: int) -> str:
    """The classes a screen of that width begins with, so that its first frame is laid out once."""
    layout = [name for start, name in BREAKPOINTS if start <= width][-1]
    return f"{layout} showing-list"


_ORDER: tuple[PaneName, ...] = ("list", "article", "related")


class Panes:
    """Shows and focuses panes. In a narrow layout showing one hides the others."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._shown: PaneName = "list"

    @property
    def focused(self) -> PaneName:
        """The pane that has the focus, or had it last."""
        return self._pane_of(self._screen.focused) or self._shown

    def focus_moved(self, widget: Widget) -> None:
        """To be called when a widget has got the focus, by a click as well."""
        self._shown = self._pane_of(widget) or self._shown

    @staticmethod
    def _pane_of(widget: Widget | None) -> PaneName | None:
        """The name of the pane that a widget is."""
        return None if widget is None else next((name for name in _ORDER if name == widget.id), None)

    def go(self, name: PaneName) -> None:
        """Shows a pane and gives it the focus."""
        self._reveal(name)
        widget = self.widget(name)
        # At once if possible, because the next key is meant for this pane; otherwise once it is laid out.
        self._screen.set_focus(widget, scroll_visible=False)
        if self._screen.focused is not widget:
            widget.focus(scroll_visible=False)

    def go_to_box(self) -> None:
        """Shows the list's column and gives the focus to the search box above the list."""
        self._reveal("list")
        self._screen.set_focus(self._screen.query_one(SearchBox), scroll_visible=False)

    @property
    def focus(self) -> Focus:
        """The pane or box that takes the keys."""
        return "search" if self._screen.query_one(SearchBox).has_focus else self.focused

    def give(self, focus: Focus) -> None:
        """Gives the focus to the pane or box that :attr:`focus` named."""
        if focus == "search":
            self.go_to_box()
        else:
            self.go(focus)

    def _reveal(self, name: PaneName) -> None:
        self._shown = name
        if not self.beside:
            for other in _ORDER:
                self._screen.set_class(other == name, f"showing-{other}")

    def widget(self, name: PaneName) -> Widget:
        """The widget of a pane."""
        return self._screen.query_one(f"#{name}")

    def step(self, by: int) -> None:
        """Goes to the next pane (``by`` 1) or the previous one (-1); after the last comes the first."""
        names = self._reachable()
        here = names.index(self.focused) if self.focused in names else 0
        self.go(names[(here + by) % len(names)])

    def _reachable(self) -> list[PaneName]:
        # In the medium layout, related articles follow the article; their pane has a key of its own.
        if self._screen.has_class("-medium") and not self._screen.has_class("showing-related"):
            return ["list", "article"]
        return list(_ORDER)

    def toggle_related(self) -> None:
        """Goes to the related pane, or from it back to the article."""
        self.go("article" if self.focused == "related" else "related")

    def adapt(self) -> None:
        """Adapts to a new width: related entries follow the article if no pane is beside it."""
        self._screen.query_one(ArticlePane).set_tail(not self.beside)
        shown = self.focused
        if self._screen.focused is None:
            # The previous layout showed all panes. The focused one is hidden now and has lost the focus.
            self.go(shown)
        else:
            self._reveal(shown)

    @property
    def alone(self) -> bool:
        """Whether the layout shows one pane at a time."""
        return self._screen.has_class("-narrow")

    @property
    def beside(self) -> bool:
        """Whether the layout shows all panes side by side, so that none need be shown or hidden."""
        return self._screen.has_class("-wide") or self._screen.has_class("-huge")
