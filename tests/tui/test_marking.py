"""Several articles at once: marks in the list, and changes to all that is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.controllers import notices
from reader.tui.keys import keyboard
from reader.tui.state import words
from reader.tui.state.events import Loaded, MarksChanged, ShowMarks
from reader.tui.state.marks import Marks
from reader.tui.state.searching import ListState, step
from tests.tui.conftest import Reader

IDS = st.lists(st.integers(1, 50), unique=True)


@pytest.fixture(autouse=True)
def notices_stay(monkeypatch):
    monkeypatch.setattr(notices, "STANDS", 3600.0)


def marked_rows(reader: Reader) -> list[int]:
    return [number for number, line in enumerate(reader.lines(reader.list)) if "✓" in line]


class TestMarks:
    def test_a_range_goes_from_the_last_mark_in_either_direction(self):
        shown = (5, 3, 9, 1, 7)
        assert Marks().toggle(3).up_to(7, shown).articles == {3, 9, 1, 7}
        assert Marks().toggle(1).up_to(5, shown).articles == {5, 3, 9, 1}
        # Without a mark, or if it is not listed, there is nowhere to begin.
        assert Marks().up_to(9, shown).articles == {9}
        assert Marks().toggle(8).up_to(9, shown).articles == {8, 9}

    @given(IDS, IDS)
    def test_all_are_marked_and_unmarked_and_others_stay(self, marked, shown):
        marks = Marks(frozenset(marked))
        every = marks.all_of(shown)
        if set(shown) <= set(marked):
            assert every.articles == set(marked) - set(shown)
        else:
            assert every.articles == {*marked, *shown}

    @given(IDS, IDS)
    def test_they_come_in_the_order_of_the_list_then_the_others(self, marked, shown):
        marks = Marks(frozenset(marked))
        ordered = marks.in_order(shown)
        assert sorted(ordered) == sorted(marked)
        listed = [article for article in shown if article in marked]
        assert list(ordered[: len(listed)]) == listed
        assert marks.hidden(shown) == len(marked) - len(listed)

    def test_marks_of_articles_that_have_gone_are_dropped(self, listing_of):
        state = ListState(marks=Marks(frozenset({1, 2, 3})))
        state, asks = step(state, Loaded(listing_of(1, 3)))
        assert state.marks.articles == {1, 3}
        assert ShowMarks(frozenset({1, 3})) in asks

    def test_the_heading_counts_them(self, listing_of):
        state, _ = step(ListState(), Loaded(listing_of(1, 2, 3)))
        state, asks = step(state, MarksChanged(Marks(frozenset({1, 3}))))
        assert asks == (ShowMarks(frozenset({1, 3})),)
        assert words.heading(state, "Articles") == "2 marked  0 unread of 3"


@pytest.fixture
def listing_of():
    from reader.library.view import Listing

    return lambda *ids: Listing(ids, 0, len(ids), 1, 0)


async def test_rows_are_marked_one_by_one_and_shown_without_colour(run):
    async with run() as reader:
        await reader.press("x", "j", "x")
        assert marked_rows(reader) == [0, 2]
        assert reader.list.cursor == 3
        assert reader.heading == "2 marked  16 unread of 16"
        await reader.press("k", "x")
        assert marked_rows(reader) == [0]
        await reader.press("escape")
        assert marked_rows(reader) == []
        assert reader.heading == "Inbox  16 unread of 16"


async def test_a_range_and_everything(run):
    async with run() as reader:
        await reader.press("j", "x", "j", "j", "X")
        assert marked_rows(reader) == [1, 2, 3, 4]
        await reader.press("ctrl+a")
        assert len(marked_rows(reader)) == 16
        await reader.press("ctrl+a")
        assert marked_rows(reader) == []


async def test_all_that_is_marked_is_starred_and_one_key_takes_it_back(run):
    async with run() as reader:
        await reader.press("j", "x", "x", "x", "g", "s")
        assert reader.notice == "Starred 3 articles · z undoes"
        assert ["★" in line for line in reader.lines(reader.list)[:5]] == [False, True, True, True, False]
        # All are starred: the key removes the stars. With one star missing, it would star that one.
        await reader.press("s")
        assert reader.notice == "Star removed from 3 articles · z undoes"
        await reader.press("z")
        assert reader.notice == "Undone: star removed from 3 articles · Z redoes"
        await reader.press("z")
        assert not any("★" in line for line in reader.lines(reader.list))
        await reader.press("Z")
        assert reader.notice == "Redone: starred 3 articles · z undoes"


async def test_read_archive_and_trash_act_on_all_that_is_marked(run):
    async with run() as reader:
        await reader.press("x", "x", "u")
        assert reader.notice == "Marked 2 articles read · z undoes"
        assert reader.heading == "2 marked  14 unread of 16"
        await reader.press("a")
        assert reader.notice == "Archived 2 articles · z undoes"
        await reader.press("z")
        assert reader.notice == "Undone: archived 2 articles · Z redoes"
        await reader.press("d")
        assert reader.notice == "Moved 2 articles to the trash · z undoes"
        # What has gone is not marked any more.
        assert reader.heading == "Inbox  14 unread of 14"
        await reader.press("z")
        assert reader.heading == "Inbox  14 unread of 16"


async def test_an_article_is_archived_from_inside_and_taken_out_again(run):
    async with run() as reader:
        await reader.press("enter", "a")
        assert reader.notice == "Archived “Welcome to the reader” · z undoes"
        await reader.press("a")
        assert reader.notice == "Took “Welcome to the reader” out of the archive · z undoes"


async def test_marks_of_several_searches_come_together(run):
    async with run() as reader:
        await reader.press("slash")
        await reader.type("memex")
        await reader.press("tab", "ctrl+a")
        memex = set(reader.list.ids)
        assert reader.heading == f"{len(memex)} marked  {len(memex)} found"
        await reader.press("escape")
        assert reader.heading == f"{len(memex)} marked  16 unread of 16"
        await reader.press("slash")
        await reader.type("index cards")
        await reader.press("tab", "ctrl+a")
        both = memex | set(reader.list.ids)
        if hidden := len(both.difference(reader.list.ids)):
            assert reader.heading.startswith(f"{len(both)} marked, {hidden} not shown  ")
        await reader.press("s")
        assert reader.notice == f"Starred {len(both)} articles · z undoes"


async def test_in_the_article_a_key_is_about_the_article(run):
    async with run() as reader:
        await reader.press("x", "x", "enter", "s")
        assert reader.notice == f"Starred “{reader.title}” · z undoes"
        assert not {"✓ ● ★"} & set(reader.titles())


async def test_a_hit_is_starred_without_opening_it(run):
    async with run() as reader:
        await reader.press("slash")
        await reader.type("memex")
        await reader.press("tab")
        assert reader.focus == "list"
        await reader.press("j", "s")
        assert reader.notice.startswith("Starred “")
        assert reader.title == ""


async def test_tab_waits_for_the_results(run, monkeypatch):
    # However busy the machine is.
    monkeypatch.setattr(keyboard, "PATIENCE", 60.0)
    async with run() as reader:
        await reader.pilot.press("slash", *"memex", "tab", "s")
        await reader.settle()
        assert reader.notice.startswith("Starred “The desk that remembered")


async def test_the_mark_of_an_open_article_is_told(run):
    async with run(size=(60, 20)) as reader:
        await reader.press("enter", "x")
        assert reader.notice == "1 article is marked."
        await reader.press("l")
        assert marked_rows(reader) == [0]


async def test_tags_of_several_articles_are_added_and_removed(run):
    async with run() as reader:
        await reader.press("number_sign")
        await reader.type("desks trails")
        await reader.press("enter", "j", "number_sign")
        await reader.type("desks")
        await reader.press("enter", "g", "x", "x", "number_sign")
        prompt = reader.app.screen
        assert str(prompt.query_one("#frame").border_title) == "Tags of 2 articles"
        assert prompt.line.value == "desks "
        await reader.type("+cards -trails")
        await reader.press("enter")
        assert reader.notice == "Tagged 2 articles: cards; removed the tag trails · z undoes"
        await reader.press("slash")
        await reader.type("tag:cards tag:desks")
        assert len(reader.list.ids) == 2


async def test_the_prompt_offers_tags_with_their_counts(run):
    async with run() as reader:
        await reader.press("x", "x", "x", "number_sign")
        await reader.type("desks")
        await reader.press("enter", "escape", "G", "number_sign")
        await reader.type("trails")
        await reader.press("enter", "number_sign", "d", "tab")
        assert reader.app.screen.line.value == "trails desks "
        await reader.press("enter")
        assert "desks" in reader.notice
        await reader.press("g", "number_sign")
        shown = str(reader.app.screen.query_one("#offers").render())
        assert shown.split() == ["trails", "1"]


async def test_no_change_of_tags_is_no_change(run):
    async with run() as reader:
        await reader.press("number_sign", "enter")
        assert reader.notice == ""
        await reader.press("z")
        assert reader.notice == "There is nothing to undo."
