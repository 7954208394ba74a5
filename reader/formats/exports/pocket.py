"""Pocket: ``part_000000.csv`` and so on, the highlights in ``annotations/`` beside them, and the older HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.exports.csv_rows import Row, columns_of, rows_of
from reader.formats.exports.entries import address, entry, highlight, lacking
from reader.formats.exports.json_records import (
    Record,
    as_records,
    head_of,
    head_text,
    load,
    records_in,
    shape_of,
    text_in,
    time_in,
)
from reader.formats.exports.link_pages import links_of
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts, Highlight
from reader.sources import Fetched

NO_ADDRESS = "no address"

_COLUMNS = {"url", "time_added", "status"}
_BESIDE = re.compile(r"annotations/[^/]+\.json")
_SEPARATORS = re.compile(r"[|,]")
_MOST_PARTS = 10_000


# --- the list -----------------------------------------------------------------------------------------


def sniff(fetched: Fetched) -> bool:
    """Whether a file is one of the CSV files of Pocket."""
    return columns_of(fetched) >= _COLUMNS


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of a CSV file, with their highlights if these lie beside it."""
    marks = _marks_beside(fetched)
    for row in rows_of(fetched.raw):
        url, title = address(row.text("url")), row.text("title")
        if url:
            facts = _facts(url, row.text("time_added"), done=_is_done(row), marks=marks.get(url, ()))
            yield entry(url, facts, title=title, tags=_SEPARATORS.split(row.text("tags")))
        else:
            yield lacking(row.named, title, NO_ADDRESS)


def _is_done(row: Row) -> bool | None:
    return {"unread": False, "archive": True}.get(row.text("status").lower())


def _facts(url: str, added: str, *, done: bool | None, marks: tuple[Highlight, ...] = ()) -> Facts:
    # What is in Pocket's archive is what was read: so Pocket's older export calls it.
    return Facts(url=url, saved=moments.from_seconds(added), read=done, archived=done, highlights=marks)


# --- highlights ---------------------------------------------------------------------------------------


def sniff_marks(fetched: Fetched) -> bool:
    """Whether a file is one of the JSON files with Pocket's highlights."""
    shape = shape_of(fetched)
    keys = {path for path in shape if path.count(".") == 1 and path.startswith("[].")}
    return "[].highlights[].quote" in shape and "[].url" in keys <= {"[].url", "[].title", "[].highlights"}


def read_marks(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles that are known by their highlights alone: no CSV file of the export names them."""
    listed = _listed(fetched)
    for number, (record, url, marks) in enumerate(_marks(fetched), start=1):
        title = text_in(record, "title")
        if not url:
            yield lacking(f"record {number}", title, NO_ADDRESS)
        elif url not in listed:
            yield entry(url, Facts(url=url, highlights=marks), title=title)


def _listed(fetched: Fetched) -> set[str]:
    """The addresses in the CSV files of the folder above."""
    found: set[str] = set()
    for number in range(_MOST_PARTS):
        part = fetched.neighbour(f"../part_{number:06}.csv")
        if part is None or not sniff(part):
            break
        try:
            found.update(address(row.text("url")) for row in rows_of(part.raw))
        except (UnreadableSource, OSError):
            break
    return found


def _marks_beside(fetched: Fetched) -> dict[str, tuple[Highlight, ...]]:
    """The highlights in the files beside a CSV file, by address."""
    found: dict[str, tuple[Highlight, ...]] = {}
    for name in filter(_BESIDE.fullmatch, fetched.beside()):
        file = fetched.neighbour(name)
        if file and sniff_marks(file):
            try:
                for _, url, marks in _marks(file):
                    found[url] = (*found.get(url, ()), *marks)
            except (UnreadableSource, OSError):
                # It is read by itself too, and then its faults are reported.
                continue
    return found


def _marks(fetched: Fetched) -> Iterator[tuple[Record, str, tuple[Highlight, ...]]]:
    for record in as_records(load(fetched.raw)):
        marks = tuple(
            made
            for one in records_in(record, "highlights")
            for made in highlight(text_in(one, "quote"), created=time_in(one, "created_at"))
        )
        yield record, address(text_in(record, "url")), marks


# --- the older HTML -----------------------------------------------------------------------------------

_LINK = re.compile(r"<a\s[^>]*\btime_added=", re.IGNORECASE)
_NAMED = re.compile(r"<title>\s*Pocket Export\s*</title>", re.IGNORECASE)


def sniff_page(fetched: Fetched) -> bool:
    """Whether a file is ``ril_export.html``."""
    head = head_text(head_of(fetched))
    return head.lstrip()[:1] == "<" and bool(_NAMED.search(head) or _LINK.search(head))


def read_page(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of ``ril_export.html``."""
    for number, link in enumerate(links_of(fetched.raw), start=1):
        done = {"unread": False, "read archive": True}.get(link.section.lower())
        url = address(link.attributes.get("href", ""))
        if url:
            facts = _facts(url, link.attributes.get("time_added", ""), done=done)
            yield entry(url, facts, title=link.text, tags=_SEPARATORS.split(link.attributes.get("tags", "")))
        else:
            yield lacking(f"link {number}", link.text, NO_ADDRESS)
