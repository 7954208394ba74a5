"""Keys that a terminal sends in one breath, as over a slow line: none is lost and none overtakes another."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.terminal


@pytest.fixture
def reading(tmux, reader_command, pages, start):
    """The reader over four articles, in tmux."""
    assert start("add", pages).code == 0
    tmux.run(reader_command)
    tmux.see("4 unread of 4")
    yield tmux
    tmux.press("q")
    tmux.until(lambda screen: screen.rstrip().endswith("$"))


def box(screen: str) -> str:
    """What stands in the search box."""
    return re.split("[│┃]", screen.splitlines()[1])[0].strip()


def leave_box(tmux) -> None:
    tmux.press("Escape")
    tmux.until(lambda screen: "end search" not in screen)


def test_a_search_and_enter(reading):
    reading("send-keys", "/", *"wind", "Enter")
    screen = reading.see("found", "Wind turbines turn slowly", "Space page")
    assert box(screen) == "wind"


def test_the_box_is_emptied_before_what_comes_behind_is_typed(reading):
    for first in ("", "old"):
        reading("send-keys", "/", *first, "C-u", *"tide")
        screen = reading.see("found", "end search")
        assert box(screen) == "tide"
        leave_box(reading)


def test_escape_and_another_search(reading):
    reading("send-keys", "/", *"old")
    reading.until(lambda screen: box(screen) == "old")
    reading("send-keys", "Escape", "/", *"tide")
    screen = reading.see("found", "end search")
    assert box(screen) == "tide"
    leave_box(reading)


def test_two_searches_behind_each_other(reading):
    reading("send-keys", "/", *"tide", "Enter", "/", *"wind", "Enter")
    screen = reading.see("found", "Wind turbines turn slowly", "Space page")
    assert box(screen) == "wind"


def test_a_tag_and_the_search_for_it(reading):
    reading("send-keys", "#", *"sea", "Enter", "/", *"tag:sea")
    screen = reading.see("1 found", "Wind turbines", "end search")
    assert box(screen) == "tag:sea"
    leave_box(reading)


def test_a_number_and_a_search(reading):
    reading("send-keys", "Enter", "0", "0", "1", "/", *"tide")
    screen = reading.see("found", "end search")
    assert box(screen) == "tide"
    leave_box(reading)


def test_doubled_letters_in_the_command_line(reading):
    text = "tag bookkeeping committees Mississippi successfully, " + "-" * 40
    reading("send-keys", "-l", f":{text}")
    reading.see(f":{text}")
    reading.press("Escape")
    reading.see("4 unread of 4", "? help")
