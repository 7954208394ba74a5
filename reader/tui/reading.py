"""What is being read: the open article, the way there and back, its place, its marks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.errors import ArticleNotFound
from reader.model import Position, Scene, Summary
from reader.tui import jobs
from reader.tui.backend import Backend
from reader.tui.scenes import Scenes
from reader.tui.view import ArticleView, Entry
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.related_pane import RelatedPane

if TYPE_CHECKING:
    from reader.library import Library


class Reading:
    """Drives the article pane and the related pane; keeps the place on disk.

    Steps along the trail are taken one after the other, each to its end, so that the trail and the screen
    agree however fast the keys come. Each keeps the scene it leaves; one along the trail brings it back.
    ``changed`` is called with an article's row when its state is new; ``do`` runs work beside the event loop.
    """

    def __init__(
        self,
        backend: Backend,
        article: ArticlePane,
        related: RelatedPane,
        scenes: Scenes,
        changed: Callable[[Summary], None],
        do: Callable[[Coroutine[Any, Any, object]], object],
    ) -> None:
        self._backend = backend
        self._article = article
        self._related = related
        self._changed = changed
        self._do = do
        self._scenes = scenes
        self._saved: jobs.Place | None = None
        self._steps = asyncio.Lock()
        self._shown = 0
        self._searched = ""

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
        scene = self._scenes.now
        self._scenes.read()
        async with self._steps:
            leaving = self._place(scene)
            # A hit leads to its first match: who stands there has come to it already.
            there = not searched or (searched == self._searched and self._article.match_in_view == 1)
            view = await self._backend.library(
                lambda library: jobs.open_article(library, article, leaving, again=there)
            )
            shown = self._show(view)
        await self._mark(view, shown, searched)
        self._do(self._complete(view, shown))

    async def look_for(self, query: str) -> None:
        """Makes a search a step of the trail, so that back leads to the article and the line as they are."""
        scene = self._scenes.now
        async with self._steps:
            leaving = self._place(scene)
            if leaving is not None:
                await self._backend.library(lambda library: jobs.look_for(library, leaving, query))

    async def step(self, to: jobs.Direction | int) -> bool:
        """One step along the trail, or to one of its visits; False at its end."""
        return await self._come_to(lambda library, leaving: jobs.step(library, to, leaving))

    async def resume(self) -> bool:
        """Shows what was read last, as it was left; False if nothing ever was."""
        return await self._come_to(lambda library, _: jobs.resume(library))

    async def _come_to(self, job: Callable[[Library, jobs.Place | None], ArticleView | None]) -> bool:
        scene = self._scenes.now
        async with self._steps:
            leaving = self._place(scene)
            view = await self._backend.library(lambda library: job(library, leaving))
            if view is None:
                return False
            shown = self._show(view)
            await self._scenes.restore(view.scene)
        # Marks belong to the article that the search led to, not to those followed from there.
        searched = view.scene.query if view.scene.selected == view.summary.id else ""
        await self._mark(view, shown, searched, land=False)
        self._do(self._complete(view, shown))
        return True

    async def entry(self, key: str) -> Entry | None:
        """The entry that a key (see :class:`Entry`) follows from where the last step leads."""
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

    async def _mark(self, view: ArticleView, shown: int, searched: str, *, land: bool = True) -> None:
        """Marks what a search has found, if one led here, to ``land`` on the first of the marks."""
        if not searched:
            return
        article = view.summary.id
        marks = await self._backend.look_up(lambda library: jobs.marks(library, article, searched))
        if shown == self._shown:
            self._searched = searched
            self._article.set_marks(marks, 0 if land else view.scene.match)
            if marks and land:
                self._article.go_to(Position())
                self._article.next_mark()

    async def _complete(self, view: ArticleView, shown: int) -> None:
        """Adds the similar articles, which no key has to wait for."""
        article = view.summary.id
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

    def _place(self, scene: Scene) -> jobs.Place | None:
        """Where the person stands, with what stands around it; None while nothing is open."""
        if self.open_id is None:
            return None
        scene = replace(scene, match=self._article.match)
        return jobs.Place(self.open_id, self._article.position, self._article.progress, scene)

    async def save(self) -> None:
        """Keeps where the person stands, unless that is done."""
        place = self._place(self._scenes.now)
        if place is not None and place != self._saved:
            await self._backend.library(lambda library: jobs.save_place(library, place))
            self._saved = place

    async def close(self) -> None:
        """Keeps the place at which the person leaves. Waits for a step under way."""
        async with self._steps:
            await self.save()

    async def toggle_star(self, article: int) -> Summary:
        """Stars an article or takes the star away."""
        return await self._change(article, jobs.toggle_star)

    async def toggle_read(self, article: int) -> Summary:
        """Marks an article unread, or read."""
        return await self._change(article, jobs.toggle_read)

    async def tag(self, article: int, typed: str) -> Summary:
        """Gives an article the tags that were typed, in place of those it has."""
        summary = await self._change(article, lambda library, article: jobs.tag(library, article, typed))
        if article == self.open_id:
            await self.reload()
        return summary

    async def _change(self, article: int, job: Callable[[Library, int], Summary]) -> Summary:
        summary = await self._backend.library(lambda library: job(library, article))
        self._changed(summary)
        return summary
