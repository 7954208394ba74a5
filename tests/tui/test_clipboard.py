"""What y copies: what terminals take, and the notice says how much that is."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Offset
from textual.selection import Selection

from reader.library import Library
from reader.tui.background.clipboard import MOST_BYTES, clipping


@given(st.text(st.characters(), max_size=40), st.integers(1, 20_000))
def test_it_is_the_beginning_and_as_much_of_it_as_is_taken(word: str, times: int) -> None:
    text = (word or "x") * times
    kept = clipping(text)
    assert text.startswith(kept)
    size = len(kept.encode("utf-8", errors="surrogatepass"))
    assert size <= MOST_BYTES
    assert kept == text or size > MOST_BYTES - 4
    # The way to the terminal is limited to this, all told.
    assert len(base64.b64encode(bytes(MOST_BYTES))) <= 100_000


@pytest.fixture
def long(paths, tmp_path):
    page = tmp_path / "long.txt"
    paragraphs = "\n\n".join(f"字{number} of many words that go on and on." for number in range(5000))
    page.write_text(f"A long way\n\nA long way\n\n{paragraphs}\n", encoding="utf-8")
    with Library(paths) as library:
        assert library.add([page]).added == 1
        return library.ids("title:way")[0]


async def test_of_a_long_article_the_beginning_is_copied_and_what_prints_all_is_said(run, long):
    async with run(article=long) as reader:
        await reader.press("y", "x")
        copied = reader.app.clipboard
        assert copied.startswith("A long way\n\n字0 of many words")
        assert MOST_BYTES - 4 < len(copied.encode()) <= MOST_BYTES
        assert reader.notice == (
            f"Copied the first {len(copied):,} characters: “reader show {long}” prints all"
        )


async def test_so_is_the_beginning_of_a_long_selection(run, long):
    async with run(article=long) as reader:
        reader.main.selections = {reader.article: Selection(Offset(0, 4), None)}
        await reader.press("y", "y")
        copied = reader.app.clipboard
        assert copied.startswith("字0 of many words")
        assert len(copied.encode()) <= MOST_BYTES
        assert reader.notice == f"Copied the first {len(copied):,} characters of the selection"


async def test_what_fits_is_copied_whole(run):
    async with run(article=1) as reader:
        await reader.press("y", "x")
        assert reader.app.clipboard.startswith("Welcome to the reader\n\n")
        assert reader.notice == f"Copied the article: {len(reader.app.clipboard):,} characters"
