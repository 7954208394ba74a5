"""pocket-exporter: a folder for each article, with ``index.json``, the page and its pictures.

Above the folders lie ``session.json`` and ``payments.json`` with cookies and the account; never read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator
from urllib.parse import unquote, urlsplit

from reader.formats.exports.entries import NO_BODY, Body, address, entry, highlight, names_of, page_of
from reader.formats.exports.json_records import (
    Record,
    as_record,
    flag_in,
    load,
    record_in,
    records_in,
    shape_of,
    text_in,
    time_in,
)
from reader.formats.exports.pictures import PictureFinder
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.sources import Fetched, Names

_INDEX = "index.json"
_PAGES = ("article.html", "original.html")
_ACCOUNT = ("session.json", "payments.json")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is the ``index.json`` of an article."""
    shape = shape_of(fetched)
    return shape >= {"savedId", "url"} and bool(shape & {"item", "isFavorite", "annotations"})


def takes(name: str, names: Names) -> Collection[str]:
    """The other files of the article, and those of the account."""
    if posixpath.basename(name) != _INDEX:
        return ()
    folder = name.removesuffix(_INDEX)
    account = [posixpath.normpath(f"{folder}../../{each}") for each in _ACCOUNT]
    # If the folder of one article is named by itself, only its own files are taken.
    own = names.under(folder) if folder else [each for each in _PAGES if each in names]
    return [*(each for each in own if each != name), *(each for each in account if each in names)]


def read(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The article of one folder."""
    index = as_record(load(fetched.raw))
    item = record_in(index, "item")
    url = address(text_in(index, "url") or text_in(item, "resolvedUrl", "givenUrl"))
    archived = flag_in(index, "isArchived")
    if archived is None:
        archived = {"ARCHIVED": True, "UNREAD": False}.get(text_in(index, "status"))
    marks = (
        made
        for one in records_in(record_in(index, "annotations"), "highlights")
        for made in highlight(
            text_in(one, "quote"), text_in(record_in(one, "note"), "text"), created=time_in(one, "_createdAt")
        )
    )
    facts = Facts(
        url=url,
        author=names_of(text_in(author, "name") for author in records_in(item, "authors")),
        published=time_in(item, "datePublished"),
        saved=time_in(index, "_createdAt"),
        excerpt=text_in(item, "excerpt"),
        # As in Pocket itself, what is in the archive is what was read.
        read=archived,
        archived=archived,
        starred=flag_in(index, "isFavorite"),
        highlights=tuple(marks),
    )
    tags = [text_in(tag, "name") for tag in records_in(index, "tags")]
    title = text_in(index, "title") or text_in(item, "title")
    body = _body(fetched, item)
    if url or body is not NO_BODY:
        yield entry("", facts, title=title, tags=tags, body=body)
    else:
        yield Refused("", "neither address nor text")


def _body(fetched: Fetched, item: Record) -> Body:
    pictures = _pictures(fetched, item)
    if html := page_of(fetched.neighbour(_PAGES[0])):
        return Body(html=html, pictures=pictures)
    if page := page_of(fetched.neighbour(_PAGES[1])):
        return Body(page=page, pictures=pictures)
    return NO_BODY


def _pictures(fetched: Fetched, item: Record) -> PictureFinder:
    """Finds pictures by the last part of their address, or by their number in the list of pictures."""
    names = frozenset(fetched.beside())
    numbers = {text_in(one, "src"): text_in(one, "imageId") for one in records_in(item, "images")}

    def find(name: str) -> Fetched | None:
        last = posixpath.basename(unquote(_path_of(name)))
        wanted = last if last in names else f"image_{numbers.get(name, '')}.jpg"
        return fetched.neighbour(wanted) if wanted in names else None

    return find


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
