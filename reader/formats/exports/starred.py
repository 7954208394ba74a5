"""Starred entries of feed readers, with their texts: Google Reader and FreshRSS, and Feedbin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reader import moments
from reader.addresses import is_web
from reader.blocks import Block
from reader.errors import UnreadableSource
from reader.formats.exports.entries import Body, entry
from reader.formats.exports.json_records import (
    Record,
    list_in,
    load,
    markup_in,
    number_in,
    record_in,
    records_in,
    shape_of,
    text_in,
    texts_in,
)
from reader.formats.feeds.enclosures import blocks_of_enclosures
from reader.formats.feeds.values import Enclosure, person
from reader.formats.parsed import Parsed, Refused
from reader.model import Facts
from reader.sources import Fetched

# The user stands by number, by name or as a hyphen.
_STATE = re.compile(r"user/[^/]+/state/(?:com\.google|org\.freshrss)/([\w-]+)")
_LABEL = re.compile(r"user/[^/]+/label/(.+)", re.DOTALL)

_EMPTY = "neither address nor text"


# --- Google Reader and FreshRSS -----------------------------------------------------------------------


def sniff_google(fetched: Fetched) -> bool:
    """Whether a file is JSON with the fields of Google Reader, which FreshRSS and others took over."""
    shape = shape_of(fetched)
    own = {"items[].categories", "items[].crawlTimeMsec", "items[].timestampUsec", "items[].origin"}
    return "items" in shape and len(own & shape) >= 2


def read_google(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The entries in a file: starred, labelled or shared.

    Raises:
        UnreadableSource: it is not JSON, or holds no list of entries.
    """
    top = load(fetched.raw)
    if not isinstance(top, dict) or not isinstance(top.get("items"), list):
        raise UnreadableSource("holds no list of entries")
    for number, item in enumerate(list_in(top, "items"), 1):
        named = f"entry {number}"
        yield _google(item, named) if isinstance(item, dict) else Refused(named, "it is not a record")


def _google(item: Record, named: str) -> Parsed | Refused:
    origin = record_in(item, "origin")
    categories = texts_in(item, "categories")
    states = {found[1] for name in categories if (found := _STATE.fullmatch(name))}
    facts = Facts(
        url=_page(item),
        site=text_in(origin, "title"),
        author=person(text_in(item, "author")),
        published=moments.from_seconds(number_in(item, "published") or number_in(item, "updated")),
        remark="\n\n".join(text_in(one, "content") for one in records_in(item, "annotations")),
        feed=_feed(origin),
        read="read" in states and "kept-unread" not in states,
        starred="starred" in states,
    )
    html = markup_in(record_in(item, "content"), "content") or markup_in(
        record_in(item, "summary"), "content"
    )
    labels = [found[1] for name in categories if (found := _LABEL.fullmatch(name))]
    enclosures = [
        Enclosure(text_in(one, "href"), text_in(one, "type"))
        for key in ("enclosure", "enclosures")
        for one in records_in(item, key)
    ]
    if not (facts.url or html):
        return Refused(named, _EMPTY)
    parsed = entry(
        text_in(item, "id", "guid") or facts.url or named,
        facts,
        title=text_in(item, "title"),
        tags=labels,
        body=Body(html=html),
    )
    return _with(parsed, tuple(blocks_of_enclosures(enclosures, parsed.article.blocks)))


def _page(item: Record) -> str:
    """The address of an entry's page: the canonical one, else one that is HTML, else any."""
    found = [*records_in(item, "canonical"), *records_in(item, "alternate")]
    found.sort(key=lambda one: text_in(one, "type") not in ("", "text/html"))
    return next((href for one in found if (href := text_in(one, "href"))), "")


def _feed(origin: Record) -> str:
    stream = text_in(origin, "streamId").removeprefix("feed/")
    return text_in(origin, "feedUrl") or (stream if is_web(stream) else "")


def _with(parsed: Parsed, more: tuple[Block, ...]) -> Parsed:
    if not more:
        return parsed
    return replace(parsed, article=replace(parsed.article, blocks=(*parsed.article.blocks, *more)))


# --- Feedbin ------------------------------------------------------------------------------------------


def sniff_feedbin(fetched: Fetched) -> bool:
    """Whether a file is JSON with the fields of Feedbin's starred entries."""
    return {"[].feed_id", "[].url", "[].content", "[].published"} <= shape_of(fetched)


def read_feedbin(fetched: Fetched) -> Iterator[Parsed | Refused]:
    """The starred entries in a file. When they were starred is not in it.

    Raises:
        UnreadableSource: it is not JSON, or no list.
    """
    top = load(fetched.raw)
    if not isinstance(top, list):
        raise UnreadableSource("holds no list of entries")
    for number, item in enumerate(top, 1):
        named = f"entry {number}"
        yield _feedbin(item, named) if isinstance(item, dict) else Refused(named, "it is not a record")


def _feedbin(item: Record, named: str) -> Parsed | Refused:
    html = markup_in(item, "content")
    facts = Facts(
        url=text_in(item, "url"),
        author=person(text_in(item, "author")),
        published=moments.from_text(text_in(item, "published")),
        excerpt="" if html else text_in(item, "summary"),
        starred=True,
    )
    if not (facts.url or html):
        return Refused(named, _EMPTY)
    member = text_in(item, "id") or facts.url or named
    parsed = entry(member, facts, title=text_in(item, "title"), body=Body(html=html))
    media = record_in(item, "enclosure")
    enclosures = [Enclosure(text_in(media, "enclosure_url"), text_in(media, "enclosure_type"))]
    return _with(parsed, tuple(blocks_of_enclosures(enclosures, parsed.article.blocks)))
