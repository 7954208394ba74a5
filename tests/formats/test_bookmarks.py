"""Bookmarks of browsers: HTML as all of them write it, and the files of Firefox, Chrome and Safari."""

from __future__ import annotations

import json
import plistlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import formats
from reader.errors import UnreadableSource
from reader.formats import Subscription
from reader.formats.bookmarks import mozlz4, safari
from reader.model import Page
from reader.sources import Fetched
from tests.unpacked import Unpacked, as_bytes, read_file

START = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n"


def page_of(html: str) -> Page:
    read = read_file(START + html)
    assert not read.refused
    (page,) = read.pages
    return page


def feeds_of(content: object) -> list[Subscription]:
    fetched = Fetched("/bookmarks", as_bytes(content))
    found = formats.format_of(fetched).read(fetched)
    return [one for one in found if isinstance(one, Subscription)]


def urls(read: Unpacked) -> list[str]:
    return [page.facts.url for page in read.pages]


# --- HTML -----------------------------------------------------------------------------------------------


def test_a_bookmark_has_an_address_a_title_a_time_tags_and_a_note():
    page = page_of(
        '<DL><p><DT><A HREF="https://example.org/a?x=1&amp;y=2" ADD_DATE="1609459200" TAGS="hedges,dry walls"'
        ' ICON="data:image/png,AA">Hedges &amp; Walls</A>\n<DD>Two lines\nof a note.\n\nAnother part.'
        "\n</DL>"
    )
    assert page.article.title == "Hedges & Walls"
    assert page.article.tags == ("hedges", "dry-walls")
    assert page.article.blocks == ()
    assert page.facts.url == "https://example.org/a?x=1&y=2"
    assert page.facts.saved == "2021-01-01T00:00:00Z"
    assert page.facts.remark == "Two lines of a note.\n\nAnother part."


def test_folders_become_tags_with_their_path():
    read = read_file(
        START + "<DL><p><DT><H3>News</H3><DD>Of the folder.<DL><p>"
        '<DT><A HREF="https://example.org/1">1</A><DT><H3>Far / Away</H3><DL><p>'
        '<DT><A HREF="https://example.org/2">2</A></DL><p><DT><A HREF="https://example.org/3">3</A></DL><p>'
        '<DT><A HREF="https://example.org/4">4</A></DL><p>'
    )
    tags = [page.article.tags for page in read.pages]
    assert tags == [("news",), ("news/far-away",), ("news",), ()]
    assert [page.facts.remark for page in read.pages] == [""] * 4


def test_an_address_that_comes_twice_is_one_article_with_all_that_is_known():
    page = page_of(
        '<DL><DT><H3>One</H3><DL><DT><A HREF="https://example.org/a" ADD_DATE="1640995200" TAGS="x"></A>'
        '<DD>First.</DL><DT><H3>Two</H3><DL><DT><A HREF="https://example.org/a" ADD_DATE="1612137600"'
        ' TAGS="y" TOREAD="1">The Title</A><DD>Second.</DL></DL>'
    )
    assert page.article.title == "The Title"
    assert page.article.tags == ("x", "y", "one", "two")
    assert (page.facts.saved, page.facts.remark) == ("2021-02-01T00:00:00Z", "First.\n\nSecond.")
    assert page.facts.read is False


def test_what_leads_to_no_page_is_refused_and_the_rest_comes_in():
    read = read_file(
        START + '<DL><DT><A HREF="javascript:alert(1)">Bookmarklet</A><DT><A HREF="place:sort=8">Visited</A>'
        '<DT><A>Nothing</A><DT><A HREF="https://example.org/a">A</A></DL>'
    )
    assert urls(read) == ["https://example.org/a"]
    assert read.refused == [
        ("", "Bookmarklet", "javascript: addresses cannot be fetched"),
        ("", "Visited", "place: addresses cannot be fetched"),
        ("", "Nothing", "it has no address"),
    ]


def test_a_feed_is_a_subscription_and_its_site_an_article():
    html = (
        '<DL><DT><H3>Water</H3><DL><DT><A FEEDURL="https://example.org/feed" HREF="https://example.org/">F</A>'
        '<DT><A HREF="feed://example.net/rss">G</A></DL></DL>'
    )
    assert feeds_of(START + html) == [
        Subscription("F", "https://example.org/feed", "https://example.org/", "Water"),
        Subscription("G", "https://example.net/rss", "", "Water"),
    ]
    assert urls(read_file(START + html)) == ["https://example.org/"]


def test_an_ampersand_that_begins_no_entity_stays_in_an_address():
    page = page_of('<DL><DT><A HREF="https://example.org/?a=1&copy=2&amp;lt=3">A</A></DL>')
    assert page.facts.url == "https://example.org/?a=1&copy=2&lt=3"


def test_quotation_marks_that_are_not_closed_cost_only_their_bookmarks():
    read = read_file(
        START + '<DL><DT><A HREF="https://example.org/1>One</A>\n<DT><A HREF="https://example.org/2">2</A>\n'
        '<DT><A HREF="https://example.org/3">3</A>\n<DT><A HREF="https://example.org/4">4</A></DL>'
    )
    assert urls(read)[-2:] == ["https://example.org/3", "https://example.org/4"]


@pytest.mark.parametrize("written", ["1612137600", "1612137600000", "1612137600000000", "13256611200000000"])
def test_times_may_be_counted_in_smaller_units(written):
    page = page_of(f'<DL><DT><A HREF="https://example.org/a" ADD_DATE="{written}">A</A></DL>')
    assert page.facts.saved == "2021-02-01T00:00:00Z"


def test_the_notes_and_the_archive_of_linkding():
    read = read_file(
        START + '<DL><p>\n\r<DT><A HREF="https://example.org/a" PRIVATE="1" TOREAD="1" TAGS="b">A</A>\n\r'
        "<DD>Of the site.[linkding-notes]My\n&lt;b&gt;note&lt;/b&gt;[/linkding-notes]\n\r"
        '<DT><A HREF="https://example.org/c" TOREAD="0" TAGS="linkding:bookmarks.archived,d">C</A>\n\r</DL>'
    )
    first, second = read.pages
    assert (first.facts.excerpt, first.facts.remark) == ("Of the site.", "My\n<b>note</b>")
    assert (first.facts.read, first.facts.archived, first.article.tags) == (False, False, ("b",))
    assert (second.facts.read, second.facts.archived, second.article.tags) == (None, True, ("d",))


def test_linkding_is_known_by_its_line_ends_too():
    page = page_of(
        '<DL><p>\n\r<DT><A HREF="https://example.org/a" TOREAD="0" TAGS="">A</A>\n\r<DD>Theirs.\n\r'
    )
    assert (page.facts.excerpt, page.facts.remark, page.facts.archived) == ("Theirs.", "", False)


def test_bookmarks_in_another_encoding_are_read_as_their_file_says():
    raw = (
        '<!DOCTYPE NETSCAPE-Bookmark-file-1><META HTTP-EQUIV="Content-Type" CONTENT="text/html; '
        'charset=windows-1251"><DL><DT><A HREF="https://example.org/a">Ночной поезд</A></DL>'
    ).encode("cp1251")
    assert read_file(raw).titles == ["Ночной поезд"]


def test_an_article_about_bookmarks_is_none():
    text = (
        "<html><body><p>A file of bookmarks begins with &lt;!DOCTYPE NETSCAPE-Bookmark-file-1&gt;.</p></body>"
    )
    assert formats.format_of(Fetched("/a.html", text.encode())).name == "HTML page"


# --- Firefox --------------------------------------------------------------------------------------------

FOLDER = {"typeCode": 2, "type": "text/x-moz-place-container"}
PLACE = {"typeCode": 1, "type": "text/x-moz-place"}
FIREFOX = {
    **FOLDER,
    "guid": "root________",
    "root": "placesRoot",
    "children": [
        {
            **FOLDER,
            "title": "menu",
            "root": "bookmarksMenuFolder",
            "children": [
                {**PLACE, "uri": "https://example.org/1", "title": "One", "tags": "iron,rust"},
                {
                    **FOLDER,
                    "title": "Weather",
                    "children": [
                        {**PLACE, "uri": "https://example.org/2", "dateAdded": 1620191105000000},
                        {"type": "text/x-moz-place-separator"},
                    ],
                },
                {
                    **FOLDER,
                    "title": "Live",
                    "annos": [
                        {"name": "livemark/feedURI", "value": "https://example.org/feed"},
                        {"name": "livemark/siteURI", "value": "https://example.org/"},
                    ],
                },
            ],
        },
        {
            **FOLDER,
            "guid": "tags________",
            "root": "tagsFolder",
            "children": [
                {**FOLDER, "title": "old tag", "children": [{**PLACE, "uri": "https://example.org/2"}]}
            ],
        },
    ],
}


def test_bookmarks_of_firefox():
    first, second = read_file(FIREFOX).pages
    assert (first.article.title, first.article.tags) == ("One", ("iron", "rust"))
    assert (second.article.title, second.facts.saved) == ("https://example.org/2", "2021-05-05T05:05:05Z")
    assert second.article.tags == ("old-tag", "weather")
    assert feeds_of(FIREFOX) == [Subscription("Live", "https://example.org/feed", "https://example.org/", "")]


def packed(text: bytes) -> bytes:
    """A packed file without any repetition: one sequence of literals."""
    rest = len(text) - 15
    lengths = bytes([len(text) << 4]) if rest < 0 else bytes([0xF0, *[255] * (rest // 255), rest % 255])
    return mozlz4.MAGIC + len(text).to_bytes(4, "little") + lengths + text


def test_packed_backups_of_firefox_are_read():
    assert read_file(packed(json.dumps(FIREFOX).encode())).titles == ["One", "https://example.org/2"]
    # Firefox packs its sessions as well, which hold cookies.
    session = Fetched("/sessionstore.jsonlz4", packed(b'{"windows": [], "cookies": [{"value": "secret"}]}'))
    assert not any(format.sniff(session) for format in formats.FORMATS[:-1])


@given(st.binary(max_size=300))
def test_what_was_packed_is_unpacked(text):
    assert mozlz4.unpacked(packed(text)) == text


def test_what_is_packed_may_repeat_itself():
    block = bytes([0x3F]) + b"abc" + (3).to_bytes(2, "little") + bytes([20]) + bytes([0x10]) + b"!"
    size = 3 + (15 + 20 + 4) + 1
    whole = mozlz4.unpacked(mozlz4.MAGIC + size.to_bytes(4, "little") + block)
    assert whole == b"abc" * 14 + b"!"


@given(st.binary(max_size=60), st.integers(0, 2**32 - 1))
def test_damaged_packed_files_are_refused(block, size):
    try:
        text = mozlz4.unpacked(mozlz4.MAGIC + size.to_bytes(4, "little") + block)
    except UnreadableSource:
        return
    assert len(text) <= size


# --- Chrome ---------------------------------------------------------------------------------------------


def test_bookmarks_of_chrome():
    read = read_file(
        {
            "checksum": "0",
            "roots": {
                "bookmark_bar": {
                    "type": "folder",
                    "name": "Bookmarks bar",
                    "children": [
                        {
                            "type": "url",
                            "name": "One",
                            "url": "https://example.org/1",
                            "date_added": "13335955688000000",
                            "meta_info": {"Description": "A note."},
                        },
                        {
                            "type": "folder",
                            "name": "Gutters",
                            "children": [{"type": "url", "name": "Two", "url": "https://example.org/2"}],
                        },
                    ],
                },
                "custom_root": {
                    "trash": {"children": [{"type": "url", "url": "https://example.org/gone"}]},
                    "speedDial": {"children": [{"type": "url", "name": "4", "url": "https://example.org/4"}]},
                },
                "other": {"type": "folder", "children": [{"type": "url", "url": "chrome://settings/"}, 7]},
                "sync_transaction_version": "1",
            },
            "version": 1,
        }
    )
    assert urls(read) == ["https://example.org/1", "https://example.org/2", "https://example.org/4"]
    first, second, _ = read.pages
    assert (first.facts.saved, first.facts.remark) == ("2023-08-08T08:08:08Z", "A note.")
    assert (first.article.tags, second.article.tags) == ((), ("gutters",))
    assert read.refused == [("", "chrome://settings/", "chrome: addresses cannot be fetched")]


# --- Safari ---------------------------------------------------------------------------------------------


def leaf(url: str, title: str, **more: object) -> dict[str, object]:
    return {
        "WebBookmarkType": "WebBookmarkTypeLeaf",
        "URLString": url,
        "URIDictionary": {"title": title},
        **more,
    }


def folder(title: str, *children: object) -> dict[str, object]:
    return {"WebBookmarkType": "WebBookmarkTypeList", "Title": title, "Children": list(children)}


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_bookmarks_and_reading_list_of_safari(form):
    listed = {"DateAdded": datetime(2024, 1, 5, 6, 7, 8), "PreviewText": "Only one."}
    seen = {**listed, "DateLastViewed": datetime(2024, 1, 6)}
    top = folder(
        "",
        {"WebBookmarkType": "WebBookmarkTypeProxy", "Title": "History"},
        folder("BookmarksBar", folder("Porches", leaf("https://example.org/1", "One"))),
        folder(
            "com.apple.ReadingList",
            leaf("https://example.org/2", "Two", ReadingList=listed),
            leaf("https://example.org/3", "Three", ReadingList=seen),
        ),
    )
    one, two, three = read_file(plistlib.dumps(top, fmt=form)).pages
    assert (one.article.tags, one.facts.saved, one.facts.read) == (("porches",), "", None)
    assert (two.facts.saved, two.facts.excerpt) == ("2024-01-05T06:07:08Z", "Only one.")
    assert (two.article.tags, two.facts.read, three.facts.read) == ((), False, True)


def test_a_property_list_that_stands_for_endless_bookmarks_is_refused(monkeypatch):
    monkeypatch.setattr(safari, "MOST", 5_000)
    inner: object = leaf("https://example.org/1", "One")
    for _ in range(40):
        inner = folder("f", *[inner] * 10)
    assert isinstance(inner, dict)
    # Each list holds the next one ten times, but it is stored once.
    read = read_file(plistlib.dumps(inner, fmt=plistlib.FMT_BINARY))
    assert read.pages == []
    (refused,) = read.refused
    assert "more than 5,000 bookmarks" in refused[2]


def test_entities_of_a_property_list_are_not_expanded():
    raw = (
        b'<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaa">]><plist version="1.0"><dict>'
        b"<key>WebBookmarkType</key><string>&a;</string></dict></plist>"
    )
    assert read_file(raw).pages == []


@pytest.mark.parametrize(
    "content",
    [
        START + '<DL><DT><A HREF="https://example.org/a">A',
        FIREFOX,
        {"roots": {"other": {"children": [{"type": "url", "url": "https://example.org/a"}]}}},
        plistlib.dumps(folder("", leaf("https://example.org/a", "A"))),
    ],
)
def test_only_one_format_says_that_it_is_its_own(content):
    fetched = Fetched("/bookmarks", as_bytes(content))
    # What is known of no service in particular comes after all others.
    known = [one for one in formats.FORMATS[:-1] if not one.name.startswith("other ")]
    assert len([one.name for one in known if one.sniff(fetched)]) == 1
