"""GoodLinks: its export as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from reader import moments
from reader.formats.bookmarks import Bookmark, articles_of, bookmarks_in
from reader.formats.exports.json_records import (
    Record,
    flag_in,
    load,
    number_in,
    shape_of,
    text_in,
    texts_in,
)
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched


def sniff(fetched: Fetched) -> bool:
    """Whether a file is JSON with the fields of GoodLinks."""
    return {"[].url", "[].addedAt"} <= shape_of(fetched)


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The links of an export.

    Raises:
        UnreadableSource: it is not JSON, or no list.
    """
    yield from articles_of(bookmarks_in(load(fetched.raw), _bookmark))


def _bookmark(record: Record, named: str) -> Bookmark:
    return Bookmark(
        url=text_in(record, "url"),
        title=text_in(record, "title"),
        named=named,
        saved=moments.from_seconds(number_in(record, "addedAt")),
        tags=tuple(texts_in(record, "tags")),
        excerpt=text_in(record, "summary"),
        # Exports of later versions say when a link was read.
        read=bool(number_in(record, "readAt")) if "readAt" in record else None,
        starred=flag_in(record, "starred"),
    )
