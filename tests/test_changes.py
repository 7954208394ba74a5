"""Changes as values: what they make of facts, how they read in words, and how they come back from JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.changes import (
    Applied,
    Change,
    MarkRead,
    Put,
    Remove,
    Restore,
    SetTags,
    Star,
    Tag,
    describe,
    grouped,
)
from reader.store.change_json import fact_from_json, from_json, to_json

TITLES = {1: "Why the harbour froze twice", 2: "Tides"}


def applied(change: Change, articles: tuple[int, ...] = (1,), **more: object) -> Applied:
    return Applied(change, 7, articles, Put(change.aspect, ()), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Star((1,)), "Starred “Why the harbour froze twice”"),
        (Star((1,), False), "Star removed from “Why the harbour froze twice”"),
        (MarkRead((1,)), "Marked “Why the harbour froze twice” read"),
        (MarkRead((1,), False), "Marked “Why the harbour froze twice” unread"),
        (Tag((1,), add=("sea", "ice")), "Tagged “Why the harbour froze twice”: sea, ice"),
        (Tag((1,), remove=("sea",)), "Removed the tag sea from “Why the harbour froze twice”"),
        (Tag((1,), ("a",), ("b", "c")), "Tagged “Why the harbour froze twice”: a; removed the tags b, c"),
        (SetTags((1,), ("sea",)), "Tagged “Why the harbour froze twice”: sea"),
        (SetTags((1,), ()), "Removed all tags from “Why the harbour froze twice”"),
        (Remove((1,)), "Moved “Why the harbour froze twice” to the trash"),
        (Restore((1,)), "Restored “Why the harbour froze twice”"),
    ],
)
def test_what_happened_in_words(change: Change, sentence: str) -> None:
    assert describe(applied(change), TITLES) == sentence
    undone = describe(applied(change, action="undone"), TITLES)
    assert undone == f"Undone: {sentence[0].lower()}{sentence[1:]}"
    assert describe(applied(change, action="redone"), TITLES).startswith("Redone: ")


def test_many_articles_are_counted_not_named() -> None:
    assert describe(applied(MarkRead((1, 2)), tuple(range(1, 13))), TITLES) == "Marked 12 articles read"
    assert describe(applied(Remove(()), tuple(range(12_000))), {}) == "Moved 12,000 articles to the trash"
    assert describe(applied(Star((9,)), (9,)), TITLES) == "Starred article 9"


def test_what_was_left_alone_is_said() -> None:
    undone = applied(Star((1, 2)), (1,), action="undone", kept=(2,))
    assert describe(undone, TITLES) == (
        "Undone: starred “Why the harbour froze twice”; 1 article has changed since and stays as it is"
    )
    nothing = applied(Star((1,)), (), action="undone", kept=(1,))
    assert describe(nothing, TITLES).startswith(
        "Not undone: starred “Why the harbour froze twice”; 1 article"
    )
    assert describe(applied(Star((1,)), ()), TITLES) == "Nothing changed"
    gone = applied(Restore((1, 2)), (1,), missing=(2,), merged=((1, 5),), skipped=2)
    assert describe(gone, TITLES) == (
        "Restored “Why the harbour froze twice”; 1 article no longer exists; 1 article merged with the same"
        " text, which had been added again; 2 newer changes could not be read and were skipped"
    )


def test_what_becomes_of_facts() -> None:
    assert MarkRead((1, 2)).becomes({1: None, 2: 5.0}, 9.0) == {1: 9.0, 2: 5.0}
    assert Tag((1,), add=("new", "b"), remove=("a",)).becomes({1: ("a", "b", "c")}, 9.0) == {
        1: ("b", "c", "new")
    }
    put = Put("star", ((True, (1,)), (False, (2,))))
    assert put.articles == (1, 2)
    assert put.becomes({1: False, 2: False, 3: True}, 9.0) == {1: True, 2: False, 3: True}


ids = st.lists(st.integers(1, 99), unique=True, min_size=1).map(tuple)
words = st.lists(st.text(min_size=1)).map(tuple)
changes = st.one_of(
    st.builds(Star, ids, st.booleans()),
    st.builds(MarkRead, ids, st.booleans()),
    st.builds(Tag, ids, words, words),
    st.builds(SetTags, ids, words),
    st.builds(Remove, ids),
    st.builds(Restore, ids),
)


@given(changes)
def test_a_change_comes_back_from_json(change: Change) -> None:
    facts = change.becomes(dict.fromkeys(change.articles), 1.0)
    assert from_json(json.loads(json.dumps(to_json(change))), facts) == change


@given(st.dictionaries(st.integers(1, 99), st.one_of(st.none(), st.floats(0, 1e9)), min_size=1))
def test_an_inverse_comes_back_from_json(facts: dict[int, float | None]) -> None:
    put = Put("read", grouped(facts))
    back = from_json(json.loads(json.dumps(to_json(put))), facts)
    assert back == put
    assert back.becomes(dict.fromkeys(facts, 0.5), 1.0) == facts


@pytest.mark.parametrize(
    "value",
    [
        *(None, [], "Star", {}, {"kind": "Burn"}, {"kind": "Star"}, {"kind": "Star", "on": 1}, {"kind": []}),
        {"kind": "Tag", "add": "sea", "remove": []},
        *({"kind": "SetTags", "tags": [1]}, {"kind": "Put", "aspect": "price"}, {"kind": "Put"}),
    ],
)
def test_nothing_else_comes_from_json(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(value, {1: True})


def test_facts_from_json() -> None:
    assert fact_from_json("read", 5) == 5.0
    assert fact_from_json("read", None) is None
    assert fact_from_json("tags", ["a"]) == ("a",)
    for aspect, value in (("read", True), ("read", "5"), ("tags", None), ("star", 1), ("here", None)):
        with pytest.raises(ValueError, match=r"."):
            fact_from_json(aspect, value)
