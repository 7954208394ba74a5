"""Finding in the open article: what is typed is looked for piece by piece, beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

from textual.content import Content
from textual.style import Style
from textual.worker import Worker, WorkerError

from reader.model import Position
from reader.tui.controllers.jumping import Jumping
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.state.finding import Needle, counted, first_after, needle, pieces
from reader.tui.state.layers import Spans
from reader.tui.widgets.find_bar import FindBar

if TYPE_CHECKING:
    from textual.screen import Screen


class TextFinder:
    """Opens and closes the line at the bottom, finds what is typed, and steps through what is found."""

    def __init__(self, screen: Screen[None], parts: Parts, jumping: Jumping) -> None:
        self._screen = screen
        self._article = parts.article
        self._reading = parts.reading
        self._panes = parts.panes
        self._notices = parts.notices
        self._tasks = parts.tasks
        self._keymap = parts.keymap
        self._jumping = jumping
        self._number = 0
        self._searching: Worker[None] | None = None
        self._wanted = ""
        self._begin = Position()
        self._open = False

    # --- the line ---------------------------------------------------------------------------------

    async def open(self) -> None:
        """Shows the line, with what was looked for last, which typing replaces."""
        if self._reading.view is None:
            self._tasks.tell("No article is open.")
            return
        bars = self._screen.query(FindBar)
        if not bars:
            await self._screen.mount(FindBar())
        bar = self._screen.query_one(FindBar)
        if not self._open:
            self._open = True
            self._panes.go("article")
            self._begin = self._article.position
            self._screen.add_class("-finding")
            bar.display = True
            bar.tell(self._keys())
        self._screen.set_focus(bar.line, scroll_visible=False)
        bar.line.action_select_all()

    def _keys(self) -> Content:
        """What the keys do; the line has the focus, so a click on them means it."""
        keys = (("goes on reading", "keep_found"), ("goes back", "leave_find"))
        named = ((with_key(words, action, self._keymap, typing=True), action) for words, action in keys)
        meant = [Content(words).stylize(Style.from_meta({"@click": f"focused.{action}"}))
                 for words, action in named if words]  # fmt: skip
        return Content(" · ").join(meant)

    def close(self, *, kept: bool) -> None:
        """Hides the line. ``kept``: reading goes on where it led; otherwise where it began."""
        if not self._open:
            return
        self._open = False
        bar = self._screen.query_one(FindBar)
        had_focus = bar.line.has_focus
        self._screen.remove_class("-finding")
        if had_focus:
            self._panes.go("article")
        bar.display = False
        if not kept:
            self.clear()
            self._article.go_to(self._begin)
        elif self._searching is not None and not self._searching.is_finished:
            self._tasks.in_turn(self._keep_when_found(self._searching, self._number))
        else:
            self._keep()

    async def _keep_when_found(self, searching: Worker[None], number: int) -> None:
        """Reading goes on where the search leads, once it is done."""
        with suppress(WorkerError):
            await searching.wait()
        if number == self._number:
            self._keep()

    def _keep(self) -> None:
        if self._article.found.spans:
            self._jumping.leave(self._begin)
            self._tell("")
        elif self._wanted:
            self._tasks.tell(f"“{self._wanted}” is not in this article.")

    def clear(self) -> None:
        """Nothing is looked for any more."""
        self._number += 1
        self._article.set_found(())

    # --- finding ----------------------------------------------------------------------------------

    def typed(self, text: str) -> None:
        """Looks for what is typed; what is looked for already is given up."""
        self._number += 1
        self._wanted = text.strip()
        wanted, view = needle(text), self._reading.view
        if wanted is None or view is None:
            self._article.set_found(())
            self._article.go_to(self._begin)
            self._say(self._keys())
        else:
            self._searching = self._tasks.do(self._find(wanted, self._number))

    async def _find(self, wanted: Needle, number: int) -> None:
        view, begin = self._reading.view, self._begin
        if view is None:
            return
        found: list[tuple[int, int, int]] = []
        first: tuple[int, int, int] | None = None
        looking = pieces(view.article, wanted, begin.block)
        while (piece := await asyncio.to_thread(_next, looking)) is not None:
            if number != self._number or view is not self._reading.view:
                return
            found += piece
            if first is None and (first := first_after(piece, begin)) is not None:
                self._article.set_found((first,), Position(first[0], first[1]))
        found.sort()
        if not found:
            self._article.set_found(())
            self._article.go_to(begin)
            self._say("not in this article")
            return
        later = first_after(found, begin)
        first = later or found[0]
        self._article.set_found(found, Position(first[0], first[1]))
        self._say(self._count("" if later else "top"))

    # --- stepping ---------------------------------------------------------------------------------

    def step(self, by: Literal[1, -1]) -> None:
        """Goes to the next or previous place, and says which it is."""
        if not self._article.found.spans:
            return
        wrapped = self._article.step_found(by)
        self._tell(("top" if by > 0 else "end") if wrapped else "")

    def _tell(self, wrapped: str) -> None:
        words = self._count(wrapped)
        if self._open:
            self._say(words)
            return
        article, number = self._reading.open_id, self._article.found.count[0]

        def holds() -> bool:
            return self._reading.open_id == article and self._article.found_in_view == number

        steps = with_key("next", "next_match", self._keymap)
        clears = with_key("clears", "leave", self._keymap)
        self._notices.tell(" · ".join(filter(None, (f"“{self._wanted}”: {words}", steps, clears))), holds)

    def _count(self, wrapped: str) -> str:
        number, count = self._article.found.count
        return counted(number, count, wrapped=wrapped)

    def _say(self, words: str | Content) -> None:
        if self._open:
            self._screen.query_one(FindBar).tell(words)


def _next(looking: Iterator[Spans]) -> Spans | None:
    return next(looking, None)
