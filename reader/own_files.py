"""Which files of the data directory are the reader's own: they are no articles. Pure, but for links."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

OwnFile = Callable[[str], bool]
"""Whether a path leads to a file that the reader itself keeps."""

_FOLDERS = ("index", "tour")
_NAMES = ("screen.json", "opening")
_STARTS = ("library.sqlite3",)
_ENDINGS = (".history",)


def is_own_name(path: str) -> bool:
    """Whether a path, as seen from a data directory and with ``/``, is that of a file of the reader."""
    first, inside, _ = path.partition("/")
    if inside:
        return first in _FOLDERS or first.startswith(_STARTS)
    return first in _NAMES or first.startswith(_STARTS) or first.endswith(_ENDINGS)


def own_files(data: Path) -> OwnFile:
    """Whether a path leads to a file that the reader keeps in a data directory, whatever it is called there.

    Other files in that directory are the person's.
    """
    top = os.path.join(os.path.realpath(data), "")  # noqa: PTH118 (asked for each file of an import)
    folders: dict[str, str] = {}

    def is_own(name: str) -> bool:
        folder, file = os.path.split(name)
        if folder not in folders:
            # Files of one folder come one after the other.
            folders.clear()
            folders[folder] = os.path.join(os.path.realpath(folder or "."), "")  # noqa: PTH118
        if not (folders[folder] + file).startswith(top):
            return False
        return is_own_name((folders[folder] + file)[len(top) :].replace(os.sep, "/"))

    return is_own
