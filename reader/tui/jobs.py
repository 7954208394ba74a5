"""What the screen asks of the library: plain functions of a ``Library``, run by the backend's threads.

Each is one question or one change, made in one transaction, and returns immutable data.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reader.model import Position, Snippet, Summary, Visit
from reader.tui import related
from reader.tui.view import ArticleView, Entry

if TYPE_CHECKING:
    from reader.library import Library

SIMILAR = 5
"""How many similar articles the related pane offers."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as a whole: ids in order, and the counts its heading tells."""

    ids: tuple[int, ...]
    unread: int
    total: int
    version: int
    pending: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which article a person stands."""

    article: int
    position: Position
    progress: float


Direction = Literal["back", "forward"]

Only = Literal["", "unread", "starred"]
"""What the list is narrowed to."""


def listing(library: Library, only: Only = "") -> Listing:
    """The whole list, or its unread or starred articles."""
    ids = library.store.articles.ids(
        unread=True if only == "unread" else None, starred=True if only == "starred" else None
    )
    total, unread = counts(library)
    return Listing(tuple(ids), unread, total, library.store.version(), library.store.changes.count())


def counts(library: Library) -> tuple[int, int]:
    """How many articles there are, and how many of them are unread."""
    counts = library.store.articles.counts()
    return counts.all, counts.unread


def version(library: Library) -> int:
    """A number that changes when another process has changed the library."""
    return library.store.version()


def summaries(library: Library, ids: Sequence[int]) -> list[Summary]:
    """The rows of the list for these articles."""
    return library.summaries(ids)


def save_place(library: Library, place: Place) -> None:
    """Keeps where a person stands, for the next time the article is opened and for the trail."""
    with library.store.transaction():
        library.store.state.save_position(place.article, place.position, place.progress)
        current = library.store.trail.current()
        if current is not None and current.article == place.article:
            library.store.trail.update(place.position, current.query)


def open_article(library: Library, article: int, leaving: Place | None) -> ArticleView:
    """Goes to an article: keeps the place left, adds a visit to the trail, marks the article read.

    Raises:
        ArticleNotFound: it has been removed meanwhile.
    """
    store = library.store
    with store.transaction():
        if leaving is not None:
            save_place(library, leaving)
        before = library.summary(article)
        position = store.state.position(article)
        # What was read to its end is opened to be read again.
        position = Position() if before.progress >= 1.0 else position
        store.trail.follow(Visit(article, position, at=time.time()))
        if before.read is None:
            store.state.mark_read(article, time.time())
    return view(library, article, position)


def step(library: Library, direction: Direction, leaving: Place | None) -> ArticleView | None:
    """One step along the trail, to the article and the line left there; None at its end."""
    store = library.store
    with store.transaction():
        if leaving is not None:
            save_place(library, leaving)
        visit = store.trail.back() if direction == "back" else store.trail.forward()
    return None if visit is None else view(library, visit.article, visit.position)


def resume(library: Library) -> ArticleView | None:
    """The article and the line where the person left off; None in a library never read in."""
    visit = library.store.trail.current()
    return None if visit is None else view(library, visit.article, visit.position)


def view(library: Library, article: int, position: Position) -> ArticleView:
    """An article with its links and backlinks; similar ones come later (:func:`with_similar`)."""
    links = tuple(library.store.links.of(article))
    backlinks = tuple(library.backlinks(article))
    return ArticleView(
        library.summary(article), library.get(article), related.entries(links, backlinks), position
    )


def with_similar(library: Library, article: int) -> tuple[Entry, ...]:
    """All entries of an article, similar ones included; asks the index, so for the search thread."""
    links = library.store.links.of(article)
    linked = {link.target for link in links if link.target is not None}
    similar = library.finding.similar(article, SIMILAR, exclude=linked)
    return related.entries(links, library.backlinks(article), similar)


def toggle_star(library: Library, article: int) -> Summary:
    """Stars an article, or takes the star away; returns its row."""
    library.store.state.star(article, not library.summary(article).starred)
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
    """What a search found: ids best first, how many match in all, and how the query was understood.

    Not ``complete``: a newer search has ended this one, and it says nothing.
    """

    text: str
    ids: tuple[int, ...]
    total: int
    notes: tuple[str, ...] = ()
    complete: bool = True


def find(library: Library, text: str, typing: bool, stop: Callable[[], bool]) -> Outcome:
    """The articles that match, for the list; ``typing`` takes the last word as a prefix."""
    found = library.find(text, typing=typing, stop=stop)
    return Outcome(text, found.ids, found.total, tuple(found.query.notes), found.complete)


def hit_rows(library: Library, text: str, ids: Sequence[int]) -> list[tuple[Summary, Snippet]]:
    """The visible rows of a search with their snippets."""
    return [
        (summary, library.finding.snippet(text, summary.id, typing=True))
        for summary in library.summaries(ids)
    ]


def marks(library: Library, article: int, text: str) -> list[tuple[int, int, int]]:
    """Where an article's blocks match a query: (block, start, end) in each block's plain text."""
    return library.finding.marks(text, article, typing=True)
