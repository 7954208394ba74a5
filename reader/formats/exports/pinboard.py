"""Pinboard: its export as JSON. Its field ``description`` is the title, ``extended`` the person's note."""

from __future__ import annotations

from collections.abc import Iterator

from reader import moments
from reader.formats.bookmarks import Bookmark, articles_of, bookmarks_in
from reader.formats.exports.json_records import Record, flag_in, load, shape_of, text_in
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched


def sniff(fetched: Fetched) -> bool:
    """Whether a file is JSON with the fields of Pinboard."""
    shape = shape_of(fetched)
    return {"[].href", "[].description"} <= shape and bool({"[].extended", "[].toread"} & shape)


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The bookmarks of an export.

    Raises:
        UnreadableSource: it is not JSON, or no list.
    """
    yield from articles_of(bookmarks_in(load(fetched.raw), _bookmark))


def _bookmark(record: Record, named: str) -> Bookmark:
    return Bookmark(
        url=text_in(record, "href"),
        title=text_in(record, "description"),
        named=named,
        saved=moments.from_text(text_in(record, "time")),
        tags=tuple(text_in(record, "tags").split()),
        remark=text_in(record, "extended"),
        # It marks what is to be read; of the rest it does not know whether it was.
        read=False if flag_in(record, "toread") else None,
    )
