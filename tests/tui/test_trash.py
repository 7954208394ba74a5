"""The sheet of the trash: what was removed is listed and comes back; no command of that name removes."""

from __future__ import annotations

from reader.tui.commandline.verbs import BY_NAME
from reader.tui.screens.trash import TrashSheet


async def test_what_was_removed_is_listed_and_comes_back(run):
    async with run() as reader:
        first, second = reader.titles()[:2]
        await reader.press("d", "d")
        await reader.press("ctrl+x")
        sheet = reader.app.screen
        assert isinstance(sheet, TrashSheet)
        assert [line.plain[13:] for line in sheet.lines()] == [second, first]
        await reader.press("slash", *first[:8], "enter")
        await reader.until(lambda: first in reader.titles())
        assert second not in reader.titles()
        assert reader.app.screen is sheet
        await reader.press("escape", "r")
        # The trash is empty: its sheet closes.
        await reader.until(lambda: reader.app.screen is reader.main and second in reader.titles())
        await reader.press("z")
        await reader.until(lambda: second not in reader.titles())


async def test_the_command_shows_the_trash_and_removes_nothing(run):
    async with run() as reader:
        before = list(reader.list.ids)
        await reader.press("colon")
        await reader.type("trash")
        await reader.press("enter")
        assert reader.notice == "The trash is empty."
        assert list(reader.list.ids) == before


def test_no_other_name_of_remove_is_trash():
    assert BY_NAME["trash"].action is not None
    assert "trash" not in BY_NAME["remove"].aliases
