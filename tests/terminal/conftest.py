"""A real terminal: tmux, on a server of its own, ended with the test."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import pytest

ALIVE = 30.0
"""Seconds after which what does not come on the terminal is given up."""

READER = f"{shlex.quote(sys.executable)} -m reader"


class Tmux:
    """A window with a shell in it. Keys go in, what stands on the screen comes out."""

    def __init__(self, name: str, environment: dict[str, str], *, size: tuple[int, int] = (120, 40)) -> None:
        self._name = name
        self._environment = environment
        columns, lines = size
        # A shell without anyone's settings, which says nothing of this machine.
        self("-f", os.devnull, "new-session", "-d", "-x", str(columns), "-y", str(lines), "env PS1='$ ' sh")
        self.until(lambda screen: "$" in screen)

    def __call__(self, *arguments: str) -> str:
        """Runs a command of tmux and gives what it prints."""
        done = subprocess.run(
            ["tmux", "-L", self._name, *arguments],
            env=self._environment,
            capture_output=True,
            check=True,
            timeout=ALIVE,
        )
        return done.stdout.decode("utf-8")

    def run(self, command: str) -> None:
        """Types a command into the shell."""
        self("send-keys", "-l", command)
        self("send-keys", "Enter")

    def press(self, *keys: str) -> None:
        """Presses keys, in tmux's spelling."""
        for key in keys:
            self("send-keys", key)

    @property
    def screen(self) -> str:
        return self("capture-pane", "-p")

    def value(self, name: str) -> str:
        """What tmux knows of the window: ``alternate_on``, ``cursor_flag`` and the like."""
        return self("display-message", "-p", f"#{{{name}}}").strip()

    def until(self, condition: Callable[[str], bool]) -> str:
        """Waits until the screen is as it should be and nothing is being painted, and gives it."""
        end = time.monotonic() + ALIVE
        before = None
        while not condition(screen := self.screen) or screen != before:
            assert time.monotonic() < end, f"what the test waits for did not come; the screen:\n{screen}"
            before = screen
            time.sleep(0.03)
        return screen

    def see(self, *texts: str) -> str:
        """Waits until all of these stand on the screen."""
        return self.until(lambda screen: all(text in screen for text in texts))

    def resize(self, columns: int, lines: int) -> None:
        """Gives the window another size."""
        self("resize-window", "-x", str(columns), "-y", str(lines))


@pytest.fixture
def tmux(environment: dict[str, str]) -> Iterator[Tmux]:
    """A terminal of the test's own; skipped where tmux is not installed."""
    if not shutil.which("tmux"):
        pytest.skip("needs tmux")
    name = f"reader-{os.getpid()}-{time.monotonic_ns()}"
    unwanted = ("TMUX", "TMUX_PANE", "LINES", "COLUMNS")
    environment = {key: value for key, value in environment.items() if key not in unwanted}
    # The path of a socket has room for some hundred characters only: pytest's own folders are too deep.
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        environment |= {"TMUX_TMPDIR": folder, "LC_ALL": "C.UTF-8", "ENV": ""}
        try:
            yield Tmux(name, environment)
        finally:
            kill = ["tmux", "-L", name, "kill-server"]
            subprocess.run(kill, env=environment, check=False, capture_output=True)


@pytest.fixture
def reader_command() -> str:
    """How a shell starts the reader."""
    return READER
