"""However many articles a query matches: bounding finds the same best ones, with the same scores."""

from __future__ import annotations

import random

import pytest

from reader.idset import IdSet
from reader.model import Document
from reader.search.query import parse
from reader.search.ranking import matching
from reader.search.segments import columns

_WORDS = [a + b for a in ("wa", "se", "to", "mi") for b in ("ter", "ven", "ld", "st", "n")]
_QUERIES = [
    "water", "seven", "min", "water wald", "water OR mist", "toven -mild", "-mild water", "wa*", "s* t*",
    '"water waven"', "water \"waven wald\"", "water OR (\"wald wast\" miter)", "title:water",
    "is:unread water", "is:unread OR mild", "water waven wald wast wan", "toven to", "mi is:unread -water",
]  # fmt: skip


@pytest.fixture
def many(library):
    chance = random.Random(11)
    weights = [1 / (rank + 1) for rank in range(len(_WORDS))]

    def text(longest: int) -> str:
        return " ".join(chance.choices(_WORDS, weights, k=chance.randint(0, longest)))

    lib = library(*[Document(n, text(5), text(3), text(150)) for n in range(1, 301)])
    # More different impacts than there are codes: many lengths, many occurrences.
    lib.add(*[Document(n, text(2), "", "water " * (n % 97) + text(3 * n)) for n in range(301, 601)])
    for number in range(7, 600, 13):
        lib.queue.drop(number)
    lib.index.sync(lib.queue)
    return lib


def _answers(lib, limit):
    unread = IdSet.of(range(1, 600, 3))
    searches = [
        lib.index.search(parse(text, typing=typing), limit=limit, filter=lambda wanted: unread)
        for text in _QUERIES
        for typing in (False, True)
    ]
    assert all(found.complete for found in searches)
    return [(dict(found.hits), found.total) for found in searches]


@pytest.mark.parametrize("limit", [1, 5, 50, 1000])
@pytest.mark.parametrize("codes", [255, 20])
def test_bounding_changes_nothing(many, monkeypatch, limit, codes):
    monkeypatch.setattr(columns, "_CODES", codes)
    monkeypatch.setattr(matching, "_LEAST", 10**9)
    plain = _answers(many, limit)
    many.index._opened._columns.keep(())
    monkeypatch.setattr(matching, "_LEAST", 0)
    monkeypatch.setattr(matching, "_MANY", 10**9)
    monkeypatch.setattr(matching, "_TIMES", 0)
    bounded = _answers(many, limit)
    for (ours, total), (theirs, all_of_them) in zip(bounded, plain, strict=True):
        assert total == all_of_them
        assert ours == pytest.approx(theirs, rel=1e-9)


def test_little_room_for_decoded_postings_changes_nothing(many, monkeypatch):
    plain = _answers(many, 50)
    many.index._opened._columns.keep(())
    monkeypatch.setattr(many.index._opened._columns, "_budget", 1)
    assert _answers(many, 50) == plain
    assert len(many.index._opened._columns._kept) == 1


@pytest.mark.parametrize("times", [1, matching._MANY, 10**9])
def test_all_that_match_are_those_that_are_ranked(many, monkeypatch, times):
    """However many that are: one by one, or as lanes."""
    monkeypatch.setattr(matching, "_MANY", times)
    for text in _QUERIES:
        for unread in (IdSet.of(range(1, 600, 3)), IdSet.of([8, 21, 22, 350])):
            for typing in (False, True):
                query = parse(text, typing=typing)
                ranked = many.index.search(query, limit=1000, filter=lambda wanted, ids=unread: ids)
                found = many.index.everything(query, filter=lambda wanted, ids=unread: ids)
                assert set(found.found) == {article for article, _ in ranked.hits}
                assert (found.total, found.hits, found.complete) == (ranked.total, (), True)


def test_an_article_that_moved_to_a_larger_segment_is_found(library):
    """Then the smaller one, which comes after, still has the document that was deleted."""
    lib = library(*[Document(n, "", "", "water waven") for n in range(1, 41)])
    lib.add(*[Document(n, "", "", "water wald") for n in [*range(1, 21), *range(41, 200)]])
    assert [len(deleted) for _, deleted in lib.index._opened.snapshot.segments] == [0, 20]
    for text, ids in (
        ("water", range(1, 200)),
        ("wald", [*range(1, 21), *range(41, 200)]),
        ("-wald", range(21, 41)),
    ):
        assert list(lib.index.everything(parse(text)).found) == list(ids)
        assert sorted(article for article, _ in lib.index.search(parse(text), limit=999).hits) == list(ids)
