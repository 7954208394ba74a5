"""The trail on screen: each step brings back article, line, focus, search, selection; after a restart too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from reader.library import Library
from reader.model import Focus, Position
from reader.tui.screens.journeys import TrailSheet, WantedSheet, when
from reader.tui.screens.number import NumberLine

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"
CARDS = "Twelve million index cards"
NOT_HERE = "Titles of articles that are not here"


@dataclass(frozen=True)
class Seen:
    """What a person sees and where the next key goes."""

    title: str
    position: Position
    focus: str
    search: str
    selected: int | None
    listed: tuple[int, ...]
    match: int


def seen(reader) -> Seen:
    focus: Focus = reader.main.panes.focus
    return Seen(
        reader.title,
        reader.article.position,
        focus,
        reader.box.value,
        reader.list.selected,
        tuple(reader.list.ids),
        reader.article.match,
    )


async def find(reader, text):
    await reader.press("slash")
    await reader.type(text)


@pytest.mark.slow
async def test_twenty_mixed_steps_there_and_back_and_after_a_restart(run):
    left: list[Seen] = []

    async def leave(reader, *keys):
        left.append(seen(reader))
        await reader.press(*keys)
        assert seen(reader) != left[-1], reader.notice

    async def leave_for_hit(reader, text, *keys):
        # Back leads to what stood before the slash.
        left.append(seen(reader))
        await find(reader, text)
        await reader.press(*keys, "enter")

    async with run(size=(120, 16)) as reader:
        await reader.press("enter", "j", "j")
        await leave(reader, "1")
        await reader.press("space", "j")
        await leave(reader, "right_square_bracket")
        await reader.press("l", "j", "j", "j")
        await leave(reader, "enter")
        await leave_for_hit(reader, "reader", "down", "down")
        await reader.press("n", "n", "j", "r", "j")
        await leave(reader, "enter")
        await reader.press("k", "escape", "l", "escape")
        await leave_for_hit(reader, "index")
        await reader.press("space")
        await leave(reader, "1")
        await leave(reader, "right_square_bracket")
        await reader.press("j", "tab")
        await leave(reader, "1")
        await leave(reader, "right_square_bracket")
        last = seen(reader)

        for state in reversed(left):
            await reader.press("backspace")
            assert seen(reader) == state
        await reader.press("backspace")
        assert reader.notice == "You are at the beginning of your trail."
        for state in [*left[1:], last]:
            await reader.press("L")
            assert seen(reader) == state
        await reader.press("backspace", "backspace", "backspace")
        middle = seen(reader)
        await reader.press("q")
    async with run(size=(120, 16)) as reader:
        assert seen(reader) == middle == left[-3]
        for state in reversed(left[:-3]):
            await reader.press("backspace")
            assert seen(reader) == state
        for state in [*left[1:], last]:
            await reader.press("L")
            assert seen(reader) == state


async def test_a_title_that_is_not_here_is_a_step_of_its_own(run):
    async with run() as reader:
        await reader.press("slash")
        await reader.type(NOT_HERE)
        await reader.press("enter", "escape", "escape", "tab")
        before = seen(reader)
        assert before.search == ""
        await reader.press("1")
        searched = seen(reader)
        assert searched.search
        assert searched.focus == "list"
        await reader.press("backspace")
        assert seen(reader) == before
        await reader.press("L")
        assert seen(reader) == searched
        await reader.press("q")
    async with run() as reader:
        assert seen(reader) == searched
        await reader.press("backspace")
        assert seen(reader) == before


async def test_marks_come_back_with_the_hit_they_belong_to(run):
    async with run() as reader:
        await find(reader, "margin")
        await reader.press("enter")
        hit = reader.title
        await reader.press("1")
        assert not reader.article.has_matches
        await reader.press("backspace")
        assert reader.title == hit
        assert reader.article.has_matches


async def test_the_current_match_comes_back_too(run):
    async with run() as reader:
        await find(reader, "book")
        await reader.press("enter", "n", "n")
        left, (number, count) = seen(reader), reader.article.matches
        assert reader.notice == f"Match {number} of {count}"
        assert left.match == number
        await reader.press("1")
        assert reader.article.match == 0
        # However fast the keys come.
        await reader.press("backspace", "L", "backspace")
        assert seen(reader) == left
        await reader.press("n")
        following = reader.notice
        assert following != f"Match {number} of {count}"
        await reader.press("N", "1", "q")
    async with run() as reader:
        await reader.press("backspace")
        assert seen(reader) == left
        await reader.press("q")
    async with run() as reader:
        # Left at the hit itself.
        assert seen(reader) == left
        await reader.press("n")
        assert reader.notice == following


async def test_what_is_opened_again_and_again_is_one_step(run):
    async with run(size=(120, 16)) as reader:
        await reader.press("enter", "l", "enter", "l", "enter")
        assert reader.title == WELCOME
        await reader.press("backspace")
        assert reader.notice == "You are at the beginning of your trail."
        await find(reader, "book")
        await reader.press("enter")
        hit = reader.title
        for _ in range(3):
            await reader.press("l", "enter")
            assert reader.title == hit
            assert reader.focus == "article"
            assert reader.article.landed
        # From another place in the article it is a step: back leads there.
        await reader.press("G")
        end = reader.article.position
        await reader.press("l", "enter")
        assert reader.article.position != end
        await reader.press("h")
        shown = [str(line) for line in reader.app.screen.lines()]
        assert ["another place" in line for line in shown] == [True, False, False]
        await reader.press("escape", "backspace")
        assert reader.article.position == end
        await reader.press("backspace")
        assert reader.title == WELCOME


def steps(paths) -> list[str]:
    """The titles that the trail holds, the latest first."""
    with Library(paths) as library:
        return [step.title for step in library.trail(100)]


async def test_the_same_way_taken_again_is_no_further_step(run, paths):
    async with run(size=(120, 16)) as reader:
        await reader.press("enter", "right_square_bracket", "right_square_bracket")
        assert reader.title == CARDS
        for _ in range(3):
            await reader.press("ctrl+o", "ctrl+o", "right_square_bracket")
            assert reader.title == NUMBERS
        assert steps(paths) == [CARDS, NUMBERS, WELCOME]
        # The way goes on as before.
        await reader.press("ctrl+i")
        assert reader.title == CARDS
        await reader.press("backspace", "q")
    async with run(size=(120, 16)) as reader:
        await reader.press("right_square_bracket", "backspace", "backspace")
        assert reader.title == WELCOME
        await reader.press("backspace")
        assert reader.notice == "You are at the beginning of your trail."
    assert steps(paths) == [CARDS, NUMBERS, WELCOME]


async def test_an_article_read_to_its_end_closed_or_left_by_a_restart_is_opened_without_a_further_step(
    run, paths
):
    async with run(size=(120, 16)) as reader:
        await reader.press("enter", "G", "l", "enter")
        assert reader.article.position == Position()
        await reader.press("G", "c", "enter")
        assert reader.title == WELCOME
        article = reader.article.view.summary.id
        await reader.press("q")
    async with run(article=article) as reader:
        assert reader.title == WELCOME
    assert steps(paths) == [WELCOME]


async def test_the_same_search_for_a_title_is_one_step(run):
    async with run() as reader:
        await reader.press("slash")
        await reader.type(NOT_HERE)
        await reader.press("enter", "escape", "escape", "tab")
        before = seen(reader)
        for _ in range(3):
            await reader.press("1")
            assert reader.focus == "list"
        await reader.press("backspace")
        assert seen(reader) == before


class TestTrailSheet:
    async def test_shows_the_way_and_jumps_to_a_branch_that_was_left(self, run):
        async with run() as reader:
            await reader.press("enter", "right_square_bracket", "right_square_bracket")
            assert reader.title == CARDS
            await reader.press("backspace", "backspace", "2")
            branch = reader.title
            await reader.press("h")
            assert isinstance(reader.app.screen, TrailSheet)
            steps = reader.app.screen._steps
            assert [(step.title, step.here, step.on_line) for step in steps] == [
                (branch, True, True),
                (CARDS, False, False),
                (NUMBERS, False, False),
                (WELCOME, False, True),
            ]
            await reader.press("j", "enter")
            assert reader.title == CARDS
            await reader.press("backspace")
            assert reader.title == NUMBERS

    async def test_without_a_trail_says_so(self, run):
        async with run() as reader:
            await reader.press("h")
            assert reader.notice == "You have not opened an article yet."

    async def test_escape_leaves_everything_as_it_was(self, run):
        async with run() as reader:
            await reader.press("enter", "1", "l", "j")
            before = seen(reader)
            await reader.press("h", "j", "escape")
            assert seen(reader) == before


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 5, 17, 9, 5), "09:05"),
        (datetime(2026, 5, 16, 23, 59), "yest. 23:59"),
        (datetime(2026, 5, 13, 8, 0), "Wed 08:00"),
        (datetime(2026, 3, 3, 8, 0), "3 Mar"),
        (datetime(2024, 3, 3, 8, 0), "Mar 2024"),
    ],
)
def test_times_are_told_as_one_remembers_them(at, words):
    assert when(at.timestamp(), date(2026, 5, 17)) == words


def test_a_time_no_calendar_has_is_left_out():
    assert when(1e300, date(2026, 5, 17)) == ""


class TestWantedSheet:
    async def test_lists_what_is_lacking_and_searches_for_it(self, run, paths):
        with Library(paths) as library:
            first = library.wanted()[0]
        async with run() as reader:
            await reader.press("w")
            assert isinstance(reader.app.screen, WantedSheet)
            shown = str(reader.app.screen.query_one("OptionList").get_option_at_index(0).prompt)
            assert first.title in shown
            assert "linked from" in shown
            await reader.press("enter")
            note = str(reader.main.query_one("#search-note").render())
            assert first.title in note
            assert reader.focus == "list"


class TestFarEntries:
    @pytest.fixture
    def hub(self, paths, tmp_path):
        """An article that forty others recommend."""
        pages = tmp_path / "many"
        pages.mkdir()
        (pages / "00.txt").write_text(
            "The hub\n\nThe hub\n\nEverything leads to this place, and it ends here.\n"
        )
        for number in range(1, 41):
            (pages / f"{number:02}.txt").write_text(
                f"Spoke {number}\n\nSpoke {number}\n\nSomething {number} of its own.\n\nRecommend\n\n"
                "The hub\n\nEverything leads to this place, and it ends here....\n"
            )
        with Library(paths) as library:
            library.add([pages])
            return next(s.id for s in library.summaries(library.ids()) if s.title == "The hub")

    async def test_three_keys_reach_any_entry(self, run, hub):
        async with run(article=hub) as reader:
            entry = reader.entry("27")
            await reader.press("0", "2", "7")
            assert reader.title == entry.title
            await reader.press("backspace")
            entry = reader.entry("3")
            await reader.press("0", "0", "3")
            assert reader.title == entry.title

    async def test_another_key_ends_it(self, run, hub):
        async with run(article=hub) as reader:
            await reader.press("0")
            assert isinstance(reader.app.screen, NumberLine)
            await reader.press("x")
            assert reader.app.screen is reader.main
            await reader.press("0", "9", "9")
            assert reader.notice == "There is no related article 99."

    async def test_in_the_search_box_a_zero_is_a_zero(self, run):
        async with run() as reader:
            await find(reader, "2026 0")
            assert reader.box.value == "2026 0"
