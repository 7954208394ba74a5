"""A folder with everything below it."""

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

    The files of a folder come by name, then its folders by name. Hidden files and folders are left out.
    Folders behind symbolic links are not entered, so that a link to a parent does not walk for ever; files
    behind symbolic links are files like any other. The rest goes on if something cannot be looked at.
    """

    def __init__(self, name: str, closed: Closed) -> None:
        self._name = name
        self._closed = closed
        self.scope = ""
        # The current directory may be one that was removed.
        with suppress(OSError):
            self.scope = os.path.join(files.locator(name), "")  # noqa: PTH118

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """The files below the folder, in order."""
        # A stack of our own: os.walk recurses up to Python 3.11, and folders can be deeper than that allows.
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
                    # A link in a circle, or into a folder that may not be entered, or no regular file.
                    fail(files.locator(entry.path, absolute=False), error)
            waiting += reversed(folders)

    def lacks(self, source: str) -> bool:
        """Whether a file that was below the folder does not exist any more.

        A file that merely cannot be seen now does exist: its folder may be closed, or its name hidden.
        """
        written = os.fsencode(source)
        # The name may be one with escapes in it, or one that was written with them.
        names = {written, _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), written)}
        return all(map(_is_gone, names))


def source(name: str, closed: Closed) -> Source | None:
    """The folder of a name, if there is one."""
    with suppress(ValueError):
        return Folder(name, closed) if os.path.isdir(name) else None  # noqa: PTH112
    return None


def _is_gone(path: bytes) -> bool:
    try:
        os.lstat(path)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        # An archive stands where a folder would: only its own list says what is in it. Or no file can have
        # that name.
        return False
    return False


def _entries(folder: str, fail: Fail) -> list[os.DirEntry[str]]:
    """What is in a folder and not hidden, by name; as much of it as can be read."""
    entries = []
    try:
        with os.scandir(folder) as scan:
            # Each is kept at once: a disk that fails may do so in the middle.
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
