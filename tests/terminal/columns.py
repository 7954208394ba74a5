"""Prints where the cursor stands after each line of a file, as this terminal counts: one JSON list."""

from __future__ import annotations

import json
import os
import re
import sys
import termios
import tty
from pathlib import Path

_PLACE = re.compile(rb"\x1b\[\d+;(\d+)R")


def columns(lines: list[str], terminal: int) -> list[int]:
    """The cells that each line takes; ``terminal`` is open for reading and writing."""
    found = []
    for line in lines:
        os.write(terminal, f"\r\x1b[K{line}\x1b[6n".encode())
        answer = b""
        while (place := _PLACE.search(answer)) is None:
            answer += os.read(terminal, 100)
        found.append(int(place[1]) - 1)
    return found


def main(source: Path, result: Path) -> None:
    """Reads the lines of one file and writes the columns to the other, whole or not at all."""
    terminal = os.open("/dev/tty", os.O_RDWR)
    before = termios.tcgetattr(terminal)
    tty.setraw(terminal)
    try:
        found = columns(source.read_text(encoding="utf-8").split("\n"), terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)
    unfinished = result.with_suffix(".part")
    unfinished.write_text(json.dumps(found))
    unfinished.replace(result)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
