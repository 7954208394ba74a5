"""What is being read: the open article, the way there and back, its place, its marks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.errors import ArticleNotFound
from reader.library.view import ArticleView, Entry
from reader.model import Position, Scene, Summary
from reader.tui.controllers.scenes import Scenes
from reader.tui.state.marks import number_at
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.related_pane import RelatedPane
from reader.tui.work import jobs, views
from reader.tui.work.backend import Backend
from reader.tui.work.opening import OpeningMark

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
        # The search whose matches are marked; the one whose marks were taken away.
        self._searched = ""
        self._away = ""
        self._begun: jobs.Place | None = None
        self._mark_file = OpeningMark(backend.paths)
        self.refused: int | None = None
        """The article that is not opened by itself, for the reader did not survive it the last time."""

    @property
    def view(self) -> ArticleView | None:
        """What is open, or None."""
        return self._article.view

    @property
    def open_id(self) -> int | None:
        """The id of what is open, or None."""
        return None if self.view is None else self.view.summary.id

    # --- going places ---------------------------------------------------------------------------

    async def open(self, article: int, searched: str = "") -> str:
        """Opens an article where it was left; as a hit of a search (``searched``), at its first match.

        What is opened otherwise while a search is shown has its matches marked too.

        Returns:
            Why the step is not kept, in words; "" where it is.

        Raises:
            ArticleNotFound: it has been removed meanwhile.
        """
        scene = self._scenes.now
        self._scenes.read()
        async with self._steps:
            leaving = self._leave(scene, for_hit=bool(searched))
            # A hit leads to its first match: who stands there has come to it already.
            there = not searched or (searched == self._searched and self._article.match_in_view == 1)
            if searched:
                self._away = ""
            scene = replace(scene, focus="article", match=0, marked=self._marked(scene.query))
            view = await self._backend.library(
                lambda library: jobs.open_article(
                    library, article, leaving, scene, again=there, opening=self._mark_file.set
                )
            )
            query = searched or (scene.query if scene.marked else "")
            shown = self._show(view, query)
        await self._mark(article, shown, query, None if searched else 0)
        self._do(self._complete(view, shown))
        return view.unkept

    async def look_for(self, query: str) -> None:
        """Makes a search a step of the trail, so that back leads to the article and the line as they are."""
        scene = self._scenes.now
        async with self._steps:
            leaving = self._leave(scene)
            if leaving is not None:
                await self._backend.library(lambda library: jobs.look_for(library, leaving, query))

    async def step(self, to: jobs.Direction | int) -> bool:
        """One step along the trail, or to one of its visits; False at its end."""
        mark = self._mark_file.set
        return await self._come_to(lambda library, leaving: jobs.step(library, to, leaving, mark))

    async def resume(self) -> bool:
        """Shows what was read last, as it was left; False if nothing ever was, or it is ``refused``."""
        last, left = await self._backend.library(
            lambda library: (jobs.last_open(library), self._mark_file.found())
        )
        if last is not None and last == left:
            self.refused = last
            return False
        return await self._come_to(lambda library, _: jobs.resume(library, self._mark_file.set))

    async def _come_to(self, job: Callable[[Library, jobs.Place | None], ArticleView | None]) -> bool:
        scene = self._scenes.now
        async with self._steps:
            leaving = self._leave(scene)
            view = await self._backend.library(lambda library: job(library, leaving))
            if view is None:
                return False
            restored = view.scene
            query = restored.query if restored.marked else ""
            shown = self._show(view, query)
            await self._scenes.restore(restored)
            self._away = "" if restored.marked else restored.query
        await self._mark(view.summary.id, shown, query, restored.match, restored.matched)
        self._do(self._complete(view, shown))
        return True

    async def entry(self, key: str) -> Entry | None:
        """The entry that a key (see :class:`Entry`) follows from where the last step leads."""
        async with self._steps:
            entries = self.view.entries if self.view else ()
            return next((entry for entry in entries if entry.key == key), None)

    def _show(self, view: ArticleView, searched: str) -> int:
        """Shows an article, in which matches of a search are to be marked.

        Returns a number that tells later whether it is still this showing.
        """
        self._shown += 1
        self._searched = searched
        self._article.show(view)
        self._related.show(view.entries)
        self._changed(view.summary)
        return self._shown

    async def _mark(
        self, article: int, shown: int, query: str, number: int | None, at: Position | None = None
    ) -> None:
        """Marks what a search matches ("": nothing).

        The current match is the one that starts ``at`` a position, else the one with a ``number``; None lands
        on the first.
        """
        marks: Sequence[tuple[int, int, int]] = ()
        if query:
            marks = await self._backend.look_up(lambda library: jobs.marks(library, article, query))
        elif not self._article.has_marks:
            return
        if shown == self._shown:
            self._article.set_marks(marks, number or 0 if at is None else number_at(marks, at))
            if marks and number is None:
                self._article.go_to(Position())
                self._article.next_mark()

    async def _complete(self, view: ArticleView, shown: int) -> None:
        """Adds the similar articles, which no key has to wait for."""
        article = view.summary.id
        try:
            entries = await self._backend.look_up(lambda library: views.with_similar(library, article))
            if shown == self._shown:
                self._update(view, entries)
        finally:
            # Twice: once more when what is shown by now is written.
            after = self._article.call_after_refresh
            after(lambda: after(lambda: shown == self._shown and self._do(self._opened())))

    async def _opened(self) -> None:
        """All of what was opened last is on screen, or it was said why not: nothing has ended the reader."""
        await self._backend.library(lambda _: self._mark_file.clear())

    def _update(self, view: ArticleView, entries: tuple[Entry, ...]) -> None:
        """Another state of the article on screen: everything stays where it is."""
        before = self.view
        position = self._article.position
        if before is not None and before.article.blocks != view.article.blocks:
            from reader.anchors import follow  # the start does not wait for it

            position = follow(before.article.blocks, view.article.blocks, position)
        new = replace(view, entries=entries, position=position)
        if before is not None and (before.article, before.entries) != (new.article, new.entries):
            self._article.show(new)
            self._related.show(entries, keep_cursor=True)

    async def reload(self) -> None:
        """Shows the open article anew: it, its links or its state have changed elsewhere."""
        async with self._steps:
            before, matched = self.view, self._article.matched
            if before is None:
                return
            article, position = before.summary.id, self._article.position
            try:
                view = await self._backend.library(lambda library: views.view(library, article, position))
            except ArticleNotFound:
                self._shown += 1
                self._article.clear("This article has been removed from the library.")
                self._related.show(())
                return
            entries = await self._backend.look_up(lambda library: views.with_similar(library, article))
            self._update(view, entries)
            self._changed(view.summary)
            if self._article.has_marks and before.article.blocks != view.article.blocks:
                from reader.anchors import follow_words

                at = matched and follow_words(before.article.blocks, view.article.blocks, matched)
                await self._mark(article, self._shown, self._searched, 0, at)

    # --- searches -------------------------------------------------------------------------------

    def begin_search(self, *, going_on: bool = False) -> None:
        """To be called before another search is asked for: the step to its hit leaves what stands now.

        Of several searches asked for one after the other at the same place, the first counts; while one is
        typed (``going_on``) it is the one that was begun.
        """
        now, begun = self._place(self._scenes.before_search), self._begun
        under_way = begun is not None and (going_on or begun.scene.query != self._scenes.searched)
        if begun is None or not under_way or not _same_spot(begun, now):
            self._begun = now

    def give_up_search(self) -> None:
        """The person has left the search that was begun: no step is taken."""
        self._begun = None

    def end_search(self) -> None:
        """No search is shown any more, and so none of its marks."""
        self._searched = self._away = ""
        self._article.clear_marks()

    async def mark_search(self) -> None:
        """Marks the matches of the search that is shown, where those of another stand, or none.

        Not where its marks were taken away.
        """
        query = self._scenes.searched
        if self.open_id is not None and query and query != self._searched.strip() and self._marked(query):
            self._searched = query
            await self._mark(self.open_id, self._shown, query, 0)

    def take_marks_away(self) -> None:
        """Takes the marks away, also from the articles opened next, until another search or hit."""
        self._away = self._searched.strip()
        self._article.clear_marks()

    @property
    def marks_away(self) -> bool:
        """Whether the marks of the search that is shown were taken away."""
        return not self._marked(self._scenes.searched)

    def _marked(self, query: str) -> bool:
        return not query or query != self._away

    # --- state ----------------------------------------------------------------------------------

    def _leave(self, scene: Scene, *, for_hit: bool = False) -> jobs.Place | None:
        """The place that a step leaves: for the hit of a search, the one where the search was begun."""
        place, begun = self._place(scene), self._begun
        self._begun = None
        return begun if for_hit and begun is not None and _same_spot(begun, place) else place

    def _place(self, scene: Scene) -> jobs.Place | None:
        """Where the person stands, with what stands around it; None while there is nothing to read."""
        if self.view is None or self.view.damaged:
            return None
        # The marks on screen may still be those of the search before.
        match = self._article.match if scene.query == self._searched.strip() else 0
        matched = self._article.matched if match else None
        scene = replace(scene, match=match, marked=self._marked(scene.query), matched=matched)
        article, blocks = self.view.summary.id, self.view.article.blocks
        return jobs.Place(article, self._article.position, self._article.progress, scene, blocks)

    async def save(self) -> None:
        """Keeps where the person stands, unless that is done.

        Raises:
            LibraryBusy: another program keeps it from being written; that is not waited for here for long.
        """
        place = self._place(self._scenes.now)
        if place is not None and place != self._saved:
            await self._backend.library(lambda library: jobs.save_place(library, place))
            self._saved = place

    async def close(self) -> None:
        """Keeps the place at which the person leaves. Waits for a step under way."""
        try:
            async with self._steps:
                await self.save()
        finally:
            await self._backend.library(lambda _: self._mark_file.close())

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


def _same_spot(one: jobs.Place, other: jobs.Place | None) -> bool:
    """Whether nothing has been read between the two."""
    return other is not None and (one.article, one.position) == (other.article, other.position)
