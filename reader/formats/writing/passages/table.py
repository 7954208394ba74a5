"""Highlights as the CSV that Readwise imports: ``Highlight,Title,Author,URL,Note,Location,Date``. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from reader.errors import ReaderError
from reader.facts import Passage
from reader.formats.writing.passages.merging import Merged
from reader.squeezed import squeezed
from reader.text import collapse, display_text, fold

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")

_LONGEST = 1_000_000
"""Characters of one cell."""


def merge(text: str, passages: Iterable[Passage]) -> Merged:
    """Writes highlights into a table that may have some of them already; "" is a new one.

    A row is known again by its passage, and by its title or address. Columns and rows of others stay, and no
    cell is emptied.

    Raises:
        ReaderError: the text is not a table with a column ``Highlight``.
    """
    table = _rows(text) if text.strip() else [list(COLUMNS)]
    names = [name.strip().lower() for name in table[0]]
    if "highlight" not in names:
        raise ReaderError("it is not a table of highlights: it has no column called Highlight")
    at = {name: names.index(name.lower()) for name in COLUMNS if name.lower() in names}
    known: dict[tuple[str, str], list[str]] = {}
    for row in table[1:]:
        row += [""] * (len(names) - len(row))
        for key in _keys({name: row[place] for name, place in at.items()}):
            known.setdefault(key, row)
    added = updated = 0
    for passage in passages:
        cells = _cells(passage)
        there = next((known[key] for key in _keys(cells) if key in known), None)
        if there is None:
            there = [""] * len(names)
            table.append(there)
            added += 1
        elif any(cells[name] and there[place] != cells[name] for name, place in at.items()):
            updated += 1
        for name, place in at.items():
            there[place] = cells[name] or there[place]
        for key in _keys(cells):
            known.setdefault(key, there)
    if not added and not updated:
        return Merged(text)
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(table)
    return Merged(stream.getvalue(), added, updated)


def _rows(text: str) -> list[list[str]]:
    before = csv.field_size_limit(_LONGEST)
    try:
        rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")) if row]
    except csv.Error as error:
        raise ReaderError(f"it is not a table: {error}") from error
    finally:
        csv.field_size_limit(before)
    return rows or [list(COLUMNS)]


def _cells(passage: Passage) -> dict[str, str]:
    one = passage.stored.highlight
    cells = {
        "Highlight": "\n".join(line.strip() for line in one.quote.splitlines()).strip(),
        "Title": collapse(passage.title),
        "Author": collapse(passage.author),
        "URL": collapse(passage.url),
        "Note": one.note,
        "Location": "" if passage.stored.start is None else str(passage.stored.start.block + 1),
        "Date": one.created.replace("T", " ").removesuffix("Z"),
    }
    return {name: display_text(text) for name, text in cells.items()}


def _keys(cells: dict[str, str]) -> Sequence[tuple[str, str]]:
    """What a row is known by: its words with its address, or with its title."""
    words = squeezed(cells.get("Highlight", ""))
    where = (cells.get("URL", "").strip(), fold(cells.get("Title", "")).strip())
    return [(words, place) for place in where if place]
