"""Bookmarks and reading list of Safari: ``Bookmarks.plist``, in its binary or its XML form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.bookmarks import Bookmark, articles_of, inside
from reader.formats.exports.json_records import head_of
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched
from reader.sources.fetched import MAX_BYTES

_OWN_FOLDERS = ("BookmarksBar", "BookmarksMenu", "com.apple.ReadingList")
_XML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*>(?:\s++|(?><!--.*?-->)|<!DOCTYPE\s+plist\b[^>\[]*>)*+<plist\b",
    re.DOTALL,
)

MOST = 500_000
"""The most bookmarks and folders in a file. In the binary form a list or a text may be in several places at
once, so that a small file could stand for endless bookmarks."""

_DEEPEST = 64


def sniff(fetched: Fetched) -> bool:
    """Whether a file is a property list with bookmarks."""
    head = head_of(fetched)
    if not (head.startswith(b"bplist0") or _XML.match(head)):
        return False
    return b"WebBookmarkType" in head or (len(head) < len(fetched.raw) and b"WebBookmarkType" in fetched.raw)


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The bookmarks in a property list, with what is in the reading list.

    Raises:
        UnreadableSource: it is not one, or is damaged.
    """
    top = _loaded(fetched.raw)
    if not isinstance(top, dict):
        raise UnreadableSource("holds no bookmarks of Safari")
    yield from articles_of(_found(top))


def _loaded(raw: bytes) -> object:
    import plistlib
    from struct import error as StructError
    from xml.parsers.expat import ExpatError

    try:
        # It makes texts, numbers, times, lists and dictionaries, and refuses XML that declares entities.
        return plistlib.loads(raw)
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        raise UnreadableSource("is a damaged property list") from error
    except (ExpatError, StructError, MemoryError) as error:
        raise UnreadableSource("is a damaged property list") from error


def _found(top: Mapping[str, object]) -> Iterator[Bookmark]:
    waiting: list[tuple[Mapping[str, object], tuple[str, ...], int]] = [(top, (), 0)]
    passed = size = 0
    while waiting:
        passed += 1
        if passed + len(waiting) > MOST or size > MAX_BYTES:
            raise UnreadableSource(f"has more than {MOST:,} bookmarks, or unusually long ones")
        node, folder, depth = waiting.pop()
        kind, children = node.get("WebBookmarkType"), node.get("Children")
        if kind == "WebBookmarkTypeLeaf" or "URLString" in node:
            found = _bookmark(node, folder)
            size += len(found.url) + len(found.title) + len(found.excerpt)
            yield found
        elif isinstance(children, list) and depth <= _DEEPEST:
            name = _text(node, "Title")
            inner = folder if name in _OWN_FOLDERS else inside(folder, name)
            inner_nodes = [child for child in children[: MOST + 1] if isinstance(child, dict)]
            waiting += [(child, inner, depth + 1) for child in reversed(inner_nodes)]


def _bookmark(node: Mapping[str, object], folder: tuple[str, ...]) -> Bookmark:
    listed = node.get("ReadingList")
    reading = listed if isinstance(listed, dict) else {}
    names = node.get("URIDictionary")
    return Bookmark(
        url=_text(node, "URLString"),
        title=(_text(names, "title") if isinstance(names, dict) else "") or _text(node, "Title"),
        saved=_moment(reading.get("DateAdded")),
        folder=folder,
        excerpt=_text(reading, "PreviewText") or _text(node, "previewText"),
        read="DateLastViewed" in reading if isinstance(listed, dict) else None,
    )


def _moment(value: object) -> str:
    return moments.from_datetime(value) if isinstance(value, datetime) else ""


def _text(node: Mapping[str, object], key: str) -> str:
    value = node.get(key)
    return value if isinstance(value, str) else ""
