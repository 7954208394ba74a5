"""Pocket: ``part_000000.csv`` and so on, with highlights in ``annotations/``, and the older HTML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reader import moments
from reader.errors import UnreadableSource, in_words
from reader.formats.exports.csv_rows import columns_of, rows_of
from reader.formats.exports.entries import address, bytes_of, entry, highlight, lacking
from reader.formats.exports.json_records import (
    as_records,
    load,
    records_in,
    shape_of,
    start_of,
    text_in,
    time_in,
)
from reader.formats.exports.link_pages import links_of
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts, Highlight
from reader.sources import Fetched, Names

NO_ADDRESS = "no address"

_COLUMNS = {"url", "time_added", "status"}
_PART = re.compile(r"part_\d+\.csv")
_BESIDE = re.compile(r"annotations/[^/]+\.json")
_SEPARATORS = re.compile(r"[|,]")


# --- the list -----------------------------------------------------------------------------------------


def sniff(fetched: Fetched) -> bool:
    """Whether a file is one of the CSV files of Pocket."""
    return columns_of(fetched) >= _COLUMNS


def takes(name: str, names: Names) -> Collection[str]:
    """The highlights beside a CSV file."""
    if not name.endswith(".csv"):
        return ()
    return names.under(f"{name[: name.rfind('/') + 1]}annotations/")


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of a CSV file, with their highlights if these lie beside it.

    After those of the first file come the articles of which the export holds nothing but highlights.
    """
    marks, problems = _marks_beside(fetched)
    for row in rows_of(fetched.raw):
        url, title = address(row.text("url")), row.text("title")
        if url:
            done = {"unread": False, "archive": True}.get(row.text("status").lower())
            found = marks.pop(url).highlights if url in marks else ()
            facts = _facts(url, row.text("time_added"), done=done, highlights=found)
            yield entry(url, facts, title=title, tags=_SEPARATORS.split(row.text("tags")))
        else:
            yield lacking(row.named, title, NO_ADDRESS)
    others = _other_parts(fetched)
    if _name_of(fetched) == min([*others, _name_of(fetched)]):
        for name in others if marks else ():
            for url in _addresses(fetched, name):
                marks.pop(url, None)
        yield from (mark.article() for mark in marks.values())
        yield from problems


def _facts(url: str, added: str, *, done: bool | None, highlights: tuple[Highlight, ...] = ()) -> Facts:
    # What is in Pocket's archive is what was read: so Pocket's older export calls it.
    return Facts(url=url, saved=moments.from_seconds(added), read=done, archived=done, highlights=highlights)


def _name_of(fetched: Fetched) -> str:
    return posixpath.basename(fetched.source)


def _other_parts(fetched: Fetched) -> list[str]:
    return [name for name in fetched.beside() if _PART.fullmatch(name) and name != _name_of(fetched)]


def _addresses(fetched: Fetched, part: str) -> Iterator[str]:
    """The addresses in another CSV file of the export."""
    try:
        for row in rows_of(bytes_of(fetched.neighbour(part))):
            yield address(row.text("url"))
    except UnreadableSource:
        # It is read by itself, and then its faults are reported.
        return


# --- highlights ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Marked:
    """An article that has highlights."""

    url: str
    title: str
    highlights: tuple[Highlight, ...] = ()

    def article(self) -> Parsed:
        """The article as it is if nothing else is known of it."""
        return entry(self.url, Facts(url=self.url, highlights=self.highlights), title=self.title)


def sniff_marks(fetched: Fetched) -> bool:
    """Whether a file is one of the JSON files with Pocket's highlights."""
    shape = shape_of(fetched)
    keys = {path for path in shape if path.count(".") == 1 and path.startswith("[].")}
    return "[].highlights[].quote" in shape and "[].url" in keys <= {"[].url", "[].title", "[].highlights"}


def read_marks(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of a file of highlights that is read by itself."""
    for mark in _marks(fetched):
        yield mark if isinstance(mark, Refused) else mark.article()


def _marks_beside(fetched: Fetched) -> tuple[dict[str, _Marked], list[Refused]]:
    """The highlights in the files beside a CSV file, by address, and what cannot be read of them."""
    found: dict[str, _Marked] = {}
    problems: list[Refused] = []
    for name in filter(_BESIDE.fullmatch, fetched.beside()):
        file = fetched.neighbour(name)
        try:
            for mark in _marks(file) if file else ():
                if isinstance(mark, Refused):
                    problems.append(Refused(f"{name}, {mark.member}", mark.reason))
                else:
                    known = found.setdefault(mark.url, _Marked(mark.url, mark.title))
                    known.highlights += mark.highlights
        except UnreadableSource as error:
            problems.append(Refused(name, str(error)))
        except OSError as error:
            problems.append(Refused(name, in_words(error)))
    return found, problems


def _marks(fetched: Fetched) -> Iterator[_Marked | Refused]:
    for number, record in enumerate(as_records(load(fetched.raw)), start=1):
        url, title = address(text_in(record, "url")), text_in(record, "title")
        if not url:
            yield lacking(f"record {number}", title, NO_ADDRESS)
            continue
        made = (
            one
            for mark in records_in(record, "highlights")
            for one in highlight(text_in(mark, "quote"), created=time_in(mark, "created_at"))
        )
        yield _Marked(url, title, tuple(made))


# --- the older HTML -----------------------------------------------------------------------------------

_LINK = re.compile(r"<a\s[^>]*\btime_added=", re.IGNORECASE)
_NAMED = re.compile(r"<title>\s*Pocket Export\s*</title>", re.IGNORECASE)


def sniff_page(fetched: Fetched) -> bool:
    """Whether a file is ``ril_export.html``."""
    head = start_of(fetched)
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
