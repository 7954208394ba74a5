"""Which fields and filters a query can name, and which values they take. Pure."""

from __future__ import annotations

from datetime import datetime

from reader.colors import COLORS, is_color
from reader.search.query import spans

FIELDS = ("title", "note", "like")
"""Parts of an article to which a word can be restricted; ``like``: titles that resemble a text."""

DATES = ("added", "published", "saved", "read", "highlighted")
"""Filters that take dates."""

NUMBERS = ("words", "progress", "id")
"""Filters that take numbers."""

NAMES = ("source", "site", "author", "url", "highlight")
"""Filters that take a part of a name or a text, in upper or lower case."""

FILTERS = ("is", "tag", "feed", "lang", "color", *NAMES, *DATES, *NUMBERS)
"""What articles can be filtered by; the owner of the articles resolves the filters."""

STATES = (
    "unread", "read", "starred", "archived", "started", "finished", "highlighted", "changed", "empty",
)  # fmt: skip
"""The values of ``is:``."""

_ANY_TIME = datetime(2000, 1, 1)


def wrong(name: str, value: str) -> str:
    """Why a value is not valid for a filter; "" if it is."""
    if name == "is" and value.lower() not in STATES:
        return f"is: takes {', '.join(STATES)}"
    if name in DATES and spans.times(value, _ANY_TIME) is None:
        return f"{name}: takes a date such as {spans.DATE_FORMS}"
    if name in ("words", "id") and spans.numbers(value) is None:
        return f"{name}: takes a number such as {spans.NUMBER_FORMS}"
    if name == "progress" and spans.per_cents(value) is None:
        return f"progress: takes a number of per cent such as {spans.PER_CENT_FORMS}"
    if name == "color" and not is_color(value):
        return f"color: takes {', '.join(COLORS)}, or another name of a colour"
    return ""


def meant(name: str) -> str:
    """A hint, in brackets, at the field or filter that an unknown name resembles, or at all there are."""
    from difflib import get_close_matches  # few queries need it

    known = (*FIELDS, *FILTERS)
    close = get_close_matches(name, known, 1)
    return f" (did you mean {close[0]}:?)" if close else f" (there are {', '.join(known)})"
