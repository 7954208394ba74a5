"""The list on screen: orders, shelves, the preview, the widths of panes, the mouse."""

from __future__ import annotations

import re

import pytest
from textual.geometry import Size

from reader.changes import Archive, Star
from reader.config import Settings, settings_at
from reader.library import Library
from reader.tui.controllers import previewing
from reader.tui.screens.list_sheets import ShelvesSheet
from reader.tui.widgets.key_hints import KeyHints
from reader.tui.widgets.list_head import ColumnHeads, ListHead
from reader.tui.widgets.preview_pane import PreviewPane
from reader.tui.widgets.search_box import SearchBox
from reader.tui.widgets.shelf_bar import ShelfBar
from tests.tui.test_screen import NUMBERS, WELCOME


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """A preview comes without a pause."""
    monkeypatch.setattr(previewing, "PAUSE", 0.001)


def order(reader) -> str:
    return reader.lines(reader.main.query_one(ListHead))[0].rpartition("sort: ")[2]


def preview(reader) -> PreviewPane:
    return reader.main.query_one(PreviewPane)


def previewed(reader) -> str:
    view = preview(reader).view
    return view.summary.title if view else ""


async def choose_order(reader, name: str) -> None:
    await reader.press("o", "slash", *name, "enter")


class TestOrder:
    async def test_is_chosen_said_and_turned_round(self, run):
        async with run() as reader:
            assert order(reader) == "newest ▾"
            before = reader.list.ids
            await choose_order(reader, "title")
            assert order(reader) == "title ▴"
            assert reader.titles() == sorted(reader.titles(), key=str.casefold)
            await choose_order(reader, "title")
            assert order(reader) == "title ▾"
            assert reader.titles() == sorted(reader.titles(), key=str.casefold, reverse=True)
            await choose_order(reader, "newest")
            assert reader.list.ids == before

    async def test_is_said_beside_an_article_too(self, run):
        async with run(size=(100, 30)) as reader:
            await reader.press("enter")
            head = reader.lines(reader.main.query_one(ListHead))[0]
            assert head.split() == ["Inbox", "16", "unread", "newest", "▾"]

    async def test_is_remembered_for_each_shelf(self, run):
        async with run() as reader:
            await choose_order(reader, "length")
            shortest = reader.list.ids
            await reader.press("B", "j", "enter")
            assert reader.heading == "Unread  16 unread of 16"
            assert order(reader) == "newest ▾"
        async with run() as reader:
            assert order(reader) == "length ▴"
            assert reader.list.ids == shortest

    async def test_of_results_is_relevance_until_another_is_chosen(self, run):
        async with run() as reader:
            await reader.press("slash")
            await reader.type("reader")
            assert order(reader) == "relevance ▾"
            await reader.press("tab")
            await choose_order(reader, "title")
            assert order(reader) == "title ▴"
            assert reader.titles() == sorted(reader.titles(), key=str.casefold)
            assert reader.box.value == "reader"
            await reader.press("escape")
            assert order(reader) == "newest ▾"
            await reader.press("slash")
            await reader.type("memex")
            assert order(reader) == "relevance ▾"

    async def test_a_click_on_a_heading_sorts(self, run):
        async with run(size=(100, 30)) as reader:
            heads = reader.main.query_one(ColumnHeads)
            at = reader.lines(heads)[0].index("Title")
            await reader.pilot.click(ColumnHeads, offset=(at, 0))
            await reader.settle()
            assert order(reader) == "title ▴"
            assert "Title ▴" in reader.lines(heads)[0]
            await reader.pilot.click(ColumnHeads, offset=(at, 0))
            await reader.settle()
            assert order(reader) == "title ▾"


class TestShelves:
    async def test_the_inbox_has_what_is_not_in_the_archive(self, run, paths):
        with Library(paths) as library:
            library.apply(Archive(tuple(library.ids()[:3]), True))
        async with run() as reader:
            assert reader.heading == "Inbox  13 unread of 13"
            assert WELCOME not in reader.titles()
            # A search in the inbox looks everywhere.
            await reader.press("slash")
            await reader.type("title:welcome")
            assert reader.titles()[:1] == [WELCOME]

    async def test_archiving_takes_an_article_out_of_the_inbox(self, run):
        async with run() as reader:
            await reader.press("a")
            assert reader.heading == "Inbox  15 unread of 15"
            assert reader.list.cursor == 0
            await reader.press("z")
            assert reader.heading == "Inbox  16 unread of 16"

    async def test_beside_the_list_with_counts(self, run, paths):
        with Library(paths) as library:
            library.apply(Star(tuple(library.ids()[:2]), True))
            library.save_search("cards", "index cards")
        async with run() as reader:
            await reader.press("B")
            bar = reader.main.query_one(ShelfBar)
            lines = [line.split() for line in reader.lines(bar)]
            assert reader.focus == "shelves"
            assert ["▌", "Inbox", "16", "/", "16"] in lines
            assert ["Starred", "2", "/", "2"] in lines
            assert ["Searches"] in lines
            await reader.press("j", "j", "j", "enter")
            assert reader.heading == "Starred  2 unread of 2"
            assert reader.titles() == [WELCOME, NUMBERS]
            assert reader.focus == "list"
            await reader.press("B", "B")
            assert not bar.display
            assert reader.focus == "list"

    async def test_stay_beside_the_list_until_they_are_closed(self, run, paths):
        async with run() as reader:
            await reader.press("B", "tab", "q")
        found = settings_at(paths.settings)
        assert (found.settings.shelves, found.settings.preview) == (True, True)
        async with run(settings=found.settings) as reader:
            bar = reader.main.query_one(ShelfBar)
            assert bar.display
            assert ["Starred", "0"] in [line.split() for line in reader.lines(bar)]
            await reader.press("tab", "c")
            assert not bar.display
            await reader.press("q")
        assert not settings_at(paths.settings).settings.shelves

    async def test_count_anew_when_there_is_room_for_them_again(self, run):
        async with run(size=(200, 40), settings=Settings(shelves=True)) as reader:
            bar = reader.main.query_one(ShelfBar)
            assert ["▸", "Inbox", "16", "/", "16"] in [line.split() for line in reader.lines(bar)]
            await reader.resize(90, 30)
            await reader.press("u")
            await reader.resize(200, 40)
            assert ["▸", "Inbox", "15", "/", "16"] in [line.split() for line in reader.lines(bar)]

    async def test_leave_nothing_on_screen_where_an_article_has_their_room(self, run):
        async with run(size=(100, 30)) as reader:
            await reader.press("enter", "q")
        async with run(size=(100, 30), settings=Settings(shelves=True)) as reader:
            assert reader.title == WELCOME
            assert not any(bar.display for bar in reader.main.query(ShelfBar))

    async def test_as_a_sheet_where_the_list_is_closed(self, run):
        async with run(size=(200, 40)) as reader:
            await reader.press("enter", "l", "c")
            assert not reader.main.panes.spaces.list
            await reader.press("B")
            assert isinstance(reader.app.screen, ShelvesSheet)
            await reader.press("enter")
            assert reader.focus == "list"

    async def test_as_a_sheet_where_there_is_no_room(self, run, paths):
        with Library(paths) as library:
            library.apply(Star(tuple(library.ids()[:2]), True))
        async with run(size=(80, 24)) as reader:
            await reader.press("B", "slash", *"starred", "enter")
            assert reader.heading == "Starred  2 unread of 2"
            await reader.press("slash")
            await reader.type("reader")
            # Only there: nine articles have the word.
            assert reader.heading.endswith("found in Starred")
            assert set(reader.titles()) <= {WELCOME, NUMBERS}
            await reader.press("escape")
            assert reader.heading == "Starred  2 unread of 2"

    async def test_an_empty_shelf_says_so_and_how_to_leave(self, run):
        async with run(size=(80, 24)) as reader:
            await reader.press("B", "slash", *"archive", "enter")
            said = " ".join(line.strip() for line in reader.lines(reader.list) if line.strip())
            assert said == "There is nothing on this shelf: Archive. B shows the other shelves."

    async def test_a_step_back_brings_the_shelf_back(self, run, paths):
        with Library(paths) as library:
            library.apply(Star(tuple(library.ids()[1:3]), True))
        async with run(size=(80, 24)) as reader:
            await reader.press("enter")
            await reader.press("l", "B", "slash", *"starred", "enter", "enter")
            assert reader.heading == "Starred  2 unread of 2"
            assert reader.title == NUMBERS
            await reader.press("H")
            assert reader.title == WELCOME
            await reader.press("L")
            assert reader.title == NUMBERS
            assert reader.heading == "Starred  2 unread of 2"


class TestPreview:
    async def test_follows_the_cursor_and_leaves_no_trace(self, run, paths):
        async with run() as reader:
            await reader.until(lambda: previewed(reader) == WELCOME)
            await reader.press("j")
            await reader.until(lambda: previewed(reader) == NUMBERS)
            await reader.press("G", "k", "g")
            await reader.until(lambda: previewed(reader) == WELCOME)
            assert reader.title == ""
        with Library(paths) as library:
            assert library.trail(9) == []
            assert library.counts() == (16, 16)
            assert not any(summary.progress for summary in library.summaries(library.ids()))

    async def test_is_switched_off_for_good(self, run, paths):
        async with run() as reader:
            await reader.until(lambda: previewed(reader) == WELCOME)
            await reader.press("P")
            assert not preview(reader).display
            assert reader.list.size.width > 100
            await reader.press("q")
        async with run(settings=settings_at(paths.settings).settings) as reader:
            assert not reader.main.query(PreviewPane)
            await reader.press("P")
            await reader.until(lambda: previewed(reader) == WELCOME)

    async def test_needs_room(self, run):
        async with run(size=(100, 30)) as reader:
            assert not reader.main.query(PreviewPane)
            await reader.press("P", "P")
            assert reader.notice == "The preview needs 110 columns."

    async def test_a_click_opens_it(self, run):
        async with run() as reader:
            await reader.until(lambda: previewed(reader) == WELCOME)
            await reader.pilot.click(PreviewPane, offset=(5, 5))
            await reader.settle()
            assert reader.title == WELCOME
            assert not preview(reader).display


class TestPanes:
    async def test_the_list_has_the_whole_width_until_something_is_opened(self, run):
        async with run(size=(100, 30)) as reader:
            assert reader.list.region.width == 100
            await reader.press("enter")
            assert reader.list.region.width < 40
            assert reader.article.region.width > 55
            await reader.press("c")
            assert reader.title == ""
            assert reader.list.region.width == 100
            assert reader.focus == "list"
            # The article that was closed is where back leads.
            await reader.press("H")
            assert reader.title == WELCOME

    async def test_widths_change_with_keys_and_are_kept(self, run):
        async with run() as reader:
            await reader.press("enter")
            before = reader.article.region.width
            assert before >= 75
            await reader.press("greater_than_sign")
            assert reader.article.region.width == before + 4
            await reader.press("l", "greater_than_sign", "greater_than_sign")
            assert reader.article.region.width == before - 4
        async with run() as reader:
            assert reader.article.region.width == before - 4

    async def test_a_border_can_be_dragged(self, run):
        async with run() as reader:
            await reader.press("enter")
            before = reader.list.region.width
            frame = reader.main.query_one("#panes")
            await reader.pilot.mouse_down(frame, offset=(before, 5))
            await reader.pilot.hover(frame, offset=(before + 6, 5))
            await reader.pilot.mouse_up(frame, offset=(before + 6, 5))
            await reader.settle()
            assert reader.list.region.width == before + 6
        async with run() as reader:
            assert reader.list.region.width == before + 6

    async def test_the_list_can_be_closed_and_comes_back(self, run):
        async with run(size=(100, 30)) as reader:
            await reader.press("enter", "l", "c")
            assert reader.article.region.width == 100
            assert reader.focus == "article"
            assert reader.notice == "l shows it again"
            await reader.press("l")
            assert reader.list.region.width > 20
            assert reader.focus == "list"

    @pytest.mark.parametrize("first", ["list", "search", "article", "related"])
    async def test_keys_work_after_any_change_of_the_width(self, run, first):
        keys = {"list": ["l"], "search": ["slash"], "article": [], "related": ["r"]}[first]
        async with run(size=(160, 40)) as reader:
            await reader.press("enter", *keys)
            for width, height in ((100, 30), (60, 20), (40, 12), (125, 14), (125, 40), (200, 60), (79, 24)):
                await reader.resize(width, height)
                focused = reader.app.focused
                assert focused is not None, width
                assert focused.region.width > 0, (width, focused)
                assert reader.main.panes.widget(reader.main.panes.focused).region.width > 0
            await reader.press("escape", "escape", "l", "j")
            assert reader.focus == "list"
            assert reader.list.cursor == 1

    async def test_esc_in_the_list_opens_no_empty_pane(self, run):
        async with run() as reader:
            await reader.press("escape", "tab", "r")
            assert reader.focus == "list"
            assert not reader.article.display


@pytest.mark.parametrize("size", [(40, 10), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60)])
async def test_every_line_is_whole(run, size):
    """No row, heading or hint is wider than its pane, and nothing stands over something else."""
    async with run(size=size) as reader:
        for keys in ((), ("enter",), ("r",), ("l", "slash", "r", "e", "a"), ("escape", "s")):
            await reader.press(*keys)
            for widget in (reader.list, reader.related, reader.article, reader.main.query_one(KeyHints)):
                if not widget.display or not widget.size.width:
                    continue
                for y in range(widget.size.height):
                    assert widget.render_line(y).cell_length <= widget.size.width
            box = reader.main.query_one(SearchBox)
            shown = [
                pane
                for pane in (reader.list, reader.article, reader.related)
                if pane.region.width and pane.is_on_screen and pane.display
            ]
            assert all(pane.region.right <= size[0] and pane.region.bottom < size[1] for pane in shown)
            for one in shown:
                for other in shown:
                    assert one is other or not one.region.overlaps(other.region)
            assert box.region.right <= size[0]


async def test_a_message_stands_beside_the_hints(run):
    async with run(size=(80, 24)) as reader:
        await reader.press("s")
        line = reader.lines(reader.main.query_one(KeyHints))[0]
        assert line.startswith(f" Starred “{WELCOME}” · z undoes")
        assert line.endswith("q quit  ? help")


async def test_headings_are_whole_at_every_width(run, paths):
    for width in (40, 80, 100):
        async with run(size=(width, 24)) as reader:
            await reader.press("enter", "l")
            head = reader.lines(reader.main.query_one(ListHead))[0]
            # Beside an article, few words leave room for the order.
            assert re.match(r" Inbox  1[56] unread( of 16)? ", head)
            assert "newest ▾" in head
            assert "…" not in head


async def test_columns_are_those_of_the_configuration(run):
    async with run(size=(80, 24), settings=Settings(columns=("title", "words", "id"))) as reader:
        assert reader.lines(reader.main.query_one(ColumnHeads))[0].split() == ["Title", "Words", "Id"]
        assert reader.lines(reader.list)[0].split()[-1] == str(reader.list.ids[0])


async def test_only_unread_ones_are_those_of_the_shelf_in_its_order(run, paths):
    with Library(paths) as library:
        ids = library.ids()
        library.apply(Archive((ids[3],)))
    async with run() as reader:
        await choose_order(reader, "title")
        before = reader.list.ids
        await reader.press("U")
        assert order(reader) == "title ▴"
        assert list(reader.list.ids) == list(before)
        assert ids[3] not in reader.list.ids
        # A word more makes a search of it, which looks everywhere: the best match comes first.
        await reader.press("slash")
        await reader.type(" reader")
        assert order(reader) == "relevance ▾"
        await reader.press("escape")
        assert (reader.list.ids, order(reader)) == (before, "title ▴")


def test_a_heading_says_what_it_counts_and_leaves_room_for_the_order(monkeypatch):
    head = ListHead()
    counted = ("Inbox  672 unread of 679", "672 unread of 679")
    head.say(counted, "newest ▾", ("Inbox  672 unread", "672 unread"))
    for cells, shown in (
        (40, "Inbox  672 unread of 679"),
        (29, "Inbox  672 unread"),
        (22, "672 unread"),
        (19, "672 unread of 679"),
        (10, "672 unr…"),
    ):
        monkeypatch.setattr(ListHead, "size", Size(cells, 1))
        text, order, _ = head._placed()
        assert text == shown
        assert bool(order) is (cells in (40, 29, 22))
