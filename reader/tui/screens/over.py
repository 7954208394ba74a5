"""What opens over the main screen: sheets, prompts, and other programs in its place."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from reader.config import Settings
from reader.errors import ReaderError, UnreadableSource
from reader.model import Position
from reader.tui.background import deeds, jobs
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import first_key
from reader.tui.state.places import outline

if TYPE_CHECKING:
    from textual.app import App


WEEKS = 12
"""How many weeks the statistics show."""


class Over:
    """Opens things over the main screen and acts on their results.

    Sheets and programs are imported when they are first opened, so that starting does not pay for them.
    """

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        settings: Settings,
        look_for: Callable[[str], Coroutine[Any, Any, None]],
        changed: Callable[[jobs.Changed], None],
    ) -> None:
        """``look_for`` searches for a title that leads to no article.

        ``changed`` is called with a change that a sheet or an editor has made.
        """
        self._app = app
        self._backend = parts.backend
        self._settings = settings
        self._keys = parts.keymap
        self._tasks = parts.tasks
        self._panes = parts.panes
        self._searching = parts.searching
        self._reading = parts.reading
        self._article = parts.article
        self._look_for = look_for
        self._changed = changed

    def number(
        self, follow: Callable[[str], None], typed: str = "", waits: Callable[[str], bool] | None = None
    ) -> None:
        """Asks for the number of a related article, and has it followed. See :class:`NumberLine`."""
        from reader.tui.screens.number import NumberLine

        def answered(number: str | None) -> None:
            if number is not None:
                follow(number)

        line = NumberLine("Follow related article {}", typed=typed, waits=waits, keymap=self._keys)
        self._app.push_screen(line, answered)

    def apply(self, settings: Settings) -> None:
        """Settings have changed."""
        self._settings = settings

    # --- sheets -----------------------------------------------------------------------------------

    def contents(self, go: Callable[[Position], None]) -> None:
        """The headings of the open article; ``go`` goes to the chosen one."""
        from reader.tui.screens.contents import ContentsSheet

        contents = self._article.contents
        if contents:
            sheet = ContentsSheet(outline(contents), self._article.position, self._keys)
            self._app.push_screen(sheet, lambda place: None if place is None else go(place))
        else:
            self._tasks.tell("This article has no headings.")

    def help(self, word: str = "") -> None:
        """All keys, or those whose help contains a word."""
        from reader.tui.screens.help import HelpSheet

        self._app.push_screen(HelpSheet(self._keys, word, self._panes.focus))

    async def tags(self) -> None:
        """All tags; the chosen one is searched for."""
        from reader.tui.screens.tags import TagsSheet

        tags = await self._backend.read(deeds.all_tags)
        if tags:
            self._app.push_screen(TagsSheet(tags, self._backend, self._keys, self._changed), self._find_tag)
        else:
            key = first_key("tag", self._keys)
            self._tasks.tell("You have no tags yet" + (f": {key} tags an article." if key else "."))

    def _find_tag(self, tag: str | None) -> None:
        if tag is not None:
            self._tasks.in_turn(self.search(f"tag:{tag}"))

    async def trash(self) -> None:
        """The articles that were removed; those that are chosen come back."""
        from reader.tui.screens.trash import TrashSheet

        trash = await self._backend.read(deeds.trash)
        if trash:
            self._app.push_screen(TrashSheet(trash, self._backend, self._keys, self._changed))
        else:
            self._tasks.tell("The trash is empty.")

    async def trail(self) -> None:
        """The places that the person has been to."""
        from reader.tui.screens.journeys import TrailSheet

        # The sheet shows the present place as the current step.
        await self._reading.save()
        steps = await self._backend.library(jobs.trail)
        if steps:
            self._app.push_screen(TrailSheet(steps, self._keys), self._jump)
        else:
            self._tasks.tell("You have not opened an article yet.")

    def _jump(self, visit: int | None) -> None:
        if visit is not None:
            self._tasks.tell("")
            self._tasks.in_turn(self._reading.step(visit))

    async def wanted(self) -> None:
        """The titles that articles link to and the library does not have."""
        from reader.tui.screens.journeys import WantedSheet

        lacking = await self._backend.library(jobs.wanted)
        if lacking:
            self._app.push_screen(WantedSheet(lacking, self._keys), self._want)
        else:
            self._tasks.tell("You have every article that yours link to.")

    def _want(self, title: str | None) -> None:
        if title is not None:
            self._tasks.in_turn(self._look_for(title))

    async def statistics(self) -> None:
        """What was read; it can be forgotten there."""
        from reader.tui.screens.statistics import StatisticsSheet

        await self._reading.save(leaving=True)
        today = datetime.now().date()
        stats = await self._backend.read(lambda library: library.statistics(today, WEEKS))
        counting = self._settings.statistics
        if stats.since is None:
            off = "" if counting else ": statistics are switched off"
            self._tasks.tell(f"Nothing that you have read has been counted yet{off}.")
            return
        sheet = StatisticsSheet(stats, today, counting=counting, keymap=self._keys)

        def closed(forget: bool | None) -> None:
            if forget:
                self._tasks.do(self._forget())

        self._app.push_screen(sheet, closed)

    async def _forget(self) -> None:
        await self._backend.library(lambda library: library.forget_statistics())
        self._tasks.tell("What you have read is forgotten.")

    async def searches(self) -> None:
        """Saved and recent searches."""
        from reader.tui.screens.searches import SearchesSheet

        searches = await self._backend.look_up(jobs.searches)
        if searches.saved or searches.recent:
            self._app.push_screen(SearchesSheet(searches, self._backend, self._keys), self._search_again)
        else:
            self._tasks.tell("You have not searched for anything yet.")

    def _search_again(self, query: str | None) -> None:
        if query is not None:
            self._tasks.in_turn(self.search(query))

    async def search(self, query: str) -> None:
        """Shows the results of a search in the list."""
        self._reading.begin_search()
        self.remember(query)
        self._panes.go("list")
        await self._searching.show(query, None)

    def _no_search(self) -> str:
        key = first_key("search", self._keys)
        return (
            f"There is no search to save: press {key} to begin one." if key else "There is no search to save."
        )

    def take_suggestion(self) -> None:
        """Searches for what may have been meant."""
        if self._searching.state.suggestion:
            self._tasks.in_turn(self.search(self._searching.state.suggestion))
        else:
            self._tasks.tell("There is no suggestion for this search.")

    def save_search(self) -> None:
        """Asks for a name, and saves the search under it."""
        from reader.tui.screens.prompt import Prompt

        query = self._searching.asked
        if not query:
            self._tasks.tell(self._no_search())
            return

        def save(name: str | None) -> None:
            if name:
                self._tasks.do(self.keep_search(name, query))

        self._app.push_screen(Prompt("Save this search as", query, self._keys), save)

    async def keep_search(self, name: str, query: str = "") -> None:
        """Saves a search under a name; "" is the one in the box."""
        query = query or self._searching.asked
        if not query:
            self._tasks.tell(self._no_search())
            return
        saved = await self._backend.library(lambda library: library.save_search(name, query))
        key = first_key("searches", self._keys)
        listed = f" {key} lists your searches;" if key else ""
        self._tasks.tell(f"Saved.{listed} @{saved.name} uses it in a search.")

    def remember(self, query: str = "") -> None:
        """Adds a search to the recent ones: the one given, or the one whose results are shown."""
        query = query or self._searching.text
        if query:
            self._tasks.do(self._backend.library(lambda library: library.remember_search(query)))

    # --- other programs ---------------------------------------------------------------------------

    def program(self, purpose: Literal["open_source", "edit"]) -> None:
        """Opens the page of the open article in another program: to look at it, or to edit it."""
        from reader.tui.background import programs

        view = self._reading.view
        if view is None:
            self._tasks.tell("No article is open.")
            return
        try:
            if purpose == "edit":
                before = programs.edit(self._app, view.summary.source, self._settings.editor)
                self._tasks.do(self._take_edit(view.summary.id, before))
            else:
                self._tasks.tell(programs.show(self._app, view.summary.source))
        except ReaderError as error:
            self._tasks.tell(str(error))

    async def _take_edit(self, article: int, before: bytes) -> None:
        try:
            done = await self._backend.library(lambda library: jobs.edited(library, article, before))
        except UnreadableSource as error:
            self._tasks.tell(str(error))
            return
        if done is not None:
            self._changed(done)
        elif article == self._reading.open_id:
            # The file is as it was, but what was damaged in the library may be put right.
            await self._reading.reload()
