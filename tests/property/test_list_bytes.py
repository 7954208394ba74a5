"""Whatever bytes a list, a file of bookmarks or a feed has: articles, or the reason why there are none."""

from __future__ import annotations

import json
import plistlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats import Format, Parsed, Refused, Subscription
from reader.sources import Fetched
from reader.text import clean, collapse

NAMES = (
    *("Readwise highlights", "Readwise Reader", "Raindrop", "mymind", "Pinboard", "GoodLinks", "OneTab"),
    *("Google Reader", "Feedbin", "bookmarks", "Firefox bookmarks", "Chrome bookmarks", "Safari bookmarks"),
    *("OPML", "feed"),
)

KEYS = (
    *(
        "url",
        "uri",
        "href",
        "title",
        "description",
        "extended",
        "tags",
        "time",
        "addedAt",
        "children",
        "type",
    ),
    *(
        "roots",
        "name",
        "date_added",
        "dateAdded",
        "items",
        "categories",
        "origin",
        "content",
        "summary",
        "id",
    ),
    *(
        "published",
        "alternate",
        "canonical",
        "feed_id",
        "annos",
        "version",
        "content_html",
        "authors",
        "date",
    ),
)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(KEYS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                b"<rss>",
                b"<channel>",
                b"<item>",
                b"</item>",
                b"<title>",
                b"</title>",
                b"<link>",
                b"</channel>",
            ),
            *(
                b"<feed xmlns='http://www.w3.org/2005/Atom'>",
                b"<entry>",
                b"</entry>",
                b"<content type='html'>",
            ),
            *(
                b"<opml>",
                b"<outline text='a' xmlUrl='http://b/'>",
                b"<![CDATA[",
                b"]]>",
                b"&nbsp;",
                b"&#0;",
                b"&",
            ),
            *(
                b"<!DOCTYPE NETSCAPE-Bookmark-file-1>",
                b"<DL><p>",
                b"<DT>",
                b"<A HREF='http://a/' ADD_DATE='1'>",
            ),
            *(
                b"</A>",
                b"<DD>",
                b"</DL>",
                b"<H3>",
                b"</H3>",
                b"<!--",
                b"-->",
                b'"',
                b"'",
                b"<?xml ?>",
                b"\xff",
            ),
            *(
                b"http://[a | b\n",
                b"http://a | b\n",
                b",",
                b"\n",
                b"Title,URL,Highlight,Book Title,id\n",
                b"'\\",
            ),
        ]
    )
    | st.binary(max_size=4),
    max_size=30,
).map(b"".join)


def named(name: str) -> Format:
    return next(format for format in formats.FORMATS if format.name == name)


def check(format: Format, raw: bytes) -> None:
    fetched = Fetched("/list", raw)
    assert format.sniff(fetched) in (True, False)
    try:
        for one in format.read(fetched):
            assert isinstance(one, Parsed | Refused | Subscription)
            if isinstance(one, Subscription):
                assert one.url
    except UnreadableSource:
        return


@pytest.mark.parametrize("name", NAMES)
@given(raw=st.binary(max_size=200) | PIECES)
def test_any_bytes_give_articles_or_a_reason(name: str, raw: bytes) -> None:
    check(named(name), raw)


@pytest.mark.parametrize("name", ["Pinboard", "GoodLinks", "Google Reader", "Feedbin", "feed"])
@given(value=VALUES)
def test_any_json_gives_articles_or_a_reason(name: str, value: object) -> None:
    check(named(name), json.dumps(value).encode())


@pytest.mark.parametrize("name", ["Firefox bookmarks", "Chrome bookmarks"])
@given(value=VALUES)
def test_any_tree_gives_bookmarks_or_a_reason(name: str, value: object) -> None:
    check(named(name), json.dumps({"roots": {"a": value}, "children": [value]}).encode())


LEAVES = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9) | st.integers(0, 99) | st.booleans()
)
PLISTS = st.recursive(
    LEAVES | st.binary(max_size=9) | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["WebBookmarkType", "Children", "URLString", "Title", "ReadingList", "DateAdded"]
            ),
            inner,
        )
    ),
    max_leaves=20,
)


@pytest.mark.parametrize("dump", [plistlib.FMT_BINARY, plistlib.FMT_XML])
@given(value=PLISTS, cut=st.integers(0, 400))
def test_any_property_list_gives_bookmarks_or_a_reason(
    dump: plistlib.PlistFormat, value: object, cut: int
) -> None:
    raw = plistlib.dumps({"Children": [value]}, fmt=dump)
    check(named("Safari bookmarks"), raw)
    check(named("Safari bookmarks"), raw[:cut])


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
)
ADDRESS = st.integers(0, 5).map("https://example.org/{}".format)


def netscape(found: list[tuple[str, str]]) -> bytes:
    from html import escape

    links = "".join(f'<DT><A HREF="{escape(url)}">{escape(title)}</A>\n' for url, title in found)
    return f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{links}</DL>".encode()


def firefox(found: list[tuple[str, str]]) -> bytes:
    places = [{"type": "text/x-moz-place", "uri": url, "title": title} for url, title in found]
    return json.dumps({"guid": "root________", "root": "placesRoot", "type": "", "children": places}).encode()


def safari(found: list[tuple[str, str]]) -> bytes:
    leaves = [{"URLString": url, "URIDictionary": {"title": title}} for url, title in found]
    return plistlib.dumps({"WebBookmarkType": "WebBookmarkTypeList", "Children": leaves})


def rss(found: list[tuple[str, str]]) -> bytes:
    from html import escape

    items = "".join(f"<item><title>{escape(escape(t))}</title><link>{u}</link></item>" for u, t in found)
    return f"<rss><channel>{items}</channel></rss>".encode()


@pytest.mark.parametrize("write", [netscape, firefox, safari])
@given(found=st.lists(st.tuples(ADDRESS, TEXT), min_size=1))
def test_each_address_comes_in_once_with_its_first_title(
    write: Callable[[list[tuple[str, str]]], bytes], found: list[tuple[str, str]]
) -> None:
    read = [page for page in formats.read(Fetched("/list", write(found))) if not isinstance(page, Refused)]
    first: dict[str, str] = {}
    for url, title in found:
        first.setdefault(url, title)
    expected = [(url, collapse(clean(title)) or url) for url, title in first.items()]
    assert [(page.facts.url, page.article.title) for page in read] == expected


@given(found=st.lists(st.tuples(ADDRESS, TEXT), min_size=1))
def test_entries_of_a_feed_come_in_their_order(found: list[tuple[str, str]]) -> None:
    read = [page for page in formats.read(Fetched("/feed", rss(found))) if not isinstance(page, Refused)]
    assert [page.facts.url for page in read] == [url for url, _ in found]
