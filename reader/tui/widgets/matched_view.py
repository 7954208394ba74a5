"""A view of one article in which places are marked: the matches of a search, and what was looked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from textual import events
from textual.message import Message
from textual.selection import Selection

from reader.library.view import ArticleView, Entry
from reader.model import Position
from reader.text import clean
from reader.tui.background.clipboard import MOST_BYTES
from reader.tui.state.layers import Layers
from reader.tui.state.links import TextLink, links_between
from reader.tui.state.matches import Matches
from reader.tui.widgets.set_view import SetView

if TYPE_CHECKING:
    from reader.typesetting.layout import Layout


class MatchedView(SetView):
    """Marks places and goes from one to the next. Subclasses paint them."""

    class Marked(Message):
        """Other matches of a search, or places that were found, are marked than before, or none."""

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self._matches = Matches()
        self._match = 0
        self._found = Matches()
        self._layers = Layers()
        self._sought: Position | None = None
        self.link: TextLink | None = None
        """The link in the text that is selected."""

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``. The marks of another article are forgotten."""
        before = self.view
        if before is None or before.summary.id != view.summary.id:
            self._forget()
            self._match = view.scene.match
        elif before.article.blocks != view.article.blocks:
            self.set_found(())
            self.set_new(())
            self.select_link(None)
        super().show(view)

    def clear(self, message: str = "") -> None:
        """Shows nothing but a quiet message."""
        self._forget()
        super().clear(message)

    def _forget(self) -> None:
        self._matches, self._found, self._layers = Matches(), Matches(), Layers()
        self.link = self._sought = None

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
        self.post_message(self.Marked())

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
            # Where a position is on screen is known once the text is laid out.
            self._sought = position
            return
        if not self._in_view(position):
            self.scroll_to_line(max(0, self._line_of(position) - self.size.height // 3))
        self._layout.shift = self._layout.shift_to(position)

    def _take(self, layout: Layout) -> None:
        super()._take(layout)
        sought, self._sought = self._sought, None
        if sought is not None:
            self._bring_into_view(sought)

    def _in_view(self, position: Position) -> bool:
        top = self.scroll_offset.y
        return self._layout is None or top <= self._line_of(position) < top + self.size.height

    # --- what is found ------------------------------------------------------------------------------

    @property
    def found(self) -> Matches:
        """The places of what was looked for in this article."""
        return self._found

    def set_found(self, spans: Sequence[tuple[int, int, int]], at: Position | None = None) -> None:
        """Marks the places of what is looked for; the one that starts ``at`` a position is current."""
        self._mark_found(Matches.of(spans) if at is None else Matches.at(spans, at))
        self.post_message(self.Marked())
        if self._found.position is not None:
            self._bring_into_view(self._found.position)

    def step_found(self, by: Literal[1, -1]) -> bool:
        """Goes to the next or previous place; returns whether that led past the end of the article."""
        found = self._found
        begin = found.position
        if begin is not None and not self._in_view(begin):
            # After scrolling on, the next place is the one after what is on screen.
            found, begin = found.let_go(), None
        found = found.step(by, self.position)
        place = found.position
        if place is None:
            return False
        here = _order(begin or self.position)
        self._bring_into_view(place)
        self._mark_found(found)
        # The same place again, if it is the only one.
        if _order(place) == here:
            return begin is not None
        return (_order(place) > here) != (by > 0)

    @property
    def found_in_view(self) -> int:
        """The number of the current place, 0 while it is out of sight."""
        current = self._found.position
        return self._found.count[0] if current is not None and self._in_view(current) else 0

    def _mark_found(self, found: Matches) -> None:
        self._found = found
        self._layers = self._layers.put("find", found.others).put("find-current", found.the_current)
        self._repaint()

    # --- what is new --------------------------------------------------------------------------------

    def set_new(self, spans: Sequence[tuple[int, int, int]]) -> None:
        """Marks what is new since the person read the article: (block, start, end), ascending."""
        self._layers = self._layers.put("new", tuple(spans))
        self._repaint()

    def sees(self, position: Position) -> bool:
        """Whether a place is on screen."""
        return self._in_view(position)

    def bring(self, position: Position) -> None:
        """Brings a place into view, unless it is on screen."""
        self._bring_into_view(position)

    # --- links --------------------------------------------------------------------------------------

    def select_link(self, link: TextLink | None) -> None:
        """Selects a link in the text and brings it into view; None: no link is selected."""
        self.link = link
        if link is not None:
            self._bring_into_view(link.position)
        spans = () if link is None else ((link.block, link.start, link.end),)
        self._layers = self._layers.put("link-current", spans)
        self._repaint()
        self._stands()

    def _link_under(self, event: events.MouseEvent) -> TextLink | None:
        offset = event.get_content_offset(self)
        if offset is None or self._layout is None or self.view is None:
            return None
        line = self.scroll_offset.y + offset.y
        piece = self._layout.link_at(line, offset.x)
        if piece is None:
            return None
        block, start, end = self._layout.stretch(line)
        if block < 0:
            return TextLink(block, 0, 0, "", piece.href)
        known = self.view.pictures
        links = links_between(self.view.article.blocks, Position(block, start), Position(block, end), known)
        alike = [link for link in links if link.href == piece.href]
        return next((link for link in alike if piece.text.strip() in link.text), next(iter(alike), None))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as the article has it: a wrapped paragraph is one line."""
        if self._layout is None:
            return None
        start, end = (None if place is None else (place.y, place.x) for place in selection)
        # No more than that: the clipboard would not take it.
        return clean(self._layout.copy(start, end, MOST_BYTES)), "\n"

    def entries_in_sight(self) -> list[Entry]:
        """The related entries on screen, if they follow the end of the article."""
        layout, top = self._layout, self.scroll_offset.y
        if layout is None or not self._tail:
            return []
        lines = range(top, min(top + self.size.height, len(layout)))
        return list(dict.fromkeys(entry for line in lines if (entry := layout.entry_at(line)) is not None))

    def links_in_sight(self) -> list[tuple[TextLink, Position]]:
        """The links on screen, each with the first character of it that is to be seen."""
        view, sight = self.view, self.sight
        if view is None or sight is None:
            return []
        begin, end = sight
        links = links_between(view.article.blocks, begin, end, view.pictures)
        return [(link, max(link.position, begin, key=_order)) for link in links]

    @property
    def sight(self) -> tuple[Position, Position] | None:
        """The beginning and the end of what is on screen; None while nothing is."""
        layout, top = self._layout, self.scroll_offset.y
        if layout is None or not self.size.height:
            return None
        first, last = layout.stretch(top), layout.stretch(top + self.size.height - 1)
        return Position(first[0], first[1]), Position(last[0], last[2])


def _order(position: Position) -> tuple[int, int]:
    return position.block, position.char
