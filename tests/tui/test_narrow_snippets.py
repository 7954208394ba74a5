"""Snippets in narrow columns show the words that matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Snippet
from reader.search.passages import snippet
from reader.search.query import parse
from reader.text import width
from reader.tui.widgets.list_rows import around_marks

TEXT = (
    "The harbour is old. Nobody remembers who built it, or when, and few have asked. At noon the tide meets"
    " the harbour and the boats go out."
)


def marked(shown: Snippet) -> list[str]:
    return [shown.text[start:end] for start, end in shown.marks]


def test_a_column_of_28_shows_the_words_that_stand_together() -> None:
    shown = around_marks(snippet(TEXT, parse("harbour tide boats")), 28)
    assert "tide meets the harbour" in shown.text
    assert marked(shown) == ["tide", "harbour"]


def test_a_wide_column_shows_all_from_the_beginning() -> None:
    whole = snippet(TEXT, parse("harbour tide"))
    assert around_marks(whole, 400) == whole


def test_a_word_alone_has_something_before_it() -> None:
    shown = around_marks(snippet(TEXT, parse("noon")), 28)
    assert marked(shown) == ["noon"]
    assert shown.text.startswith("…")
    assert shown.text.index("noon") > 1


@pytest.mark.parametrize("cells", [0, 1, 2, 3, 10])
def test_hardly_any_room(cells: int) -> None:
    assert width(around_marks(snippet(TEXT, parse("harbour tide")), cells).text) <= max(cells, 1)


@given(
    st.text("ab 漢é\u0301", max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 8)), max_size=8),
    st.integers(4, 40),
)
def test_marks_stay_within_the_text(text: str, spans: list[tuple[int, int]], cells: int) -> None:
    marks, last = [], 0
    for start, size in sorted(spans):
        if last <= start < start + size <= len(text):
            marks.append((start, start + size))
            last = start + size
    shown = around_marks(Snippet(text, tuple(marks)), cells)
    assert width(shown.text) <= cells
    assert all(0 <= start <= end <= len(shown.text) for start, end in shown.marks)
