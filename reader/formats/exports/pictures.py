"""The pictures that an export brings: which ones a text shows, and where they lie."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import unquote, urljoin

from reader.sources import Fetched

PictureFinder: TypeAlias = Callable[[str], Fetched | None]
"""Returns the file of a picture, given its address as the text has it; None if the export lacks it."""


def without(_name: str) -> Fetched | None:
    """Finds no picture."""
    return None


def beside(fetched: Fetched, folder: str, url: str) -> PictureFinder:
    """Finds the pictures that lie in a folder beside a file, which the HTML names relative to that folder.

    Args:
        fetched: the file.
        folder: the folder as seen from the file, with a slash at its end; "" for the file's own.
        url: the address that made the names in the HTML absolute.
    """
    names = [name for name in fetched.beside() if name.startswith(folder)]
    known = {_key(urljoin(url, name.removeprefix(folder))): name for name in names}

    def find(name: str) -> Fetched | None:
        wanted = known.get(_key(name))
        return fetched.neighbour(wanted) if wanted is not None else None

    return find


def _key(name: str) -> str:
    """The same for ``./a%20b.png`` and ``a b.png``."""
    name = unquote(name)
    return name if "://" in name else posixpath.normpath(name)
