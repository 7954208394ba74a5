"""Whatever is typed, a search answers, and what it says fits together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import ingest
from reader.library import Library

_PIECES = (
    *(
        "(",
        ")",
        '"',
        "-",
        "OR",
        "AND",
        "NOT",
        "|",
        "&&",
        "*",
        "~",
        "..",
        "<",
        ">",
        ":",
        "\\",
        "%",
        "_",
        "'",
        "…",
    ),
    *("title:", "note:", "tag:", "is:", "added:", "read:", "words:", "lang:", "source:", "foo:"),
    *("@", "@s", '@"s t"', "7d", "2014", "today", "unread", "1k"),
    *("cat", "dog*", "colour~", "the", "of", "é", "机器", "ไทย", "\x00", "\x1b", "\ud800", "\udcff"),
)
_QUERY = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(_PIECES), max_size=25).map("".join),
    st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join),
)

HOSTILE = [
    " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    " ".join(f"word{number}~" for number in range(100)),
    "(" * 5000,
    "-(a " * 1250,
    "x" * 5000,
    "x" * 29 + "~",
    '"' + "the cat " * 100 + '"',
    "the cat " * 625,
    "a-" * 2500,
    "机" * 5000,
    " ".join(f"source:{number}" for number in range(500)),
    "@s " * 1600,
    "OR " * 1600,
    "NOT " * 1200,
    "title: " * 700,
    '" ' * 2500,
    "é" * 200 + "*",
    "\ud800 " * 100,
    "2014.." * 800,
    "added:" + "9" * 4900,
    "words:" + "9" * 4900,
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("data")) as opened:
        texts = (
            "The cat\n\nThe cat\n\nA cat sat in colour.",
            "Dogs\n\nDogs\n\nOf dogs and the cat: 机器学习 ไทย.",
        )
        pages = [(f"/pages/{number}.txt", text.encode()) for number, text in enumerate(texts)]
        ingest.add_pages(opened.store, pages, now=1.0)
        opened.save_search("s", 'cat OR "dog')
        opened.save_search("s t", '@s @"s t" is:unread')
        opened.catch_up()
        yield opened


def check(library: Library, text: str, typing: bool) -> None:
    found = library.find(text, typing=typing)
    assert found.complete
    assert len(found.ids) == len(found.scores) == len(set(found.ids))
    assert 0 <= found.partial_from <= len(found.ids) <= found.total
    whole, partial = found.scores[: found.partial_from], found.scores[found.partial_from :]
    assert list(partial) == sorted(partial, reverse=True)
    assert list(whole) == sorted(whole, reverse=True)
    assert [row.summary.id for row in library.rows(text, found.ids, typing=typing)] == list(found.ids)
    for article in found.ids:
        library.finding.marks(text, article, typing=typing)
    assert library.finding.unread(text) <= 2
    # Asked for without scores, the same articles match.
    everything, ranked = library.find_all(text), library.finding.find(text, whole=True)
    assert sorted(everything.ids) == sorted(ranked.ids)
    assert everything.total == ranked.total
    # The list is empty only where a text asks for nothing; without any text it lists everything.
    expected = library.ids() if not text.strip() else everything.ids
    assert library.ids(text) == [article for article in library.ids() if article in expected]
    if found.suggestion:
        assert library.find(found.suggestion).complete


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(_QUERY, st.booleans())
def test_no_query_is_an_error(library: Library, text: str, typing: bool) -> None:
    check(library, text, typing)


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_the_worst_queries(library: Library, number: int) -> None:
    for typing in (False, True):
        check(library, HOSTILE[number], typing)
