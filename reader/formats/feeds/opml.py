"""OPML: the list of feeds that a feed reader exports, in folders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.addresses import without_user
from reader.errors import UnreadableSource
from reader.formats.bookmarks import inside, page_address, shown_path
from reader.formats.exports.json_records import head_of, head_text
from reader.formats.parsed import Parsed, PassedOver, Refused, Subscription
from reader.formats.xml_tree import root_name, tree_of
from reader.sources import Fetched
from reader.text import clean, collapse, unescape

if TYPE_CHECKING:
    from lxml.etree import _Element

_FEEDS = ("rss", "atom", "feed", "rdf", "rss1", "rss2")


def sniff(fetched: Fetched) -> bool:
    """Whether a file is XML that begins with ``<opml>``."""
    return root_name(head_text(head_of(fetched, 1 << 16))) == "opml"


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription | PassedOver]:
    """The feeds in a list, each once, with the folder that it is in first.

    Raises:
        UnreadableSource: it is not text, or holds no list.
    """
    root, broken = tree_of(fetched.raw, media_type=fetched.media_type)
    if not str(root.tag).lower().endswith("opml"):
        raise UnreadableSource("is not a list of feeds")
    known: set[str] = set()
    found, links = False, 0
    for one in _outlines(root):
        if isinstance(one, PassedOver):
            links += one.links
            continue
        found = True
        if isinstance(one, Subscription):
            if one.url in known:
                continue
            known.add(one.url)
        yield one
    if not found:
        only = f", only {links:,} link{'s' * (links > 1)}" if links else ""
        raise UnreadableSource(f"the list has no feeds in it{only}")
    if links:
        yield PassedOver(links)
    if broken:
        yield Refused("", f"is not well-formed XML ({broken}); what could be read is included")


def _outlines(root: _Element) -> Iterator[Refused | Subscription | PassedOver]:
    waiting: list[tuple[_Element, tuple[str, ...]]] = [(root, ())]
    while waiting:
        element, folder = waiting.pop()
        known = {str(name).lower(): collapse(clean(value)) for name, value in element.attrib.items()}
        title = unescape(known.get("title") or known.get("text") or "")
        is_feed = known.get("type", "").lower() in _FEEDS
        url = known.get("xmlurl") or (known.get("url", "") if is_feed else "")
        if url:
            url, reason = page_address(url)
            site = page_address(known.get("htmlurl", ""))
            if reason:
                yield Refused(title or url, reason)
            else:
                home = "" if site[1] else without_user(site[0])
                yield Subscription(title, without_user(url), home, shown_path(folder))
        elif is_feed:
            yield Refused(title, "no address")
        elif known.get("url"):
            yield PassedOver(1)
        is_folder = str(element.tag).lower() == "outline" and not url
        inner = inside(folder, title) if is_folder else folder
        waiting += [(child, inner) for child in reversed(element) if isinstance(child.tag, str)]
