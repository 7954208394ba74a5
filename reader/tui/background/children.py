"""Commands of the reader itself as processes beside the screen: they take long, and no key waits for them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.config import Paths
from reader.text import clean, display
from reader.tui.background.indexing import START

_MOST = 2**20
"""The most bytes of its output that are kept."""

_LONGEST_LINE = 2**27
"""The most bytes of one line: the report of an import names everything that failed."""

_GENTLY = "import os; hasattr(os, 'nice') and os.nice(19); "
"""Goes before the start of a process that leaves the machine to whoever is working on it."""


def whole_path(typed: str) -> str:
    """The path that a person typed, from the root on; ``~`` is the home directory."""
    try:
        return str(Path(typed).expanduser().absolute())
    except (OSError, RuntimeError):
        # There is no home, or the directory in which the reader was started has been removed.
        return typed


class Ended(NamedTuple):
    """How a command ended: its exit code, and the lines of both outputs."""

    code: int
    out: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def words(self) -> str:
        """The end in a sentence: the summary that it printed last, and the first of the problems."""
        said = [*self.out[-1:], *self.problems[:1]]
        if len(self.problems) > 1:
            said.append(f"and {len(self.problems) - 1} more")
        return " · ".join(said)


class Children:
    """Runs commands for one library."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._running: set[asyncio.subprocess.Process] = set()

    @property
    def running(self) -> bool:
        """Whether a command is under way."""
        return bool(self._running)

    async def run(self, words: Sequence[str]) -> Ended:
        """Runs ``reader WORDS`` and waits for its end."""
        # Literal words, no shell.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-c", START, "--data-dir", str(self._paths.data), *words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            # A group of its own: the terminal's keys stop or interrupt only the screen.
            process_group=0,
        )
        self._running.add(process)
        try:
            out, problems = await process.communicate()
        finally:
            self._running.discard(process)
            _interrupt(process)
        return Ended(process.returncode or 0, _lines(out), _lines(problems))

    async def follow(self, words: Sequence[str], heard: Callable[[Mapping[str, object]], None]) -> Ended:
        """Runs ``reader WORDS`` at low priority; ``heard`` is called with each object that it prints."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-c", _GENTLY + START, "--data-dir", str(self._paths.data), *words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            process_group=0,
            limit=_LONGEST_LINE,
        )
        self._running.add(process)
        complaints = asyncio.ensure_future(_last_of(process.stderr))
        try:
            assert process.stdout is not None
            async for line in process.stdout:
                # What another version prints is passed over.
                with contextlib.suppress(ValueError):
                    record = json.loads(line)
                    if isinstance(record, dict):
                        heard(record)
            problems = await complaints
            await process.wait()
        finally:
            complaints.cancel()
            self._running.discard(process)
            _interrupt(process)
        return Ended(process.returncode or 0, (), _lines(problems))

    def stop(self) -> None:
        """Ends what is running; each keeps what it has done so far."""
        for process in self._running:
            _interrupt(process)


async def _last_of(stream: asyncio.StreamReader | None) -> bytes:
    """The end of what a stream brings."""
    kept = b""
    while stream is not None and (chunk := await stream.read(2**16)):
        kept = (kept + chunk)[-_MOST:]
    return kept


def _interrupt(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)


def _lines(raw: bytes) -> tuple[str, ...]:
    text = clean(raw[-_MOST:].decode("utf-8", errors="replace"))
    return tuple(display(line).strip() for line in text.splitlines() if line.strip())
