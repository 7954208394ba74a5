"""What happens to the list and its search, and what a step asks for in return. Pure values.

:mod:`reader.tui.state.searching` has the state and its steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.orders import NEWEST, RELEVANCE, Order
from reader.tui.state.shelves import INBOX, Shelf

if TYPE_CHECKING:
    from reader.library.view import HitRow, Listing, SearchResult
    from reader.tui.state.marks import Marks

Why = Literal["", "no articles", "shelf empty", "no index", "nothing found"]
"""Why a list has no rows."""


class Spot(NamedTuple):
    """Where a person stands in the list: the article selected, its row, and how far the list is scrolled."""

    selected: int | None = None
    row: int = 0
    scroll: int = 0


# --- events -----------------------------------------------------------------------------------------


class Moved(NamedTuple):
    """The person has moved in the list."""

    spot: Spot


class OnShelf(NamedTuple):
    """A shelf in an order: the articles on it, and how many of them are unread."""

    shelf: Shelf
    order: Order
    ids: Sequence[int]
    unread: int


class Loaded(NamedTuple):
    """The list has been read, the first time or again.

    Attributes:
        listing: all articles, and the counts of the library.
        on: those on the shelf; None: all of them.
        fresh: whether the shelf or its order is another one than before: the list begins at its top.
    """

    listing: Listing
    on: OnShelf | None = None
    fresh: bool = False


class ShelfChosen(NamedTuple):
    """Another shelf is to be shown, or the same in another order. A search ends."""

    shelf: Shelf
    order: Order


class OrderChosen(NamedTuple):
    """The results of the search are wanted in another order."""

    order: Order


class Typed(NamedTuple):
    """The text in the box has changed."""

    text: str


class Paused(NamedTuple):
    """Nothing has been typed since stroke number ``stroke`` for as long as a key takes to follow another."""

    stroke: int


class Rested(NamedTuple):
    """Nothing has been typed since stroke number ``stroke`` for so long that the query seems complete."""

    stroke: int


class SearchWanted(NamedTuple):
    """A search is to be shown ("": the list in its order), with an article selected, and a note."""

    text: str
    select: int | None = None
    note: str = ""


class Narrowed(NamedTuple):
    """A condition (``is:unread``) is to be added to the search, or removed if it is there."""

    condition: str


class Hurried(NamedTuple):
    """The results of what stands in the box are wanted now, without waiting for the next key."""


class Answered(NamedTuple):
    """The search with that number has its results."""

    number: int
    results: SearchResult


class MarksChanged(NamedTuple):
    """Other articles are marked than before."""

    marks: Marks


class Unfolded(NamedTuple):
    """The copies that results stand for are to be listed, or folded again."""


class Left(NamedTuple):
    """The search is to end."""


class IndexWaiting(NamedTuple):
    """How many articles are yet to be indexed; None: indexing has ended."""

    waiting: int | None


class Counted(NamedTuple):
    """An article has been read, marked unread or removed: the counts of the library have changed.

    ``on``: how many articles of the shelf are unread; None: as many as in the library.
    """

    total: int
    unread: int
    on: int | None = None


Event = (
    Moved
    | Loaded
    | Typed
    | Paused
    | Rested
    | SearchWanted
    | Narrowed
    | Hurried
    | Answered
    | MarksChanged
    | Unfolded
    | Left
    | IndexWaiting
    | Counted
    | ShelfChosen
    | OrderChosen
)


# --- what a step asks for ---------------------------------------------------------------------------


class Wait(NamedTuple):
    """Send ``Paused`` or ``Rested`` after the time that belongs to it."""

    then: Paused | Rested


class Find(NamedTuple):
    """Start a search, and send ``Answered`` with its results.

    Attributes:
        number: tells it from the others.
        text: the query.
        fold: whether to list copies once.
        shelf: where to look.
        order: the order of the results.
        narrowed: whether to look on the shelf only, also on one where searches look everywhere.
    """

    number: int
    text: str
    fold: bool
    shelf: Shelf = INBOX
    order: Order = RELEVANCE
    narrowed: bool = False


class SetText(NamedTuple):
    """Put a text into the box."""

    text: str


class Forget(NamedTuple):
    """Forget the rows that were loaded: the library has changed."""


class Show(NamedTuple):
    """List these articles.

    Attributes:
        ids: the articles, in order.
        select: the one to select, if there is one.
        near: the row to select otherwise.
        snippets: whether each row has a line for a passage.
        divider: the row above which a line says that the rest has some of the words only; None: nowhere.
        scroll: how far to scroll the list; None: as far as it takes to show the selected row.
        why: why there are no articles, if there are none.
        rows: the first rows, with their passages.
        order: the order they are in.
    """

    ids: Sequence[int]
    select: int | None = None
    near: int = 0
    snippets: bool = False
    divider: int | None = None
    scroll: int | None = None
    why: Why = ""
    rows: Sequence[HitRow] = ()
    order: Order = NEWEST


class Select(NamedTuple):
    """Select an article in the list that is shown."""

    article: int


class ShowMarks(NamedTuple):
    """Show which articles are marked."""

    articles: frozenset[int]


class MakeIndex(NamedTuple):
    """Build the index: there is none to search."""


class End(NamedTuple):
    """Say that no search is shown any more."""


Ask = Wait | Find | SetText | Forget | Show | Select | ShowMarks | MakeIndex | End
