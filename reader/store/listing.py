"""In what order a list shows articles, as SQL."""

from __future__ import annotations

from typing import Literal

from reader.store.values import LAST_ID

Order = Literal["added", "oldest", "title", "words", "read"]
"""Newest first, oldest first, by title, longest first, last read first (then what is unread)."""

_ORDERS: dict[Order, str] = {
    # What was added at once stays in the order it was added in.
    "added": "a.added DESC, a.id",
    "oldest": "a.added, a.id",
    "title": "a.sort_key, a.id",
    "words": "a.words DESC, a.id",
    "read": "s.read DESC, a.added DESC, a.id",
}


POSSIBLE = f"+a.id BETWEEN 1 AND {LAST_ID}"
"""Which ids can be: a damaged file may hold others. (The sign keeps SQLite on the index of the order.)"""


def select_ids(order: Order) -> str:
    """The query for the ids of all articles in an order."""
    state = " LEFT JOIN state s ON s.article = a.id" if order == "read" else ""
    return f"SELECT a.id FROM articles a{state} WHERE {POSSIBLE} ORDER BY {_ORDERS[order]}"
