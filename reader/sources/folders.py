"""A folder and everything below it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress

from reader.errors import UnreadableSource
from reader.sources import files
from reader.sources.protocol import Closed, Fail, FoundFile, Source

_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


class Folder:
    """A source that is a folder: every regular file below it.

    The files of a folder come first, sorted by name, then its folders by name. Hidden files and folders are
    left out. Folders behind symbolic links are not entered, because a link to a parent would never end; files
    behind symbolic links are treated like any other. If something cannot be read, the rest continues.
    """

    def __init__(self, name: str, closed: Closed) -> None:
        self._name = name
        self._closed = closed
        self.scope = ""
        # The current directory may have been removed.
        with suppress(OSError):
            self.scope = os.path.join(files.locator(name), "")  # noqa: PTH118

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """The files below the folder, in order."""
        # Our own stack: os.walk recurses up to Python 3.11, and folders can be nested more deeply than that.
        waiting = [self._name]
        while waiting:
            folders = []
            for entry in _entries(waiting.pop(), fail):
                try:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    elif entry.is_file():
                        yield files.found(entry.path, self._name, self._closed)
                    elif not entry.is_dir():
                        raise UnreadableSource(_what_is_wrong(entry))
                except (OSError, UnreadableSource) as error:
                    # A circular link, a link into a folder that may not be entered, or not a regular file.
                    fail(files.locator(entry.path, absolute=False), error)
            waiting += reversed(folders)

    def lacks(self, source: str) -> bool:
        """Whether a file that was below the folder no longer exists.

        A file that only cannot be seen now still exists: its folder may be closed, or its name hidden.
        """
        written = os.fsencode(source)
        # The name may contain escapes, which stand for other bytes or are meant literally.
        names = {written, _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), written)}
        return all(map(_is_gone, names))


def source(name: str, closed: Closed) -> Source | None:
    """The folder with a name, if it exists."""
    with suppress(ValueError):
        return Folder(name, closed) if os.path.isdir(name) else None  # noqa: PTH112
    return None


def _is_gone(path: bytes) -> bool:
    try:
        os.lstat(path)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        # An archive now stands where a folder was; only its own list says what is in it. Or the name is not
        # valid for a file.
        return False
    return False


def _entries(folder: str, fail: Fail) -> list[os.DirEntry[str]]:
    """The entries of a folder that are not hidden, by name; as many as can be read."""
    entries = []
    try:
        with os.scandir(folder) as scan:
            # Each one is stored at once, because a failing disk may fail in the middle.
            for entry in scan:
                if not entry.name.startswith("."):
                    entries.append(entry)  # noqa: PERF401
    except OSError as error:
        fail(files.locator(folder, absolute=False), error)
    return sorted(entries, key=lambda entry: entry.name)


def _what_is_wrong(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "a link to nothing" if not os.path.exists(entry.path) else "not a regular file"  # noqa: PTH110
    return "not a regular file"
