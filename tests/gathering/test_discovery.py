"""The feeds that pages name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableSource
from reader.gathering.discovery import feeds_named

URL = "https://example.org/blog/"


def named(head: str) -> list[str]:
    return feeds_named(f"<html><head>{head}</head><body></body></html>".encode(), url=URL)


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', ["https://example.org/feed"]),
        ("<link rel=alternate type='application/atom+xml; charset=utf-8' href=a>", [f"{URL}a"]),
        ('<link rel="feed" href="f">', [f"{URL}f"]),
        (
            '<base href="https://cdn.example/"><link rel="alternate" type="text/xml" href="f">',
            ["https://cdn.example/f"],
        ),
        ('<link rel="alternate" type="application/feed+json" href="j">', [f"{URL}j"]),
        ('<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="s">', []),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">', []),
        ('<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', []),
        ('<link rel="alternate" type="application/rss+xml" href="http://[1/">', []),
        ('<link rel="alternate" type="application/rss+xml">', []),
    ],
)
def test_links_to_feeds_are_found(head: str, found: list[str]) -> None:
    assert named(head) == found


def test_comments_come_last_and_each_address_once() -> None:
    link = '<link rel="alternate" type="application/rss+xml" title="{}" href="{}">'
    head = (
        link.format("Comments on this", "/c") + link.format("All", "/a") * 2 + link.format("x", "/comments/b")
    )
    assert named(head) == [f"https://example.org/{path}" for path in ("a", "c", "comments/b")]


@given(st.binary() | st.text().map(str.encode) | st.text("<>link rel=alternatefeedhrf\"'/").map(str.encode))
def test_any_bytes_give_addresses_or_a_reason(raw: bytes) -> None:
    try:
        found = feeds_named(raw, url=URL)
    except UnreadableSource:
        return
    assert all(address.startswith(("http://", "https://")) for address in found)
