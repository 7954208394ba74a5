"""Omnivore: lists of articles, ``metadata_0_to_20.json`` and so on, with ``content/`` and ``highlights/``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reader.errors import UnreadableSource
from reader.formats.exports.entries import (
    MISSING,
    NO_BODY,
    PDF,
    Body,
    address,
    bytes_of,
    entry,
    lacking,
    page_of,
)
from reader.formats.exports.json_records import (
    Record,
    as_list,
    as_records,
    load,
    number_in,
    shape_of,
    text_in,
    texts_in,
    time_in,
)
from reader.formats.exports.omnivore_notes import notes_in
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.sources import Fetched, Names

_LIST = re.compile(r"metadata_(\d+)_to_\d+\.json")
_FOLDERS = ("content", "highlights")
_STATES = {"active": False, "archived": True}
# Omnivore itself calls an article read from here on, because the end of a page is seldom reached exactly.
_READ = 98


def sniff(fetched: Fetched) -> bool:
    """Whether a file is one of Omnivore's lists."""
    return shape_of(fetched) >= {"[].slug", "[].savedAt", "[].state"}


def takes(name: str, names: Names) -> Collection[str]:
    """The texts and highlights of the articles."""
    if not name.endswith(".json"):
        return ()
    folder = name[: name.rfind("/") + 1]
    return [each for part in _FOLDERS for each in names.under(f"{folder}{part}/")]


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of one list."""
    export = _Export(fetched)
    for number, item in enumerate(as_list(load(fetched.raw)), start=1):
        if isinstance(item, dict):
            yield from _article(item, number, export)
        else:
            yield Refused(f"item {number}", "it is not a record")


def _article(item: Record, number: int, export: _Export) -> Iterator[Parsed | Refused]:
    url, title, slug = address(text_in(item, "url")), text_in(item, "title"), text_in(item, "slug")
    found = export.next(slug)
    if not (url or title or found.html):
        yield Refused(f"item {number}", "neither address nor text")
        return
    progress = number_in(item, "readingProgress")
    notes = notes_in(found.notes)
    facts = Facts(
        url=url,
        author=text_in(item, "author"),
        published=time_in(item, "publishedAt"),
        saved=time_in(item, "savedAt"),
        excerpt=text_in(item, "description"),
        remark=notes.remark,
        read=None if progress is None else progress >= _READ,
        archived=_STATES.get(text_in(item, "state").lower()),
        progress=None if progress is None else progress / 100,
        highlights=notes.highlights,
    )
    body = Body(html=found.html) if found.html else NO_BODY
    yield entry(
        text_in(item, "id") or url or slug, facts, title=title, tags=texts_in(item, "labels"), body=body
    )
    if found.problem:
        yield lacking(slug or f"item {number}", title, found.problem)


@dataclass(frozen=True, slots=True)
class _Content:
    """What lies beside a list for one of its articles."""

    html: bytes = b""
    notes: bytes = b""
    problem: str = ""


class _Export:
    """The files beside a list. Articles of the same name have files in the order of the lists."""

    def __init__(self, fetched: Fetched) -> None:
        self._fetched = fetched
        self._names = frozenset(fetched.beside())
        self._has_content = any(name.startswith("content/") for name in self._names)
        self._before: dict[str, int] | None = None
        self._seen: dict[str, int] = {}

    def next(self, slug: str) -> _Content:
        """The files of the next article of that name."""
        number = self._seen.get(slug, 0)
        self._seen[slug] = number + 1
        if not slug:
            return _Content()
        html = self._numbered(f"content/{slug}", ".html", slug, number)
        problem = ""
        if not html and self._has_content:
            pdf = f"content/{slug}.pdf"
            problem = PDF if pdf in self._names else MISSING
        notes = self._numbered(f"highlights/{slug}", ".md", slug, number)
        return _Content(html=html, notes=notes, problem=problem)

    def _numbered(self, stem: str, ending: str, slug: str, number: int) -> bytes:
        names = [f"{stem}{ending}"]
        for again in range(1, len(self._names)):
            # How archives here, and other programs that unpack them, tell files of one name apart.
            more = (f"{stem} ({again}){ending}", f"{stem} {again}{ending}")
            if not self._names.intersection(more) and again > 1:
                break
            names += more
        pages = (page_of(self._fetched.neighbour(name)) for name in names if name in self._names)
        files = list(filter(bytes.strip, pages))
        # What Omnivore had to make for the export is in it twice.
        found = list(dict.fromkeys(files))
        if len(found) > 1:
            # The lists before this one are read only if it matters.
            number += self._earlier().get(slug, 0)
        if number >= len(found) == len(files):
            # There are fewer texts than articles of that name, and the last one is not theirs.
            return b""
        return found[min(number, len(found) - 1)]

    def _earlier(self) -> dict[str, int]:
        """How often each name is in the lists before this one."""
        if self._before is None:
            self._before = {}
            own = _LIST.fullmatch(self._fetched.source.rpartition("/")[2])
            lists = ((match, name) for name in self._names if (match := _LIST.fullmatch(name)))
            for match, name in lists:
                if own and int(match[1]) < int(own[1]):
                    for slug in self._slugs(name):
                        self._before[slug] = self._before.get(slug, 0) + 1
        return self._before

    def _slugs(self, name: str) -> list[str]:
        try:
            items = load(bytes_of(self._fetched.neighbour(name)))
        except UnreadableSource:
            return []
        return [text_in(item, "slug") for item in as_records(items)]
