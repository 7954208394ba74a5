"""Bookmarks: kept under a letter, moved with their words, gone and back with their article."""

from __future__ import annotations

import pytest

from reader import anchors
from reader.changes import Remove
from reader.errors import ArticleNotFound
from reader.model import MarkedPlace, Position
from reader.store import Store

TEXT = [f"Paragraph {n}: the ferry left the harbour at {n * 7} minutes past six that day." for n in range(40)]


def put(store: Store, make_page, text: list[str]) -> int:
    return store.articles.put(make_page("/a", "Title", "\n".join(text)), 1.0).id


def test_a_letter_stands_for_the_place_it_was_last_given(store: Store, make_page) -> None:
    article = put(store, make_page, TEXT)
    store.bookmarks.put(article, MarkedPlace("b", Position(3, 4)))
    store.bookmarks.put(article, MarkedPlace("a", Position(31, 0)))
    store.bookmarks.put(article, MarkedPlace("b", Position(5, 0)))
    assert store.bookmarks.of(article) == (
        MarkedPlace("a", Position(31, 0)),
        MarkedPlace("b", Position(5, 0)),
    )
    assert store.bookmarks.of(article + 1) == ()
    assert store.integrity() == []


def test_there_is_no_bookmark_in_an_article_that_is_not_there(store: Store) -> None:
    with pytest.raises(ArticleNotFound):
        store.bookmarks.put(77, MarkedPlace("a", Position()))


@pytest.mark.parametrize("anchored", [True, False])
def test_a_bookmark_stays_at_its_words(store: Store, make_page, anchored: bool) -> None:
    article = put(store, make_page, TEXT)
    here = Position(31, 0)
    anchor = anchors.make(store.articles.get(article).blocks, here) if anchored else None
    store.bookmarks.put(article, MarkedPlace("a", here), anchor)
    assert put(store, make_page, [f"Correction {n}." for n in range(20)] + TEXT) == article
    assert store.bookmarks.of(article) == (MarkedPlace("a", Position(51, 0)),)
    assert put(store, make_page, TEXT) == article
    assert store.bookmarks.of(article) == (MarkedPlace("a", here),)
    assert store.integrity() == []


def test_a_bookmark_goes_with_its_article_and_comes_back_with_it(store: Store, make_page) -> None:
    article = put(store, make_page, TEXT)
    store.bookmarks.put(article, MarkedPlace("a", Position(31, 0)))
    store.journal.apply(Remove((article,)), 2.0)
    assert store.bookmarks.of(article) == ()
    store.journal.undo(3.0)
    assert store.bookmarks.of(article) == (MarkedPlace("a", Position(31, 0)),)


def test_a_damaged_bookmark_is_noticed_and_left_out(store: Store, make_page) -> None:
    article = put(store, make_page, TEXT)
    store.bookmarks.put(article, MarkedPlace("a", Position(31, 0)))
    store.bookmarks.put(article, MarkedPlace("b", Position(3, 0)))
    with store.transaction():
        store._db.execute("PRAGMA ignore_check_constraints = 1")
        store._db.execute("UPDATE bookmarks SET letter = x'ff', block = 'x' WHERE letter = 'a'")
    assert MarkedPlace("b", Position(3, 0)) in store.bookmarks.of(article)
