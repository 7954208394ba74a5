"""Values as the library file has them, whatever stands there: a damaged file may hold anything anywhere.

What an article says is either as it was written or raises ArticleDamaged. What stands around it (times,
numbers, labels, what lists show) is read as near as possible to what it can be, so that one damaged row
never takes a whole list down. Pure functions.
"""

from __future__ import annotations

import json
import math
import zlib
from typing import Any

from reader.errors import ArticleDamaged

MOST_BYTES = 64 * 2**20
"""The longest page that is unpacked: no longer one is taken in, so more is damage, or somebody's trap."""

LAST_MOMENT = 253_370_764_800.0
"""The year 9999, in seconds since the epoch: what is later cannot be shown as a date."""

MOST = 2**31 - 1
"""More than any count or place in a text can be."""

LAST_ID = 2**26
"""Ids are given out one by one: a higher one is damage, and sets of ids take a byte for each up to it."""

NO_TITLE = "(damaged title)"


class NotText(str):
    """What SQLite has as text but is none in UTF-8: its odd bytes are lone surrogates here."""

    __slots__ = ()


def as_text(raw: bytes) -> str:
    """A column's bytes as text, where not all of a query's columns are UTF-8."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return NotText(raw.decode(errors="surrogateescape"))


# --- what an article says -------------------------------------------------------------------------------


def exact_text(value: object, article: int, what: str) -> str:
    """A text as it was written; ``what`` names it. Raises ArticleDamaged."""
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


# --- what stands around it ------------------------------------------------------------------------------


def text(value: object, default: str = "") -> str:
    """A text that can be shown; ``default`` where there is nothing like one."""
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
    """A whole number that is not below ``low`` nor above ``high``; ``default`` for what is no number."""
    if isinstance(value, float):
        value = int(value) if math.isfinite(value) else default
    return min(max(value, low), high) if isinstance(value, int) else default


def share(value: object) -> float:
    """A share of something: 0.0 to 1.0."""
    return min(max(float(value), 0.0), 1.0) if isinstance(value, int | float) else 0.0


def moment(value: object) -> float:
    """A time that can be shown as a date, in seconds since the epoch; 0.0 for what is no time."""
    return min(max(float(value), 0.0), LAST_MOMENT) if isinstance(value, int | float) else 0.0


def maybe_moment(value: object) -> float | None:
    """A time, or None where there is none."""
    return None if value is None else moment(value)


def maybe_id(value: object) -> int | None:
    """An article's id, or None where there is none, or what stands there cannot be one."""
    return value if isinstance(value, int) and 0 < value <= LAST_ID else None


def json_list(value: object) -> list[Any]:
    """The items of a JSON list; none where it is anything else."""
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
    """A text that can be written out, with a sign in place of each half of a character."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_unicode(value: str) -> bool:
    """Whether a text can be written out: it holds no half of a character."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
