"""A title that is not in the library: the titles that are like it, the closest first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import ingest
from reader.library import Library
from reader.search.query import parse
from reader.search.query.closeness import closeness

TITLES = (
    "Why the harbour froze twice",
    "Harbours of the north",
    "Twice a year the harbours freeze",
    "Why whales sing",
    "The whole of the moon",
    "Twiceborn twins of Harbourton",
    "How the sea was measured",
)


@pytest.fixture
def library(page_text: Callable[..., str]) -> Library:
    with Library.open() as opened:
        pages = [
            (f"/pages/{number}.txt", page_text(title, "Some words about the harbour, twice.").encode())
            for number, title in enumerate(TITLES)
        ]
        ingest.add_pages(opened.store, pages, now=1.0)
        opened.update_index()
        yield opened


def found(library: Library, query: str) -> list[str]:
    result = library.find(query, typing=True)
    return [library.summary(article).title for article in result.ids]


@pytest.mark.parametrize(
    ("title", "closest"),
    [
        ("Why the harbor froze twice", "Why the harbour froze twice"),
        ("WHY THE HARBOUR FROZE, TWICE!", "Why the harbour froze twice"),
        ("The harbour freezes twice a year", "Twice a year the harbours freeze"),
        ("How was the sea mesured?", "How the sea was measured"),
        ("The moon, whole", "The whole of the moon"),
        ("Why a whale sings", "Why whales sing"),
    ],
)
def test_the_closest_comes_first(library: Library, title: str, closest: str) -> None:
    assert found(library, f'like:"{title}"')[0] == closest


def test_words_are_no_beginnings_of_others(library: Library) -> None:
    titles = found(library, 'like:"Why the harbor froze twice"')
    assert titles[:2] == ["Why the harbour froze twice", "Twice a year the harbours freeze"]
    assert "Twiceborn twins of Harbourton" not in titles
    # The words of the articles are all the same: titles alone count.
    assert "The whole of the moon" not in titles


def test_filters_hold_and_what_is_like_can_be_ruled_out(library: Library) -> None:
    first = library.find('like:"Why the harbour froze"').ids[0]
    library.star(first, True)
    assert found(library, 'like:"Twice the harbour" is:starred') == ["Why the harbour froze twice"]
    assert "Why whales sing" not in found(library, 'harbour -like:"whales"')


def test_nothing_is_like_it(library: Library) -> None:
    assert found(library, 'like:"Quantum chromodynamics"') == []
    assert found(library, 'like:"…"') == []


def test_how_it_is_read() -> None:
    query = parse('like:"The harbour (froze) OR not"')
    assert query.like == "The harbour (froze) OR not"
    assert [(word.text, word.field) for word in query.positive()] == [
        ("harbour", "title"),
        ("(froze)", "title"),
    ]
    assert query.notes == ()


@given(st.text(max_size=40), st.text(max_size=40))
def test_closeness_is_a_share(one: str, other: str) -> None:
    assert closeness(one, one) == 1.0
    assert 0.0 <= closeness(one, other) <= 1.0
