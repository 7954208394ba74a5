"""The whole screen over the library on this machine, and over one in memory."""

from __future__ import annotations

from functools import partial

import pytest
from textual import events

from reader import tour
from reader.tui.background.backend import Backend
from reader.tui.screens.journeys import TrailSheet, WantedSheet
from reader.tui.screens.searches import SearchesSheet
from reader.tui.screens.tagging import TagPrompt
from tests.memory_library import MemoryLibrary, Shelf

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"
SEARCH = "Search as you type"
CARDS = "Twelve million index cards"
MEMEX = "The desk that remembered trails"


@pytest.fixture(params=["local", "memory"])
def screen(request, run):
    """``async with screen() as reader:`` — over the one library, then over the other. A later one goes on."""
    if request.param == "local":
        return run
    shelf = Shelf.of((f"/tour/{name}", raw) for name, raw in tour.pages())

    def serve(paths, *, tour=False):
        return Backend(partial(MemoryLibrary, shelf), paths, touring=tour)

    return partial(run, served=serve)


def options(reader) -> list[str]:
    sheet = reader.app.screen.query_one("OptionList")
    return [str(sheet.get_option_at_index(index).prompt) for index in range(sheet.option_count)]


async def test_the_list_is_shown_and_an_article_read(screen):
    async with screen() as reader:
        assert reader.heading == "Inbox  16 unread of 16"
        assert reader.titles()[:2] == [WELCOME, "Follow the numbers, find your way back"]
        await reader.press("j", "enter")
        assert (reader.title, reader.focus) == (NUMBERS, "article")
        await reader.press("G")
        await reader.until(lambda: reader.heading == "Inbox  15 unread of 16")
        await reader.press("g")
        assert NUMBERS in "".join(reader.lines(reader.article))


async def test_related_articles_are_followed_and_back_leads_to_the_line_left(screen):
    async with screen(size=(120, 14)) as reader:
        await reader.press("enter", "j", "j", "j", "2")
        assert reader.title == SEARCH
        assert reader.article.scroll_offset.y == 0
        await reader.press("left_square_bracket")
        assert reader.title == CARDS
        await reader.press("backspace", "backspace")
        assert reader.title == WELCOME
        assert reader.article.scroll_offset.y == 3
        await reader.press("backspace")
        assert reader.notice == "You are at the beginning of your trail."
        await reader.press("L", "L")
        assert reader.title == CARDS


async def test_similar_articles_are_among_the_related_ones_and_can_be_followed(screen):
    async with screen() as reader:
        await reader.press("enter")
        similar = next(entry for entry in reader.article.view.entries if entry.group == "similar")
        assert similar.title in "".join(reader.lines(reader.related)) or len(similar.title) > 20
        await reader.press(similar.key)
        assert reader.title == similar.title
        assert "both: " in similar.why


async def test_a_search_shows_snippets_as_it_is_typed_and_opens_its_hit_at_the_match(screen):
    async with screen() as reader:
        await reader.press("slash")
        await reader.type("meme")
        assert reader.titles()[0] == MEMEX
        assert "memex" in reader.lines(reader.list)[1].casefold()
        await reader.type("x")
        await reader.press("enter")
        assert reader.title == MEMEX
        assert reader.article.matches[0] == 1
        await reader.press("n")
        assert reader.article.matches[0] == 2
        assert reader.notice.startswith("Match 2 of ")
        await reader.press("l", "escape", "escape")
        assert reader.heading == "Inbox  16 unread of 16"


async def test_back_brings_a_search_back(screen):
    async with screen() as reader:
        await reader.press("enter", "slash")
        await reader.type("manicule")
        await reader.press("enter")
        found, hit = tuple(reader.list.ids), reader.title
        await reader.press("left_square_bracket", "l", "escape", "escape")
        assert (reader.title != hit, reader.box.value) == (True, "")
        await reader.press("backspace")
        assert (reader.title, reader.box.value, tuple(reader.list.ids)) == (hit, "manicule", found)


async def test_the_trail_is_shown_and_kept_over_a_restart(screen):
    async with screen() as reader:
        await reader.press("enter", "2", "left_square_bracket", "backspace", "h")
        assert isinstance(reader.app.screen, TrailSheet)
        lines = options(reader)
        assert [title in line for title, line in zip((CARDS, SEARCH, WELCOME), lines, strict=True)] == [
            True
        ] * 3
        assert lines[1].startswith("▸")
        await reader.press("j", "enter")
        assert reader.title == WELCOME
    async with screen() as reader:
        assert reader.title == WELCOME
        await reader.press("L")
        assert reader.title == SEARCH


async def test_stars_tags_and_unread(screen):
    async with screen() as reader:
        await reader.press("j", "s")
        assert reader.lines(reader.list)[1].startswith("▌●★")
        await reader.press("S")
        assert len(reader.list.ids) == 1
        await reader.press("S", "g", "enter", "u", "u")
        assert reader.heading == "Inbox  16 unread of 16"
        await reader.press("u", "l", "U")
        assert len(reader.list.ids) == 15
        await reader.press("U", "g", "number_sign")
        assert isinstance(reader.app.screen, TagPrompt)
        await reader.type("tides")
        await reader.press("enter", "slash")
        await reader.type("tag:tides")
        assert len(reader.list.ids) == 1


async def test_searches_are_saved_and_found_again(screen):
    async with screen() as reader:
        await reader.press("slash")
        await reader.type("memex")
        found = len(reader.list.ids)
        await reader.press("ctrl+s")
        await reader.press(*["backspace"] * 5)
        await reader.type("desks")
        await reader.press("enter", "enter", "escape", "escape", "ctrl+r")
        assert isinstance(reader.app.screen, SearchesSheet)
        assert options(reader)[0].startswith(f"@ desks  {found} unread  memex")
        await reader.press("n")
        await reader.press(*["backspace"] * 5)
        await reader.type("tables")
        await reader.press("enter")
        assert options(reader)[0].startswith("@ tables")
        await reader.press("enter")
        assert reader.box.value == "memex"
        assert len(reader.list.ids) == found


async def test_what_is_wanted_is_listed_and_looked_for(screen):
    async with screen() as reader:
        await reader.press("w")
        assert isinstance(reader.app.screen, WantedSheet)
        assert "Why no one can refold a paper map" in options(reader)[0]
        await reader.press("enter")
        assert reader.box.value == 'like:"Why no one can refold a paper map"'


async def test_a_query_at_once_and_conditions_alone(screen):
    async with screen() as reader:
        await reader.press("slash")
        reader.box.post_message(events.Paste("is:unread"))
        await reader.settle()
        assert len(reader.list.ids) == 16
        assert reader.titles()[0] == WELCOME
        await reader.press("escape")
        assert reader.heading == "Inbox  16 unread of 16"


@pytest.mark.parametrize("size", [(60, 20), (100, 30)])
async def test_in_narrow_layouts_too(screen, size):
    async with screen(size=size) as reader:
        await reader.press("enter", "G")
        await reader.press("2")
        assert reader.title == SEARCH
        await reader.press("backspace")
        assert reader.title == WELCOME
