"""A single file on disk, with the files beside it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from reader.errors import UnreadableSource
from reader.files import open_file, read_open
from reader.sources.fetched import MAX_BYTES, Fetched
from reader.sources.protocol import Closed, Fail, FoundFile, Source


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
        yield found(self._name, os.path.dirname(self._name), self._closed)  # noqa: PTH120

    def lacks(self, source: str) -> bool:
        """A single file holds nothing else that could disappear."""
        return False


def source(name: str, closed: Closed) -> Source:
    """Any name can be that of a file."""
    return File(name, closed)


def found(path: str, folder: str, closed: Closed) -> FoundFile:
    """A file to be read later; its neighbours are the files below ``folder``."""
    return FoundFile(locator(path, absolute=False), partial(fetch, path, folder, closed))


def fetch(path: str, folder: str, closed: Closed) -> Fetched:
    """Reads a file.

    Args:
        path: where it is.
        folder: the folder that its neighbours must lie in.
        closed: says which files must never be opened.

    Raises:
        UnreadableSource: it must not be opened, or is not a regular file.
        OSError: it cannot be read.
    """
    if closed(path):
        raise UnreadableSource("a file of this library")
    stream, status = open_file(path)
    with stream:
        large = status.st_size > MAX_BYTES
        return Fetched(
            locator(path),
            partial(_open, path) if large else read_open(stream, status, MAX_BYTES),
            modified=status.st_mtime,
            neighbours=partial(_neighbour, path, folder, closed),
        )


def _open(path: str) -> BinaryIO:
    return open_file(path)[0]


def _neighbour(path: str, folder: str, closed: Closed, name: str) -> Fetched | None:
    if not name or "\0" in name or os.path.isabs(name):  # noqa: PTH117
        return None
    wanted = os.path.join(os.path.dirname(path), name)  # noqa: PTH118, PTH120
    try:
        # Links are followed first: neither they nor ".." may lead out of the folder.
        top, wanted = os.path.realpath(folder or os.curdir), os.path.realpath(wanted)
        if os.path.commonpath((top, wanted)) != top:
            return None
        return fetch(wanted, folder, closed)
    except (OSError, ValueError, UnreadableSource):
        return None


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
