"""Which articles a list shows, and in what order: filters and orders as SQL. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reader.store.codec import encode_source

Span = tuple[float | None, float | None]
"""From (inclusive) and to (exclusive); None where there is no such end."""

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

    ``source`` is any part of the name of one of an article's sources, in any case. ``added`` and ``read``
    are spans of time; what is unread was never read.
    """

    unread: bool | None = None
    starred: bool | None = None
    tag: str | None = None
    source: str | None = None
    lang: str | None = None
    added: Span | None = None
    read: Span | None = None
    words: Span | None = None


def select_ids(order: Order | None, filters: Filters) -> tuple[str, list[Any]]:
    """The query for the ids of a list, and its parameters; no order costs less than any."""
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
        parameters.append(_storable(filters.tag.lower()))
    if filters.source is not None:
        # A plain comparison: a source may hold any character that LIKE or GLOB would read as a pattern.
        conditions.append("a.id IN (SELECT article FROM sources WHERE instr(lower(uri), lower(?)))")
        parameters.append(_storable(filters.source))
    if filters.lang is not None:
        conditions.append("a.lang = ?")
        parameters.append(_storable(filters.lang.lower()))
    for column, span in (("a.added", filters.added), ("a.words", filters.words)):
        if span is not None:
            condition, ends = _within(column, span)
            conditions.append(condition)
            parameters += ends
    if filters.read is not None:
        condition, ends = _within("read", filters.read)
        conditions.append(f"a.id IN (SELECT article FROM state WHERE read IS NOT NULL AND {condition})")
        parameters += ends
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    ordered = f" ORDER BY {_ORDERS[order]}" if order else ""
    return f"SELECT a.id FROM {tables}{where}{ordered}", parameters


def _storable(text: str) -> str | bytes:
    """Text as SQLite can compare it; what is no text at all matches nothing, but is no error either."""
    try:
        return encode_source(text)
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()


def _within(column: str, span: Span) -> tuple[str, list[float]]:
    low, high = span
    conditions = [f"{column} >= ?"] * (low is not None) + [f"{column} < ?"] * (high is not None)
    return " AND ".join(conditions) or "1", [end for end in span if end is not None]
