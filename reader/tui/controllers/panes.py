"""Which panes are shown, how wide, and which has the focus. Only this module arranges them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget

from reader.model import Focus
from reader.tui.state import spaces as state
from reader.tui.state.spaces import Edge, Spaces, Wishes
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.pane_frame import PaneFrame
from reader.tui.widgets.search_box import SearchBox

PaneName = Literal["shelves", "list", "article", "related"]

BREAKPOINTS = [(0, "-narrow"), (80, "-medium"), (120, "-wide"), (170, "-huge")]
"""The class of the screen from each width on; :mod:`reader.tui.state.spaces` says how wide each pane is."""


def classes_for(width: int) -> str:
    """The classes a screen of that width begins with, so that its first frame is laid out once."""
    layout = [name for start, name in BREAKPOINTS if start <= width][-1]
    return f"{layout} showing-list"


_ORDER: tuple[PaneName, ...] = ("shelves", "list", "article", "related")


class Panes:
    """Shows, sizes and focuses panes. In a narrow layout showing one hides the others."""

    def __init__(self, screen: Screen[None], measure: int, arranged: Callable[[], None]) -> None:
        """``measure``: the widest a line of text may be; ``arranged`` is called when panes were arranged."""
        self._screen = screen
        self._measure = measure
        self._arranged = arranged
        self._shown: PaneName = "list"
        self._opened = False
        self._related = False
        self.zen = False
        """Whether only the text of the article is shown."""
        self.wishes = Wishes()
        """What the person has set; see :meth:`wish`."""
        self.spaces = Spaces("single")
        """How the panes share the screen now."""

    # --- focus ------------------------------------------------------------------------------------

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
        """The pane or box that takes the keys; the shelves count as the list they belong to."""
        if self._screen.query_one(SearchBox).has_focus:
            return "search"
        focused = self.focused
        return "list" if focused == "shelves" else focused

    def give(self, focus: Focus) -> None:
        """Gives the focus to the pane or box that :attr:`focus` named."""
        if focus == "search":
            self.go_to_box()
        else:
            self.go(focus)

    def _reveal(self, name: PaneName) -> None:
        self._shown = name
        if name in ("article", "related"):
            self._opened = True
        self._related = name == "related"
        if name != "article":
            self._set_zen(False)
        if name in ("list", "related") and name in self.wishes.closed and not self.alone:
            self.wishes = self.wishes.with_closed(name, False)
        self.arrange()

    def widget(self, name: PaneName) -> Widget:
        """The widget of a pane."""
        return self._screen.query_one(f"#{name}")

    def step(self, by: int) -> None:
        """Goes to the next pane (``by`` 1) or the previous one (-1); after the last comes the first."""
        names = self._reachable()
        here = names.index(self.focused) if self.focused in names else 0
        self.go(names[(here + by) % len(names)])

    def _reachable(self) -> list[PaneName]:
        if not self.opened:
            return ["shelves", "list"] if self.spaces.shelves else ["list"]
        if self.alone:
            return ["list", "article", "related"]
        return [name for name in _ORDER if self._cells(name)]

    def _cells(self, name: PaneName) -> int:
        now = self.spaces
        return {
            "shelves": now.shelves, "list": now.list, "article": now.article, "related": now.related
        }[name]  # fmt: skip

    def toggle_zen(self) -> None:
        """Shows only the text of the article, or everything again."""
        self._set_zen(not self.zen)
        self.go("article")

    def _set_zen(self, zen: bool) -> None:
        self.zen = zen
        self._screen.set_class(zen, "-zen")

    def toggle_related(self) -> None:
        """Goes to the related pane, or from it back to the article."""
        self.go("article" if self.focused == "related" else "related")

    # --- layout -----------------------------------------------------------------------------------

    @property
    def opened(self) -> bool:
        """Whether there is an article, or something said in place of one."""
        article = self._screen.query_one(ArticlePane)
        return article.view is not None or bool(article.message)

    def adapt(self) -> None:
        """Adapts to a new width, or to an article that has been opened or closed."""
        self._opened = self.opened
        shown = self.focused
        if not self._opened and shown in ("article", "related"):
            shown = "list"
        self.arrange()
        focused = self._screen.focused
        if focused is None or not self._visible(focused):
            # The pane with the focus is hidden now. Keys without a focus would do nothing.
            self.go(shown if self.alone or self._cells(shown) else "article" if self._opened else "list")
        else:
            self._shown = shown
            self.arrange()

    def _visible(self, widget: Widget) -> bool:
        name = self._pane_of(widget)
        if name is None:
            return self.alone or self.spaces.list > 0 or not isinstance(widget, SearchBox)
        if self.alone:
            return name == self._shown
        return self._cells(name) > 0

    def wish(self, wishes: Wishes) -> None:
        """Sets what the person wants, and arranges the panes accordingly."""
        self.wishes = wishes
        self.adapt()

    def move_edge(self, edge: Edge, cells: int) -> None:
        """Moves a border, to the right if ``cells`` are above 0."""
        self.wishes = state.moved(self.wishes, self.spaces, edge, cells)
        self.arrange()

    def resize(self, by: int) -> bool:
        """Makes the focused pane wider (above 0) or narrower; False where it has no border that moves."""
        found = state.edge_of(self.focused, self.spaces)
        if found is None:
            return False
        edge, way = found
        self.move_edge(edge, by * way)
        return True

    def set_measure(self, measure: int) -> None:
        """Another width that lines of text have at most: the panes share the screen anew."""
        if measure != self._measure:
            self._measure = measure
            self.arrange()

    def arrange(self) -> None:
        """Gives every pane its place."""
        screen = self._screen
        size = screen.app.size
        now = state.spaces(
            size.width,
            self._measure,
            self.wishes,
            opened=self._opened,
            related=self._related,
            height=size.height,
            alone=self.zen,
        )
        shown = self._shown if now.kind == "single" else None
        for name in ("list", "article", "related"):
            screen.set_class(name == shown, f"showing-{name}")
        screen.query_one(ArticlePane).set_tail(now.kind in ("single", "two"))
        screen.query_one(ArticleList).set_detailed(now.columns)
        if (now, shown) == (self.spaces, self._placed_as):
            return
        self.spaces, self._placed_as = now, shown
        self._place(now, shown)
        self._arranged()

    _placed_as: PaneName | None = None

    def _place(self, now: Spaces, shown: PaneName | None) -> None:
        frame = self._screen.query_one(PaneFrame)
        frame.edges = now.edges
        grid = now.kind == "stacked" or (now.kind == "two" and now.related > 0)
        columns = self._screen.query_one("#list-column")
        article, related = self.widget("article"), self.widget("related")
        frame.styles.layout = "grid" if grid else "horizontal"
        if grid:
            two = now.kind == "two"
            stacked = now.related > 0
            frame.styles.grid_size_columns = 2 if now.list else 1
            frame.styles.grid_size_rows = 2 if stacked else 1
            frame.styles.grid_columns = (f"{now.list}", "1fr") if now.list else ("1fr",)
            frame.styles.grid_rows = (("11fr", "9fr") if two else ("3fr", "2fr")) if stacked else ("1fr",)
            columns.styles.row_span = 2 if two and stacked else 1
            article.styles.row_span = 2 if stacked and not two else 1
        self._show(columns, now.list, grid, shown in (None, "list"), now.kind == "single")
        self._show(article, now.article, grid, shown in (None, "article"), now.kind == "single", fills=True)
        self._show(related, now.related, grid, shown in (None, "related"), now.kind == "single")
        related.set_class(grid, "-below")
        columns.set_class(now.kind == "single" or not (now.article or now.preview), "-alone")
        self._show_extra("shelves", now.shelves)
        self._show_extra("preview", now.preview)

    def _show(
        self, widget: Widget, cells: int, grid: bool, shown: bool, alone: bool, *, fills: bool = False
    ) -> None:
        widget.display = bool(cells) and shown
        widget.styles.width = "1fr" if alone or fills else "100%" if grid else cells
        widget.styles.height = "100%" if grid else "1fr"

    def _show_extra(self, name: str, cells: int) -> None:
        """Shelves and preview are made when they are first shown."""
        try:
            widget = self._screen.query_one(f"#{name}")
        except NoMatches:
            return
        widget.display = bool(cells)
        widget.styles.width = max(1, cells)

    @property
    def alone(self) -> bool:
        """Whether the layout shows one pane at a time."""
        return self.spaces.kind == "single"
