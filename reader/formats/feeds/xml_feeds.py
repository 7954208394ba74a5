"""RSS (all versions, with RDF) and Atom, from the tree of an XML file."""

from __future__ import annotations

import html
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import TYPE_CHECKING

from reader.addresses import is_web
from reader.errors import UnreadableSource
from reader.formats.feeds.times import moment_of
from reader.formats.feeds.values import Enclosure, Feed, FeedEntry, absolute, people
from reader.formats.xml_tree import tree_of
from reader.text import ENTITY, collapse

if TYPE_CHECKING:
    from lxml.etree import _Element

_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/xml/1998/namespace": "xml",
}
_ATOM = ("http://www.w3.org/2005/atom", "http://purl.org/atom/ns#")
_CORE = (
    "",
    *_ATOM,
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://channel.netscape.com/rdf/simple/0.9/",
    "http://purl.org/net/rss1.1#",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
    "http://rssnamespace.org/rss/1.0",
)

_TEXTS = ("content:encoded", "xhtml:body", "body", "content", "fullitem")
_SUMMARIES = ("description", "summary", "dcterms:abstract", "dc:description")
_LAST_RESORTS = ("itunes:summary", "media:description", "itunes:subtitle", "media:text")
_TIMES = (
    *("pubdate", "published", "issued", "dcterms:issued", "dc:date", "date", "dcterms:created", "created"),
    *("updated", "dcterms:modified", "modified"),
)
_AUTHORS = ("dc:creator", "author", "itunes:author", "dc:author", "creator")
_TITLES = ("title", "dc:title", "media:title", "itunes:title")

_NAMES_OF_TAGS = (
    "a abbr acronym address applet article aside audio b base bdi bdo big blink blockquote body br button "
    "canvas caption center cite code col colgroup dd del details dfn div dl dt em embed fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img "
    "input ins kbd label li link main map mark marquee math meta nav nobr noscript object ol p picture "
    "pre q rp rt ruby s samp script section select small source span strike strong style sub summary sup "
    "svg table tbody td template textarea tfoot th thead time title tr tt u ul var video wbr"
)
_TAG = re.compile(rf"</?(?:{_NAMES_OF_TAGS.replace(' ', '|')})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"</?(?:br|div|dd|dt|h[1-6]|hr|img|li|p|td|th|tr)\b", re.IGNORECASE)
_LONGEST_EXCERPT = 5000


def feed_of_xml(raw: bytes, *, url: str = "", media_type: str = "") -> Feed:
    """The feed in an XML file.

    Raises:
        UnreadableSource: it is not text, or no feed.
    """
    root, broken = tree_of(raw, media_type=media_type)
    kind = _name(root).rpartition(":")[2]
    if kind not in ("rss", "rdf", "channel", "feed", "entry"):
        raise UnreadableSource(f"is not a feed: it is XML that begins with <{collapse(kind)[:40]}>")
    channel = next((one for one in root.iter() if _name(one) == "channel"), root)
    items = [one for one in root.iter() if _name(one) in ("item", "entry")]
    if kind in ("rdf", "channel") and not items and channel is root:
        raise UnreadableSource("is not a feed: it is XML without a channel")
    parts = _Parts(channel)
    base = _base(channel, url)
    site = absolute(base, _page(parts))
    return Feed(
        title=_title(parts),
        site=site,
        url=absolute(base, next((href for rel, href in _links(parts) if rel == "self"), "")) or url,
        entries=tuple(_entry(item, url, site, _authors(parts)) for item in items),
        lang=_language(root) or _language(channel) or parts.text("language", "dc:language"),
        broken=broken,
    )


# --- elements -----------------------------------------------------------------------------------------


def _name(element: _Element) -> str:
    """The name of an element in lower case, with the usual prefix of its namespace."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith("{"):
        space, _, local = tag[1:].partition("}")
        space = space.strip().lower()
        if space in _CORE:
            return local.lower()
        prefix = _PREFIXES.get(space) or _PREFIXES.get(f"{space}/") or _PREFIXES.get(space.rstrip("/"))
        return f"{prefix or 'other'}:{local.lower()}"
    name = tag.lower()
    return name.partition(":")[2] if name.startswith(("atom:", "rss:")) else name


class _Parts:
    """The elements directly in another one, by their names; those in a group of media count as well."""

    def __init__(self, parent: _Element) -> None:
        self._found: dict[str, list[_Element]] = {}
        self._add(parent)

    def _add(self, parent: _Element) -> None:
        for child in parent:
            name = _name(child)
            if name == "media:group":
                self._add(child)
            else:
                self._found.setdefault(name, []).append(child)

    def all(self, *names: str) -> Iterator[_Element]:
        for name in names:
            yield from self._found.get(name, ())

    def text(self, *names: str) -> str:
        """The first of some elements that has text in it."""
        return next((text for one in self.all(*names) if (text := _text(one))), "")


def _text(element: _Element) -> str:
    text = "".join(element.itertext()) if len(element) else element.text or ""
    if element.get("mode") == "base64":
        # A way of version 0.3 of Atom.
        with suppress(ValueError):
            text = b64decode(text).decode("utf-8", "replace")
    return text.strip()


def _base(element: _Element, url: str) -> str:
    """What addresses in an element are relative to."""
    return absolute(url, element.base or "") or url


def _language(element: _Element) -> str:
    return element.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def _links(parts: _Parts) -> Iterator[tuple[str, str]]:
    """The links of a feed or an entry: how each is related to it, and its address."""
    for link in parts.all("link"):
        href = link.get("href") or link.get("url") or _text(link)
        if href.strip():
            rel = (link.get("rel") or "alternate").lower().rpartition("/")[2]
            other = link.get("type", "text/html").partition(";")[0] not in (
                "text/html",
                "application/xhtml+xml",
            )
            yield ("other" if other and rel == "alternate" else rel), href.strip()


def _page(parts: _Parts) -> str:
    """The address of the page that a feed or an entry belongs to."""
    links = list(_links(parts))
    return next((href for wanted in ("alternate", "other") for rel, href in links if rel == wanted), "")


# --- entries ------------------------------------------------------------------------------------------


def _entry(item: _Element, url: str, site: str, authors: str) -> FeedEntry:
    parts = _Parts(item)
    base = _base(item, "")
    html, text, inner = _content(parts)
    page = absolute(
        base or site or url, parts.text("feedburner:origlink") or _page(parts) or _permalink(parts, item)
    )
    named = parts.text("guid", "id", "dc:identifier") or item.get(_ABOUT, "").strip()
    source = next(parts.all("source"), None)
    return FeedEntry(
        id=named or page,
        url=page,
        title=_title(parts),
        author=_authors(parts) or (_authors(_Parts(source)) if source is not None else "") or authors,
        published=_moment(parts),
        excerpt=_excerpt(parts) if parts.text(*_TEXTS) else "",
        html=html,
        text=text,
        base=inner or base or page or site or url,
        lang=_language(item) or parts.text("dc:language", "language"),
        categories=tuple(_categories(parts)),
        enclosures=tuple(_enclosures(parts, base or page or site or url)),
    )


_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def _permalink(parts: _Parts, item: _Element) -> str:
    """The address of an entry without a link: its id, unless the feed says that it is not an address."""
    named = [
        _text(one) for one in parts.all("guid", "id") if one.get("isPermaLink", "true").lower() != "false"
    ]
    return next(filter(is_web, (*named, item.get(_ABOUT, ""))), "")


def _content(parts: _Parts) -> tuple[str, str, str]:
    """The text of an entry: as HTML or as plain text; and what addresses in it are relative to."""
    for names in (_TEXTS, _SUMMARIES, _LAST_RESORTS):
        for one in parts.all(*names):
            html, text = _markup(one)
            if html or text:
                return html, text, one.base or ""
    return "", "", ""


def _markup(element: _Element) -> tuple[str, str]:
    """What is in an element: as HTML, or as plain text if it has no tags."""
    kind = (element.get("type") or "").lower().strip()
    if len(element):
        return _inner(element), ""
    text = _text(element)
    if kind in ("text", "text/plain"):
        return "", text
    if "html" in kind:
        return text, ""
    if "/" in kind and not kind.startswith("text/"):
        return "", ""
    return (text, "") if _TAG.search(text) else ("", _unescaped(text))


def _inner(element: _Element) -> str:
    """The elements in an element as HTML."""
    from lxml import etree

    copy = deepcopy(element)
    for node in copy.iter(etree.Element):
        node.tag = str(node.tag).rpartition("}")[2].rpartition(":")[2]
        for key in [key for key in node.attrib if "}" in str(key) or ":" in str(key)]:
            del node.attrib[key]
    etree.cleanup_namespaces(copy)
    parts = [etree.tostring(child, method="html", encoding="unicode") for child in copy]
    return "".join((html.escape(copy.text or "", quote=False), *parts)).strip()


def _title(parts: _Parts) -> str:
    """A title as text. In RSS it may be HTML and hardly ever says so."""
    for one in parts.all(*_TITLES):
        text = _text(one)
        if text and (one.get("type") or "").lower() not in ("text", "text/plain") and not len(one):
            # A tag that is not closed is what the title is about: “The <b> element”.
            text = _unescaped(_TAG.sub("", text) if "</" in text or "/>" in text else text)
        if text:
            return collapse(text)
    return ""


def _excerpt(parts: _Parts) -> str:
    for one in parts.all(*_SUMMARIES):
        html, text = _markup(one)
        if html or text:
            # White space, so that words of two paragraphs do not become one.
            plain = _unescaped(_TAG.sub("", _BETWEEN_WORDS.sub(r" \g<0>", html))) if html else text
            return collapse(plain)[:_LONGEST_EXCERPT]
    return ""


def _unescaped(text: str) -> str:
    return ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def _moment(parts: _Parts) -> str:
    return next((moment for one in parts.all(*_TIMES) if (moment := moment_of(_text(one)))), "")


def _authors(parts: _Parts) -> str:
    for name in _AUTHORS:
        if found := people(_person(one) for one in parts.all(name)):
            return found
    return ""


def _person(element: _Element) -> str:
    return _Parts(element).text("name") if len(element) else _text(element)


def _categories(parts: _Parts) -> Iterator[str]:
    for one in parts.all("category", "dc:subject"):
        if name := collapse(one.get("label") or _text(one) or one.get("term") or ""):
            yield name


def _enclosures(parts: _Parts, base: str) -> Iterator[Enclosure]:
    for one in parts.all("enclosure", "link", "media:content"):
        name, kind = _name(one), (one.get("type") or "").lower().strip()
        if name == "link" and not (one.get("rel") or "").lower().endswith("enclosure"):
            continue
        if name == "media:content":
            kind = kind or f"{one.get('medium', '')}/"
            if not kind.startswith(("audio/", "video/", "image/")):
                continue
        yield Enclosure(absolute(base, one.get("url") or one.get("href") or ""), kind, one.get("title") or "")
