"""The order of the list, whoever asks for it and whatever has changed since."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import ingest
from reader.library import Library
from reader.library.ordering import sorted_as
from reader.model import NO_FACTS, Article, Block, Facts, Page, Position, Span
from reader.orders import NEWEST, OLDEST, ORDER_NAMES, Order, order_named


def test_few_and_many_come_in_the_order_of_the_list(tmp_path: Path, page_text: Callable[..., str]) -> None:
    with Library.open(tmp_path / "data") as library, Library.open(tmp_path / "data") as other:

        def add(number: int, into: Library) -> None:
            page = page_text(f"Page {number}", f"what page {number} says").encode()
            ingest.add_pages(into.store, [(f"/pages/{number}.txt", page)], now=float(number * 7 % 40))

        for number in range(40):
            add(number, library)
        chance = random.Random(1)
        for _ in range(2):
            everything = library.ids()
            for size in (0, 1, 2, 5, 30, len(everything)):
                wanted = chance.sample(everything, size)
                assert library.in_order([*wanted, 999, *wanted]) == [a for a in everything if a in wanted]
            # By another connection, and by this one.
            add(40, other)
            library.remove([everything[3]])
        assert library.in_order([everything[3], everything[5]]) == [everything[5]]


@pytest.fixture
def library() -> Iterator[Library]:
    with Library.open() as opened:
        yield opened


def page(title: str, body: str = "text", source: str = "", facts: Facts = NO_FACTS) -> Page:
    blocks = (Block("paragraph", (Span(body),)),) if body else ()
    return Page(source or f"/{title}", title.encode(), "utf-8", Article(title, blocks), facts=facts)


def titles(library: Library, order: str) -> list[str]:
    wanted = order_named(order)
    assert wanted is not None
    return [summary.title for summary in library.summaries(library.ids(order=wanted))]


def test_titles_are_sorted_as_people_sort_them(library: Library) -> None:
    wanted = [
        *("“1984”", "3 days", "12 days", "0100 days", "A tale", "apple", "Éclair", "école", "Edge", "Part 2"),
        *("part 9", "Part 10", "the apple", "Ύμνος", "яблоко", "日本"),
    ]
    wanted = [*wanted[1:4], wanted[0], *wanted[4:]]
    for title in random.Random(3).sample(wanted, len(wanted)):
        library.store.articles.put(page(title), 1.0)
    assert titles(library, "title") == wanted
    assert titles(library, "-title") == wanted[::-1]


def test_what_is_not_known_comes_last_in_both_directions(library: Library) -> None:
    put = library.store.articles.put
    put(page("none", ""), 5.0)
    early, late = "2011", "2011-05-06T07:08:09Z"
    put(page("early", "two words", facts=Facts(published=early, saved=late, site="Zebra 10")), 4.0)
    facts = Facts(published=late, saved=early, url="https://www.apple.example/x")
    last = put(page("late", "now three words", facts=facts), 3.0).id
    put(page("same", "two words", "/same", Facts(published=early, saved=late, site="zebra 9")), 2.0)
    first = library.ids(order=OLDEST)[-1]
    for article, share in ((last, 0.5), (first, 0.0)):
        library.store.state.save_position(article, Position(0, 1), share, opened=7.0 - share)
    library.store.state.mark_read(last, 9.0)
    library.store.state.mark_read(first, 8.0)
    assert titles(library, "newest") == ["none", "early", "late", "same"]
    assert titles(library, "oldest") == ["same", "late", "early", "none"]
    # Those between which it does not decide stay in the order of the list.
    assert titles(library, "published") == ["early", "same", "late", "none"]
    assert titles(library, "-published") == ["late", "early", "same", "none"]
    assert titles(library, "saved") == ["late", "early", "same", "none"]
    assert titles(library, "length") == ["early", "same", "late", "none"]
    assert titles(library, "-length") == ["late", "early", "same", "none"]
    assert titles(library, "site") == ["late", "same", "early", "none"]
    assert titles(library, "-site") == ["early", "same", "late", "none"]
    assert titles(library, "progress") == titles(library, "-progress") == ["late", "none", "early", "same"]
    assert titles(library, "read") == ["none", "late", "early", "same"]
    assert titles(library, "-read") == ["late", "none", "early", "same"]
    assert titles(library, "opened") == ["late", "none", "early", "same"]
    assert titles(library, "-opened") == ["none", "late", "early", "same"]


def test_an_order_follows_what_it_depends_on(library: Library) -> None:
    with Library.open() as other:
        put = other.store.articles.put
        one = put(page("One", facts=Facts(saved="2011", site="B")), 1.0).id
        two = put(page("Two", facts=Facts(saved="2012", site="A")), 1.0).id
        changes: list[tuple[str, Callable[[], object]]] = [
            ("saved", lambda: put(page("One", facts=Facts(saved="2013", site="B")), 1.0)),
            ("-read", lambda: other.store.state.mark_read(two, 5.0)),
            ("-progress", lambda: other.store.state.save_position(two, Position(), 0.7)),
            ("-opened", lambda: other.store.state.save_position(one, Position(), 0.0, opened=6.0)),
            ("title", lambda: put(page("Zwei", source="/One"), 1.0)),
            ("site", lambda: put(page("Two", facts=Facts(saved="2012", site="C")), 1.0)),
        ]
        for order, change in changes:
            wanted = order_named(order)
            assert wanted is not None
            assert library.ids(order=wanted)[0] in (one, two)
            change()
            fresh = other.ids(order=wanted)
            assert library.ids(order=wanted) == fresh


def test_names_of_orders() -> None:
    for name in ORDER_NAMES:
        order = order_named(name)
        assert order is not None
        assert order.name == name
        assert order.words
        turned = order.reversed()
        assert order_named(turned.name) == turned
        assert turned.reversed() == order
        assert turned == order or order_named(f"-{name}") == turned
    assert order_named(" -Published ") == Order("published", down=True)
    assert order_named("-newest") == OLDEST
    assert order_named("-added") == NEWEST
    assert order_named("-relevance") is None
    assert order_named("weight") is order_named("") is order_named("-") is order_named("--title") is None


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.integers(0, 3))
def test_numbers_are_sorted_by_value(one: int, other: int, zeros: int) -> None:
    keys = sorted_as(f"part {'0' * zeros}{one}:"), sorted_as(f"part {other}:")
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (one < other, one == other)
