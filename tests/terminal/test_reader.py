"""The reader in a real terminal, from the first screen to the way out."""

from __future__ import annotations

import re
import signal
import subprocess
import time

import pytest

pytestmark = pytest.mark.terminal

WELCOME = "Welcome to the reader"
NUMBERS = "Follow the numbers, find your way back"
SEARCH = "Search as you type"
MODES = ("alternate_on", "mouse_any_flag", "mouse_sgr_flag", "cursor_flag")
"""What a program may leave behind in a terminal; how a shell wants them is what they are before."""


def heading(screen: str) -> str:
    """The first heading of the article pane that a screen shows: its title stands alone on a line."""
    return next((title for title in (WELCOME, NUMBERS, SEARCH) if re.search(rf"[│┃]   *{title}", screen)), "")


def quit_reader(tmux) -> None:
    tmux.press("q")
    tmux.until(lambda screen: screen.rstrip().endswith("$"))


def test_tour_from_start_to_end(tmux, reader_command):
    before = [tmux.value(mode) for mode in MODES]
    tmux.run(f"{reader_command} tour")
    tmux.see("Tour", "of 16", WELCOME, "q quit", "? help")
    tmux.until(lambda screen: heading(screen) == WELCOME)

    tmux.press("]")
    tmux.until(lambda screen: heading(screen) == NUMBERS)
    tmux.press("[")
    tmux.until(lambda screen: heading(screen) == WELCOME)
    tmux.press("BSpace")
    tmux.until(lambda screen: heading(screen) == NUMBERS)
    tmux.press("1")
    tmux.until(lambda screen: heading(screen) != NUMBERS)
    tmux.press("BSpace")
    tmux.until(lambda screen: heading(screen) == NUMBERS)

    tmux.press("/")
    tmux.see("end search")
    tmux("send-keys", "-l", "wind turbine")
    tmux.see("found", "wind turbine")
    tmux.press("Escape")
    tmux.see("of 16", NUMBERS)

    quit_reader(tmux)
    assert [tmux.value(mode) for mode in MODES] == before
    # What stood on the screen before is there again, and nothing else has been written.
    assert tmux.screen.rstrip().endswith("tour\n$")


def test_the_place_stays_at_every_size_and_after_a_restart(tmux, reader_command):
    tmux.run(f"{reader_command} tour")
    tmux.see(WELCOME, "q quit")
    tmux.resize(120, 20)
    tmux.press("Tab", "Tab", "Tab")
    tmux.press("]")
    tmux.until(lambda screen: heading(screen) == NUMBERS)
    tmux.press("Space")
    tmux.until(lambda screen: not heading(screen))
    place = first_words(tmux.screen)
    for columns, lines in ((60, 20), (200, 60), (80, 24)):
        tmux.resize(columns, lines)
        tmux.until(lambda screen: place in flat(screen))
    quit_reader(tmux)
    tmux.run(f"{reader_command} tour")
    tmux.until(lambda screen: place in flat(screen))
    quit_reader(tmux)


def flat(screen: str) -> str:
    """The words of the article on a screen, as if they stood on one line."""
    lines = (re.split("[│┃]", line) for line in screen.splitlines())
    text = " ".join(line[1] if len(line) > 1 else line[0] for line in lines)
    return " ".join(re.sub("[▁▂▃▄▅▆▇█▎]", " ", text).split())


def first_words(screen: str) -> str:
    """The first few words of running text in the article pane."""
    for line in screen.splitlines():
        words = re.split("[│┃]", line)[1].split() if re.search("[│┃]", line) else []
        if len(words) > 3:
            return " ".join(words[:3])
    raise AssertionError(f"no text on the screen:\n{screen}")


def test_what_another_window_adds_appears(tmux, reader_command, pages, start):
    assert start("add", pages / "1-wind.txt").code == 0
    tmux.run(reader_command)
    tmux.see("1 unread of 1", "Wind turbines")
    assert start("add", pages).code == 0
    tmux.see("of 4", "How to make tea", "Tides")
    quit_reader(tmux)


def is_running(process: int) -> bool:
    """Whether a process runs: one that has ended may stay in the list until tmux asks for its exit code."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], check=False, capture_output=True)
    state = found.stdout.strip()
    return bool(state) and not state.startswith(b"Z")


@pytest.mark.parametrize("how", ["signal", "window"])
def test_a_closed_window_keeps_the_place(tmux, reader_command, pages, start, how):
    assert start("add", pages).code == 0
    tmux.run(f"exec {reader_command}")
    tmux.see("4 unread of 4")
    tmux("set-option", "-g", "exit-empty", "off")
    # Opening alone does not count as reading; what is marked as read stays so.
    tmux.press("Down", "Enter")
    tmux.see("Before turbines there were windmills", "4 unread of 4")
    tmux.press("u")
    tmux.see("3 unread of 4")
    process = int(tmux.value("pane_pid"))
    if how == "signal":
        subprocess.run(["kill", f"-{int(signal.SIGHUP)}", str(process)], check=True)
    else:
        tmux("kill-window")
    end = time.monotonic() + 30
    while is_running(process):
        assert time.monotonic() < end, "the reader is still there"
        time.sleep(0.03)
    assert start("check").code == 0
    tmux("new-session", "-d", "-x", "120", "-y", "40", "env PS1='$ ' sh")
    tmux.run(reader_command)
    tmux.see("Before turbines there were windmills", "3 unread of 4")
    quit_reader(tmux)


def test_a_pipe_gets_the_list(tmux, reader_command, pages, start):
    assert start("add", pages).code == 0
    tmux.run(f"{reader_command} | cat; echo done")
    screen = tmux.until(lambda screen: screen.count("done") == 2)
    assert "Wind turbines" in screen
    assert start().code == 0
    tmux.run(f"clear; {reader_command} list | head -n 1; echo over")
    screen = tmux.until(lambda screen: "\nover" in screen)
    assert "Wind turbines" in screen
    assert "Windmills" not in screen
    assert "Error" not in screen


def test_ctrl_c_stops_adding_and_keeps_what_was_added(tmux, reader_command, page_text, start, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(3000):
        text = page_text(f"Number {number}", f"{number} " * 40, f"Page {number} says little. " * 20)
        (folder / f"{number:05}.txt").write_text(text)
    tmux.run(f"{reader_command} add {folder}; echo code=$?")
    tmux.until(lambda screen: re.search(r"[1-9]\d* of 3,?000|/3,?000", screen) is not None)
    tmux.press("C-c")
    screen = tmux.until(lambda screen: re.search(r"code=\d", screen) is not None)
    assert "code=130" in screen
    assert "Traceback" not in screen
    kept = len(start("list").lines)
    assert kept < 3000
    assert start("add", folder).code == 0
    assert len(start("list").lines) == 3000
    assert start("check").code == 0
