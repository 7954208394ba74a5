"""The order in which a list shows articles, as SQL."""

from __future__ import annotations

from typing import Literal

from reader.store.values import LAST_ID

IdOrder = Literal["added", "oldest", "title", "words", "read"]
"""Newest first, oldest first, by title, longest first, last read first (then unread articles)."""

_ORDERS: dict[IdOrder, str] = {
    # Articles added at the same time stay in the order in which they were added.
    "added": "a.added DESC, a.id",
    "oldest": "a.added, a.id",
    "title": "a.sort_key, a.id",
    "words": "a.words DESC, a.id",
    "read": "s.read DESC, a.added DESC, a.id",
}


POSSIBLE = f"+a.id BETWEEN 1 AND {LAST_ID}"
"""The ids that are possible: a damaged file may hold others. (``+`` keeps SQLite on the right index.)"""


def select_ids(order: IdOrder) -> str:
    """The query for the ids of all articles in the given order."""
    state = " LEFT JOIN state s ON s.article = a.id" if order == "read" else ""
    return f"SELECT a.id FROM articles a{state} WHERE {POSSIBLE} ORDER BY {_ORDERS[order]}"


IS_EMPTY = (
    "(a.body_key = '' AND EXISTS (SELECT 1 FROM bodies WHERE article = a.id AND note = '' AND blocks = '[]'))"
)
"""Whether the library has no text of an article, in SQL. The short column is looked at first."""
