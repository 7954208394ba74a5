"""JSON as services write it, read without trusting it: what is not as expected counts as missing.

``shape_of`` tells what a file holds without reading all of it, and ``load`` reads it. The other functions
take a value out of a record; it is empty if it is absent or of another type.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.sources import Fetched
from reader.text import clean

Record: TypeAlias = Mapping[str, object]

HEAD = 1 << 18
"""How many bytes at the beginning of a file are looked at to find out what it is."""

_MOST_DIGITS = 25
# No time, count or id has more; reading longer numbers takes long.

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"(\s*:)?|\\?\Z)|[{}\[\]]', re.DOTALL)
_DEEPEST_SHAPE = 8


# --- what a file is -----------------------------------------------------------------------------------


def head_of(fetched: Fetched) -> bytes:
    """The first ``HEAD`` bytes of a file; empty if it cannot be read."""
    if isinstance(fetched.content, bytes):
        return fetched.content[:HEAD]
    try:
        with fetched.open() as stream:
            return stream.read(HEAD)
    except OSError:
        return b""


def shape_of(fetched: Fetched) -> frozenset[str]:
    """The paths of all keys in the beginning of a JSON file: ``[].url``, ``bookmarks[].content.type``.

    ``[]`` stands for the elements of a list. Only the first value is looked at if there are several, as in
    JSON Lines. Empty if the file is not JSON.
    """
    return _shape(head_of(fetched))


@lru_cache(maxsize=4)
def _shape(head: bytes) -> frozenset[str]:
    # Cached, because several formats look at the same file one after the other.
    text = head_text(head).lstrip()
    found: set[str] = set()
    if text[:1] not in ("{", "["):
        return frozenset()
    places: list[tuple[str, str]] = []
    path = ""
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        kind, place = places[-1] if places else ("", "")
        if sign == '"':
            if kind == "{" and token[2] is not None:
                path = f"{place}.{token[1]}".lstrip(".")
                if len(places) <= _DEEPEST_SHAPE:
                    found.add(path)
        elif sign in "{[":
            value = place if kind == "[" else path
            places.append((sign, value if sign == "{" or len(places) > _DEEPEST_SHAPE else f"{value}[]"))
        else:
            places.pop()
            if not places:
                break
    return frozenset(found)


def head_text(head: bytes) -> str:
    """The text of the beginning of a file, to look at: U+FFFD stands for what cannot be decoded."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


# --- reading it ---------------------------------------------------------------------------------------


def load(raw: bytes) -> object:
    """The value in a JSON file. Numbers that are none (``NaN``) or far too long become None.

    If a key comes twice in a record, the last one counts, as in other programs.

    Raises:
        UnreadableSource: it is not JSON, or nested too deeply.
    """
    text, _ = decode(raw)
    return load_text(text.removeprefix("\ufeff"))


def load_text(text: str) -> object:
    """The value of a JSON text, as :func:`load` returns it. Raises UnreadableSource."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise UnreadableSource(f"not valid JSON: line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise UnreadableSource("not valid JSON: it is nested too deeply") from error


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MOST_DIGITS else None


def _real(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_real, parse_constant=lambda _: None)


# --- taking values out of a record --------------------------------------------------------------------


def text_in(record: Record, *keys: str) -> str:
    """The first of some values that is a text with something in it, harmless and without space at its ends.

    A number counts as its digits.
    """
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and (text := clean(value).strip()):
            return text
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
    return ""


def markup_in(record: Record, key: str) -> str:
    """A value that is HTML, exactly as it is."""
    value = record.get(key)
    return value if isinstance(value, str) and value.strip() else ""


def number_in(record: Record, key: str) -> float | None:
    """A number, also one written as a text; None if there is none."""
    value = record.get(key)
    if isinstance(value, str):
        try:
            value = _real(value)
        except ValueError:
            return None
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")


def flag_in(record: Record, key: str) -> bool | None:
    """Yes or no, also written as 1, 0, ``"true"`` or ``"No"``; None if the record does not say."""
    value = record.get(key)
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, (str, int)) else ""
    return True if word in _YES else False if word in _NO else None


def record_in(record: Record, key: str) -> Record:
    """A record inside the record; empty if there is none."""
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def list_in(record: Record, key: str) -> list[object]:
    """A list; empty if there is none."""
    value = record.get(key)
    return value if isinstance(value, list) else []


def records_in(record: Record, key: str) -> Iterator[Record]:
    """The records of a list; what else is in the list is passed over."""
    return (one for one in list_in(record, key) if isinstance(one, dict))


def texts_in(record: Record, key: str) -> list[str]:
    """The texts of a list, or the one text that stands in place of a list; harmless, none empty."""
    value = record.get(key)
    found = value if isinstance(value, list) else [value]
    texts = (clean(one).strip() for one in found if isinstance(one, str))
    return [text for text in texts if text]
