"""The tour as a library of its own, beside the user's and never mixed with it."""

from __future__ import annotations

import time
from pathlib import Path

from reader import ingest, tour
from reader.config import Paths
from reader.library.facade import Library

_VERSION = "version.txt"


def prepare_tour(paths: Paths) -> Paths:
    """Makes sure that the tour's library holds the pages this version ships, index included.

    Pages that have changed are updated, so that what was read stays read; pages that are gone are removed.

    Args:
        paths: the user's directories.

    Returns:
        The same with the tour's library in place of the user's.

    Raises:
        LibraryError: the tour's library cannot be written.
    """
    where = paths.for_tour()
    version = tour.version()
    if where.library.exists() and _recorded(where.data / _VERSION) == version:
        return where
    pages = {f"tour:{name.removesuffix('.txt')}": raw for name, raw in tour.pages()}
    with Library(where) as library:
        with library.store.transaction():
            ingest.add_pages(library.store, pages.items(), now=time.time())
            library.remove(
                [summary.id for summary in library.summaries(library.ids()) if summary.source not in pages]
            )
        library.catch_up()
    # Last: a tour that was made half only is made again.
    (where.data / _VERSION).write_text(version, encoding="ascii")
    return where


def _recorded(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
