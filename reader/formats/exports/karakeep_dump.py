"""``karakeep dump``: a tar with ``bookmarks/index.jsonl``, lists, feeds and assets.

It also holds the account and its tokens (``users``, ``webhooks``, ``manifest.json``), which are never read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator

from reader.blocks import image
from reader.errors import UnreadableSource
from reader.formats.exports.entries import NO_BODY, PDF, Body, address, bytes_of, lacking, page_of
from reader.formats.exports.json_records import (
    Record,
    as_record,
    as_records,
    lines_of,
    load,
    markup_in,
    record_in,
    shape_of,
    text_in,
    texts_in,
)
from reader.formats.exports.karakeep import bookmark, folders_of
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.model import Asset
from reader.sources import Fetched, Names

_FOLDERS = ("users", "lists", "tags", "feeds", "webhooks", "assets", "rules", "prompts", "bookmarks")
_LIST = "bookmarks/index.jsonl"
_SAVED_PAGES = ("precrawledArchive", "fullPageArchive")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is the list of bookmarks of a dump."""
    shape = shape_of(fetched)
    return shape >= {"createdAt", "content.type", "tags"} and bool(shape & {"favourited", "taggingStatus"})


def takes(name: str, names: Names) -> Collection[str]:
    """All other files of the dump."""
    if name != _LIST and not name.endswith(f"/{_LIST}"):
        return ()
    root = name.removesuffix(_LIST)
    return [
        each
        for each in names.under(root)
        if each != name
        and (each == f"{root}manifest.json" or each[len(root) :].partition("/")[0] in _FOLDERS)
    ]


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The bookmarks of a dump, and its feeds."""
    dump = _Dump(fetched)
    for number, line in lines_of(fetched):
        named = f"line {number}"
        try:
            record = load(line)
        except UnreadableSource as error:
            yield Refused(named, error.reason)
            continue
        if isinstance(record, dict):
            yield from dump.bookmark(record, named)
        else:
            yield Refused(named, "it is not a record")
    for feed in _records(fetched, "../feeds/index.json"):
        if url := address(text_in(feed, "url")):
            yield Subscription(title=text_in(feed, "name"), url=url)


class _Dump:
    """What the files beside the list of bookmarks say about them."""

    def __init__(self, fetched: Fetched) -> None:
        self._fetched = fetched
        paths = folders_of(_records(fetched, "../lists/index.json"))
        members = as_record(_value(fetched, "../lists/membership.json"))
        self._folders: dict[str, list[str]] = {}
        for each, path in paths.items():
            for member in texts_in(members, each):
                self._folders.setdefault(member, []).append(path)
        self._assets: dict[str, Record] = {}
        self._texts: dict[str, str] = {}
        self._pages: dict[str, str] = {}
        for asset in _records(fetched, "../assets/index.json"):
            each, owner, kind = (text_in(asset, key) for key in ("id", "bookmarkId", "assetType"))
            self._assets[each] = asset
            if kind == "linkHtmlContent":
                self._texts[owner] = each
            elif kind in _SAVED_PAGES:
                self._pages.setdefault(owner, each)

    def bookmark(self, record: Record, named: str) -> Iterator[Parsed | Refused]:
        content, each = record_in(record, "content"), text_in(record, "id")
        kind = text_in(content, "type")
        title = text_in(record, "title") or text_in(content, "title", "fileName")
        missing = ""
        body = NO_BODY
        if kind == "asset":
            body, missing = self._asset(content)
        elif kind == "text":
            body = Body(text=text_in(content, "text"))
        else:
            html = markup_in(content, "htmlContent")
            text = text_in(content, "contentAssetId") or self._texts.get(each, "")
            if html:
                body = Body(html=html)
            elif text:
                body = Body(html=page_of(self._file(text)))
                missing = "" if body.html else f"its text, {text}, is not in the dump"
            if not body.html and each in self._pages:
                body = Body(page=page_of(self._file(self._pages[each])))
        made = bookmark({**record, "title": title}, named, folders=self._folders.get(each, []), body=body)
        if not missing:
            yield made
        elif isinstance(made, Refused):
            yield lacking(named, title, missing)
        else:
            yield from (made, lacking(f"{named}, text", title, missing))

    def _asset(self, content: Record) -> tuple[Body, str]:
        """The picture of a bookmark that is one, or why it cannot be shown."""
        each, name = text_in(content, "assetId"), text_in(content, "fileName")
        kind = text_in(content, "assetType") or text_in(self._assets.get(each, {}), "contentType")
        if "pdf" in kind:
            return Body(text=text_in(content, "content")), PDF
        raw = bytes_of(self._file(each))
        if not raw:
            return NO_BODY, f"its file, {each}, is not in the dump"
        media_type = text_in(self._assets.get(each, {}), "contentType")
        picture = Asset(name=name or each, raw=raw, media_type=media_type)
        return Body(blocks=[image(picture.name, name)], assets=[picture]), ""

    def _file(self, each: str) -> Fetched | None:
        path = text_in(self._assets.get(each, {}), "filePath") or f"assets/files/{each}"
        # Names come from the export: only files among its assets are meant.
        path = posixpath.normpath(path)
        return self._fetched.neighbour(f"../{path}") if path.startswith("assets/") else None


def _records(fetched: Fetched, name: str) -> Iterator[Record]:
    return as_records(_value(fetched, name))


def _value(fetched: Fetched, name: str) -> object:
    try:
        return load(raw) if (raw := bytes_of(fetched.neighbour(name))) else None
    except UnreadableSource:
        return None
