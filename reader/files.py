"""Reads files with care: without waiting, up to a limit, and only regular files."""

from __future__ import annotations

import os
import stat
import sys
from functools import cache
from typing import BinaryIO

from reader.errors import UnreadableSource


def read_file(name: str | os.PathLike[str], most: int) -> bytes:
    """All bytes of a regular file, or of the one a link leads to.

    Never waits, as reading a named pipe would, and never reads forever, as from a device.

    Raises:
        UnreadableSource: it is not a regular file, or is larger than ``most`` bytes.
        OSError: it cannot be read.
    """
    stream, status = open_file(name)
    with stream:
        return read_open(stream, status, most)


def open_file(name: str | os.PathLike[str]) -> tuple[BinaryIO, os.stat_result]:
    """A regular file, or what a link leads to, open for reading, and its status.

    Never waits, as opening a named pipe would.

    Raises:
        UnreadableSource: it is not a file.
        OSError: it cannot be opened.
    """
    # Checked before opening, if possible, because opening some devices has side effects.
    _require_file(os.stat(name))  # noqa: PTH116 (no Path is made for each page)
    stream = open(name, "rb", opener=_open_at_once)  # noqa: SIM115 (the caller closes it)
    try:
        # Checked again once it is open: meanwhile the name may belong to another file.
        status = os.fstat(stream.fileno())
        _require_file(status)
    except BaseException:
        stream.close()
        raise
    return stream, status


def read_open(stream: BinaryIO, status: os.stat_result, most: int) -> bytes:
    """All bytes of an open file whose status is known.

    Raises:
        UnreadableSource: there are more than ``most``.
        OSError: they cannot be read.
    """
    if status.st_size > most:
        raise _too_large(most)
        # A file without a size is empty, or the system writes it while it is read and it may never end.
    raw = stream.read(status.st_size + 1) if status.st_size else b""
    if len(raw) > status.st_size:
        # It has grown in the meantime.
        raw += stream.read(most + 1 - len(raw))
    return _limited(raw, most)


def read_stdin(most: int) -> bytes:
    """All bytes of standard input. Raises UnreadableSource if it is closed or larger than ``most``."""
    # None if the program was started without standard input (``<&-``).
    if sys.stdin is None:
        raise UnreadableSource("standard input is closed")
    return _limited(sys.stdin.buffer.read(most + 1), most)


def _require_file(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableSource("a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableSource("not a regular file")
    if status.st_dev in _systems_own():
        raise UnreadableSource("a file of the operating system, not a page")


@cache
def _systems_own() -> frozenset[int]:
    """The numbers of the file systems in which the Linux kernel presents its own state as files."""
    found = set()
    for name in ("/proc", "/sys"):
        try:
            found.add(os.stat(name).st_dev)  # noqa: PTH116
        except OSError:
            continue
    # An ordinary folder with that name is on the same disk as everything else.
    return frozenset(found - {os.stat(os.sep).st_dev})  # noqa: PTH116


def _open_at_once(name: str, flags: int) -> int:
    """Opens without waiting: a named pipe would wait for its other end forever."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _limited(raw: bytes, most: int) -> bytes:
    if len(raw) > most:
        raise _too_large(most)
    return raw


def _too_large(most: int) -> UnreadableSource:
    return UnreadableSource(f"larger than {f'{most >> 20} MB' if most >= 1 << 20 else f'{most >> 10} kB'}")
