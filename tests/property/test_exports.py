"""Exports of services, whatever is in them: articles, refusals with a reason, or UnreadableSource."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats import Parsed, Refused, Subscription
from reader.formats.exports import (
    instapaper,
    karakeep,
    karakeep_dump,
    linkwarden,
    matter,
    omnivore,
    pocket,
    pocket_exporter,
    readeck,
    wallabag,
)
from reader.formats.exports.json_records import load, shape_of, stream
from reader.model import Page
from reader.sources import Fetched
from tests.unpacked import as_bytes

Read = Callable[[Fetched], Iterator[Parsed | Refused | Subscription]]

ODD = [
    "9" * 400,
    "1e999",
    "NaN",
    "-1",
    "0000",
    "2021-99-99T99:99:99Z",
    "Mon, 99 Foo 9999",
    "\ud800",
    "\0",
    "a\n\tb",
]
JSON = st.recursive(
    st.sampled_from([*ODD, 10**24, -(10**24), 1e300, -1e300, "http://[x", "../../a"])
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)

URL = "https://example.org/a"
RECORDS: dict[str, tuple[Read, Any]] = {
    "pocket highlights": (
        pocket.read_marks,
        [{"url": URL, "title": "A", "highlights": [{"quote": "q", "created_at": 1}]}],
    ),
    "pocket-exporter": (
        pocket_exporter.read,
        {
            "_createdAt": 1,
            "title": "A",
            "url": URL,
            "savedId": "1",
            "isArchived": True,
            "tags": [{"name": "t"}],
            "annotations": {"highlights": [{"quote": "q", "note": {"text": "n"}}]},
            "item": {
                "authors": [{"name": "x"}],
                "images": [{"src": URL, "imageId": 1}],
                "datePublished": "2020",
            },
        },
    ),
    "omnivore": (
        omnivore.read,
        [
            {
                "id": "1",
                "slug": "a",
                "title": "A",
                "url": URL,
                "labels": ["x"],
                "readingProgress": 3,
                "state": "Active",
            }
        ],
    ),
    "wallabag": (
        wallabag.read,
        [
            {
                "url": URL,
                "title": "A",
                "content": "<p>text</p>",
                "tags": ["t", {"label": "l"}],
                "annotations": [{"quote": "q", "text": "n"}],
                "published_by": ["x"],
                "created_at": "2021-01-05T09:00:00+0100",
                "http_status": "404",
                "is_archived": 1,
                "is_starred": 0,
            }
        ],
    ),
    "readeck": (
        readeck.read,
        {
            "UID": "1",
            "State": 1,
            "URL": URL,
            "Title": "A",
            "Authors": ["x"],
            "Files": {"article": {"name": "index.html"}, "image": {"name": "i"}},
            "Labels": ["l"],
            "ReadProgress": 3,
            "IsArchived": False,
            "Annotations": [{"text": "q", "color": "c"}],
        },
    ),
    "karakeep": (
        karakeep.read,
        {
            "bookmarks": [
                {"createdAt": 1, "title": "A", "tags": ["t"], "lists": ["1"], "content": {"url": URL}}
            ],
            "lists": [{"id": "1", "name": "n", "parentId": "1"}],
        },
    ),
    "karakeep dump": (
        karakeep_dump.read,
        {
            "id": "1",
            "createdAt": "2020",
            "tags": [{"name": "t"}],
            "content": {"type": "asset", "assetId": "a"},
        },
    ),
    "linkwarden": (
        linkwarden.read,
        {
            "collections": [
                {
                    "id": 1,
                    "name": "c",
                    "parentId": 1,
                    "links": [{"name": "A", "url": URL, "tags": [{"name": "t"}], "createdAt": "2020"}],
                    "rssSubscriptions": [{"name": "f", "url": URL}],
                }
            ],
            "pinnedLinks": [{"url": URL}],
        },
    ),
}


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each place in a JSON value that holds another value: (the list or record, the index or key)."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from places_in(value[key])


def read_all(read: Read, raw: bytes) -> list[Parsed | Refused | Subscription]:
    """What a file holds; nothing if it cannot be read."""
    found: list[Parsed | Refused | Subscription] = []
    with suppress(UnreadableSource):
        found.extend(read(Fetched("/export", raw)))
    for one in found:
        assert isinstance(one, Parsed | Refused | Subscription)
        if isinstance(one, Parsed):
            assert one.article.title
            # No lone surrogates, which no library could store.
            str([one.article, one.facts, one.member]).encode()
    return found


@pytest.mark.parametrize("service", RECORDS)
@given(data=st.data())
def test_a_wrong_value_costs_at_most_its_record(service: str, data: st.DataObject):
    read, record = RECORDS[service]
    broken = copy.deepcopy(record)
    places = list(places_in(broken))
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places))
        holder[key] = data.draw(JSON)
    read_all(read, as_bytes(broken))
    if isinstance(record, list):
        # The record beside the broken one is read as if nothing were wrong.
        (whole,) = [one for one in read_all(read, as_bytes(record)) if isinstance(one, Parsed)]
        found = read_all(read, as_bytes([*broken, *record]) if isinstance(broken, list) else as_bytes(record))
        assert whole in found


@pytest.mark.parametrize("service", RECORDS)
@given(value=JSON)
def test_any_json_is_read_or_refused(service: str, value: object):
    read_all(RECORDS[service][0], as_bytes(value))


COLUMNS = {
    pocket.read: "title,url,time_added,tags,status",
    instapaper.read: "URL,Title,Selection,Folder,Timestamp,Tags",
    wallabag.read_csv: "Title;URL;Content;Tags;MIME Type;Language;Creation date",
    matter.read: "Title,Author,Publisher,URL,Tags,In Queue,Favorited,Read,Last Interaction Date,File Id",
    matter.read_highlights: "Title,Author,Publisher,Text,Highlighted Date",
}


@pytest.mark.parametrize("read", COLUMNS)
@given(text=st.text(alphabet='a1",;\n\r\t\0é[]{}:/. ', max_size=80) | st.text(max_size=40))
def test_any_csv_is_read_or_refused(read: Read, text: str):
    read_all(read, f"{COLUMNS[read]}\n{text}".encode("utf-8", "replace"))


@given(st.binary(max_size=200) | st.builds(lambda value: as_bytes(value)[:-1], JSON))
def test_any_bytes_are_recognised_or_not(raw: bytes):
    fetched = Fetched("/export", raw)
    for format in formats.FORMATS:
        assert format.sniff(fetched) in (True, False)
    for one in formats.read(fetched) if formats.format_of(fetched) is not formats.FORMATS[-1] else ():
        assert isinstance(one, Page | Refused)


# --- JSON itself ----------------------------------------------------------------------------------------


@given(st.lists(JSON, max_size=5), st.sampled_from(["", "\ufeff"]), st.sampled_from([None, 1]))
def test_a_list_is_read_piece_by_piece_as_at_once(values, mark, indent):
    raw = f"{mark}{json.dumps(values, indent=indent)}".encode()
    assert list(stream(Fetched("/export", raw))) == load(raw)


@given(st.text(alphabet='[]{}",:\\ua1 ', max_size=60))
def test_what_is_recognised_needs_no_valid_json(text):
    shape_of(Fetched("/export", text.encode()))
    read_all(wallabag.read, text.encode())


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"a":' * 100_000, b"[" * 50_000 + b"]" * 50_000])
def test_deep_nesting_is_refused(raw):
    with pytest.raises(UnreadableSource):
        load(raw)
    with pytest.raises(UnreadableSource):
        list(stream(Fetched("/export", raw)))


def test_numbers_that_are_none_or_far_too_long_count_as_missing():
    raw = b"[NaN, Infinity, -Infinity, 1e999, " + b"9" * 100_000 + b", 7]"
    assert load(raw) == list(stream(Fetched("/export", raw))) == [None] * 5 + [7]


def test_a_long_list_is_read_in_pieces():
    raw = json.dumps([{"text": "é" * 40_000, "number": number} for number in range(60)]).encode()
    assert [one["number"] for one in stream(Fetched("/export", raw))] == list(range(60))
