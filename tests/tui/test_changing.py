"""Changes on the screen: each says what changed and which key takes it back."""

from __future__ import annotations

import pytest

from reader.config import Settings
from reader.library import Library
from reader.tui.controllers import notices
from reader.tui.screens.help import HelpSheet

pytestmark = pytest.mark.usefixtures("notices_stay")

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"


@pytest.fixture
def notices_stay(monkeypatch):
    """However long it takes to index a change."""
    monkeypatch.setattr(notices, "STANDS", 3600.0)


async def test_a_change_is_undone_and_redone(run):
    async with run() as reader:
        await reader.press("s")
        assert reader.notice == f"Starred “{WELCOME}” · z undoes"
        assert "★" in reader.lines(reader.list)[0]
        await reader.press("z")
        assert reader.notice == f"Undone: starred “{WELCOME}” · Z redoes"
        assert "★" not in reader.lines(reader.list)[0]
        await reader.press("z")
        assert reader.notice == "There is nothing to undo."
        await reader.press("Z")
        assert reader.notice == f"Redone: starred “{WELCOME}” · z undoes"
        assert "★" in reader.lines(reader.list)[0]
        await reader.press("Z")
        assert reader.notice == "There is nothing to redo."


async def test_the_keys_are_named_as_they_are_set(run):
    async with run(settings=Settings(keys={"undo": "f7", "redo": "f8"})) as reader:
        await reader.press("s")
        assert reader.notice.endswith(" · F7 undoes")
        await reader.press("f7")
        assert reader.notice.endswith(" · F8 redoes")


async def test_an_article_is_moved_to_the_trash_and_comes_back(run, paths):
    async with run() as reader:
        await reader.press("j", "enter", "l", "d")
        assert reader.notice == f"Moved “{NUMBERS}” to the trash · z undoes"
        assert NUMBERS[:20] not in "".join(reader.titles())
        assert reader.heading == "Inbox  15 unread of 15"
        # The next article has taken its place in the list; the open one is said to have gone.
        assert reader.list.cursor == 1
        assert "removed from the library" in reader.article.message
        await reader.press("z")
        assert reader.notice == f"Undone: moved “{NUMBERS}” to the trash · Z redoes"
        assert NUMBERS[:20] in "".join(reader.titles())
        await reader.press("Z")
        assert reader.notice == f"Redone: moved “{NUMBERS}” to the trash · z undoes"
    with Library(paths) as library:
        assert [trashed.title for trashed in library.trash()] == [NUMBERS]


@pytest.mark.parametrize("columns", [60, 80, 120])
async def test_a_long_title_is_cut_and_not_the_key(run, columns):
    long = "The commonplace book, or how to keep what you read"
    async with run(size=(columns, 30)) as reader:
        await reader.press(*"jjjjjjjj", "d")
        said, _, hints = reader.main.query_one("#hints").render_line(0).text.strip().partition("  ")
        assert said.startswith("Moved “The comm")
        assert said.endswith("” to the trash · z undoes")
        # The hints that matter most stand beside it.
        assert hints.endswith("q quit  ? help")
        assert (long in said) is (columns > 80)
        await reader.press("z")
        said = reader.main.query_one("#hints").render_line(0).text.strip().partition("  ")[0]
        assert said.startswith("Undone: moved “")
        assert said.endswith("” to the trash · Z redoes")


async def test_the_open_article_comes_back_where_it_was_left(run):
    async with run(size=(60, 20)) as reader:
        await reader.press("slash", *"index", "enter", "j", "j")
        opened, position = reader.article.view.summary.id, reader.article.position
        matches = reader.article.matches
        # Which articles are similar can change a little until the index has the article again.
        named = [one.title for one in reader.related.entries if one.group == "recommended"]
        await reader.press("d")
        assert reader.article.view is None
        await reader.press("z")
        assert reader.article.view.summary.id == opened
        assert reader.article.position == position
        assert reader.article.matches == matches
        assert [one.title for one in reader.related.entries if one.group == "recommended"] == named


async def test_an_article_opened_since_stays_when_the_removed_one_is_restored(run):
    async with run(size=(160, 40)) as reader:
        await reader.press("enter", "d", "l", "enter")
        opened = reader.article.view.summary.id
        await reader.press("z")
        assert reader.article.view.summary.id == opened


async def test_it_is_gone_from_a_search_too(run):
    async with run() as reader:
        await reader.press("slash", *"index", "enter", "l")
        ids = list(reader.list.ids)
        await reader.press("j", "d")
        assert list(reader.list.ids) == [ids[0], *ids[2:]]
        assert reader.list.selected == ids[2]
        await reader.press("z")
        assert list(reader.list.ids) == ids


async def test_a_key_is_about_what_is_selected_in_the_focused_pane(run):
    async with run(size=(160, 40)) as reader:
        await reader.press("j", "j", "enter", "l", "k")
        listed, opened = reader.list.selected, reader.article.view.summary
        assert listed != opened.id
        await reader.press("s")
        assert NUMBERS in reader.notice
        await reader.press("tab", "s")
        assert opened.title in reader.notice
        await reader.press("r", "j", "s")
        entry = reader.related.entries[1]
        assert f"“{entry.title}”" in reader.notice
        assert entry.target not in (listed, opened.id)


async def test_where_nothing_is_selected_this_is_said(run, empty_paths):
    async with run(at=empty_paths) as reader:
        await reader.press("d")
        assert reader.notice == "No article is selected."


async def test_the_rows_come_also_behind_a_sheet(run):
    async with run(size=(160, 40)) as reader:
        await reader.pilot.press("enter", "d", "question_mark")
        await reader.settle()
        assert isinstance(reader.app.screen, HelpSheet)
        assert "…" not in {line.strip(" ▌") for line in reader.lines(reader.list)}
        assert NUMBERS[:20] in "".join(reader.lines(reader.list))
