"""A click on a hint does what its key does, wherever the hint stands."""

from __future__ import annotations

from reader.tui.screens.help import HelpSheet
from reader.tui.widgets.key_hints import KeyHints


async def click(reader, words: str) -> None:
    """Clicks on words of the bottom line."""
    hints = reader.main.query_one(KeyHints)
    line = hints.render_line(0).text
    assert words in line, line
    await reader.pilot.click(KeyHints, offset=(line.index(words) + 1, 0))
    await reader.settle()


async def click_at(reader, words: str) -> None:
    """Clicks on words wherever the screen shows them."""
    for y, strip in enumerate(reader.app.screen._compositor.render_strips()):
        if words in strip.text:
            await reader.pilot.click(offset=(strip.text.index(words) + 1, y))
            await reader.settle()
            return
    raise AssertionError(words)


async def test_the_hints_of_the_bottom_line_answer_in_every_pane(run):
    async with run(size=(160, 24)) as reader:
        await reader.pilot.click("#search")
        await reader.type("olive")
        await click(reader, "end search")
        assert (reader.box.value, reader.focus) == ("", "list")
        await reader.press("slash")
        await reader.type("olive")
        await click(reader, "results")
        assert reader.focus == "list"
        await reader.press("escape")
        await click(reader, "Enter open")
        assert reader.title
        before = reader.article.position
        await click(reader, "Space page")
        assert reader.article.position != before
        await click(reader, "select")
        assert reader.article.passage is not None
        await click(reader, "leave")
        assert reader.article.passage is None
        await click(reader, "related")
        assert reader.focus == "related"
        title = reader.title
        await click(reader, "Enter follow")
        assert reader.title != title


async def test_the_hints_of_sheets_and_lines_answer(run):
    async with run() as reader:
        await reader.press("question_mark")
        await click_at(reader, "/ filters")
        assert reader.app.focused.id == "sheet-filter"
        await click_at(reader, "ends the filter")
        assert isinstance(reader.app.screen, HelpSheet)
        await click_at(reader, "closes")
        assert reader.app.screen is reader.main
        await reader.press("colon")
        await click_at(reader, "Esc cancels")
        assert reader.app.screen is reader.main
        await reader.press("enter", "ctrl+f")
        await click_at(reader, "goes back")
        assert reader.focus == "article"
        assert not reader.main.has_class("-finding")


def line(reader) -> str:
    """The bottom line."""
    return reader.main.query_one(KeyHints).render_line(0).text


async def test_the_bottom_line_names_what_helps_just_now(run, tmp_path):
    async with run(size=(140, 30)) as reader:
        assert " d remove " in line(reader)
        await reader.press("x", "x")
        assert line(reader).startswith(" x mark/unmark  # tag ")
        assert " : export … " in line(reader)
        await reader.press("escape")
        assert line(reader).startswith(" Enter open ")
        await reader.press("delete")
        assert len(reader.list.ids) == 15
        await reader.press("slash")
        await reader.type("desk")
        await reader.press("delete", "enter")
        assert len(reader.list.ids) < 15
        assert reader.title
        reader.main.tell("")
        assert line(reader).startswith(" n next match  N previous ")
        await reader.press("escape")
        reader.main.tell("")
        assert line(reader).startswith(" Space page ")
        await reader.press("ctrl+f", *"the", "enter")
        reader.main.tell("")
        assert line(reader).startswith(" n next match  N previous ")


async def test_help_finds_keys_by_what_people_call_them(run):
    async with run() as reader:
        for word, found in (("delet", "d Delete"), ("remov", "d Delete"), ("filter", "Filter: ")):
            await reader.press("question_mark", "slash")
            await reader.type(word)
            shown = str(reader.app.screen.query_one("#sheet-text").render())
            assert found in shown, shown
            assert "“Single keys” in the settings (,)" in shown
            await reader.press("escape", "escape")
        await reader.press("question_mark")
        shown = str(reader.app.screen.query_one("#sheet-text").render())
        assert shown.index("Take the tour, in an empty library") > shown.index("In other panes, sheets")
