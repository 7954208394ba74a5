"""A single file on disk, with the files beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import BinaryIO

from reader.errors import UnreadableSource
from reader.files import open_file, read_open
from reader.sources.below import files_below, locator
from reader.sources.fetched import MAX_BYTES, Fetched
from reader.sources.listing import Names, key_of, spellings
from reader.sources.protocol import Closed, Fail, FoundFile, Source

MOST_BESIDE = 20_000
"""So many names at most are listed beside a file that is named by itself: it may lie in somebody's home."""

NamesBeside = Callable[[str], tuple[Names, str]]
"""Returns the names of the files of a folder that a file is in, and that of the file among them."""


class File:
    """A source that is a single file."""

    scope = ""

    def __init__(self, name: str, closed: Closed) -> None:
        self._name = name
        self._closed = closed

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """The file itself, if it can be read."""
        try:
            mode = os.stat(self._name).st_mode  # noqa: PTH116 (a Path takes no name for the current directory)
            if not stat.S_ISREG(mode):
                raise UnreadableSource("not a file or folder")
        except (OSError, ValueError, UnreadableSource) as error:
            fail(locator(self._name, absolute=False), error)
            return
        folder = os.path.dirname(self._name)  # noqa: PTH120
        yield found(self._name, folder, self._closed, _Beside())

    def lacks(self, source: str) -> bool:
        """A single file holds nothing else that could disappear."""
        return False


def source(name: str, closed: Closed) -> Source:
    """Any name can be that of a file."""
    return File(name, closed)


def found(path: str, folder: str, closed: Closed, beside: NamesBeside, within: str = "") -> FoundFile:
    """A file to be read later; its neighbours are the files below ``folder``.

    ``beside`` names them, given ``path``; ``within`` is the path of the file as seen from a folder that was
    named, or "".
    """
    return FoundFile(locator(path, absolute=False), partial(fetch, path, folder, closed, beside), path=within)


def fetch(path: str, folder: str, closed: Closed, beside: NamesBeside | None = None) -> Fetched:
    """Reads a file.

    Args:
        path: where it is.
        folder: the folder that its neighbours must lie in.
        closed: says which files must never be opened.
        beside: returns the names of the files in its folder and below; None: looks for them when asked.

    Raises:
        UnreadableSource: it must not be opened, or is not a regular file.
        OSError: it cannot be read.
    """
    beside = beside or _Beside()
    if closed(path):
        raise UnreadableSource("a file of this library")
    stream, status = open_file(path)
    with stream:
        large = status.st_size > MAX_BYTES
        return Fetched(
            locator(path),
            partial(_open, path) if large else read_open(stream, status, MAX_BYTES),
            modified=status.st_mtime,
            neighbours=partial(_neighbour, path, folder, closed, beside),
            names=partial(_names, path, beside),
        )


def _open(path: str) -> BinaryIO:
    return open_file(path)[0]


def _neighbour(path: str, folder: str, closed: Closed, beside: NamesBeside, name: str) -> Fetched | None:
    if not name or "\0" in name:
        return None
    # Links are followed before it is checked where a name leads.
    top = os.path.realpath(folder or os.curdir)
    here = os.path.dirname(path)  # noqa: PTH120
    for spelling in spellings(name):
        for wanted in (os.path.join(here, spelling), _whatever_case(here, spelling)):  # noqa: PTH118
            found = _within(top, wanted, folder, closed, beside) if wanted else None
            if found is not None:
                return found
    return None


def _within(top: str, wanted: str, folder: str, closed: Closed, beside: NamesBeside) -> Fetched | None:
    """The file with a name, if it is below ``top``: neither links nor ".." may lead out of it."""
    try:
        wanted = os.path.realpath(wanted)
        if os.path.commonpath((top, wanted)) != top:
            return None
        return fetch(wanted, folder, closed, beside)
    except (OSError, ValueError, UnreadableSource):
        return None


def _whatever_case(here: str, name: str) -> str:
    """The path of a relative name, found whatever the case of its letters; "" if there is none."""
    path = here
    for part in name.split("/"):
        if part in ("", ".", ".."):
            path = os.path.join(path, part or ".")  # noqa: PTH118
            continue
        try:
            names = sorted(os.listdir(path or os.curdir))  # noqa: PTH208
        except (OSError, ValueError):
            return ""
        # Names that are not UTF-8 are known by what `locator` makes of them.
        like = key_of(part)
        match = next((each for each in names if key_of(locator(each, absolute=False)) == like), None)
        if match is None:
            return ""
        path = os.path.join(path, match)  # noqa: PTH118
    return path


def _names(path: str, beside: NamesBeside) -> Sequence[str]:
    names, own = beside(path)
    return names.beside(own)


class _Beside:
    """The names of the files in the folder of a file that is named by itself, and below. Found once."""

    def __init__(self) -> None:
        self._top = ""
        self._names: Names | None = None

    def __call__(self, path: str) -> tuple[Names, str]:
        if self._names is None:
            self._top = os.path.dirname(path) or os.curdir  # noqa: PTH120
            start = len(os.path.join(self._top, ""))  # noqa: PTH118
            below = islice(files_below(self._top, lambda *_: None), MOST_BESIDE)
            self._names = Names(locator(each[start:], absolute=False) for each in below)
        return self._names, locator(os.path.relpath(path, self._top), absolute=False)
