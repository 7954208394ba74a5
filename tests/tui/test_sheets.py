"""Sheets, prompts and pickers: the keys of the table, the filter, the mouse."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.widgets import Input

from reader.config import Settings
from reader.library import Library
from reader.tui.screens.contents import ContentsSheet
from reader.tui.screens.help import HelpSheet
from reader.tui.screens.journeys import TrailSheet, WantedSheet
from reader.tui.screens.number import NumberLine
from reader.tui.screens.searches import SearchesSheet
from reader.tui.screens.sheets import SheetText
from reader.tui.screens.tagging import TagPrompt
from reader.tui.widgets.sheet_list import SheetList

SHEETS = {
    "question_mark": HelpSheet,
    "t": ContentsSheet,
    "h": TrailSheet,
    "w": WantedSheet,
    "ctrl+r": SearchesSheet,
}


@pytest.fixture
def searched(paths):
    with Library(paths) as library:
        for number in range(30):
            library.remember_search(f"search number {number}")
    return paths


def frame(reader) -> str:
    """What the frame of a sheet says of keys, or of what was asked."""
    return Content.from_markup(str(reader.app.screen.query_one("#sheet").border_subtitle)).plain


def lines(reader) -> list[str]:
    sheet = reader.app.screen.query_one(SheetList)
    return [str(sheet.get_option_at_index(index).prompt) for index in range(sheet.option_count)]


@pytest.mark.parametrize("size", [(60, 20), pytest.param((120, 40), marks=pytest.mark.slow)])
async def test_every_sheet_is_closed_by_its_key_by_escape_by_q_and_by_a_click_outside(
    run, searched, tmp_path, size
):
    page = tmp_path / "parts.txt"
    page.write_text("Parts\n\nParts\n\nPART 1\n\nSome words.\n\nPART 2\n\nSome more words.\n")
    with Library(searched) as library:
        library.add([page])
    async with run(size=size) as reader:
        await reader.press("enter")
        assert reader.title == "Parts"
        for key, sheet in SHEETS.items():
            for way in (key, "escape", "q", None):
                await reader.press(key)
                assert isinstance(reader.app.screen, sheet), (key, way)
                assert "closes" in frame(reader)
                if way:
                    await reader.press(way)
                else:
                    await reader.pilot.click(offset=(0, 0))
                    await reader.settle()
                assert reader.app.screen is reader.main, (key, way)


async def test_the_keys_that_move_work_in_a_list(run, searched):
    async with run(size=(80, 24)) as reader:
        await reader.press("ctrl+r")
        sheet = reader.app.screen.query_one(SheetList)
        page = sheet.scrollable_content_region.height - 1
        for key, at in [
            *(("j", 1), ("down", 2), ("k", 1), ("G", 29), ("j", 29), ("g", 0), ("k", 0)),
            *(("space", page), ("b", 0), ("ctrl+d", page // 2), ("ctrl+u", 0)),
            *(("pagedown", page), ("pageup", 0), ("end", 29), ("home", 0)),
        ]:
            await reader.press(key)
            assert sheet.highlighted == at, key


async def test_they_work_in_help_and_a_page_overlaps(run):
    async with run(size=(80, 24)) as reader:
        await reader.press("question_mark")
        text = reader.app.screen.query_one(SheetText)
        await reader.press("space")
        page = text.scroll_offset.y
        assert 0 < page < text.size.height
        await reader.press("G")
        assert text.scroll_offset.y == text.max_scroll_y > page
        await reader.press("g")
        assert text.scroll_offset.y == 0
        await reader.press("ctrl+d", "j", "k", "ctrl+u")
        assert text.scroll_offset.y == 0
        await reader.pilot._post_mouse_events([_wheel()], widget=text)
        await reader.settle()
        assert text.scroll_offset.y > 0


def _wheel():
    from textual import events

    return events.MouseScrollDown


async def test_a_list_is_filtered_by_words(run, searched):
    async with run() as reader:
        await reader.press("ctrl+r", "slash", *"number", "space", *"17")
        assert lines(reader) == ["/ search number 17"]
        await reader.press(*"zz")
        assert frame(reader) == "Nothing here contains “number 17zz”"
        await reader.press("enter")
        assert isinstance(reader.app.screen, SearchesSheet)
        await reader.press("backspace", "backspace", "enter")
        assert reader.box.value == "search number 17"


async def test_the_first_escape_ends_the_filter(run, searched):
    async with run() as reader:
        await reader.press("ctrl+r", "slash", *"17", "escape")
        assert len(lines(reader)) == 30
        # The line that was left is still selected.
        assert reader.app.screen.choices.selected == 12
        await reader.press("j", "escape")
        assert reader.app.screen is reader.main


async def test_help_is_filtered(run):
    async with run() as reader:
        await reader.press("question_mark", "slash", *"undo")
        shown = str(reader.app.screen.query_one("#sheet-text").render())
        assert "Undo the last change" in shown
        assert "Next pane" not in shown


async def test_the_wheel_and_a_click_work_in_a_list(run, searched):
    async with run(size=(80, 24)) as reader:
        await reader.press("ctrl+r")
        sheet = reader.app.screen.query_one(SheetList)
        await reader.pilot._post_mouse_events([_wheel()], widget=sheet)
        await reader.settle()
        assert sheet.scroll_offset.y > 0
        await reader.pilot.click(SheetList, offset=(3, 1))
        await reader.settle()
        assert reader.app.screen is reader.main
        assert reader.box.value.startswith("search number")


async def test_keys_of_sheets_and_prompts_can_be_moved_and_are_named_as_they_are_set(run, searched):
    keys = {
        "close": "x,f7",
        "filter": "tilde",
        "delete_search": "Y",
        "cancel": "f9",
        "accept": "f8",
        "choose": "W,enter",
        "open_source": "O",
        "trail": "Q",
    }
    async with run(settings=Settings(keys=keys)) as reader:
        await reader.press("enter", "Q")
        assert isinstance(reader.app.screen, TrailSheet)
        assert frame(reader) == "W opens · ~ filters · x closes"
        await reader.press("q", "escape", "slash")
        assert isinstance(reader.app.screen, TrailSheet)
        await reader.press("Q", "Q", "x", "ctrl+r")
        assert "Y deletes" in frame(reader)
        await reader.press("tilde", *"17", "down", "i")
        assert isinstance(reader.app.screen, SearchesSheet)
        # What is typed goes into the filter: the keys named are others.
        assert frame(reader) == "Nothing here contains “17i”"
        await reader.press("backspace")
        assert frame(reader) == "Enter searches · F7 ends the filter"
        await reader.press("enter")
        assert reader.box.value == "search number 17"
        await reader.press("number_sign")
        prompt = reader.app.screen.query_one("TagPrompt > Vertical")
        assert (
            Content.from_markup(str(prompt.border_subtitle)).plain == "Tab completes · F8 saves · F9 cancels"
        )
        await reader.press("escape", "enter")
        assert isinstance(reader.app.screen, TagPrompt)
        await reader.press("f9", "0")
        assert isinstance(reader.app.screen, NumberLine)
        assert "F9 cancels" in str(reader.app.screen.query_one("Static").render())
        await reader.press("f9")
        assert reader.app.screen is reader.main


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"close": "j"}, 'keys.close = "j": j already belongs to down'),
        ({"trail": "d"}, 'keys.trail = "d": d already belongs to'),
        ({"delete_search": "n"}, "n already belongs to rename_search"),
        ({"choose": "enter,o"}, "o already belongs to order"),
    ],
)
async def test_a_key_that_means_two_things_in_a_sheet_is_refused(run, keys, complaint):
    async with run(settings=Settings(keys=keys)) as reader:
        await reader.until(lambda: complaint in reader.notice)


@pytest.mark.parametrize("name", ["close", "choose", "accept", "cancel", "leave_box", "list_down"])
async def test_an_action_needed_while_typing_keeps_a_key_that_is_not_typed(run, name):
    async with run(settings=Settings(keys={name: "underscore,tilde"})) as reader:
        because = "needs a key that is not a character, because it is also used while you type"
        assert reader.notice == f'config.toml: keys.{name} = "underscore,tilde": {because}'
        await reader.press("question_mark", "slash", "escape", "escape")
        assert reader.app.screen is reader.main
    async with run(settings=Settings(keys={name: "underscore,f9"})) as reader:
        assert reader.notice == ""


async def test_a_click_outside_cancels_a_prompt_and_one_inside_does_not(run):
    async with run() as reader:
        await reader.press("number_sign")
        await reader.pilot.click(Input)
        await reader.settle()
        assert isinstance(reader.app.screen, TagPrompt)
        await reader.pilot.click(offset=(0, 0))
        await reader.settle()
        assert reader.app.screen is reader.main
