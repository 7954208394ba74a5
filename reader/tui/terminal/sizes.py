"""The size of a terminal, and of its cells, as the system knows them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
import termios

from reader.pictures.terminals import sane_cell


def cell_size(descriptor: int) -> tuple[int, int]:
    """Width and height of a cell in pixels; (0, 0) if the system does not know."""
    with contextlib.suppress(OSError):
        raw = fcntl.ioctl(descriptor, termios.TIOCGWINSZ, bytes(8))
        lines, columns, wide, high = struct.unpack("HHHH", raw)
        if lines and columns and sane_cell(wide // columns, high // lines):
            return wide // columns, high // lines
    return 0, 0


def terminal_size(descriptors: tuple[int, ...]) -> tuple[int, int]:
    """Columns and lines of the terminal behind the first of these that is one and knows its size.

    A terminal without a size (a serial line) has that of the environment, else 80 columns and 24 lines.
    """
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            columns, lines = os.get_terminal_size(descriptor)
            if columns > 0 and lines > 0:
                return columns, lines
    return _number("COLUMNS", 80), _number("LINES", 24)


def _number(name: str, otherwise: int) -> int:
    value = os.environ.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and 0 < len(value) < 5 else otherwise
