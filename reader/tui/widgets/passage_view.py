"""A view of one article with a cursor in its text, a selected passage, and highlights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from textual.message import Message

from reader.library.view import ArticleView
from reader.model import Position, StoredHighlight
from reader.text import width
from reader.tui.state.highlights import ArticleHighlights, article_highlights
from reader.tui.state.layers import Layer
from reader.tui.state.motions import CursorText
from reader.tui.state.selecting import SelectedPassage, selected, spans_between
from reader.tui.widgets.paged_view import OVERLAP
from reader.tui.widgets.turned_view import TurnedView
from reader.typesetting.cells import CharacterCell, characters_on, nearest

LineMotion = Literal["down", "up", "page_down", "page_up", "half_down", "half_up", "line_start", "line_end"]
"""Motions that depend on how the text is laid out."""


class PassageView(TurnedView):
    """Shows what is marked in the article, and moves a cursor. Subclasses paint."""

    class CursorGone(Message):
        """The text that the cursor was in is not shown any more."""

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self.highlights = ArticleHighlights()
        """What is marked in the article."""
        self.picked: StoredHighlight | None = None
        """The highlight that is picked."""
        self.passage: SelectedPassage | None = None
        """The cursor in the text, and what is selected with it; None while there is no cursor."""
        self._text = CursorText(())

    # --- content ------------------------------------------------------------------------------------

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``, with its highlights. A cursor in another text goes away."""
        if self._text.blocks is not view.article.blocks:
            if self._text.blocks != view.article.blocks:
                self._lose_cursor()
            self._text = CursorText(view.article.blocks)
        super().show(view)
        self._put_highlights(view)
        self._paint_highlights()
        self._paint_passage()
        self._stands()

    def clear(self, message: str = "") -> None:
        """Shows nothing but a quiet message."""
        self._text = CursorText(())
        super().clear(message)

    def _forget(self) -> None:
        super()._forget()
        self._lose_cursor()
        self.picked = None
        self.highlights = ArticleHighlights()

    def _lose_cursor(self) -> None:
        if self.passage is not None:
            self.passage = None
            self.post_message(self.CursorGone())

    @property
    def text(self) -> CursorText:
        """The text of the article, for cursors."""
        return self._text

    # --- highlights ---------------------------------------------------------------------------------

    def set_highlights(self, highlights: Sequence[StoredHighlight]) -> None:
        """Shows other highlights in the same text. Nothing moves."""
        view = self.view
        if view is None or view.highlights == tuple(highlights):
            return
        before = self._around(view)
        self.view = replace(view, highlights=tuple(highlights))
        if self._wanted is not None and self._wanted[0] is view:
            self._wanted = (self.view, *self._wanted[1:])
        self._put_highlights(self.view)
        self._paint_highlights()
        if self._around(self.view) != before:
            self._place, self._wanted = self.position, None
            self._lay_out()
        self._stands()

    def _around(self, view: ArticleView) -> tuple[int, str]:
        """What there is of highlights around the text: the room for their notes, what is said at the end."""
        return self._aside(view, self._text_width), self.closing(view)

    def _put_highlights(self, view: ArticleView) -> None:
        self.highlights = article_highlights(view.highlights, self._text)
        self.picked = self.highlights.same(self.picked)

    def _paint_highlights(self) -> None:
        layers = self._layers
        for color, spans in self.highlights.painted.items():
            layers = layers.put(_layer(color), spans)
        one = self.picked
        current = spans_between(one.start, one.end, self._text) if one and one.start and one.end else ()
        self._layers = layers.put("highlight-current", current)
        self._repaint()

    def pick(self, one: StoredHighlight | None) -> None:
        """Picks a highlight and brings it into view; None: none is picked."""
        self.picked = one
        if one is not None and one.start is not None:
            self._bring_into_view(one.start)
        self._paint_highlights()

    @property
    def picked_in_sight(self) -> bool:
        """Whether the highlight that is picked begins on a line in sight."""
        start = self.picked.start if self.picked else None
        return start is not None and self._in_view(start)

    # --- the cursor ---------------------------------------------------------------------------------

    def select(self, passage: SelectedPassage | None) -> None:
        """Shows a cursor and what is selected with it, and brings the cursor into view; None: no cursor."""
        before, self.passage = self.passage, passage
        self._put_passage()
        self._repaint_between(before, passage)
        if passage is not None:
            self._keep_in_sight(passage.cursor)
        self._stands()

    def _repaint_between(self, before: SelectedPassage | None, after: SelectedPassage | None) -> None:
        """Paints what differs between two passages: a key paints few lines, however much is selected."""
        layout = self._layout
        if layout is None or before is None or after is None or before.begun != after.begun:
            self._repaint()
            return
        ends = [layout.line_of(one.cursor) for one in (before, after)]
        if layout.changes == self._changes:
            self._repaint_lines(range(min(ends), max(ends) + 1))
        else:
            self._repaint()

    def _repaint_lines(self, lines: range) -> None:
        """Paints some lines once more."""
        self._repaint()

    def _paint_passage(self) -> None:
        self._put_passage()
        self._repaint()

    def _put_passage(self) -> None:
        passage = self.passage
        cursor: tuple[tuple[int, int, int], ...] = ()
        spans: tuple[tuple[int, int, int], ...] = ()
        if passage is not None:
            at = passage.cursor
            cursor = ((at.block, at.char, max(at.char + 1, self._text.end_of(at).char)),)
            if (ends := passage.passage(self._text)) is not None:
                spans = spans_between(*ends, self._text)
        self._layers = self._layers.put("selection", spans).put("cursor", cursor)

    def _keep_in_sight(self, position: Position) -> None:
        """Scrolls as little as it takes to show a place."""
        layout = self._layout
        if layout is None:
            return
        if (shift := layout.shift_to(position)) != layout.shift:
            layout.shift = shift
            self._repaint()
        line, top, height = self._line_of(position), self.scroll_offset.y, max(1, self.size.height)
        if line < top:
            self.scroll_to_line(line if line > 3 else 0)
        elif line >= top + height:
            self.scroll_to_line(line - height + 1)

    def first_in_sight(self) -> Position | None:
        """The first character of the text on screen; of the whole text if none is."""
        if self._layout is not None:
            top = self.scroll_offset.y
            for line in range(top, top + self.size.height):
                if found := self._characters(line):
                    return found[0].place
        return self._text.first

    def in_sight(self, position: Position) -> bool:
        """Whether a place is on a line in sight."""
        return self._layout is not None and self._in_view(position)

    def by_line(self, motion: LineMotion) -> SelectedPassage | None:
        """The cursor where a motion by line or page leads; by page the text moves along."""
        passage, layout = self.passage, self._layout
        if passage is None or layout is None:
            return passage
        line = self._line_of(passage.cursor)
        if motion in ("line_start", "line_end"):
            found = self._characters(line)
            return passage.to(found[0 if motion == "line_start" else -1].place) if found else passage
        column = passage.column
        if column is None:
            cells = (one.first for one in self._characters(line) if one.place == passage.cursor)
            column = next(cells, layout.margin)
        page = max(1, self.size.height - OVERLAP)
        by = {
            "down": 1, "up": -1, "page_down": page, "page_up": -page,
            "half_down": max(1, self.size.height // 2), "half_up": -max(1, self.size.height // 2),
        }[motion]  # fmt: skip
        if abs(by) > 1:
            before = self.scroll_offset.y
            self.scroll_to_line(before + by)
            line = self._line_of(passage.cursor)
        to = self._nearest_line(line + by, 1 if by > 0 else -1, line)
        place = nearest(self._characters(to), column)
        return passage if place is None else passage.to(place, column)

    def _nearest_line(self, line: int, way: int, begin: int) -> int:
        """The first line with text from one on in a direction; where there is none, back from there."""
        assert self._layout is not None
        bounds = range(len(self._layout))
        line = min(max(line, 0), max(0, len(bounds) - 1))
        at = line
        while at in bounds:
            if self._characters(at):
                return at
            at += way
        at = line
        while at != begin and at in bounds:
            if self._characters(at):
                return at
            at -= way
        return begin

    def _characters(self, line: int) -> list[CharacterCell]:
        layout = self._layout
        if layout is None or not 0 <= line < len(layout):
            return []
        block, _, _ = layout.stretch(line)
        if not 0 <= block < len(self._text.blocks):
            return []
        return characters_on(layout, line, self._text.characters(block))

    @property
    def span_found(self) -> tuple[int, int, int] | None:
        """The current one of the places that were looked for, or else of the matches of a search."""
        return next(iter(self._found.the_current or self._matches.the_current), None)

    @property
    def place_found(self) -> Position | None:
        """Where it starts."""
        return None if self.span_found is None else Position(*self.span_found[:2])

    # --- the mouse ----------------------------------------------------------------------------------

    def under(self, x: int, y: int) -> Position | None:
        """The character at a cell of the pane; None where there is none."""
        found = self._characters(self.scroll_offset.y + y)
        return next((one.place for one in found if one.first <= x < one.end), None)

    def dragged(self) -> SelectedPassage | None:
        """What is selected with the mouse, if it is all in the text."""
        selection = self.text_selection
        if selection is None or self._layout is None or selection.start is None or selection.end is None:
            return None
        start = self._edge(selection.start.y, selection.start.x)
        end = self._edge(selection.end.y, selection.end.x, last=True)
        return None if start is None or end is None else selected(start, end, self._text)

    def _edge(self, line: int, column: int, *, last: bool = False) -> Position | None:
        """A place that the mouse is at: ``column`` counts characters shown, the margin included."""
        layout = self._layout
        assert layout is not None
        if not 0 <= line < len(layout):
            return None
        block, start, _ = layout.stretch(line)
        if not 0 <= block < len(self._text.blocks):
            return None
        shown = "".join(piece.text for piece in layout.pieces(line))
        cell = width(shown[:column])
        found = self._characters(line)
        if last:
            before = [one for one in found if one.first < cell]
            return self._text.end_of(before[-1].place) if before else Position(block, start)
        after = next((one.place for one in found if one.end > cell), None)
        if after is not None or not found:
            return after or Position(block, start)
        return self._text.end_of(found[-1].place)


_LAYERS: Mapping[str, Layer] = {
    "yellow": "highlight-yellow",
    "green": "highlight-green",
    "blue": "highlight-blue",
    "red": "highlight-red",
    "purple": "highlight-purple",
}


def _layer(color: str) -> Layer:
    return _LAYERS[color]
