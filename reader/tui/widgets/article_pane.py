"""The article pane: one article, line by line. It paints, scrolls and announces; it decides nothing.

The text is laid out once a width (:mod:`reader.typesetting.layout`), and of a long article first what is to
be seen; only lines that come into view are painted.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style as Blended

from reader.library.view import ArticleView, Entry
from reader.model import Position, StoredHighlight
from reader.shares import per_cent_of
from reader.text import display, fit, heading, truncate, width
from reader.tui.keys.actions import bindings
from reader.tui.state.links import TextLink
from reader.tui.widgets.article_styles import ARTICLE_CSS, STYLE_NAMES
from reader.tui.widgets.clicked import select_clicked
from reader.tui.widgets.highlighted_view import BesideLine, HighlightedView
from reader.tui.widgets.painting import PaintedText, centred, overlaid, selected, strip_of

if TYPE_CHECKING:
    from reader.typesetting.layout import Layout

log = logging.getLogger(__name__)

NEW = "▸"
"""Stands in the margin of the first line that a turned page has not shown before."""
_NEW_SIGN = "+"
"""What stands in the margin of lines with something new: to be seen without colour too."""

_LETTER = "letter-here"
"""The style of the character over which letters are painted."""

OPENING = "Opening the article …"
"""Stands in place of a text that is not laid out yet."""


class ArticlePane(HighlightedView, can_focus=True, inherit_bindings=False):
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
        """A related entry was clicked."""

        entry: Entry

    @dataclass
    class Left(Message):
        """A key leads far away from a place in the article, which may be gone back to."""

        position: Position

    @dataclass
    class HighlightChosen(Message):
        """A highlight was clicked, or is to be changed."""

        highlight: StoredHighlight

    @dataclass
    class LinkChosen(Message):
        """A link in the text was clicked, or is to be followed; None if none is selected."""

        link: TextLink | None

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("article")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"article--{name}" for name in STYLE_NAMES}
    DEFAULT_CSS = ARTICLE_CSS

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self._failed: int | None = None
        self._stood = ""
        self._hovered: Entry | None = None
        self._pointed: TextLink | None = None
        self._strips: LRUCache[int, tuple[BesideLine | None, Strip]] = LRUCache(1024)
        self._style_cache: dict[tuple[str, ...], Style] = {}

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``. The marks of another article are forgotten."""
        self._hovered = self._pointed = None
        super().show(view)

    def clear(self, message: str = "") -> None:
        """Shows nothing but a quiet message."""
        self._hovered = self._pointed = None
        super().clear(message)

    def _moved(self) -> None:
        super()._moved()
        if self.view is not None:
            self.post_message(self.Moved(self.view.summary.id, self.position, self.progress))

    # --- the line above the text --------------------------------------------------------------------

    def _stands(self) -> None:
        # In one go with the lines in sight, so that both are painted once.
        words = self._standing()
        if words != self._stood:
            self._stood = words
            self.border_title = Content(words) if words else None

    def _standing(self) -> str:
        """Title and place of the article; the title only when its own has scrolled away."""
        layout, view = self._layout, self.view
        if layout is None or view is None:
            return ""
        place = " · ".join((*self._marked(), f"{per_cent_of(self.progress)} %"))
        if address := self._pointed_to():
            return fit(f"→ {address}", self.size.width - 2 - width(place)) + place
        block, start, _ = layout.stretch(self.scroll_offset.y)
        gone = block >= 0 or start > len(view.article.title)
        # The frame paints a blank on each side.
        room = self.size.width - 2 - width(place) - 2
        title = truncate(display(heading(view.article.title)), room) if gone and room > 4 else ""
        return fit(title, room + 2) + place

    def _pointed_to(self) -> str:
        """Where the link leads that is under the mouse, or is selected and in sight."""
        selected = self.link if self.link is not None and self._in_view(self.link.position) else None
        link = self._pointed or selected
        if link is None:
            return ""
        return f"note {display(link.href)}" if link.is_note else display(link.href)

    # --- moving -------------------------------------------------------------------------------------

    def action_top(self) -> None:
        """To the beginning."""
        self.post_message(self.Left(self.position))
        super().action_top()

    def action_bottom(self) -> None:
        """To the end."""
        self.post_message(self.Left(self.position))
        super().action_bottom()

    # --- mouse --------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """A click on an entry or a link announces it; the end of a selection does not."""
        if event.chain > 1:
            select_clicked(self, self._layout, event)
        if event.chain > 1 or event.button != 1 or self.text_selection is not None:
            return
        if (entry := self._under(event)) is not None:
            self.post_message(self.EntryChosen(entry))
        elif (link := self.picture_under(event) or self._link_under(event)) is not None:
            self.post_message(self.LinkChosen(link))
        elif (highlight := self._highlight_under(event)) is not None:
            self.post_message(self.HighlightChosen(highlight))

    def action_follow_link(self) -> None:
        """Says that the person wants the selected link, or to change the highlight that is picked."""
        if self.picked is not None and self.link is None:
            self.post_message(self.HighlightChosen(self.picked))
        else:
            self.post_message(self.LinkChosen(self.link))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Shows what a click would follow."""
        entry = self._under(event)
        link = None if entry is not None else self.picture_under(event) or self._link_under(event)
        nothing = entry is None and link is None and self._highlight_under(event) is None
        self.styles.pointer = "default" if nothing else "pointer"
        self._hover(entry)
        self._point(link)

    def on_leave(self) -> None:
        """The mouse is elsewhere."""
        self._hover(None)
        self._point(None)

    def _point(self, link: TextLink | None) -> None:
        if link != self._pointed:
            self._pointed = link
            self._stands()

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
        return self._layout.entry_at(self.scroll_offset.y + offset.y)

    # --- selection ----------------------------------------------------------------------------------

    def selection_updated(self, selection: Selection | None) -> None:
        """Textual reports that the selection has changed; selected lines are never cached."""
        self.refresh()

    # --- painting -----------------------------------------------------------------------------------

    def _repaint(self) -> None:
        self._strips.clear()
        self.refresh()

    def _repaint_lines(self, lines: range) -> None:
        for line in lines:
            self._strips.discard(line)
        self.refresh()

    def notify_style_update(self) -> None:
        """Textual reports that colours have changed."""
        super().notify_style_update()
        self._style_cache.clear()
        self._strips.clear()
        if self.is_attached:
            # Pictures have the colour behind them in what is transparent.
            self._ask()

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
            # Stands for a long article for as long as it takes to lay it out.
            text = centred(self._message if self.view is None else OPENING, y, cells, self.size.height)
            return strip_of([(text, self._style(("message",)))], cells, self._style(()))
        span = selection.get_span(line) if (selection := self.text_selection) is not None else None
        if span is not None and self._layout.picture_at(line) is not None:
            span = None
        beside = self.beside(line)
        if span is None and (kept := self._strips.get(line)) is not None:
            note, strip = kept
            if note == beside and strip.cell_length == cells:
                return strip
        parts = self._parts(self._layout, line)
        if span is not None:
            style = Blended.from_styles(self.screen.get_component_styles("screen--selection"))
            parts = selected(parts, max(span[0], self._layout.margin), span[1], style)
        if beside is not None:
            parts = self._with_note(self._layout, parts, beside)
        strip = strip_of(parts, cells, self._style(())).apply_offsets(0, line)
        if span is None:
            self._strips[line] = (beside, strip)
        return strip

    def _parts(self, layout: Layout, line: int) -> list[PaintedText]:
        if line >= len(layout):
            return []
        entry = layout.entry_at(line)
        hover = ("hover",) if entry is not None and entry == self._hovered else ()
        stretch = layout.stretch(line)
        begins = self._letters_on(*stretch)
        marks = [*self._layers.on(*stretch), *((char, char + 1, _LETTER) for char in sorted(begins))]
        parts: list[PaintedText] = []
        over: list[tuple[int, str]] = []
        cells = 0
        for piece in layout.pieces(line, marks):
            styles = (*piece.styles, *hover) if piece.styles else ()
            if begins and _LETTER in styles:
                over.append((cells, begins.pop(min(begins))))
            parts.append((piece.text, self._style(tuple(name for name in styles if name != _LETTER))))
            cells += width(piece.text)
        picture = layout.picture_at(line)
        if picture is not None:
            word = self._picture_letters.get((picture.block, line), "")
            quiet, chosen, label = (self._style((name,)) for name in ("image", "marker", "letter"))
            parts += self.picture_row(picture, quiet, chosen, label, word)
        if line == self.new_line and layout.margin:
            over.append((layout.margin - 1, NEW))
        if entry is not None and entry in self._letters and layout.entry_at(line - 1) is not entry:
            over.append((layout.margin, self._letters[entry]))
        for at, letters in over:
            parts = overlaid(parts, at, letters, self._style(("letter",)))
        if layout.margin and self._layers.touches("new", *stretch):
            parts = overlaid(parts, max(0, layout.margin - 2), _NEW_SIGN, self._style(("new-sign",)))
        return self._with_sign(layout, parts, stretch, marks)

    def _style(self, names: tuple[str, ...]) -> Style:
        """Combines the styles of that name: the colours of the last, the text styles of all."""
        style = self._style_cache.get(names)
        if style is None:
            classes = [f"article--{name}" for name in names]
            style = self.get_component_rich_style(*classes) if classes else self.rich_style
            for name in classes:
                style += self.get_component_styles(name).text_style
            style = self._on_highlight(style, names)
            self._style_cache[names] = style
        return style
