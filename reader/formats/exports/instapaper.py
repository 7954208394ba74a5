"""Instapaper: CSV with a folder for each article, and the older HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.exports.csv_rows import columns_of, rows_of
from reader.formats.exports.entries import Body, address, entry, lacking
from reader.formats.exports.json_records import as_texts, load_text, start_of
from reader.formats.exports.link_pages import links_of
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.sources import Fetched

_COLUMNS = {"url", "title", "selection", "folder"}
# What was mailed to Instapaper has an address that leads nowhere.
_PRIVATE = "instapaper-private:"

_NAMED = re.compile(r"<title>\s*Instapaper\b[^<]*Export\s*</title>", re.IGNORECASE)


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Instapaper's CSV."""
    return columns_of(fetched) >= _COLUMNS


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of the CSV. A row without an address is a note: its selection is its text."""
    for row in rows_of(fetched.raw):
        yield _article(
            row.named,
            url=row.text("url"),
            title=row.text("title"),
            selection=row.text("selection"),
            folder=row.text("folder"),
            saved=moments.from_seconds(row.text("timestamp")),
            tags=_tags(row.text("tags")),
        )


def sniff_page(fetched: Fetched) -> bool:
    """Whether a file is Instapaper's HTML."""
    return bool(_NAMED.search(start_of(fetched)))


def read_page(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The articles of the HTML, whose headings are the folders."""
    for number, link in enumerate(links_of(fetched.raw), start=1):
        url = link.attributes.get("href", "")
        yield _article(f"link {number}", url=url, title=link.text, folder=link.section)


def _article(
    named: str,
    *,
    url: str,
    title: str,
    folder: str,
    selection: str = "",
    saved: str = "",
    tags: Iterable[str] = (),
) -> Parsed | Refused:
    url = "" if url.startswith(_PRIVATE) else address(url)
    if not (url or selection):
        return lacking(named, title, "neither address nor text")
    place = folder.lower()
    own = [] if place in ("", "unread", "archive", "starred") else [folder]
    facts = Facts(
        url=url,
        saved=saved,
        excerpt=selection if url else "",
        read=False if place == "unread" else None,
        archived={"unread": False, "archive": True}.get(place),
        starred=True if place == "starred" else None,
    )
    body = Body(text="" if url else selection)
    return entry(url or title, facts, title=title, tags=[*tags, *own], body=body)


def _tags(text: str) -> list[str]:
    """The tags of a row: a JSON list, in which a name may contain a comma."""
    try:
        return as_texts(load_text(text)) if text else []
    except UnreadableSource:
        return text.strip("[]").split(",")
