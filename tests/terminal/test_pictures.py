"""Pictures in a terminal that answers questions."""

from __future__ import annotations

import re

import pytest

from reader.config import find_paths
from reader.library import LocalLibrary
from tests.pictures.drawn import png

pytestmark = pytest.mark.terminal

FIRST, SECOND = b"\x1b[>q\x1b[16t\x1b[c", b"\x1b_Gi=1,s=1,v=1,a=q"
KITTY = ("\x1bP>|kitty(0.38.1)\x1b\\\x1b[6;20;10t\x1b[?62;c", "\x1b_Gi=1;OK\x1b\\\x1b[?62;c")


@pytest.fixture
def library(environment, tmp_path, monkeypatch):
    """The reader's own library has an article with a picture."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "a.md").write_text("# Harbour\n\nFirst words.\n\n![](red.png)\n\nLast words.\n")
    (tmp_path / "red.png").write_bytes(png(320, 160))
    with LocalLibrary(find_paths()) as library:
        assert not library.add([tmp_path / "a.md"]).failed


def test_a_terminal_that_answers_late_gets_the_picture_and_no_key_is_lost(on_pty, library):
    terminal = on_pty()
    terminal.until(lambda: FIRST in terminal.output)
    # The list is there before anything has been answered, and takes keys.
    terminal.see("Harbour")
    terminal.send("\r")
    terminal.see("Last words.")
    terminal.until(lambda: "▀".encode() * 40 in terminal.output)
    terminal.send(KITTY[0])
    terminal.until(lambda: SECOND in terminal.output)
    terminal.send(KITTY[1] + "?")
    terminal.see("filters")
    terminal.until(lambda: b"\x1b_Ga=T,U=1,q=2,f=100" in terminal.output)
    placed = "\U0010eeee".encode()
    terminal.send("\x1b")
    terminal.until(lambda: terminal.output.count(placed) >= 400)
    terminal.send("q")
    assert terminal.ended() == 0
    assert re.search(rb"\x1b_Ga=d,d=I,q=2,i=\d+\x1b\\", terminal.output)


def test_a_terminal_that_never_answers_shows_half_blocks(on_pty, library):
    terminal = on_pty()
    terminal.see("Harbour")
    terminal.send("\r")
    terminal.until(lambda: "▀".encode() * 40 in terminal.output)
    terminal.send("q")
    assert terminal.ended() == 0


def test_a_terminal_that_would_show_the_questions_is_not_asked(on_pty, library):
    terminal = on_pty(TERM="linux")
    terminal.see("Harbour")
    terminal.send("\r")
    terminal.see("Last words.")
    terminal.send("q")
    assert terminal.ended() == 0
    assert FIRST not in terminal.output
