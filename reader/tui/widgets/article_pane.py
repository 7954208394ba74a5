"""The article pane: one article, line by line. It paints, scrolls and announces; it decides nothing.

The text is laid out once a width (:mod:`reader.typesetting.layout`), and of a long article first what is to
be seen; only lines that come into view are painted.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style as Blended

from reader.blocks import STYLES
from reader.library.view import ArticleView, Entry
from reader.model import Position
from reader.text import clean, fold
from reader.tui.background.clipboard import MOST_BYTES
from reader.tui.keys.actions import bindings
from reader.tui.state.layers import Layers
from reader.tui.state.matches import Matches
from reader.tui.widgets.painting import PaintedText, centred, selected, strip_of
from reader.tui.widgets.set_view import SetView

if TYPE_CHECKING:
    from reader.typesetting.layout import Layout

log = logging.getLogger(__name__)

_STYLES = (
    *("title", "meta", "note", "heading", "quote", "verse", "code", "label", "header", "rule", "image"),
    *("caption", "footnote", "end", "group", "entry", "bar", "marker", "key"),
    *STYLES,
    *("read", "unread", "unresolved", "hover", "match", "match-current", "message"),
)


class ArticlePane(SetView, can_focus=True, inherit_bindings=False):
    """Shows an article, and under its end, if told so, the related entries.

    Marks (the matches of a search) are given as (block, start, end) in characters of ``Block.plain``; in
    block -1 they count through the title, one line break, and the note.
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
    # Parts that must be told apart without colour differ in text style or in characters as well.
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
        & > .article--deleted { text-style: strike; }
        & > .article--code { background: $surface; }
        & > .article--image { color: $text-muted; }
        & > .article--caption { color: $text-muted; }
        & > .article--label { text-style: italic; color: $text-muted; }
        & > .article--header { text-style: bold; }
        & > .article--footnote { color: $text-muted; }
        & > .article--highlighted { text-style: underline; background: $warning 25%; }
        & > .article--link { text-style: underline; color: $text-accent; }
        & > .article--bar { color: $accent; }
        & > .article--marker { color: $text-accent; }
        & > .article--rule { color: $foreground 30%; }
        & > .article--end { color: $foreground 76%; }
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
        super().__init__(measure=measure, id=id, classes=classes)
        self._matches = Matches()
        self._match = 0
        self._layers = Layers()
        self._failed: int | None = None
        self._hovered: Entry | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(1024)
        self._style_cache: dict[tuple[str, ...], Style] = {}

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``. The marks of another article are forgotten."""
        self._hovered = None
        if self.view is None or self.view.summary.id != view.summary.id:
            self._matches, self._match, self._layers = Matches(), view.scene.match, Layers()
        super().show(view)

    def clear(self, message: str = "") -> None:
        """Shows nothing but a quiet message."""
        self._hovered = None
        self._matches, self._layers = Matches(), Layers()
        super().clear(message)

    def _moved(self) -> None:
        if self.view is not None:
            self.post_message(self.Moved(self.view.summary.id, self.position, self.progress))

    # --- matches ------------------------------------------------------------------------------------

    def set_matches(
        self, spans: Sequence[tuple[int, int, int]], number: int = 0, at: Position | None = None
    ) -> None:
        """Marks the matches of a search: (block, start, end), in the order to go through them.

        The one that starts ``at`` a position is current; without one, that with the ``number``, from 1 in the
        order of the text.
        """
        self._match = 0
        self._mark(Matches.of(spans, number) if at is None else Matches.at(spans, at))

    def clear_matches(self) -> None:
        """Marks no matches."""
        self.set_matches(())

    @property
    def match(self) -> int:
        """The number of the current match (0: none); until the matches are here, as it was left."""
        return self._matches.count[0] or self._match

    @property
    def matched(self) -> Position | None:
        """Where the current match starts; until the marks come, where it was when this was left."""
        return self._matches.position or (self.view.scene.matched if self.view and self._match else None)

    @property
    def matches(self) -> tuple[int, int]:
        """Which match is current, from 1 (0: none), and how many are marked."""
        return self._matches.count

    @property
    def landed(self) -> bool:
        """Whether the match to begin with is current and in sight."""
        return self._matches.at_beginning and self.match_in_view > 0

    @property
    def match_in_view(self) -> int:
        """Like :attr:`match`, but 0 while it is out of sight."""
        current = self._matches.position
        return self.match if current is not None and self._in_view(current) else 0

    @property
    def has_matches(self) -> bool:
        """Whether any matches are marked."""
        return bool(self._matches.spans)

    def step_match(self, by: Literal[1, -1]) -> tuple[int, int]:
        """Goes to the next or previous match: (which one, from 1; of how many). (0, 0) if there are none."""
        matches = self._matches
        if matches.position is not None and not self._in_view(matches.position):
            # After scrolling on, the next match is the one after what is on screen.
            matches = matches.let_go()
        matches = matches.step(by, self.position)
        if matches.position is not None:
            self._bring_into_view(matches.position)
            self._mark(matches)
        return matches.count

    def land(self) -> None:
        """Goes to the first match in that order."""
        self.go_to(Position())
        matches = self._matches.begin()
        if matches.position is not None:
            self._bring_into_view(matches.position)
            self._mark(matches)

    def _mark(self, matches: Matches) -> None:
        self._matches = matches
        self._layers = self._layers.put("match", matches.others).put("match-current", matches.the_current)
        self._repaint()

    def _bring_into_view(self, position: Position) -> None:
        if self._layout is None:
            self._place = position
            return
        if not self._in_view(position):
            self.scroll_to_line(max(0, self._line_of(position) - self.size.height // 3))

    def _in_view(self, position: Position) -> bool:
        top = self.scroll_offset.y
        return self._layout is None or top <= self._line_of(position) < top + self.size.height

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
        # No more than that: the clipboard would not take it.
        return clean(self._layout.copy(start, end, MOST_BYTES)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Textual reports that the selection has changed; selected lines are never cached."""
        self.refresh()

    # --- painting -----------------------------------------------------------------------------------

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Textual reports that colours have changed."""
        super().notify_style_update()
        self._style_cache.clear()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line, exactly as wide as the pane; an empty one where that fails, and the screen goes on."""
        try:
            return self._line(y)
        except Exception:
            article = self.view.summary.id if self.view else 0
            if self._failed != article:
                # Logged once for each article: every line of it may fail.
                self._failed = article
                log.exception("a line of an article cannot be painted")
            return Strip.blank(self.size.width, self.rich_style)

    def _line(self, y: int) -> Strip:
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

    def _parts(self, layout: Layout, line: int) -> list[PaintedText]:
        if line >= len(layout):
            return []
        entry = layout.entry_at(line)
        hover = ("hover",) if entry is not None and entry == self._hovered else ()
        marks = self._layers.on(*layout.stretch(line))
        return [
            (piece.text, self._style((*piece.styles, *hover) if piece.styles else ()))
            for piece in layout.pieces(line, marks)
        ]

    def _style(self, names: tuple[str, ...]) -> Style:
        """Combines the styles of that name: the colours of the last, the text styles of all."""
        style = self._style_cache.get(names)
        if style is None:
            classes = [f"article--{name}" for name in names]
            style = self.get_component_rich_style(*classes) if classes else self.rich_style
            for name in classes:
                style += self.get_component_styles(name).text_style
            self._style_cache[names] = style
        return style
