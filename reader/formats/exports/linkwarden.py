"""Linkwarden: one JSON file with the whole account. Links, collections and feeds are all that is read."""

from __future__ import annotations

from collections.abc import Iterator

from reader.formats.exports.entries import address, entry, lacking
from reader.formats.exports.folders import paths_of
from reader.formats.exports.json_records import (
    Record,
    as_record,
    load,
    records_in,
    shape_of,
    text_in,
    time_in,
)
from reader.formats.parsed import Parsed, Refused, Subscription
from reader.formats.tags import path_of
from reader.model import Facts
from reader.sources import Fetched

# The collection of what was put in none.
_UNSORTED = "unorganized"


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Linkwarden's JSON."""
    shape = shape_of(fetched)
    return shape >= {"collections[].links", "collections[].name"} and bool(
        shape & {"collections[].links[].url", "collections[].rssSubscriptions", "pinnedLinks"}
    )


def read(fetched: Fetched) -> Iterator[Parsed | Refused | Subscription]:
    """The links of all collections, and the feeds."""
    account = as_record(load(fetched.raw))
    paths = paths_of(records_in(account, "collections"))
    starred = {text_in(one, "url") for one in records_in(account, "pinnedLinks")}
    knows_stars = "pinnedLinks" in account
    for collection in records_in(account, "collections"):
        folder = paths.get(text_in(collection, "id"), "") or path_of([text_in(collection, "name")])
        folder = "" if folder.lower() == _UNSORTED else folder
        for link in records_in(collection, "links"):
            is_starred = text_in(link, "url") in starred if knows_stars else None
            yield _link(link, folder, is_starred=is_starred)
        for feed in records_in(collection, "rssSubscriptions"):
            if url := address(text_in(feed, "url")):
                yield Subscription(title=text_in(feed, "name"), url=url, folder=folder.replace("/", " / "))


def _link(link: Record, folder: str, *, is_starred: bool | None) -> Parsed | Refused:
    url, title = address(text_in(link, "url")), text_in(link, "name")
    if not url:
        return lacking(f"link {text_in(link, 'id')}".strip(), title, "no address")
    facts = Facts(
        url=url,
        # A link that came from elsewhere has the date that it had there, too.
        saved=time_in(link, "importDate", "createdAt"),
        excerpt=text_in(link, "description"),
        starred=is_starred,
    )
    names = [text_in(tag, "name") for tag in records_in(link, "tags")]
    return entry(url, facts, title=title, tags=[*names, folder])
