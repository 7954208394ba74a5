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

    Never waits, as for a named pipe, and never reads forever, as from a device.

    Raises:
        UnreadableSource: it is not a regular file, or is larger than ``most`` bytes.
        OSError: it cannot be read.
    """
    stream, status = open_file(name)
    with stream:
        return read_open(stream, status, most)


def open_file(name: str | os.PathLike[str]) -> tuple[BinaryIO, os.stat_result]:
    """A regular file, or what a link leads to, open for reading, and its status.

    Never waits, as a named pipe would make it.

    Raises:
        UnreadableSource: it is something else than a file.
        OSError: it cannot be opened.
    """
    # Not even opened, where it can be helped: some devices do something then.
    _require_file(os.stat(name))  # noqa: PTH116 (no Path is made for each page)
    stream = open(name, "rb", opener=_open_at_once)  # noqa: SIM115 (the caller closes it)
    try:
        # Asked of the open file again: by now it may be another one.
        status = os.fstat(stream.fileno())
        _require_file(status)
    except BaseException:
        stream.close()
        raise
    return stream, status


def read_open(stream: BinaryIO, status: os.stat_result, most: int) -> bytes:
    """All bytes of an open file whose status is known.

    Raises:
        UnreadableSource: they are more than ``most``.
        OSError: they cannot be read.
    """
    if status.st_size > most:
        raise _too_large(most)
    # What states no size is empty, or is written by the system as it is read and may have no end.
    raw = stream.read(status.st_size + 1) if status.st_size else b""
    if len(raw) > status.st_size:
        # It has grown meanwhile.
        raw += stream.read(most + 1 - len(raw))
    return _limited(raw, most)


def read_stdin(most: int) -> bytes:
    """All bytes of standard input. Raises UnreadableSource if it is closed or they are more than ``most``."""
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
    """The numbers of the file systems in which the kernel shows its own state as files, on Linux."""
    found = set()
    for name in ("/proc", "/sys"):
        try:
            found.add(os.stat(name).st_dev)  # noqa: PTH116
        except OSError:
            continue
    # A plain folder of that name is on the disk with everything else.
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
