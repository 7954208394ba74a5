"""Keys of other keyboards, and keys that do nothing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Settings
from reader.tui.keys.layouts import _ROWS, latin
from reader.tui.keys.unknown import about_unknown, nearest
from reader.tui.screens.help import HelpSheet

WELCOME = "Welcome to the reader"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("оолы", "jjks"),
        ("ЖОЛ№", ":JK#"),
        ("ξκσΞ", "jksJ"),
        ("ά", "a"),
        ("ｊ／？", "j/?"),
        ("חל", "jk"),
        ("ㅓㅏ", "jk"),
        ("تن", "jk"),
        ("і", "s"),
        ("漢é", ""),
    ],
)
def test_the_key_in_the_same_place_of_a_latin_keyboard(typed, meant):
    assert "".join(latin(character) for character in typed) == meant


@given(st.characters())
def test_any_character_becomes_one_of_ascii_or_none(character):
    found = latin(character)
    assert found == "" or (len(found) == 1 and found.isascii() and found.isprintable())


def test_the_layouts_are_written_in_pairs():
    for keys, letters in _ROWS:
        assert keys.isascii()
        assert len(keys) == len(letters), letters
        assert not any(unicodedata.combining(letter) for letter in letters)


BOUND = {"e": "Edit", "J": "Next article", "x": "Mark", "ctrl+d": "Half a page down", "f1": "All keys"}


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("E", "e"),
        ("j", "J"),
        ("ctrl+x", "x"),
        ("alt+e", "e"),
        ("d", "ctrl+d"),
        ("ctrl+shift+d", "ctrl+d"),
        ("shift+f1", "f1"),
        ("f7", ""),
        ("cyrillic_small_letter_ya", ""),
    ],
)
def test_the_nearest_key(key, meant):
    assert nearest(key, BOUND) == meant


def test_a_key_that_does_nothing_is_named_with_the_one_that_was_meant():
    assert about_unknown("E", "E", BOUND, "?") == "E does nothing here; e: Edit"
    assert about_unknown("ctrl+x", "\x18", BOUND, "?") == "Ctrl+X does nothing here; x: Mark"
    assert about_unknown("f7", None, BOUND, "?") == "F7 does nothing here; ? lists the keys."
    assert about_unknown("f7", None, BOUND, "") == "F7 does nothing here."


async def test_a_russian_keyboard_works_and_texts_stay_as_they_are_typed(run):
    async with run() as reader:
        await reader.press(*"оол")
        assert reader.list.cursor == 1
        await reader.press("ы")
        assert reader.notice.startswith("Starred “Follow the numbers")
        await reader.press("slash", *"оол")
        assert reader.box.value == "оол"
        await reader.press("escape", "Ж")
        await reader.press(*"ыефк", "escape")
        assert reader.app.screen is reader.main


async def test_a_key_of_the_persons_own_is_not_replaced(run):
    async with run(settings=Settings(keys={"bottom": "о"})) as reader:
        await reader.press("о")
        assert reader.list.cursor == 15


async def test_an_unknown_key_says_what_was_meant(run):
    async with run() as reader:
        await reader.press("Y")
        assert reader.notice.startswith("Y does nothing here; y: Copy the title")
        await reader.press("語")
        assert reader.notice == "語 does nothing here; ? lists the keys."
        await reader.press("question_mark", "Q")
        assert isinstance(reader.app.screen, HelpSheet)
        assert str(reader.app.screen.query_one("#sheet").border_subtitle) == (
            "Q does nothing here; q: Close the sheet"
        )
