"""Shelves and orders as values: queries within a shelf, names, what is chosen; what is remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Paths
from reader.orders import NEWEST, OLDEST, Order, order_named
from reader.tui.background import remembered
from reader.tui.background.remembered import Remembered
from reader.tui.state.shelves import (
    ALL,
    CHOICES,
    INBOX,
    SHELVES,
    Shelf,
    chosen,
    label,
    shelf_named,
    shelf_of_feed,
    shelf_of_search,
    shelf_of_tag,
    usual,
    within,
    without,
)
from reader.tui.state.spaces import Wishes

STARRED = shelf_named("starred")


@pytest.mark.parametrize(
    ("shelf", "text", "query"),
    [
        (INBOX, "harbour", "harbour"),
        (ALL, "harbour", "harbour"),
        (STARRED, "harbour", "is:starred harbour"),
        (STARRED, "", ""),
        (STARRED, "ice OR snow", "is:starred (ice OR snow)"),
        (shelf_of_search("cold", "ice | snow"), "harb", "(ice | snow) harb"),
        (shelf_of_tag("sea"), "ice", "tag:sea ice"),
        (
            shelf_of_feed("Tides", "https://tides.example/feed"),
            "ice",
            'feed:"https://tides.example/feed" ice',
        ),
    ],
)
def test_a_search_on_a_shelf_looks_only_there(shelf, text, query):
    assert within(text, shelf) == query
    if text and "OR" not in text:
        assert without(query, shelf) == text


def test_shelves_are_found_by_name():
    assert [shelf_named(shelf.name) for shelf in SHELVES] == [*SHELVES]
    assert shelf_named("tag:news/europe") == shelf_of_tag("news/europe")
    assert shelf_named("nonsense") is None
    energy = shelf_of_search("energy", "wind OR sun")
    assert shelf_named("@energy", [energy]) == energy


def test_the_same_order_again_turns_it_round():
    published = usual("published")
    assert chosen(published, NEWEST) == published
    assert chosen(published, published) == Order("published")
    assert chosen(published, Order("published")) == published
    assert chosen(NEWEST, OLDEST) == NEWEST
    assert chosen(NEWEST, NEWEST) == OLDEST


def test_every_order_has_its_label():
    for order, _, _ in CHOICES:
        assert label(order)[-1] in "▾▴"
        assert order_named(order.name) == order
    assert label(NEWEST) == "newest ▾"


@given(st.dictionaries(st.text(max_size=9), st.sampled_from([order for order, _, _ in CHOICES]), max_size=9))
def test_orders_are_kept_for_each_shelf(tmp_path_factory, orders):
    paths = Paths(*(tmp_path_factory.mktemp("kept") for _ in range(3)))
    kept = Remembered(Wishes(list=30))
    for shelf, order in orders.items():
        kept = kept.with_order(shelf, order)
    remembered.keep(paths, kept)
    found = remembered.recall(paths)
    assert found.wishes == kept.wishes
    assert all(found.order_of(shelf) == order for shelf, order in orders.items())


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b'{"orders": 3, "panes": []}', b"[" * 100_000])
def test_a_file_that_is_not_ours_is_as_none(tmp_path, raw):
    paths = Paths(tmp_path, tmp_path, tmp_path)
    (tmp_path / "screen.json").write_bytes(raw)
    assert remembered.recall(paths) == Remembered()


def test_what_cannot_be_kept_is_not_missed(tmp_path):
    gone = tmp_path / "gone"
    remembered.keep(Paths(gone, gone, gone), Remembered())
    assert remembered.recall(Paths(gone, gone, gone)) == Remembered()


def test_a_shelf_narrows_unless_it_is_the_library():
    assert [shelf.name for shelf in SHELVES if not shelf.narrows] == ["inbox", "all"]
    assert Shelf("x", "X", "ice").narrows
