"""Indexing in the background: a child process of low priority, one at a time."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path

import reader
from reader.config import Paths

START = (
    f"import sys; sys.path.append({str(Path(reader.__file__).parents[1])!r});"
    " from reader.cli import main; sys.exit(main())"
)
"""Starts this same package. With ``-P``, and not as ``-m reader``: Python would look into the current
directory first, and run a ``reader.py`` or ``json.py`` that somebody else has put there."""


class Indexing:
    """Runs ``reader reindex --pending`` for one library."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._process: asyncio.subprocess.Process | None = None
        self.running = False
        """Whether an update is under way."""

    async def run(self) -> bool:
        """Applies the change queue to the index and waits for that; True when it is done.

        False when an update of this screen is under way already, or the process failed: another process
        may hold the index, and what is left stays in the change queue.
        """
        if self.running:
            return False
        self.running = True
        # Literal words, no shell: nothing here comes from an article.
        command = ["-P", "-c", START, "--data-dir", str(self._paths.data), "reindex", "--pending"]
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                # A group of its own: the terminal's keys stop or interrupt only the screen.
                process_group=0,
            )
            return await self._process.wait() == 0
        finally:
            self.stop()
            self.running = False

    def stop(self) -> None:
        """Ends the process, if one is running. The index is not harmed and is updated another time."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
        self._process = None
