"""The highlights that Obsidian's web clipper exports: JSON with pages and what was marked on each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.errors import UnreadableSource
from reader.formats.exports.entries import entry, highlight
from reader.formats.exports.json_records import (
    Record,
    load,
    markup_in,
    records_in,
    shape_of,
    text_in,
    texts_in,
)
from reader.formats.parsed import Parsed
from reader.model import Facts, Highlight
from reader.moments import from_text
from reader.sources import Fetched

_SHAPE = frozenset(("[].url", "[].highlights", "[].highlights[].text", "[].highlights[].timestamp"))
_PAGE = frozenset(("url", "title", "highlights", "data"))
_KEY_OF_PAGE = re.compile(r"\[\]\.([^.\[\]]+)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is such an export, by its keys: a page that says more is from another program."""
    shape = shape_of(fetched)
    return shape >= _SHAPE and all(key[1] in _PAGE for path in shape if (key := _KEY_OF_PAGE.fullmatch(path)))


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The pages of an export, with their highlights and without text.

    Raises:
        UnreadableSource: it is not valid JSON, or holds no pages.
    """
    value = load(fetched.raw)
    pages = [page for page in value if isinstance(page, dict)] if isinstance(value, list) else []
    if not pages:
        raise UnreadableSource("holds no pages")
    for page in pages:
        url = text_in(page, "url")
        facts = Facts(url=url, highlights=tuple(_highlights(page)))
        if url or facts.highlights:
            yield entry(url, facts, title=text_in(page, "title"))


def _highlights(page: Record) -> Iterator[Highlight]:
    for one in records_in(page, "highlights"):
        yield from highlight(
            _words(markup_in(one, "text")),
            "\n".join(texts_in(one, "notes")),
            color=text_in(one, "color"),
            created=from_text(one.get("timestamp")),
        )


def _words(text: str) -> str:
    """The words of a passage, which may be HTML."""
    if not _TAG.search(text):
        return text
    from reader.formats.markup import blocks_of_html

    return "\n\n".join(block.plain for block in blocks_of_html(text).blocks if block.plain.strip())
