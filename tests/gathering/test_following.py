"""Feeds: followed, fetched for what is new, and never adding anything twice."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.changes import MarkRead
from reader.errors import ReaderError
from reader.library import LocalLibrary
from tests import web_server as web
from tests.web_server import Exchange, Served, page

Entries = list[tuple[str, str]]
"""The id and the title of each entry, the newest first."""


def rss(entries: Entries, title: str = "Tidewater") -> str:
    items = "".join(
        f"<item><guid>{key}</guid><title>{name}</title><description>About {name}.</description></item>"
        for key, name in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def rdf(entries: Entries) -> str:
    items = "".join(
        f'<item rdf:about="https://example.org/{key}"><title>{name}</title>'
        f"<link>https://example.org/{key}</link><description>About {name}.</description></item>"
        for key, name in entries
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f'<channel rdf:about="https://example.org/"><title>Tidewater</title></channel>{items}</rdf:RDF>'
    )


def atom(entries: Entries) -> str:
    items = "".join(
        f'<entry><id>{key}</id><title>{name}</title><content type="html">About {name}.</content></entry>'
        for key, name in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Tidewater</title>{items}</feed>'


def json_feed(entries: Entries) -> str:
    items = [{"id": key, "title": name, "content_text": f"About {name}."} for key, name in entries]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Tidewater", "items": items})


KINDS = {
    "rss": (rss, "application/rss+xml"),
    "rdf": (rdf, "text/xml"),
    "atom": (atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}


def titles(library: LocalLibrary, query: str = "") -> list[str]:
    return [library.summary(article).title for article in library.ids(query)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_feed_is_followed(server: Served, library: LocalLibrary, kind: str) -> None:
    write, media_type = KINDS[kind]
    server.paths["/feed"] = web.gives(write([("2", "Second"), ("1", "First")]), media_type)
    report = library.follow_feeds([server.url("/feed")])
    assert (report.added, report.failed) == (2, ())
    (feed,) = library.feeds()
    assert (feed.title, feed.url, feed.unread) == ("Tidewater", server.url("/feed"), 2)
    assert feed.error == ""
    assert feed.fetched is not None
    assert titles(library) == ["Second", "First"]
    assert titles(library, "feed:tidewater") == ["Second", "First"]
    assert titles(library, f'feed:"{feed.url}"') == ["Second", "First"]
    assert titles(library, "feed:other") == []
    server.paths["/feed"] = web.gives(write([("3", "Third"), ("2", "Second")]), media_type)
    assert library.fetch_feeds().added == 1
    assert titles(library) == ["Third", "Second", "First"]
    # What has left the feed has not vanished: that is what feeds do.
    assert all(summary.vanished is None for summary in library.summaries(library.ids()))
    library.apply(MarkRead(tuple(library.ids("First"))))
    assert library.feeds()[0].unread == 2


def test_the_feed_of_a_site_is_found(server: Served, library: LocalLibrary) -> None:
    links = (
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">'
        '<link rel="stylesheet" href="/style"><link rel="alternate" hreflang="de" href="/de">'
        '<link rel="ALTERNATE" type="application/atom+xml" href="deep/feed">'
    )
    server.paths = {
        "/blog/": web.gives(f"<html><head>{links}</head><body><p>Hello.</p></body></html>"),
        "/blog/deep/feed": web.gives(atom([("1", "One")]), "application/atom+xml"),
        "/comments": web.gives(rss([("9", "A comment")]), "application/rss+xml"),
    }
    assert library.follow_feeds([server.url("/blog/")]).added == 1
    assert library.feeds()[0].url == server.url("/blog/deep/feed")


def test_what_is_no_feed_is_said(server: Served, library: LocalLibrary) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/gone">'
    server.paths = {
        "/page": web.gives(page()),
        "/broken": web.gives(f"<html><head>{link}</head><body><p>Hello.</p></body></html>"),
    }
    report = library.follow_feeds(
        [server.url("/page"), server.url("/broken"), server.url("/none"), "/no/such/file.opml"]
    )
    assert library.feeds() == []
    reasons = [failure.error for failure in report.failed]
    assert "names no feed" in reasons[0]
    assert "/gone" in reasons[1]
    assert "there is no such page (404)" in reasons[1]
    assert reasons[2] == "there is no such page (404)"
    assert reasons[3] == "no such file or folder"


def test_nothing_is_sent_again_that_has_not_changed(server: Served, library: LocalLibrary) -> None:
    def behave(exchange: Exchange) -> None:
        if exchange.headers.get("if-none-match") == '"7"':
            assert exchange.headers["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
            exchange.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        else:
            exchange.answer(
                rss([("1", "One")]),
                "application/rss+xml",
                ETag='"7"',
                Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT",
            )

    server.paths["/feed"] = behave
    library.follow_feeds([server.url("/feed")])
    for _ in range(2):
        report = library.fetch_feeds()
        assert (report.added, report.unchanged, report.failed) == (0, 1, ())
    assert len(server.asked) == 3


def test_removed_entries_do_not_come_back(server: Served, library: LocalLibrary) -> None:
    server.paths["/feed"] = web.gives(rss([("2", "Two"), ("1", "One")]))
    library.follow_feeds([server.url("/feed")])
    library.remove(library.ids("Two"))
    server.paths["/feed"] = web.gives(rss([("3", "Three"), ("2", "Two, corrected"), ("1", "One")]))
    assert library.fetch_feeds().added == 1
    assert titles(library) == ["Three", "One"]
    # The same words under another name do not come back either.
    server.paths["/feed"] = web.gives(rss([("2b", "Two"), ("3", "Three")]))
    assert library.fetch_feeds().added == 0
    library.empty_trash()
    library.unfollow_feed("tidewater")
    assert library.feeds() == []
    server.paths["/feed"] = web.gives(rss([("4", "Four"), ("2", "Two"), ("1", "One")]))
    report = library.follow_feeds([server.url("/feed")])
    assert [feed.title for feed in report.followed] == ["Tidewater"]
    assert report.added == 1
    assert sorted(titles(library)) == ["Four", "One", "Three"]


def test_what_was_saved_already_is_not_added_again(server: Served, library: LocalLibrary) -> None:
    entry = (
        f"<item><title>T</title><link>{server.url('/a')}</link><description>A summary.</description></item>"
    )
    server.paths = {
        "/a": web.gives(page("A")),
        "/feed": web.gives(f"<rss version='2.0'><channel><title>F</title>{entry}</channel></rss>"),
        "/feed2": web.gives(f"<rss version='2.0'><channel><title>G</title>{entry}</channel></rss>"),
    }
    library.add([server.url("/a")])
    assert library.follow_feeds([server.url("/feed"), server.url("/feed2")]).added == 0
    assert titles(library) == ["A"]


def test_whole_texts_are_fetched_where_asked(server: Served, library: LocalLibrary) -> None:
    items = "".join(
        f"<item><guid>{n}</guid><title>T{n}</title><link>{server.url(f'/{n}')}</link>"
        f"<description>Summary {n}.</description></item>"
        for n in range(3)
    )
    server.paths = {
        "/feed": web.gives(f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>"),
        "/0": web.gives(page("T0", "The whole text of the first.")),
        "/1": web.gives(page("T1", "The whole text of the second.")),
        "/2": web.gives("", status="500 Oops"),
    }
    report = library.follow_feeds([server.url("/feed")], whole=True)
    assert report.added == 3
    texts = {library.summary(one).title: library.get(one).text() for one in library.ids()}
    assert texts == {
        "T0": "The whole text of the first.",
        "T1": "The whole text of the second.",
        "T2": "Summary 2.",
    }
    assert [failure.source for failure in report.failed] == [server.url("/2")]
    assert library.feeds()[0].whole
    assert len(library.ids("feed:F")) == 3
    # What is missing comes with the next fetch.
    server.paths["/2"] = web.gives(page("T2", "The whole text of the third."))
    assert library.fetch().fetched == 1
    assert library.fetch().asked == 0


def test_a_feed_that_fails_is_left_alone_for_longer_and_longer(server: Served, library: LocalLibrary) -> None:
    server.paths["/feed"] = web.gives(rss([("1", "One")]))
    library.follow_feeds([server.url("/feed")])
    server.paths["/feed"] = web.gives("", status="500 Oops")
    assert library.fetch_feeds().failed[0].error == "the server has an error (500)"
    assert library.feeds()[0].error == "the server has an error (500)"
    waits = []
    for _ in range(4):
        asked = len(server.asked)
        assert library.fetch_feeds().left == 1
        assert len(server.asked) == asked
        (until,) = library.store._db.column("SELECT not_before FROM feeds")
        waits.append(round((until - time.time()) / 60))
        library.store._db.execute("UPDATE feeds SET not_before = 0")
        assert len(library.fetch_feeds().failed) == 1
    assert waits == [15, 30, 60, 120]
    # Who names it means it.
    assert len(library.fetch_feeds(["Tidewater"]).failed) == 1
    server.paths["/feed"] = web.gives(rss([("2", "Two")]))
    assert library.fetch_feeds(again=True).added == 1
    assert library.feeds()[0].error == ""
    assert library.fetch_feeds().left == 0


def test_a_page_in_place_of_a_feed_changes_nothing(server: Served, library: LocalLibrary) -> None:
    server.paths["/feed"] = web.gives(rss([("1", "One")]))
    library.follow_feeds([server.url("/feed")])
    server.paths["/feed"] = web.gives(page("This domain is for sale"))
    report = library.fetch_feeds()
    assert "is not a feed" in report.failed[0].error
    assert titles(library) == ["One"]


def test_a_feed_that_has_moved_is_asked_there(server: Served, library: LocalLibrary) -> None:
    server.paths = {"/feed": web.gives(rss([("1", "One")])), "/new": web.gives(rss([("2", "Two")]))}
    library.follow_feeds([server.url("/feed")])
    server.paths["/feed"] = web.redirects("/new", "301 Moved Permanently")
    assert library.fetch_feeds().added == 1
    server.paths["/new"] = web.gives(rss([("3", "Three")]))
    del server.paths["/feed"]
    assert library.fetch_feeds().added == 1
    assert titles(library, "feed:tidewater") == ["Three", "Two", "One"]
    assert library.feeds()[0].unread == 3
    # Its new address is the same feed.
    assert library.follow_feeds([server.url("/new")]).followed == ()
    assert len(library.feeds()) == 1


def test_a_list_of_feeds_is_followed_without_asking_them(
    server: Served, library: LocalLibrary, tmp_path: Path
) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="News"><outline text="Mine" type="rss"'
        f' xmlUrl="{server.url("/feed")}" htmlUrl="https://example.org/"/></outline>'
        '<outline text="Other" xmlUrl="https://other.example/feed"/></body></opml>'
    )
    report = library.follow_feeds([str(file)])
    assert [feed.title for feed in report.followed] == ["Other", "Mine"] or len(report.followed) == 2
    assert server.connections == 0
    feeds = {feed.title: feed for feed in library.feeds()}
    assert feeds["Mine"].folder == "News"
    assert feeds["Mine"].site == "https://example.org/"
    assert feeds["Mine"].fetched is None
    server.paths["/feed"] = web.gives(rss([("1", "One")], "Its own title"))
    assert library.fetch_feeds([server.url("/feed")]).added == 1
    # The name that the person gave it stays.
    assert titles(library, "feed:mine") == ["One"]
    assert library.follow_feeds([str(file)]).followed == ()


def test_adding_a_file_with_feeds_follows_them(library: LocalLibrary, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text('<opml><body><outline text="A" xmlUrl="https://a.example/feed"/></body></opml>')
    report = library.add([file])
    assert report.failed == ()
    assert "1 feed is followed now" in report.notes[0]
    assert [feed.url for feed in library.feeds()] == ["https://a.example/feed"]
    assert library.add([file]).notes == ()


def test_adding_the_address_of_a_feed_follows_it(server: Served, library: LocalLibrary) -> None:
    link = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="{server.url("/feed")}"/>'
    feed = rss([("2", "Two"), ("1", "One")]).replace("<item>", f"{link}<item>", 1)
    server.paths["/feed"] = web.gives(feed, "application/rss+xml")
    report = library.add([server.url("/feed")], tags=["sea"])
    assert report.added == 2
    (note,) = report.notes
    assert "“Tidewater” is a feed: you follow it now" in note
    assert f"reader unfollow {server.url('/feed')}" in note
    assert [feed.url for feed in library.feeds()] == [server.url("/feed")]
    assert library.ids("tag:sea feed:tidewater") == library.ids()
    again = library.add([server.url("/feed")])
    assert (again.added, again.notes) == (0, ("“Tidewater” is a feed that you follow already",))
    library.remove(library.ids("Two"))
    library.empty_trash()
    assert library.fetch_feeds().added == 0
    assert titles(library, "feed:tidewater") == ["One"]


def test_only_feeds_that_are_followed_have_names(library: LocalLibrary) -> None:
    for ask in (library.unfollow_feed, lambda name: library.fetch_feeds([name])):
        with pytest.raises(ReaderError, match="no feed called 'nowhere' is followed"):
            ask("nowhere")


def test_many_feeds_one_of_which_stalls(server: Served, library: LocalLibrary, tmp_path: Path) -> None:
    paths: dict[str, Callable[[Exchange], None]] = {
        f"/{n}": web.gives(rss([(f"{n}", f"Entry {n}")], f"Feed {n}")) for n in range(12)
    }
    server.paths = {**paths, "/5": web.stalls, "/6": web.bomb, "/7": web.closes_early}
    outlines = "".join(f'<outline xmlUrl="{server.url(path)}"/>' for path in paths)
    file = tmp_path / "feeds.opml"
    file.write_text(f"<opml><body>{outlines}</body></opml>")
    library.follow_feeds([str(file)])
    report = library.fetch_feeds()
    assert (report.added, report.asked, len(report.failed)) == (9, 12, 3)
    assert sum(feed.unread for feed in library.feeds()) == 9
