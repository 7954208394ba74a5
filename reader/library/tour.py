"""The tour as a library of its own, beside the user's and never mixed with it."""

from __future__ import annotations

import time

from reader import ingest, tour
from reader.config import Paths
from reader.errors import LibraryError
from reader.library.facade import LocalLibrary


def prepare_tour(paths: Paths) -> Paths:
    """Makes sure that the tour's library contains the pages of this version, and its index is up to date.

    Pages that have changed are updated, so their reading state is kept; pages that are no longer in the tour
    are removed. Nothing else is removed: pages that a person has added stay. A library that is not the tour
    is left as it is, whatever directory it is in.

    Args:
        paths: the user's directories.

    Returns:
        The same directories, with the tour's library in place of the user's.

    Raises:
        LibraryError: the tour's library cannot be written, or a library that is not the tour is in its place.
    """
    where = paths.for_tour()
    version = tour.version()
    with LocalLibrary(where) as library:
        mark = library.store.tour
        if mark.version() == version:
            return where
        # An earlier version left no mark. A library with only the tour's pages has nothing to lose.
        if not mark.version() and not mark.only():
            raise LibraryError(
                f"the library in {where.data} is not the tour, and is left as it is: move it elsewhere, or"
                " take the tour with another --data-dir"
            )
        if library.read_only:
            # An older tour is a tour as well.
            return where
        pages = {f"tour:{name.removesuffix('.txt')}": raw for name, raw in tour.pages()}
        with library.store.transaction():
            ingest.add_pages(library.store, pages.items(), now=time.time())
            library.store.articles.remove(mark.outdated(pages.keys()))
            mark.mark(version)
        library.catch_up()
    return where
