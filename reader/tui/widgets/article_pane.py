"""The article pane: one article, line by line. It paints, scrolls and announces; it decides nothing.

The text is laid out once a width (:mod:`reader.tui.layout`); only lines that come into view are painted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events, work
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style as Blended
from textual.timer import Timer

from reader.model import Position
from reader.text import clean, fold
from reader.tui.actions import bindings
from reader.tui.marks import Marks
from reader.tui.view import ArticleView, Entry
from reader.tui.widgets.paged_view import PagedView
from reader.tui.widgets.painting import Part, centred, selected, strip_of

if TYPE_CHECKING:
    from reader.tui.layout import Layout

LARGE = 40_000
"""Characters above which an article is laid out in a thread: about 2 ms of prose, 30 ms of Chinese."""

_FRAME = 1 / 30
_STYLES = (
    *("title", "meta", "note", "heading", "quote", "code", "rule", "image", "end", "group", "entry"),
    *("strong", "emphasis", "strike", "link", "bar", "marker", "key"),
    *("read", "unread", "unresolved", "hover", "match", "match-current", "message"),
)


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    """What a layout was asked for; the result of any but the last request is thrown away."""

    view: ArticleView
    width: int
    tail: bool

    def fits(self, other: _Request) -> bool:
        """Whether one layout answers both. By the view's identity: comparing articles takes long."""
        return self.view is other.view and (self.width, self.tail) == (other.width, other.tail)


class ArticlePane(PagedView, can_focus=True, inherit_bindings=False):
    """Shows an article, and under its end, if told so, the related entries.

    Marks (matches of a search) are (block, start, end) in characters of ``Block.plain``; in block -1 they
    count through the title, one line break, and the note.
    """

    @dataclass
    class Moved(Message):
        """The place changed: now at ``position``, ``progress`` (0.0 to 1.0) through article ``article``.

        Sent once as well when an article is first shown, for one that fits the pane never moves.
        """

        article: int
        position: Position
        progress: float

    @dataclass
    class EntryChosen(Message):
        """A related entry, or a link in the text, was clicked.

        A link that is none of the related entries comes as an unresolved entry of its title.
        """

        entry: Entry

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("article")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in _STYLES}
    # What must be told apart without colour differs in text style or in characters as well.
    DEFAULT_CSS = """
    ArticlePane {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        color: $foreground;
        background: $background;

        & > .article--title { text-style: bold; }
        & > .article--meta { color: $text-muted; }
        & > .article--heading { text-style: bold; color: $text-accent; }
        & > .article--strong { text-style: bold; }
        & > .article--emphasis { text-style: italic; }
        & > .article--strike { text-style: strike; }
        & > .article--code { background: $surface; }
        & > .article--image { color: $text-muted; }
        & > .article--link { text-style: underline; color: $text-accent; }
        & > .article--bar { color: $accent; }
        & > .article--marker { color: $text-accent; }
        & > .article--rule { color: $foreground 30%; }
        & > .article--end { color: $foreground 40%; }
        & > .article--group { text-style: bold; color: $text-muted; }
        & > .article--key { text-style: bold; color: $text-accent; }
        & > .article--unresolved { text-style: italic; color: $text-muted; }
        & > .article--hover { text-style: underline; background: $foreground 10%; }
        & > .article--match { text-style: bold underline; color: $text-accent; }
        & > .article--match-current { text-style: bold reverse; }
        & > .article--message { color: $text-muted; }
    }
    """

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.view: ArticleView | None = None
        """What is shown, or None."""
        self._measure = measure
        self._tail = False
        self._message = ""
        self._layout: Layout | None = None
        self._wanted: _Request | None = None
        self._place = Position()
        self._progress = 0.0
        self._moved: Timer | None = None
        self._marks = Marks()
        self._match = 0
        self._hovered: Entry | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(1024)
        self._style_cache: dict[tuple[str, ...], Style] = {}

    # --- content ------------------------------------------------------------------------------------

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``. The marks of another article are forgotten."""
        if self._moved is not None:
            self._announce()
        same = self.view is not None and self.view.summary.id == view.summary.id
        self.view, self._message, self._place, self._wanted = view, "", view.position, None
        if not same:
            self._layout, self._marks, self._progress = None, Marks(), view.summary.progress
            self._match = view.scene.match
        self._hovered = None
        self._lay_out()

    def clear(self, message: str = "") -> None:
        """Shows nothing but a quiet message."""
        if self._moved is not None:
            self._announce()
        self.view = self._layout = self._wanted = self._hovered = None
        self._marks = Marks()
        self._message = message
        self.virtual_size = Size(0, 0)
        self._repaint()

    def set_tail(self, on: bool) -> None:
        """Whether the related entries follow the end of the article."""
        if on != self._tail:
            self._tail = on
            self._lay_out()

    def _lay_out(self) -> None:
        """Asks for a layout unless the one last asked for still fits. A hidden pane has no width: later."""
        cells = self._text_width
        if self.view is None or cells <= 0:
            return
        request = _Request(self.view, cells, self._tail)
        if self._wanted is not None and request.fits(self._wanted):
            return
        self._wanted = request
        if sum(len(span.text) for block in request.view.article.blocks for span in block.spans) > LARGE:
            self._lay_out_aside(request)
            self._repaint()
        else:
            self._take(_lay_out(request, self._measure))

    @property
    def _text_width(self) -> int:
        # The size of a pane includes its scroll bar, which is painted over its lines.
        return self.scrollable_content_region.width

    # Without a description Textual makes one of repr(), which here is that of the whole article.
    @work(group="layout", description="layout", exclusive=True)
    async def _lay_out_aside(self, request: _Request) -> None:
        if self._layout is not None:
            # A window being dragged to size asks many times; this worker is cancelled by the next.
            await asyncio.sleep(_FRAME)
        layout = await asyncio.to_thread(_lay_out, request, self._measure)
        if request is self._wanted:
            self._take(layout)

    def _take(self, layout: Layout) -> None:
        self._layout = layout
        if self.text_selection is not None:
            # A selection counts lines of the layout before.
            self.screen.clear_selection()
        place = self._place
        self.virtual_size = Size(layout.width, len(layout))
        self.scroll_to_line(layout.line_of(place))
        # Neither a new width nor an article that ends before its place can get to the top of the pane
        # changes where the reader is.
        self._place = place
        self._repaint()
        self._moved = self._moved or self.set_timer(_FRAME, self._announce)

    def on_resize(self) -> None:
        """Lays the article out for the new width, or for the first since it was hidden; the place stays."""
        self._lay_out()

    # --- places -------------------------------------------------------------------------------------

    @property
    def message(self) -> str:
        """The message that stands in place of an article, or ""."""
        return "" if self.view is not None else self._message

    @property
    def position(self) -> Position:
        """Where in the article the pane stands: at the top line."""
        layout, top = self._layout, self.scroll_offset.y
        if layout is None or layout.line_of(self._place) == top:
            return self._place
        return layout.position_of(top)

    @property
    def progress(self) -> float:
        """How far through the article: 0.0 at its top, 1.0 when its end is in sight."""
        # Hidden (in a narrow layout) or not laid out yet it shows no lines, and the reader has not moved.
        if self._layout is not None and self.size.height > 0:
            last = self._layout.end + 1 - self.size.height
            self._progress = min(1.0, self.scroll_offset.y / last) if last > 0 else 1.0
        return self._progress

    @property
    def contents(self) -> list[tuple[str, Position]]:
        """The headings of the article, and where each is."""
        layout = self._layout
        return [(title, layout.position_of(line)) for title, line in layout.headings] if layout else []

    def go_to(self, position: Position) -> None:
        """Scrolls a position to the top of the pane."""
        self._place = position
        if self._layout is not None:
            self.scroll_to_line(self._layout.line_of(position))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        layout = self._layout
        # While the pane has a width that the text is not yet laid out for, lines mean nothing.
        if layout is None or layout.width != self._text_width or round(old_value) == round(new_value):
            return
        self._place = layout.position_of(round(new_value))
        self._moved = self._moved or self.set_timer(_FRAME, self._announce)

    def _announce(self) -> None:
        if self._moved is not None:
            self._moved.stop()
            self._moved = None
        if self.view is not None:
            self.post_message(self.Moved(self.view.summary.id, self.position, self.progress))

    # --- marks --------------------------------------------------------------------------------------

    def set_marks(self, marks: Sequence[tuple[int, int, int]], number: int = 0) -> None:
        """Paints matches of a search: (block, start, end), not overlapping. That ``number`` is current."""
        self._marks, self._match = Marks(marks, number), 0
        self._repaint()

    @property
    def match(self) -> int:
        """Which match is current, from 1 (0: none); until the marks come, which it was when this was left."""
        return self._marks.count[0] or self._match

    @property
    def matches(self) -> tuple[int, int]:
        """Which match is current, from 1 (0: none), and how many are marked."""
        return self._marks.count

    @property
    def match_in_view(self) -> int:
        """As :attr:`match`, 0 as well while it is out of sight."""
        current = self._marks.current
        return self.match if current is not None and self._in_view(current) else 0

    @property
    def has_marks(self) -> bool:
        """Whether any matches are painted."""
        return self._marks.count[1] > 0

    def clear_marks(self) -> None:
        """Takes all marks away."""
        self.set_marks(())

    def next_mark(self) -> tuple[int, int]:
        """Goes to the next match: (which one, counted from 1; of how many). (0, 0) if there is none."""
        return self._step(1)

    def previous_mark(self) -> tuple[int, int]:
        """Goes to the match before; as :meth:`next_mark`."""
        return self._step(-1)

    def _step(self, by: int) -> tuple[int, int]:
        if (current := self._marks.current) is not None and not self._in_view(current):
            # Who has scrolled on steps from what is on screen, not from where the matches were left.
            self._marks.let_go()
        position = self._marks.step(by, self.position)
        if position is not None:
            self._bring_into_view(position)
            self._repaint()
        return self._marks.count

    def _bring_into_view(self, position: Position) -> None:
        if self._layout is None:
            self._place = position
            return
        if not self._in_view(position):
            self.scroll_to_line(max(0, self._layout.line_of(position) - self.size.height // 3))

    def _in_view(self, position: Position) -> bool:
        top = self.scroll_offset.y
        return self._layout is None or top <= self._layout.line_of(position) < top + self.size.height

    # --- mouse --------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click on an entry or a link announces it; the end of a selection does not."""
        if event.chain == 1 and self.text_selection is None and (entry := self._under(event)) is not None:
            self.post_message(self.EntryChosen(entry))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Shows what a click would follow."""
        entry = self._under(event)
        self.styles.pointer = "default" if entry is None else "pointer"
        self._hover(entry)

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self._hover(None)

    def _hover(self, entry: Entry | None) -> None:
        if entry == self._hovered or self._layout is None:
            return
        for changed in (self._hovered, entry):
            for line in self._layout.lines_of_entry(changed) if changed else ():
                self._strips.discard(line)
                self.refresh_line(line)
        self._hovered = entry

    def _under(self, event: events.MouseEvent) -> Entry | None:
        offset = event.get_content_offset(self)
        if offset is None or self._layout is None or self.view is None:
            return None
        line = self.scroll_offset.y + offset.y
        if (entry := self._layout.entry_at(line)) is not None:
            return entry
        link = self._layout.link_at(line, offset.x)
        if link is None:
            return None
        names = {fold(link.href), fold(link.text)}
        known = (entry for entry in self.view.entries if fold(entry.title) in names)
        return next(known, Entry("recommended", link.text, detail=link.href))

    # --- selection ----------------------------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as the article has it: a wrapped paragraph is one line."""
        if self._layout is None:
            return None
        start, end = (None if place is None else (place.y, place.x) for place in selection)
        return clean(self._layout.copy(start, end)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Textual's word that the selection changed; selected lines are never cached."""
        self.refresh()

    # --- painting -----------------------------------------------------------------------------------

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Textual's word that colours changed."""
        super().notify_style_update()
        self._style_cache.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line, exactly as wide as the pane."""
        line, cells = self.scroll_offset.y + y, self.size.width
        if self._layout is None:
            # The dots stand for a long article for as long as it takes to lay it out.
            text = centred(self._message if self.view is None else "…", y, cells, self.size.height)
            return strip_of([(text, self._style(("message",)))], cells, self._style(()))
        span = selection.get_span(line) if (selection := self.text_selection) is not None else None
        if span is None and (strip := self._strips.get(line)) is not None and strip.cell_length == cells:
            return strip
        parts = self._parts(self._layout, line)
        if span is not None:
            style = Blended.from_styles(self.screen.get_component_styles("screen--selection"))
            parts = selected(parts, max(span[0], self._layout.margin), span[1], style)
        strip = strip_of(parts, cells, self._style(())).apply_offsets(0, line)
        if span is None:
            self._strips[line] = strip
        return strip

    def _parts(self, layout: Layout, line: int) -> list[Part]:
        if line >= len(layout):
            return []
        entry = layout.entry_at(line)
        hover = ("hover",) if entry is not None and entry == self._hovered else ()
        marks = list(self._marks.on(*layout.stretch(line)))
        return [
            (piece.text, self._style((*piece.styles, *hover) if piece.styles else ()))
            for piece in layout.pieces(line, marks)
        ]

    def _style(self, names: tuple[str, ...]) -> Style:
        """The styles of that name on top of each other: colours of the last, text styles of all."""
        style = self._style_cache.get(names)
        if style is None:
            classes = [f"article--{name}" for name in names]
            style = self.get_component_rich_style(*classes) if classes else self.rich_style
            for name in classes:
                style += self.get_component_styles(name).text_style
            self._style_cache[names] = style
        return style


def _lay_out(request: _Request, measure: int) -> Layout:
    # How articles are set is imported with the first one, after the first frame.
    from reader.tui.layout import lay_out

    return lay_out(request.view, request.width, measure, tail=request.tail)
