"""The library and the search, each on a thread of its own, for the screen to await.

The event loop calls ``library(job)`` or ``search(job)`` with a function of a ``Library``; the function
runs on that thread with that thread's own ``Library`` and its result comes back as immutable data.
Bulk work is not for threads, which would make keys lag: see :mod:`reader.tui.background.indexing`.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from reader.config import Paths
from reader.errors import LibraryBusy

if TYPE_CHECKING:
    from reader.library import Patience
    from reader.library.protocol import Library

T = TypeVar("T")

OpenLibrary = Callable[["Patience"], "Library"]
"""Opens the library for the thread that calls it. The patience says how long it waits for other programs."""

Job = Callable[["Library"], T]

PATIENCE = 5.0
"""Seconds a job waits for another program that has the library locked: nobody waits longer than that."""

_AGAIN, _SOON = 1.0, 3.0
"""The same for jobs that come within a few seconds of one that gave up waiting, and those seconds."""

LEAVING = 1.5
"""Seconds that everything together may take when the screen is closed."""


class _Worker:
    """One thread with one Library, opened on first use and closed on the thread it was opened on.

    ``tell`` is called on that thread with what it waits for, in words, and with "" when the wait is over.
    """

    def __init__(self, opens: OpenLibrary, name: str, tell: Callable[[str], None]) -> None:
        self._opens = opens
        self._name = name
        self._tell = tell
        self._library: Library | None = None
        self._patience: Patience | None = None
        self._jobs: SimpleQueue[tuple[Future[Any], Job[Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ended: Future[None] = Future()
        self._leaving = False
        self._vain = -math.inf

    async def run(self, job: Job[T]) -> T:
        return await asyncio.wrap_future(self.submit(job))

    def submit(self, job: Job[T]) -> Future[T]:
        """The future result of ``job``."""
        future: Future[T] = Future()
        self._jobs.put((future, job))
        if self._thread is None:
            # A daemon: a job that never ends does not keep the program from ending.
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        return future

    @property
    def waiting(self) -> bool:
        """Whether another program keeps this thread from going on."""
        return self._patience is not None and self._patience.waiting

    @property
    def writing(self) -> bool:
        """Whether other programs cannot write now because of this thread."""
        return self._library is not None and self._library.writing

    def _work(self) -> None:
        while (item := self._jobs.get()) is not None:
            future, job = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = self._call(job)
            except BaseException as error:  # noqa: BLE001 (it is raised again where the result is awaited)
                future.set_exception(error)
            else:
                future.set_result(result)
            # Nothing of a job is kept alive until the next one comes.
            del future, job, item
        if self._library is not None:
            self._library.close()
            self._library = None
        self._ended.set_result(None)

    def _call(self, job: Job[T]) -> T:
        library = self._open()
        soon = time.monotonic() - self._vain < _SOON
        try:
            with library.patience.at_most(_AGAIN if soon else PATIENCE):
                return job(library)
        except LibraryBusy:
            self._vain = time.monotonic()
            raise

    def _open(self) -> Library:
        if self._library is None:
            # Store and parsers are imported here, after the first frame is on screen.
            from reader.library import Patience

            self._patience = Patience(PATIENCE, self._tell)
            if self._leaving:
                self._patience.end_in(LEAVING)
            self._library = self._opens(self._patience)
            # If nothing can be saved, going back still works.
            self._library.keep_for_session()
        return self._library

    def leave(self) -> None:
        """From now on no wait lasts long, whether it has begun or not."""
        self._leaving = True
        if self._patience is not None:
            self._patience.end_in(LEAVING)

    def close(self) -> Future[None]:
        """Closes the library when the jobs that are queued have ended; the result comes when that is done."""
        if self._thread is None:
            self._ended.set_result(None)
        self._jobs.put(None)
        return self._ended


class Backend:
    """What the screen knows of the library: two queues of jobs."""

    def __init__(self, opens: OpenLibrary, paths: Paths, *, touring: bool = False) -> None:
        """Serves the library that ``opens`` opens.

        ``paths`` says where marks, the log and the index of this library are; ``touring`` whether it is the
        tour. See :func:`serve` for a library on this machine.
        """
        self.paths = paths
        self.touring = touring
        self.on_wait: Callable[[str], None] = _say_nothing
        """Called on the event loop with what is waited for, in words, and with "" when that is over."""
        self._library = _Worker(opens, "library", self._told("library"))
        self._search = _Worker(opens, "search", self._told("search"))
        self._superseded = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waits: dict[str, str] = {}
        self._closed = False

    async def library(self, job: Job[T]) -> T:
        """Runs ``job`` on the library thread. Raises what the job raises."""
        self._check_open()
        return await self._library.run(job)

    async def read(self, job: Job[T]) -> T:
        """Runs a ``job`` that writes nothing; on the search thread while the other one waits for a lock."""
        self._check_open()
        return await (self._search if self._library.waiting else self._library).run(job)

    async def search(self, job: Callable[[Library, Callable[[], bool]], T]) -> T:
        """Runs ``job(library, stop)`` on the search thread, ending the search that runs there.

        ``stop`` tells the job that a newer search is waiting, so that its own result is no longer needed.
        """
        self._check_open()
        self._superseded.set()
        superseded = self._superseded = threading.Event()
        return await self._search.run(lambda library: job(library, superseded.is_set))

    async def look_up(self, job: Job[T]) -> T:
        """Runs ``job`` on the search thread after the work under way, without ending that."""
        self._check_open()
        return await self._search.run(job)

    def _check_open(self) -> None:
        if self._closed:
            # The screen is about to close: its work ends here.
            raise asyncio.CancelledError
        self._loop = self._loop or asyncio.get_running_loop()

    # --- waiting --------------------------------------------------------------------------------

    def _told(self, who: str) -> Callable[[str], None]:
        def tell(words: str) -> None:
            if self._loop is not None:
                with contextlib.suppress(RuntimeError):  # the loop has ended
                    self._loop.call_soon_threadsafe(self._note_wait, who, words)

        return tell

    def _note_wait(self, who: str, words: str) -> None:
        self._waits.pop(who, None)
        if words:
            self._waits[who] = words
        self.on_wait(next(iter(self._waits.values()), ""))

    @property
    def waits(self) -> bool:
        """Whether a job waits for another program, and has done so for long enough to say so."""
        return bool(self._waits)

    @property
    def writing(self) -> bool:
        """Whether other programs cannot write to the library now because of this one."""
        return self._library.writing or self._search.writing

    # --- the end --------------------------------------------------------------------------------

    def leave(self) -> None:
        """From now on, saving does not wait long for other programs: the person wants to leave."""
        self._superseded.set()
        self._library.leave()
        self._search.leave()

    async def close(self) -> None:
        """Ends the search under way and closes both libraries. Can be called again.

        Waits a moment for queued jobs and abandons those that do not end.
        """
        if self._closed:
            return
        self._closed = True
        self.leave()
        ends = [asyncio.wrap_future(worker.close()) for worker in (self._search, self._library)]
        await asyncio.wait(ends, timeout=LEAVING)


def _say_nothing(words: str) -> None:
    """Nobody listens yet."""


def serve(paths: Paths, *, tour: bool = False) -> Backend:
    """The backend of the library at ``paths``; with ``tour`` of its tour, which is made or renewed first."""

    preparing = threading.Lock()

    def opens(patience: Patience) -> Library:
        from reader.library import LocalLibrary

        if not tour:
            return LocalLibrary(paths, patience)
        from reader.library.tour import prepare_tour

        # The other thread waits until the pages are there.
        with preparing:
            return LocalLibrary(prepare_tour(paths), patience)

    return Backend(opens, paths.for_tour() if tour else paths, touring=tour)
