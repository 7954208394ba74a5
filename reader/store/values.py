"""Reads values from the library file, however invalid: a damaged file may hold anything anywhere.

The content of an article is either unchanged or raises ArticleDamaged. Everything around it (times,
numbers, labels, what lists show) is turned into the nearest valid value, so that one damaged row never breaks
a whole list. Pure functions.
"""

from __future__ import annotations

import json
import math
import zlib
from typing import Any

from reader.errors import ArticleDamaged

MOST_BYTES = 64 * 2**20
"""The longest page that is unpacked. Longer ones are never added, so they are damage, or a trap."""

LAST_MOMENT = 253_370_764_800.0
"""The year 9999, in seconds since the epoch: later times cannot be shown as a date."""

MOST = 2**31 - 1
"""Larger than any count or position in a text."""

LAST_ID = 2**26
"""The highest id. Ids are given out one by one, so a higher one is damage."""

NO_TITLE = "(damaged title)"


class NotText(str):
    """Text in SQLite that is not valid UTF-8: its invalid bytes are lone surrogates here."""

    __slots__ = ()


def as_text(raw: bytes) -> str:
    """A column's bytes as text, for queries in which not all columns are UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return NotText(raw.decode(errors="surrogateescape"))


# --- the content of an article --------------------------------------------------------------------------


def exact_text(value: object, article: int, what: str) -> str:
    """A text exactly as it was written; ``what`` names it. Raises ArticleDamaged."""
    if type(value) is not str:
        raise ArticleDamaged(article, f"{what} is not text")
    return value


def unpacked(packed: object, article: int, problem: str) -> bytes:
    """The bytes that were compressed with zlib. Raises ArticleDamaged with ``problem``."""
    if not isinstance(packed, bytes):
        raise ArticleDamaged(article, problem)
    unpacking = zlib.decompressobj()
    try:
        raw = unpacking.decompress(packed, MOST_BYTES + 1)
    except zlib.error as error:
        raise ArticleDamaged(article, problem) from error
    if not unpacking.eof or unpacking.unused_data or len(raw) > MOST_BYTES:
        raise ArticleDamaged(article, problem)
    return raw


# --- everything around it -------------------------------------------------------------------------------


def text(value: object, default: str = "") -> str:
    """A text that can be shown; ``default`` if the value is not text."""
    if type(value) is str:
        return value
    if isinstance(value, str):
        return as_unicode(value)
    return value.decode(errors="replace") if isinstance(value, bytes) else default


def source(value: object) -> str:
    """Where a page came from. Bytes are a path whose name is not UTF-8."""
    if isinstance(value, str):
        return str(value)
    return value.decode(errors="surrogateescape") if isinstance(value, bytes) else ""


def whole(value: object, low: int = 0, high: int = MOST, default: int = 0) -> int:
    """A whole number from ``low`` to ``high``; ``default`` if it is not a number."""
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else default
    return min(max(value, low), high) if isinstance(value, int) else default


def share(value: object) -> float:
    """A share of something: 0.0 to 1.0."""
    return min(max(float(value), 0.0), 1.0) if isinstance(value, int | float) else 0.0


def moment(value: object) -> float:
    """A time that can be shown as a date, in seconds since the epoch; 0.0 if it is not a time."""
    return min(max(float(value), 0.0), LAST_MOMENT) if isinstance(value, int | float) else 0.0


def maybe_moment(value: object) -> float | None:
    """A time, or None."""
    return None if value is None else moment(value)


def maybe_id(value: object) -> int | None:
    """An article's id, or None if there is none or the value cannot be one."""
    return value if isinstance(value, int) and 0 < value <= LAST_ID else None


def json_list(value: object) -> list[Any]:
    """The items of a JSON list; an empty list for anything else."""
    if not value or not isinstance(value, str):
        return []
    try:
        items = json.loads(value)
    except (ValueError, RecursionError):
        return []
    return items if isinstance(items, list) else []


def words(value: object) -> tuple[str, ...]:
    """The texts in a JSON list, such as the tags of an article."""
    return tuple(item for item in json_list(value) if isinstance(item, str) and is_unicode(item))


def as_unicode(value: str) -> str:
    """A text that can be encoded: a replacement sign replaces each half of a surrogate pair."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_unicode(value: str) -> bool:
    """Whether a text can be encoded: it contains no half of a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
