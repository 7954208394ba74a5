"""Readwise: its highlights, and the documents of its Reader, each as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader import moments
from reader.blocks import Block, paragraph, quote, verse
from reader.formats.bookmarks import Bookmark, articles_of
from reader.formats.exports.csv_rows import CsvRow, columns_of, rows_of
from reader.formats.exports.entries import Body, entry, highlight
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.model import Facts, Highlight
from reader.sources import Fetched

_READ_TO_THE_END = 99.5

_QUOTED = re.compile(r"""'((?:[^'\\]++|\\.)*+)(?:'|\\?\Z)|"((?:[^"\\]++|\\.)*+)(?:"|\\?\Z)""", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U000([0-9a-f]{5})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r"}


# --- highlights ---------------------------------------------------------------------------------------


def sniff_highlights(fetched: Fetched) -> bool:
    """Whether a file is CSV with the columns of highlights."""
    return {"highlight", "book title", "book author"} <= columns_of(fetched)


def read_highlights(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The books and articles of an export: all rows of one title and author are one.

    There is no text and no address to fetch it from, so the highlights are the text.

    Raises:
        UnreadableSource: it is not CSV.
    """
    works: dict[tuple[str, str], list[CsvRow]] = {}
    for row in rows_of(fetched.raw):
        work = row.text("book title"), row.text("book author")
        if not any(work) and not row.text("highlight", "note"):
            yield Refused(row.named, "neither title nor text")
            continue
        works.setdefault(work, []).append(row)
    for (title, author), rows in works.items():
        yield _work(title, author, rows)


def _work(title: str, author: str, rows: list[CsvRow]) -> Parsed:
    marked = [one for row in rows for one in _highlight(row)]
    # A note without a passage is about the whole.
    remarks = dict.fromkeys(row.text("note") for row in rows if not row.text("highlight"))
    tags = [tag for row in rows for tag in row.text("document tags").split(",")]
    facts = Facts(
        author=author,
        remark="\n\n".join(filter(None, remarks)),
        highlights=tuple(marked),
    )
    body = Body(blocks=tuple(map(_quoted, marked)))
    return entry(f"{title} / {author}".strip(" /"), facts, title=title, tags=tags, body=body)


def _highlight(row: CsvRow) -> Iterator[Highlight]:
    return highlight(
        row.text("highlight"),
        row.text("note"),
        color=row.text("color"),
        created=moments.from_text(row.text("highlighted at")),
        tags=row.text("tags").split(","),
    )


def _quoted(one: Highlight) -> Block:
    lines = one.quote.split("\n")
    return quote(verse(lines) if len(lines) > 1 else paragraph(one.quote))


# --- Reader -------------------------------------------------------------------------------------------


def sniff_reader(fetched: Fetched) -> bool:
    """Whether a file is CSV with the columns of Reader's documents."""
    return {"title", "url", "document tags", "saved date", "location"} <= columns_of(fetched)


def read_reader(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The documents of an export.

    Raises:
        UnreadableSource: it is not CSV.
    """
    yield from articles_of(map(_document, rows_of(fetched.raw)))


def _document(row: CsvRow) -> Bookmark:
    place = row.text("location").lower()
    done = _number(row.text("reading progress"))
    seen = row.flag("seen")
    return Bookmark(
        url=row.text("url"),
        title=row.text("title"),
        named=row.named,
        saved=moments.from_text(row.text("saved date")),
        # The tag "feed" marks what came from a feed: the person did not save it.
        folder=("feed",) if place == "feed" else (),
        tags=tuple(tags_in_list(row.text("document tags"))),
        read=done >= _READ_TO_THE_END if done is not None else False if seen is False else None,
        archived=place == "archive" if place else None,
        progress=None if done is None else done / 100,
    )


def _number(text: str) -> float | None:
    try:
        return float(text) if text.replace(".", "", 1).isdecimal() else None
    except ValueError:
        return None


def tags_in_list(text: str) -> Iterator[str]:
    """The texts of a list as Python writes it: ``['rain', "it's"]``; without quotes, commas part them."""
    if not _QUOTED.search(text):
        yield from text.strip("[]").split(",")
    for single, double in _QUOTED.findall(text):
        yield _ESCAPED.sub(_letter, single or double)


def _letter(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code else _LETTERS.get(found[4], found[4])
