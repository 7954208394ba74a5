"""Queries that would be too much work look up the rarest of their words, and say so."""

from __future__ import annotations

import pytest

from reader.search.query import parse


@pytest.fixture
def towns(library):
    return library(*["the wind and the sun"] * 40, "the rare wind", "rare sun and wind stands here")


def ids(lib, text: str, most: int):
    matches = lib.index.search(parse(text), most=most)
    return [article for article, _ in matches.hits], matches


def test_all_words_are_looked_up_while_they_are_few(towns):
    for text in ("wind sun", "wind OR sun", '"the wind and"', "rare -sun", "wind*"):
        found, matches = ids(towns, text, 10_000)
        assert found
        assert not matches.reduced


def test_of_too_many_the_rarest_are_looked_up(towns):
    found, matches = ids(towns, "rare OR wind OR sun", 20)
    assert (sorted(found), matches.reduced) == ([41, 42], True)
    found, matches = ids(towns, "sun the wind", 50)
    assert (len(found), matches.reduced) == (41, True)
    found, matches = ids(towns, "wind -(rare OR the)", 50)
    assert 42 not in found  # what is ruled out stays so


def test_rare_words_cost_little_however_common_the_others_are(towns):
    found, matches = ids(towns, "rare wind sun", 10)
    assert (found, matches.reduced) == ([42], False)


def test_of_a_long_phrase_the_rarest_words_are_looked_up_in_their_places(towns):
    found, matches = ids(towns, '"rare sun and wind stands here"', 0)
    assert (found, matches.reduced) == ([42], True)
    # Not "and", "wind" and "the" but the three rarest are checked; these at their distance.
    assert ids(towns, '"rare moon and wind stands here"', 0)[0] == []
    assert ids(towns, '"rare and wind stands here"', 0)[0] == []
