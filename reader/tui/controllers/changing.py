"""Changes to articles: star, read, tags, archive, trash. Says what changed and which key undoes it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reader.changes import JournalAction, count
from reader.tui.background import deeds, jobs
from reader.tui.background.backend import Job
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key

if TYPE_CHECKING:
    from textual.app import App

    from reader.changes import Change
    from reader.model import Summary

_BACK: Mapping[JournalAction, tuple[str, str]] = {
    "applied": ("undoes", "undo"),
    "undone": ("redoes", "redo"),
    "redone": ("undoes", "undo"),
}
"""What takes a change back, in words, and the action that does it."""

_LISTED = frozenset({"tags", "here", "archive", "page"})
"""Aspects by which lists are chosen: after such a change the list is read again."""

_SEARCHED = frozenset({"tags", "here", "page", "highlights", "remark"})
"""Aspects by which articles are found: after such a change the index is brought up to date."""

SLOW = 0.4
"""Seconds after which a message says that a change is under way."""


class Changing:
    """Changes articles and shows the result in the list, in the article and on the bottom line.

    Each change is about any number of articles, and is one change in the journal.
    """

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        changed: Callable[[Sequence[Summary]], None],
        index: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        """``changed`` is called with the rows of changed articles; ``index`` updates the index."""
        self._app = app
        self._backend = parts.backend
        self._keymap = parts.keymap
        self._tasks = parts.tasks
        self._notices = parts.notices
        self._searching = parts.searching
        self._reading = parts.reading
        self._article = parts.article
        self._changed = changed
        self._index = index

    async def toggle_star(self, articles: Sequence[int]) -> None:
        """Stars articles; if all are starred, removes the stars."""
        await self._change(lambda library: deeds.toggle_star(library, articles), _changing(articles))

    async def toggle_read(self, articles: Sequence[int]) -> None:
        """Marks articles as read; if all are read, as unread."""
        await self._change(lambda library: deeds.toggle_read(library, articles), _changing(articles))

    async def toggle_archive(self, articles: Sequence[int]) -> None:
        """Puts articles into the archive; if all are there, takes them out."""
        await self._change(lambda library: deeds.toggle_archive(library, articles), _changing(articles))

    async def remove(self, articles: Sequence[int]) -> None:
        """Moves articles to the trash."""
        await self._change(lambda library: jobs.remove(library, articles), _changing(articles))

    async def apply(self, change: Change) -> None:
        """Makes a change."""
        await self._change(lambda library: jobs.apply(library, change), _changing(change.articles))

    async def make(self, job: Job[jobs.Changed]) -> None:
        """Makes the change that a job makes."""
        await self._change(job, "Changing the highlight…")

    async def rename_tag(self, tag: str, new: str) -> None:
        """Gives a tag another name; if that exists, both become one."""
        await self._change(lambda library: deeds.rename_tag(library, tag, new), "Renaming the tag…")

    async def undo(self) -> None:
        """Undoes the last change."""
        if not await self._change(jobs.undo, "Undoing…"):
            self._tasks.tell("There is nothing to undo.")

    async def redo(self) -> None:
        """Redoes the change that was undone last."""
        if not await self._change(jobs.redo, "Redoing…"):
            self._tasks.tell("There is nothing to redo.")

    async def ask_tags(self, articles: Sequence[int]) -> None:
        """Asks for the tags of articles and sets those that are typed."""
        from reader.tui.screens.tagging import ask_tags

        await ask_tags(self._app, self._backend, articles, self._keymap, self._take_tags)

    def _take_tags(self, change: Change) -> None:
        self._tasks.in_turn(self.apply(change))

    async def _change(self, job: Job[jobs.Changed | None], meanwhile: str) -> bool:
        """Runs a job that changes articles and shows the result; False if there was nothing to do.

        ``meanwhile`` is said if it takes long.
        """
        waiting = self._app.set_timer(SLOW, lambda: self._tasks.tell(meanwhile))
        try:
            done = await self._backend.library(job)
        finally:
            waiting.stop()
        if done is None:
            return False
        await self.show(done)
        return True

    async def _show_highlights(self, articles: Sequence[int]) -> None:
        """Shows the highlights of the open article as they are now, if it is one of these."""
        article = self._reading.open_id
        if article is not None and article in articles:
            highlights = await self._backend.library(lambda library: library.highlights(article))
            if article == self._reading.open_id:
                self._article.set_highlights(highlights)

    def follow_up(self, done: jobs.Changed) -> None:
        """Shows a change that was made elsewhere."""
        self._tasks.do(self.show(done))

    async def show(self, done: jobs.Changed) -> None:
        """Says what a change has changed, and shows it in the list and in the open article."""
        can_be = done.applied.articles and done.applied.number is not None
        back = with_key(*_BACK[done.applied.action], self._keymap) if can_be else ""
        self._tasks.tell(done.sentence(back, self._notices.room))
        applied = done.applied
        aspect, articles = applied.change.aspect, applied.articles
        if aspect == "read":
            self._reading.read_decided(articles)
        if done.rows:
            self._changed(done.rows)
        if aspect == "highlights":
            await self._show_highlights(articles)
        many = bool(articles) and not done.rows
        if aspect in ("here", "page") or ((aspect in _LISTED or many) and self._reading.open_id in articles):
            # Links to an article that has gone lead nowhere; an edit may make one article into two.
            await self._reading.reload()
        if aspect in _LISTED or many:
            # The list drops articles that have gone, or shows the state of the many that have changed.
            await self._searching.load()
        if aspect in _SEARCHED:
            self._tasks.do(self._index())


def _changing(articles: Sequence[int]) -> str:
    return f"Changing {count(len(articles))}…"
