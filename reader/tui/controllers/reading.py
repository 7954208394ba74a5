"""Reading: the open article, the way there and back, its place, its highlights."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.config import MarkReadAt
from reader.errors import ArticleNotFound
from reader.library.view import ArticleView, Entry
from reader.model import Position, Scene, Summary
from reader.tui.background import jobs
from reader.tui.background.backend import Backend
from reader.tui.background.opening import OpeningMark
from reader.tui.controllers.reading_clock import ReadingClock
from reader.tui.controllers.scenes import Scenes
from reader.tui.state import reading as state
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.related_pane import RelatedPane

if TYPE_CHECKING:
    from reader.library.protocol import Library


class Reading:
    """Drives the article pane and the related pane; keeps the place on disk.

    Steps along the trail are taken one after the other, each to its end, so that the trail and the screen
    agree however fast the keys come. Each keeps the scene it leaves; one along the trail brings it back.
    ``changed`` is called with an article's row when its state is new, and with the counts of the library if
    they are known; ``do`` runs work beside the event loop.
    """

    def __init__(
        self,
        backend: Backend,
        article: ArticlePane,
        related: RelatedPane,
        scenes: Scenes,
        changed: Callable[[Summary, tuple[int, int] | None], None],
        do: Callable[[Coroutine[Any, Any, object]], object],
        marks_read: MarkReadAt = "end",
        in_front: Callable[[], bool] = lambda: True,
    ) -> None:
        """``marks_read``: when an article counts as read; ``in_front``: whether the text is looked at."""
        self._backend = backend
        self._article = article
        self._related = related
        self._changed = changed
        self._do = do
        self._scenes = scenes
        self.marks_read: MarkReadAt = marks_read
        """When an article counts as read."""
        self.clock = ReadingClock(lambda: self._article.progress if self._article.is_set else 0.0, in_front)
        """What is read, and for how long."""
        self.when_changed: Callable[[ArticleView], None] = lambda view: None
        """Called with an article on screen whose text has changed since the person read it."""
        self._saved: jobs.Place | None = None
        self._steps = asyncio.Lock()
        self.state = state.ReadingState()
        """What is open, and where a search was begun."""
        self._mark_file = OpeningMark(backend.paths)
        self._closed = False
        self._shown_at, self._opened_at = 0.0, Position()
        self.refused: int | None = None
        """The article that is not opened automatically, because opening it ended the reader last time."""

    @property
    def view(self) -> ArticleView | None:
        """What is open, or None."""
        return self._article.view

    @property
    def open_id(self) -> int | None:
        """The id of what is open, or None."""
        return None if self.view is None else self.view.summary.id

    @property
    def gone_id(self) -> int | None:
        """The id of the article that was removed while it was open, while nothing else is open."""
        return None if self.view is not None or self.state.gone is None else self.state.gone.article

    @property
    def place(self) -> jobs.Place | None:
        """Where the person stands, with what stands around it; None while there is nothing to read."""
        return self._place(self._scenes.now)

    # --- going places ---------------------------------------------------------------------------

    async def open(self, article: int, searched: str = "") -> str:
        """Opens an article where it was left; as a hit of a search (``searched``), at its best passage.

        If an article is opened in another way while a search is shown, its matches are marked too.

        Returns:
            Why the step is not kept, in words; "" where it is.

        Raises:
            ArticleNotFound: it has been removed meanwhile.
        """
        scene = self._scenes.now
        self._scenes.read()
        async with self._steps:
            leaving = self._leave(scene, for_hit=bool(searched))
            # A hit leads to its best passage. If that is where the reader is, there is no step to take.
            there = not searched or (searched == self.state.marked and self._article.landed)
            if searched:
                self.state = self.state.hits()
            scene = replace(scene, focus="article", match=0, marked=self.state.marks(scene.query))
            query = searched or (scene.query if scene.marked else "")
            mark = self._mark_file.set
            view = await self._backend.library(
                lambda library: jobs.open_article(
                    library,
                    article,
                    leaving,
                    scene,
                    again=there,
                    searched=query,
                    opening=mark,
                    read=self.marks_read == "open",
                )
            )
            self._tell_finished(leaving, view.counts)
            shown = self._show(view, query, fresh=True)
        await self._mark(view, shown, query, None if searched else 0)
        self._do(self._complete(view, shown))
        return view.unkept

    async def put_away(self) -> None:
        """Closes the open article: its place is kept, and the next step back leads to it."""
        async with self._steps:
            await self.save()
            self.state = self.state.shows("")
            self._closed = self.view is not None
            self._article.clear()
            self._related.show(())
            self.clock.opens(None)

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
        if to == "back" and self._closed:
            return await self._come_to(lambda library, _: jobs.resume(library, mark))
        return await self._come_to(lambda library, leaving: jobs.step(library, to, leaving, mark))

    async def resume(self) -> bool:
        """Shows the article read last, as it was left; False if there is none, or it is ``refused``."""
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
            self._tell_finished(leaving, view.counts)
            restored = view.scene
            query = restored.query if restored.marked else ""
            shown = self._show(view, query)
            results = self._scenes.restore(restored)
            self.state = self.state.restores(restored.query, restored.marked)
        # Only now: a search that takes long keeps no step from being taken.
        await results
        await self._mark(view, shown, query, restored.match, restored.matched)
        self._do(self._complete(view, shown))
        return True

    async def entries(self) -> Sequence[Entry]:
        """The entries of the article to which the last step leads."""
        async with self._steps:
            return self.view.entries if self.view else ()

    async def entry(self, key: str) -> Entry | None:
        """The entry that a key (see :class:`Entry`) follows from where the last step leads."""
        return next((entry for entry in await self.entries() if entry.key == key), None)

    def _show(self, view: ArticleView, searched: str, *, fresh: bool = False) -> int:
        """Shows an article, in which matches of a search are to be marked. ``fresh``: see the state.

        Returns a number that tells later whether it is still this showing.
        """
        self.clock.opens(view)
        self.state = self.state.shows(searched, fresh=fresh)
        self._closed = False
        self._shown_at, self._opened_at = time.monotonic(), view.position
        self._article.show(view)
        self._related.show(view.entries)
        self._changed(view.summary, view.counts)
        if view.summary.changed is not None:
            self.when_changed(view)
        return self.state.showing

    async def _mark(
        self, view: ArticleView, shown: int, query: str, number: int | None, at: Position | None = None
    ) -> None:
        """Marks what a search matches ("": nothing).

        The match that starts ``at`` a position is current, or that with the ``number``; None lands on
        the best.
        """
        marks: Sequence[tuple[int, int, int]] = ()
        article = view.summary.id
        if query and view.marks is not None:
            marks = view.marks
        elif query:
            marks = await self._backend.look_up(lambda library: jobs.marks(library, article, query))
        elif not self._article.has_matches:
            return
        if shown == self.state.showing:
            self._article.set_matches(marks, number or 0, at)
            if marks and number is None:
                self._article.land()

    async def _complete(self, view: ArticleView, shown: int) -> None:
        """Adds the similar articles, if the view came without: no key waits for the index to be opened."""
        try:
            await self._add_similar(view, shown)
        finally:
            # Twice: once more when what is shown by now is written.
            after = self._article.call_after_refresh
            after(lambda: after(lambda: shown == self.state.showing and self._do(self._opened())))

    async def _opened(self) -> None:
        """The article opened last is on screen, or the person knows why not: the reader has survived it."""
        await self._backend.library(lambda _: self._mark_file.clear())

    async def _add_similar(self, view: ArticleView, shown: int) -> None:
        if view.complete:
            return
        article = view.summary.id
        entries = await self._backend.look_up(lambda library: jobs.with_similar(library, article))
        if shown == self.state.showing:
            self._update(replace(view, entries=entries, complete=True))

    def _update(self, view: ArticleView) -> None:
        """Another state of the article on screen: everything stays where it is."""
        before = self.view
        position = self._article.position
        if before is not None and before.article.blocks != view.article.blocks:
            from reader.anchors import follow  # the start does not wait for it

            position = self._opened_at = follow(before.article.blocks, view.article.blocks, position)
        new = replace(view, position=position)
        if before is not None and (before.article, before.entries) != (new.article, new.entries):
            self._article.show(new)
            self._related.show(new.entries, keep_cursor=True)
            if new.summary.changed is not None and before.article.blocks != new.article.blocks:
                self.when_changed(new)
        else:
            self._article.set_highlights(new.highlights)

    async def reload(self) -> None:
        """Shows the open article again: it, its links or its state have changed elsewhere.

        If it has been removed, a message says so; the next reload after it is restored brings it back.
        """
        if self.view is None:
            await self._come_back()
            return
        async with self._steps:
            before, matched = self.view, self._article.matched
            if before is None:
                return
            article, position = before.summary.id, self._article.position
            try:
                view = await self._backend.library(lambda library: jobs.view(library, article, position))
            except ArticleNotFound:
                self.state = self.state.closes(self._place(self._scenes.now))
                self._article.clear("This article has been removed from the library.")
                self._related.show(())
                return
            # Related articles that are not known yet stay as they were.
            self._update(view if view.complete else replace(view, entries=before.entries))
            self._changed(view.summary, None)
            shown = self.state.showing
            query, changed = self.state.marked, before.article.blocks != view.article.blocks
            if self._article.has_matches and changed:
                from reader.anchors import follow_words

                at = matched and follow_words(before.article.blocks, view.article.blocks, matched)
                self._do(self._mark(replace(view, marks=None), shown, query, 0, at))
        # Only now: a search that takes long keeps no step from being taken.
        await self._add_similar(view, shown)

    async def _come_back(self) -> None:
        """Shows the article that was removed while it was open, if it has been restored since."""
        async with self._steps:
            gone = self.state.gone
            if gone is None:
                return
            article, position, scene = gone.article, gone.position, gone.scene
            try:
                view = await self._backend.library(lambda library: jobs.view(library, article, position))
            except ArticleNotFound:
                return
            query = scene.query if scene.marked else ""
            shown = self._show(view, query)
        await self._mark(view, shown, query, scene.match, scene.matched)
        await self._add_similar(view, shown)

    # --- searches -------------------------------------------------------------------------------

    def begin_search(self, *, typing: bool = False) -> None:
        """To be called before another search is asked for: the step to its hit leaves what stands now."""
        now = self._place(self._scenes.before_search)
        self.state = self.state.begins(now, self._scenes.searched, typing=typing)

    def give_up_search(self) -> None:
        """The person has left the search that was begun: no step is taken."""
        self.state = self.state.gives_up()

    def end_search(self) -> None:
        """No search is shown any more, and so none of its marks."""
        self.state = self.state.ends_search()
        self._article.clear_matches()

    async def mark_search(self) -> None:
        """Marks the matches of the search that is shown, unless they are marked, or were cleared."""
        query = self._scenes.searched
        if self.view is not None and self.state.lacks(query):
            self.state = self.state.marking(query)
            await self._mark(replace(self.view, marks=None), self.state.showing, query, 0)

    def clear_highlights(self) -> None:
        """Clears the highlights, also in the articles opened next, until another search or hit."""
        self.state = self.state.clears()
        self._article.clear_matches()

    # --- state ----------------------------------------------------------------------------------

    def _leave(self, scene: Scene, *, for_hit: bool = False) -> jobs.Place | None:
        """The place that a step leaves; see :meth:`state.Reading.leaves`."""
        self.state, place = self.state.leaves(self._place(scene, leaving=True), for_hit=for_hit)
        return place

    def _place(self, scene: Scene, *, leaving: bool = False) -> jobs.Place | None:
        """Where the person stands, with what stands around it; None while there is nothing to read."""
        if self.view is None or self.view.damaged:
            return None
        # The marks on screen may still be those of the search before.
        match = self._article.match if scene.query == self.state.marked.strip() else 0
        matched = self._article.matched if match else None
        scene = replace(scene, match=match, marked=self.state.marks(scene.query), matched=matched)
        position, progress = self._article.position, self._article.progress
        moved, seconds = position != self._opened_at, time.monotonic() - self._shown_at
        comes_to_end = self.state.comes_to_end(progress, moved=moved, leaving=leaving, seconds=seconds)
        if comes_to_end:
            self.clock.ends()
        elif progress >= 1.0 and not moved:
            # It fits the screen: as long as it does not count as read, nothing of it does.
            progress = self.view.summary.progress
        ends = self.state.finishes(progress, moved=moved, leaving=leaving, seconds=seconds)
        return jobs.Place(
            article=self.view.summary.id,
            position=position,
            progress=progress,
            scene=scene,
            blocks=self.view.article.blocks,
            finished=ends and self.marks_read == "end",
            caught_up=self.view.summary.changed if comes_to_end else None,
        )

    def _tell_finished(self, place: jobs.Place | None, counts: tuple[int, int] | None) -> None:
        """The article that is open, and is left at ``place``, has become read if it was just finished."""
        if place is not None and place.finished and self.view and self.open_id == place.article:
            row = self.view.summary
            self._changed(row if row.read else replace(row, read=time.time()), counts)

    def read_decided(self, articles: Sequence[int]) -> None:
        """The person has marked these articles read or unread: coming to the end changes nothing now."""
        if self.open_id in articles:
            self.state = self.state.decides()

    async def save(self, *, leaving: bool = False) -> None:
        """Keeps where the person stands, unless that is done, and what they have read.

        Raises:
            LibraryBusy: another program keeps it from being written; that is not waited for here for long.
        """
        place, times = self._place(self._scenes.now), self.clock.times()
        new = place is not None and place != self._saved
        if new or (times and (leaving or self.clock.worth_keeping)):
            await self._backend.library(lambda library: jobs.save_place(library, place, times))
            self.clock.keeps(times)
        if new and place is not None:
            self._saved = place
            if place.finished and place.article == self.open_id:
                self.state = self.state.decides()
                self._tell_finished(place, None)

    async def close(self) -> None:
        """Keeps the place at which the person leaves. Waits for a step under way."""
        try:
            async with self._steps:
                await self.save(leaving=True)
        finally:
            await self._backend.library(lambda _: self._mark_file.close())
