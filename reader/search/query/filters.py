"""Which fields and filters a query can name, and what they take. Pure."""

from __future__ import annotations

from datetime import datetime

from reader.search.query import spans

FIELDS = ("title", "note", "like")
"""Parts of an article that a word can be looked for in alone; ``like``: titles that are like a text."""

FILTERS = ("is", "tag", "source", "lang", "added", "read", "words")
"""What an article can be filtered by; who holds the articles resolves them."""

STATES = ("unread", "read", "starred")
"""What ``is:`` knows."""

_ANY_TIME = datetime(2000, 1, 1)


def wrong(name: str, value: str) -> str:
    """Why a filter cannot have a value; "" if it can."""
    if name == "is" and value.lower() not in STATES:
        return f"is: knows {', '.join(STATES)}"
    if name in ("added", "read") and spans.times(value, _ANY_TIME) is None:
        return f"{name}: takes a date such as {spans.DATE_FORMS}"
    if name == "words" and spans.numbers(value) is None:
        return f"words: takes a number such as {spans.NUMBER_FORMS}"
    return ""


def meant(name: str) -> str:
    """Which field or filter is meant by a name that is none, in brackets; "" where none is near."""
    from difflib import get_close_matches  # few queries need it

    close = get_close_matches(name, (*FIELDS, *FILTERS), 1)
    return f" (did you mean {close[0]}:?)" if close else ""
