"""Going on with what was begun, what is new in an article that has changed, and statistics, on screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from reader import tour
from reader.config import Settings
from reader.library import Library
from reader.library.view import Place
from reader.model import Block, Position, Span
from reader.reading_days import ReadingTime
from reader.tui.background.backend import Backend
from reader.tui.controllers import session
from reader.tui.screens.changes import ChangesSheet
from reader.tui.screens.statistics import StatisticsSheet
from reader.tui.state.shelves import shelf_named
from tests.memory_library import MemoryLibrary, Shelf

TITLE = "Timetables"
TEXT = [f"Paragraph {n}: the ferry left at {n * 7} minutes past six." for n in range(40)]
CHANGED = [
    *TEXT[:3],
    TEXT[3].replace("ferry", "old steamer"),
    *TEXT[4:30],
    "Nobody had heard of the bridge yet.",
    "It opened in the spring.",
    *TEXT[30:39],
]


def written(folder: Path, paragraphs: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    body = "\n\n".join((TITLE, TITLE, *paragraphs))
    (folder / "ferry.txt").write_text(f"{body}\n", encoding="utf-8")
    return folder


@pytest.fixture
def ferry(empty_paths, tmp_path):
    """A library of one article that was open, and has changed since."""
    with Library(empty_paths) as library:
        library.add([written(tmp_path / "pages", TEXT)])
        library.save_place(Place(1, Position(0, 0), 0.1))
        assert library.add([written(tmp_path / "pages", CHANGED)]).updated == 1
    return empty_paths


HEAD = "changed since you read it"


def head(reader) -> str:
    """The first lines in sight, as one."""
    return " ".join(" ".join(reader.lines(reader.article)[:6]).split())


def new_lines(reader) -> list[str]:
    """The lines in sight that are marked as new."""
    return [line.strip("+ ") for line in reader.lines(reader.article) if line.lstrip().startswith("+ ")]


# --- what is new -----------------------------------------------------------------------------------------


async def test_an_article_that_has_changed_says_so_and_shows_what_is_new(run, ferry):
    async with run(at=ferry, size=(120, 24)) as reader:
        await reader.press("enter")
        assert reader.notice == (
            "Changed since you read it: 2 passages are new, 1 is gone · . goes there · E lists them"
        )
        assert new_lines(reader) == [CHANGED[3]]
        await reader.press("full_stop")
        assert reader.notice == "New passage 1 of 2"
        await reader.press("full_stop")
        assert reader.notice == "New passage 2 of 2"
        assert new_lines(reader) == CHANGED[30:32]
        await reader.press("full_stop")
        assert reader.notice == "New passage 1 of 2"
        assert new_lines(reader) == [CHANGED[3]]
        # Back to where the last jump was from.
        await reader.press("apostrophe", "apostrophe")
        assert new_lines(reader) == CHANGED[30:32]


async def test_it_stays_new_until_the_end_has_been_reached_again(run, ferry):
    async with run(at=ferry, size=(120, 24)) as reader:
        await reader.press("enter", "space")
    async with run(at=ferry, size=(120, 24)) as reader:
        await reader.press("g")
        assert new_lines(reader) == [CHANGED[3]]
        assert HEAD in head(reader)
        await reader.press("G")
    async with run(at=ferry, size=(120, 24)) as reader:
        await reader.press("g")
        assert new_lines(reader) == []
        assert HEAD not in head(reader)
        await reader.press("full_stop")
        assert reader.notice == "Nothing is new in this article since you read it."


async def test_the_sheet_lists_what_is_new_and_gone_and_goes_there(run, ferry):
    async with run(at=ferry, size=(120, 24)) as reader:
        await reader.press("enter", "E")
        assert isinstance(reader.app.screen, ChangesSheet)
        sheet = reader.app.screen.query_one("OptionList")
        shown = [str(sheet.get_option_at_index(index).prompt) for index in range(sheet.option_count)]
        assert [line[0] for line in shown] == ["~", "+", "+", "-"]
        assert "ferry old steamer" in shown[0]
        assert shown[3] == f"- {TEXT[39]}"
        await reader.press("j", "enter")
        assert reader.article.position == Position(30, 0)
        await reader.press("E", "E")
        assert not isinstance(reader.app.screen, ChangesSheet)


async def test_without_anything_new_the_sheet_shows_the_latest_change(run, ferry):
    with Library(ferry) as library:
        library.know_text(1)
    async with run(at=ferry) as reader:
        await reader.press("enter")
        assert "Changed" not in reader.notice
        await reader.press("E")
        assert isinstance(reader.app.screen, ChangesSheet)
        title = str(reader.app.screen.query_one("#sheet").border_title)
        assert title.startswith("Changed on ")


async def test_what_changes_while_the_article_is_open_is_new(run, ferry, tmp_path):
    with Library(ferry) as library:
        library.know_text(1)
    async with run(at=ferry, size=(120, 24)) as reader:
        await reader.press("enter")
        assert new_lines(reader) == []
        with Library(ferry) as library:
            library.add([written(tmp_path / "pages", ["A word before all others.", *CHANGED])])
        await reader.main.reading.reload()
        await reader.settle()
        await reader.press("g")
        assert new_lines(reader) == ["A word before all others."]


@pytest.mark.parametrize("width", [40, 80, 200])
async def test_no_line_is_wider_for_the_mark(run, ferry, width):
    async with run(at=ferry, size=(width, 24)) as reader:
        await reader.press("enter", "full_stop")
        assert any(line.lstrip().startswith("+") for line in reader.lines(reader.article))
        strips = [reader.article.render_line(y) for y in range(reader.article.size.height)]
        assert {strip.cell_length for strip in strips} == {reader.article.size.width}


# --- going on --------------------------------------------------------------------------------------------


async def test_going_on_opens_what_was_begun_last_where_it_was_left(run):
    async with run(size=(120, 16)) as reader:
        await reader.press("C")
        assert reader.notice == "You have begun no article that is not finished."
        await reader.press("enter", "space")
        first, place = reader.title, reader.article.position
        await reader.press("J", "space", "space")
        second = reader.title
        assert first != second
        await reader.press("C")
        assert (reader.title, reader.article.position) == (first, place)
        await reader.press("C")
        assert reader.title == second
        await reader.press("G", "C", "C")
        assert reader.title == first
        assert reader.notice == "You have begun no other article."


async def test_going_on_from_the_list_leads_back_into_the_open_article(run, paths):
    with Library(paths) as library:
        imported = library.ids()[-1]
        library.store.state.save_position(imported, Position(1, 0), 0.9)
    async with run(size=(120, 16)) as reader:
        await reader.press("enter", "space")
        title, place = reader.title, reader.article.position
        await reader.press("l", "j", "C")
        assert (reader.title, reader.article.position) == (title, place)
        assert reader.focus == "article"


async def test_the_shelf_of_started_articles_has_the_one_opened_last_on_top(run):
    async with run(size=(120, 16)) as reader:
        await reader.press("enter", "space")
        first = reader.title
        await reader.press("J", "space", "l")
        second = reader.title
        await reader.main.reading.save()
        await reader.main.searching.choose(shelf_named("started"))
        await reader.settle()
        assert reader.titles() == [second, first]


# --- statistics ------------------------------------------------------------------------------------------


@pytest.fixture(params=["local", "memory"])
def screen(request, run):
    """The screen over the library on this machine, and over one in memory."""
    if request.param == "local":
        return run
    shelf = Shelf.of((f"/tour/{name}", raw) for name, raw in tour.pages())

    def serve(paths, *, tour=False):
        return Backend(partial(MemoryLibrary, shelf), paths, touring=tour)

    return partial(run, served=serve)


class Clock:
    """A clock that is set by the test."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(reader) -> str:
    return str(reader.app.screen.query_one("#sheet-text").content)


async def test_what_is_read_is_counted_and_can_be_forgotten(screen, monkeypatch):
    clock = Clock()
    async with screen(size=(100, 30)) as reader:
        monkeypatch.setattr(reader.main.reading.clock, "_clock", clock)
        await reader.press("R")
        assert reader.notice == "Nothing that you have read has been counted yet."
        await reader.press("enter")
        clock.now += 60
        await reader.press("space")
        clock.now += 60
        await reader.press("G")
        await reader.press("l")
        clock.now += 1000
        await reader.press("j")
        await reader.press("R")
        assert isinstance(reader.app.screen, StatisticsSheet)
        assert "Finished  1 article\n" in shown(reader)
        assert "Time      2 min\n" in shown(reader)
        assert "Kept on this machine only." in shown(reader)
        await reader.press("d")
        assert "d again" in str(reader.app.screen.query_one("#sheet").border_subtitle)
        await reader.press("d")
        assert reader.notice == "What you have read is forgotten."
        await reader.press("R")
        assert reader.notice == "Nothing that you have read has been counted yet."


async def test_what_was_read_is_kept_when_the_screen_is_left(run, paths, monkeypatch):
    monkeypatch.setattr(session, "SAVE", 3600.0)
    clock = Clock()
    async with run() as reader:
        monkeypatch.setattr(reader.main.reading.clock, "_clock", clock)
        await reader.press("enter")
        clock.now += 30
    with Library(paths) as library:
        assert [row.seconds for row in library.store.reading.all()] == [30.0]


async def test_nothing_is_counted_if_statistics_are_switched_off(run, paths, monkeypatch):
    clock = Clock()
    with Library(paths) as library:
        library.save_place(None, [ReadingTime(1, 60.0, 10)])
    async with run(settings=Settings(statistics=False)) as reader:
        monkeypatch.setattr(reader.main.reading.clock, "_clock", clock)
        await reader.press("enter")
        clock.now += 60
        await reader.press("space", "colon")
        await reader.type("stats")
        await reader.press("enter")
        assert "Statistics are switched off" in shown(reader)
    with Library(paths) as library:
        assert [row.seconds for row in library.store.reading.all()] == [60.0]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
async def test_the_sheet_fits(run, paths, width):
    with Library(paths) as library:
        library.save_place(None, [ReadingTime(one, 60.0, 10 * one, True) for one in library.ids()])
    async with run(size=(width, 24)) as reader:
        await reader.press("R")
        room = reader.app.screen.query_one("#sheet-text").size.width
        assert max(map(len, shown(reader).splitlines()[:-1])) <= room


# --- both libraries --------------------------------------------------------------------------------------


async def test_what_is_new_over_a_library_in_memory(run):
    shelf = Shelf.of((f"/tour/{name}", raw) for name, raw in tour.pages())
    kept = shelf.kept[1]
    kept.opened = 5.0
    blocks = (*kept.article.blocks[:1], Block("paragraph", (Span("A new one."),)), *kept.article.blocks[1:])
    kept.becomes(replace(kept.article, blocks=blocks))

    def serve(paths, *, tour=False):
        return Backend(partial(MemoryLibrary, shelf), paths, touring=tour)

    async with run(served=serve) as reader:
        await reader.press("enter")
        assert "1 passage is new" in reader.notice
        assert new_lines(reader) == ["A new one."]
