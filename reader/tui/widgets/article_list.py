"""The list pane's list: any number of articles, only the visible ones ever loaded or drawn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from reader.config import ListColumn
from reader.model import Snippet, Summary
from reader.orders import NEWEST, Order
from reader.tui.keys.actions import bindings
from reader.tui.state.columns import Fitted, fitted
from reader.tui.widgets.cursor_view import CursorView
from reader.tui.widgets.list_rows import ListRow, RowLook, columns_line, snippet_line, titles_line
from reader.tui.widgets.painting import centred, foreground, strip_of

_KEPT = 2000
"""Rows kept in memory: some forty screens, so that scrolling back asks for nothing."""


SOME = "── some of the words"
"""The text of the divider."""

MARKED = "✓ "
"""Stands before a row that the person has marked."""


_FIRST_ROWS = 20
"""The most rows that come with a search: each costs reading an article, at every letter."""

ROOMY = 16
"""From this many lines on, titles beside an article take two lines each."""


class ArticleList(CursorView):
    """Articles by id. Rows are asked for with ``RowsNeeded`` and supplied with ``supply``.

    Which rows are needed follows from the scroll position and the size, never from drawing. Until a row
    arrives a placeholder stands in its place, so drawing never waits.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("list")

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--unread",
        "list--read",
        "list--mark",
        "list--star",
        "list--cursor",
        "list--open",
        "list--snippet",
        "list--match",
        "list--detail",
    }

    class RowsNeeded(Message):
        """Rows with these ids are visible, or nearly, and not here."""

        def __init__(self, ids: tuple[int, ...]) -> None:
            super().__init__()
            self.ids = ids

    class Chosen(Message):
        """The person wants to read this article."""

        def __init__(self, article: int) -> None:
            super().__init__()
            self.article = article

    class Moved(Message):
        """The cursor is on another row."""

    def __init__(self, *, columns: Sequence[ListColumn] = ("state", "title"), id: str | None = None) -> None:
        """``columns``: what its rows say while there is room for it."""
        super().__init__(id=id)
        self.ids: Sequence[int] = ()
        self.fits: Callable[[tuple[Fitted, ...], int], None] | None = None
        """Called with the columns that fit, and where the first begins, when they have changed."""
        self._wanted = tuple(columns)
        self._columns: tuple[Fitted, ...] = ()
        self._detailed = True
        self._order = NEWEST
        self.empty = ""
        """The text in place of the rows while there are none."""
        self._rows: OrderedDict[int, ListRow] = OrderedDict()
        self._row_height = 1
        self._lead = 0
        self._divider = 0
        self._open: int | None = None
        self._marked: frozenset[int] = frozenset()
        self._asked: set[int] = set()
        self._asking = False
        self._snippets_wanted = False

    # --- rows -----------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        return len(self.ids)

    def row_span(self, row: int) -> tuple[int, int]:
        return row * self._row_height + (row >= self._divider), self._row_height

    def row_at(self, line: int) -> int | None:
        divider = self._divider * self._row_height
        if self._divider < len(self.ids) and line >= divider:
            if line == divider:
                return None
            line -= 1
        row = line // self._row_height
        return row if row < len(self.ids) else None

    @property
    def rows_in_sight(self) -> int:
        """How many results of a search come with it: those of a page and the next, within limits."""
        return min(_FIRST_ROWS, 2 * (self.size.height // (self._title_lines + 1) + 1))

    @property
    def _title_lines(self) -> int:
        return 1 if self._detailed or self.size.height < ROOMY else 2

    def set_detailed(self, detailed: bool) -> None:
        """Whether rows have columns; otherwise they are as narrow as titles on two lines."""
        if detailed != self._detailed:
            self._detailed = detailed
            self._fit()

    def set_columns(self, columns: Sequence[ListColumn]) -> None:
        """What its rows say from now on, while there is room for it."""
        if tuple(columns) != self._wanted:
            self._wanted = tuple(columns)
            self._fit()

    def set_order(self, order: Order) -> None:
        """Says in which order the articles are: some columns depend on it."""
        if order != self._order:
            self._order = order
            self._fit()

    def _fit(self) -> None:
        """Fits the rows into the present size."""
        self._row_height = self._title_lines + self._snippets_wanted
        before = self._columns
        lead = 1 + (len(MARKED) if self._marked else 0)
        room = self.scrollable_content_region.width - lead - 1
        self._columns = fitted(self._wanted, room, self._order) if self._detailed and room > 0 else ()
        if self.fits is not None and (before != self._columns or lead != self._lead):
            self.fits(self._columns, lead)
        self._lead = lead
        self.rows_changed()

    @property
    def selected(self) -> int | None:
        """The id of the article under the cursor, or None in an empty list."""
        return self.ids[self.cursor] if self.ids else None

    def row(self, article: int) -> ListRow | None:
        """What is known of an article that is listed; None until its row has come."""
        return self._rows.get(article)

    def show(
        self,
        ids: Sequence[int],
        *,
        snippets: bool = False,
        select: int | None = None,
        divider: int | None = None,
        near: int = 0,
    ) -> None:
        """Lists these articles; the cursor goes to ``select`` if it is among them, else to row ``near``.

        Args:
            ids: the articles, in order.
            snippets: whether each row has a second line for its snippet.
            select: the id to put the cursor on.
            divider: the row above which a line says that what follows has some of the words only.
            near: the row to put the cursor on if ``select`` is not listed.
        """
        held = self._held(select)
        self.ids = ids
        self._divider = len(ids) if divider is None else divider
        self._asked.clear()
        # Snippets belong to one search; only summaries stay valid.
        for key, row in self._rows.items():
            if row.snippet is not None or snippets:
                self._rows[key] = ListRow(row.summary)
        self._snippets_wanted = snippets
        self._row_height = self._title_lines + snippets
        try:
            cursor = near if select is None else ids.index(select)
        except ValueError:
            cursor = near
        # Set silently first: the old row is gone, and nothing has to be repainted in its place.
        self.set_reactive(ArticleList.cursor, self.validate_cursor(cursor))
        self.rows_changed()
        if held is not None and self.ids and self.selected == select:
            self.scroll_to(y=self.row_span(self.cursor)[0] - held, animate=False, force=True)
        self.scroll_to_row(self.cursor)
        self._need_rows()

    def _held(self, select: int | None) -> int | None:
        """How far below the top of the list its selected row stays, when rows come before it or go.

        At the beginning of the list nothing is held: there new articles come into sight.
        """
        if select is None or not self.ids or self.selected != select or not self.scroll_offset.y:
            return None
        below = self.row_span(self.cursor)[0] - self.scroll_offset.y
        return below if 0 <= below < self.scrollable_content_region.height else None

    def select(self, article: int) -> None:
        """Puts the cursor on an article, if it is listed."""
        if article in self.ids:
            self.cursor = self.ids.index(article)

    def supply(self, rows: Iterable[ListRow]) -> None:
        """Rows that were asked for, or that have changed."""
        for row in rows:
            self._rows[row.summary.id] = row
            self._rows.move_to_end(row.summary.id)
            self._asked.discard(row.summary.id)
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        self.refresh()

    def update_summary(self, summary: Summary) -> None:
        """An article's state has changed; its snippet, if it has one, stays."""
        row = self._rows.get(summary.id)
        if row is not None:
            self.supply([replace(row, summary=summary)])

    def show_marks(self, articles: frozenset[int]) -> None:
        """Shows which articles the person has marked."""
        self._marked = articles
        self._fit()

    def forget_rows(self) -> None:
        """Drops all rows: the library has changed. Those in sight are asked for again."""
        self._rows.clear()
        self._asked.clear()
        self._need_rows()
        self.refresh()

    def mark_open(self, article: int | None) -> None:
        """Shows which article is open in the article pane."""
        self._open = article
        self.refresh()

    def watch_cursor(self, before: int, after: int) -> None:
        super().watch_cursor(before, after)
        self.post_message(self.Moved())

    def action_choose(self) -> None:
        if self.selected is None:
            raise SkipAction
        self.post_message(self.Chosen(self.selected))

    # --- drawing --------------------------------------------------------------------------------

    def on_resize(self) -> None:
        self._fit()
        self.scroll_to_row(self.cursor)
        self._need_rows()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._need_rows()

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        cells = self.scrollable_content_region.width
        row = self.row_at(line)
        if row is None:
            return self._between(line, cells)
        line -= self.row_span(row)[0]
        article = self.ids[row]
        found = self._rows.get(article)
        base = self.rich_style
        if row == self.cursor:
            base += self.under_cursor("list--cursor")
        head = line == 0
        parts = [(self._edge(row, head), base + self._named("mark"))]
        if self._marked:
            # While anything is marked there is a column for it, so that marks need no colour.
            parts.append((MARKED if head and article in self._marked else "  ", base + self._named("mark")))
        room = cells - self._lead - 1
        look = RowLook(base, self._named, opened=article == self._open, order=self._order)
        titles = self._row_height - self._snippets_wanted
        if found is None:
            parts.append(("  …" if head else "", base))
        elif line >= titles:
            parts += snippet_line(found.snippet or Snippet(""), room, look, self._indent)
        elif self._columns:
            parts += columns_line(found, self._columns, look)
        else:
            parts += titles_line(found, line, titles, room, look)
        return strip_of(parts, cells, base).simplify()

    @property
    def _indent(self) -> int:
        """Where passages begin: below the titles."""
        return 2 if not self._columns and self._title_lines == 1 else 3

    def _between(self, line: int, cells: int) -> Strip:
        """A line that belongs to no row: the divider, the text of an empty list, or a blank at the end."""
        style = self.rich_style
        if not self.ids:
            words = centred(self.empty, line, cells, self.size.height)
        elif self._divider < len(self.ids) and line == self._divider * self._row_height:
            words, style = f" {SOME} ".ljust(cells, "─")[:cells], style + self._named("snippet")
        else:
            words = ""
        return strip_of([(words, style)], cells, self.rich_style)

    def _named(self, name: str) -> Style:
        return foreground(self.get_component_rich_style(f"list--{name}"))

    def _edge(self, row: int, head: bool) -> str:
        """The first cell: which row the cursor is on, and which article is open, shown without colour."""
        if row == self.cursor:
            return "▌" if self.has_focus or self.has_class("-chosen") else "▎"
        return "▸" if head and self.ids[row] == self._open else " "

    # --- mouse ----------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click selects, a double click opens."""
        row = self.row_at(event.get_content_offset_capture(self).y + self.scroll_offset.y)
        # The base class would open with the first click.
        event.prevent_default()
        if row is not None:
            self.cursor = row
            if event.chain == 2:
                self.action_choose()

    # --- asking for rows ------------------------------------------------------------------------

    def _need_rows(self) -> None:
        """Other rows may be in sight: asks for the missing ones, once this message is dealt with."""
        if not self._asking:
            self._asking = True
            self.call_later(self._ask)

    def _ask(self) -> None:
        self._asking = False
        missing = tuple(
            article
            for article in self._in_sight()
            if article not in self._asked and self._is_missing(article)
        )
        if missing:
            self._asked.update(missing)
            self.post_message(self.RowsNeeded(missing))

    def _in_sight(self) -> Sequence[int]:
        """The articles whose rows are in sight, and those of the next page: turning it waits for nothing."""
        height = self.scrollable_content_region.height
        if height <= 0:
            return ()
        first, page = self.scroll_offset.y // self._row_height, height // self._row_height + 1
        return self.ids[max(0, first - 2) : first + 2 * page]

    def _is_missing(self, article: int) -> bool:
        row = self._rows.get(article)
        return row is None or (self._snippets_wanted and row.snippet is None)
