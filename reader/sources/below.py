"""The files below a folder, and how names of files become text."""

from __future__ import annotations

import os
from collections.abc import Iterator

from reader.errors import UnreadableSource
from reader.sources.protocol import Fail


def files_below(folder: str, fail: Fail) -> Iterator[str]:
    """The paths of all regular files below a folder, as the system takes them.

    The files of a folder come first, sorted by name, then its folders by name. Hidden files and folders are
    left out. Folders behind symbolic links are not entered, because a link to a parent would never end; files
    behind symbolic links are treated like any other. If something cannot be read, the rest continues.
    """
    # Our own stack: os.walk recurses up to Python 3.11, and folders can be nested more deeply than that.
    waiting = [folder]
    while waiting:
        folders = []
        for entry in _entries(waiting.pop(), fail):
            try:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.is_file():
                    yield entry.path
                elif not entry.is_dir():
                    raise UnreadableSource(_what_is_wrong(entry))
            except (OSError, UnreadableSource) as error:
                # A circular link, a link into a folder that may not be entered, or not a regular file.
                fail(locator(entry.path, absolute=False), error)
        waiting += reversed(folders)


def locator(name: str, *, absolute: bool = True) -> str:
    """A file name as text, absolute if asked. Bytes that are not UTF-8 become escapes."""
    if absolute:
        # Not Path.resolve(): a page is known by the name that the user gives it, links included. Besides,
        # resolving costs a system call for each folder above each page.
        name = os.path.abspath(name)  # noqa: PTH100
    if name.isascii():
        return name
    try:
        raw = os.fsencode(name)
    except UnicodeEncodeError:
        # No file has that name.
        raw = name.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


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
        fail(locator(folder, absolute=False), error)
    return sorted(entries, key=lambda entry: entry.name)


def _what_is_wrong(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "a link to nothing" if not os.path.exists(entry.path) else "not a regular file"  # noqa: PTH110
    return "not a regular file"
