"""Writes lists of feeds (OPML 2.0), as other feed readers take them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from reader.formats.parsed import Subscription
from reader.text import clean


@dataclass(slots=True)
class _Folder:
    folders: dict[str, _Folder] = field(default_factory=dict)
    feeds: list[Subscription] = field(default_factory=list)


def opml_of(feeds: Iterable[Subscription]) -> str:
    """A list of feeds, in their folders. Reading it gives the same feeds, in the order of their folders."""
    top = _Folder()
    for feed in feeds:
        folder = top
        for name in filter(None, (part.strip() for part in feed.folder.split(" / "))):
            folder = folder.folders.setdefault(name, _Folder())
        folder.feeds.append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        "    <title>Feeds</title>",
        "  </head>",
        "  <body>",
        *_lines(top, "    "),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _lines(folder: _Folder, indent: str) -> Iterable[str]:
    for feed in folder.feeds:
        title, url = _attribute(feed.title or feed.url), _attribute(feed.url)
        site = f" htmlUrl={_attribute(feed.site)}" if feed.site else ""
        yield f'{indent}<outline type="rss" text={title} title={title} xmlUrl={url}{site}/>'
    for name, inner in folder.folders.items():
        yield f"{indent}<outline text={_attribute(name)} title={_attribute(name)}>"
        yield from _lines(inner, indent + "  ")
        yield f"{indent}</outline>"


def _attribute(text: str) -> str:
    return quoteattr(clean(text).replace("\n", " ").replace("\t", " "))
