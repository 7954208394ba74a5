"""What the person has removed stays away when it is added again with others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.changes import Remove, Restore
from reader.model import Facts, Page
from reader.store import PutResult, Store

NOW = 1_700_000_000.0
URL = "https://e.org/a"


@pytest.fixture
def at(make_page: Callable[..., Page]) -> Callable[..., Page]:
    """A page with an address: ``at(source, title, body, url)``; without a body it is a bookmark."""

    def make(source: str, title: str = "Title", body: str = "", url: str = URL) -> Page:
        page = make_page(source, title, body)
        return replace(page, facts=Facts(url=url), raw=repr((source, title, body, url)).encode())

    return make


def put(store: Store, page: Page, *, again: bool = False) -> PutResult:
    return store.articles.put(page, NOW, again=again)


def remove(store: Store, article: int, *, emptied: bool) -> None:
    store.journal.apply(Remove((article,)), NOW)
    if emptied:
        store.trash.empty()


@pytest.fixture(params=[False, True], ids=["in the trash", "no longer in the trash"])
def removed(request: pytest.FixtureRequest, store: Store, at: Callable[..., Page]) -> int:
    """An article with a text and an address that has been removed."""
    article = put(store, at("/saved.html", "Title", "The whole text.")).id
    remove(store, article, emptied=request.param)
    return article


@pytest.mark.parametrize(
    "again",
    [
        ("/saved.html", "Title", "The whole text."),
        ("/copy.html", "Title", "The whole text."),
        ("/saved.html", "Title", "The whole text, corrected."),
        ("/export.json", "Another title", ""),
    ],
    ids=["the same file", "the same text", "the file has changed", "its address"],
)
def test_it_is_left_out(
    store: Store, at: Callable[..., Page], removed: int, again: tuple[str, str, str]
) -> None:
    assert put(store, at(*again)) == PutResult(0, "left out")
    assert store.articles.ids() == []
    assert store.inspect() == []


@pytest.mark.parametrize(
    "other",
    [
        ("/saved.html", "A new title", "Another text in the same file."),
        ("/export.json", "Title", "", "https://e.org/b"),
        ("/copy.html", "Title", "Another text."),
    ],
    ids=["the file is another one", "another address", "another text at its address"],
)
def test_others_come_in(store: Store, at: Callable[..., Page], removed: int, other: tuple[str, ...]) -> None:
    assert put(store, at(*other)).outcome == "added"
    assert store.inspect() == []


def test_a_bookmark_stays_away_and_so_does_its_text(store: Store, at: Callable[..., Page]) -> None:
    remove(store, put(store, at("/export.json")).id, emptied=True)
    assert put(store, at("/newer.json", "Another title")).outcome == "left out"
    assert put(store, at("/saved.html", "Title", "The whole text.")).outcome == "left out"


def test_who_asks_for_it_gets_it_and_it_stays(store: Store, at: Callable[..., Page], removed: int) -> None:
    page = at("/saved.html", "Title", "The whole text.")
    back = put(store, page, again=True)
    assert back.outcome == "added"
    assert store.trash.all() == []
    assert put(store, at("/export.json")).id == back.id
    assert put(store, at("/copy.html", "Title", "The whole text.")).id == back.id
    assert store.inspect() == []


def test_restored_it_is_like_any_other(store: Store, at: Callable[..., Page]) -> None:
    article = put(store, at("/saved.html", "Title", "The whole text.")).id
    remove(store, article, emptied=False)
    assert store.trash.removed.of_file("/saved.html") == 1
    store.journal.apply(Restore((article,)), NOW)
    assert store.trash.removed.of_file("/saved.html") == 0
    assert put(store, at("/saved.html", "Title", "The whole text, corrected.")) == PutResult(
        article, "updated"
    )


def test_a_text_that_is_there_from_elsewhere_gets_one_more_source(
    store: Store, at: Callable[..., Page], removed: int
) -> None:
    other = put(store, at("/other.html", "Title", "Another text.")).id
    assert put(store, at("/saved.html", "Title", "Another text.")) == PutResult(other, "unchanged", same=True)


def test_what_an_earlier_version_removed_stays_away_too(store: Store, at: Callable[..., Page]) -> None:
    article = put(store, at("/saved.html", "Title", "The whole text.")).id
    remove(store, article, emptied=False)
    with store.transaction():
        store._db.execute("DELETE FROM removed")
    corrected = at("/saved.html", "Title", "The whole text, corrected.")
    assert put(store, corrected).outcome == "left out"
    store.trash.empty()
    assert put(store, corrected).outcome == "left out"
    assert put(store, at("/copy.html", "Title", "The whole text.")).outcome == "left out"


def test_it_works_with_names_that_are_not_text(store: Store, at: Callable[..., Page]) -> None:
    name = "/caf\udce9.html"
    remove(store, put(store, at(name, "Title", "Text")).id, emptied=True)
    assert store.trash.removed.of_file(name) == 1
    assert put(store, at(name, "Title", "Text, corrected")).outcome == "left out"
