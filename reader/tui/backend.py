"""The library and the search, each on a thread of its own, for the screen to await.

The event loop calls ``library(job)`` or ``search(job)`` with a function of a ``Library``; the function
runs on that thread with that thread's own ``Library`` and its result comes back as immutable data.
Bulk work is not for threads, which would make keys lag: see :mod:`reader.tui.indexing`.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from reader.config import Paths

if TYPE_CHECKING:
    from reader.library import Library

T = TypeVar("T")

Job = Callable[["Library"], T]


class _Worker:
    """One thread with one Library, opened on first use and closed on the thread it was opened on."""

    def __init__(self, paths: Callable[[], Paths], name: str) -> None:
        self._paths = paths
        self._library: Library | None = None
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=name)

    async def run(self, job: Job[T]) -> T:
        return await asyncio.wrap_future(self._executor.submit(self._call, job))

    def _call(self, job: Job[T]) -> T:
        if self._library is None:
            # Store and parsers are imported here, after the first frame is on screen.
            from reader.library import Library

            self._library = Library(self._paths())
            # Where nothing can be kept, one can still go back.
            self._library.store.keep_for_session()
        return job(self._library)

    async def close(self) -> None:
        await asyncio.wrap_future(self._executor.submit(self._close))
        self._executor.shutdown(wait=False)

    def _close(self) -> None:
        if self._library is not None:
            self._library.close()
            self._library = None


class Backend:
    """What the screen knows of the library: two queues of jobs."""

    def __init__(self, paths: Paths, *, tour: bool = False) -> None:
        """Serves the library at ``paths``; with ``tour`` its tour, which is made or renewed first."""
        self.paths = paths.for_tour() if tour else paths
        self.touring = tour
        self._library = _Worker(lambda: _tour_of(paths) if tour else paths, "library")
        self._search = _Worker(lambda: self.paths, "search")
        self._superseded = threading.Event()
        self._closed = False

    async def library(self, job: Job[T]) -> T:
        """Runs ``job`` on the library thread. Raises what the job raises."""
        self._check_open()
        return await self._library.run(job)

    async def search(self, job: Callable[[Library, Callable[[], bool]], T]) -> T:
        """Runs ``job(library, stop)`` on the search thread, ending the search that runs there.

        ``stop`` tells the job that a newer search waits and its own result is of no use any more.
        """
        self._check_open()
        self._superseded.set()
        superseded = self._superseded = threading.Event()
        return await self._search.run(lambda library: job(library, superseded.is_set))

    async def look_up(self, job: Job[T]) -> T:
        """Runs ``job`` on the search thread behind what is under way, without ending it."""
        self._check_open()
        return await self._search.run(job)

    def _check_open(self) -> None:
        if self._closed:
            # Whoever asks belongs to a screen that is about to go: its work ends here.
            raise asyncio.CancelledError

    async def close(self) -> None:
        """Ends the search under way and closes both libraries. Can be called again."""
        if self._closed:
            return
        self._closed = True
        self._superseded.set()
        await self._search.close()
        await self._library.close()


def _tour_of(paths: Paths) -> Paths:
    from reader.library.tour import prepare_tour

    return prepare_tour(paths)
