"""Changes to articles: star, unread, tags, trash. Says what changed and which key takes it back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from reader.model import Summary
from reader.text import display, heading, truncate
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.work import changing
from reader.tui.work.backend import Job

if TYPE_CHECKING:
    from textual.app import App

_BACK = {"undo": "undoes", "redo": "redoes"}

_TITLE = 40
"""Cells that a title takes in the question whose tags are edited."""


class Changing:
    """Changes articles, and shows what came of it: in the list, in the article, on the bottom line."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        changed: Callable[[Summary], None],
        watch: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        """``changed`` is called with the row of each changed article; ``watch`` looks at the library."""
        self._app = app
        self._backend = parts.backend
        self._keymap = parts.keymap
        self._tasks = parts.tasks
        self._searching = parts.searching
        self._reading = parts.reading
        self._changed = changed
        self._watch = watch

    async def toggle_star(self, article: int) -> None:
        """Stars an article, or removes its star."""
        await self._change(lambda library: changing.toggle_star(library, article))

    async def toggle_read(self, article: int) -> None:
        """Marks an article as unread, or as read."""
        await self._change(lambda library: changing.toggle_read(library, article))

    async def remove(self, article: int) -> None:
        """Moves an article to the trash."""
        await self._change(lambda library: changing.remove(library, [article]))

    async def undo(self) -> None:
        """Takes the last change back."""
        if not await self._change(changing.undo):
            self._tasks.tell("There is nothing to undo.")

    async def redo(self) -> None:
        """Makes the change again that was undone last."""
        if not await self._change(changing.redo):
            self._tasks.tell("There is nothing to redo.")

    async def ask_tags(self, article: int) -> None:
        """Asks for the tags of an article, and gives it those that are typed."""
        from reader.tui.screens.prompt import Prompt

        summary = await self._backend.library(lambda library: library.summary(article))

        def keep(typed: str | None) -> None:
            if typed is not None:
                self._tasks.do(self._change(lambda library: changing.set_tags(library, article, typed)))

        title = truncate(display(heading(summary.title)), _TITLE)
        self._app.push_screen(Prompt(f"Tags of “{title}”", " ".join(summary.tags), self._keymap), keep)

    async def _change(self, job: Job[changing.Changed | None]) -> bool:
        """Does what changes articles, and shows what came of it; False if there was nothing to do."""
        done = await self._backend.library(job)
        if done is None:
            return False
        for row in done.rows:
            self._changed(row)
        back = with_key(_BACK[done.back], done.back, self._keymap) if done.back else ""
        self._tasks.tell(" · ".join(filter(None, (done.words, back))))
        await self._show(done)
        return True

    async def _show(self, done: changing.Changed) -> None:
        """Brings list and article in step with a change that is more than a mark in a row."""
        shown = {*done.gone, *(row.id for row in done.rows)}
        if (done.tagged or done.listed) and self._reading.open_id in shown:
            await self._reading.reload()
        if done.tagged or done.listed:
            # The list may show a search for the tags; what has changed is to be found by them.
            await self._searching.load()
            await self._watch()
