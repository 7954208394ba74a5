"""A program on a pseudo-terminal, and when what it writes arrives there."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import reader

HERE = Path(__file__).resolve().parent
READER = [sys.executable, "-m", "reader"]
BARE = [sys.executable, str(HERE / "bare.py")]

PATIENCE = 60.0
"""Seconds after which what has not come is given up."""

# Sequences of the terminal: CSI, OSC and the like, and the short ones.
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_X].*?(?:\x07|\x1b\\)|[ -/]*[0-~])", re.S)


def environment(home: Path) -> dict[str, str]:
    """The environment of a run: a home of its own, this checkout's reader, a terminal with all colours."""
    unwanted = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {
        **{
            name: value for name, value in kept.items() if not name.startswith(("TEXTUAL", "XDG_", "READER_"))
        },
        "HOME": str(home),
        "READER_CONFIG_DIR": str(home / "config"),
        "READER_LOG_DIR": str(home / "logs"),
        "PYTHONPATH": str(Path(reader.__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }


class Terminal:
    """Runs a command on a pseudo-terminal of its own, with all three streams connected to it."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], *, columns: int = 120, lines: int = 40
    ) -> None:
        """Starts the command; ``started`` is the moment just before."""
        self._fd, inner = os.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.output = b""
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            list(command), stdin=inner, stdout=inner, stderr=inner, env=dict(env), start_new_session=True
        )
        os.close(inner)

    def _read(self, seconds: float) -> float | None:
        """Waits so long for output; the moment it came, or None. Raises EOFError when there is no more."""
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return None
        try:
            chunk = os.read(self._fd, 1 << 20)
        except OSError:
            # How Linux says that the other end of a pseudo-terminal is closed.
            chunk = b""
        if not chunk:
            raise EOFError(f"the program ended; its last words: {self.text()[-2000:]}")
        self.output += chunk
        return time.perf_counter()

    def megabytes(self) -> float:
        """The most memory that the program has had; not a number where the system does not say it."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        except OSError:
            return float("nan")
        return int(re.findall(r"^VmHWM:\s+(\d+)", status, re.M)[0]) / 1024

    def processor(self) -> float:
        """The CPU seconds that the program has taken; not a number where the system does not say it."""
        try:
            stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8")
        except OSError:
            return float("nan")
        return sum(map(int, stat.rpartition(")")[2].split()[11:13])) / os.sysconf("SC_CLK_TCK")

    def text(self) -> str:
        """What was written since the last ``send``, without the terminal's own sequences."""
        return _ESCAPES.sub(b"", self.output).decode("utf-8", "replace")

    def wait_for(self, words: str) -> float:
        """The moment at which these words had arrived. Raises TimeoutError."""
        end = time.perf_counter() + PATIENCE
        at: float | None = time.perf_counter()
        while at is None or words not in self.text():
            at = self._read(end - time.perf_counter())
            if at is None and time.perf_counter() > end:
                raise TimeoutError(f"{words!r} did not come; what came: {self.text()[-2000:]}")
        return at

    def settle(self, quiet: float) -> tuple[float, float] | None:
        """Waits until something was written and then nothing for ``quiet`` seconds.

        Returns the moments of the first and the last output, or None if there was none for a second.
        """
        first = self._read(1.0)
        return None if first is None else (first, self.silence(quiet) or first)

    def silence(self, quiet: float) -> float | None:
        """Waits until nothing has been written for so long; the moment of the last output, or None."""
        last = None
        while (at := self._read(quiet)) is not None:
            last = at
        return last

    def send(self, keys: str) -> float:
        """Presses keys; forgets what was written before. Returns the moment."""
        self.output = b""
        now = time.perf_counter()
        os.write(self._fd, keys.encode())
        return now

    def close(self) -> None:
        """Quits with ``q`` and waits for the end."""
        with contextlib.suppress(OSError):
            os.write(self._fd, b"q")
        end = time.perf_counter() + 10
        with contextlib.suppress(EOFError):
            while time.perf_counter() < end:
                self._read(0.2)
        if self._process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
