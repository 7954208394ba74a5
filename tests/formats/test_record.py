"""Records hold everything that is known of an article, and any bytes are read or refused."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats import Parsed, Refused, record
from reader.formats.tidy import tidy
from reader.model import Article, Asset, Facts, Highlight, Link, Span
from reader.sources import Fetched
from reader.text import clean
from tests.every_block import BODY

texts = st.text(max_size=12).map(clean)
lines = st.text(max_size=12).map(lambda text: clean(text).strip() or "x")
moments = st.sampled_from(["", "2011", "2011-05", "2011-05-06", "2011-05-06T07:08:09Z"])
states = st.sampled_from([None, True, False])
facts = st.builds(
    Facts,
    url=st.sampled_from(["", "https://example.org/a"]),
    site=texts,
    author=texts,
    published=moments,
    saved=moments,
    excerpt=texts,
    remark=texts,
    feed=st.sampled_from(["", "https://example.org/feed"]),
    read=states,
    archived=states,
    starred=states,
    progress=st.none() | st.floats(0, 1),
    highlights=st.lists(
        st.builds(Highlight, lines, texts, st.just("red"), moments, st.just(("a",))), max_size=3
    ).map(tuple),
).map(tidy)
links = st.builds(
    Link,
    kind=st.sampled_from(["previous", "next", "recommended", "inline"]),
    title=texts,
    teaser=texts,
    address=st.sampled_from(["", "https://example.org/b", "/saved/\udce4.txt#part"]),
)
articles = st.builds(
    Article,
    title=lines,
    blocks=st.lists(st.sampled_from(BODY), max_size=5).map(tuple),
    links=st.lists(links, max_size=3).map(tuple),
    note=texts,
    note_label=texts,
    title_from=st.sampled_from(["page", "link", "text", "address"]),
    lang=st.sampled_from(["", "en"]),
    tags=st.lists(st.sampled_from(["a", "b/c"]), unique=True).map(tuple),
)
parsed = st.builds(
    Parsed,
    article=articles,
    member=texts,
    assets=st.lists(st.builds(Asset, lines, st.binary(max_size=9), st.just("image/png")), max_size=2).map(
        tuple
    ),
    encoding=st.sampled_from(["utf-8", "cp1252"]),
    facts=facts,
)


@given(parsed)
def test_nothing_is_lost(one: Parsed) -> None:
    row = record.encode(one, with_assets=True)
    assert record.decode(row) == one
    assert record.encode(record.decode(row), with_assets=True) == row
    assert record.sniff(Fetched("/a", row))
    assert record.decode(record.encode(one)) == replace(one, assets=())


@given(st.lists(parsed, min_size=1, max_size=3))
def test_a_file_of_records_is_read_as_articles(listed: list[Parsed]) -> None:
    rows = b"".join(record.encode(one, with_assets=True) for one in listed)
    found = [page for page in formats.read(Fetched("/a.jsonl", rows)) if not isinstance(page, Refused)]
    for page in found:
        assert page.raw == rows
        assert page.record is not None
        assert record.decode(page.record).article == page.article
        assert record.decode(page.record).member == page.member
        assert record.decode(page.record).facts == page.facts


NAMES = ["kind", "spans", "title", "text", "level", "data", "name", "quote", "tags", "address", "style"]
MORE = ["blocks", "links", "assets", "highlights", "progress", "read", "note", "member", "url", "lang"]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*NAMES, *MORE]), values, max_size=8))
def test_any_fields_are_an_article_or_refused(stated: dict[str, object]) -> None:
    row = json.dumps({"format": record.FORMAT, **stated}).encode()
    try:
        found = record.decode(row)
    except UnreadableSource:
        return
    assert record.decode(record.encode(found, with_assets=True)) == found


@given(st.binary())
def test_any_bytes_are_an_article_or_refused(raw: bytes) -> None:
    row = b'{"format":"article-reader 1",' + raw
    assert record.sniff(Fetched("/a", row))
    for found in record.read(Fetched("/a", row)):
        assert isinstance(found, Refused | Parsed)
    assert not record.sniff(Fetched("/a", raw)) or raw.lstrip()[:1] in (b"{", b"\xef")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b'{"format":"article-reader 2","title":"x"}', "newer version"),
        (b'{"format":"article-reader 1","title":"x","blocks":[{"kind":"film"}]}', "an unknown kind of block"),
        (b'{"format":"article-reader 1"}', "no title"),
        (b'{"format":"article-reader 1"', "not JSON"),
    ],
)
def test_what_is_wrong_is_said(row: bytes, reason: str) -> None:
    (page,) = formats.read(Fetched("/a", row))
    assert isinstance(page, Refused)
    assert page.member == "line 1"
    assert reason in page.reason


def test_control_characters_do_not_come_in() -> None:
    row = json.dumps({"format": record.FORMAT, "title": "a\x07b", "url": "https://a\x07.example"}).encode()
    found = record.decode(row)
    assert found.article.title == "ab"
    assert found.facts.url == "https://a.example"


def test_spans_are_written_shortly() -> None:
    block = BODY[0]
    row = record.encode(Parsed(Article("T", (replace(block, spans=(Span("one"), Span("two", "strong"))),))))
    assert b'"spans":["one",["two","strong",""]]' in row
