"""Ctrl+Z and what belongs to it: the shell is there, and the way back leads to what one left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess

import pytest

pytestmark = pytest.mark.terminal

WELCOME = "Welcome to the reader"
MODES = ("alternate_on", "mouse_any_flag", "mouse_sgr_flag", "cursor_flag")
STOPPED = ("Stopped", "Suspended")
"""How shells say it."""


def modes(tmux) -> list[str]:
    return [tmux.value(mode) for mode in MODES]


def settings(tmux, file) -> str:
    """How the shell finds the terminal set."""
    tmux.run(f"stty -a > {file}; echo done | rev")
    tmux.see("enod")
    return file.read_text()


def stopped(tmux) -> None:
    tmux.until(lambda screen: any(word in screen for word in STOPPED) and screen.rstrip().endswith("$"))


def shell(tmux) -> None:
    """A shell as people have it, with jobs that can be stopped."""
    if not shutil.which("bash"):
        pytest.skip("needs bash")
    tmux.run("exec bash --norc --noprofile -i")
    tmux.until(lambda screen: screen.rstrip().endswith("$") and "bash" in tmux.value("pane_current_command"))


def begin(tmux, reader_command) -> None:
    shell(tmux)
    tmux.run(f"PS1='$ '; clear; {reader_command} tour")
    tmux.see(WELCOME, "q quit")


def process_of(tmux) -> int:
    """The reader's process: the child of the shell."""
    shell = tmux.value("pane_pid")
    found = subprocess.run(["pgrep", "-P", shell], capture_output=True, check=True, text=True)
    return int(found.stdout.split()[0])


@pytest.mark.parametrize("how", ["key", "signal"])
def test_the_shell_gets_its_terminal_and_fg_leads_back(tmux, reader_command, tmp_path, how):
    shell(tmux)
    before, want = settings(tmux, tmp_path / "before"), modes(tmux)
    tmux.run(f"PS1='$ '; clear; {reader_command} tour")
    tmux.see(WELCOME, "q quit")
    reading = modes(tmux)
    assert reading != want
    if how == "key":
        tmux.press("C-z")
    else:
        os.kill(process_of(tmux), signal.SIGTSTP)
    stopped(tmux)
    assert modes(tmux) == want
    assert settings(tmux, tmp_path / "stopped") == before
    # Smaller by the time one comes back.
    tmux.resize(70, 20)
    tmux.run("fg")
    tmux.see(WELCOME, "q quit")
    assert modes(tmux) == reading
    tmux.press("]")
    tmux.see("Saved pages have lost their addresses")
    tmux.press("q")
    tmux.until(lambda screen: screen.rstrip().endswith("$"))
    tmux.resize(120, 40)
    assert settings(tmux, tmp_path / "after") == before
    assert modes(tmux) == want


def test_a_stop_of_which_it_is_not_told_and_being_continued_twice(tmux, reader_command):
    begin(tmux, reader_command)
    reading, process = modes(tmux), process_of(tmux)
    os.kill(process, signal.SIGSTOP)
    tmux.until(lambda screen: any(word in screen for word in STOPPED))
    # What the shell writes goes over the picture: all of it has to be painted again.
    tmux.run("printf 'x%.0s' $(seq 2000)")
    tmux.see("xxxxxxxx")
    tmux.run("fg")
    tmux.until(lambda screen: WELCOME in screen and "xxxx" not in screen and "q quit" in screen)
    for _ in range(3):
        os.kill(process, signal.SIGCONT)
    tmux.press("]")
    tmux.see("Saved pages have lost their addresses")
    assert modes(tmux) == reading
    tmux.press("q")
    tmux.until(lambda screen: screen.rstrip().endswith("$"))
    tmux.run("stty -a | grep -o -e '-*icanon' | rev")
    tmux.see("nonaci\n")


def test_continued_in_the_background_it_waits_for_the_terminal(tmux, reader_command):
    begin(tmux, reader_command)
    tmux.press("C-z")
    stopped(tmux)
    tmux.run("clear; bg; sleep 0.5; jobs | tr a-z A-Z")
    tmux.until(lambda screen: any(word.upper() in screen for word in STOPPED))
    assert tmux.value("alternate_on") == "0"
    tmux.run("fg")
    tmux.see(WELCOME, "q quit")
    tmux.press("q")
    tmux.until(lambda screen: screen.rstrip().endswith("$"))


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (["?"], "Half a page down"),
        (["/", "w", "i", "n", "d"], " wind "),
        (["h"], "Trail"),
        (["0"], "Follow related article"),
        (["C-p"], "Colours: choose a theme"),
        (["#"], "Tags of “"),
    ],
)
def test_whatever_is_open_is_open_again(tmux, reader_command, keys, shown):
    begin(tmux, reader_command)
    tmux.press(*keys)
    tmux.see(shown)
    tmux.press("C-z")
    stopped(tmux)
    tmux.run("clear; fg")
    tmux.see(shown)
    tmux.press("Escape")
    tmux.until(lambda screen: shown not in screen)


def test_while_the_editor_is_open_its_keys_are_its_own(tmux, reader_command, pages, start, tmp_path):
    assert start("add", pages / "1-wind.txt").code == 0
    editor = tmp_path / "editor"
    # Ctrl+C interrupts what it does, as in any editor, and Ctrl+Z stops both.
    editor.write_text(
        "#!/bin/sh\ntrap 'echo interrupted' INT\necho editing\nread line\necho going on\nread line\n"
    )
    editor.chmod(0o755)
    begin_with = f"EDITOR={editor} {reader_command}"
    shell(tmux)
    tmux.run(f"PS1='$ '; clear; {begin_with}")
    tmux.see("1 unread of 1")
    tmux.press("Enter")
    tmux.see("Wind turbines turn slowly")
    tmux.press("e")
    tmux.see("editing")
    tmux.press("C-c")
    tmux.see("interrupted")
    tmux.press("C-z")
    stopped(tmux)
    tmux.run("fg")
    tmux.press("Enter")
    tmux.see("Wind turbines turn slowly", "q quit")
    tmux.press("q")
    tmux.until(lambda screen: screen.rstrip().endswith("$"))


def test_where_no_shell_has_started_it_the_screen_stays(tmux, reader_command):
    tmux.run(f"exec {reader_command} tour")
    tmux.see(WELCOME, "q quit")
    tmux.press("C-z")
    tmux.see(WELCOME, "There is no shell to go back to.")
    assert tmux.value("alternate_on") == "1"
    tmux.press("]")
    tmux.see("Saved pages have lost their addresses")
