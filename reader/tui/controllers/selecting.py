"""Selecting text in the open article with the keyboard, and with the mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, cast

from textual.css.query import NoMatches

from reader.colors import COLORS, HighlightColor
from reader.model import Position, StoredHighlight
from reader.tui.controllers.finding import TextFinder
from reader.tui.controllers.highlighting import Highlighting
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import HintPlace, with_key
from reader.tui.state.motions import Motion
from reader.tui.state.places import Way
from reader.tui.state.selecting import SelectedPassage, Stretch
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.passage_view import LineMotion
from reader.tui.widgets.select_keys import SelectKeys

if TYPE_CHECKING:
    from textual.screen import Screen


class Selecting:
    """Puts a cursor into the text, moves it, and does what is asked for with the passage.

    ``changed`` is called when what keys mean has changed.
    """

    def __init__(
        self,
        screen: Screen[None],
        parts: Parts,
        highlighting: Callable[[], Highlighting],
        finder: TextFinder,
        changed: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._article = parts.article
        self._reading = parts.reading
        self._panes = parts.panes
        self._tasks = parts.tasks
        self._keymap = parts.keymap
        self._highlighting = highlighting
        self._finder = finder
        self._changed = changed
        self._seeking = False
        self._last: tuple[int, Position] | None = None
        self._moving: StoredHighlight | None = None
        self._place: HintPlace | None = None

    @property
    def on(self) -> bool:
        """Whether there is a cursor in the text."""
        return self._article.passage is not None

    @property
    def place(self) -> HintPlace | None:
        """For which place hints are to be shown; None while there is no cursor."""
        passage = self._article.passage
        if passage is None or self._seeking:
            return None
        return "cursor" if passage.begun is None else "selecting"

    @property
    def selected(self) -> str:
        """The text that is selected; "" for none."""
        passage, text = self._article.passage, self._article.text
        ends = None if passage is None else passage.passage(text)
        return "" if ends is None else text.between(*ends)

    # --- beginning and ending ---------------------------------------------------------------------

    async def begin(self) -> None:
        """Puts a cursor into the text: where something is picked, found or was left, else at the top.

        What is selected with the mouse is what is selected then.
        """
        if self._reading.view is None:
            self._tasks.tell("No article is open.")
            return
        self._panes.go("article")
        dragged = self._article.dragged()
        if dragged is not None:
            self._screen.clear_selection()
        passage = dragged or self._at_first()
        if passage is None:
            self._tasks.tell("There is no text to select.")
        else:
            await self._start(passage)

    def _at_first(self) -> SelectedPassage | None:
        article = self._article
        marked = [article.picked.start if article.picked else None, article.place_found]
        marked.append(article.link.position if article.link else None)
        if self._last is not None and self._last[0] == self._reading.open_id:
            marked.append(self._last[1])
        near = (place for place in marked if place is not None and article.in_sight(place))
        place = next(near, None) or article.first_in_sight()
        place = None if place is None else article.text.standing(place)
        return None if place is None else SelectedPassage(place)

    async def dragged(self) -> None:
        """What was selected with the mouse can be highlighted and changed with keys, like any passage."""
        passage = self._article.dragged()
        if passage is not None:
            self._screen.clear_selection()
            await self._start(passage)

    async def reselect(self, one: StoredHighlight) -> None:
        """Selects the words of a highlight, to put it on other ones."""
        text = self._article.text
        if one.start is None or one.end is None:
            return
        last = text.standing(Position(one.end.block, max(0, one.end.char - 1)))
        first = text.standing(one.start)
        if first is not None and last is not None:
            await self._start(SelectedPassage(last, first))
            self._moving = one
            takes = with_key("takes these words for the highlight", "highlight", self._keymap)
            self._tasks.tell(takes)

    async def _start(self, passage: SelectedPassage) -> None:
        if not self._screen.query(SelectKeys):
            await self._screen.mount(SelectKeys())
        self._seeking = False
        self._moving = None
        self._article.pick(None)
        self._screen.add_class("-selecting")
        self._article.select(passage)
        self._take_keys()
        # The line names the keys now.
        self._tasks.tell("")
        self._show()

    def _take_keys(self) -> None:
        self._screen.set_focus(self._screen.query_one(SelectKeys), scroll_visible=False)

    @property
    def _has_keys(self) -> bool:
        return isinstance(self._screen.focused, SelectKeys)

    def end(self) -> None:
        """Takes the cursor away; reading goes on."""
        passage, article = self._article.passage, self._reading.open_id
        if passage is not None and article is not None:
            self._last = (article, passage.cursor)
        self._article.select(None)
        self.gone()

    def gone(self) -> None:
        """There is no cursor any more, perhaps because there is another text."""
        self._seeking = False
        self._moving = None
        self._screen.remove_class("-selecting")
        if self._has_keys:
            self._panes.go("article" if self._panes.opened else "list")
        self._show()

    def _show(self) -> None:
        if self.place != self._place:
            self._place = self.place
            self._changed()

    def focus_moved(self) -> None:
        """To be called when the focus has moved: if something else has it, the person goes on there."""
        # What has it now: it may have moved once more since.
        if self.on and not self._seeking and self._screen.focused is not None and not self._has_keys:
            self.end()

    # --- finding ----------------------------------------------------------------------------------

    def finds(self) -> None:
        """The person is about to find words: the cursor waits."""
        self._seeking = self.on
        self._show()

    def found(self, *, kept: bool) -> None:
        """Finding has ended. ``kept``: what is selected reaches to where it led."""
        if not self._seeking:
            return
        self._seeking = False
        if not isinstance(self._screen.focused, ArticlePane):
            # A click has led elsewhere.
            self.end()
            return
        if kept:
            self._reach()
        elif self._article.passage is not None:
            self._article.select(self._article.passage)
        self._take_keys()
        self._show()

    def _reach(self) -> None:
        passage, span = self._article.passage, self._article.span_found
        if passage is not None and span is not None:
            block, start, end = span
            self._article.select(
                passage.reaches(Position(block, start), Position(block, end), self._article.text)
            )

    def _step_found(self, by: Literal[1, -1]) -> None:
        if self._article.found.spans:
            self._finder.step(by)
        elif self._article.has_matches:
            self._article.step_match(by)
        else:
            finds = with_key("finds words", "search_on", self._keymap)
            self._tasks.tell(" · ".join(filter(None, ("You have not searched in this article", finds))))
            return
        self._reach()

    # --- keys -------------------------------------------------------------------------------------

    def ask(self, what: str, which: str) -> None:
        """Does what a key asks for."""
        passage, text = self._article.passage, self._article.text
        if passage is None:
            self.gone()
            return
        moved: SelectedPassage | None = None
        match what:
            case "go":
                moved = passage.moved(cast(Motion, which), text)
            case "line":
                moved = self._article.by_line(cast(LineMotion, which))
            case "begin":
                moved = passage.begins()
            case "take":
                moved = passage.takes(cast(Stretch, which), text)
            case "swap":
                moved = passage.swaps()
            case "found":
                self._step_found(1 if which == "1" else -1)
            case "leave" if passage.begun is not None and self._moving is None:
                moved = passage.drops()
            case "leave":
                self.end()
            case _:
                self._act(what, which)
        if moved is not None:
            self._article.select(moved)
        self._show()

    def highlight_near(self, way: Way) -> None:
        """The cursor on the next highlight, or the previous one."""
        passage = self._article.passage
        if passage is None:
            return
        here = passage.cursor
        # Where it stands on one already, it goes on from there.
        at = self._article.highlights.at(here)
        beyond = Position(here.block, here.char + 1) if way > 0 else (at and at.start) or here
        one = self._highlighting().next(way, beyond)
        if one is not None and one.start is not None:
            self._article.select(passage.to(self._article.text.standing(one.start) or here))

    # --- what is done with the passage ------------------------------------------------------------

    def _act(self, what: str, which: str) -> None:
        passage = self._article.passage
        assert passage is not None
        ends = passage.passage(self._article.text)
        if ends is not None:
            self._with_passage(what, which, *ends)
            return
        one = self._article.highlights.at(passage.cursor)
        if one is None:
            begins = with_key("begins to select", "begin_selection", self._keymap)
            self._tasks.tell(" · ".join(filter(None, ("Nothing is selected or highlighted here", begins))))
            return
        self._with_highlight(what, which, one)

    def _with_passage(self, what: str, which: str, start: Position, end: Position) -> None:
        highlighting = self._highlighting()
        moving = self._moving
        color = cast(HighlightColor, which) if which else COLORS[0]
        match what:
            case "copy":
                highlighting.copy(self.selected)
                self.end()
            case "highlight" if moving is not None:
                self.end()
                highlighting.move(moving, start, end)
            case "highlight" | "paint":
                self.end()
                highlighting.add(start, end, color)
            case "annotate":
                highlighting.add_with_note(start, end, self.end)
            case "delete":
                one = self._article.highlights.exactly(start, end)
                if one is None:
                    self._tasks.tell("What is selected is not a highlight.")
                else:
                    self.end()
                    highlighting.delete(one)

    def _with_highlight(self, what: str, which: str, one: StoredHighlight) -> None:
        highlighting = self._highlighting()
        match what:
            case "highlight":
                self.end()
                highlighting.show(one)
            case "paint":
                highlighting.recolor(one, cast(HighlightColor, which))
            case "annotate":
                highlighting.annotate(one)
            case "copy":
                highlighting.copy(one.highlight.quote)
            case "delete":
                highlighting.delete(one)


def select_keys(screen: Screen[None]) -> SelectKeys | None:
    """What takes the keys while a cursor is in the text, if it is there."""
    try:
        return screen.query_one(SelectKeys)
    except NoMatches:
        return None
