"""The command line on screen: commands on anything that a search finds."""

from __future__ import annotations

import pytest

from reader.config import Settings
from reader.library import Library
from reader.tui.controllers import notices
from reader.tui.screens.commandline import CommandLine
from reader.tui.screens.help import HelpSheet
from reader.tui.screens.tags import TagsSheet

WELCOME = "Welcome to the reader"


@pytest.fixture(autouse=True)
def notices_stay(monkeypatch):
    monkeypatch.setattr(notices, "STANDS", 3600.0)


async def command(reader, line: str) -> None:
    await reader.press("colon")
    assert isinstance(reader.app.screen, CommandLine)
    reader.app.screen.line.value = line
    await reader.press("enter")


def said(reader) -> str:
    return str(reader.app.screen.query_one("#said").render())


async def test_a_change_of_all_that_a_search_finds(run, paths):
    async with run() as reader:
        await command(reader, "tag desks,trails memex")
        with Library(paths) as library:
            found = library.ids("memex")
            assert len(found) > 1
            assert set(library.ids("tag:desks tag:trails")) == set(found)
        assert reader.notice == f"Tagged {len(found)} articles: desks, trails · z undoes"
        await command(reader, "tag -trails tag:desks")
        assert reader.notice == f"Removed the tag trails from {len(found)} articles · z undoes"
        await command(reader, "star")
        assert reader.notice == f"Starred “{WELCOME}” · z undoes"
        await command(reader, "archive zzyzx")
        assert reader.notice == "No article matches zzyzx."
        await command(reader, "read *")
        assert reader.notice == "Marked 16 articles read · z undoes"
        await command(reader, "undo")
        assert reader.notice.startswith("Undone: marked 16 articles read")


async def test_marks_by_a_search(run):
    async with run() as reader:
        await command(reader, "mark memex")
        marked = len(reader.main.searching.marks)
        assert marked > 1
        assert reader.heading == f"{marked} marked  16 unread of 16"
        await command(reader, "remove")
        assert reader.notice == f"Moved {marked} articles to the trash · z undoes"
        await command(reader, "mark *")
        await command(reader, "unmark")
        assert not reader.main.searching.marks


async def test_the_best_hit_is_opened(run):
    async with run() as reader:
        await command(reader, "open memex trails")
        assert reader.title == "The desk that remembered trails"
        assert reader.focus == "article"
        assert reader.article.matches[1]
        await command(reader, "open zzyzx")
        assert reader.notice == "Nothing found for zzyzx."


async def test_actions_of_keys_by_their_names(run):
    async with run() as reader:
        await command(reader, "bottom")
        assert reader.list.cursor == 15
        await command(reader, "choose")
        assert reader.focus == "article"
        await command(reader, "next-pane")
        assert reader.focus == "related"
        await command(reader, "search is:unread")
        assert reader.box.value == "is:unread"
        await command(reader, "help trash")
        assert isinstance(reader.app.screen, HelpSheet)
        shown = str(reader.app.screen.query_one("#sheet-text").render())
        assert "Move the article to the trash" in shown
        assert "Next pane" not in shown


async def test_a_mistake_is_said_in_the_line_and_the_line_stays(run):
    async with run() as reader:
        await command(reader, "strar")
        assert isinstance(reader.app.screen, CommandLine)
        assert said(reader) == "There is no command “strar”; did you mean star?"
        reader.app.screen.line.value = "star"
        await reader.press("enter")
        assert reader.notice == f"Starred “{WELCOME}” · z undoes"


async def test_tab_completes_and_goes_on(run):
    async with run() as reader:
        await reader.press("number_sign", *"desks", "enter", "colon", *"unt", "tab")
        assert reader.app.screen.line.value == "untag "
        assert said(reader) == "untag TAGS [QUERY]: Remove tags"
        await reader.press("d", "tab", "enter")
        assert reader.notice == f"Removed the tag desks from “{WELCOME}” · z undoes"
        # Several offers: Tab goes through them, and the line ends where the word does.
        await reader.press("colon", *"unstar is:st", "tab")
        assert reader.app.screen.line.value == "unstar is:starred"
        await reader.press("tab")
        assert reader.app.screen.line.value == "unstar is:started"
        await reader.press("shift+tab", "escape")
        assert reader.app.screen is reader.main


async def test_what_was_typed_comes_back_also_the_next_day(run):
    async with run() as reader:
        await command(reader, "star")
        await command(reader, "unstar")
        await reader.press("colon", *"tag x", "up")
        assert reader.app.screen.line.value == "unstar"
        await reader.press("up", "up")
        assert reader.app.screen.line.value == "star"
        await reader.press("down", "down")
        assert reader.app.screen.line.value == "tag x"
    async with run() as reader:
        await reader.press("colon", "up")
        assert reader.app.screen.line.value == "unstar"


async def test_a_folder_is_added_beside_the_screen(run, tmp_path):
    folder = tmp_path / "more pages"
    folder.mkdir()
    (folder / "fog.txt").write_text("Fog\n\nFog\n\nFog is a cloud that touches the ground.\n")
    async with run() as reader:
        await command(reader, f'add "{folder}"')
        await reader.until(lambda: reader.notice == "more pages: 1 added")
        await reader.until(lambda: reader.heading == "Inbox  17 unread of 17")
        await command(reader, "add /not/there")
        await reader.until(lambda: reader.notice == "/not/there: no such file or folder · D shows it")


async def test_articles_are_exported_beside_the_screen(run, tmp_path):
    async with run() as reader:
        await command(reader, f"export markdown memex {tmp_path / 'out'}")
        await reader.until(lambda: reader.notice.startswith("Wrote "))
        assert (tmp_path / "out" / "The desk that remembered trails.md").is_file()
        await command(reader, f"export epub * {tmp_path / 'all.epub'}")
        await reader.until(lambda: reader.notice == f"Wrote 16 articles to {tmp_path / 'all.epub'}")
        await command(reader, "export docx out")
        assert reader.notice.startswith("There is no format docx: there are page, markdown")


async def test_tags_are_renamed_merged_and_deleted_in_their_sheet(run, paths):
    async with run() as reader:
        await reader.press("ctrl+t")
        assert reader.notice == "You have no tags yet: # tags an article."
        await command(reader, "tag desk memex")
        await command(reader, "tag desks trails")
        await reader.press("ctrl+t")
        sheet = reader.app.screen
        assert isinstance(sheet, TagsSheet)
        await reader.press("n")
        reader.app.screen.query_one("LineInput").value = "desks"
        await reader.press("enter")
        assert [line.plain.split()[1] for line in sheet.lines()] == ["desks"]
        await reader.press("n")
        reader.app.screen.query_one("LineInput").value = "two words"
        await reader.press("enter")
        assert "is not one tag" in str(sheet.query_one("#sheet").border_subtitle)
        await reader.press("enter")
        assert reader.box.value == "tag:desks"
        await reader.press("ctrl+t", "d")
        assert reader.app.screen.lines() == []
        await reader.press("escape", "z")
        assert reader.notice.startswith("Undone: removed the tag desks from")
    with Library(paths) as library:
        assert [one.tag for one in library.tags()] == ["desks"]


async def test_the_key_can_be_moved(run):
    async with run(settings=Settings(keys={"command": "f8"})) as reader:
        await reader.press("f8")
        assert isinstance(reader.app.screen, CommandLine)


async def test_tab_completes_paths(run, tmp_path):
    folder = tmp_path / "to read"
    folder.mkdir()
    (folder / "fog.txt").write_text("Fog\n\nFog\n\nFog comes in the night and is gone by noon.\n")
    async with run() as reader:
        await reader.press("colon")
        await reader.type(f"add {tmp_path}/to")
        await reader.until(lambda: "to read/" in offered(reader))
        await reader.press("tab")
        await reader.until(lambda: "fog.txt" in offered(reader))
        await reader.press("tab")
        assert reader.app.screen.line.value == f'add "{folder}/fog.txt"'
        await reader.press("enter")
        await reader.until(lambda: "Fog" in reader.titles())
        await reader.press("colon")
        await reader.type(f"export markdown is:unread {tmp_path}/t")
        await reader.until(lambda: "to read/" in offered(reader))


async def test_an_emptied_line_offers_what_an_empty_one_does(run):
    async with run() as reader:
        await reader.press("colon")
        at_first = offered(reader)
        await reader.type("t")
        assert offered(reader) != at_first
        await reader.press("backspace")
        assert offered(reader) == at_first


def offered(reader) -> str:
    return str(reader.app.screen.query_one("#offers").render())


async def test_a_single_article_goes_into_the_file_that_is_named(run, tmp_path):
    async with run() as reader:
        await command(reader, f"export html * {tmp_path / 'all.html'}")
        await reader.until(lambda: "is the name of one file, and these are 16 articles" in reader.notice)
        assert not (tmp_path / "all.html").exists()
        await command(reader, f"export html title:trails {tmp_path / 'desk.html'}")
        await reader.until(lambda: reader.notice.startswith("Wrote 1 article"))
        assert (tmp_path / "desk.html").is_file()
