"""Carries out what the state of the list asks for: starts searches, waits, shows rows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from reader.config import named_place
from reader.orders import Order
from reader.text import display
from reader.tui.background import deeds, jobs, shelf_jobs
from reader.tui.background.backend import Backend
from reader.tui.background.remembered import Remembered, keep, recall
from reader.tui.commandline.completing import Nameable
from reader.tui.commandline.narrowing import asks_for_tags, may_follow
from reader.tui.state import events, words
from reader.tui.state import searching as state
from reader.tui.state.marks import Marks
from reader.tui.state.shelves import Shelf, label
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.list_head import ColumnHeads, ListHead
from reader.tui.widgets.list_rows import ListRow
from reader.tui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from reader.library.protocol import Library

DEBOUNCE = 0.025
"""Seconds without a key before a search starts: below what is felt, above the pace of a key held down."""

PAUSE = 0.8
"""Seconds without a key after which a query counts as written out."""


class Searching:
    """Sends events to the state of the list, and does what each step asks for.

    The sender of an event awaits the waits and searches of its step; everything else is done at once.
    """

    def __init__(
        self,
        backend: Backend,
        articles: ArticleList,
        box: SearchBox,
        head: ListHead,
        columns: ColumnHeads,
        note: Static,
        key: Callable[[str], str],
        lacking: Callable[[], object],
        ended: Callable[[], None],
        listed: Callable[[bool], None],
        lately: Callable[[Coroutine[Any, Any, object]], object],
    ) -> None:
        """``key`` names the key of an action; ``lacking`` is called when a search cannot be answered because
        there is no index, ``ended`` when the list no longer shows a search, ``listed`` when it shows other
        rows (with True: the library has been read for it); ``lately`` runs work that nothing waits for."""
        self._backend = backend
        self._list = articles
        self._box = box
        self._head = head
        self._columns = columns
        self._note = note
        self._key = key
        self._lacking = lacking
        self._ended = ended
        self._listed = listed
        self._lately = lately
        self._name = "Tour" if backend.touring else ""
        self._said: tuple[tuple[str, ...], str, str, tuple[str, ...]] = ((), "", "", ())
        self._known: Nameable | None = None  # the tags, once they have been read for what is being typed
        self._recalled = False
        self.remembered = Remembered()
        """What is kept of the screen from one session to the next."""
        self.state = state.ListState()
        """What the list shows, and what is asked of it."""
        self._say()

    @property
    def active(self) -> bool:
        """Whether the list shows results of a search."""
        return self.state.active

    @property
    def asked(self) -> str:
        """The search in the box, whether its results are here yet or not; "" while nothing is searched."""
        return self.state.query

    @property
    def text(self) -> str:
        """The search whose results the list shows, or "" while it shows articles in their order."""
        return self.state.shown

    @property
    def loaded(self) -> bool:
        """Whether the list has been read at all."""
        return self.state.listing is not None

    @property
    def empty(self) -> bool:
        """Whether the library has been read and holds no article."""
        return self.loaded and not self.listing.total

    @property
    def listing(self) -> jobs.Listing:
        """The articles in their order, and the counts."""
        return self.state.listing or jobs.Listing((), 0, 0, 0, 0)

    @property
    def selected(self) -> int | None:
        """The article that is selected, or will be when the results under way are here."""
        question = self.state.question
        return self._list.selected if question is None or question.select is None else question.select

    # --- steps ------------------------------------------------------------------------------------

    def _take(self, event: events.Event) -> Coroutine[Any, Any, None]:
        """Takes a step now. What it asks for that takes time is done when the result is awaited."""
        articles = self._list
        spot = events.Spot(articles.selected, articles.cursor, articles.scroll_offset.y)
        self.state, _ = state.step(self.state, events.Moved(spot))
        self.state, asks = state.step(self.state, event)
        self._say()
        later: list[events.Wait | events.Find] = []
        for ask in asks:
            if isinstance(ask, events.Wait | events.Find):
                later.append(ask)
            else:
                self._do(ask)
        return self._finish(later)

    async def _finish(self, asks: Iterable[events.Wait | events.Find]) -> None:
        for ask in asks:
            if isinstance(ask, events.Find):
                await self._find(ask)
            else:
                await asyncio.sleep(DEBOUNCE if isinstance(ask.then, events.Paused) else PAUSE)
                await self._take(ask.then)

    async def _find(self, ask: events.Find) -> None:
        rows = self._list.rows_in_sight
        results = await self._backend.search(
            lambda library, stop: shelf_jobs.find(
                library,
                ask.text,
                stop,
                shelf=ask.shelf,
                order=ask.order,
                fold=ask.fold,
                rows=rows,
                narrowed=ask.narrowed,
            )
        )
        await self._take(events.Answered(ask.number, results))

    def _do(self, ask: events.Ask) -> None:
        match ask:
            case events.SetText():
                self._box.set_text(ask.text)
            case events.Forget():
                self._list.forget_rows()
            case events.Show():
                self._show(ask)
            case events.Select():
                self._list.select(ask.article)
            case events.ShowMarks():
                self._list.show_marks(ask.articles)
            case events.MakeIndex():
                self._lacking()
            case events.End():
                self._ended()

    def _show(self, ask: events.Show) -> None:
        place = named_place(self._backend.paths) if ask.why == "no articles" else ""
        self._list.empty = words.empty(ask.why, self.state.shelf, self._key, display(place))
        self._list.set_order(ask.order)
        self._columns.set_order(ask.order)
        self._columns.set_empty(not ask.ids)
        self._list.show(ask.ids, snippets=ask.snippets, select=ask.select, divider=ask.divider, near=ask.near)
        self._supply_hits(ask.rows)
        if ask.scroll is not None:
            self._list.scroll_to(y=ask.scroll, animate=False, force=True)
        self._listed(False)

    def _say(self) -> None:
        """Writes the heading and the line under the box, where they have changed."""
        note = self._may_follow() or words.note(self.state, self._key("take_suggestion"))
        short = words.short_headings(self.state, self._name)
        said = words.headings(self.state, self._name), note, label(self.state.in_order), short
        if said != self._said:
            self._said = said
            self._head.say(said[0], said[2], short)
            self._note.update(display(note))
            self._note.set_class(bool(note), "-shown")

    def _may_follow(self) -> str:
        text = self.state.typed
        if self._known is None and asks_for_tags(text):
            return ""
        return may_follow(text, self._known or Nameable())

    # --- the list in its order --------------------------------------------------------------------

    async def load(self, *, fresh: bool = False) -> None:
        """Reads the list again; the cursor stays on its article, unless what is listed is ``fresh``."""
        shelf, order, paths = self.state.shelf, self.state.order, self._backend.paths
        if not self._recalled:
            # What was kept is read along with the first list: nothing waits for it before.
            def first(library: Library) -> tuple[Remembered, shelf_jobs.ShelfRead]:
                kept = recall(paths)
                return kept, shelf_jobs.listing(library, shelf, kept.order_of(shelf.name, shelf.order))

            self.remembered, read = await self._backend.library(first)
            self._recalled = True
        else:
            read = await self._backend.library(lambda library: shelf_jobs.listing(library, shelf, order))
        await self._take(events.Loaded(read.listing, read.on, fresh))
        self._listed(True)

    async def choose(self, shelf: Shelf, order: Order | None = None) -> None:
        """Shows another shelf, or the same in another order."""
        if order is None:
            order = self.remembered.order_of(shelf.name, shelf.order)
        else:
            self.remember(self.remembered.with_order(shelf.name, order, shelf.order))
        await self._take(events.ShelfChosen(shelf, order))
        await self.load(fresh=True)

    async def sort(self, order: Order) -> None:
        """Puts what is shown into another order: the results of the search, or the shelf."""
        if self.active:
            await self._take(events.OrderChosen(order))
        else:
            await self.choose(self.state.shelf, order)

    def remember(self, remembered: Remembered) -> None:
        """Keeps what is to be remembered of the screen."""
        if remembered != self.remembered:
            self.remembered = remembered
            paths = self._backend.paths
            self._lately(self._backend.library(lambda _: keep(paths, remembered)))

    async def recount(self, counts: tuple[int, int] | None) -> None:
        """An article has been read, or marked unread: the heading follows, the list stays as it is.

        ``counts`` are how many articles there are, and how many are unread, if that is known.
        """
        shelf, on = self.state.shelf, self.state.on
        if not self.state.whole:
            counted = await self._backend.library(lambda library: shelf_jobs.counts(library, shelf))
        elif counts is None:
            total, unread = await self._backend.library(jobs.counts)
            counted = total, unread, unread
        else:
            counted = *counts, counts[1]
        # A list that has been read meanwhile has brought its own counts.
        if on is self.state.on:
            await self._take(events.Counted(*counted))

    def tell_indexing(self, waiting: int | None) -> None:
        """Says in the heading how many articles are yet to be indexed; None: indexing has ended."""
        self._take(events.IndexWaiting(waiting)).close()

    # --- marks ------------------------------------------------------------------------------------

    @property
    def marks(self) -> Marks:
        """The articles that the person has marked."""
        return self.state.marks

    def mark(self, marks: Marks) -> None:
        """Other articles are marked than before; the list and its heading show it."""
        self._take(events.MarksChanged(marks)).close()
        self._listed(False)

    # --- searching: each of these takes effect at once, and is done when it has been awaited ---------

    def typed(self, text: str) -> Coroutine[Any, Any, None]:
        """The text in the box has changed. Searches unless it soon changes again."""
        later = self._take(events.Typed(text))
        return self._with_tags(later) if asks_for_tags(text) else later

    async def _with_tags(self, later: Coroutine[Any, Any, None]) -> None:
        """Reads which tags there are, to say which may be meant, before what a step asks for is done."""
        tags, _ = await self._backend.read(deeds.names)
        self._known = Nameable(tags=tags)
        self._say()
        await later

    def catch_up(self) -> Coroutine[Any, Any, None]:
        """Shows the results of what stands in the box, or the list if the box is empty."""
        return self._take(events.Hurried())

    def narrow(self, condition: str) -> Coroutine[Any, Any, None]:
        """Adds a condition (``is:unread``) to the search, or removes it."""
        return self._take(events.Narrowed(condition))

    async def unfold(self) -> bool:
        """Lists the copies that results stand for, or folds them again; False where there are none."""
        copies = self.state.copies
        await self._take(events.Unfolded())
        return copies

    def show(self, text: str, selected: int | None, note: str = "") -> Coroutine[Any, Any, None]:
        """Shows the results of a search, or without a text the list in its order, an article selected."""
        self._known = None
        return self._take(events.SearchWanted(text, selected, note))

    def leave(self) -> None:
        """Ends the search, also one under way: the list is as it was before."""
        self._take(events.Left()).close()

    # --- rows -------------------------------------------------------------------------------------

    async def supply(self, ids: Sequence[int]) -> None:
        """Loads rows that the list lacks, with passages while it shows a search."""
        text = self.state.passages
        if not text:
            rows = await self._backend.read(lambda library: jobs.summaries(library, ids))
            self._list.supply(ListRow(summary) for summary in rows)
            return
        found = await self._backend.look_up(lambda library: jobs.hit_rows(library, text, ids))
        if text == self.state.passages:
            self._supply_hits(found)

    def _supply_hits(self, rows: Iterable[jobs.HitRow]) -> None:
        alike = self.state.results.alike if self.state.results is not None else {}
        self._list.supply(ListRow(summary, snippet, alike.get(summary.id, 0)) for summary, snippet in rows)
