"""A folder and everything below it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress

from reader.sources import files
from reader.sources.below import files_below, locator
from reader.sources.listing import Names
from reader.sources.protocol import Closed, Fail, FoundFile, Source

_ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")


class Folder:
    """A source that is a folder: every regular file below it.

    See :func:`reader.sources.below.files_below` for their order, and for what is left out.
    """

    def __init__(self, name: str, closed: Closed) -> None:
        self._name = name
        self._closed = closed
        self._paths: list[str] = []
        self._names: Names | None = None
        self.scope = ""
        # The current directory may have been removed.
        with suppress(OSError):
            self.scope = os.path.join(locator(name), "")  # noqa: PTH118

    def find(self, fail: Fail) -> Iterator[FoundFile]:
        """The files below the folder, in order."""
        self._paths, self._names = [], None
        start = len(os.path.join(self._name, ""))  # noqa: PTH118
        for path in files_below(self._name, fail):
            self._paths.append(locator(path[start:], absolute=False))
            yield files.found(path, self._name, self._closed, self._beside, self._paths[-1])

    def _beside(self, path: str) -> tuple[Names, str]:
        """The names of all files, once they have been found, and the one of a file among them."""
        if self._names is None or len(self._names) != len(self._paths):
            self._names = Names(self._paths)
        return self._names, locator(os.path.relpath(path, self._name), absolute=False)

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
