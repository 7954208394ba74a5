"""Changes to articles: star, unread, tags, trash. Says what changed and which key undoes it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from reader.changes import JournalAction, MarkRead, SetTags, Star
from reader.model import Summary
from reader.text import display, heading, tags_in, truncate
from reader.tui.background import jobs
from reader.tui.background.backend import Job
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key

if TYPE_CHECKING:
    from textual.app import App

_BACK: Mapping[JournalAction, tuple[str, str]] = {
    "applied": ("undoes", "undo"),
    "undone": ("redoes", "redo"),
    "redone": ("undoes", "undo"),
}
"""What takes a change back, in words, and the action that does it."""

_TITLE = 40
"""The cells that a title may take in the question for its tags."""


class Changing:
    """Changes articles and shows the result in the list, in the article and on the bottom line."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        changed: Callable[[Summary, tuple[int, int] | None], None],
        index: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        """``changed`` is called with the row of each changed article; ``index`` updates the index."""
        self._app = app
        self._backend = parts.backend
        self._keymap = parts.keymap
        self._tasks = parts.tasks
        self._searching = parts.searching
        self._reading = parts.reading
        self._changed = changed
        self._index = index

    async def toggle_star(self, article: int) -> None:
        """Stars an article, or removes its star."""
        await self._change(
            lambda library: jobs.apply(library, Star((article,), not library.summary(article).starred))
        )

    async def toggle_read(self, article: int) -> None:
        """Marks an article as unread, or as read."""
        await self._change(
            lambda library: jobs.apply(library, MarkRead((article,), library.summary(article).read is None))
        )

    async def remove(self, article: int) -> None:
        """Moves an article to the trash."""
        await self._change(lambda library: jobs.remove(library, [article]))

    async def undo(self) -> None:
        """Undoes the last change."""
        if not await self._change(jobs.undo):
            self._tasks.tell("There is nothing to undo.")

    async def redo(self) -> None:
        """Redoes the change that was undone last."""
        if not await self._change(jobs.redo):
            self._tasks.tell("There is nothing to redo.")

    async def ask_tags(self, article: int) -> None:
        """Asks for the tags of an article and sets those that are typed."""
        from reader.tui.screens.prompt import Prompt

        summary = await self._backend.library(lambda library: library.summary(article))

        def keep(typed: str | None) -> None:
            if typed is not None:
                change = SetTags((article,), tags_in(typed))
                self._tasks.do(self._change(lambda library: jobs.apply(library, change)))

        title = truncate(display(heading(summary.title)), _TITLE)
        self._app.push_screen(Prompt(f"Tags of “{title}”", " ".join(summary.tags), self._keymap), keep)

    async def _change(self, job: Job[jobs.Changed | None]) -> bool:
        """Runs a job that changes articles and shows the result; False if there was nothing to do."""
        done = await self._backend.library(job)
        if done is None:
            return False
        for row in done.rows:
            self._changed(row, None)
        applied = done.applied
        back = with_key(*_BACK[applied.action], self._keymap) if applied.articles else ""
        self._tasks.tell(done.sentence(back, self._app.size.width - 2))
        if applied.change.aspect in ("tags", "here"):
            if applied.change.aspect == "here" or self._reading.open_id in applied.articles:
                # Links to an article that has gone lead nowhere.
                await self._reading.reload()
            # The list drops articles that have gone, and the index learns the tags that articles have now.
            await self._searching.load()
            self._tasks.do(self._index())
        return True
