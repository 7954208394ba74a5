"""What the pointer does: it selects words and paragraphs, pastes, and finds buttons in prompts."""

from __future__ import annotations

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from reader.library import Library
from reader.text import width
from reader.tui import app
from reader.tui.screens.overlay import Buttons
from reader.tui.screens.tagging import TagPrompt
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.clicked import word_at
from reader.tui.widgets.search_box import SearchBox


@pytest.mark.parametrize(
    ("text", "cell", "word"),
    [
        ("the harbour froze", 5, "harbour"),
        ("the harbour froze", 3, None),
        ("the harbour froze", 99, None),
        ("don’t, well-known", 1, "don’t"),
        ("don’t, well-known", 5, ","),
        ("don’t, well-known", 12, "well-known"),
        ("字字 word", 6, "word"),
        ("字字 word", 3, "字字"),
        ("", 0, None),
    ],
)
def test_the_word_under_a_cell(text, cell, word):
    found = word_at(text, cell)
    assert (found and text[slice(*found)]) == word


@given(st.text(max_size=30), st.integers(0, 70))
def test_a_word_is_where_the_pointer_is_and_holds_no_blank(text, cell):
    found = word_at(text, cell)
    if found is not None:
        start, end = found
        assert width(text[:start]) <= cell < width(text[:end]) + 1
        assert not any(character.isspace() for character in text[start:end])


def place_of(reader, words: str) -> tuple[int, int]:
    """Where some words stand in the article pane, without its frame."""
    for y, line in enumerate(reader.lines(reader.article)):
        if words in line:
            return line.index(words), y
    raise AssertionError(words)


@pytest.fixture
def written(monkeypatch):
    """What was sent to the terminal as its own selection."""
    sent = []
    primary = app.primary

    def note(text):
        sequence = primary(text)
        assert sequence.startswith("\x1b]52;p;")
        sent.append(b64decode(sequence[7:-1]).decode())
        return sequence

    monkeypatch.setattr(app, "primary", note)
    return sent


async def click(reader, words: str, times: int) -> None:
    x, y = place_of(reader, words)
    top = reader.article.gutter.top
    await reader.pilot.click(ArticlePane, offset=(x + 1, y + top), times=times)
    await reader.settle()


async def test_two_clicks_select_a_word_and_three_its_paragraph(run, written):
    async with run() as reader:
        await reader.press("enter")
        await click(reader, "terminal", 2)
        assert reader.main.get_selected_text() == "terminal"
        assert written == ["terminal"]
        await click(reader, "terminal", 3)
        selected = reader.main.get_selected_text()
        assert "terminal" in selected
        assert len(selected) > 60
        assert "\n" not in selected, "the paragraph is one line again"
        paragraphs = [block.text for block in reader.article.view.article.blocks]
        assert " ".join(selected.split()) in [" ".join(text.split()) for text in paragraphs]
        await reader.press("y")
        assert reader.notice.endswith(f"({len(selected)} characters)")


async def test_the_middle_button_pastes_what_was_selected_last(run):
    async with run() as reader:
        await reader.press("enter")
        await click(reader, "terminal", 2)
        await reader.press("escape", "escape", "slash", *"my ")
        await reader.pilot.click(SearchBox, offset=(3, 0), button=2)
        await reader.settle()
        assert reader.box.value == "my terminal"
        await reader.press("escape")


async def test_buttons_do_what_the_keys_do(run, paths):
    async with run(size=(80, 24)) as reader:
        await reader.press("number_sign", *"sea")
        assert isinstance(reader.app.screen, TagPrompt)
        line = str(reader.app.screen.query_one(Buttons).render())
        assert line == "[ OK ] [ Cancel ]"
        await press_button(reader, "Cancel")
        assert reader.app.screen is reader.main
        await reader.press("number_sign", *"sea")
        await press_button(reader, "OK")
        await reader.until(lambda: reader.notice.startswith("Tagged"))
        assert reader.app.screen is reader.main
        await reader.press("y")
        said = str(reader.app.screen.query_one("Static").render())
        await reader.pilot.click("KeyLine > Static", offset=(said.index("t title") + 3, 0))
        await reader.settle()
        assert reader.notice == "Copied Welcome to the reader"
    with Library(paths) as library:
        assert len(library.find_all("tag:sea").ids) == 1


async def press_button(reader, word: str) -> None:
    buttons = reader.app.screen.query_one(Buttons)
    text = str(buttons.render())
    right = buttons.size.width - len(text)
    await reader.pilot.click(Buttons, offset=(right + text.index(word) + 1, 0))
    await reader.settle()


async def test_a_click_outside_closes_whatever_is_open(run):
    async with run(size=(80, 24)) as reader:
        for key in ("question_mark", "o", "h", "number_sign", "colon", "y", "percent_sign", "comma"):
            await reader.press(*(["enter"] if key in "h" else []), key)
            assert reader.app.screen is not reader.main, key
            await reader.pilot.click(offset=(0, 0))
            await reader.settle()
            assert reader.app.screen is reader.main, key


async def test_the_wheel_scrolls_what_is_under_the_pointer(run):
    async with run(size=(120, 20)) as reader:
        await reader.press("enter")
        before = reader.list.scroll_offset.y
        await reader.pilot._post_mouse_events([events.MouseScrollDown], reader.list, (5, 5))
        await reader.settle()
        assert reader.list.scroll_offset.y > before
        assert reader.article.scroll_offset.y == 0
        assert reader.focus == "article"
