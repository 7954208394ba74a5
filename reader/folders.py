"""Folders of the reader's own: made so that only this user can read them, and on disk when that is done."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def make_directory(directory: Path) -> None:
    """Creates a directory and its missing parents, accessible only to this user.

    An existing directory keeps its permissions. New ones are on disk when this returns, if the system can do
    that. Raises OSError.
    """
    missing = []
    while not directory.exists():
        missing.append(directory)
        directory = directory.parent
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder.parent)


def sync_directory(directory: Path) -> None:
    """Flushes the names in a directory to disk, if the system can do that."""
    try:
        folder = os.open(directory, os.O_RDONLY)
    except OSError:  # it may be possible to enter the directory but not to read it
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(folder)
    finally:
        os.close(folder)
