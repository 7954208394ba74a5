"""What is to be fetched, what came of it, and texts that were fetched for an article that is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.addresses import address_key
from reader.model import Facts, Page
from reader.store import Store

MakePage = Callable[..., Page]
NOW = 1_700_000_000.0


@pytest.fixture
def at(make_page: MakePage) -> Callable[..., Page]:
    """A page with an address: ``at(url, body, source)``; without a body it is a bookmark."""

    def make(url: str, body: str = "", source: str = "", title: str = "T") -> Page:
        page = make_page(source or url, title, body)
        return replace(page, facts=Facts(url=url), raw=repr((source or url, body, title)).encode())

    return make


def test_articles_that_lack_their_text_are_due(store: Store, at: Callable[..., Page]) -> None:
    marked = store.articles.put(at("https://e.org/a", source="/marks", title="A"), NOW).id
    store.articles.put(at("https://e.org/b", "Words."), NOW)
    store.articles.put(at("file:///c", source="/c", title="C"), NOW)
    (due,) = store.fetches.lacking()
    assert (due.article, due.url, due.words, due.at) == (marked, "https://e.org/a", 0, 0.0)
    assert store.fetches.at(address_key("HTTPS://E.org/a#x")) == due
    assert store.fetches.at(address_key("https://e.org/none")) is None
    assert store.fetches.at("") is None
    assert [one.url for one in store.fetches.of(store.articles.ids())] == [
        "https://e.org/a",
        "https://e.org/b",
    ]


def test_what_came_of_it_is_remembered(store: Store, at: Callable[..., Page]) -> None:
    article = store.articles.put(at("https://e.org/a", source="/marks"), NOW).id
    store.fetches.failed(
        article, "https://e.org/a", NOW, reason="it is gone", status=410, lasting=True, not_before=NOW + 9
    )
    (due,) = store.fetches.lacking()
    assert (due.reason, due.lasting, due.not_before, due.at) == ("it is gone", True, NOW + 9, NOW)
    store.fetches.succeeded(article, "https://e.org/a", NOW + 1, etag='"1"', modified="Mon")
    (due,) = store.fetches.lacking()
    assert (due.reason, due.lasting, due.etag, due.modified) == ("", False, '"1"', "Mon")
    # What is known of another address says nothing about this one.
    store.fetches.succeeded(article, "https://e.org/other", NOW + 2, etag='"2"', modified="")
    (due,) = store.fetches.lacking()
    assert (due.etag, due.lasting) == ("", False)


def test_notes_about_an_article_that_is_gone_are_dropped(store: Store, at: Callable[..., Page]) -> None:
    store.fetches.failed(77, "https://e.org/a", NOW, reason="r")
    store.fetches.succeeded(77, "https://e.org/a", NOW, etag="", modified="")
    store.fetches.want([77])
    assert store._db.value("SELECT count(*) FROM fetches") == 0
    article = store.articles.put(at("https://e.org/a", source="/marks"), NOW).id
    store.fetches.failed(article, "https://e.org/a", NOW, reason="r")
    store.articles.remove([article])
    assert store._db.value("SELECT count(*) FROM fetches") == 0


def test_a_whole_text_can_be_wanted(store: Store, at: Callable[..., Page]) -> None:
    article = store.articles.put(at("https://e.org/a", "A summary."), NOW).id
    store.fetches.want([article])
    assert [due.article for due in store.fetches.lacking()] == [article]
    store.fetches.succeeded(article, "https://e.org/a", NOW, etag="", modified="")
    assert store.fetches.lacking() == []


def test_damaged_notes_break_nothing(
    store: Store, at: Callable[..., Page], put_into: Callable[..., None], library: object
) -> None:
    article = store.articles.put(at("https://e.org/a", source="/marks"), NOW).id
    store.fetches.failed(article, "https://e.org/a", NOW, reason="r")
    store.feeds.follow("https://e.org/f", NOW)
    for column, value in (
        ("at", "x"),
        ("reason", 7),
        ("lasting", b"\xff"),
        ("not_before", None),
        ("etag", 1.5),
    ):
        put_into(library, "fetches", column, value)
    for column, value in (("title", b"text:\xff"), ("fetched", "x"), ("failures", "many"), ("digest", 3)):
        put_into(library, "feeds", column, value)
    assert len(store.fetches.lacking()) == 1
    assert len(store.feeds.all()) == 1
    assert store.feeds.unread() == {}


# --- renewing ---------------------------------------------------------------------------------------------


def texts(store: Store) -> dict[int, str]:
    return {article: store.articles.get(article).text() for article in store.articles.ids()}


def test_an_article_without_text_gets_one(store: Store, at: Callable[..., Page]) -> None:
    article = store.articles.put(at("https://e.org/a", source="/marks"), NOW).id
    put = store.articles.renew(article, at("https://e.org/a", "Words.", "https://e.org/final"), NOW)
    assert (put.id, put.outcome) == (article, "updated")
    assert texts(store) == {article: "Words."}
    assert store.articles.sources(article) == ["/marks", "https://e.org/final"]
    same = store.articles.renew(article, at("https://e.org/a", "Words.", "https://e.org/final"), NOW)
    assert (same.id, same.outcome) == (article, "unchanged")
    assert store.integrity() == []


def test_a_text_is_replaced_whatever_the_other_sources_say(store: Store, at: Callable[..., Page]) -> None:
    article = store.articles.put(at("https://e.org/a", "Former words.", "/export"), NOW).id
    store.state.star(article, True)
    for words in ("New words.", "Newer words.", "Former words."):
        put = store.articles.renew(article, at("https://e.org/a", words, "https://e.org/a"), NOW)
        assert (put.id, put.outcome) == (article, "updated")
        assert texts(store) == {article: words}
    assert store.articles.summary(article).starred
    assert store.integrity() == []


def test_articles_with_one_text_become_one(store: Store, at: Callable[..., Page]) -> None:
    there = store.articles.put(at("https://e.org/there", "Words."), NOW).id
    marked = store.articles.put(at("https://e.org/short", source="/marks"), NOW).id
    store.state.star(marked, True)
    put = store.articles.renew(marked, at("https://e.org/short", "Words.", "https://e.org/final"), NOW)
    assert put.id == there
    assert put.same
    assert texts(store) == {there: "Words."}
    assert store.articles.summary(there).starred
    assert store.articles.sources(there) == ["https://e.org/there", "/marks", "https://e.org/final"]
    assert store.integrity() == []


def test_articles_from_one_page_become_one(store: Store, at: Callable[..., Page]) -> None:
    first = store.articles.put(at("https://e.org/1", source="/marks1", title="1"), NOW).id
    second = store.articles.put(at("https://e.org/2", source="/marks2", title="2"), NOW).id
    store.articles.renew(first, at("https://e.org/1", "Five comments.", "https://e.org/final"), NOW)
    put = store.articles.renew(second, at("https://e.org/2", "Six comments.", "https://e.org/final"), NOW)
    assert put.id == first
    assert texts(store) == {first: "Six comments."}
    assert store.integrity() == []


def test_an_article_with_a_text_that_becomes_that_of_another(store: Store, at: Callable[..., Page]) -> None:
    first = store.articles.put(at("https://e.org/1", "One.", "https://e.org/1"), NOW).id
    second = store.articles.put(at("https://e.org/2", "Two.", "https://e.org/2"), NOW).id
    put = store.articles.renew(second, at("https://e.org/2", "One.", "https://e.org/2"), NOW)
    assert put.id == first
    assert texts(store) == {first: "One."}
    assert store.integrity() == []


def test_an_article_that_is_gone_stays_gone(store: Store, at: Callable[..., Page]) -> None:
    article = store.articles.put(at("https://e.org/a", source="/marks"), NOW).id
    store.articles.remove([article])
    store.articles.renew(article, at("https://e.org/a", "Words."), NOW)
    assert texts(store) == {}


# --- feeds ------------------------------------------------------------------------------------------------


def test_feeds_are_followed_once_in_any_spelling(store: Store) -> None:
    feed, new = store.feeds.follow("https://e.org/feed", NOW, title="T", folder="F", whole=True)
    assert new
    again, new = store.feeds.follow("HTTPS://E.ORG/feed/", NOW + 1, title="Other")
    assert not new
    assert again == feed
    assert store.feeds.named("t") == store.feeds.named("https://e.org/feed") == [feed]
    assert store.feeds.named("x") == []
    store.feeds.unfollow(feed.id)
    assert store.feeds.all() == []
    back, new = store.feeds.follow("https://e.org/feed", NOW + 2)
    assert new
    assert (back.id, back.title, back.whole) == (feed.id, "T", True)


def test_entries_are_new_once(store: Store) -> None:
    feed, _ = store.feeds.follow("https://e.org/feed", NOW)
    other, _ = store.feeds.follow("https://o.org/feed", NOW)
    assert store.feeds.unseen(feed.id, ["a", "b", "a"]) == ["a", "b"]
    store.feeds.see(feed.id, ["a"])
    store.feeds.see(feed.id, ["a", "\ud800"])
    assert store.feeds.unseen(feed.id, ["a", "b"]) == ["b"]
    assert store.feeds.unseen(other.id, ["a"]) == ["a"]
