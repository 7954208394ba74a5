"""CSV as services write it: columns by name, in any order, with any separator."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.json_records import start_of
from reader.sources import Fetched
from reader.sources.fetched import MAX_BYTES
from reader.text import clean, collapse

_SEPARATORS = ",;\t|"
_LONGEST_HEADER = 4096
_LINE_END = re.compile(r"[\r\n]")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row of a CSV file.

    Attributes:
        number: which one it is, counted from 1 without the header.
        values: what stands in each column; the names of the columns are in lower case.
    """

    number: int
    values: Mapping[str, str]

    def text(self, *columns: str) -> str:
        """The first of some columns that has something in it; harmless, and without space at its ends."""
        return next((text for name in columns if (text := clean(self.values.get(name, "")).strip())), "")

    def flag(self, column: str) -> bool | None:
        """Yes or no; None if the column is missing or says neither."""
        word = self.text(column).lower()
        return True if word in ("true", "yes", "1", "x") else False if word in ("false", "no", "0") else None

    @property
    def named(self) -> str:
        """The row as messages name it."""
        return f"row {self.number}"


def columns_of(fetched: Fetched) -> frozenset[str]:
    """The names of the columns of a CSV file, in lower case; empty if its first line names no columns."""
    return _columns(start_of(fetched))


@lru_cache(maxsize=4)
def _columns(start: str) -> frozenset[str]:
    line = _LINE_END.split(start.lstrip("\r\n"), maxsplit=1)[0]
    separator = _separator(line)
    if separator not in line:
        return frozenset()
    try:
        return frozenset(map(_name, next(csv.reader([line], delimiter=separator), [])))
    except csv.Error:
        return frozenset()


def rows_of(raw: bytes) -> Iterator[CsvRow]:
    """The rows of a CSV file, without those that are empty. A row may be shorter or longer than the header.

    Raises:
        UnreadableSource: it is not text, or not CSV from some row on.
    """
    text, _ = decode(raw)
    text = text.removeprefix("\ufeff").lstrip("\r\n")
    # The limit is for the whole process; the texts of articles are longer than the usual one.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    separator = _separator(_LINE_END.split(text[:_LONGEST_HEADER], maxsplit=1)[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    number = 0
    try:
        names = [_name(name) for name in next(reader, [])]
        for cells in reader:
            if any(cells):
                number += 1
                yield CsvRow(number, dict(zip(names, cells, strict=False)))
    except csv.Error as error:
        raise UnreadableSource(f"not valid CSV after row {number}: {error}") from error


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=line.count)


def _name(column: str) -> str:
    return collapse(clean(column)).lower()
