"""JSON Feed, version 1 and 1.1."""

from __future__ import annotations

from collections.abc import Iterator

from reader import moments
from reader.errors import UnreadableSource
from reader.formats.exports.json_records import (
    Record,
    load,
    markup_in,
    record_in,
    records_in,
    text_in,
    texts_in,
)
from reader.formats.feeds.values import Enclosure, Feed, FeedEntry, absolute, people


def feed_of_json(raw: bytes, *, url: str = "") -> Feed:
    """The feed in a JSON file.

    Raises:
        UnreadableSource: it is not JSON, or no feed.
    """
    top = load(raw)
    if not isinstance(top, dict) or not isinstance(top.get("items"), list):
        raise UnreadableSource("is not a feed: it is JSON without a list of items")
    own = absolute(url, text_in(top, "feed_url")) or url
    site = absolute(own, text_in(top, "home_page_url"))
    authors = people(_authors(top))
    return Feed(
        title=text_in(top, "title"),
        site=site,
        url=own,
        entries=tuple(_entry(item, site or own, authors) for item in records_in(top, "items")),
        lang=text_in(top, "language"),
    )


def _entry(item: Record, site: str, authors: str) -> FeedEntry:
    page = absolute(site, text_in(item, "url", "external_url"))
    html = markup_in(item, "content_html")
    text = "" if html else text_in(item, "content_text")
    summary = text_in(item, "summary")
    pictures = [Enclosure(absolute(site, text_in(item, key)), "image/") for key in ("image", "banner_image")]
    files = [
        Enclosure(
            absolute(site, text_in(one, "url")), text_in(one, "mime_type").lower(), text_in(one, "title")
        )
        for one in records_in(item, "attachments")
    ]
    return FeedEntry(
        id=text_in(item, "id") or page,
        url=page,
        title=text_in(item, "title"),
        author=people(_authors(item)) or authors,
        published=moments.from_text(text_in(item, "date_published", "date_modified")),
        excerpt=summary if html or text else "",
        html=html,
        text=text or ("" if html else summary),
        base=page or site,
        lang=text_in(item, "language"),
        categories=tuple(texts_in(item, "tags")),
        enclosures=(*pictures, *files),
    )


def _authors(record: Record) -> Iterator[str]:
    for one in records_in(record, "authors"):
        yield text_in(one, "name")
    # Version 1 knew one author only.
    yield text_in(record_in(record, "author"), "name")
