"""Feeds: RSS (all versions), Atom and JSON Feed, and lists of feeds (OPML).

:func:`read_feed` reads a feed from bytes, wherever they are from; :func:`article_of` makes an article of an
entry. Nothing here opens a connection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reader.blocks import Block
from reader.errors import UnreadableSource
from reader.formats.exports.entries import Body, blocks_of_text, entry
from reader.formats.exports.json_records import head_of, head_text, shape_of
from reader.formats.feeds.enclosures import blocks_of_enclosures
from reader.formats.feeds.values import Enclosure, Feed, FeedEntry
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.formats.xml_tree import root_name
from reader.model import Article, Facts
from reader.sources import Fetched

__all__ = ["Enclosure", "Feed", "FeedEntry", "article_of", "read", "read_feed", "sniff"]

_RDF_NAMES = ("purl.org/rss/", "netscape.com/rdf/simple", "purl.org/net/rss")
_ATOM_NAMES = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_JSON_FEED = "jsonfeed.org/version/"


def read_feed(raw: bytes, *, url: str = "", media_type: str = "") -> Feed:
    """The feed in some bytes.

    Args:
        raw: what a server or a file returned.
        url: where it is from. Addresses in the feed may be relative to it.
        media_type: what the server said of it (``text/xml; charset=koi8-r``), or "".

    Raises:
        UnreadableSource: it is not text, or no feed; the reason says what it is instead.
    """
    start = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"["):
        from reader.formats.feeds.json_feeds import feed_of_json

        return feed_of_json(raw, url=url)
    from reader.formats.feeds.xml_feeds import feed_of_xml

    if root_name(head_text(raw[:4096])) == "html":
        raise UnreadableSource("is not a feed: it is an HTML page")
    return feed_of_xml(raw, url=url, media_type=media_type)


def article_of(one: FeedEntry, feed: Feed) -> Parsed | None:
    """The article of an entry; None if it has neither a title nor an address nor a text.

    The subjects that the site gives it are no tags: those are the person's own.
    """
    facts = Facts(
        url=one.url,
        site=feed.title,
        author=one.author,
        published=one.published,
        excerpt=one.excerpt,
        feed=feed.url,
    )
    blocks = tuple(_blocks(one))
    blocks = (*blocks, *blocks_of_enclosures(one.enclosures, blocks))
    if not (one.title or one.url or blocks):
        return None
    parsed = entry(one.id or one.url, facts, title=one.title, lang=one.lang, body=Body(blocks=blocks))
    article = parsed.article
    return replace(parsed, article=replace(article, lang=article.lang or _language(article, feed.lang)))


def _blocks(one: FeedEntry) -> Iterable[Block]:
    if not one.html:
        return blocks_of_text(one.text)
    from reader.formats.markup import blocks_of_html  # heavy

    return blocks_of_html(one.html, base=one.base).blocks


def _language(article: Article, stated: str) -> str:
    """The language of an article whose feed states one: programs state English where nobody set it."""
    from reader.language import of_article  # only needed when articles are added

    return of_article(article) or stated.lower().partition("-")[0].strip()[:3]


# --- a feed that was saved as a file ------------------------------------------------------------------


def sniff(fetched: Fetched) -> bool:
    """Whether a file is a feed, by its first element or its first keys."""
    text = head_text(head_of(fetched, 1 << 16))
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        return _JSON_FEED in text and {"version", "items"} <= shape_of(fetched)
    if start != "<":
        return False
    name = root_name(text)
    if name == "rdf":
        return any(space in text for space in _RDF_NAMES)
    if name in ("feed", "entry"):
        return any(space in text for space in _ATOM_NAMES)
    return name == "rss" or (name == "channel" and "<item" in text)


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The feed as a subscription, if it names its address, and its entries.

    Raises:
        UnreadableSource: it is not text, or no feed, or has no entries and no address.
    """
    feed = read_feed(fetched.raw, media_type=fetched.media_type)
    if feed.url:
        yield Subscription(feed.title, feed.url, feed.site)
    elif not feed.entries:
        raise UnreadableSource(
            f"the feed “{feed.title}” has no entries" if feed.title else "the feed has no entries"
        )
    for number, one in enumerate(feed.entries, 1):
        parsed = article_of(one, feed)
        if not parsed:
            yield Refused(f"entry {number}", "it holds nothing to read")
        else:
            yield parsed if parsed.member else replace(parsed, member=f"entry {number}")
    if feed.broken:
        yield Refused("", f"is not well-formed XML ({feed.broken}); what could be read is included")
