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
from typing import BinaryIO, TypeAlias

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.sources import Fetched
from reader.sources.fetched import MAX_BYTES
from reader.text import clean

Record: TypeAlias = Mapping[str, object]

HEAD = 1 << 18
"""How many bytes at the beginning of a file are looked at to find out what it is."""

# Enough for a title or the names of columns.
_START = 4096

_CONTAINERS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
)
"""The first bytes of archives and of compressed files."""

# No time, count or id has more; reading longer numbers takes long.
_MOST_DIGITS = 25

_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"(\s*:)?|\\?\Z)|[{}\[\]]', re.DOTALL)
_DEEPEST_SHAPE = 8


# --- what a file is -----------------------------------------------------------------------------------


def start_of(fetched: Fetched) -> str:
    """The text of a file's first bytes: U+FFFD stands for what cannot be decoded.

    "" if it cannot be read, or if its first bytes say that it holds other files: those of a ZIP archive may
    be text as they are, and the archive then looks like the first of them.
    """
    head = head_of(fetched, _START)
    return "" if head.startswith(_CONTAINERS) else head_text(head)


def head_of(fetched: Fetched, size: int = HEAD) -> bytes:
    """The first bytes of a file; empty if it cannot be read."""
    if isinstance(fetched.content, bytes):
        return fetched.content[:size]
    try:
        with fetched.open() as stream:
            return stream.read(size)
    except (OSError, UnreadableSource):
        return b""


def head_text(head: bytes) -> str:
    """The text of the beginning of a file, to look at: U+FFFD stands for what cannot be decoded."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def shape_of(fetched: Fetched) -> frozenset[str]:
    """The paths of all keys in the beginning of a JSON file: ``[].url``, ``bookmarks[].content.type``.

    ``[]`` stands for the elements of a list. Only the first value is looked at if there are several, as in
    JSON Lines. Empty if the file is not JSON.
    """
    if start_of(fetched).lstrip()[:1] not in ("{", "["):
        # So it is with most files, and this takes no time.
        return frozenset()
    return _shape(head_of(fetched))


@lru_cache(maxsize=4)
def _shape(head: bytes) -> frozenset[str]:
    # Cached, because several formats look at the same file one after the other.
    found: set[str] = set()
    places: list[tuple[str, str]] = []
    path = ""
    for token in _TOKEN.finditer(head_text(head)):
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


# --- reading it ---------------------------------------------------------------------------------------


def load(raw: bytes) -> object:
    """The value in a JSON file. ``NaN``, infinity and numbers that are far too long become None.

    If a key comes twice in a record, the last one counts, as in other programs.

    Raises:
        UnreadableSource: it is not JSON, or nested too deeply.
    """
    text, _ = decode(raw)
    return load_text(text.removeprefix("\ufeff"))


_CHUNK = 1 << 20
_LARGEST = MAX_BYTES
_BEFORE = re.compile(r"\s*[\[,]?\s*")
_AFTER = re.compile(r"\s*[\],]")


def stream(fetched: Fetched) -> Iterator[object]:
    """The elements of a file that is one JSON list, one after the other: the file may be of any size.

    Raises:
        UnreadableSource: from some element on it is not JSON. Those before it have been returned.
        OSError: it cannot be read.
    """
    with fetched.open() as file:
        text, at, number, whole = "", 0, 0, False
        chunks = _texts(file)
        while True:
            before = _BEFORE.match(text, at)
            start = before.end() if before else at
            if text.startswith("]", start):
                return
            if found := _element(text, start, number, whole=whole):
                value, at = found
                number += 1
                yield value
                continue
            # The text grows by its own size, so that a long element is not looked at too often.
            more = next(chunks, "")
            while more and len(more) < len(text) - at and (next_one := next(chunks, "")):
                more += next_one
            text, at, whole = text[at:] + more, 0, not more


def lines_of(fetched: Fetched) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that have something in them, and their numbers; the file may be of any size.

    A line that is too long is returned in parts, which are not JSON. Raises OSError.
    """
    with fetched.open() as file:
        number = 0
        while line := file.readline(_LARGEST):
            number += 1
            if line.strip():
                yield number, line


def _texts(file: BinaryIO) -> Iterator[str]:
    head = file.read(len(codecs.BOM_UTF8))
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")("replace")
    while head:
        if text := decoder.decode(head):
            yield text
        head = file.read(_CHUNK)
    if text := decoder.decode(b"", final=True):
        yield text


def _element(text: str, start: int, number: int, *, whole: bool) -> tuple[object, int] | None:
    """The element that starts somewhere in a text, and where it ends. None: more text is needed to tell."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except RecursionError as error:
        raise UnreadableSource(f"not valid JSON: record {number + 1} is nested too deeply") from error
    except json.JSONDecodeError as error:
        if not whole and len(text) - start < _LARGEST:
            return None
        reason = "it ends too early" if start == len(text) else "not valid JSON"
        raise UnreadableSource(f"{reason}, after {number} records") from error
    # Before what separates elements is read, a number may go on.
    return (value, end) if whole or _AFTER.match(text, end) else None


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


def as_record(value: object) -> Record:
    """A value that should be a record; an empty one if it is something else."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[object]:
    """A value that should be a list; an empty one if it is something else."""
    return value if isinstance(value, list) else []


def as_records(value: object) -> Iterator[Record]:
    """The records of a value that should be a list of them; what else is in it is passed over."""
    return (one for one in as_list(value) if isinstance(one, dict))


def record_in(record: Record, key: str) -> Record:
    """A record inside the record; empty if there is none."""
    return as_record(record.get(key))


def list_in(record: Record, key: str) -> list[object]:
    """A list; empty if there is none."""
    return as_list(record.get(key))


def records_in(record: Record, key: str) -> Iterator[Record]:
    """The records of a list; what else is in the list is passed over."""
    return as_records(record.get(key))


def texts_in(record: Record, key: str) -> list[str]:
    """The texts of a list, or the one text that stands in place of a list; harmless, none empty."""
    return as_texts(record.get(key))


def as_texts(value: object) -> list[str]:
    """A value that should be a list of texts, or one text; harmless, none empty."""
    found = value if isinstance(value, list) else [value]
    texts = (clean(one).strip() for one in found if isinstance(one, str))
    return [text for text in texts if text]


# Seconds reach this number in the year 5138; in milliseconds it was in 1973.
_MILLISECONDS = 10**11


def time_in(record: Record, *keys: str) -> str:
    """The first of some values that is a time, as :mod:`reader.moments` writes it; "" if none is.

    Numbers are seconds or milliseconds since 1970, texts are dates of any common form.
    """
    for key in keys:
        value = record.get(key)
        number = number_in(record, key)
        if number is not None:
            moment = (moments.from_milliseconds if abs(number) >= _MILLISECONDS else moments.from_seconds)(
                number
            )
        else:
            moment = moments.from_text(value) if isinstance(value, str) else ""
        if moment:
            return moment
    return ""
