"""Actions that move between the panes, through a search and its matches."""

from __future__ import annotations

from reader.tui.screens.acting import Acting
from reader.tui.state.marks import Marks
from reader.tui.state.onward import Way


class MovingActions(Acting):
    """Moving between panes and matches, and narrowing the list."""

    async def action_begin(self) -> None:
        """Enter in an empty library, where there is nothing to open, starts the tour."""
        if self.searching.loaded and not self.searching.listing.total:
            await self.run_action("app.tour")

    def action_next_pane(self) -> None:
        if self.panes.focus == "search":
            self._tasks.in_turn(self._to_results())
        else:
            self.panes.step(1)

    async def _to_results(self) -> None:
        """From the box to what it has found: there a hit can be starred, tagged or marked."""
        await self.searching.catch_up()
        self.panes.go("list")

    def action_previous_pane(self) -> None:
        self.panes.step(-1)

    def action_show_list(self) -> None:
        self.panes.go("list")

    def action_related(self) -> None:
        if self.panes.opened:
            self.panes.toggle_related()
        else:
            self.tell("No article is open.")

    def action_search(self) -> None:
        self.reading.begin_search()
        self.panes.go_to_box()
        self._box.action_select_all()

    def action_leave(self) -> None:
        if self._article.found.spans:
            self._finder.clear()
            self._notices.look()
        elif self._article.link is not None:
            self._article.select_link(None)
        elif self._article.picked is not None:
            self._article.pick(None)
            self._notices.look()
        elif self._article.has_matches:
            self.reading.clear_highlights()
            self._notices.look()
        elif self.panes.zen:
            self.panes.toggle_zen()
        elif self.searching.active:
            self.leave_search()
        elif self.searching.marks:
            self.searching.mark(Marks())
        elif self.panes.focused == "shelves":
            self.panes.go("list")
        elif self.panes.opened and not (self.panes.alone and self.panes.focused == "list"):
            # With one pane at a time, leaving ends at the list; otherwise it would go back and forth forever.
            self.panes.go("list" if self.panes.focused == "article" else "article")

    def action_unfold(self) -> None:
        self._tasks.in_turn(self._unfold())

    async def _unfold(self) -> None:
        if not await self.searching.unfold():
            self.tell("No result has copies.")

    def action_next_match(self) -> None:
        self._next(1)

    def action_previous_match(self) -> None:
        self._next(-1)

    def _next(self, way: Way) -> None:
        """What is found in the article comes first, then the matches of a search, then unread articles."""
        if self._article.found.spans:
            self._finder.step(way)
        else:
            self._tasks.in_turn(self._match_or_unread(way))

    async def _match_or_unread(self, way: Way) -> None:
        """Goes on to a match in the open article; where there is none, to an unread article of the list."""
        await self.reading.mark_search()
        if self._article.has_matches:
            await self._stepping.step(way)
        else:
            await self._onward.unread(way)

    def action_next_article(self) -> None:
        self._tasks.in_turn(self._onward.step(1))

    def action_previous_article(self) -> None:
        self._tasks.in_turn(self._onward.step(-1))

    def action_only_unread(self) -> None:
        self._narrow("is:unread")

    def action_only_starred(self) -> None:
        self._narrow("is:starred")

    def _narrow(self, condition: str) -> None:
        self.reading.begin_search()
        self._tasks.in_turn(self.searching.narrow(condition))

    def leave_search(self) -> None:
        """Ends the search; the list is as before."""
        self.tell("")
        self._over.remember()
        self.reading.give_up_search()
        self.searching.leave()
        self.panes.go("list")
