"""Bookmarks as HTML, in the layout of Netscape: browsers write it, and Pinboard, Raindrop, linkding …

It is read tag by tag: few of its elements are closed, which parsers of HTML mend in ways of their own.
Folders are lists (``DL``) below a heading (``H3``), bookmarks are links (``A``), and a note follows as
``DD``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reader import moments
from reader.formats.bookmarks import Bookmark, articles_of, inside, page_address, shown_path
from reader.formats.exports.json_records import head_of, head_text
from reader.formats.markup.reading import decoded
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.sources import Fetched
from reader.text import ENTITY, clean, collapse

_START = re.compile(
    r"(?:\s++|\ufeff|(?><!--.*?-->))*+<!doctype\s+netscape-bookmark-file", re.IGNORECASE | re.DOTALL
)
_DATED_LINK = re.compile(
    r"<dl\b[^<>]*>.{0,400}?<dt>\s*<(?:a|h3)\s[^<>]*\badd_date=", re.IGNORECASE | re.DOTALL
)

_TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s=<>"'/]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"']++))""")

_NOTES, _NOTES_END = "[linkding-notes]", "[/linkding-notes]"
_ARCHIVED = "linkding:bookmarks.archived"


def sniff(fetched: Fetched) -> bool:
    """Whether a file is HTML that begins as such files do."""
    text = head_text(head_of(fetched, 1 << 13))
    return bool(_START.match(text) or (text.lstrip("\ufeff \n\r\t")[:1] == "<" and _DATED_LINK.search(text)))


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The bookmarks in a file, and the feeds in it.

    Raises:
        UnreadableSource: it is not text.
    """
    text, _ = decoded(fetched.raw)
    # It joins its lines in a way of its own.
    linkding = _NOTES in text or _ARCHIVED in text or ("\n\r<DT>" in text and " TOREAD=" in text)
    yield from articles_of(_found(text, linkding))


@dataclass(slots=True)
class _Link:
    """A bookmark while it is being read: its attributes, its title and what stands below it."""

    attributes: Mapping[str, str]
    folder: tuple[str, ...]
    title: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)


def _found(text: str, linkding: bool) -> Iterator[Bookmark | Subscription]:
    for link in _links(_without_comments(text)):
        title = collapse(_plain("".join(link.title)))
        if feed := link.attributes.get("feedurl", ""):
            site = link.attributes.get("href", "")
            site = "" if page_address(site)[1] else site
            yield Subscription(title, page_address(feed)[0], site, shown_path(link.folder))
            if not site:
                continue
        yield _bookmark(link, title, linkding)


def _links(text: str) -> Iterator[_Link]:
    folders: list[tuple[str, ...]] = [()]
    heading: list[str] = []
    link: _Link | None = None
    words: list[str] | None = None
    end = 0
    for tag in _TAG.finditer(text):
        if words is not None:
            words.append(text[end : tag.start()])
        end = tag.end()
        closes, name = bool(tag[1]), tag[2].lower()
        if name == "br" and words is not None:
            words.append("\n")
        elif name == "p" and words is not None:
            words.append("\n\n")
        elif closes and name in ("a", "h3"):
            words = None
        elif name in ("a", "h3", "dt", "dd", "dl", "hr"):
            words = None
            if name == "dd":
                words = link.below if link else None
                continue
            if link:
                yield link
            link = None
            if name == "a" and not closes:
                link = _Link(_attributes(tag[3]), folders[-1])
                words = link.title
            elif name == "h3":
                words = heading = []
            elif name == "dl" and not closes:
                folders.append(inside(folders[-1], _plain("".join(heading))))
                heading = []
            elif name == "dl" and len(folders) > 1:
                folders.pop()
    if words is not None:
        words.append(text[end:])
    if link:
        yield link


def _bookmark(link: _Link, title: str, linkding: bool) -> Bookmark:
    known = link.attributes
    below = _plain("".join(link.below))
    tags = [tag.strip() for tag in known.get("tags", "").split(",")]
    excerpt, archived = "", None
    if linkding:
        # What it puts below a bookmark is the site's description; the person's own notes are marked in it.
        excerpt, _, rest = below.partition(_NOTES)
        remark, _, more = rest.partition(_NOTES_END)
        remark, excerpt = remark.strip(), collapse(f"{excerpt} {more}")
        archived = _ARCHIVED in tags
        tags = [tag for tag in tags if tag != _ARCHIVED]
    else:
        remark = "\n\n".join(filter(None, map(collapse, re.split(r"\n[ \t\r]*\n", below))))
    return Bookmark(
        url=known.get("href", ""),
        title=title,
        saved=_moment(known.get("add_date", "")),
        folder=link.folder,
        tags=tuple(tags),
        remark=remark,
        excerpt=excerpt,
        read=False if known.get("toread") in ("1", "true") else None,
        archived=archived,
        starred=True if known.get("data-important") == "true" else None,
    )


def _moment(text: str) -> str:
    """The time of a bookmark: seconds since 1970, but some programs count in smaller units."""
    if not text.isdecimal() or len(text) > 20:
        return moments.from_text(text)
    size = len(text)
    if size < 12:
        return moments.from_seconds(text)
    if size < 15:
        return moments.from_milliseconds(text)
    return moments.from_microseconds(text) if size < 17 else moments.from_webkit(text)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        # Icons are large and not needed.
        if not name.lower().startswith("icon"):
            found.setdefault(name.lower(), _unescaped(double or single or bare))
    return found


def _plain(text: str) -> str:
    return clean(_unescaped(text))


def _unescaped(text: str) -> str:
    """Text with its entities decoded; ``&copy=1`` in an address is not one, as it has no semicolon."""
    if "&" not in text:
        return text
    from html import unescape  # has a table of two thousand names

    return ENTITY.sub(lambda found: unescape(found[0]), text)


def _without_comments(text: str) -> str:
    parts: list[str] = []
    start = 0
    while (opens := text.find("<!--", start)) >= 0 and (closes := text.find("-->", opens)) >= 0:
        parts.append(text[start:opens])
        start = closes + len("-->")
    return "".join((*parts, text[start:]))
