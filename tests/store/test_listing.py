"""Lists narrowed by when an article was added or read, and by its length."""

from __future__ import annotations

import pytest

from reader.store import Store


@pytest.fixture
def filled(store: Store, put) -> Store:
    for number, words in enumerate((10, 100, 1000), 1):
        put(f"/pages/{number}.txt", f"Title {number}", "word " * words, now=float(number), lang="en")
    store.state.mark_read(1, 50.0)
    store.state.mark_read(2, 60.0)
    return store


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"added": (2.0, None)}, [3, 2]),
        ({"added": (None, 2.0)}, [1]),
        ({"added": (2.0, 3.0)}, [2]),
        ({"added": (None, None)}, [3, 2, 1]),
        ({"read": (50.0, 60.0)}, [1]),
        ({"read": (None, 1e9)}, [2, 1]),
        ({"read": (None, None)}, [2, 1]),
        ({"words": (100, None)}, [3, 2]),
        ({"words": (None, 100)}, [1]),
        ({"words": (11, 1000)}, [2]),
        ({"words": (1, None), "unread": True}, [3]),
    ],
)
def test_spans(filled: Store, filters, ids) -> None:
    assert filled.articles.ids(**filters) == ids
    assert sorted(filled.articles.ids(None, **filters)) == sorted(ids)


@pytest.mark.parametrize("name", ["tag", "source", "lang"])
def test_text_that_is_none_matches_nothing(filled: Store, name: str) -> None:
    assert filled.articles.ids(**{name: "\udcff\ud800"}) == []
    assert filled.articles.ids(**{name: "%_\x00'\""}) == []


def test_a_source_whose_name_is_not_utf_8_is_found(store: Store, put) -> None:
    article = put("/pages/caf\udce9.txt", "Title", "Text")
    put("/pages/tea.txt", "Title", "Other text")
    assert store.articles.ids(source="F\udce9") == [article]
