"""All highlights: opens their sheet, and goes to the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.config import Settings
from reader.facts import Passage
from reader.tui.background import jobs, passage_jobs
from reader.tui.controllers.highlighting import Highlighting
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.state.passages import PassageList

if TYPE_CHECKING:
    from textual.app import App

    from reader.tui.screens.passages import PassagesSheet


class MarkedPassages:
    """Everything that was highlighted, whatever the article."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        settings: Settings,
        highlighting: Highlighting,
        changed: Callable[[jobs.Changed], None],
        tell_unkept: Callable[[str], None],
        export: Callable[[str], object],
    ) -> None:
        """``changed`` is called with each change that a sheet makes.

        ``tell_unkept`` is called with the reason if a step to an article is not kept.
        ``export`` asks for a file for the highlights that a query finds; "" for all.
        """
        self._app = app
        self._backend = parts.backend
        self._keymap = parts.keymap
        self._tasks = parts.tasks
        self._panes = parts.panes
        self._reading = parts.reading
        self._article = parts.article
        self._highlighting = highlighting
        self._changed = changed
        self._tell_unkept = tell_unkept
        self._export = export
        self.editor = settings.editor
        """The editor of the configuration, "" for none."""
        self._listed = PassageList()
        self._last: Passage | None = None

    async def ask(self, query: str = "") -> None:
        """Shows all highlights, or those that a query finds; the one that is chosen is opened."""
        from reader.tui.screens.passages import PassagesSheet, number_of
        from reader.tui.state.passages import same_place

        found = await self._backend.read(lambda library: passage_jobs.passages(library, query))
        if not found.found:
            if query:
                self._tasks.tell(f"No highlight is found by {query}.")
            else:
                selects = with_key("selects text in an article", "select", self._keymap)
                self._tasks.tell(" · ".join(filter(None, ("Nothing is highlighted yet", selects))))
            return
        listed = PassageList(found.found, self._listed.order, query)
        shown = listed.shown
        # Where one was, or else at the article that is open.
        last = self._last if self._last is not None and self._last.article == self._reading.open_id else None
        at = same_place(shown, last, number_of(shown, self._reading.open_id))
        sheet = PassagesSheet(
            *(listed, self._backend, self._keymap),
            edit=self._edit,
            changed=self._changed,
            at=at,
        )
        self._app.push_screen(sheet, lambda chosen: self._chosen(sheet, chosen))
        if found.notes:
            sheet.call_after_refresh(sheet.say, found.notes[0])

    async def review(self) -> None:
        """Shows today's highlights one by one."""
        from reader.tui.screens.review import ReviewSheet

        passages = await self._backend.read(passage_jobs.review)
        if not passages:
            self._tasks.tell(
                "There is nothing to review: nothing is highlighted yet, or all of it is ignored."
            )
            return
        sheet = ReviewSheet(passages, self._backend, self._keymap, edit=self._edit, changed=self._changed)
        self._app.push_screen(sheet, self._open_chosen)

    def _open_chosen(self, chosen: Passage | None) -> None:
        if chosen is not None:
            self._tasks.tell("")
            self._tasks.in_turn(self.open(chosen))

    def _edit(self, text: str) -> str:
        from reader.tui.background import programs

        return programs.edit_text(self._app, text, self.editor)

    def _chosen(self, sheet: PassagesSheet, chosen: Passage | None) -> None:
        self._listed = sheet.listed
        self._last = chosen or self._last
        self._open_chosen(chosen)
        if sheet.exports:
            self._export(sheet.listed.query)

    async def open(self, passage: Passage) -> None:
        """Opens the article of a highlight, at its words; a lost one says so."""
        if self._reading.open_id != passage.article:
            self._tell_unkept(await self._reading.open(passage.article))
        self._panes.go("article")
        stored = passage.stored
        there = self._article.highlights.same(stored)
        if there is not None:
            self._article.pick(there)
            self._highlighting.tell(there)
        elif stored.start is None:
            words = "The article of this highlight has no text yet."
            if stored.lost:
                words = "The words of this highlight are not in the text any more."
            self._tasks.tell(words)
