"""What is new or has changed in a folder since the last look, once nobody writes it any more."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from reader.sources.below import files_below, locator


class Stamp(NamedTuple):
    """What tells two states of a file apart without reading it."""

    size: int
    modified: int
    inode: int


Seen = Mapping[str, Stamp]
"""The files of a folder by their paths, as seen from the folder."""


class Findings(NamedTuple):
    """What a look has found.

    Attributes:
        ready: the files that are new or have changed, and are whole by now.
        waiting: how many more are being written, perhaps.
        gone: the files that were there at the last look and are not any more.
    """

    ready: frozenset[str]
    waiting: int
    gone: frozenset[str]


class Lookout:
    """Compares looks at a folder. Pure: the looks come from :func:`look_at`.

    A file is ready once two looks have seen it alike. A page is not ready while files in a folder beside it
    that begins with its name (``page_files``) are being written: they are its pictures.
    """

    def __init__(self) -> None:
        self._last: Seen = {}
        self._taken: dict[str, Stamp] = {}

    def compare(self, now: Seen) -> Findings:
        """What is ready now; it counts as taken in until :meth:`again` says otherwise."""
        new = {path for path, stamp in now.items() if self._taken.get(path) != stamp}
        settled = {path for path in new if self._last.get(path) == now[path]}
        ready = _whole(settled, new - settled)
        gone = frozenset(path for path in self._last if path not in now)
        self._last = now
        self._taken.update((path, now[path]) for path in ready)
        for path in gone:
            self._taken.pop(path, None)
        return Findings(ready, len(new) - len(ready), gone)

    def again(self, paths: Iterable[str]) -> None:
        """These files could not be taken in: the next look offers them once more."""
        for path in paths:
            self._taken.pop(path, None)


def _whole(settled: set[str], writing: set[str]) -> frozenset[str]:
    """The settled files without those that wait for files in a folder with their name."""
    busy: dict[str, set[str]] = defaultdict(set)
    for path in writing:
        folders = path.split("/")[:-1]
        for depth, name in enumerate(folders):
            busy["/".join(folders[:depth])].add(name)
    return frozenset(path for path in settled if not _waits(path, busy))


def _waits(path: str, busy: Mapping[str, set[str]]) -> bool:
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    return bool(stem) and any(each.startswith(stem) for each in busy.get(folder, ()))


def look_at(folder: str) -> Seen:
    """The files below a folder as they are now, without reading them.

    Raises:
        OSError: there is no such folder, or it cannot be read.
    """
    # What lies deeper and cannot be read is reported when the folder is added.
    with os.scandir(folder):
        pass
    start = len(os.path.join(folder, ""))  # noqa: PTH118
    seen: dict[str, Stamp] = {}
    for path in files_below(folder, lambda _name, _error: None):
        try:
            found = os.stat(path)  # noqa: PTH116 (for each file of a folder, every other second)
        except OSError:
            # It has gone since.
            continue
        seen[locator(path[start:], absolute=False)] = Stamp(found.st_size, found.st_mtime_ns, found.st_ino)
    return seen
