"""What opens over the main screen: sheets, and other programs in its place."""

from __future__ import annotations

from abc import abstractmethod

from reader.config import Settings
from reader.errors import ReaderError
from reader.model import Position
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.searching import Searching
from reader.tui.screens.working import Working
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.work import jobs


class Over(Working):
    """The actions of the main screen that open something over it, and what becomes of their results.

    Sheets and programs are imported when they are first opened: no start pays for them.
    """

    panes: Panes
    reading: Reading
    searching: Searching
    _settings: Settings
    _article: ArticlePane

    @abstractmethod
    async def _look_for(self, title: str, fits: int = 0) -> None:
        """Searches for a title that leads to no article."""

    @abstractmethod
    async def _watch(self) -> None:
        """Looks at what has changed in the library."""

    # --- sheets -----------------------------------------------------------------------------------

    def action_contents(self) -> None:
        from reader.tui.screens.sheets import ContentsSheet

        contents = self._article.contents
        if contents:
            self.app.push_screen(ContentsSheet(contents), self._go_to)
        else:
            self.tell("This article has no headings.")

    def _go_to(self, position: Position | None) -> None:
        if position is not None:
            self._article.go_to(position)

    def action_help(self) -> None:
        from reader.tui.screens.sheets import HelpSheet

        self.app.push_screen(HelpSheet(self._settings.keys))

    def action_trail(self) -> None:
        self._in_turn(self._open_trail())

    async def _open_trail(self) -> None:
        from reader.tui.screens.journeys import TrailSheet

        # The step to be seen as the present one is where the person stands now.
        await self.reading.save()
        steps = await self._backend.library(jobs.trail)
        if steps:
            self.app.push_screen(TrailSheet(steps), self._jump)
        else:
            self.tell("No article has been opened yet.")

    def _jump(self, visit: int | None) -> None:
        if visit is not None:
            self.tell("")
            self._in_turn(self.reading.step(visit))

    def action_wanted(self) -> None:
        self._in_turn(self._open_wanted())

    async def _open_wanted(self) -> None:
        from reader.tui.screens.journeys import WantedSheet

        lacking = await self._backend.library(jobs.wanted)
        if lacking:
            self.app.push_screen(WantedSheet(lacking), self._want)
        else:
            self.tell("Every title that an article names is here.")

    def _want(self, title: str | None) -> None:
        if title is not None:
            self._in_turn(self._look_for(title))

    def action_searches(self) -> None:
        self._in_turn(self._open_searches())

    async def _open_searches(self) -> None:
        from reader.tui.screens.searches import SearchesSheet

        searches = await self._backend.look_up(jobs.searches)
        if searches.saved or searches.recent:
            self.app.push_screen(SearchesSheet(searches, self._backend), self._search_again)
        else:
            self.tell("Nothing has been searched for yet.")

    def _search_again(self, query: str | None) -> None:
        if query is not None:
            self._in_turn(self._search(query))

    async def _search(self, query: str) -> None:
        self.reading.begin_search()
        self._remember(query)
        self.panes.go("list")
        await self.searching.show(query, None)

    def action_take_suggestion(self) -> None:
        if self.searching.suggestion:
            self._in_turn(self._search(self.searching.suggestion))
        else:
            self.tell("There is no suggestion here.")

    def action_save_search(self) -> None:
        from reader.tui.screens.prompt import Prompt

        query = self.searching.asked
        if not query:
            self.tell("There is no search to save: press / to begin one.")
            return

        def save(name: str | None) -> None:
            if name:
                self._do(self._keep_search(name, query))

        self.app.push_screen(Prompt("Save this search as", query), save)

    async def _keep_search(self, name: str, query: str) -> None:
        saved = await self._backend.library(lambda library: library.save_search(name, query))
        self.tell(f"Saved: f finds it again, and so does @{saved.name} in a search")

    def _remember(self, query: str = "") -> None:
        """Keeps a search among the recent ones: the one given, or the one whose results are shown."""
        query = query or self.searching.text
        if query:
            self._do(self._backend.library(lambda library: library.remember_search(query)))

    def action_follow_far(self) -> None:
        from reader.tui.screens.number import NumberLine

        self.app.push_screen(NumberLine(), self._follow_far)

    def _follow_far(self, number: int | None) -> None:
        if number is not None:
            self.action_follow(number)

    @abstractmethod
    def action_follow(self, number: int) -> None:
        """Follows the related article with that number."""

    @property
    @abstractmethod
    def _subject(self) -> int | None:
        """The article that star, unread and tags are about."""

    def action_tag(self) -> None:
        if (article := self._subject) is not None:
            self._in_turn(self._ask_tags(article))

    async def _ask_tags(self, article: int) -> None:
        from reader.tui.screens.prompt import Prompt

        summary = await self._backend.library(lambda library: library.summary(article))

        def keep(typed: str | None) -> None:
            if typed is not None:
                self._do(self._keep_tags(article, typed))

        self.app.push_screen(Prompt("Tags, with spaces between", " ".join(summary.tags)), keep)

    async def _keep_tags(self, article: int, typed: str) -> None:
        summary = await self.reading.tag(article, typed)
        self.tell(f"Tagged {' '.join(f'#{tag}' for tag in summary.tags)}" if summary.tags else "No tags")
        # It is to be found by them, and the list may show a search for them.
        await self.searching.load()
        await self._watch()

    # --- other programs ---------------------------------------------------------------------------

    def action_open_source(self) -> None:
        self._with_program("open_source")

    def action_edit(self) -> None:
        self._with_program("edit")

    def _with_program(self, purpose: str) -> None:
        from reader.tui.work import programs

        view = self.reading.view
        if view is None:
            self.tell("No article is open.")
            return
        try:
            if purpose == "edit":
                programs.edit(self.app, view.summary.source, self._settings.editor)
                self._do(self._read_again(view.summary.source))
            else:
                self.tell(programs.show(self.app, view.summary.source))
        except ReaderError as error:
            self.tell(str(error))

    async def _read_again(self, source: str) -> None:
        report = await self._backend.library(lambda library: library.add([source], index=False))
        if report.failed:
            self.tell(report.failed[0].error)
        elif report.updated:
            await self.reading.reload()
            await self.searching.load()
            self.tell("Read in again")
            await self._watch()
