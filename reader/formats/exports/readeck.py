"""Readeck: a zip with a folder for each bookmark, which holds ``info.json`` and the files of the page.

The list of bookmarks, ``data.json``, also holds the users and their tokens. It is never read: each
bookmark's own file says all of it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator

from reader.blocks import image
from reader.formats.exports.entries import (
    MISSING,
    NO_BODY,
    Body,
    address,
    bytes_of,
    entry,
    highlight,
    lacking,
    names_of,
    page_of,
)
from reader.formats.exports.json_records import (
    Record,
    as_record,
    flag_in,
    load,
    number_in,
    record_in,
    records_in,
    shape_of,
    text_in,
    texts_in,
    time_in,
)
from reader.formats.exports.pictures import beside
from reader.formats.parsed import Parsed, Refused
from reader.model import Asset, Facts
from reader.sources import Fetched, Names

_INFO = "info.json"
_FILES = "container/"
_PICTURES = ("photo", "picture", "image")
_STATES: dict[float, str] = {1: "Readeck could not load the page", 2: "Readeck had not loaded the page yet"}


def sniff(fetched: Fetched) -> bool:
    """Whether a file is the ``info.json`` of a bookmark."""
    return shape_of(fetched) >= {"UID", "State", "ReadProgress", "IsArchived"}


def takes(name: str, names: Names) -> Collection[str]:
    """The files of the bookmark, and the list of all bookmarks."""
    if posixpath.basename(name) != _INFO:
        return ()
    folder = name.removesuffix(_INFO)
    listed = posixpath.normpath(f"{folder}../../data.json")
    return [*names.under(f"{folder}{_FILES}"), *([listed] if listed in names else ())]


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The article of one bookmark."""
    info = as_record(load(fetched.raw))
    url, title = address(text_in(info, "URL", "InitialURL")), text_in(info, "Title")
    body = _body(fetched, info, url)
    marks = (
        made
        for one in records_in(info, "Annotations")
        for made in highlight(
            text_in(one, "text"),
            text_in(one, "note"),
            color=text_in(one, "color"),
            created=time_in(one, "created"),
        )
    )
    progress = number_in(info, "ReadProgress")
    facts = Facts(
        url=url,
        site=text_in(info, "SiteName", "Site"),
        author=names_of(texts_in(info, "Authors")),
        published=time_in(info, "Published"),
        saved=time_in(info, "Created"),
        excerpt=text_in(info, "Description"),
        read=None if progress is None else progress >= 100,
        archived=flag_in(info, "IsArchived"),
        starred=flag_in(info, "IsMarked"),
        progress=None if progress is None else progress / 100,
        highlights=tuple(marks),
    )
    if not url and body is NO_BODY:
        yield Refused("", "neither address nor text")
        return
    yield entry("", facts, title=title, tags=texts_in(info, "Labels"), lang=text_in(info, "Lang"), body=body)
    problem = _STATES.get(
        number_in(info, "State") or 0, MISSING if _path(record_in(info, "Files"), "article") else ""
    )
    if problem and body is NO_BODY:
        yield lacking("text", title, problem)


def _body(fetched: Fetched, info: Record, url: str) -> Body:
    files = record_in(info, "Files")
    article = _path(files, "article")
    if article and (html := page_of(fetched.neighbour(article))):
        return Body(html=html, pictures=beside(fetched, article[: article.rfind("/") + 1], url))
    picture = _path(files, "image")
    if picture and text_in(info, "DocumentType") in _PICTURES:
        file = fetched.neighbour(picture)
        if file and (raw := bytes_of(file)):
            name = picture.removeprefix(_FILES)
            asset = Asset(name=name, raw=raw, media_type=text_in(record_in(files, "image"), "type"))
            return Body(blocks=[image(name, text_in(info, "Title"))], assets=[asset])
    return NO_BODY


def _path(files: Record, kind: str) -> str:
    """Where a file of the bookmark lies, as seen from ``info.json``; "" if it names none."""
    name = text_in(record_in(files, kind), "name")
    path = posixpath.normpath(f"{_FILES}{name}") if name else ""
    return path if path.startswith(_FILES) else ""
