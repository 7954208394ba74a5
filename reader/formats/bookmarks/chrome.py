"""Bookmarks of Chrome and its relatives (Chromium, Brave, Edge, Vivaldi, Opera): the file ``Bookmarks``."""

from __future__ import annotations

from collections.abc import Iterator

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.bookmarks import Bookmark, articles_of, inside
from reader.formats.exports.json_records import (
    Record,
    load,
    number_in,
    record_in,
    records_in,
    shape_of,
    text_in,
)
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched


def sniff(fetched: Fetched) -> bool:
    """Whether a file is JSON with the roots of Chrome."""
    shape = shape_of(fetched)
    return "roots" in shape and any(
        path.startswith("roots.") and path.endswith(".children") for path in shape
    )


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The bookmarks in the file of a profile.

    Raises:
        UnreadableSource: it is not such a file.
    """
    top = load(fetched.raw)
    roots = record_in(top, "roots") if isinstance(top, dict) else {}
    if not roots:
        raise UnreadableSource("holds no bookmarks of Chrome")
    yield from articles_of(_found(roots))


def _found(roots: Record) -> Iterator[Bookmark]:
    waiting = _children(roots, ())
    while waiting:
        node, folder = waiting.pop()
        if text_in(node, "type") == "url" or "url" in node:
            yield Bookmark(
                url=text_in(node, "url"),
                title=text_in(node, "name"),
                saved=moments.from_webkit(number_in(node, "date_added")),
                folder=folder,
                remark=text_in(record_in(node, "meta_info"), "Description"),
            )
        else:
            waiting += _children(node, inside(folder, text_in(node, "name")))


def _children(node: Record, folder: tuple[str, ...]) -> list[tuple[Record, tuple[str, ...]]]:
    """What is in a folder, last first. The roots are in no list, and one may hold others (Opera)."""
    inside = [(child, folder) for child in records_in(node, "children")]
    if "children" not in node:
        for key, root in node.items():
            if isinstance(root, dict) and key not in ("trash", "meta_info"):
                if "children" in root:
                    inside += [(child, folder) for child in records_in(root, "children")]
                else:
                    inside.append((root, folder))
    return inside[::-1]
