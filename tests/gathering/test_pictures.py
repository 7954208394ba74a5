"""The pictures of fetched articles: they come after the text, and a missing one harms nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.gathering import pictures
from reader.library import LocalLibrary
from tests import web_server as web
from tests.gathering.conftest import QUICK
from tests.web_server import Served, page

Marks = Callable[..., Path]

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)
GIF = b"GIF89a" + bytes(200)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LIMITS", QUICK)


def illustrated(*places: str) -> str:
    """A page that shows pictures."""
    shown = "".join(f'<p>Words before it.</p><p><img src="{place}" alt="The quay"></p>' for place in places)
    return page("The harbour").replace("</article>", f"{shown}</article>")


def stored(library: LocalLibrary) -> set[str]:
    """The paths of the pictures that the library has."""
    return {name.rpartition("/")[2] for article in library.ids() for name in library.stored_names(article)}


def test_pictures_come_along(server: Served, library: LocalLibrary) -> None:
    server.paths = {
        "/a": web.gives(illustrated("/1.png", "2.gif?w=900", "/1.png")),
        "/1.png": web.gives(PNG, "image/png"),  # pages of this kind are refused
        "/2.gif": web.gives(GIF, "text/plain"),
    }
    report = library.add([server.url("/a")])
    assert (report.added, report.failed, report.notes) == (1, (), ())
    (article,) = library.ids()
    assert library.stored_names(article) == {server.url("/1.png"), server.url("/2.gif?w=900")}
    assert library.store.articles.asset(article, server.url("/1.png")) == PNG
    assert server.count("/1.png") == 1
    assert library.store.inspect() == []


def test_a_picture_that_cannot_be_had_harms_nothing(server: Served, library: LocalLibrary) -> None:
    places = ("/1.png", "/gone.png", "/page.png", "/stalls.png", "/early.png", "http://[bad/x.png")
    server.paths = {
        "/a": web.gives(illustrated(*places)),
        "/1.png": web.gives(PNG),
        "/page.png": web.gives(page("No picture")),
        "/stalls.png": web.stalls,
        "/early.png": web.closes_at_once,
    }
    report = library.add([server.url("/a")])
    assert (report.added, report.failed) == (1, ())
    assert report.notes == ("5 pictures could not be fetched",)
    assert stored(library) == {"1.png"}


def test_who_wants_none_gets_none(server: Served, library: LocalLibrary, allowed: Path) -> None:
    allowed.write_text(allowed.read_text() + "[fetch]\npictures = false\n")
    server.paths = {"/a": web.gives(illustrated("/1.png")), "/1.png": web.gives(PNG)}
    library.add([server.url("/a")])
    assert server.count("/1.png") == 0
    # They come when they are wanted, although the page has not changed.
    allowed.write_text(allowed.read_text().replace("false", "true"))
    library.fetch(library.ids(), again=True)
    assert stored(library) == {"1.png"}


def test_bookmarks_get_theirs_and_keep_them(server: Served, library: LocalLibrary, bookmarks: Marks) -> None:
    server.paths = {"/a": web.gives(illustrated("/1.png", "/2.gif")), "/1.png": web.gives(PNG)}
    library.add([bookmarks({server.url("/a"): "The harbour"})])
    assert server.count("/a") == 0
    report = library.fetch()
    assert (report.fetched, report.failed, report.notes) == (1, (), ("1 picture could not be fetched",))
    # The page is another one, one picture is gone from its server, and the other is there now.
    text = illustrated("/1.png", "/2.gif").replace("Words before it.", "More words.")
    server.paths = {"/a": web.gives(text), "/2.gif": web.gives(GIF)}
    assert library.fetch(library.ids(), again=True).notes == ()
    assert stored(library) == {"1.png", "2.gif"}
    # What the page no longer shows goes.
    server.paths = {"/a": web.gives(illustrated("/2.gif"))}
    library.fetch(library.ids(), again=True)
    assert stored(library) == {"2.gif"}
    assert library.store.inspect() == []


def test_pictures_on_machines_that_are_not_public_are_not_asked_for(
    server: Served, library: LocalLibrary
) -> None:
    with web.serving() as other:
        private = other.url("/1.png").replace("127.0.0.1", "127.0.0.2")
        server.paths = {"/a": web.gives(illustrated(private))}
        report = library.add([server.url("/a")])
        assert report.notes == ("1 picture could not be fetched",)
        assert other.count("/1.png") == 0


def test_number_and_size_have_limits(
    server: Served, library: LocalLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_PICTURES", 3)
    monkeypatch.setattr(pictures, "MOST_BYTES", 2 * len(PNG))
    names = [f"/{n}.png" for n in range(5)]
    server.paths = {"/a": web.gives(illustrated(*names)), **{name: web.gives(PNG) for name in names}}
    report = library.add([server.url("/a")])
    assert len(stored(library)) == 2
    assert report.notes == ("1 picture could not be fetched",)
    assert sum(server.count(name) for name in names) == 3


def test_a_host_that_is_not_there_is_given_up(
    server: Served, library: LocalLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "AT_ONCE", 3)
    with web.serving() as other:
        gone = [other.url(f"/{n}.png") for n in range(9)]
    server.paths = {"/a": web.gives(illustrated(*gone, "/1.png")), "/1.png": web.gives(PNG)}
    seen = []
    report = library.add([server.url("/a")], progress=seen.append)
    assert report.notes == ("9 pictures could not be fetched",)
    assert stored(library) == {"1.png"}
    # Three of them were asked for, and the one that is there.
    assert len([one for one in seen if one.phase == "pictures" and one.current]) == 4


def test_what_has_come_is_kept_when_it_is_stopped(server: Served, library: LocalLibrary) -> None:
    server.paths = {"/a": web.gives(illustrated("/1.png", "/2.gif"))}
    server.paths |= {"/1.png": web.gives(PNG), "/2.gif": web.stalls}
    stopped = False

    def stop() -> bool:
        return stopped

    def watch(progress: object) -> None:
        nonlocal stopped
        stopped = stopped or "1.png" in getattr(progress, "current", "")

    library.add([server.url("/a")], progress=watch, stop=stop)
    assert stored(library) == {"1.png"}
