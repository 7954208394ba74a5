"""Links that say where the other article is lead there, in whatever order the articles come."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.addresses import address_key, words_of
from reader.changes import Remove
from reader.model import Facts, Link
from reader.store import Store

WEB = "https://example.org/tides"


@pytest.mark.parametrize(
    "other",
    [
        "HTTPS://Example.ORG/tides",
        "https://example.org:443/tides/",
        "https://example.org/tides#top",
        "https://example.org/tides?utm_source=a&utm_medium=b",
        " https://example.org/tides?",
    ],
)
def test_spellings_of_an_address(other: str) -> None:
    assert address_key(other) == address_key(WEB) == WEB


@pytest.mark.parametrize(
    "other", ["http://example.org/tides", "https://example.org/Tides", "https://example.org/tides?page=2"]
)
def test_other_addresses(other: str) -> None:
    assert address_key(other) != address_key(WEB)


@given(st.text())
def test_any_text_has_a_key_that_is_its_own(text: str) -> None:
    assert address_key(address_key(text)) == address_key(text)
    assert isinstance(words_of(text), str)


def target(store: Store, source: str) -> int | None:
    article = store.articles.find(source)
    assert article is not None
    (link,) = store.links.of(article)
    return link.target


def link_to(address: str, title: str = "here") -> Link:
    return Link("inline", title, address=address)


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
@pytest.mark.parametrize(
    ("address", "source", "member", "url"),
    [
        (f"{WEB}/#part", "/a", "", WEB),
        ("/notes/b.md", "/notes/b.md", "", ""),
        ("/notes/b.md#part", "/notes/b.md", "", ""),
        ("/book.epub#two.xhtml", "/book.epub", "two.xhtml", ""),
        ("/odd#name.md", "/odd#name.md", "", ""),
    ],
)
def test_it_leads_there(
    store: Store, make_page, address: str, source: str, member: str, url: str, order: tuple[int, ...]
) -> None:
    pages = [
        make_page("/from", "From", "Text", link_to(address, "Another title")),
        replace(make_page(source, "Meant", "Its text"), member=member, facts=Facts(url=url)),
        make_page("/other", "Another title", "Not meant, though the title is that of the link."),
    ]
    for number in order:
        store.articles.put(pages[number], 1.0)
    assert target(store, "/from") == store.articles.find(source)
    article = store.articles.find(source)
    assert article is not None
    store.journal.apply(Remove((article,)), 2.0)
    assert target(store, "/from") == store.articles.find("/other")
    store.journal.undo(2.0)
    assert target(store, "/from") == article
    assert store.inspect() == []


def test_a_file_with_several_articles_is_meant_with_the_member_only(store: Store, make_page) -> None:
    for member in ("one", "two"):
        store.articles.put(replace(make_page("/file", member, f"Text {member}"), member=member), 1.0)
    store.articles.put(make_page("/from", "From", "Text", link_to("/file")), 1.0)
    assert target(store, "/from") is None


def test_an_address_that_changes(store: Store, make_page) -> None:
    store.articles.put(make_page("/from", "From", "Text", link_to(WEB)), 1.0)
    page = make_page("/a", "Meant", "Its text")
    assert target(store, "/from") is None
    store.articles.put(replace(page, raw=b"2", facts=Facts(url=WEB)), 1.0)
    assert target(store, "/from") == store.articles.find("/a")
    store.articles.put(replace(page, raw=b"3", facts=Facts(url=f"{WEB}/other")), 1.0)
    assert target(store, "/from") is None


def test_a_link_gives_no_title_by_its_address(store: Store, make_page) -> None:
    store.articles.put(make_page("/a", "", "A text without a title of its own"), 1.0)
    store.articles.put(make_page("/from", "From", "Text", link_to("/a", "see this")), 1.0)
    assert target(store, "/from") == store.articles.find("/a")
    assert store.articles.summary(1).title_from == "text"
