"""What happens to the list and its search, and what a step asks for in return. Pure values.

:mod:`reader.tui.state.searching` has the state and its steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reader.library.view import HitRow, Listing, SearchResult

Why = Literal["", "no articles", "no index", "nothing found"]
"""Why a list has no rows."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a person stands in the list: the article selected, its row, and how far the list is scrolled."""

    selected: int | None = None
    row: int = 0
    scroll: int = 0


# --- events -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moved:
    """The person has moved in the list."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Loaded:
    """The list has been read, the first time or again."""

    listing: Listing


@dataclass(frozen=True, slots=True)
class Typed:
    """The text in the box has changed."""

    text: str


@dataclass(frozen=True, slots=True)
class Paused:
    """Nothing has been typed since stroke number ``stroke`` for as long as a key takes to follow another."""

    stroke: int


@dataclass(frozen=True, slots=True)
class Rested:
    """Nothing has been typed since stroke number ``stroke`` for so long that the query seems complete."""

    stroke: int


@dataclass(frozen=True, slots=True)
class SearchWanted:
    """A search is to be shown ("": the list in its order), with an article selected, and a note."""

    text: str
    select: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A condition (``is:unread``) is to be added to the search, or removed if it is there."""

    condition: str


@dataclass(frozen=True, slots=True)
class Hurried:
    """The results of what stands in the box are wanted now, without waiting for the next key."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The search with that number has its results."""

    number: int
    results: SearchResult


@dataclass(frozen=True, slots=True)
class Unfolded:
    """The copies that results stand for are to be listed, or folded again."""


@dataclass(frozen=True, slots=True)
class Left:
    """The search is to end."""


@dataclass(frozen=True, slots=True)
class IndexWaiting:
    """How many articles are yet to be indexed; None: indexing has ended."""

    waiting: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """An article has been read, marked unread or removed: the counts have changed."""

    total: int
    unread: int


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
    | Unfolded
    | Left
    | IndexWaiting
    | Counted
)


# --- what a step asks for ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wait:
    """Send ``Paused`` or ``Rested`` after the time that belongs to it."""

    then: Paused | Rested


@dataclass(frozen=True, slots=True)
class Find:
    """Start a search, and send ``Answered`` with its results. ``fold``: list copies once."""

    number: int
    text: str
    fold: bool


@dataclass(frozen=True, slots=True)
class SetText:
    """Put a text into the box."""

    text: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget the rows that were loaded: the library has changed."""


@dataclass(frozen=True, slots=True)
class Show:
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
    """

    ids: Sequence[int]
    select: int | None = None
    near: int = 0
    snippets: bool = False
    divider: int | None = None
    scroll: int | None = None
    why: Why = ""
    rows: Sequence[HitRow] = ()


@dataclass(frozen=True, slots=True)
class Select:
    """Select an article in the list that is shown."""

    article: int


@dataclass(frozen=True, slots=True)
class MakeIndex:
    """Build the index: there is none to search."""


@dataclass(frozen=True, slots=True)
class End:
    """Say that no search is shown any more."""


Ask = Wait | Find | SetText | Forget | Show | Select | MakeIndex | End
