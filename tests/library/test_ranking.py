"""What stands on top: titles that are the query, whole questions, passages that say it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from reader import ingest
from reader.library import Library
from reader.search.weights import ALL_FEATURES


@pytest.fixture
def library() -> Iterator[Library]:
    with Library.open() as opened:
        yield opened


@pytest.fixture
def add(library: Library, page_text: Callable[..., str]) -> Callable[..., int]:
    """Adds one page and gives the id of its article."""
    count = 0

    def add_page(title: str, *paragraphs: str) -> int:
        nonlocal count
        count += 1
        source = f"/pages/{count}.txt"
        ingest.add_pages(library.store, [(source, page_text(title, *paragraphs).encode())], now=time.time())
        found = library.store.articles.find(source)
        assert found is not None
        return found

    return add_page


# --- titles -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "others", "query"),
    [
        ("The The", ["The"], "The The"),
        ("The The", ["The"], "the the"),
        ("Tabs, tabs, tabs", ["Tabs"], "tabs tabs tabs"),
        ("New York New York", ["New York"], "New York, New York"),
        ("Portland, OR", ["Portland, ME", "Portland"], "Portland, OR"),
        ("Not Now", ["Now"], "NOT now"),
        ("C++", ["C", "C#"], "C++"),
        ("C#", ["C", "C++"], "c#"),
        ("C", ["C++", "C#"], "c"),
        ("Tag: you’re it", ["Another page"], "Tag: you’re it"),
        ("Tag: you’re it", ["Another page"], "tag: you're it"),
        ("Source: a memoir", ["Another page"], "Source: a memoir"),
        ("Is: it?", ["It is"], "Is: it?"),
        ("(What) is this?", ["What is this thing", "This"], "(What) is this?"),
        ("-1 is a number", ["1 is a number"], "-1 is a number"),
        ("“Heroes”", ["Heroes of the sea"], '"heroes"'),
        ("Résumé", ["Resume"], "Résumé"),
        ("Resume", ["Résumé"], "Resume"),
        ("!!!", ["A band"], "!!!"),
        ("∞", ["Infinity"], "∞"),
        ("人工知能", ["人工知能の歴史"], "人工知能"),
        ("to be or not to be", ["To be"], "TO BE OR NOT TO BE"),
    ],
)
def test_an_article_whose_title_is_the_query_stands_on_top(
    library: Library, add: Callable[..., int], title: str, others: list[str], query: str
) -> None:
    meant = add(title, "Rain.")
    for other in others:
        add(other, f"{other} {other}. {title}: " * 3)
    library.catch_up()
    for found in (
        library.find(query),
        library.find(query, typing=True),
        library.find_now(query, 10, whole=True),
    ):
        assert found.ids[0] == meant
        assert found.partial_from >= 1
        assert len(set(found.ids)) == len(found.ids) <= found.total
        assert list(found.scores[: found.partial_from]) == sorted(
            found.scores[: found.partial_from], reverse=True
        )
    assert meant in library.ids(query)


@pytest.mark.parametrize(
    ("title", "query"),
    [("Cat dog", "cat -dog"), ("The cat", "-the cat"), ("Energy", "@energy"), ("Title: solar", "title:wind")],
)
def test_a_title_is_not_what_rules_its_words_out(
    library: Library, add: Callable[..., int], title: str, query: str
) -> None:
    article = add(title, "Here is a cat with a dog.")
    add("Other", "wind")
    library.catch_up()
    library.save_search("energy", "wind")
    assert article not in library.find(query).ids


def test_filters_alone_are_no_titles(library: Library, add: Callable[..., int]) -> None:
    titled = add("Tag: energy", "something")
    tagged = add("Other", "something else")
    library.tag(tagged, ["energy"])
    assert library.find("tag:energy").ids == (tagged,)
    assert library.find("Tag: energy").ids == (titled, tagged)


def test_a_title_is_found_before_it_is_indexed(library: Library, add: Callable[..., int]) -> None:
    add("Portland, ME", "Portland")
    library.catch_up()
    meant = add("Portland, OR", "Rain.")
    assert library.find("Portland, OR").ids[0] == meant


def test_the_title_counts_within_the_limit(library: Library, add: Callable[..., int]) -> None:
    add("Harbours", "harbour " * 20)
    meant = add("Harbour", "A word.")
    library.catch_up()
    assert library.finding.find("harbour", limit=1).ids == (meant,)
    assert library.finding.find("harbour", limit=0).ids == ()


# --- questions ----------------------------------------------------------------------------------------------

_FILLER = "On this day many other things were said about the weather and the roads. " * 3


def test_of_a_question_articles_with_some_of_its_words_follow(
    library: Library, add: Callable[..., int]
) -> None:
    whole = [
        add(f"All {n}", f"Ropes, sails, masts and anchors, {n} in all. {_FILLER} {n}" * n)
        for n in range(1, 9)
    ]
    some = add("Some", f"Masts and sails and ropes. {_FILLER}")
    library.catch_up()
    found = library.find("Which ropes and sails and masts and anchors were there?")
    assert some in found.ids[found.partial_from :]
    assert set(found.ids[: found.partial_from]) <= set(whole)
    # What people type in two or three words means all of them; and what they are still typing as well.
    assert some not in library.find("ropes sails anchors").ids
    assert some not in library.find("ropes sails masts anchors", typing=True).ids
    assert some in library.find("which ropes, sails, masts, anchors?", typing=True).ids


def test_a_question_also_finds_what_its_best_articles_have_in_common(
    library: Library, add: Callable[..., int]
) -> None:
    """Of two articles with one word of the question each, the one on its subject comes first."""
    for number in range(6):
        add(
            f"Note {number}",
            f"Violins: how luthiers shape spruce and varnish maple for the sound of violins, part {number}."
            f" Spruce and varnish and maple again. {_FILLER}",
        )
    near = add("Luthiers", f"Spruce and maple, varnish on spruce; a good sound. {_FILLER}")
    far = add("Traffic", f"Lorries and buses, buses in a row; a loud sound. {_FILLER}")
    for number in range(12):
        add(f"Weather {number}", f"Rain and {'snow ' * number}. {_FILLER}")
    library.catch_up()
    question = "why do old violins have their sound, says professor Amati"

    def places(feedback: bool) -> tuple[int, int]:
        library.finding.features = replace(ALL_FEATURES, feedback=feedback)
        ids = library.find(question).ids
        return ids.index(near), ids.index(far)

    one, other = places(feedback=False)
    assert one > other  # as the words alone have it: the shorter article
    one, other = places(feedback=True)
    assert one < other


def test_where_a_word_is_missing_the_passage_that_has_the_others_counts(
    library: Library, add: Callable[..., int]
) -> None:
    apart = add(
        "Apart", f"Lantern lantern pilot pilot. {_FILLER} Harbour harbour. {_FILLER} Lantern. {_FILLER}"
    )
    close = add("Close", f"{_FILLER} The pilot hung a lantern at the harbour. {_FILLER}")
    for number in range(10):
        add(f"Other {number}", f"{_FILLER} {number}")
    library.catch_up()
    for query in ("lantern harbour pilot zeppelin", "the pilot with his lantern in some zeppelin harbour"):
        assert library.find(query).ids[:2] == (close, apart)


def test_a_title_without_the_sign_is_another_title(library: Library, add: Callable[..., int]) -> None:
    net = add("Net", "The net was full of fish.")
    runtime = add("Runtime", "The .NET runtime ran well.")
    library.catch_up()
    assert library.find(".NET").ids[0] == runtime
    assert library.find("net").ids[0] == net
    platform = add(".NET", "A platform.")
    library.catch_up()
    assert library.find(".net").ids[0] == platform
