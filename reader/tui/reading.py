"""What is being read: the open article, the way there and back, its place, its marks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import ArticleNotFound
from reader.model import Position, Summary
from reader.tui import jobs
from reader.tui.backend import Backend
from reader.tui.view import ArticleView, Entry
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.related_pane import RelatedPane

if TYPE_CHECKING:
    from reader.library import Library


class Reading:
    """Drives the article pane and the related pane; keeps the place on disk.

    Steps along the trail are taken one after the other, each to its end, so that the trail and the screen
    agree however fast the keys come. ``changed`` is called with an article's row when its state is new.
    """

    def __init__(
        self,
        backend: Backend,
        article: ArticlePane,
        related: RelatedPane,
        changed: Callable[[Summary], None],
    ) -> None:
        self._backend = backend
        self._article = article
        self._related = related
        self._changed = changed
        self._unsaved: jobs.Place | None = None
        self._steps = asyncio.Lock()
        self._shown = 0

    @property
    def view(self) -> ArticleView | None:
        """What is open, or None."""
        return self._article.view

    @property
    def open_id(self) -> int | None:
        """The id of what is open, or None."""
        return None if self.view is None else self.view.summary.id

    # --- going places ---------------------------------------------------------------------------

    async def open(self, article: int, searched: str = "") -> None:
        """Opens an article where it was left; coming from a search, at its first match.

        Raises:
            ArticleNotFound: it has been removed meanwhile.
        """
        async with self._steps:
            leaving = self._leave()
            view = await self._backend.library(lambda library: jobs.open_article(library, article, leaving))
            shown = self._show(view)
        await self._complete(view, shown, searched)

    async def step(self, direction: jobs.Direction) -> bool:
        """One step along the trail; False at its end."""
        async with self._steps:
            leaving = self._leave()
            view = await self._backend.library(lambda library: jobs.step(library, direction, leaving))
            if view is None:
                return False
            shown = self._show(view)
        await self._complete(view, shown)
        return True

    async def resume(self) -> bool:
        """Shows what was read last, where it was left; False if nothing ever was."""
        async with self._steps:
            view = await self._backend.library(jobs.resume)
            if view is None:
                return False
            shown = self._show(view)
        await self._complete(view, shown)
        return True

    async def entry(self, key: str) -> Entry | None:
        """The entry that a key (``[``, ``]``, ``1`` … ``9``) follows from where the last step leads."""
        async with self._steps:
            entries = self.view.entries if self.view else ()
            return next((entry for entry in entries if entry.key == key), None)

    def _show(self, view: ArticleView) -> int:
        """Shows an article; returns a number that tells later whether it is still this showing."""
        self._shown += 1
        self._article.show(view)
        self._related.show(view.entries)
        self._changed(view.summary)
        return self._shown

    async def _complete(self, view: ArticleView, shown: int, searched: str = "") -> None:
        """What takes the index: the marks of a search, and similar articles."""
        article = view.summary.id
        if searched:
            marks = await self._backend.look_up(lambda library: jobs.marks(library, article, searched))
            if shown == self._shown:
                self._article.set_marks(marks)
                if marks:
                    self._article.go_to(Position())
                    self._article.next_mark()
        entries = await self._backend.look_up(lambda library: jobs.with_similar(library, article))
        if shown == self._shown:
            self._update(view, entries)

    def _update(self, view: ArticleView, entries: tuple[Entry, ...]) -> None:
        """Another state of the article on screen: everything stays where it is."""
        before = self.view
        new = replace(view, entries=entries, position=self._article.position)
        if before is None or (before.article, before.entries) != (new.article, new.entries):
            self._article.show(new)
            self._related.show(entries, keep_cursor=True)

    async def reload(self) -> None:
        """Shows the open article anew: it, its links or its state have changed elsewhere."""
        async with self._steps:
            if self.view is None:
                return
            article, position = self.view.summary.id, self._article.position
            try:
                view = await self._backend.library(lambda library: jobs.view(library, article, position))
            except ArticleNotFound:
                self._shown += 1
                self._article.clear("This article has been removed from the library.")
                self._related.show(())
                return
            entries = await self._backend.look_up(lambda library: jobs.with_similar(library, article))
            self._update(view, entries)
            self._changed(view.summary)

    # --- state ----------------------------------------------------------------------------------

    def moved(self, message: ArticlePane.Moved) -> None:
        """The pane says where it stands; :meth:`save` keeps it."""
        self._unsaved = jobs.Place(message.article, message.position, message.progress)

    def _leave(self) -> jobs.Place | None:
        """Where the person stands now, which may be newer than what was last told."""
        self._unsaved = None
        if self.open_id is None:
            return None
        return jobs.Place(self.open_id, self._article.position, self._article.progress)

    async def save(self) -> None:
        """Keeps the last place told by :meth:`moved`, if that is not done yet."""
        place, self._unsaved = self._unsaved, None
        if place is not None:
            await self._backend.library(lambda library: jobs.save_place(library, place))

    async def close(self) -> None:
        """Keeps the place at which the person leaves. Waits for a step under way."""
        async with self._steps:
            self._unsaved = self._leave()
            await self.save()

    async def toggle_star(self, article: int) -> Summary:
        """Stars an article or takes the star away."""
        return await self._change(article, jobs.toggle_star)

    async def toggle_read(self, article: int) -> Summary:
        """Marks an article unread, or read."""
        return await self._change(article, jobs.toggle_read)

    async def _change(self, article: int, job: Callable[[Library, int], Summary]) -> Summary:
        summary = await self._backend.library(lambda library: job(library, article))
        self._changed(summary)
        return summary
