"""The main screen as a person uses it: list, reading, following, searching, keeping."""

from __future__ import annotations

import pytest
from textual import events

from reader.config import Settings
from reader.library import Library
from reader.model import Position
from reader.tui.controllers import notices
from reader.tui.screens.contents import ContentsSheet
from reader.tui.screens.help import HelpSheet

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"
SEARCH = "Search as you type"
NOT_HERE = "Titles of articles that are not here"
MAP = "Why no one can refold a paper map"


async def open_title(reader, title):
    with Library(reader.main._backend.paths) as library:
        article = next(row.id for row in library.summaries(library.ids()) if row.title == title)
    await reader.main.reading.open(article)
    reader.main.panes.go("article")
    await reader.settle()


class TestList:
    async def test_shows_all_articles_in_the_order_of_their_folder(self, run):
        async with run() as reader:
            assert reader.heading == "Inbox  16 unread of 16"
            assert reader.titles()[:2] == [WELCOME, NUMBERS]
            assert reader.focus == "list"

    async def test_enter_opens(self, run):
        async with run() as reader:
            await reader.press("j", "enter")
            assert reader.title == NUMBERS
            assert reader.focus == "article"
            assert reader.heading == "Inbox  16 unread of 16"
            await reader.press("l", "j")
            # Beside an article each title has two lines.
            assert reader.lines(reader.list)[2].startswith("▸")

    async def test_moves_by_line_page_and_to_the_ends(self, run):
        async with run(size=(120, 12)) as reader:
            await reader.press("G")
            assert reader.list.cursor == 15
            await reader.press("k", "b")
            assert reader.list.cursor < 14
            await reader.press("g")
            assert reader.list.cursor == 0
            assert reader.list.scroll_offset.y == 0

    async def test_a_click_selects_and_a_double_click_opens(self, run):
        async with run() as reader:
            await reader.pilot.click("#list", offset=(5, 3))
            await reader.settle()
            assert (reader.list.cursor, reader.title) == (3, "")
            await reader.pilot.click("#list", offset=(5, 3), times=2)
            await reader.settle()
            assert reader.title == SEARCH

    async def test_unread_only(self, run):
        async with run() as reader:
            await reader.press("u", "U")
            assert reader.heading == "15 found"
            assert reader.box.value == "is:unread"
            assert reader.focus == "list"
            assert WELCOME not in reader.titles()
            await reader.press("U")
            assert reader.heading == "Inbox  15 unread of 16"

    async def test_star_and_starred_only(self, run):
        async with run() as reader:
            await reader.press("j", "s")
            assert reader.notice == "Starred “Follow the numbers, find your way back” · z undoes"
            assert reader.lines(reader.list)[1].startswith("▌●★")
            await reader.press("S")
            assert reader.titles() == [NUMBERS]

    async def test_unread_again(self, run):
        async with run() as reader:
            await reader.press("enter", "u")
            assert reader.notice == "Marked “Welcome to the reader” read · z undoes"
            assert reader.heading == "Inbox  15 unread of 16"
            await reader.press("u")
            assert reader.notice == "Marked “Welcome to the reader” unread · z undoes"
            assert reader.heading == "Inbox  16 unread of 16"

    async def test_each_notice_goes_by_itself(self, run, monkeypatch):
        monkeypatch.setattr(notices, "STANDS", 0.01)
        async with run() as reader:
            for _ in range(2):
                await reader.press("s")
                await reader.until(lambda: not reader.notice)


class TestFollowing:
    async def test_digit_next_previous_and_the_way_back(self, run):
        async with run() as reader:
            await reader.press("enter", "2")
            assert reader.title == SEARCH
            await reader.press("left_square_bracket")
            assert reader.title == "Twelve million index cards"
            await reader.press("backspace")
            assert reader.title == SEARCH
            await reader.press("backspace")
            assert reader.title == WELCOME
            await reader.press("backspace")
            assert reader.notice == "You are at the beginning of your trail."
            await reader.press("L", "L")
            assert reader.title == "Twelve million index cards"

    async def test_back_comes_to_the_line_left(self, run):
        async with run(size=(120, 14)) as reader:
            await reader.press("enter", "j", "j", "j", "j")
            top = reader.article.scroll_offset.y
            assert top == 4
            await reader.press("1")
            assert reader.article.scroll_offset.y == 0
            await reader.press("backspace")
            assert reader.title == WELCOME
            assert reader.article.scroll_offset.y == top

    async def test_an_unresolved_link_searches_for_its_title(self, run):
        async with run() as reader:
            await open_title(reader, NOT_HERE)
            await reader.press("1")
            assert reader.title == NOT_HERE
            assert reader.box.value == f'like:"{MAP}"'
            assert reader.main.searching.active
            note = str(reader.main.query_one("#search-note").render())
            assert MAP in note
            assert "is not in your library" in note

    async def test_the_related_pane_by_keyboard_and_mouse(self, run):
        async with run() as reader:
            await reader.press("enter", "r")
            assert reader.focus == "related"
            await reader.press("j", "enter")
            assert reader.title == "The desk that remembered trails"
            await open_title(reader, WELCOME)
            lines = reader.lines(reader.related)
            row = next(y for y, line in enumerate(lines) if SEARCH in line)
            await reader.pilot.click("#related", offset=(8, row + 1))
            await reader.settle()
            assert reader.title == SEARCH

    async def test_a_digit_without_an_entry_says_so(self, run):
        async with run() as reader:
            await reader.press("5")
            assert reader.notice == "No article is open."
            await open_title(reader, WELCOME)
            await reader.press("0", "4", "2")
            assert reader.title == WELCOME
            assert reader.notice == "There is no related article 42."


class TestSearching:
    async def test_filters_as_you_type_and_escape_brings_the_list_back(self, run):
        async with run() as reader:
            await reader.press("j", "j", "slash")
            await reader.type("memex")
            assert reader.heading.endswith("found")
            assert reader.titles()[0] == "The desk that remembered trails"
            await reader.press("escape")
            assert reader.heading == "Inbox  16 unread of 16"
            assert reader.list.cursor == 2
            assert reader.focus == "list"

    async def test_rows_show_the_passage_with_its_matches(self, run):
        async with run() as reader:
            await reader.press("slash")
            await reader.type("fermat")
            assert any("Fermat" in line for line in reader.lines(reader.list))

    async def test_enter_lands_on_the_best_match_and_n_steps(self, run):
        async with run() as reader:
            await reader.press("slash")
            await reader.type("margin")
            await reader.press("enter")
            assert reader.title == "What readers write in the margins"
            assert reader.article.has_matches
            # The snippet is not cut from the title, which is the first match.
            number, count = reader.article.matches
            assert number > 1
            await reader.press("n")
            assert reader.notice == f"Match {number + 1} of {count}"
            await reader.press("N")
            assert reader.notice == f"Match {number} of {count}"
            await reader.press("escape")
            assert not reader.article.has_matches
            assert reader.main.searching.active
            await reader.press("escape")
            assert not reader.main.searching.active

    async def test_arrows_choose_while_typing(self, run):
        async with run() as reader:
            await reader.press("slash")
            await reader.type("reader")
            await reader.press("down", "down", "up")
            assert reader.list.cursor == 1
            assert reader.focus == "search"

    async def test_nothing_found_says_so(self, run):
        async with run() as reader:
            await reader.press("slash")
            await reader.type("zyzzyva")
            assert reader.heading == "0 found"
            assert "No article has any of these words" in str(reader.main.query_one("#search-note").render())
            await reader.press("enter")
            assert reader.title == ""

    async def test_emptying_the_box_brings_the_list_back(self, run):
        async with run() as reader:
            await reader.press("slash", "m", "backspace")
            assert reader.heading == "Inbox  16 unread of 16"
            assert reader.focus == "search"


class TestResuming:
    async def test_a_restart_opens_where_it_was_left(self, run):
        async with run(size=(120, 14)) as reader:
            await reader.press("enter", "1", "space")
            title, place = reader.title, reader.article.position
            assert place.block > 0
            await reader.press("q")
        async with run(size=(90, 20)) as reader:
            assert reader.title == title
            assert reader.article.position == place
            assert reader.focus == "article"
            await reader.press("backspace")
            assert reader.title == WELCOME

    async def test_the_place_is_kept_without_quitting(self, run, paths):
        async with run(size=(120, 14)) as reader:
            await reader.press("enter", "j", "j", "j")
            place = reader.article.position

            def kept() -> bool:
                with Library(paths) as library:
                    return library.store.state.position(reader.article.view.summary.id) == place

            await reader.until(kept)


class TestElsewhere:
    async def test_what_another_process_adds_appears(self, run, paths, tmp_path):
        async with run() as reader:
            page = tmp_path / "map.txt"
            page.write_text(f"{MAP}\n\n{MAP}\n\nA paper map has exactly one right way to be folded.\n")
            await open_title(reader, NOT_HERE)
            assert reader.entry("1").target is None
            with Library(paths) as library:
                library.add([page], index=False)
            await reader.until(lambda: reader.heading.partition(" indexing")[0].rstrip().endswith("of 17"))
            await reader.until(lambda: reader.entry("1").target is not None)
            await reader.press("1")
            assert reader.title == MAP


class TestTour:
    async def test_an_empty_library_offers_it(self, run, empty_paths):
        async with run(at=empty_paths) as reader:
            assert " is empty" in " ".join(" ".join(reader.lines(reader.list)).split())
            assert not reader.article.display
            await reader.press("f2")
            await reader.until(lambda: reader.title == WELCOME)
            assert reader.heading.startswith("Tour")
            await reader.press("f2")
            await reader.until(lambda: reader.heading == "Inbox  0 unread of 0")
            assert len(reader.app.screen_stack) == 1

    async def test_an_empty_library_says_so_in_a_narrow_layout_too(self, run, empty_paths):
        async with run(at=empty_paths, size=(60, 20)) as reader:
            assert "Enter" in " ".join(reader.lines(reader.list))

    async def test_it_does_not_mix_with_the_library(self, run, empty_paths):
        async with run(at=empty_paths, tour=True) as reader:
            assert reader.title == WELCOME
            await reader.press("right_square_bracket")
        with Library(empty_paths) as library:
            assert library.ids() == []

    async def test_enter_in_an_empty_library_takes_the_tour(self, run, empty_paths):
        async with run(at=empty_paths) as reader:
            await reader.press("enter")
            await reader.until(lambda: reader.title == WELCOME)


class TestSheets:
    async def test_help_lists_the_keys(self, run):
        async with run() as reader:
            await reader.press("question_mark")
            assert isinstance(reader.app.screen, HelpSheet)
            await reader.press("j", "escape")
            assert reader.app.screen is reader.main

    async def test_contents_go_to_a_heading(self, run, paths, tmp_path):
        page = tmp_path / "parts.txt"
        filler = "\n\n".join("Some words to fill a paragraph." for _ in range(30))
        page.write_text(f"Parts\n\nParts\n\nPART 1\n\n{filler}\n\nPART 2\n\n{filler}\n\nThe end.\n")
        with Library(paths) as library:
            library.add([page])
        async with run() as reader:
            await open_title(reader, "Parts")
            await reader.press("t")
            assert isinstance(reader.app.screen, ContentsSheet)
            await reader.press("j", "enter")
            assert reader.app.screen is reader.main
            assert any("PART 2" in line for line in reader.lines(reader.article)[:3])

    async def test_no_headings_says_so(self, run):
        async with run() as reader:
            await reader.press("enter", "t")
            assert reader.notice == "This article has no headings."

    async def test_the_palette_offers_the_actions(self, run):
        async with run() as reader:
            commands = [command.title for command in reader.app.get_system_commands(reader.main)]
            assert "Search as you type" in commands
            await reader.press("ctrl+p")
            assert reader.app.screen is not reader.main
            await reader.press("escape")


class TestCopying:
    async def test_the_article(self, run):
        async with run() as reader:
            await reader.press("enter", "y", "x")
            assert reader.app.clipboard.startswith(f"{WELCOME}\n\nThis is an article in your terminal")
            assert reader.notice.startswith("Copied the article")


class TestSettings:
    async def test_keys_can_be_moved(self, run):
        async with run(settings=Settings(keys={"follow_next": "f9", "down": "f8"})) as reader:
            await reader.press("f8", "enter", "f9")
            assert reader.title == "Twelve million index cards"

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            (Settings(keys={"fly": "f"}), "there is no action 'fly'"),
            (Settings(theme="mauve"), 'theme = "mauve": there is no such theme'),
        ],
    )
    async def test_what_does_not_exist_is_named(self, run, settings, words):
        async with run(settings=settings) as reader:
            assert words in reader.notice


class TestWidths:
    @pytest.mark.parametrize("size", [(40, 12), (60, 20)])
    async def test_narrow_shows_one_pane_at_a_time(self, run, size):
        async with run(size=size) as reader:
            shown = [
                reader.main.query_one(f"#{name}").region.width > 0 for name in ("list", "article", "related")
            ]
            assert shown == [True, False, False]
            await reader.press("enter")
            assert reader.article.region.width == size[0]
            assert reader.list.region.width == 0
            await reader.press("r")
            assert reader.related.region.width == size[0]
            await reader.press("escape", "escape")
            assert reader.list.region.width == size[0]

    async def test_medium_has_related_under_the_article_and_on_a_key(self, run):
        async with run(size=(80, 24)) as reader:
            await reader.press("enter", "G")
            assert any("Recommended" in line for line in reader.lines(reader.article))
            assert reader.related.region.width == 0
            await reader.press("r")
            assert reader.focus == "related"
            assert reader.related.region.y > reader.article.region.y
            await reader.press("r")
            assert reader.focus == "article"

    async def test_wide_shows_three(self, run):
        async with run(size=(120, 40)) as reader:
            await reader.press("enter")
            assert min(pane.region.width for pane in (reader.list, reader.article, reader.related)) > 30
            assert not any("Recommended" in line for line in reader.lines(reader.article))

    async def test_a_new_width_keeps_place_and_focus(self, run):
        async with run(size=(120, 20)) as reader:
            await reader.press("enter", "space")
            place = reader.article.position
            for size in ((60, 20), (90, 20), (200, 50), (120, 20)):
                await reader.resize(*size)
                assert reader.focus == "article"
            assert reader.article.position == place


class TestHaste:
    """Keys come faster than the library answers; the screen, the trail and the disk agree all the same."""

    async def test_next_twice_is_two_articles_on_and_back_twice_is_back(self, run, paths):
        async with run() as reader:
            await reader.press("enter")
            await reader.press("right_square_bracket", "right_square_bracket")
            assert reader.title == "Twelve million index cards"
            await reader.press("backspace", "backspace")
            assert reader.title == WELCOME
            with Library(paths) as library:
                assert library.store.trail.current().article == reader.article.view.summary.id

    async def test_what_is_typed_ahead_behind_the_slash_is_searched(self, run):
        async with run() as reader:
            for key in ("slash", *"memex"):
                character = "/" if key == "slash" else key
                reader.app.post_message(events.Key(key, character))
            await reader.until(lambda: reader.box.value == "memex")
            await reader.type("/")
            assert reader.box.value == "memex/"

    async def test_escape_ends_a_search_under_way(self, run):
        async with run() as reader:
            await reader.pilot.press("slash", "m", "a", "p", "escape")
            await reader.settle()
            await reader.pilot.pause(0.1)
            assert reader.heading == "Inbox  16 unread of 16"
            assert reader.box.value == ""

    async def test_quitting_twice_quits(self, run):
        async with run() as reader:
            await reader.press("enter")
            await reader.pilot.press("q", "q")
            await reader.pilot.pause()
            assert reader.app.return_code == 0

    async def test_quitting_right_after_scrolling_keeps_the_place(self, run, paths):
        async with run(size=(120, 14)) as reader:
            await reader.press("enter")
            await reader.pilot.press("j", "j", "j", "q")
            place, article = reader.article.position, reader.article.view.summary.id
        with Library(paths) as library:
            assert place != Position()
            assert library.store.state.position(article) == place

    async def test_progress_is_kept_where_the_article_is_hidden(self, run, paths):
        async with run(size=(60, 20)) as reader:
            await reader.press("enter", "G", "l", "j", "enter")
            with Library(paths) as library:
                assert library.summary(1).progress == 1.0


class TestNotHere:
    async def test_back_from_a_title_that_is_not_here_is_the_article(self, run):
        async with run() as reader:
            await open_title(reader, NOT_HERE)
            await reader.press("1")
            await reader.press("backspace")
            assert not reader.main.searching.active
            assert reader.focus == "article"
            assert reader.title == NOT_HERE


class TestMarks:
    async def test_title_and_note_are_marked_first(self, run):
        async with run() as reader:
            await reader.press("slash")
            await reader.type("memex desk")
            await reader.press("enter")
            assert reader.title == "The desk that remembered trails"
            assert reader.article.scroll_offset.y == 0

    async def test_stepping_goes_on_from_what_is_on_screen(self, run):
        async with run(size=(120, 12)) as reader:
            await reader.press("slash")
            await reader.type("the")
            await reader.press("enter", "G", "N")
            number, count = (int(word) for word in reader.notice.removeprefix("Match ").split(" of "))
            assert number > count // 2


class TestPrograms:
    @pytest.fixture
    def editable(self, paths, tmp_path):
        page = tmp_path / "page.txt"
        page.write_text("Old title\n\nOld title\n\nA paragraph.\n")
        with Library(paths) as library:
            library.add([page])
        return page

    async def test_an_editor_that_is_not_installed_is_named(self, run, editable):
        async with run(settings=Settings(editor="no-such-editor-here")) as reader:
            await open_title(reader, "Old title")
            await reader.press("e")
            assert reader.notice == "no-such-editor-here is not installed"

    async def test_a_page_without_a_file_says_so(self, run, empty_paths):
        async with run(at=empty_paths, tour=True) as reader:
            await reader.press("O")
            assert reader.notice == "this article was not read from a file"


class TestKeymap:
    @pytest.mark.parametrize(
        ("keys", "words"),
        [
            ({"quit": "nosuchkey"}, "there is no key 'nosuchkey'"),
            ({"quit": ""}, "there is no key ''"),
            ({"toggle_star": "j"}, "j already belongs to down"),
        ],
    )
    async def test_keys_that_cannot_be_are_named_and_left_out(self, run, keys, words):
        async with run(settings=Settings(keys=keys)) as reader:
            ((name, value),) = keys.items()
            assert reader.notice == f'config.toml: keys.{name} = "{value}": {words}'
            await reader.press("j")
            assert reader.list.cursor == 1
            await reader.pilot.press("q")
            await reader.pilot.pause()
            assert reader.app.return_code == 0

    async def test_two_actions_can_swap_keys(self, run):
        async with run(settings=Settings(keys={"down": "k,down", "up": "j,up"})) as reader:
            await reader.press("k", "k", "j")
            assert reader.list.cursor == 1
            assert reader.notice == ""


async def test_all_that_is_wrong_with_the_settings_is_named(run):
    settings = Settings(keys={"fly": "f", "swim": "x", "quit": "Q"}, theme="plaid")
    async with run(settings=settings) as reader:
        words = "keys.fly = \"f\": there is no action 'fly' (and 2 more: 'reader config --check' names them)"
        assert reader.notice == f"config.toml: {words}"


async def test_ctrl_c_says_how_to_quit_on_the_bottom_line(run):
    async with run(settings=Settings(keys={"quit": "Q"})) as reader:
        await reader.press("ctrl+c")
        assert reader.notice == "Q quits"
        assert not reader.app._notifications


async def test_in_a_narrow_window_escape_leads_to_the_list_and_stays_there(run):
    async with run(size=(60, 20)) as reader:
        await reader.press("enter")
        assert reader.focus == "article"
        await reader.press("escape")
        assert reader.focus == "list"
        await reader.press("escape")
        assert reader.focus == "list"
        await reader.press("r", "escape", "escape", "escape")
        assert reader.focus == "list"


@pytest.mark.parametrize("columns", [60, 80, 120])
async def test_the_bottom_line_says_how_to_quit_and_where_help_is(run, columns):
    async with run(size=(columns, 20)) as reader:
        hints = reader.main.query_one("#hints")
        assert "q quit" in hints.render_line(0).text
        assert "? help" in hints.render_line(0).text
        await reader.press("enter")
        assert "q quit" in hints.render_line(0).text
        assert "? help" in hints.render_line(0).text
        await reader.press("r")
        assert "q quit" in hints.render_line(0).text


async def test_an_article_removed_elsewhere_is_said_to_be(run, paths):
    for size in ((120, 40), (60, 20)):
        async with run(size=size) as reader:
            await reader.press("enter", "space")
            with Library(paths) as library:
                library.remove([reader.article.view.summary.id])
            await reader.until(lambda reader=reader: reader.article.view is None)
            shown = " ".join(" ".join(reader.lines(reader.article)).split())
            assert "This article has been removed from the library." in shown
            await reader.settle()
            assert "removed" not in reader.notice


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (120, 40)])
async def test_the_help_sheet_hangs_what_keys_do_beside_or_below_them(run, size):
    async with run(size=size) as reader:
        await reader.press("question_mark")
        text = reader.app.screen.query_one("#sheet-text")
        lines = [text.render_line(y).text.rstrip() for y in range(text.size.height)]
        # A heading, a key or command, or what is hung beside or under it; no other indents.
        indents = {len(line) - len(line.lstrip()) for line in lines[:-2] if line}
        assert len(indents) <= 4
        assert {0, 2} <= indents
        assert "Search as you type" in " ".join(" ".join(lines).split())
