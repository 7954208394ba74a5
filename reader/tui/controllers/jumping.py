"""Jumps in the open article: headings, paragraphs, per cent, bookmarks, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.model import MarkedPlace, Position
from reader.tui.background import jobs
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.state.places import BACK, Jumps, Way, next_heading, next_paragraph, per_cent, quoted

if TYPE_CHECKING:
    from textual.app import App

_NOTHING_OPEN = "No article is open."


class Jumping:
    """Jumps, and remembers where the last one was from."""

    def __init__(self, app: App[Any], parts: Parts) -> None:
        self._app = app
        self._article = parts.article
        self._reading = parts.reading
        self._backend = parts.backend
        self._tasks = parts.tasks
        self._keymap = parts.keymap
        self.state = Jumps()
        """Where the last jump was from, and where it led."""

    # --- jumps ------------------------------------------------------------------------------------

    def leave(self, here: Position | None = None) -> None:
        """The person is about to go elsewhere in the article, from a place or from where they are."""
        article = self._reading.open_id
        if article is not None:
            self.state = self.state.jumped(article, here or self._article.position)

    def go(self, to: Position, *, keeps: bool = True) -> None:
        """Goes to a place in the open article. ``keeps``: the place before can be gone back to."""
        article = self._reading.open_id
        if article is not None:
            self.state = self.state.jumped(article, self._article.position, keeps=keeps)
            self._article.go_to(to)
            self.state = self.state.landed(to, self._line)

    @property
    def _line(self) -> int:
        return self._article.scroll_offset.y

    @property
    def _here(self) -> Position:
        article = self._reading.open_id or 0
        return self.state.base(article, self._article.position, self._line)

    def heading(self, way: Way) -> None:
        """To the next heading, or the previous one."""
        words = "There is no further heading." if way > 0 else "There is no heading before this one."
        self._to(lambda blocks: next_heading(blocks, self._here, way), words)

    def paragraph(self, way: Way) -> None:
        """To the next paragraph, or the previous one."""
        words = "This is the last paragraph." if way > 0 else "This is the beginning."
        self._to(lambda blocks: next_paragraph(blocks, self._here, way), words, keeps=False)

    def _to(self, find: Callable[[Any], Position | None], words: str, *, keeps: bool = True) -> None:
        view = self._reading.view
        if view is None:
            self._tasks.tell(_NOTHING_OPEN)
        elif (to := find(view.article.blocks)) is None:
            self._tasks.tell(words)
        else:
            self._tasks.tell("")
            self.go(to, keeps=keeps)

    # --- per cent ---------------------------------------------------------------------------------

    def ask_per_cent(self) -> None:
        """Asks for a number and goes there."""
        from reader.tui.screens.number import NumberLine

        if self._reading.view is None:
            self._tasks.tell(_NOTHING_OPEN)
            return

        def answered(typed: str | None) -> None:
            if typed is not None:
                self.share(typed)

        line = NumberLine("Go to {} % of the article", digits=3, keymap=self._keymap)
        self._app.push_screen(line, answered)

    def share(self, typed: str) -> None:
        """Goes as far through the article as the typed number says."""
        number = per_cent(typed)
        if number is None:
            self._tasks.tell(f"{typed} is not a number from 0 to 100.")
        elif self._reading.view is None:
            self._tasks.tell(_NOTHING_OPEN)
        else:
            self.leave()
            self._article.go_to_share(number / 100)

    # --- bookmarks --------------------------------------------------------------------------------

    async def ask_mark(self) -> None:
        """Asks for a letter and keeps the place under it."""
        await self._ask("Mark this place: type a letter", self._mark)

    async def ask_to_mark(self) -> None:
        """Asks for a letter and goes to the place kept under it."""
        await self._ask("Go to a marked place: type its letter", self._go_to_mark)

    async def _ask(self, question: str, act: Callable[[str, tuple[MarkedPlace, ...]], None]) -> None:
        from reader.tui.screens.letters import LetterSheet

        view = self._reading.view
        if view is None or view.damaged:
            self._tasks.tell(_NOTHING_OPEN)
            return
        article = view.summary.id
        kept = await self._backend.read(lambda library: library.bookmarks(article))
        lines = [(mark.letter, quoted(view.article.blocks, mark) or view.article.title) for mark in kept]
        if self.state.back(article) is not None and act == self._go_to_mark:
            lines.append((BACK, "back to where you jumped from"))

        def answered(letter: str | None) -> None:
            if letter is not None:
                act(letter, kept)

        self._app.push_screen(LetterSheet(question, lines, self._keymap), answered)

    def _mark(self, letter: str, kept: tuple[MarkedPlace, ...]) -> None:
        place = self._reading.place
        if not letter.isalnum():
            self._tasks.tell(f"A place is marked with a letter or a digit, not with {letter}.")
        elif place is not None:
            self._tasks.do(self._keep(letter, place))

    async def _keep(self, letter: str, place: jobs.Place) -> None:
        await self._backend.library(lambda library: library.set_bookmark(letter, place))
        comes_back = with_key(f"{letter} comes back", "go_to_mark", self._keymap)
        self._tasks.tell(" · ".join(filter(None, (f"Marked this place as {letter}", comes_back))))

    def _go_to_mark(self, letter: str, kept: tuple[MarkedPlace, ...]) -> None:
        article = self._reading.open_id
        if article is None:
            return
        if letter == BACK:
            to = self.state.back(article)
            words = "You have not jumped in this article yet."
        else:
            to = next((mark.position for mark in kept if mark.letter == letter), None)
            marks = with_key("marks one", "set_mark", self._keymap)
            words = " · ".join(filter(None, (f"No place is marked as {letter} here", marks)))
        if to is None:
            self._tasks.tell(words)
        else:
            self.go(to)
