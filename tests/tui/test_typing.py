"""Keys that come faster than the screen can act: each does what it would have done by itself."""

from __future__ import annotations

import asyncio
import random
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from reader.library import Library
from reader.tui.app import ReaderApp
from reader.tui.keys import keyboard
from reader.tui.keys.keyboard import MOST_ALIKE
from reader.tui.patches.parser import Parser, characters_with_alt
from reader.tui.screens.help import HelpSheet
from reader.tui.widgets.article_list import ArticleList

DESK = "The desk that remembered trails"
WELCOME = "Welcome to the reader"

CTRL_U = "\x15"
BACKSPACE = "\x7f"
ESC = "\x1b"
LEFT, RIGHT, HOME, END, DOWN = "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[B"


class TestSearchBox:
    @pytest.mark.parametrize(
        "written",
        [
            "/memex",
            f"/{CTRL_U}memex",
            f"/index{CTRL_U}memex",
            f"/index{ESC}/memex",
            f"/mex{LEFT}{LEFT}em{HOME}{RIGHT}{RIGHT}{BACKSPACE}{END}",
            f"?{ESC}/memex",
            f"/index\r/{CTRL_U}memex",
            f"/x\x1b[200~{CTRL_U}y\x1b[201~{CTRL_U}\x1b[200~mem\x1b[201~ex",
        ],
    )
    async def test_holds_what_one_breath_typed(self, run, written):
        async with run() as reader:
            reader.burst(written)
            await reader.settle()
            assert reader.focus == "search"
            expected = "mmex" if LEFT in written else "memex"
            assert reader.box.value == expected
            await reader.until(lambda: reader.main.searching.text == expected)

    @pytest.mark.parametrize(
        ("pasted", "held"),
        [
            ("harbour\nferry\tsix", "harbour ferry six"),
            ("harbour \r\n  ferry\r\n", "harbour ferry"),
            ("\nharbour\u2028ferry", "harbour ferry"),
            ("harbour", "harbour"),
        ],
    )
    async def test_holds_all_lines_of_what_is_pasted(self, run, pasted, held):
        async with run() as reader:
            reader.burst(f"/{CTRL_U}\x1b[200~{pasted}\x1b[201~")
            await reader.settle()
            assert reader.box.value == held

    async def test_holds_what_any_keys_make_of_it(self, run):
        choice = random.Random(7)
        async with run() as reader:
            await reader.press("slash")
            for _ in range(6):
                keys = choice.choices([*"abc/ 0?q", CTRL_U, BACKSPACE, LEFT, RIGHT, HOME, END], k=30)
                reader.burst(f"{END}{CTRL_U}{''.join(keys)}")
                await reader.settle()
                assert reader.box.value == edited(keys), keys

    @pytest.mark.parametrize("before", ["/", f"/reader{DOWN}", f"/reader{DOWN}\r/", f"{DOWN}{DOWN}/"])
    @pytest.mark.parametrize("breaths", [1, 2])
    async def test_enter_opens_the_best_hit_of_what_stands_in_it(self, run, before, breaths):
        async with run() as reader:
            keys = f"{CTRL_U}keys\r"
            for breath in [before + keys] if breaths == 1 else [before, keys]:
                reader.burst(breath)
                await reader.settle()
            assert reader.title == "Make it yours"
            assert reader.box.value == "keys"
            assert reader.focus == "article"

    async def test_arrows_choose_among_the_hits_of_what_stands_in_it(self, run):
        async with run() as reader:
            reader.burst(f"/index{DOWN}\r")
            await reader.settle()
            assert reader.title == "How an index finds a word in no time"

    async def test_the_cursor_stays_on_its_article_while_letters_come_and_go(self, run):
        async with run() as reader:
            reader.burst("/read")
            await reader.until(lambda: reader.main.searching.text == "read")
            reader.burst(f"{DOWN}{DOWN}")
            await reader.settle()
            chosen = reader.main._list.selected
            assert reader.main._list.cursor == 2
            for more, text in (("e", "reade"), (f"{BACKSPACE}{BACKSPACE}", "rea")):
                reader.burst(more)
                await reader.until(lambda text=text: reader.main.searching.text == text)
                assert reader.main._list.selected == chosen
            reader.burst(f"{CTRL_U}the")
            await reader.until(lambda: reader.main.searching.text == "the")
            assert reader.main._list.cursor == 0

    async def test_enter_in_an_emptied_box_opens_nothing_that_was_found_before(self, run):
        async with run() as reader:
            reader.burst("/memex")
            await reader.until(lambda: reader.main.searching.text == "memex")
            reader.burst(f"{CTRL_U}\r")
            await reader.settle()
            assert reader.title == WELCOME

    async def test_keys_behind_enter_are_for_the_article(self, run):
        async with run(size=(120, 14)) as reader:
            reader.burst("/memex\rG")
            await reader.settle()
            assert reader.title == DESK
            assert reader.box.value == "memex"
            assert reader.article.progress == 1

    async def test_keeps_what_is_typed_while_a_search_is_under_way(self, run):
        async with run() as reader:
            reader.burst("/mem")
            await reader.until(lambda: reader.main.searching.text == "mem")
            async with Slow(reader.main._backend.look_up):
                reader.burst("ory")
                await reader.until(lambda: reader.box.value == "memory")
                reader.burst(f"{CTRL_U}memex")
                await reader.until(lambda: reader.box.value == "memex")
            reader.burst(" desk")
            await reader.until(lambda: reader.main.searching.text == "memex desk")
            assert reader.box.value == "memex desk"

    async def test_enter_waits_for_a_slow_search(self, run):
        async with run() as reader:
            async with Slow(reader.main._backend.look_up):
                reader.burst("/memex\rj")
                await reader.until(lambda: reader.box.value == "memex")
            await reader.settle()
            assert reader.title == DESK
            assert reader.box.value == "memex"

    async def test_no_step_back_overwrites_what_is_typed_behind_it(self, run):
        async with run() as reader:
            reader.burst("/index\r")
            await reader.settle()
            reader.burst("]")
            await reader.settle()
            async with Slow(reader.main._backend.library):
                reader.burst(f"{BACKSPACE}/memex")
                await reader.until(lambda: reader.app.keyboard.busy)
            await reader.settle()
            assert reader.box.value == "memex"
            assert reader.focus == "search"

    async def test_holds_what_is_typed_before_the_start_is_over(self, run, paths):
        async with run() as reader:
            reader.burst("/index\r")
            await reader.settle()
            await reader.app.action_quit()
        app = ReaderApp(paths)
        async with app.run_test(size=(120, 40)) as pilot:
            reader = type(reader)(app, pilot)
            reader.burst("/memex")
            await reader.settle()
            assert reader.box.value == "memex"
            assert reader.focus == "search"
            await app.action_quit()


class TestPrompts:
    async def test_a_tag_in_one_breath(self, run):
        async with run() as reader:
            async with Slow(reader.main._backend.library):
                reader.burst("#desks tea\rj")
                await reader.until(lambda: reader.app.keyboard.busy)
            await reader.settle()
            assert reader.notice == "Tagged “Welcome to the reader”: desks, tea · z undoes"
            assert reader.list.cursor == 1

    async def test_a_name_for_a_search_in_one_breath(self, run, paths):
        async with run() as reader:
            reader.burst(f"/index\x13{CTRL_U}cards\r")
            await reader.settle()
            assert reader.notice.startswith("Saved. ")
            with Library(paths) as library:
                assert [(search.name, search.query) for search in library.saved_searches()] == [
                    ("cards", "index")
                ]

    async def test_a_number_and_a_search_in_one_breath(self, run):
        async with run() as reader:
            await reader.press("enter")
            first = reader.entry("1").title
            reader.burst("001/memex")
            await reader.settle()
            assert reader.title == first
            assert reader.box.value == "memex"

    async def test_text_for_the_palette_in_one_breath(self, run):
        async with run() as reader:
            reader.burst("\x10memex")
            await reader.until(lambda: [box.value for box in reader.app.screen.query(Input)] == ["memex"])

    async def test_a_sheet_gets_the_keys_behind_the_one_that_opens_it(self, run):
        async with run() as reader:
            await reader.press("j", "enter")
            await reader.press("right_square_bracket")
            there = reader.title
            reader.burst("hj\r")
            await reader.settle()
            assert reader.title not in (there, "")
            reader.burst("?")
            await reader.settle()
            assert isinstance(reader.app.screen, HelpSheet)


DOUBLED = "bookkeeping committees Mississippi succeed " * 3 + "-" * 60
"""Text with letters that are the same as those before them."""


LINES = {
    "search": "/",
    "command": ":",
    "tags": "#",
    "add": "A",
    "pipe": "|",
    "find": "\r\x06",
    "name": "/index\x13\x15",
    "help": "?/",
    "orders": "o/",
    "trail": "\rh/",
    "settings": ",/",
    "all tags": "\x14/",
    "palette": "\x10",
}
"""What leads to each line."""


class TestEveryLine:
    """Wherever something can be typed, one breath of it arrives whole."""

    @pytest.mark.parametrize("opener", LINES.values(), ids=LINES)
    async def test_takes_every_character(self, run, opener):
        async with run() as reader:
            reader.burst(opener + DOUBLED)
            await reader.settle()
            assert isinstance(reader.app.focused, Input), "nothing is typed into"
            assert reader.app.focused.value == DOUBLED
            reader.burst(f"{CTRL_U}\x1b[200~{DOUBLED}\x1b[201~")
            await reader.settle()
            assert reader.app.focused.value.rstrip() == DOUBLED

    @pytest.mark.parametrize("opener", [":", "|", "A", "#"])
    async def test_takes_what_is_typed_while_the_disk_is_slow(self, run, monkeypatch, opener):
        monkeypatch.setattr(keyboard, "PATIENCE", 0.001)
        async with run() as reader:
            backend = reader.main._backend
            async with Slow(backend.library), Slow(backend.look_up):
                reader.burst(opener + "dads ")
                await reader.until(lambda: getattr(reader.app.focused, "value", "") == "dads ")
            await reader.settle()
            assert reader.app.focused.value == "dads "
            if opener == "#":
                assert "Welcome" in str(reader.app.screen.query_one("#frame").border_title)

    async def test_tags_typed_before_those_there_are_known_are_added(self, run, monkeypatch, paths):
        monkeypatch.setattr(keyboard, "PATIENCE", 0.001)
        async with run() as reader:
            await reader.press("number_sign", *"old", "enter")
            async with Slow(reader.main._backend.library):
                reader.burst("#new\r")
                await reader.until(lambda: getattr(reader.app.focused, "value", "") == "new")
            await reader.settle()
            assert reader.app.screen is reader.main
            assert reader.notice.startswith("Tagged")
        with Library(paths) as library:
            assert library.find_all("tag:old tag:new").ids

    async def test_a_key_held_down_ends_soon_after_it_is_let_go(self, run, monkeypatch):
        steps = []
        monkeypatch.setattr(ArticleList, "action_down", lambda self: steps.append("down"))
        async with run() as reader:
            reader.burst("j" * 400 + "/tide")
            await reader.settle()
            assert reader.box.value == "tide"
            assert 0 < len(steps) <= MOST_ALIKE + 2
            reader.burst("j" * 400)
            await reader.settle()
            assert reader.box.value == "tide" + "j" * 400


class TestEscape:
    @given(st.lists(st.sampled_from([ESC, *"/wind[O1", "\r", LEFT, "é", "\x1b[1;3D"]), max_size=8), st.data())
    def test_reads_alike_however_it_arrives(self, parts, data):
        written = "".join(parts)
        cuts = sorted(data.draw(st.sets(st.integers(0, len(written)))))
        pieces = [written[start:end] for start, end in zip([0, *cuts], [*cuts, len(written)], strict=True)]
        assert keys_of(*pieces) == keys_of(written)

    @pytest.mark.parametrize("before", [(), ("escape",)])
    def test_and_a_character_are_two_keys(self, before):
        written = ESC * len(before)
        expected = [*before, "escape", "slash", "w", "escape", "1", "escape", "left", "alt+left"]
        assert keys_of(f"{written}{ESC}/w{ESC}1{ESC}{LEFT}\x1b[1;3D") == expected

    def test_and_a_character_are_one_key_if_one_with_alt_is_set(self):
        keymap = {"down": "j,alt+j", "up": "alt+shift+k"}
        assert keys_of(f"{ESC}j{ESC}k{ESC}", keymap=keymap) == ["alt+j", "escape", "k", "escape"]
        assert keys_of(f"{ESC}K{ESC}", keymap=keymap) == ["alt+shift+k", "escape"]

    def test_in_what_is_pasted_is_no_key(self):
        assert "escape" not in keys_of(f"\x1b[200~one{ESC}", "two\x1b[201~")


def keys_of(*pieces: str, keymap: dict[str, str] | None = None) -> list[str]:
    """The names of the keys that a terminal is read to send, piece by piece."""
    parser = Parser(characters_with_alt(keymap or {}))
    # An empty piece says that no more will come.
    events = [event for piece in (*filter(None, pieces), "") for event in parser.feed(piece)]
    return [event.key for event in events if hasattr(event, "key")]


def edited(keys: list[str]) -> str:
    """What a line holds after these keys, by its own account."""
    text, at = "", 0
    for key in keys:
        if key == CTRL_U:
            text, at = text[at:], 0
        elif key == BACKSPACE:
            text, at = text[: max(at - 1, 0)] + text[at:], max(at - 1, 0)
        elif key in (LEFT, RIGHT):
            at = min(max(at + (1 if key == RIGHT else -1), 0), len(text))
        elif key in (HOME, END):
            at = 0 if key == HOME else len(text)
        else:
            text, at = text[:at] + key + text[at:], at + 1
    return text


class Slow:
    """Within it, one of the backend's threads has something else to do."""

    def __init__(self, run) -> None:
        self._run = run
        self._over = threading.Event()

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._run(lambda _: self._over.wait()))
        await asyncio.sleep(0)

    async def __aexit__(self, *_) -> None:
        self._over.set()
        await self._task
