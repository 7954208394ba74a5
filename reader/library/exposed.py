"""Finds files of the reader that other users of the machine may write, which is a risk to their owner."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from reader.config import Paths
from reader.store.place import LibraryFiles

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def exposed(paths: Paths) -> list[str]:
    """The directories and files of the reader that others may write, each with the command that fixes it."""
    if os.name != "posix":
        return []
    return [_sentence(path, mode) for path in _ours(paths) if (mode := _mode(path)) & _OTHERS]


def set_aside(paths: Paths) -> list[str]:
    """The logs that were set aside because they belong to another file, one sentence for each."""
    return [
        f"{log} was set aside when another file took the place of the library that it belongs to; it may hold"
        " changes that are nowhere else: delete it if you do not miss any"
        for log in LibraryFiles(paths.library).logs_set_aside()
    ]


def _ours(paths: Paths) -> Iterator[Path]:
    yield paths.data
    yield paths.library
    if not _mode(paths.library) & _OTHERS:
        # SQLite gives its log files the permissions of the library.
        yield from (Path(f"{paths.library}{suffix}") for suffix in ("-wal", "-shm"))
    yield from (paths.config, paths.settings, paths.logs)


def _mode(path: Path) -> int:
    """The permissions of the file that a name leads to; 0 if there is none."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _sentence(path: Path, mode: int) -> str:
    import shlex  # only if there is something to say

    who = "every user of this machine" if mode & stat.S_IWOTH else "the group"
    return f"{path} can be written by {who}: 'chmod go-w {shlex.quote(str(path))}' fixes that"
