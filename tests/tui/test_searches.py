"""Searches on screen: partial matches, suggestions, filters, saved and recent searches."""

from __future__ import annotations

import shutil

import pytest
from textual import events

from reader.library import Library
from reader.tui.background.indexing import Indexing
from reader.tui.screens.prompt import Prompt
from reader.tui.screens.searches import SearchesSheet
from reader.tui.widgets.article_list import SOME

WELCOME = "Welcome to the reader"


def note(reader) -> str:
    return str(reader.main.query_one("#search-note").render())


async def find(reader, text):
    await reader.press("slash")
    await reader.type(text)


def options(reader) -> list[str]:
    sheet = reader.app.screen.query_one("OptionList")
    return [str(sheet.get_option_at_index(index).prompt) for index in range(sheet.option_count)]


class TestPartialMatches:
    async def test_a_line_stands_above_them_and_the_cursor_steps_over_it(self, run):
        async with run() as reader:
            await find(reader, "memex fermat")
            assert reader.heading.startswith("0 matches, ")
            lines = reader.lines(reader.list)
            assert lines[0].startswith(f" {SOME}")
            assert "▌" in lines[1]
            assert "The desk that remembered trails" in reader.titles()
            await reader.press("down")
            assert reader.list.cursor == 1
            assert "▌" in reader.lines(reader.list)[3]

    async def test_a_click_on_the_line_opens_nothing(self, run):
        async with run() as reader:
            await find(reader, "memex fermat")
            await reader.pilot.click("#list", offset=(5, 0), times=2)
            await reader.settle()
            assert reader.title == ""
            await reader.pilot.click("#list", offset=(5, 1), times=2)
            await reader.settle()
            assert reader.title != ""


class TestSuggestions:
    async def test_a_misspelt_word_is_put_right_by_a_key(self, run):
        async with run() as reader:
            await find(reader, "manicle")
            assert "Did you mean “manicule”? Ctrl+Y" in note(reader)
            await reader.press("ctrl+y")
            assert reader.box.value == "manicule"
            assert reader.focus == "list"
            assert "What readers write in the margins" in reader.titles()

    async def test_without_one_the_key_says_so(self, run):
        async with run() as reader:
            await reader.press("ctrl+y")
            assert reader.notice == "There is no suggestion for this search."


def lanterns(reader) -> int:
    return sum(title.startswith("Lanterns") for title in reader.titles())


@pytest.fixture
def unindexed(paths, tmp_path, monkeypatch):
    """Three articles more that nobody indexes: another process holds the index."""
    pages = tmp_path / "more"
    pages.mkdir()
    for name in ("one", "two", "three"):
        (pages / f"{name}.txt").write_text(f"{name}\n\n{name}\n\nA memex {name} times over.\n")
    with Library(paths) as library:
        assert library.add([pages], index=False).added == 3

    async def busy(self) -> bool:
        return False

    monkeypatch.setattr(Indexing, "run", busy)
    return paths


class TestAnIndexThatIsNotWhole:
    async def test_a_search_says_how_many_articles_may_be_missing(self, run, unindexed):
        async with run() as reader:
            await find(reader, "memex")
            assert len(reader.list.ids) > 0
            assert note(reader).startswith("3 articles are not indexed yet and may be missing.")
            await reader.press("escape")
            # Filters alone do not ask the index.
            await find(reader, "is:unread")
            assert len(reader.list.ids) == 19
            assert "indexed" not in note(reader)
            await reader.press("escape")
            await find(reader, "memex")
            with Library(unindexed) as library:
                library.update_index()
            await reader.main.session.watch()
            await reader.settle()
            assert "indexed" not in note(reader)
            assert len(reader.list.ids) > 3

    async def test_also_in_a_library_that_somebody_else_has_to_index(self, run, unindexed, read_only):
        with read_only(unindexed.data):
            async with run() as reader:
                await find(reader, "memex")
                assert note(reader).startswith("3 articles are not indexed yet and may be missing.")


class TestCopies:
    async def test_one_stands_for_those_alike_and_a_key_lists_them(self, run, paths, tmp_path):
        pages = tmp_path / "copies"
        pages.mkdir()
        text = " ".join(f"lantern number {n} hangs over the old harbour wall" for n in range(12))
        for name in ("one", "two", "three"):
            (pages / f"{name}.txt").write_text(f"Lanterns {name}\n\nLanterns {name}\n\n{text} {name}.\n")
        with Library(paths) as library:
            library.add([pages])
        async with run() as reader:
            await find(reader, "lantern hangs old harbour")
            assert lanterns(reader) == 1
            assert " +2 " in reader.lines(reader.list)[0]
            await reader.press("enter", "l", "plus")
            assert lanterns(reader) == 3
            await reader.press("plus")
            assert lanterns(reader) == 1
            await reader.press("escape", "escape", "plus")
            assert reader.notice == "No result has copies."


class TestFilters:
    async def test_a_condition_joins_the_words_and_leaves_them(self, run):
        async with run() as reader:
            await find(reader, "index")
            await reader.press("enter", "l", "U")
            assert reader.box.value == "index is:unread"
            await reader.press("U")
            assert reader.box.value == "index"

    async def test_conditions_alone_list_one_line_an_article_in_the_order_of_the_list(self, run):
        async with run() as reader:
            before = reader.titles()
            await find(reader, "is:unread")
            assert reader.titles() == before

    async def test_what_is_odd_is_said_to_who_has_pressed_enter_at_once(self, run):
        async with run() as reader:
            await reader.pilot.press("slash", *"is:purple", "enter")
            await reader.until(lambda: "is:purple is ignored" in note(reader))
            assert "There is nothing to search for" not in note(reader)

    async def test_what_is_odd_stays_said_when_the_list_is_read_anew(self, run):
        async with run() as reader:
            await find(reader, "((")
            await reader.until(lambda: "a bracket is not closed" in note(reader))
            await reader.main.searching.load()
            assert "a bracket is not closed" in note(reader)

    async def test_where_there_is_nothing_to_look_for_this_is_said(self, run):
        async with run() as reader:
            await reader.press("slash")
            reader.box.post_message(events.Paste("…"))
            await reader.settle()
            assert reader.heading == "0 found"
            await reader.until(lambda: "There is nothing to search for" in note(reader))

    async def test_what_is_odd_at_the_end_is_said_when_typing_stops(self, run):
        async with run() as reader:
            await find(reader, '"index')
            await reader.until(lambda: "a quotation mark is not closed" in note(reader))

    async def test_enter_at_once_opens_what_the_text_finds(self, run):
        async with run() as reader:
            await reader.press("j", "j", "j", "slash")
            for key in "memex":
                reader.app.post_message(events.Key(key, key))
            reader.app.post_message(events.Key("enter", None))
            await reader.until(lambda: reader.title == "The desk that remembered trails")

    async def test_what_is_odd_is_said(self, run):
        async with run() as reader:
            await find(reader, "is:blue reader")
            assert "is: takes unread, read, starred, archived, started, finished, highlighted, " in note(
                reader
            )


class TestKeeping:
    async def test_a_search_is_saved_and_found_with_its_count(self, run, paths):
        async with run() as reader:
            await find(reader, "index")
            found = len(reader.list.ids)
            await reader.press("ctrl+s")
            assert isinstance(reader.app.screen, Prompt)
            await reader.press(*["backspace"] * 5)
            await reader.type("cards")
            await reader.press("enter")
            assert reader.notice.startswith("Saved. ")
            await reader.press("enter", "escape", "escape", "ctrl+r")
            assert isinstance(reader.app.screen, SearchesSheet)
            assert options(reader)[0] == f"@ cards  {found} unread  index"
            await reader.press("enter")
            assert reader.box.value == "index"
            assert len(reader.list.ids) == found
        async with run() as reader:
            await find(reader, "@cards")
            assert len(reader.list.ids) == found

    async def test_it_is_renamed_and_deleted(self, run, paths):
        with Library(paths) as library:
            library.save_search("one", "index")
            library.save_search("two", "memex")
        async with run() as reader:
            await reader.press("ctrl+r", "n")
            await reader.press(*["backspace"] * 3)
            await reader.type("three")
            await reader.press("enter")
            assert [line.split()[1] for line in options(reader)] == ["three", "two"]
            await reader.press("n", *["backspace"] * 5)
            await reader.type("two")
            await reader.press("enter")
            assert "already" in str(reader.app.screen.query_one("#sheet").border_subtitle)
            await reader.press("d")
            assert "Deleted @three" in str(reader.app.screen.query_one("#sheet").border_subtitle)
            await reader.press("d")
            # The queries are not lost: they are the latest searches now.
            assert options(reader) == ["/ memex", "/ index"]

    async def test_the_last_searches_are_a_key_away(self, run):
        async with run() as reader:
            await find(reader, "memex")
            await reader.press("escape")
            await find(reader, "index")
            await reader.press("enter", "l", "escape", "escape", "ctrl+r")
            assert options(reader) == ["/ index", "/ memex"]
            await reader.press("j", "enter")
            assert reader.box.value == "memex"

    async def test_nothing_to_save_or_find_again_is_said(self, run):
        async with run() as reader:
            await reader.press("ctrl+s")
            assert reader.notice == "There is no search to save: press / to begin one."
            await reader.press("ctrl+r")
            assert reader.notice == "You have not searched for anything yet."


@pytest.mark.genuine
class TestIndex:
    """The index can be missing or damaged at any time; the screen makes it again without being asked."""

    async def test_a_missing_one_is_made_at_the_start(self, run, paths):
        shutil.rmtree(paths.index)
        async with run() as reader:
            await find(reader, "memex")
            await reader.until(lambda: reader.titles()[:1] == ["The desk that remembered trails"])

    async def test_one_that_goes_missing_is_made_again_and_the_search_answered(self, run, paths):
        async with run() as reader:
            await reader.until(lambda: not reader.main.session.watching._indexing.running)
            for file in paths.index.glob("*.art"):
                file.write_bytes(b"damaged")
            for file in paths.index.glob("*.toc"):
                file.write_bytes(b"")
            await find(reader, "memex")
            await reader.until(lambda: "The desk that remembered trails" in reader.titles()[:1])
            with Library(paths) as library:
                assert library.check() == []
