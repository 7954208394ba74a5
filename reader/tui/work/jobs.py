"""What the screen asks of the library: plain functions of a ``Library``, run by the backend's threads.

Each is one question or one change, made in one transaction, and returns immutable data.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from reader.errors import ArticleNotFound, LibraryBusy, LibraryReadOnly, MachineError
from reader.library.view import ArticleView
from reader.model import Block, Position, SavedSearch, Scene, Snippet, Summary, Visit, Wanted
from reader.tui.work.views import view

if TYPE_CHECKING:
    from reader.library import Library

SAVING = 1.0
"""Seconds that keeping the place waits for another program: it is tried again soon."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as a whole: ids in order, and the counts its heading tells.

    Attributes:
        ids: the articles in their order.
        unread, total: how many are unread, and how many there are.
        version: a number that changes when another process has changed the library.
        unindexed: how many articles the index lacks, so that a search may not find them.
        read_only: whether the library cannot be written.
        hindered: what keeps it from being written, where that is the machine (a full disk); else "".
    """

    ids: tuple[int, ...]
    unread: int
    total: int
    version: int
    unindexed: int
    read_only: bool = False
    hindered: str = ""

    @property
    def pending(self) -> int:
        """How many articles this screen has to index: what waits in a library that cannot be written waits
        for somebody else."""
        return 0 if self.read_only else self.unindexed


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which article a person stands, and what stands around it.

    ``blocks`` is the text on screen that the position is about. The library may have a newer one by now.
    """

    article: int
    position: Position
    progress: float
    scene: Scene = Scene()
    blocks: tuple[Block, ...] = field(default=(), compare=False, repr=False)


def listing(library: Library) -> Listing:
    """The whole list."""
    total, unread = counts(library)
    return Listing(
        tuple(library.store.articles.ids()),
        unread,
        total,
        library.store.version(),
        library.waiting,
        library.read_only,
        library.why_read_only if library.store.hindered else "",
    )


def counts(library: Library) -> tuple[int, int]:
    """How many articles there are, and how many of them are unread."""
    counts = library.store.articles.counts()
    return counts.all, counts.unread


def waiting(library: Library) -> int:
    """How many articles are not in the index yet."""
    return library.waiting


def version(library: Library) -> int:
    """A number that changes when another process has changed the library.

    It is asked for now and then while nothing else is: a good moment for what can wait.
    """
    library.rest()
    return library.store.version()


def summaries(library: Library, ids: Sequence[int]) -> list[Summary]:
    """The rows of the list for these articles."""
    return library.summaries(ids)


def save_place(library: Library, place: Place) -> None:
    """Keeps where a person stands, for the next time the article is opened and for the trail."""
    from reader.anchors import make  # the start does not wait for it

    anchor = make(place.blocks, place.position) if place.blocks else None
    # An article that another process has removed meanwhile has no place to keep.
    with suppress(ArticleNotFound), library.patience.at_most(SAVING), library.store.transaction():
        library.store.state.save_position(place.article, place.position, place.progress, anchor)
        current = library.store.trail.current()
        if current is not None and current.article == place.article:
            library.store.trail.update(place.position, place.scene, anchor)


Opening = Callable[[int], None]
"""Called with an article's id before what it holds is read; see :mod:`reader.tui.work.opening`."""


def _unmarked(article: int) -> None:
    """Leaves no mark."""


def open_article(
    library: Library,
    article: int,
    leaving: Place | None,
    scene: Scene,
    *,
    again: bool = False,
    opening: Opening = _unmarked,
) -> ArticleView:
    """Goes to an article: keeps the place left, adds a visit to the trail, marks the article read.

    ``scene`` is what stands around it there: the search that led to it may be newer than the place left.
    With ``again``, to come to the place where one stands is no step, and the trail has none to show for it.
    Where nothing can be written now it is shown all the same, and the view says why it is not kept.

    Raises:
        ArticleNotFound: it has been removed meanwhile.
    """
    try:
        position, unkept = _visit(library, article, leaving, scene, again=again), ""
    except (LibraryBusy, LibraryReadOnly, MachineError) as error:
        position, unkept = _begin_at(library, article), str(error)
    opening(article)
    return replace(view(library, article, position), unkept=unkept)


def _visit(library: Library, article: int, leaving: Place | None, scene: Scene, *, again: bool) -> Position:
    store = library.store
    with store.transaction():
        if leaving is not None:
            save_place(library, leaving)
        position = _begin_at(library, article)
        stays = again and leaving is not None and (article, position) == (leaving.article, leaving.position)
        if not (stays and _visited(library, article)):
            store.trail.follow(Visit(article, position, scene, time.time()))
        if library.summary(article).read is None:
            store.state.mark_read(article, time.time())
    return position


def _begin_at(library: Library, article: int) -> Position:
    """Where an article is opened: where it was left, or at its beginning if it was read to its end."""
    done = library.summary(article).progress >= 1.0
    return Position() if done else library.store.state.position(article)


def _visited(library: Library, article: int) -> bool:
    """Whether the trail's last step led to this article."""
    current = library.store.trail.current()
    return current is not None and current.article == article


def look_for(library: Library, leaving: Place, query: str) -> None:
    """Begins a search as a step of the trail: back leads to the article and the line it was begun at."""
    with library.store.transaction():
        save_place(library, leaving)
        if leaving.scene.query == query and _visited(library, leaving.article):
            # The search for it is open already.
            return
        scene = Scene(query, None, "list")
        library.store.trail.follow(Visit(leaving.article, leaving.position, scene, time.time()))


Direction = Literal["back", "forward"]


def step(
    library: Library, to: Direction | int, leaving: Place | None, opening: Opening = _unmarked
) -> ArticleView | None:
    """One step along the trail, or to a visit by its id: to the article, the line and the scene left there.

    None at the end of the trail.
    """
    trail = library.store.trail
    with library.store.transaction():
        if leaving is not None:
            save_place(library, leaving)
        visit = trail.jump(to) if isinstance(to, int) else trail.back() if to == "back" else trail.forward()
    return _at(library, visit, opening)


def last_open(library: Library) -> int | None:
    """The article where the person left off; None in a library never read in."""
    visit = library.store.trail.current()
    return None if visit is None else visit.article


def resume(library: Library, opening: Opening = _unmarked) -> ArticleView | None:
    """The same as it is to be shown: with the line and the scene as they were left."""
    return _at(library, library.store.trail.current(), opening)


def _at(library: Library, visit: Visit | None, opening: Opening) -> ArticleView | None:
    if visit is None:
        return None
    opening(visit.article)
    return replace(view(library, visit.article, visit.position), scene=visit.scene)


# --- the trail and what is wanted -------------------------------------------------------------------

SHOWN_STEPS = 500
SHOWN_WANTED = 500
"""How many steps and wanted titles their sheets show: more than anyone reads through."""

_NAMED_BY = 3


@dataclass(frozen=True, slots=True)
class Step:
    """A visit as the sheet of the trail shows it.

    ``on_line``: back and forward lead to it; else it stands on a branch that was left.
    """

    visit: Visit
    title: str
    here: bool
    on_line: bool


def trail(library: Library) -> list[Step]:
    """The latest steps of the trail, the latest first."""
    store = library.store
    current, line = store.trail.current(), set(store.trail.line())
    visits = store.trail.recent(SHOWN_STEPS)
    titles = {s.id: s.title for s in library.summaries([*{visit.article for visit in visits}])}
    return [
        Step(visit, titles[visit.article], current is not None and visit.id == current.id, visit.id in line)
        for visit in visits
        if visit.article in titles
    ]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A title the library lacks, with the titles of a few articles that name it."""

    wanted: Wanted
    named_by: tuple[str, ...]


def wanted(library: Library) -> list[Lacking]:
    """The titles most wanted, the most wanted first."""
    found = library.wanted(SHOWN_WANTED)
    by = {article for want in found for article in want.wanted_by[:_NAMED_BY]}
    titles = {summary.id: summary.title for summary in library.summaries([*by])}
    return [
        Lacking(want, tuple(titles[a] for a in want.wanted_by[:_NAMED_BY] if a in titles)) for want in found
    ]


def toggle_star(library: Library, article: int) -> Summary:
    """Stars an article, or takes the star away; returns its row."""
    library.store.state.star(article, not library.summary(article).starred)
    return library.summary(article)


def tag(library: Library, article: int, typed: str) -> Summary:
    """Gives an article the tags that were typed in place of those it has; returns its row."""
    library.tag(article, [typed])
    return library.summary(article)


def toggle_read(library: Library, article: int) -> Summary:
    """Marks an article unread, or read; returns its row."""
    if library.summary(article).read is None:
        library.store.state.mark_read(article, time.time())
    else:
        library.store.state.mark_unread(article)
    return library.summary(article)


# --- search ---------------------------------------------------------------------------------------


def refresh(library: Library) -> None:
    """Sees what other processes have indexed since."""
    library.finding.refresh()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found.

    Attributes:
        text: the query.
        ids: the articles, best first; from ``partial_from`` on they have some of the words only.
        total: how many match in all.
        notes: how the query was understood, where that needs saying.
        odd: the same if the query is written out and not still being typed.
        suggestion: the query that may have been meant, or "".
        alike: how many copies an article stands for that are not listed, by its id.
        words: whether it asks for words, so that there are passages to show.
        empty: whether it asks for nothing at all.
        complete: False where a newer search has ended this one, or there is no index that can be read.
    """

    text: str
    ids: tuple[int, ...]
    total: int
    partial_from: int
    notes: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    suggestion: str = ""
    alike: Mapping[int, int] = field(default_factory=dict)
    words: bool = True
    empty: bool = False
    complete: bool = True


def find(
    library: Library, text: str, typing: bool, stop: Callable[[], bool], *, fold: bool = True
) -> Outcome:
    """The articles that match, for the list; ``typing`` takes the last word as a prefix.

    Of articles that are nearly the same only the best is listed, unless ``fold`` is false.
    """
    found = library.find(text, typing=typing, stop=stop, fold=fold)
    return Outcome(
        text,
        found.ids,
        found.total,
        found.partial_from,
        found.query.notes,
        library.finding.notes(text),
        found.suggestion,
        {article: len(others) for article, others in found.folded.items()},
        found.query.asks_for_text(),
        found.query.node is None,
        found.complete,
    )


@dataclass(frozen=True, slots=True)
class Searches:
    """The saved searches with their unread counts, and the last ones made."""

    saved: tuple[SavedSearch, ...]
    recent: tuple[str, ...]


RECENT = 50


def searches(library: Library) -> Searches:
    """What can be searched for again; counts what is unread, so for the search thread."""
    return Searches(tuple(library.saved_searches()), tuple(library.recent_searches(RECENT)))


def hit_rows(library: Library, text: str, ids: Sequence[int]) -> list[tuple[Summary, Snippet]]:
    """The visible rows of a search with their snippets."""
    return [
        (summary, library.finding.snippet(text, summary.id, typing=True))
        for summary in library.summaries(ids)
    ]


def marks(library: Library, article: int, text: str) -> list[tuple[int, int, int]]:
    """Where an article's blocks match a query: (block, start, end) in each block's plain text."""
    return library.finding.marks(text, article, typing=True)
