"""A real terminal: tmux, on a server of its own, ended with the test."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator

import pytest

ALIVE = 60.0
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


_SEQUENCES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")


class Pty:
    """A bare pseudo-terminal with the reader in it: what comes is kept, and nobody answers questions."""

    def __init__(self, command: list[str], environment: dict[str, str], size: tuple[int, int]) -> None:
        self.master, self.slave = pty.openpty()
        columns, lines = size
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.output = b""
        inner = self.slave
        self.process = subprocess.Popen(
            command,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            env=environment,
            start_new_session=True,
        )

    def read(self, seconds: float = 0.05) -> bool:
        """Takes what comes in that time; False at the end of it."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            chunk = os.read(self.master, 1 << 16)
        except OSError:  # nobody has the other end open any more
            return False
        self.output += chunk
        return bool(chunk)

    def until(self, condition: Callable[[], bool]) -> None:
        """Takes what comes until something is so. Gives up when nothing at all has come for ALIVE seconds.

        Work that takes long on a busy machine is waited for as long as it goes on.
        """
        end = time.monotonic() + ALIVE
        while not condition():
            assert time.monotonic() < end, f"it did not come; the last output:\n{self.text[-3000:]}"
            before = len(self.output)
            self.read()
            if len(self.output) > before:
                end = time.monotonic() + ALIVE

    @property
    def text(self) -> str:
        """All that was written, without the terminal's own sequences."""
        return _SEQUENCES.sub(b"", self.output).decode("utf-8", "replace")

    def see(self, words: str) -> None:
        """Waits until these words have been written."""
        self.until(lambda: words in self.text)

    def send(self, keys: str | bytes) -> None:
        """Presses keys, and forgets what was written before."""
        self.output = b""
        data = keys.encode() if isinstance(keys, str) else keys
        while data:
            if select.select([], [self.master], [], 0.05)[1]:
                data = data[os.write(self.master, data[:1024]) :]
            self.read(0)

    def ended(self) -> int:
        """The exit code, when the process has ended."""
        self.until(lambda: self.process.poll() is not None)
        while self.read(0.01) and select.select([self.master], [], [], 0)[0]:
            pass
        return self.process.returncode

    def hang_up(self) -> None:
        """The terminal is not there any more."""
        os.close(self.slave)
        os.close(self.master)
        self.master = self.slave = -1

    def wait(self) -> int:
        """As :meth:`ended`, where there is nothing to read."""
        return self.process.wait(ALIVE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in (self.master, self.slave):
            with contextlib.suppress(OSError):
                os.close(descriptor)


@pytest.fixture
def on_pty(environment: dict[str, str]) -> Iterator[Callable[..., Pty]]:
    """Starts the reader on a pseudo-terminal; with ``script`` a Python program in its place."""
    opened: list[Pty] = []

    def start(
        *arguments: object, script: str = "", size: tuple[int, int] = (100, 30), **variables: str
    ) -> Pty:
        program = ["-c", script] if script else ["-m", "reader"]
        variables = {"TERM": "xterm-256color", **variables}
        command = [sys.executable, *program, *map(str, arguments)]
        opened.append(Pty(command, environment | variables, size))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.fixture
def reader_command() -> str:
    """How a shell starts the reader."""
    return READER
