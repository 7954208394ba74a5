"""The ways out: every one of them keeps the place and leaves the terminal as it was."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import termios
import time

import pyte
import pytest

pytestmark = pytest.mark.terminal

WELCOME = "Welcome to the reader"
# The modes that the screen sets and the shell does not want: all have to be off at the end.
MODES = ("1000", "1003", "1006", "1049", "2004", "1004")

CONTROLLING = """
import fcntl, os, termios
from reader.cli import main
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
raise SystemExit(main(["tour"]))
"""
"""The reader with the terminal as its own: what hangs up sends it a signal."""


def final_state(output: bytes) -> dict[str, str]:
    """How each mode of the terminal was set last."""
    return dict(re.findall(r"\x1b\[\?(\d+)([hl])", output.decode("latin-1")))


def place(data) -> tuple[int, ...]:
    """Which article is open, and how many were: in the tour's library."""
    with sqlite3.connect(data / "tour" / "library.sqlite3") as connection:
        row = connection.execute(
            "SELECT article FROM visits WHERE id = (SELECT value FROM meta WHERE name = 'visit')"
        ).fetchone()
        visits = connection.execute("SELECT count(*) FROM visits").fetchone()
    connection.close()
    return (*(row or ()), *visits)


def opened(data, number: int) -> None:
    """Waits until that article of the tour, and as many in all, have been opened."""
    end = time.monotonic() + 30
    while place(data) != (number, number):
        assert time.monotonic() < end, f"article {number} was not opened"
        time.sleep(0.03)


def open_the_second(terminal) -> None:
    terminal.see(WELCOME)
    terminal.send("]")
    terminal.see("Saved pages have lost their addresses")


@pytest.mark.parametrize(
    "name", ["HUP", "TERM", *(pytest.param(name, marks=pytest.mark.slow) for name in ("INT", "QUIT"))]
)
def test_a_signal_keeps_the_place_and_gives_the_terminal_back(on_pty, data, name):
    number = getattr(signal, f"SIG{name}")
    terminal = on_pty("tour")
    open_the_second(terminal)
    os.kill(terminal.process.pid, number)
    assert terminal.ended() == 128 + number
    assert termios.tcgetattr(terminal.slave) == terminal.before
    state = final_state(terminal.output)
    assert {mode: state.get(mode, "l") for mode in MODES} == dict.fromkeys(MODES, "l")
    assert state["25"] == "h"
    assert place(data) == (2, 2)
    assert "Traceback" not in terminal.text


def test_a_signal_before_the_first_frame_gives_the_terminal_back(on_pty):
    terminal = on_pty("tour")
    terminal.until(lambda: b"\x1b[?1049h" in terminal.output)
    os.kill(terminal.process.pid, signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert termios.tcgetattr(terminal.slave) == terminal.before
    assert final_state(terminal.output)["1049"] == "l"


@pytest.mark.parametrize("script", ["", CONTROLLING], ids=["without a signal", "with a signal"])
def test_a_terminal_that_goes_away_ends_the_reader_and_the_place_is_kept(on_pty, data, home, script):
    terminal = on_pty(*([] if script else ["tour"]), script=script)
    open_the_second(terminal)
    terminal.hang_up()
    assert terminal.wait() == 128 + signal.SIGHUP
    assert place(data) == (2, 2)
    assert not (home / "log" / "reader.log").exists()


def test_what_is_started_to_outlive_its_terminal_ends_with_it_all_the_same(on_pty, data):
    script = f"import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n{CONTROLLING}"
    terminal = on_pty(script=script)
    open_the_second(terminal)
    os.kill(terminal.process.pid, signal.SIGHUP)
    terminal.send("]")
    terminal.see("Twelve million index cards")
    terminal.hang_up()
    assert terminal.wait() == 128 + signal.SIGHUP
    assert place(data) == (3, 3)


def test_a_terminal_that_reads_nothing_keeps_nobody_from_leaving(on_pty, data):
    terminal = on_pty("tour", size=(200, 60))
    terminal.see(WELCOME)
    # As a connection that stalls: nothing is taken off the terminal any more.
    for number in range(2, 14):
        os.write(terminal.master, b"]")
        opened(data, number)
    os.kill(terminal.process.pid, signal.SIGTERM)
    assert terminal.wait() == 128 + signal.SIGTERM
    assert place(data) == (13, 13)


def test_a_terminal_that_reads_again_after_a_while_shows_what_is_open_by_then(on_pty, data):
    terminal = on_pty("tour", size=(200, 60))
    terminal.see(WELCOME)
    for number in range(2, 14):
        os.write(terminal.master, b"]")
        opened(data, number)
    screen = pyte.Screen(200, 60)
    stream = pyte.ByteStream(screen)

    def shown() -> str:
        stream.feed(terminal.output)
        terminal.output = b""
        return "\n".join(screen.display)

    terminal.until(lambda: re.search("▸.{0,3}What readers write", shown()) is not None)
    terminal.send("q")
    assert terminal.ended() == 0


CRASHING = """
import os, signal, sys
from reader.cli import main
from reader.typesetting import layout
lay_out = layout.Layout.__init__
def crash(self, view, *rest, **more):
    if view.summary.title.startswith("Follow the numbers"):
        os.kill(os.getpid(), signal.SIGKILL)
    lay_out(self, view, *rest, **more)
layout.Layout.__init__ = crash
raise SystemExit(main(["tour"]))
"""


def test_what_has_crashed_the_start_is_not_opened_by_the_next_one(on_pty):
    terminal = on_pty("tour")
    open_the_second(terminal)
    terminal.send("q")
    assert terminal.ended() == 0
    assert on_pty(script=CRASHING).ended() == -signal.SIGKILL
    for _ in range(2):
        terminal = on_pty(script=CRASHING)
        terminal.see("could not be shown")
        terminal.send("q")
        assert terminal.ended() == 0
    # Without the fault it is opened by hand, and by itself again from then on.
    terminal = on_pty("tour")
    terminal.see("could not be shown")
    terminal.send("\r")
    terminal.see("Saved pages have lost their addresses")
    terminal.send("q")
    assert terminal.ended() == 0
    terminal = on_pty("tour")
    terminal.see("Saved pages have lost their addresses")
    terminal.send("q")
    assert terminal.ended() == 0


MISTAKEN = """
import sys
from reader.cli import main
from reader.tui.widgets.article_list import ArticleList
def mistaken(self, y):
    raise ZeroDivisionError("nobody has thought of that")
ArticleList.render_line = mistaken
raise SystemExit(main(["tour"]))
"""


def test_a_mistake_that_ends_the_screen_is_one_sentence_and_a_line_in_the_log(on_pty, home):
    terminal = on_pty(script=MISTAKEN)
    assert terminal.ended() == 1
    assert termios.tcgetattr(terminal.slave) == terminal.before
    assert "the screen has ended because of a mistake in the reader" in terminal.text
    assert "Traceback" not in terminal.text
    log = (home / "log" / "reader.log").read_text()
    assert "nobody has thought of that" in log
    assert "Traceback" in log


@pytest.mark.parametrize("term", ["dumb", "unknown", "DUMB", "Unknown"])
def test_a_terminal_that_can_show_no_screen_gets_the_list_and_a_sentence(on_pty, term):
    terminal = on_pty("tour", TERM=term)
    assert terminal.ended() == 0
    assert WELCOME in terminal.text
    assert "cannot show a screen" in terminal.text
    assert b"\x1b" not in terminal.output


@pytest.mark.parametrize(
    ("variables", "size"),
    [
        ({"TERM": "vt100"}, (100, 30)),
        ({}, (0, 0)),
        *(
            pytest.param(variables, size, marks=pytest.mark.slow)
            for variables, size in (
                ({"TERM": ""}, (100, 30)),
                ({"TERM": "no-such-terminal"}, (100, 30)),
                ({}, (1, 1)),
                ({"COLUMNS": "0", "LINES": "-3"}, (100, 30)),
                ({"COLUMNS": "²", "LINES": "abc"}, (100, 30)),
                ({"COLUMNS": "50", "LINES": "200"}, (0, 0)),
            )
        ),
    ],
)
def test_whatever_a_terminal_says_of_itself_the_screen_comes_to_rest_and_q_leaves(on_pty, variables, size):
    terminal = on_pty("tour", size=size, **variables)
    terminal.until(lambda: b"\x1b[?1049h" in terminal.output)
    if size != (1, 1):
        terminal.see("Tour")
    painted = -1
    while painted != len(terminal.output):
        # At rest is what paints nothing for a while: a loop would go on for ever.
        painted = len(terminal.output)
        for _ in range(20):
            terminal.read()
    terminal.send("q")
    assert terminal.ended() == 0
    assert "Traceback" not in terminal.text
