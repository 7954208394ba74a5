"""The questions of the list to the library: shelves, searches on them, and the preview. See :mod:`jobs`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import ArticleNotFound, ReaderError
from reader.library.view import ArticleView, Listing, SearchResult
from reader.orders import RELEVANCE, Order
from reader.tui.state.events import OnShelf
from reader.tui.state.shelves import (
    ALL,
    INBOX,
    SHELVES,
    Shelf,
    ShelfCount,
    shelf_of_feed,
    shelf_of_search,
    shelf_of_tag,
    within,
    without,
)

if TYPE_CHECKING:
    from reader.library.protocol import Library

MOST_PREVIEWED = 100_000
"""Words of the longest article that is previewed: a longer one would take long to read from the library."""


class ShelfRead(NamedTuple):
    """The list as it is to be shown: all articles, and those on the shelf."""

    listing: Listing
    on: OnShelf


def listing(library: Library, shelf: Shelf, order: Order) -> ShelfRead:
    """The articles on a shelf in an order, and the counts."""
    whole = library.listing(order)
    if shelf == ALL or (shelf == INBOX and not whole.archived):
        return ShelfRead(whole, OnShelf(shelf, order, whole.ids, whole.unread))
    ids = library.ids(shelf.query, order=order)
    return ShelfRead(whole, OnShelf(shelf, order, tuple(ids), _unread(library, shelf)))


def _unread(library: Library, shelf: Shelf) -> int:
    return len(library.ids(f"is:unread ({shelf.query})"))


def counts(library: Library, shelf: Shelf) -> tuple[int, int, int]:
    """How many articles there are, how many of them are unread, and how many of those on a shelf."""
    total, unread = library.counts()
    return total, unread, unread if shelf == ALL else _unread(library, shelf)


def find(
    library: Library,
    text: str,
    stop: Callable[[], bool],
    *,
    shelf: Shelf,
    order: Order = RELEVANCE,
    fold: bool = True,
    rows: int = 0,
    narrowed: bool = False,
) -> SearchResult:
    """What a text finds on a shelf, while it is typed; see :meth:`Library.find` and :func:`within`."""
    query = within(text, shelf, narrowed=narrowed)
    found = library.find(query, typing=True, stop=stop, fold=fold, rows=rows, order=order)
    if query == text:
        return found
    return replace(found, text=text, suggestion=without(found.suggestion, shelf))


def shelves(library: Library) -> tuple[ShelfCount, ...]:
    """All shelves with their counts: those of every library, saved searches, feeds, tags."""
    total, unread = library.counts()
    found: list[ShelfCount] = []
    for shelf in SHELVES:
        if shelf == ALL:
            found.append(ShelfCount(shelf, total, unread))
        else:
            found.append(ShelfCount(shelf, len(library.ids(shelf.query)), _unread(library, shelf)))
    for search in library.saved_searches():
        shelf = shelf_of_search(search.name, search.query)
        found.append(ShelfCount(shelf, len(library.ids(search.query)), search.unread))
    for feed in library.feeds():
        shelf = shelf_of_feed(feed.title, feed.url)
        found.append(ShelfCount(shelf, len(library.ids(shelf.query)), feed.unread))
    found += (ShelfCount(shelf_of_tag(tag), articles) for tag, articles in library.tags())
    return tuple(found)


def preview(library: Library, article: int) -> ArticleView | str | None:
    """An article as the preview shows it: nothing is kept of that. A text says why there is nothing to show.

    None: it has been removed meanwhile.
    """
    try:
        summary = library.summary(article)
        if summary.words > MOST_PREVIEWED:
            return "This article is too long for a preview."
        return ArticleView(summary, library.get(article))
    except ArticleNotFound:
        return None
    except ReaderError as error:
        return str(error)
