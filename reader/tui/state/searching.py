"""The search and the list as one frozen value, and the step from one value to the next. Pure.

``step(state, event)`` gives the next state and what it asks for. Keys, results and the passing of time are
events; what is asked (start a search, wait, show rows) is carried out by
:class:`reader.tui.controllers.searching.Searching`. The heading and the line under the box follow from the
state alone (:mod:`reader.tui.state.words`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import TYPE_CHECKING

from reader.orders import NEWEST, RELEVANCE, Order
from reader.tui.state.events import (
    Answered,
    Ask,
    Counted,
    End,
    Event,
    Find,
    Forget,
    Hurried,
    IndexWaiting,
    Left,
    Loaded,
    MakeIndex,
    MarksChanged,
    Moved,
    Narrowed,
    OnShelf,
    OrderChosen,
    Paused,
    Rested,
    SearchWanted,
    Select,
    SetText,
    ShelfChosen,
    Show,
    ShowMarks,
    Spot,
    Typed,
    Unfolded,
    Wait,
    Why,
)
from reader.tui.state.marks import Marks
from reader.tui.state.results import keeps_cursor, present
from reader.tui.state.shelves import INBOX, Shelf

if TYPE_CHECKING:
    from reader.library.view import Listing, SearchResult

# --- the state --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """A search that is under way.

    Attributes:
        number: tells it from those before; only the answer to the last one counts.
        text: the query.
        note: what is said of it besides what it finds.
        select: the article to select among the results; None leaves that to the cursor.
        near: the row to select if that article is not among them.
    """

    number: int
    text: str
    note: str = ""
    select: int | None = None
    near: int = 0


@dataclass(frozen=True, slots=True)
class ListState:
    """The state of the list.

    Attributes:
        listing: the articles in their order, and the counts; None until they have been read.
        typed: what stands in the search box.
        shown: the search whose results the list shows, "" while it shows articles in their order.
        results: what that search found; None while no search is shown.
        before: where the person stood when the search began; None while no search is shown.
        spot: where the person stands now.
        question: the search under way, or None.
        asked: how many searches there have been.
        strokes: how many times the text has changed.
        written: the query that counts as written out: nothing has been typed for a while.
        unfolded: the search whose copies are listed one by one, or "".
        note: what is said of the search shown besides what it found.
        indexing: whether articles are being indexed now.
        marks: the articles that the person has marked; the list may show others.
        shelf: the part of the library that the list shows.
        order: the order of that shelf.
        on: the articles on the shelf; None until they have been read, and where they are all there are.
        searched_by: the order of the results of the search.
        narrowed: whether the search is only what keys have narrowed the shelf by: then it looks on the shelf,
            whichever that is, and keeps its order.
    """

    listing: Listing | None = None
    typed: str = ""
    shown: str = ""
    results: SearchResult | None = None
    before: Spot | None = None
    spot: Spot = Spot()
    question: Question | None = None
    asked: int = 0
    strokes: int = 0
    written: str = ""
    unfolded: str = ""
    note: str = ""
    indexing: bool = False
    marks: Marks = Marks()
    shelf: Shelf = INBOX
    order: Order = NEWEST
    on: OnShelf | None = None
    searched_by: Order = RELEVANCE
    narrowed: bool = False

    @property
    def ids(self) -> Sequence[int]:
        """The articles on the shelf."""
        if self.on is not None:
            return self.on.ids
        return () if self.listing is None else self.listing.ids

    @property
    def counts(self) -> tuple[int, int]:
        """How many articles are on the shelf, and how many of them are unread."""
        if self.on is not None:
            return len(self.on.ids), self.on.unread
        return (0, 0) if self.listing is None else (self.listing.total, self.listing.unread)

    @property
    def whole(self) -> bool:
        """Whether every article of the library is on the shelf."""
        return self.listing is not None and len(self.ids) == self.listing.total

    @property
    def in_order(self) -> Order:
        """The order of what the list shows."""
        return self.searched_by if self.active else self.order

    @property
    def shown_ids(self) -> Sequence[int]:
        """The articles that the list shows."""
        if self.active and self.results is not None:
            return self.results.ids if self.results.complete else ()
        return self.ids

    @property
    def active(self) -> bool:
        """Whether the list shows results of a search."""
        return self.before is not None

    @property
    def query(self) -> str:
        """The search in the box, whether its results are here yet or not; "" if the box is empty."""
        return self.typed.strip()

    @property
    def suggestion(self) -> str:
        """The search that may have been meant by the one shown, or ""."""
        return self.results.suggestion if self.active and self.results is not None else ""

    @property
    def passages(self) -> str:
        """The search whose passages the rows show, or "" where they show none."""
        return self.shown if self.active and self.results is not None and self.results.words else ""

    @property
    def copies(self) -> bool:
        """Whether results stand for copies, or copies are listed that could be folded again."""
        if not self.active or self.results is None:
            return False
        return bool(self.results.alike) or self.unfolded == self.shown


StateAndAsks = tuple[ListState, tuple[Ask, ...]]

# --- steps ------------------------------------------------------------------------------------------


@singledispatch
def _step(event: object, state: ListState) -> StateAndAsks:
    raise TypeError(f"no event of the list: {event!r}")


def step(state: ListState, event: Event) -> StateAndAsks:
    """The state after an event, and what it asks for, in order."""
    return _step(event, state)


@_step.register
def _(event: Moved, state: ListState) -> StateAndAsks:
    return replace(state, spot=event.spot), ()


@_step.register
def _(event: Loaded, state: ListState) -> StateAndAsks:
    on = event.on
    if on is not None and state.listing is None:
        state = replace(state, shelf=on.shelf, order=on.order)
    if on is not None and (on.shelf, on.order) != (state.shelf, state.order):
        # Another shelf has been chosen meanwhile; its articles are on their way.
        return state, ()
    marks = state.marks.among(event.listing.ids)
    forget: tuple[Ask, ...] = (Forget(),)
    if marks != state.marks:
        forget = (Forget(), ShowMarks(marks.articles))
    state = replace(state, listing=event.listing, marks=marks, on=on)
    if not state.active:
        spot = Spot() if event.fresh else state.spot
        # If the selected article has gone, the next one takes its place.
        return state, (*forget, _shelf(state, select=spot.selected, near=spot.row))
    if not state.query:
        state, asks = _leave(state)
    else:
        state, asks = _search(state, state.typed, note=state.note, near=state.spot.row)
    return state, (*forget, *asks)


@_step.register
def _(event: MarksChanged, state: ListState) -> StateAndAsks:
    return replace(state, marks=event.marks), (ShowMarks(event.marks.articles),)


@_step.register
def _(event: Typed, state: ListState) -> StateAndAsks:
    if event.text != state.typed:
        state = _everywhere(state)
    # A search under way is out of date now.
    state = replace(state, typed=event.text, strokes=state.strokes + 1, written="", question=None)
    return state, (Wait(Paused(state.strokes)),)


@_step.register
def _(event: Paused, state: ListState) -> StateAndAsks:
    if event.stroke != state.strokes:
        return state, ()
    if not state.query:
        return _end(state)
    asks: tuple[Ask, ...] = ()
    # Enter, or an arrow key, may have asked for it already.
    if state.question is None and not (state.active and state.typed == state.shown):
        state, asks = _search(state, state.typed)
    return state, (*asks, Wait(Rested(event.stroke)))


@_step.register
def _(event: Rested, state: ListState) -> StateAndAsks:
    return (replace(state, written=state.typed), ()) if event.stroke == state.strokes else (state, ())


@_step.register
def _(event: SearchWanted, state: ListState) -> StateAndAsks:
    if event.text == state.shown and event.text == state.typed:
        return state, () if event.select is None else (Select(event.select),)
    return _wanted(event, _everywhere(state))


def _wanted(event: SearchWanted, state: ListState) -> StateAndAsks:
    state = replace(state, typed=event.text, strokes=state.strokes + 1, written=event.text)
    if event.text:
        state, asks = _search(state, event.text, note=event.note, select=event.select)
    else:
        state, asks = _end(state)
        asks = (*asks, Select(event.select)) if event.select is not None else asks
    return state, (SetText(event.text), *asks)


@_step.register
def _(event: Narrowed, state: ListState) -> StateAndAsks:
    words = state.query.split()
    if event.condition in words:
        words = [word for word in words if word != event.condition]
    else:
        words.append(event.condition)
    if not state.active and not state.query:
        state = replace(state, narrowed=True, searched_by=state.order)
    return _wanted(SearchWanted(" ".join(words), state.spot.selected), state)


@_step.register
def _(event: Hurried, state: ListState) -> StateAndAsks:
    if state.query and state.query != state.shown.strip():
        return _search(state, state.typed)
    if state.active and not state.query:
        return _leave(state)
    return state, ()


@_step.register
def _(event: Answered, state: ListState) -> StateAndAsks:
    question, results = state.question, event.results
    if question is None or question.number != event.number:
        return state, ()
    before = state.before or state.spot
    kept = question.select
    if kept is None:
        kept = keeps_cursor(question.text, state.shown, state.spot)
    results = present(results, state.listing)
    state = replace(state, question=None, before=before, results=results, shown=question.text)
    if not results.complete:
        # The results are incomplete because there is no index. Once it is built, the search runs again.
        return state, (Show((), why="no index"), MakeIndex())
    show = Show(
        results.ids,
        order=state.searched_by,
        select=kept,
        near=question.near if kept is not None else 0,
        snippets=results.words,
        divider=results.partial_from,
        why="nothing found",
        rows=results.rows,
    )
    return replace(state, note=question.note), (show,)


@_step.register
def _(event: Unfolded, state: ListState) -> StateAndAsks:
    if not state.copies:
        return state, ()
    state = replace(state, unfolded="" if state.unfolded == state.shown else state.shown)
    return _search(state, state.shown, note=state.note, select=state.spot.selected)


@_step.register
def _(event: Left, state: ListState) -> StateAndAsks:
    return _leave(state)


@_step.register
def _(event: IndexWaiting, state: ListState) -> StateAndAsks:
    listing = state.listing
    if listing is not None and event.waiting is not None:
        listing = replace(listing, unindexed=event.waiting)
    return replace(state, indexing=event.waiting is not None, listing=listing), ()


@_step.register
def _(event: Counted, state: ListState) -> StateAndAsks:
    if state.listing is None:
        return state, ()
    on = state.on
    if on is not None and event.on is not None:
        on = on._replace(unread=event.on)
    return replace(state, on=on, listing=replace(state.listing, total=event.total, unread=event.unread)), ()


@_step.register
def _(event: ShelfChosen, state: ListState) -> StateAndAsks:
    asks: tuple[Ask, ...] = ()
    if state.active or state.query:
        state, asks = _leave(state)
        # What the list shows is on its way.
        asks = tuple(ask for ask in asks if not isinstance(ask, Show))
    return replace(state, shelf=event.shelf, order=event.order), asks


@_step.register
def _(event: OrderChosen, state: ListState) -> StateAndAsks:
    if not state.active:
        return state, ()
    return _search(replace(state, searched_by=event.order), state.shown, note=state.note)


def _search(
    state: ListState, text: str, *, note: str = "", select: int | None = None, near: int = 0
) -> StateAndAsks:
    """Starts a search; answers to earlier ones no longer count."""
    number = state.asked + 1
    state = replace(
        state, asked=number, question=Question(number=number, text=text, note=note, select=select, near=near)
    )
    fold = state.unfolded != text
    find = Find(
        number=number,
        text=text,
        fold=fold,
        shelf=state.shelf,
        order=state.searched_by,
        narrowed=state.narrowed,
    )
    return state, (find,)


def _everywhere(state: ListState) -> ListState:
    """The state for a search that is more than a narrower shelf: the best match comes first."""
    return replace(state, narrowed=False, searched_by=RELEVANCE) if state.narrowed else state


def _leave(state: ListState) -> StateAndAsks:
    state, asks = _end(replace(state, typed="", strokes=state.strokes + 1))
    return state, (SetText(""), *asks)


def _end(state: ListState) -> StateAndAsks:
    """Ends the search, also one under way: the list is as it was before."""
    before = state.before
    state = replace(state, before=None, shown="", results=None, question=None, note="")
    state = replace(state, searched_by=RELEVANCE, narrowed=False)
    if before is None or state.listing is None:
        return state, ()
    return state, (_shelf(state, select=before.selected, scroll=before.scroll), End())


def _shelf(state: ListState, *, select: int | None, near: int = 0, scroll: int | None = None) -> Show:
    """Shows the articles on the shelf."""
    why: Why = "no articles" if state.listing is None or not state.listing.total else ""
    if not why and not state.ids:
        why = "shelf empty"
    return Show(state.ids, select=select, near=near, scroll=scroll, why=why, order=state.order)
