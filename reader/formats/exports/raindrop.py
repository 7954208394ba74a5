"""Raindrop: its export as CSV. (The one as HTML is read with the bookmarks of browsers.)"""

from __future__ import annotations

from collections.abc import Iterator

from reader import moments
from reader.formats.bookmarks import Bookmark, articles_of
from reader.formats.exports.csv_rows import CsvRow, columns_of, rows_of
from reader.formats.exports.entries import highlight
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched


def sniff(fetched: Fetched) -> bool:
    """Whether a file is CSV with the columns of Raindrop."""
    columns = columns_of(fetched)
    return {"title", "url", "excerpt", "created"} <= columns and bool({"folder", "cover"} & columns)


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The bookmarks of an export.

    Raises:
        UnreadableSource: it is not CSV.
    """
    yield from articles_of(map(_bookmark, rows_of(fetched.raw)))


def _bookmark(row: CsvRow) -> Bookmark:
    quotes = row.text("highlights").split("\n")
    return Bookmark(
        url=row.text("url"),
        title=row.text("title"),
        named=row.named,
        saved=moments.from_text(row.text("created")),
        folder=tuple(part.strip() for part in row.text("folder").split("/")),
        tags=tuple(row.text("tags").split(",")),
        remark=row.text("note"),
        excerpt=row.text("excerpt"),
        starred=row.flag("favorite"),
        highlights=tuple(one for text in quotes for one in highlight(text)),
    )
