"""WACZ files: visits to web sites, each page that was visited an article.

The list of pages holds their texts, each as one long line. What the server sent is in the archive, too: where
the article is found in that, it is taken, with its paragraphs and headings.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator
from typing import NamedTuple
from urllib.parse import urldefrag

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.crawls.warc import responses
from reader.formats.exports.entries import NO_BODY, Body, address, entry
from reader.formats.exports.json_records import Record, as_record, head_text, lines_of, load_text, text_in
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.sources import Fetched, FoundFile
from reader.sources.containers.zips import Zip
from reader.text import collapse, fold

_ZIP = b"PK\3\4"
_FIRST = (b"archive/", b"pages/", b"indexes/", b"datapackage", b"fuzzy.json", b"webrecorder.yaml", b"logs/")
_PAGES = re.compile(r"pages/[^/]+\.jsonl", re.IGNORECASE)
_WARC = re.compile(r"archive/.+\.warc(?:\.gz)?", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")
_MOST_KEPT = 256 * 2**20
"""So many bytes of packed pages are kept at once; the rest have their text from the list."""

_SHARE = 0.5
"""If the article in a page has less than this share of its text, the page was made by scripts."""


def sniff(fetched: Fetched) -> bool:
    """Whether a zip holds a package of pages and what servers sent."""
    head = fetched.head()
    if not head.startswith(_ZIP):
        return False
    if not head[30:].startswith(_FIRST) and not fetched.name.lower().endswith(".wacz"):
        return False
    try:
        names = {found.path for found in Zip().find(fetched, lambda *_: None)}
    except (UnreadableSource, OSError):
        return False
    return any(map(_PAGES.fullmatch, names)) and (
        "datapackage.json" in names or any(map(_WARC.fullmatch, names))
    )


def sniff_pages(fetched: Fetched) -> bool:
    """Whether a file is a list of pages by itself."""
    return bool(re.match(r'\s*\{\s*"format"\s*:\s*"json-pages-', head_text(fetched.head(200))))


class _CrawledPage(NamedTuple):
    url: str
    record: Record


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The pages that were visited, in order.

    Raises:
        UnreadableSource: the file is damaged.
        OSError: it cannot be read.
    """
    damage: list[str] = []
    found = list(Zip().find(fetched, lambda _name, error: damage.append(str(error))))
    pages: list[_CrawledPage] = []
    for file in sorted((file for file in found if _PAGES.fullmatch(file.path)), key=_order):
        for page in _pages(file.fetch(), file.path):
            if isinstance(page, Refused):
                yield page
            else:
                pages.append(page)
    sent = _sent({page.url for page in pages}, [file for file in found if _WARC.fullmatch(file.path)])
    for page in _each_once(pages):
        yield _article(page, sent.get(page.url, b""))
    yield from (Refused("", reason) for reason in damage)


def read_pages(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The pages of a list by itself."""
    for page in _pages(fetched, ""):
        yield page if isinstance(page, Refused) else _article(page, b"")


def _order(file: FoundFile) -> tuple[bool, str]:
    """The pages that a person asked for come before those that a program found by itself."""
    return "extra" in file.path.lower(), file.path


def _each_once(pages: Collection[_CrawledPage]) -> Iterator[_CrawledPage]:
    """Each page once: a site may have been visited several times, and the last time counts."""
    last = {page.url: page for page in pages}
    yield from last.values()


def _pages(fetched: Fetched, path: str) -> Iterator[_CrawledPage | Refused]:
    for number, line in lines_of(fetched):
        name = f"{path}, line {number}" if path else f"line {number}"
        try:
            record = as_record(load_text(head_text(line)))
        except UnreadableSource:
            yield Refused(name, "is not JSON")
            continue
        if url := address(text_in(record, "url")):
            yield _CrawledPage(url, record)
        elif "format" not in record:
            yield Refused(name, "is not a page: it has no address")


def _sent(wanted: set[str], archives: Collection[FoundFile]) -> dict[str, bytes]:
    """What servers sent for some addresses, packed."""
    found: dict[str, bytes] = {}
    plain = {urldefrag(url).url: url for url in wanted}
    size = 0
    for archive in archives:
        try:
            fetched = archive.fetch()
        except (UnreadableSource, OSError):
            continue
        for response in responses(fetched):
            url = response.url if response.url in wanted else plain.get(response.url, "")
            if not url or response.status != 200 or not response.media_type.startswith(_HTML):
                continue
            packed = zlib.compress(response.content, 1)
            size += len(packed)
            if size > _MOST_KEPT:
                return found
            found[url] = packed
    return found


def _article(page: _CrawledPage, sent: bytes) -> Parsed:
    record = page.record
    stamp = text_in(record, "ts", "timestamp")
    facts = Facts(
        url=page.url,
        saved=moments.from_pattern(stamp, "%Y%m%d%H%M%S") if stamp.isdigit() else moments.from_text(stamp),
    )
    title = text_in(record, "title")
    title = "" if title == page.url else title
    text = _without_title(collapse(text_in(record, "text")), title)
    if sent:
        try:
            parsed = entry(page.url, facts, title=title, body=Body(page=zlib.decompress(sent)))
        except UnreadableSource:
            parsed = None
        if parsed and sum(len(block.plain) for block in parsed.article.blocks) >= _SHARE * len(text):
            return parsed
    return entry(page.url, facts, title=title, body=Body(text=text) if text else NO_BODY)


def _without_title(text: str, title: str) -> str:
    """The text of a page, which often begins with its title."""
    title = collapse(title)
    start = text[: len(title)]
    return text[len(title) :].lstrip() if title and fold(start) == fold(title) else text
