"""Bookmarks of Firefox, as its backups have them: JSON, packed (``.jsonlz4``) or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.bookmarks import Bookmark, articles_of, inside, shown_path
from reader.formats.bookmarks.mozlz4 import MAGIC, unpacked
from reader.formats.exports.json_records import (
    Record,
    head_of,
    load,
    number_in,
    records_in,
    shape_of,
    text_in,
    texts_in,
)
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched

_PLACE = "text/x-moz-place"
_FOLDER = "text/x-moz-place-container"
_ENOUGH = 2048
_OWN_ROOTS = ("root________", "menu________", "toolbar_____", "unfiled_____", "mobile______", "tags________")
_DESCRIPTION = "bookmarkProperties/description"
_FEED, _SITE = "livemark/feedURI", "livemark/siteURI"


def sniff(fetched: Fetched) -> bool:
    """Whether a file is JSON with the folders of Firefox. (It packs other things too, such as sessions.)"""
    head = head_of(fetched)
    if head.startswith(MAGIC):
        return _is_packed(head)
    shape = shape_of(fetched)
    return {"children", "type", "guid"} <= shape and bool({"typeCode", "dateAdded", "root"} & shape)


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The bookmarks in a backup, and the feeds in it.

    Raises:
        UnreadableSource: it is not such a backup.
    """
    raw = fetched.raw
    top = load(unpacked(raw) if raw.startswith(MAGIC) else raw)
    if not isinstance(top, dict):
        raise UnreadableSource("holds no bookmarks of Firefox")
    found = list(_found(top))
    tags: dict[str, list[str]] = {}
    for name, url in _tagged(top):
        tags.setdefault(url, []).append(name)
    yield from articles_of(
        replace(one, tags=(*one.tags, *tags.get(one.url, ()))) if isinstance(one, Bookmark) else one
        for one in found
    )


def _is_packed(head: bytes) -> bool:
    try:
        start = unpacked(head, _ENOUGH)
    except UnreadableSource:
        return False
    return start.startswith(b"{") and _FOLDER.encode() in start


def _found(top: Record) -> Iterator[Bookmark | Subscription]:
    waiting: list[tuple[Record, tuple[str, ...]]] = [(top, ())]
    while waiting:
        node, folder = waiting.pop()
        if _is_tags(node):
            continue
        if text_in(node, "type") == _PLACE or "uri" in node:
            yield _bookmark(node, folder)
            continue
        notes = {text_in(note, "name"): text_in(note, "value") for note in records_in(node, "annos")}
        if feed := notes.get(_FEED):
            yield Subscription(text_in(node, "title"), feed, notes.get(_SITE, ""), shown_path(folder))
        name = "" if _is_own(node) else text_in(node, "title")
        inner = inside(folder, name)
        waiting += reversed([(child, inner) for child in records_in(node, "children")])


def _bookmark(node: Record, folder: tuple[str, ...]) -> Bookmark:
    notes = {text_in(note, "name"): text_in(note, "value") for note in records_in(node, "annos")}
    tags = [tag for text in texts_in(node, "tags") for tag in text.split(",")]
    return Bookmark(
        url=text_in(node, "uri"),
        title=text_in(node, "title"),
        saved=moments.from_microseconds(number_in(node, "dateAdded")),
        folder=folder,
        tags=tuple(tags),
        remark=notes.get(_DESCRIPTION, ""),
    )


def _tagged(top: Record) -> Iterator[tuple[str, str]]:
    """Tags as older versions write them: a root of their own, with a folder for each tag."""
    for root in records_in(top, "children"):
        if _is_tags(root):
            for tag in records_in(root, "children"):
                for place in records_in(tag, "children"):
                    yield text_in(tag, "title"), text_in(place, "uri")


def _is_tags(node: Record) -> bool:
    return text_in(node, "root") == "tagsFolder" or text_in(node, "guid") == "tags________"


def _is_own(node: Record) -> bool:
    """Whether a folder is one that the browser made: the person gave it no name."""
    return bool(text_in(node, "root")) or text_in(node, "guid") in _OWN_ROOTS
