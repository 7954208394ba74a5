"""The order to go through matches: the snippet's passage first, those with several words before others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.search.passages import in_turn, places, snippet
from reader.search.passages.turns import densest
from reader.search.query import parse

FAR = (
    "Nothing of interest stands in this long sentence, which keeps what comes before and after it apart. " * 3
)


def seen(text: str, query: str) -> list[str]:
    """The matches in turn, each with its place among all in the text."""
    found = places(text, parse(query))
    return [f"{at}:{text[found[at][0] : found[at][1]]}" for at in in_turn(found)]


def test_it_begins_where_the_snippet_is_cut_from():
    text = f"A harbour. {FAR} The tide comes into the harbour at noon. {FAR} A tide alone."
    assert "comes into" in snippet(text, parse("harbour tide")).text
    assert seen(text, "harbour tide") == ["1:tide", "2:harbour", "0:harbour", "3:tide"]


def test_passages_with_several_words_come_before_others():
    both, one = "The tide and the harbour.", "The harbour."
    text = FAR.join([one, both, one, f"{both} {both}", one, both])
    # From the densest one to the end, then from the beginning; the matches that stand alone come last.
    assert [int(turn.split(":")[0]) for turn in seen(text, "harbour tide")] == [
        4,
        5,
        6,
        7,
        9,
        10,
        1,
        2,
        0,
        3,
        8,
    ]


def test_a_single_word_is_gone_through_from_the_snippet_round():
    text = FAR.join(["One tide.", "A tide, a tide and a tide.", "A last tide."])
    assert [int(turn.split(":")[0]) for turn in seen(text, "tide")] == [1, 2, 3, 4, 0]


def test_what_is_in_the_title_is_shown_by_no_snippet():
    assert in_turn([(-20, -15, 0), (-10, -5, 1), (300, 304, 0)]) == [0, 1, 2]
    assert in_turn([(-20, -15, 0), (300, 304, 0)]) == [1, 0]
    assert in_turn([(-20, -15, 0)]) == [0]


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 3)), max_size=30), st.integers(1, 400))
def test_each_match_has_one_turn_and_the_first_is_in_the_densest_passage(found, length):
    ordered = [(start, start + 1, part) for start, part in sorted(dict(found).items())]
    turns = in_turn(ordered, length)
    assert sorted(turns) == list(range(len(ordered)))
    if ordered:
        start, end = densest(ordered, length)
        assert start <= ordered[turns[0]][0] < end
