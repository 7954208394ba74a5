"""Articles by their addresses: added, filled, fetched again, and never twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.blocks import Span, paragraph
from reader.changes import MarkRead, Star
from reader.errors import ConfigError
from reader.formats import Parsed, record
from reader.library import LocalLibrary
from reader.library.view import Place
from reader.model import Article, Facts, Highlight, Position
from tests import web_server as web
from tests.web_server import Exchange, Served, page

Marks = Callable[..., Path]

LONG = ["word " * 60 + f"of paragraph {number}." for number in range(8)]


def texts(library: LocalLibrary) -> dict[str, str]:
    """The text of each article by its title."""
    return {library.summary(article).title: library.get(article).text() for article in library.ids()}


def urls(library: LocalLibrary) -> dict[str, str]:
    return {library.summary(article).title: library.summary(article).url for article in library.ids()}


# --- add an address ---------------------------------------------------------------------------------------


def test_an_address_becomes_an_article_with_its_facts(server: Served, library: LocalLibrary) -> None:
    html = page("The harbour book").replace(
        "</title>",
        '</title><meta name="author" content="Ada Quay"><link rel="canonical" href="https://example.org/book">'
        '<meta property="og:site_name" content="Tidewater Review">'
        '<meta property="article:published_time" content="2024-03-12T08:00:00Z">',
    )
    server.paths = {"/a": web.redirects("/b"), "/b": web.gives(html)}
    report = library.add([server.url("/a")], tags=["sea"])
    assert (report.added, report.failed) == (1, ())
    (summary,) = library.summaries(library.ids())
    assert summary.title == "The harbour book"
    assert summary.url == "https://example.org/book"
    assert summary.author == "Ada Quay"
    assert summary.site == "Tidewater Review"
    assert summary.published == "2024-03-12T08:00:00Z"
    assert summary.lang == "en"
    assert summary.source == server.url("/b")
    assert summary.tags == ("sea",)
    assert summary.read is None
    assert "Nobody has read the whole of it" in library.get(summary.id).text()
    assert [hit.id for hit in library.search("harbour gulls")] == [summary.id]


def test_added_again_it_is_the_same_article(server: Served, library: LocalLibrary) -> None:
    server.paths = {"/a": web.gives(page("One"), ETag='"1"'), "/b": web.redirects("/a", "301 Moved")}
    assert library.add([server.url("/a"), server.url("/a#part")]).added == 1
    assert len(server.asked) == 1
    again = library.add([server.url("/a"), server.url("/b")])
    assert (again.added, again.failed) == (0, ())
    assert len(library.ids()) == 1
    server.paths["/a"] = web.gives(page("One", "Another text altogether, which is new today."))
    changed = library.add([server.url("/a")])
    assert (changed.added, changed.updated) == (0, 1)
    assert texts(library) == {"One": "Another text altogether, which is new today."}


def test_what_cannot_be_had_is_named_and_the_rest_comes_in(server: Served, library: LocalLibrary) -> None:
    server.paths = {
        "/a": web.gives(page("Here")),
        "/pdf": web.gives(b"%PDF-1.7\n\0", "text/html"),
        "/nothing": web.gives("<html><body><script>1</script></body></html>"),
    }
    report = library.add([server.url(path) for path in ("/a", "/pdf", "/nothing", "/none")])
    assert report.added == 1
    reasons = {failure.source.rpartition("/")[2]: failure.error for failure in report.failed}
    assert reasons["none"] == "there is no such page (404)"
    assert set(reasons) == {"none", "pdf", "nothing"}


def test_addresses_and_files_can_be_named_together(
    server: Served, library: LocalLibrary, pages: Path
) -> None:
    server.paths["/a"] = web.gives(page("From the web"))
    report = library.add([pages, server.url("/a")])
    assert report.added == 5


def test_only_public_addresses_unless_the_configuration_says_so(
    server: Served, library: LocalLibrary, allowed: Path
) -> None:
    server.paths["/a"] = web.gives(page())
    allowed.write_text("")
    report = library.add([server.url("/a")])
    assert "is not a machine in the public network" in report.failed[0].error
    assert server.connections == 0
    allowed.write_text('allow-private-addresses = ["nonsense"]\n')
    with pytest.raises(ConfigError, match="allow-private-addresses"):
        library.add([server.url("/a")])


def test_a_site_says_nothing_of_what_the_person_did(server: Served, library: LocalLibrary) -> None:
    facts = Facts(
        url="https://example.org/",
        read=True,
        starred=True,
        remark="planted",
        highlights=(Highlight("Words"),),
    )
    article = Article("Trap", (paragraph([Span("Words of a trap.")]),), tags=("planted",))
    server.paths["/a"] = web.gives(record.encode(Parsed(article, facts=facts)), "application/json")
    library.add([server.url("/a")])
    (summary,) = library.summaries(library.ids())
    assert summary.title == "Trap"
    assert (summary.tags, summary.read, summary.starred, summary.highlights) == ((), None, False, 0)
    with LocalLibrary.open() as other:
        assert other.store._db.value("SELECT count(*) FROM state WHERE remark <> ''") == 0


# --- what has no text -------------------------------------------------------------------------------------


def test_bookmarks_get_their_texts(server: Served, library: LocalLibrary, bookmarks: Marks) -> None:
    server.paths = {
        "/a": web.gives(page("A page")),
        "/b": web.redirects("/c"),
        "/c": web.gives(page("C page", "Words of the third page.")),
        "/pdf": web.gives(b"%PDF-1.7\n\0", "application/pdf"),
    }
    marks = {server.url(path): f"Mark {path}" for path in ("/a", "/b", "/pdf", "/none")}
    library.add([bookmarks(marks, tags="kept")])
    ids = library.ids()
    assert library.ids("is:empty") == ids
    assert server.connections == 0
    library.apply(Star((ids[0],)))
    report = library.fetch()
    assert (report.fetched, report.asked) == (2, 4)
    assert {failure.source: failure.error for failure in report.failed} == {
        server.url("/pdf"): "it is a PDF, not a page",
        server.url("/none"): "there is no such page (404)",
    }
    assert sorted(library.ids()) == sorted(ids)
    assert len(library.ids("is:empty")) == 2
    summaries = {summary.id: summary for summary in library.summaries(ids)}
    assert all(summary.tags == ("kept",) for summary in summaries.values())
    assert summaries[ids[0]].starred
    assert sorted(summary.url for summary in summaries.values()) == sorted(marks)
    assert texts(library)["C page"] == "Words of the third page."
    # A second run tries only what may have changed: neither of those failed in passing.
    before = len(server.asked)
    again = library.fetch()
    assert (again.fetched, again.left, again.failed) == (0, 2, ())
    assert len(server.asked) == before
    # The bookmarks once more: nothing comes back without its text.
    assert library.add([bookmarks({**marks, "https://example.org/": "New"})]).added == 1
    assert "Nobody has read" in texts(library)["A page"]


def test_highlights_that_came_without_a_text_are_in_the_text_that_is_fetched(
    server: Served, library: LocalLibrary, tmp_path: Path
) -> None:
    server.paths = {"/a": web.gives(page("A page", "Once there was a ferry.", "It was never late."))}
    marked = (Highlight("It was never late", "Was it?"), Highlight("It sank in the end"))
    facts = Facts(url=server.url("/a"), highlights=marked)
    (tmp_path / "export.jsonl").write_bytes(record.encode(Parsed(Article("A page"), facts=facts)))
    library.add([str(tmp_path / "export.jsonl")])
    (number,) = library.ids("is:empty")
    for found in (library.highlights(number), [one.stored for one in library.passages().found]):
        assert [(one.start, one.waiting, one.lost) for one in found] == [(None, True, False)] * 2
    library.fetch()
    first, second = library.highlights(number)
    assert first.start is not None
    assert (
        library.get(number).blocks[first.start.block].plain.startswith("It was never late", first.start.char)
    )
    assert (first.lost, first.waiting, first.highlight.note) == (False, False, "Was it?")
    assert first.anchor
    assert (second.lost, second.waiting) == (True, False)


def test_only_what_a_query_finds(server: Served, library: LocalLibrary, bookmarks: Marks) -> None:
    server.default = lambda exchange: exchange.answer(page(f"Page {exchange.path}", f"Of {exchange.path}."))
    library.add([bookmarks({server.url("/a"): "A"}, "a.html", tags="now")])
    library.add([bookmarks({server.url("/b"): "B"}, "b.html", tags="later")])
    assert library.fetch(library.ids("tag:now")).fetched == 1
    assert [exchange.path for exchange in server.asked] == ["/a"]
    assert library.fetch([]).asked == 0


def test_two_addresses_of_one_page_become_one_article(
    server: Served, library: LocalLibrary, bookmarks: Marks
) -> None:
    server.paths = {
        "/a": web.gives(page("One")),
        "/b": web.redirects("/a"),
        "/copy": web.gives(page("One")),
        "/x": web.gives(page("Other", "Other words.")),
    }
    marks = {server.url(path): path for path in ("/a", "/b", "/copy", "/x")}
    library.add([bookmarks(marks, tags="t")])
    library.apply(MarkRead((library.ids("copy")[0],)))
    assert library.fetch().fetched == 4
    assert sorted(texts(library)) == ["One", "Other"]
    one = next(summary for summary in library.summaries(library.ids()) if summary.title == "One")
    # Read if one of them was.
    assert one.read is not None
    assert library.fetch().asked == 0


def test_a_removed_article_is_not_fetched_back(
    server: Served, library: LocalLibrary, bookmarks: Marks
) -> None:
    library.add([bookmarks({server.url("/a"): "A"})])
    (article,) = library.ids()

    def remove_meanwhile(exchange: Exchange) -> None:
        with LocalLibrary.open() as other:
            other.remove([article])
        exchange.answer(page())

    server.paths["/a"] = remove_meanwhile
    library.fetch()
    assert library.ids() == []
    assert [trashed.id for trashed in library.trash()] == [article]


def test_a_server_that_wants_to_be_left_alone_is(
    server: Served, library: LocalLibrary, bookmarks: Marks
) -> None:
    server.paths["/a"] = web.gives("", status="429 Too Many Requests", Retry_After="900")
    library.add([bookmarks({server.url("/a"): "A"})])
    assert library.fetch().failed[0].error == "the server has had too many requests (429)"
    assert library.fetch().left == 1
    assert len(server.asked) == 1
    library.store._db.execute("UPDATE fetches SET not_before = ?", (time.time() - 1,))
    server.paths["/a"] = web.gives(page("A"))
    assert library.fetch().fetched == 1


def test_passing_failures_are_tried_again(server: Served, library: LocalLibrary, bookmarks: Marks) -> None:
    server.paths["/a"] = web.gives("", status="500 Oops")
    library.add([bookmarks({server.url("/a"): "A"})])
    assert len(library.fetch().failed) == 1
    server.paths["/a"] = web.gives(page("A"))
    assert library.fetch().fetched == 1


def test_lists_and_feeds_are_no_articles(server: Served, library: LocalLibrary, bookmarks: Marks) -> None:
    items = "".join(f"<item><title>T{n}</title><description>Words {n}</description></item>" for n in range(9))
    feed = f'<rss version="2.0"><channel><title>F</title>{items}</channel></rss>'
    server.paths["/a"] = web.gives(feed, "application/rss+xml")
    library.add([bookmarks({server.url("/a"): "A"})])
    error = library.fetch().failed[0].error
    assert error == "it is a feed, not an article: 'reader follow' follows it"
    assert len(library.ids()) == 1


# --- again ------------------------------------------------------------------------------------------------


def test_again_replaces_the_text_and_nothing_else(
    server: Served, library: LocalLibrary, bookmarks: Marks
) -> None:
    server.paths["/a"] = web.gives(page("A", *LONG, "The sentence that was read last stands here."))
    library.add([server.url("/a")], tags=["docs"])
    (article,) = library.ids()
    library.apply(Star((article,)))
    library.apply(MarkRead((article,)))
    library.save_place(Place(article, Position(8, 4), 0.5))
    server.paths["/a"] = web.gives("", status="503 Busy", Retry_After="9999")
    assert len(library.fetch([article], again=True).failed) == 1
    assert "read last" in library.get(article).text()
    server.paths["/a"] = web.gives(
        page("A", "A new first paragraph.", *LONG, "The sentence that was read last stands here.")
    )
    assert library.fetch([article], again=True).fetched == 1
    assert library.get(article).text().startswith("A new first paragraph.")
    summary = library.summary(article)
    assert (summary.starred, summary.tags) == (True, ("docs",))
    assert summary.read is not None
    # The place moves with its words.
    assert library.place_of(article) == Position(9, 4)


def test_again_a_page_that_has_not_changed_is_not_sent(server: Served, library: LocalLibrary) -> None:
    def behave(exchange: Exchange) -> None:
        if exchange.headers.get("if-none-match") == '"1"':
            exchange.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")
        else:
            exchange.answer(page("A"), ETag='"1"')

    server.paths["/a"] = behave
    library.add([server.url("/a")])
    report = library.fetch(library.ids(), again=True)
    assert (report.fetched, report.unchanged) == (0, 1)
    assert len(server.asked) == 2


def test_a_notice_does_not_take_the_place_of_a_long_text(server: Served, library: LocalLibrary) -> None:
    server.paths["/a"] = web.gives(page("A", *LONG))
    library.add([server.url("/a")])
    server.paths["/a"] = web.gives(page("A", "Please accept our cookies to read on."))
    report = library.fetch(library.ids(), again=True)
    assert "the former text" in report.failed[0].error
    assert "paragraph 7" in library.get(library.ids()[0]).text()


def test_the_text_of_an_export_may_be_newer_on_the_web(
    server: Served, library: LocalLibrary, tmp_path: Path
) -> None:
    """The article stays one, also when a newer export says again what the older one said."""
    item = (
        '{"id":"1","slug":"a","title":"A","description":"","author":"","url":"%s","state":"SUCCEEDED",'
        '"readingProgress":0,"thumbnail":"","labels":[],"savedAt":"2024-01-01T00:00:00Z",'
        '"updatedAt":"2024-01-01T00:00:00Z","publishedAt":null}'
    )
    server.paths["/a"] = web.gives(page("A", "The text as it is on the web today."))
    folder = tmp_path / "export"
    (folder / "content").mkdir(parents=True)
    metadata = folder / "metadata_0_to_20.json"
    metadata.write_text(f"[{item % server.url('/a')}]")
    (folder / "content" / "a.html").write_text("<p>The text as the service had it.</p>")
    library.add([folder])
    assert texts(library) == {"A": "The text as the service had it."}
    assert library.fetch(library.ids(), again=True).fetched == 1
    second = item.replace('"id":"1","slug":"a","title":"A"', '"id":"2","slug":"b","title":"B"')
    metadata.write_text(f"[{item % server.url('/a')},{second % server.url('/b')}]")
    (folder / "content" / "b.html").write_text("<p>Another one.</p>")
    assert library.add([folder]).added == 1
    assert texts(library) == {"A": "The text as it is on the web today.", "B": "Another one."}
    assert len(library.ids()) == 2


# --- stopping ---------------------------------------------------------------------------------------------


def test_what_has_come_is_kept_when_it_is_stopped(
    server: Served, library: LocalLibrary, bookmarks: Marks
) -> None:
    server.default = lambda exchange: exchange.answer(page(f"Page {exchange.path}", f"Of {exchange.path}."))
    library.add([bookmarks({server.url(f"/{number}"): str(number) for number in range(30)})])
    seen: list[int] = []
    report = library.fetch(progress=lambda progress: seen.append(progress.done), stop=lambda: len(seen) > 5)
    assert 5 <= report.fetched < 30
    assert len(texts(library)) == 30
    rest = library.fetch()
    assert report.fetched + rest.fetched == 30
    assert len({exchange.path for exchange in server.asked}) == 30
