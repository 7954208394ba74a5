"""Shelves: the parts of a library that the list can show. Pure.

A shelf is a name, a title and the query that says which articles stand on it. A search that is begun in the
inbox or on the shelf of all articles looks everywhere; on any other shelf it looks only there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from reader.orders import NEWEST, OPENED, RELEVANCE, STARTED, Order, OrderKey

ShelfGroup = Literal["", "Searches", "Feeds", "Tags"]
"""The heading that a shelf is listed under; "": none, at the top."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A part of the library.

    Attributes:
        name: by which it is remembered: ``inbox``, ``tag:economics``, ``@energy``.
        title: as it is shown.
        query: the articles on it; "": all.
        group: the heading that it is listed under.
        order: its order until another one is chosen.
    """

    name: str
    title: str
    query: str = ""
    group: ShelfGroup = ""
    order: Order = NEWEST

    @property
    def narrows(self) -> bool:
        """Whether a search begun on it looks only there."""
        return self.name not in ("inbox", "all")


INBOX = Shelf("inbox", "Inbox", "-is:archived")
"""What a library opens with: everything that has not been put away."""

ALL = Shelf("all", "All articles")

SHELVES = (
    INBOX,
    Shelf("unread", "Unread", "is:unread"),
    Shelf("started", "Started", STARTED, order=OPENED),
    Shelf("starred", "Starred", "is:starred"),
    Shelf("archive", "Archive", "is:archived"),
    ALL,
)
"""The shelves that every library has, in their order."""


def shelf_of_tag(tag: str) -> Shelf:
    """The articles with a tag."""
    return Shelf(f"tag:{tag}", f"#{tag}", f"tag:{_quoted(tag)}", "Tags")


def shelf_of_search(name: str, query: str) -> Shelf:
    """What a saved search finds."""
    return Shelf(f"@{name}", name, query, "Searches")


def shelf_of_feed(name: str, address: str) -> Shelf:
    """The articles of a feed."""
    return Shelf(f"feed:{address}", name, f"feed:{_quoted(address)}", "Feeds")


def shelf_named(name: str, others: Iterable[Shelf] = ()) -> Shelf | None:
    """The shelf with a name: one that every library has, one of a tag, or one of ``others``."""
    for shelf in (*SHELVES, *others):
        if shelf.name == name:
            return shelf
    kind, colon, value = name.partition(":")
    if colon and value and kind == "tag":
        return shelf_of_tag(value)
    return None


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[\w.-]+", value) else '"' + value.replace('"', " ") + '"'


@dataclass(frozen=True, slots=True)
class ShelfCount:
    """A shelf, and how many articles stand on it; ``unread`` of them, None if that was not counted."""

    shelf: Shelf
    total: int
    unread: int | None = None

    @property
    def words(self) -> str:
        """The counts: ``12 / 1,204`` with those unread before the slash."""
        if self.unread:
            return f"{self.unread:,} / {self.total:,}"
        return f"{self.total:,}"


# --- searches within a shelf -------------------------------------------------------------------------------

_EITHER = re.compile(r"\bOR\b|[|｜]")


def within(text: str, shelf: Shelf, *, narrowed: bool = False) -> str:
    """The query for a text searched on a shelf; ``narrowed``: only there, whichever shelf it is.

    The text comes last, so that its last word may still be half typed.
    """
    if not (shelf.narrows or (narrowed and shelf.query)) or not text.strip():
        return text
    return f"{_grouped(shelf.query)} {_grouped(text)}"


def without(query: str, shelf: Shelf) -> str:
    """What was typed of a query that :func:`within` has made: for a suggestion that comes back."""
    if not shelf.narrows:
        return query
    return query.removeprefix(_grouped(shelf.query)).strip()


def _grouped(query: str) -> str:
    """A query to which conditions can be added: brackets where it has alternatives."""
    return f"({query})" if _EITHER.search(query) else query


# --- orders ------------------------------------------------------------------------------------------------

CHOICES: Sequence[tuple[Order, str, str]] = (
    (NEWEST, "Newest", "added last"),
    (Order("added"), "Oldest", "added first"),
    (Order("published", down=True), "Published", "the date that the article has"),
    (Order("saved", down=True), "Saved", "when you saved it, as far as known"),
    (Order("title"), "Title", "A to Z"),
    (Order("length"), "Length", "the shortest first"),
    (Order("site"), "Site", "A to Z"),
    (RELEVANCE, "Relevance", "the best match first"),
    (Order("read", down=True), "Last read", "the last one first"),
    (Order("progress", down=True), "Progress", "the furthest read first"),
    (OPENED, "Last opened", "the one you had open last first"),
)
"""The orders to choose from: each with its name, and what comes first."""

_LABELS: dict[OrderKey, str] = {
    "published": "published", "saved": "saved", "title": "title", "length": "length", "site": "site",
    "read": "last read", "progress": "progress", "opened": "last opened", "relevance": "relevance",
}  # fmt: skip


def label(order: Order) -> str:
    """An order in a heading: ``newest ▾``; the sign says which end is on top."""
    if order.by == "added":
        return "newest ▾" if order.down else "oldest ▴"
    if order.by == "relevance":
        return "relevance ▾"
    return f"{_LABELS[order.by]} {'▾' if order.down else '▴'}"


def chosen(order: Order, now: Order) -> Order:
    """The order after one has been chosen where ``now`` is in force: the same again turns it round."""
    return now.reversed() if order.by == now.by and (order.by != "added" or order == now) else order


def usual(by: OrderKey) -> Order:
    """The direction that is expected of an order."""
    return next(order for order, _, _ in CHOICES if order.by == by)
