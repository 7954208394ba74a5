"""Very long texts: what is looked at is bounded, what matters is found, and ordinary texts are as ever."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reader.model import Snippet
from reader.search.passages import snippets, windows
from reader.search.passages.snippets import ELLIPSIS, marks, snippet
from reader.search.passages.windows import MOST_MARKED, WHOLE, beginnings, stretches, telling
from reader.search.query import Query, parse

FILLER = "lorem ipsum dolor sit amet "
LONG = FILLER * 100_000


def marked(shown: Snippet) -> list[str]:
    return [shown.text[start:end] for start, end in shown.marks]


@pytest.mark.parametrize(
    ("query", "passage", "expected"),
    [
        ("turbine", "Turbines turn slowly.", ["Turbines"]),
        ("studies", "A study of nothing.", ["study"]),
        ("wind turbine", "The wind drives turbines.", ["wind", "turbines"]),
        ('"slow turbines"', "There are slow turbines here.", ["slow turbines"]),
        ("turbin*", "One TURBINE only.", ["TURBINE"]),
        ("tubrine~", "One turbine only.", []),
        ("cafe", "Le Café du port.", ["Café"]),
        ("风车", "我们的风车很慢", ["风车"]),
        ("हिन्दी", "यह हिन्दी में है", ["हिन्दी"]),
        ("absent", "Nothing of the kind.", []),
    ],
)
@pytest.mark.parametrize("where", ["beginning", "middle", "end"])
def test_a_word_is_found_wherever_it_is(where: str, query: str, passage: str, expected: list[str]) -> None:
    before, after = {"beginning": ("", LONG), "middle": (LONG, LONG), "end": (LONG, "")}[where]
    text = f"{before}{passage} {after}"
    shown = snippet(text, parse(query))
    found = [text[start:end] for start, end in marks(text, parse(query))]
    if where == "beginning" and query == "tubrine~":
        # What is spelt otherwise is found where everything is looked at.
        expected = ["turbine"]
    assert marked(shown) == found == expected
    assert len(shown.text) < 200
    assert shown.text.startswith(ELLIPSIS) == (where != "beginning" and bool(expected))


def test_of_all_passages_one_with_most_of_the_query_is_shown() -> None:
    text = f"{LONG} a turbine {LONG} the wind {LONG} wind drives a turbine {LONG}"
    assert "wind drives a turbine" in snippet(text, parse('"wind drives" turbine')).text


@pytest.mark.slow
def test_what_is_looked_at_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    found = snippets._found

    def counting(text: str, query: Query, lang: str) -> list[tuple[int, int, int]]:
        looked.append(len(text))
        return found(text, query, lang)

    monkeypatch.setattr(snippets, "_found", counting)
    words = " ".join(f"lorem{number} ipsum{number} dolor{number} sit amet" for number in range(8))
    for text in (LONG, "x" * 3_000_000, "风" * 3_000_000, "lorem\n" * 500_000):
        for query in (words, "x*", "风", "lorem", "sit amet"):
            looked.clear()
            snippet(text, parse(query))
            assert sum(looked) < 2 * WHOLE
            looked.clear()
            marks(text, parse(query))
            assert sum(looked) < MOST_MARKED + 2 * WHOLE


def test_parts_do_not_cut_words() -> None:
    for start, end in [*stretches(LONG, MOST_MARKED), *windows.windows(LONG, parse("dolor"))]:
        assert start == 0 or LONG[start - 1].isspace() or LONG[start].isspace()
        assert LONG[end : end + 1].isspace()


def test_marks_of_a_long_text_are_in_order_and_apart() -> None:
    text = f"{'wind turbine ' * 75_000} {LONG} the wind {LONG}"
    places = marks(text, parse("wind turbine"))
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert text[slice(*places[-1])] == "wind"
    assert len(places) > 100_000


@pytest.mark.parametrize(
    "query", ["wind", "wind turbine", '"turbines turn"', "turn*", "trubine~", "absent", "the of"]
)
def test_up_to_the_limit_nothing_is_otherwise(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary article gives what it gives without any limit."""
    article = "The wind drives turbines. Turbines turn slowly, and the wind turns with them.\n\n" * 300
    texts = [article[:size] for size in (0, 1, 100, 5000, len(article))]
    before = [(snippet(text, parse(query)), marks(text, parse(query))) for text in texts]
    monkeypatch.setattr(snippets, "WHOLE", len(article))
    assert [(snippet(text, parse(query)), marks(text, parse(query))) for text in texts] == before
    assert [text for _, text in telling(article.split("\n"), parse(query))] == article.split("\n")


def test_of_very_many_blocks_those_that_may_matter_are_looked_at() -> None:
    texts = ["A paragraph of many."] * 60_000
    texts[3], texts[40_000], texts[-1] = "A needle here.", "Two needles there.", "Needlework at the end."
    looked = [number for number, _ in telling(texts, parse("needle"))]
    assert len(looked) < 12_000
    assert {3, 40_000, 59_999} <= set(looked)
    assert len(list(telling(texts, parse("many")))) < 20_000
    assert {40_000, 59_999}.isdisjoint(number for number, _ in telling(texts, parse("is:unread")))


def test_how_words_begin() -> None:
    assert beginnings(parse("studies -left note:day"))[:2] == ["studi", "day"]
    assert beginnings(parse("is:unread")) == []
    assert "stud" in beginnings(parse("studies"))


def test_a_match_at_the_end_is_not_cut_off() -> None:
    for many in range(60, 80):
        text = f"{'a b c ' * many}{'word ' * 20}Here is a needle.\n"
        assert marked(snippet(text, parse("needle"))) == ["needle"]
