"""Saved searches, and what was searched for last."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.errors import SearchError
from reader.model import SavedSearch
from reader.store import Store, open_store
from reader.store.searches import MAX_NAME, MAX_RECENT


def test_saved_searches_are_kept_by_name(library: Path) -> None:
    with open_store(library) as store:
        assert store.searches.all() == []
        store.searches.save("wind", "wind OR turbines", 1.0)
        assert store.searches.save(" Old\tthings ", "  added:>2y \n is:unread ", 2.0) == SavedSearch(
            "Old things", "added:>2y is:unread"
        )
    with open_store(library) as store:
        assert store.searches.all() == [
            SavedSearch("Old things", "added:>2y is:unread"),
            SavedSearch("wind", "wind OR turbines"),
        ]
        assert store.searches.get("WIND") == "wind OR turbines"
        assert store.searches.get("sun") is None


def test_a_name_in_another_case_is_the_same_name(store: Store) -> None:
    store.searches.save("wind", "wind", 1.0)
    store.searches.save("Wind", "turbine", 2.0)
    assert store.searches.all() == [SavedSearch("Wind", "turbine")]


def test_renaming(store: Store) -> None:
    store.searches.save("wind", "turbine", 1.0)
    store.searches.save("tea", "tea OR coffee", 1.0)
    assert store.searches.rename("wind", "Wind") == SavedSearch("Wind", "turbine")
    assert store.searches.rename("Wind", "air") == SavedSearch("air", "turbine")
    with pytest.raises(SearchError, match="'TEA' already"):
        store.searches.rename("air", "TEA")
    with pytest.raises(SearchError, match="no saved search 'wind'"):
        store.searches.rename("wind", "sun")
    with pytest.raises(SearchError, match="needs a name"):
        store.searches.rename("air", " ")
    assert [search.name for search in store.searches.all()] == ["air", "tea"]


def test_deleting(store: Store) -> None:
    store.searches.save("wind", "turbine", 1.0)
    store.searches.delete("WIND")
    assert store.searches.all() == []
    with pytest.raises(SearchError):
        store.searches.delete("wind")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("", "wind"),
        ("@", "wind"),
        ('""', "wind"),
        ("\x1b\u202e", "wind"),
        ("wind", " \n"),
        ("x" * (MAX_NAME + 1), "wind"),
    ],
)
def test_what_cannot_be_saved(store: Store, name: str, query: str) -> None:
    with pytest.raises(SearchError):
        store.searches.save(name, query, 1.0)
    assert store.searches.all() == []


def test_names_and_queries_are_made_harmless(store: Store) -> None:
    saved = store.searches.save('@a\x1b[31m "b"\udcff', "wi\x00nd\u202e", 1.0)
    assert saved == SavedSearch("a b\ufffd", "wind")
    assert store.searches.get("a b\udcff") == "wind"
    assert store.searches.get("\udcff") is None


def test_recent_searches_come_latest_first_and_once(store: Store) -> None:
    for number, query in enumerate(["wind", "sun", " wind\n", "", "tea  time"]):
        store.searches.remember(query, float(-number))  # the clock may run backwards
    assert store.searches.recent() == ["tea time", "wind", "sun"]
    assert store.searches.recent(1) == ["tea time"]
    assert store.searches.forget_recent() == 3
    assert store.searches.recent() == []


def test_the_oldest_of_too_many_searches_are_forgotten(store: Store) -> None:
    for number in range(MAX_RECENT + 20):
        store.searches.remember(f"query {number}", 1.0)
    recent = store.searches.recent()
    assert len(recent) == MAX_RECENT
    assert recent[-1] == "query 20"


def test_a_library_from_before_gets_the_tables(library: Path, make_page) -> None:
    with open_store(library) as store:
        store.articles.put(make_page(title="One", body="Text"), 1.0)
    connection = sqlite3.connect(library)
    connection.executescript(
        "DROP TABLE saved_searches; DROP TABLE recent_searches;"
        " DELETE FROM migrations WHERE name = '0003 searches';"
    )
    connection.close()
    with open_store(library) as store:
        assert len(store.articles.ids()) == 1
        store.searches.save("wind", "turbine", 1.0)
        assert store.integrity() == []
