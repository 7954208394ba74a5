"""Which articles a list shows, and in what order: filters and orders as SQL. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

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


@dataclass(frozen=True, slots=True)
class Filters:
    """What the articles of a list have in common; None means that it does not matter.

    ``source`` is any part of the name of one of an article's sources, in any case.
    """

    unread: bool | None = None
    starred: bool | None = None
    tag: str | None = None
    source: str | None = None
    lang: str | None = None


def select_ids(order: Order, filters: Filters) -> tuple[str, list[Any]]:
    """The query for the ids of a list, and its parameters."""
    tables = "articles a"
    conditions: list[str] = []
    parameters: list[Any] = []
    if order == "read":
        tables += " LEFT JOIN state s ON s.article = a.id"
    if filters.unread is not None:
        known = "NOT IN" if filters.unread else "IN"
        conditions.append(f"a.id {known} (SELECT article FROM state WHERE read IS NOT NULL)")
    if filters.starred is not None:
        known = "IN" if filters.starred else "NOT IN"
        conditions.append(f"a.id {known} (SELECT article FROM state WHERE starred)")
    if filters.tag is not None:
        conditions.append("a.id IN (SELECT article FROM tags WHERE tag = ?)")
        parameters.append(filters.tag.lower())
    if filters.source is not None:
        # A plain comparison: a source may hold any character that LIKE or GLOB would read as a pattern.
        conditions.append("a.id IN (SELECT article FROM sources WHERE instr(lower(uri), lower(?)))")
        parameters.append(filters.source)
    if filters.lang is not None:
        conditions.append("a.lang = ?")
        parameters.append(filters.lang.lower())
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT a.id FROM {tables}{where} ORDER BY {_ORDERS[order]}", parameters
