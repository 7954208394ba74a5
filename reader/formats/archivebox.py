"""ArchiveBox: folders with the saved forms of a page, an article for each of them (a snapshot)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.exports.entries import Body, address, bytes_of, completed, entry, names_of, page_of
from reader.formats.exports.json_records import (
    Record,
    as_record,
    head_text,
    load,
    load_text,
    text_in,
    texts_in,
    time_in,
)
from reader.formats.parsed import Parsed
from reader.formats.snapshots import KeptPage, snapshot_of, text_of
from reader.model import Facts
from reader.sources import Fetched, Names

_NAMES = ("index.json", "index.jsonl")
_FORMS = (
    ("page", ("singlefile.html", "singlefile/singlefile.html")),
    ("html", ("readability/content.html", "mercury/content.html")),
    ("page", ("output.html", "dom/output.html")),
    (
        "text",
        ("htmltotext.txt", "htmltotext/htmltotext.txt", "readability/content.txt", "mercury/content.txt"),
    ),
)
_SAID = ("readability/article.json", "mercury/article.json")
_OWN = (
    "index.html",
    "index.json",
    "index.sqlite3",
    "index.sqlite3-wal",
    "index.sqlite3-shm",
    "ArchiveBox.conf",
)
_OWN_FOLDERS = ("sources", "logs")
_ARCHIVE = re.compile(r"((?:.*/)?)archive/[^/]+")
_MARKS = (
    re.compile(r'"url"\s*:\s*"[A-Za-z]'),
    re.compile(r'"timestamp"\s*:\s*"?\d'),
    re.compile(r'"(?:archive_path|archive_results|history|bookmarked_at|base_url|canonical)"\s*:'),
)
_COMMAS = re.compile(r"\s*,\s*")
_HEAD = 1 << 16
_LONGEST = 1 << 20


def sniff(fetched: Fetched) -> bool:
    """Whether a file is the index of one snapshot: it says what each extractor made of the page."""
    if fetched.name not in _NAMES:
        return False
    head = head_text(fetched.head(_HEAD)).lstrip()
    if not head.startswith("{"):
        return False
    if fetched.name == "index.jsonl":
        first = _line(head.split("\n")[0])
        return "url" in first and text_in(first, "type") == "Snapshot"
    return all(mark.search(head) for mark in _MARKS)


def _line(line: str) -> Record:
    try:
        return as_record(load_text(line))
    except UnreadableSource:
        return {}


def takes(name: str, names: Names) -> Collection[str]:
    """Everything in the folder of a snapshot, and ArchiveBox's own files at the top of its folder."""
    folder, _, file = name.rpartition("/")
    if file not in _NAMES:
        return ()
    if file == "index.json" and f"{name}l" in names:
        # Both say the same, and the newer kind is read.
        return ()
    taken = names.under(folder)
    if archive := _ARCHIVE.fullmatch(folder):
        top = archive[1]
        taken += [f"{top}{each}" for each in _OWN]
        taken += [path for each in _OWN_FOLDERS for path in names.under(f"{top}{each}")]
    return taken


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article of a snapshot, from the best form of it that is there; without text if there is none.

    Raises:
        UnreadableSource: the index cannot be read.
    """
    record = _record(fetched)
    url = address(text_in(record, "url"))
    title = text_in(record, "title")
    said = next(filter(None, (_beside(fetched, name) for name in _SAID)), {})
    when = text_in(record, "timestamp")
    facts = Facts(
        url=url,
        author=names_of(texts_in(said, "author") or texts_in(said, "byline")),
        published=time_in(said, "publishedTime", "date_published"),
        saved=time_in(record, "bookmarked_at", "created_at", "added") or moments.from_seconds(when),
    )
    parsed = None
    for found in _forms(fetched, url, title):
        parsed = entry(
            "",
            completed(facts, found.facts),
            title="" if title == url else title,
            tags=_tags(record),
            lang=found.lang,
            body=found.body,
        )
        if parsed.article.blocks:
            break
    yield parsed or entry("", facts, title=title, tags=_tags(record))


def _record(fetched: Fetched) -> Record:
    if fetched.name == "index.json":
        return as_record(load(fetched.raw))
    with fetched.open() as stream:
        return _line(head_text(stream.readline(_LONGEST)))


def _beside(fetched: Fetched, name: str) -> Record:
    """A record that an extractor wrote; empty if there is none."""
    try:
        return as_record(load(raw)) if (raw := bytes_of(fetched.neighbour(name))) else {}
    except UnreadableSource:
        return {}


def _forms(fetched: Fetched, url: str, title: str) -> Iterator[KeptPage]:
    """The forms of the text that are there, the best first."""
    for kind, names in _FORMS:
        for name in names:
            file = fetched.neighbour(name)
            if file is None:
                continue
            if kind == "text":
                yield text_of(file, title)
            elif kind == "page":
                yield snapshot_of(file, url)
            elif raw := page_of(file):
                yield KeptPage(body=Body(html=raw))


def _tags(record: Record) -> list[str]:
    found = record.get("tags")
    return _COMMAS.split(found) if isinstance(found, str) else texts_in(record, "tags")
