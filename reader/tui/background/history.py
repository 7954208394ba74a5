"""What was typed on a line before, kept in a small file beside the library."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path

from reader.config import Paths
from reader.errors import ReaderError
from reader.files import read_file
from reader.folders import make_directory
from reader.text import display

log = logging.getLogger(__name__)

MOST = 200
"""How many lines are kept."""

_MOST_BYTES = 2**20


class History:
    """The lines typed at one kind of prompt, the latest last, each once.

    Files are read and written on another thread. If they cannot be, what was typed is known until the end.
    """

    def __init__(self, paths: Paths, name: str) -> None:
        self._file = paths.data / f"{name}.history"
        self._lines: list[str] | None = None

    async def lines(self) -> list[str]:
        """What was typed before."""
        if self._lines is None:
            self._lines = await asyncio.to_thread(_read, self._file)
        return self._lines

    async def add(self, line: str) -> None:
        """Keeps a line."""
        kept = [one for one in await self.lines() if one != line]
        self._lines = [*kept, line][-MOST:]
        await asyncio.to_thread(_write, self._file, self._lines)


def _read(file: Path) -> list[str]:
    try:
        text = read_file(file, _MOST_BYTES).decode("utf-8", errors="replace")
    except (OSError, ReaderError):
        return []
    lines = (display(line).strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))[-MOST:]


def _write(file: Path, lines: list[str]) -> None:
    part = file.with_name(f"{file.name}.new")
    try:
        make_directory(file.parent)
        # Only for this person: a command may hold anything.
        number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as to:
            to.write("".join(f"{line}\n" for line in lines))
        part.replace(file)
    except OSError as error:
        log.warning("%s cannot be written: %s", file, error)
