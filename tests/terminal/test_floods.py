"""More than anybody types, sent at once: keys come through, and nothing is done that nobody has asked for."""

from __future__ import annotations

import os
import random
import re
import select
import signal
import termios
import time
from fcntl import ioctl
from struct import pack, unpack

import pytest

pytestmark = pytest.mark.terminal

WELCOME = "Welcome to the reader"
CTRL_Q = "\x11"

_CHANCE = random.Random(7)

FLOODS = {
    "a string without an end": b"\x1b]52;c;" + b"q" * 2_000_000,
    "a sequence without an end": b"\x1b[" + b"1;" * 500_000,
    "control characters, pasted": b"\x1b[200~"
    + bytes(_CHANCE.choices(b"\x01\x02\x05\x0b\x11\x13", k=380_000))
    + b"\x1b[201~",
    "control characters": bytes(_CHANCE.choices(b"\x01\x02\x05\x06\x0b\x0c\x0e\x12", k=380_000)),
    "text, pasted": b"\x1b[200~" + b"wind turbine " * 80_000 + b"\x1b[201~",
    "text": b"qsu1 wind turbine " * 55_000,
    "ways of the mouse": b"".join(b"\x1b[<35;%d;%dM" % (x % 90 + 1, x % 28 + 1) for x in range(10_000)),
    "turns of the wheel": b"\x1b[<65;60;10M" * 10_000,
    "the focus": b"\x1b[O\x1b[I" * 10_000,
    "one key": b"j" * 20_000,
    "one key of another kind": b"\x1b[B" * 20_000,
    "Esc": b"\x1b" * 20_000,
}


def pour(terminal, flood: bytes) -> None:
    """Sends all of it as fast as it is taken, and waits until nothing of it has come for a moment."""
    while flood:
        if select.select([], [terminal.master], [], 0.05)[1]:
            flood = flood[os.write(terminal.master, flood[:4096]) :]
        terminal.read(0)
    quiet = 0
    while quiet < 10:
        waiting = unpack("i", ioctl(terminal.slave, termios.FIONREAD, bytes(4)))[0]
        quiet = 0 if waiting else quiet + 1
        terminal.read()


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOODS)
def test_a_key_comes_through_behind_it(on_pty, name):
    terminal = on_pty("tour")
    terminal.see(WELCOME)
    pour(terminal, FLOODS[name])
    assert terminal.process.poll() is None
    terminal.send("?")
    terminal.see("To the beginning")
    terminal.send(CTRL_Q)
    assert terminal.ended() == 0
    assert "Traceback" not in terminal.text


def test_a_flood_into_the_search_box_is_a_search_of_a_length_that_can_be_used(on_pty):
    terminal = on_pty("tour")
    terminal.see(WELCOME)
    terminal.send("/")
    terminal.see("end search")
    pour(terminal, FLOODS["text, pasted"])
    terminal.see("only the first")
    terminal.send("\x1b")
    terminal.see("16 unread")
    terminal.send("q")
    assert terminal.ended() == 0


def test_a_thousand_sizes_come_to_the_last_one(on_pty):
    terminal = on_pty("tour")
    terminal.see(WELCOME)
    for number in range(1000):
        size = (20 + number % 30, 60 + number % 90) if number < 999 else (24, 80)
        ioctl(terminal.slave, termios.TIOCSWINSZ, pack("HHHH", *size, 0, 0))
        os.kill(terminal.process.pid, signal.SIGWINCH)
        if number % 50 == 0:
            time.sleep(0.01)
            terminal.read(0)
    # The key comes behind all the sizes: what is painted after it has the last one.
    terminal.send("?")
    terminal.see("To the beginning")
    terminal.send("\x1b")
    terminal.see(WELCOME)
    assert 18 <= max(int(row) for row in re.findall(rb"\x1b\[(\d+);\d+H", terminal.output)) <= 24
    terminal.send(CTRL_Q)
    assert terminal.ended() == 0
