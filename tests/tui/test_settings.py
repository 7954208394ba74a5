"""Settings and themes on screen: to be seen at once, kept in the file, taken back where that is offered."""

from __future__ import annotations

import pytest
from textual.content import Content

from reader.settings.declared import Settings
from reader.settings.found import InForce
from reader.settings.reading import read_settings
from reader.tui.screens.remapping import KeyAsk, KeysSheet
from reader.tui.screens.settings import ColumnsSheet, SettingsSheet
from reader.tui.screens.themes import ThemeSheet
from reader.tui.widgets.sheet_list import SheetList


def lines(reader) -> list[str]:
    sheet = reader.app.screen.query_one(SheetList)
    return [str(sheet.get_option_at_index(index).prompt) for index in range(sheet.option_count)]


def line(reader, label: str) -> str:
    return next(one for one in lines(reader) if label in one)


def frame(reader) -> str:
    return Content.from_markup(str(reader.app.screen.query_one("#sheet").border_subtitle)).plain


async def to(reader, label: str) -> None:
    """Goes to the line with that label."""
    sheet = reader.app.screen.query_one(SheetList)
    sheet.select(lines(reader).index(line(reader, label)))
    await reader.settle()


def kept(reader) -> InForce:
    return read_settings(reader.app.preferences.file)


# --- themes -----------------------------------------------------------------------------------------------


async def test_a_theme_is_seen_at_once_and_kept_when_chosen(run):
    async with run() as reader:
        await reader.press("T", "j")
        assert isinstance(reader.app.screen, ThemeSheet)
        assert reader.app.theme == "reader-light"
        assert kept(reader).lines == {}
        await reader.press("enter")
        await reader.until(lambda: kept(reader).settings.theme == "reader-light")
        assert reader.app.theme == "reader-light"
        await reader.until(lambda: "reader-light" in reader.notice)


@pytest.mark.parametrize("way", ["escape", "q", "T", None])
async def test_a_theme_that_is_not_chosen_is_taken_back(run, way):
    async with run(settings=Settings(theme="nord")) as reader:
        await reader.press("T", "g")
        assert reader.app.theme == "reader-dark"
        if way:
            await reader.press(way)
        else:
            await reader.pilot.click(offset=(0, 0))
            await reader.settle()
        assert reader.app.screen is reader.main
        assert reader.app.theme == "nord"
        assert not reader.app.preferences.file.exists()


async def test_themes_are_filtered(run):
    async with run() as reader:
        await reader.press("T", "slash", *"gruv", "enter")
        await reader.until(lambda: kept(reader).settings.theme == "gruvbox")


async def test_the_theme_of_the_file_is_there_at_the_start_with_its_comments_afterwards(run, paths):
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text('# mine\ntheme = "nord" # cold\n')
    async with run(settings=read_settings(paths.settings)) as reader:
        assert reader.app.theme == "nord"
        await reader.press("T", "g", "enter")
        await reader.until(lambda: "reader-dark" in paths.settings.read_text())
        assert paths.settings.read_text() == '# mine\ntheme = "reader-dark" # cold\n'


# --- settings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_settings_open_and_close(run, size):
    async with run(size=size) as reader:
        for way in ("comma", "escape", "q", None):
            await reader.press("comma")
            assert isinstance(reader.app.screen, SettingsSheet)
            assert "closes" in frame(reader)
            if way:
                await reader.press(way)
            else:
                await reader.pilot.click(offset=(0, 0))
                await reader.settle()
            assert reader.app.screen is reader.main


async def test_the_width_of_the_text_changes_at_once_and_its_place_stays(run):
    async with run(size=(120, 40)) as reader:
        await reader.press("enter", "space")
        before, place = reader.lines(reader.article), reader.article.position
        await reader.press("comma")
        await to(reader, "Text width")
        await reader.press(*["left"] * 9)
        assert "61 columns" in line(reader, "Text width")
        assert reader.lines(reader.article) != before
        assert reader.article.position == place
        await reader.until(lambda: kept(reader).settings.measure == 61)


async def test_a_number_stops_at_its_limit_and_says_why(run):
    async with run(settings=Settings(measure=120)) as reader:
        await reader.press("comma")
        await to(reader, "Text width")
        await reader.press("right")
        assert frame(reader) == "It must be a whole number from 40 to 120."
        assert not reader.app.preferences.file.exists()


async def test_when_an_article_counts_as_read_changes_without_a_new_start(run):
    async with run() as reader:
        await reader.press("comma")
        await to(reader, "Mark as read")
        await reader.press("right", "escape", "enter")
        assert reader.article.view.summary.read is not None


async def test_columns_are_shown_hidden_and_moved_at_once(run):
    async with run(size=(200, 40)) as reader:
        heads = reader.main.query_one("#column-heads")
        await reader.press("comma")
        await to(reader, "Columns of the list")
        await reader.press("enter")
        assert isinstance(reader.app.screen, ColumnsSheet)
        await to(reader, "words")
        before = reader.lines(heads)
        await reader.press("enter")
        assert line(reader, "words").startswith("✓")
        assert reader.lines(heads) != before
        await reader.press("left", "left")
        expected = ("state", "title", "site", "date", "minutes", "words", "progress", "tags")
        await reader.until(lambda: kept(reader).settings.columns == expected)
        await to(reader, "tags")
        await reader.press("enter")
        await reader.until(lambda: kept(reader).settings.columns == expected[:-1])
        await reader.press("escape")
        assert "words" in line(reader, "Columns of the list")


async def test_preview_and_shelves_come_and_go_at_once(run):
    async with run() as reader:
        await reader.until(lambda: reader.main.panes.spaces.preview > 0)
        await reader.press("comma")
        await to(reader, "Preview")
        await reader.press("right")
        assert reader.main.panes.spaces.preview == 0
        await to(reader, "Shelves")
        await reader.press("right")
        await reader.until(lambda: bool(reader.main.query("#shelves")))
        await reader.until(lambda: kept(reader).settings.shelves)
        assert not kept(reader).settings.preview
        await reader.press("escape", "P")
        await reader.until(lambda: kept(reader).settings.preview)


async def test_the_last_column_stays(run):
    async with run(settings=Settings(columns=("title",))) as reader:
        await reader.press("comma")
        await to(reader, "Columns of the list")
        await reader.press("enter", "enter")
        assert frame(reader) == "The list needs a column."


async def test_the_editor_is_typed_and_an_empty_one_taken_out(run):
    async with run() as reader:
        await reader.press("comma")
        await to(reader, "Editor")
        await reader.press("enter", *"nvim", "enter")
        await reader.until(lambda: kept(reader).settings.editor == "nvim")
        await reader.press("enter", *["backspace"] * 4, "enter")
        await reader.until(lambda: kept(reader).settings.editor == "")
        assert ("editor",) not in kept(reader).lines


# --- keys -------------------------------------------------------------------------------------------------


async def test_another_preset_counts_at_once(run):
    async with run() as reader:
        await reader.press("comma")
        await to(reader, "Keys   ")
        await reader.press("left")
        assert "as in Emacs" in line(reader, "Keys   ")
        await reader.press("ctrl+g", "ctrl+n")
        assert reader.app.screen is reader.main
        assert reader.list.cursor == 1
        await reader.until(lambda: kept(reader).settings.preset == "emacs")


async def _keys(reader, action: str) -> None:
    await reader.press("comma")
    await to(reader, "Single keys")
    await reader.press("enter")
    assert isinstance(reader.app.screen, KeysSheet)
    await to(reader, action)


async def test_a_pressed_key_becomes_the_key_of_an_action(run):
    async with run() as reader:
        await _keys(reader, "One line or row down")
        await reader.press("enter")
        assert isinstance(reader.app.screen, KeyAsk)
        await reader.press("f5")
        assert line(reader, "One line or row down").startswith("* F5 ")
        await reader.press("a", "underscore")
        await reader.until(lambda: kept(reader).settings.keys == {"down": "f5,underscore"})
        # In force at once, even here.
        await reader.press("f5", "escape", "escape", "f5", "underscore", "j")
        assert reader.list.cursor == 2
        await _keys(reader, "One line or row down")
        await reader.press("d")
        await reader.until(lambda: kept(reader).settings.keys == {})
        await reader.press("escape", "escape", "j")
        assert reader.list.cursor == 3


async def test_a_key_that_is_taken_is_named_with_both_actions(run):
    async with run() as reader:
        await _keys(reader, "Star the article")
        await reader.press("enter", "j")
        assert frame(reader) == "j already belongs to “One line or row down”"
        await reader.press("enter", "escape")
        assert isinstance(reader.app.screen, KeysSheet)
        assert not reader.app.preferences.file.exists()


async def test_the_list_of_keys_puts_first_what_begins_like_the_filter_and_keeps_its_size(run):
    async with run(size=(100, 30)) as reader:
        await _keys(reader, "Star the article")
        sheet = reader.app.screen
        height = sheet.query_one("#sheet").outer_size.height
        assert frame(reader).endswith("Esc back")
        await reader.press("slash")
        await reader.type("star the")
        assert [one.split("  ")[-1].strip() for one in lines(reader)[:2]] == [
            "Star the article, or remove the star",
            "Selecting: to the start of the line",
        ]
        assert sheet.choices.selected is not None
        assert sheet.query_one("#sheet").outer_size.height == height
        await reader.press("enter")
        said = str(reader.app.screen.query_one("Static").render())
        assert said == "Press the key for “Star the article, or remove the star” · Esc cancels"


async def test_hints_name_a_new_key_at_once(run):
    async with run() as reader:
        await _keys(reader, "Quit")
        await reader.press("enter", "f8", "escape", "escape")
        hints = reader.main.query_one("#hints")
        assert "F8 quit" in hints.render_line(0).text


# --- the file ---------------------------------------------------------------------------------------------


async def test_a_file_that_cannot_be_written_says_so_and_the_change_stays(run, paths):
    paths.settings.mkdir(parents=True)
    async with run() as reader:
        await reader.press("comma")
        await to(reader, "Text width")
        await reader.press("right")
        await reader.until(lambda: frame(reader).startswith("Not kept: "))
        assert "a folder, not a file" in frame(reader)
        assert "71 columns" in line(reader, "Text width")


async def test_a_mistake_elsewhere_in_the_file_is_said_at_the_start_and_left_alone(run, paths):
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text("measure = 66\nmouse = maybe # ?\n[keys\n")
    async with run(settings=read_settings(paths.settings)) as reader:
        assert reader.notice == (
            "config.toml: line 2: mouse = maybe, but it must be true or false"
            " (and 1 more: 'reader config --check' names them)"
        )
        await reader.press("comma")
        await to(reader, "Text width")
        await reader.press("right")
        await reader.until(lambda: "measure = 67" in paths.settings.read_text())
        assert paths.settings.read_text() == "measure = 67\nmouse = maybe # ?\n[keys\n"


async def test_the_row_that_a_filter_found_stays_selected(run):
    async with run() as reader:
        await reader.press("comma")
        await to(reader, "Single keys")
        await reader.press("enter", "slash", *"wider", "space", *"lines")
        choices = reader.app.screen.choices
        found = choices.selected
        assert "Wider lines of text" in str(choices.highlighted_option.prompt)
        await reader.press("escape")
        assert choices.selected == found
        assert "Wider lines of text" in str(choices.highlighted_option.prompt)
        shown = [choices.render_line(y).text for y in range(choices.size.height)]
        assert any("Wider lines of text" in one for one in shown), shown
        await reader.press("slash", *"wider", "space", *"lin", "x", *["backspace"] * 10)
        assert choices.selected == found
        await reader.press("escape", "slash", *"wider", "space", *"linx", "escape")
        assert choices.selected == found
