"""Going on to the next article of the list, or the next unread one; what marks an article read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Settings
from reader.library import Library
from reader.tui.controllers import notices
from reader.tui.state import reading
from reader.tui.state.onward import next_row
from reader.tui.state.reading import ReadingState

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"
SEARCH = "Search as you type"
CARDS = "Twelve million index cards"


@pytest.fixture(autouse=True)
def notices_stay(monkeypatch):
    monkeypatch.setattr(notices, "STANDS", 3600.0)


class TestNextRow:
    IDS = (10, 11, 12, 13)

    def test_from_the_cursor_and_from_the_open_article(self):
        assert next_row(self.IDS, 1, cursor=1) == 2
        assert next_row(self.IDS, -1, cursor=1) == 0
        assert next_row(self.IDS, 1, cursor=0, opened=12) == 3
        assert next_row(self.IDS, 1, cursor=3) is None
        assert next_row((), 1, cursor=0) is None

    def test_a_link_has_led_away_from_the_list(self):
        assert next_row(self.IDS, 1, cursor=1, opened=99, came_from=11) == 2
        assert next_row(self.IDS, -1, cursor=1, opened=99, came_from=11) == 0

    def test_the_open_article_has_left_the_list(self):
        # It was archived: the next one stands where it was.
        assert next_row(self.IDS, 1, cursor=1, opened=99, came_from=99) == 1
        assert next_row(self.IDS, -1, cursor=1, opened=99, came_from=99) == 0

    @given(
        st.lists(st.integers(0, 30), unique=True),
        st.sampled_from([1, -1]),
        st.integers(0, 30),
        st.none() | st.integers(0, 30),
        st.none() | st.frozensets(st.integers(0, 30)),
    )
    def test_it_is_a_row_that_counts(self, ids, way, cursor, opened, among):
        cursor = min(cursor, max(0, len(ids) - 1))
        row = next_row(ids, way, cursor=cursor, opened=opened, among=among)
        if row is not None:
            assert 0 <= row < len(ids)
            assert ids[row] != opened
            assert among is None or ids[row] in among


class TestFinishing:
    def test_what_is_opened_and_ends_in_sight_is_finished_once(self):
        state = ReadingState().shows("", fresh=True)
        assert state.finishes(1.0, moved=True, leaving=False, seconds=60)
        assert not state.finishes(0.99, moved=True, leaving=True, seconds=60)
        assert not state.decides().finishes(1.0, moved=True, leaving=True, seconds=60)

    def test_what_fits_the_screen_is_finished_when_it_is_left(self):
        state = ReadingState().shows("", fresh=True)
        assert not state.finishes(1.0, moved=False, leaving=False, seconds=60)
        assert state.finishes(1.0, moved=False, leaving=True, seconds=60)

    def test_what_is_only_glanced_at_is_not_finished(self, monkeypatch):
        monkeypatch.setattr(reading, "GLANCE", 2.0)
        state = ReadingState().shows("", fresh=True)
        assert not state.finishes(1.0, moved=False, leaving=True, seconds=1.5)
        assert state.finishes(1.0, moved=False, leaving=True, seconds=2.0)
        # Who pages to the end has read it, however fast.
        assert state.finishes(1.0, moved=True, leaving=True, seconds=0.1)

    def test_what_is_brought_back_at_its_end_was_finished_before(self):
        state = ReadingState().shows("")
        assert not state.finishes(1.0, moved=False, leaving=True, seconds=60)
        assert state.finishes(1.0, moved=True, leaving=False, seconds=60)


async def test_the_next_article_of_the_list_from_inside_an_article(run):
    async with run() as reader:
        await reader.press("enter", "J")
        assert (reader.title, reader.focus, reader.list.cursor) == (NUMBERS, "article", 1)
        await reader.press("K")
        assert reader.title == WELCOME
        await reader.press("K")
        assert (reader.title, reader.notice) == (WELCOME, "This is the first article of the list.")
        await reader.press("l", "G", "J")
        assert reader.notice == "This is the last article of the list."


async def test_the_next_result_of_a_search_shows_its_matches(run):
    async with run() as reader:
        await reader.press("slash")
        await reader.type("reader")
        await reader.press("enter")
        ids, first = list(reader.list.ids), reader.title
        await reader.press("J")
        assert reader.article.view.summary.id == ids[1]
        assert reader.title != first
        assert reader.article.matches[1]
        await reader.press(*"J" * len(ids))
        assert reader.article.view.summary.id == ids[-1]
        assert reader.notice == "This is the last article of these results."


async def test_after_a_link_the_list_goes_on_where_it_was_left(run):
    async with run() as reader:
        await reader.press("enter", "2")
        assert reader.title == SEARCH
        await reader.press("l", "tab", "J")
        # The article that the link led to is in the list: it goes on from there.
        assert reader.list.cursor == reader.list.ids.index(reader.article.view.summary.id)


async def test_the_next_unread_article(run):
    async with run(size=(120, 20)) as reader:
        await reader.press("j", "u", "g", "enter", "n")
        assert reader.title == CARDS
        await reader.press("N")
        assert reader.title == WELCOME
        await reader.press("N")
        assert reader.notice == "No unread article comes before in the list."
        await reader.press("l", "ctrl+a", "u", "n")
        assert reader.notice in ("No article of the list is unread.", "Marked 16 articles read · z undoes")
        await reader.press("n")
        assert reader.notice == "No article of the list is unread."


async def test_with_matches_n_goes_to_the_next_match(run):
    async with run() as reader:
        await reader.press("slash")
        await reader.type("reader")
        await reader.press("enter", "n")
        assert reader.notice.startswith("Match ")
        # Without highlights it goes on to the next unread result.
        first = reader.title
        await reader.press("escape", "n")
        assert reader.title != first
        assert reader.article.view.summary.id in reader.list.ids


async def test_after_archiving_or_removing_the_next_one_follows(run):
    async with run() as reader:
        await reader.press("j", "enter", "d", "J")
        assert reader.title == CARDS
        await reader.press("d", "K")
        assert reader.title == WELCOME


class TestRead:
    async def test_opening_marks_nothing_read_and_coming_to_the_end_does(self, run, paths):
        async with run(size=(120, 20)) as reader:
            await reader.press("enter")
            opened = reader.article.view.summary.id
            assert reader.heading == "Inbox  16 unread of 16"
            await reader.press("G")
            await reader.until(lambda: reader.heading == "Inbox  15 unread of 16")
            assert "●" not in reader.lines(reader.list)[0]
            # It is no change that could be undone.
            await reader.press("z")
            assert reader.notice == "There is nothing to undo."
        with Library(paths) as library:
            assert library.summary(opened).read is not None

    async def test_leaving_at_the_end_counts_at_once(self, run):
        async with run(size=(120, 20)) as reader:
            await reader.press("enter", "G", "J")
            assert reader.heading == "Inbox  15 unread of 16"
            await reader.press("G", "backspace")
            assert reader.heading == "Inbox  14 unread of 16"

    async def test_opening_what_fits_the_screen_does_not_count_and_going_on_does(self, run):
        async with run(size=(120, 120)) as reader:
            await reader.press("enter")
            assert reader.article.progress == 1.0
            await reader.main.reading.save()
            await reader.settle()
            assert reader.heading.endswith("  16 unread of 16")
            await reader.press("J")
            assert reader.heading.endswith("  15 unread of 16")

    async def test_what_is_marked_unread_at_its_end_stays_so(self, run, paths):
        async with run(size=(120, 20)) as reader:
            await reader.press("enter", "G")
            await reader.until(lambda: reader.heading == "Inbox  15 unread of 16")
            await reader.press("u", "k", "G", "J")
            assert reader.heading == "Inbox  16 unread of 16"
            await reader.press("backspace")
            await reader.press("J")
            assert reader.heading == "Inbox  16 unread of 16"
        async with run(size=(120, 20)) as reader:
            assert reader.title
            await reader.press("backspace")
            assert reader.heading == "Inbox  16 unread of 16"

    async def test_as_soon_as_it_is_opened(self, run):
        async with run(settings=Settings(mark_read="open")) as reader:
            await reader.press("enter")
            assert reader.heading == "Inbox  15 unread of 16"

    async def test_only_by_hand(self, run):
        async with run(settings=Settings(mark_read="never"), size=(120, 20)) as reader:
            await reader.press("enter", "G", "J")
            assert reader.heading == "Inbox  16 unread of 16"


async def test_what_fits_the_screen_and_is_closed_at_once_is_as_before(run, paths):
    async with run(size=(120, 60)) as reader:
        await reader.press("enter")
        assert reader.article.progress == 1.0
        await reader.press("c", "q")
    with Library(paths) as library:
        row = library.summaries(library.ids())[0]
        assert (row.title, row.progress, row.read) == (WELCOME, 0.0, None)


async def test_its_end_counts_also_if_similar_articles_come_only_then(run):
    async with run(size=(80, 24)) as reader:
        await reader.press("enter", "G")
        view = reader.article.view
        # As when the index was not open yet: the view is completed where the person is by now.
        reader.main.reading._update(replace(view, entries=view.entries[:2]))
        await reader.press("c")
        assert reader.heading == "Inbox  15 unread of 16"
