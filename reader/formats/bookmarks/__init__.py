"""Bookmarks: what browsers and bookmark services export. One module for each shape of file.

They all hold addresses with titles, times and folders, and no texts. :func:`articles_of` makes articles of
them: an address that comes several times is one article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from reader.errors import UnreadableSource
from reader.formats.exports.entries import entry
from reader.formats.exports.json_records import Record
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.formats.tags import path_of
from reader.model import Facts, Highlight
from reader.text import clean, collapse, truncate

_DEEPEST = 32
_LONGEST_FOLDER = 200

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """One bookmark as a file has it.

    Attributes:
        url: its address, as written.
        title: its title, or "".
        saved: when it was made, as :mod:`reader.moments` writes times.
        folder: the names of the folders that lead to it, the outermost first.
        tags: the names of its tags.
        remark: what the person wrote about it.
        excerpt: what the page says of itself.
        named: what messages call it if it has no title: ``line 6``.
        read, archived, starred, progress: its state, if the file says so.
        highlights: the passages that the person marked.
    """

    url: str
    title: str = ""
    saved: str = ""
    folder: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    remark: str = ""
    excerpt: str = ""
    named: str = ""
    read: bool | None = None
    archived: bool | None = None
    starred: bool | None = None
    progress: float | None = None
    highlights: tuple[Highlight, ...] = ()


def articles_of(
    found: Iterable[Bookmark | Refused | Subscription],
) -> Iterator[Parsed | Refused | Subscription]:
    """The articles of some bookmarks, in order; each address once, with the earliest of its times.

    A bookmark that leads to no page (a script, a setting of the browser) is refused. One that leads to a feed
    is a subscription.
    """
    same: dict[str, list[Bookmark]] = {}
    for one in found:
        if not isinstance(one, Bookmark):
            yield one
            continue
        url, reason = page_address(one.url)
        if reason:
            yield Refused(truncate(collapse(clean(one.title)) or one.named or url, _LONGEST_NAME), reason)
        elif url[:5].lower() == "feed:":
            yield Subscription(collapse(clean(one.title)), _feed_address(url), "", shown_path(one.folder))
        else:
            same.setdefault(url, []).append(one)
    for url, each in same.items():
        yield _article(url, each)


def bookmarks_in(value: object, make: Callable[[Record, str], Bookmark]) -> Iterator[Bookmark | Refused]:
    """The bookmarks in a list of records (JSON), each made by ``make`` of its record and its name.

    Raises:
        UnreadableSource: the value is not a list.
    """
    if not isinstance(value, list):
        raise UnreadableSource("holds no list of bookmarks")
    for number, record in enumerate(value, 1):
        named = f"bookmark {number}"
        yield make(record, named) if isinstance(record, dict) else Refused(named, "it is not a record")


def page_address(text: str) -> tuple[str, str]:
    """The address of a page, and why it cannot be fetched ("" if it can)."""
    # A browser leaves out line breaks within an address, and writes spaces as %20.
    url = re.sub(r"[\n\t]+", "", clean(text).strip()).replace(" ", "%20")
    if not url:
        return "", "it has no address"
    scheme = _SCHEME.match(url)
    if not scheme:
        return url, "it has no address that can be fetched"
    if scheme[1].lower() not in ("http", "https", "feed"):
        return url, f"{scheme[1].lower()}: addresses cannot be fetched"
    return url, ""


def inside(folder: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The folder of that name inside another one; without a name, and very deep down, the other one.

    Names are cut, and so is the depth: both are repeated for each bookmark, and files may be made to do harm.
    """
    name = collapse(clean(name[:_LONGEST_FOLDER]))
    return (*folder, name) if name and len(folder) < _DEEPEST else folder


def shown_path(folder: Iterable[str]) -> str:
    """The path of a folder as people write it: ``News / Europe``."""
    return " / ".join(filter(None, (collapse(clean(name)) for name in folder)))


def _feed_address(url: str) -> str:
    rest = url[len("feed:") :]
    return rest if _SCHEME.match(rest) else f"https:{rest if rest.startswith('//') else '//' + rest}"


def _article(url: str, same: Sequence[Bookmark]) -> Parsed:
    """The article of all bookmarks of one address: nothing that any of them says is lost."""
    remarks = (clean(one.remark).strip() for one in same)
    facts = Facts(
        url=url,
        saved=min(filter(None, (one.saved for one in same)), default=""),
        excerpt=next(filter(None, (one.excerpt for one in same)), ""),
        remark="\n\n".join(dict.fromkeys(filter(None, remarks))),
        read=_stated(one.read for one in same),
        archived=_stated(one.archived for one in same),
        starred=_stated(one.starred for one in same),
        progress=_stated(one.progress for one in same),
        highlights=tuple(dict.fromkeys(mark for one in same for mark in one.highlights)),
    )
    title = next(filter(None, (collapse(clean(one.title)) for one in same)), "")
    tags = dict.fromkeys(tag for one in same for tag in one.tags)
    folders = dict.fromkeys(one.folder for one in same)
    return entry(url, facts, title=title, tags=(*tags, *map(path_of, folders)))


_Value = TypeVar("_Value")


def _stated(values: Iterable[_Value | None]) -> _Value | None:
    return next((value for value in values if value is not None), None)
