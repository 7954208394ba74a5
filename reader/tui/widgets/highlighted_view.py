"""A view of one article that paints its highlights: signs in the margin, notes beside the text, colours."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.style import Style
from textual import events

from reader.colors import COLORS
from reader.library.view import ArticleView
from reader.model import Position, StoredHighlight
from reader.text import display, width
from reader.tui.state.highlights import note_places
from reader.tui.widgets.painting import PaintedText, overlaid
from reader.tui.widgets.passage_view import PassageView
from reader.typesetting.wrap import wrap_text

if TYPE_CHECKING:
    from reader.typesetting.drawing import Mark
    from reader.typesetting.layout import Layout

HIGHLIGHTED, NOTED = "┃", "✎"
"""The signs in the margin: beside highlighted text, and where a highlight with a note begins."""

LEAST_ROOM = 16
"""The fewest cells beside the text in which notes are shown."""

WIDEST_NOTE = 36
"""The most cells that a note beside the text takes."""

_GAP = 2
"""Cells between the text and a note beside it."""

_BEFORE = 32
"""How many notes before those in sight are looked at: they may push those in sight down."""

_SIGNED = {f"highlight-{color}": color for color in COLORS}


_TOGETHER = 64
"""How many lines the notes beside are placed for at a time."""

BesideLine = tuple[str, bool]
"""What is beside a line: part of a note, and whether it is that of the highlight that is picked."""


class _Beside(NamedTuple):
    """The notes beside the lines of a layout, as far as they were asked for.

    ``fits``: whether there is room for any; ``lines`` has those of each stretch of lines.
    """

    layout: Layout
    changes: int
    fits: bool
    lines: dict[int, dict[int, BesideLine]]


class HighlightedView(PassageView):
    """Paints highlights and their notes. A subclass paints everything else, and has the styles."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"article--highlight-{color}" for color in COLORS),
        *(f"article--sign-{color}" for color in COLORS),
        *("article--highlight-current", "article--selection", "article--cursor"),
        *("article--margin-note", "article--margin-picked"),
    }
    # Translucent, so that they suit every theme; text on them can be read, as the tests say.
    DEFAULT_CSS = """
    HighlightedView {
        & > .article--highlight-yellow { background: #e6b800 32%; }
        & > .article--highlight-green { background: #43a047 28%; }
        & > .article--highlight-blue { background: #2f88e0 28%; }
        & > .article--highlight-red { background: #e8503a 28%; }
        & > .article--highlight-purple { background: #a04fd0 26%; }
        &:dark > .article--highlight-yellow { background: #e6b800 22%; }
        &:dark > .article--highlight-green { background: #43a047 26%; }
        &:dark > .article--highlight-blue { background: #2f88e0 26%; }
        &:dark > .article--highlight-red { background: #e8503a 24%; }
        &:dark > .article--highlight-purple { background: #a04fd0 28%; }
        & > .article--sign-yellow { color: #8a6d00; }
        & > .article--sign-green { color: #2e7031; }
        & > .article--sign-blue { color: #1c61a8; }
        & > .article--sign-red { color: #b3301c; }
        & > .article--sign-purple { color: #7b34a6; }
        &:dark > .article--sign-yellow { color: #e6c34a; }
        &:dark > .article--sign-green { color: #7cc47f; }
        &:dark > .article--sign-blue { color: #7ab5f0; }
        &:dark > .article--sign-red { color: #f28a7a; }
        &:dark > .article--sign-purple { color: #c895ea; }
        & > .article--highlight-current { text-style: bold underline; }
        & > .article--selection { color: $background; background: $accent; }
        & > .article--cursor { text-style: bold underline; color: $background; background: $foreground; }
        & > .article--margin-note { color: $text-muted; text-style: italic; }
        & > .article--margin-picked { color: $foreground; text-style: bold italic; }
    }
    """

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self._beside: _Beside | None = None

    def _style(self, names: tuple[str, ...]) -> Style:
        """The styles of that name, combined."""
        raise NotImplementedError

    def _paint_highlights(self) -> None:
        self._beside = None
        super()._paint_highlights()

    def _marked(self) -> Iterator[str]:
        """What the line above the text says of the cursor and of the highlights."""
        if self.passage is not None:
            yield self.passage.said(self.text)
        if self.highlights.count:
            yield f"{NOTED} {self.highlights.count:,}"

    def _highlight_under(self, event: events.MouseEvent) -> StoredHighlight | None:
        offset = event.get_content_offset(self)
        if offset is None or not self.highlights.found:
            return None
        place = self.under(offset.x, offset.y)
        return None if place is None else self.highlights.at(place)

    # --- painting -----------------------------------------------------------------------------------

    def _on_highlight(self, style: Style, names: tuple[str, ...]) -> Style:
        """A style without a background of its own, on that of a highlight that is among its names."""
        shade = next((name for name in reversed(names) if name in _SIGNED), None)
        if shade is None or style.bgcolor != self.rich_style.bgcolor:
            return style
        return style + Style(bgcolor=self.get_component_rich_style(f"article--{shade}").bgcolor)

    def _with_sign(
        self,
        layout: Layout,
        parts: list[PaintedText],
        stretch: tuple[int, int, int],
        marks: Sequence[Mark],
    ) -> list[PaintedText]:
        """The parts of a line with a sign in the margin, if something on the line is highlighted."""
        color = next((name for *_, layer in marks if (name := _SIGNED.get(layer))), None)
        if color is None or not layout.margin:
            return parts
        sign = NOTED if self.highlights.begins_noted(*stretch) else HIGHLIGHTED
        return overlaid(parts, max(0, layout.margin - 2), sign, self._style((f"sign-{color}",)))

    def _with_note(self, layout: Layout, parts: list[PaintedText], beside: BesideLine) -> list[PaintedText]:
        """The parts of a line with a line of a note beside it."""
        words, picked = beside
        at = layout.margin + layout.measure + _GAP
        style = self._style(("margin-picked" if picked else "margin-note",))
        gap = at - sum(width(text) for text, _ in parts)
        blank = [(" " * gap, self._style(()))] if gap > 0 else []
        return [*parts, *blank, ("│ ", self._style(("rule",))), (words, style)]

    # --- notes beside the text ----------------------------------------------------------------------

    def _aside(self, view: ArticleView, cells: int) -> int:
        """Room for notes, if there are any and it is enough for them."""
        noted = any(one.highlight.note and not one.lost for one in view.highlights)
        room = min(WIDEST_NOTE, cells - self._measure - 2 - _GAP - 1) if noted else 0
        return room + _GAP + 1 if room >= LEAST_ROOM else 0

    def beside(self, line: int) -> BesideLine | None:
        """What is shown beside a line: part of a note, and whether it is that of the picked highlight."""
        layout = self._layout
        if layout is None or not self.highlights.noted:
            return None
        known = self._beside
        if known is None or known.layout is not layout or known.changes != layout.changes:
            known = self._beside = _Beside(layout, layout.changes, self.note_room(layout) >= LEAST_ROOM, {})
        if not known.fits:
            return None
        stretch = line // _TOGETHER
        if stretch not in known.lines:
            lines = self._notes(layout, stretch * _TOGETHER)
            # Setting the text there may have moved what follows; it is asked for again then.
            known.lines[stretch] = lines
        return known.lines[stretch].get(line)

    def note_room(self, layout: Layout) -> int:
        """The cells that a note beside the text may take."""
        return min(WIDEST_NOTE, layout.width - layout.margin - layout.measure - _GAP - 1)

    def _notes(self, layout: Layout, top: int) -> dict[int, BesideLine]:
        """What is beside the lines from one on, as far as notes are placed together."""
        marked, cells = self.highlights, self.note_room(layout) - 2
        bottom = min(top + _TOGETHER, len(layout)) - 1
        if bottom < top:
            return {}
        first_block, first_char, _ = layout.stretch(top)
        last_block, _, last_char = layout.stretch(bottom)
        low = bisect_left(marked.noted, (first_block, first_char))
        wanted: list[tuple[int, int]] = []
        notes: list[tuple[list[str], bool]] = []
        for block, char, number in marked.noted[max(0, low - _BEFORE) :]:
            if (block, char) > (last_block, last_char):
                break
            lines = _note_lines(marked.note(number), cells)
            wanted.append((layout.line_of(Position(block, char)), len(lines)))
            notes.append((lines, marked.found[number] == self.picked))
        found: dict[int, BesideLine] = {}
        for (first, count), (lines, picked) in zip(note_places(wanted), notes, strict=True):
            shown = lines[:count]
            if count < len(lines):
                shown[-1] = f"{shown[-1][: cells - 1].rstrip()}…"
            found.update((first + at, (words, picked)) for at, words in enumerate(shown))
        return found


def _note_lines(note: str, cells: int) -> list[str]:
    return [line for part in note.split("\n") for line in wrap_text(display(part), cells)] or ["…"]
