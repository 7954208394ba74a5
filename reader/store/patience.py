"""Waits for another program that has the library locked: how long, whom to notify, and how to stop early."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 20.0
"""How long to wait: longer than another process takes for its longest batch."""

SLICE = 0.1
"""The time in seconds that SQLite waits on its own. Ctrl+C and an early end take effect between two waits."""

TELL_AFTER = 0.6
"""Shorter waits are not mentioned."""

Tell = Callable[[str], None]


class Patience:
    """How long a library waits while another program has it locked, and whom it notifies.

    It belongs to one :class:`~reader.library.Library` and its thread. ``end_in`` and ``waiting`` may be used
    by any thread, also during a wait.
    """

    def __init__(self, seconds: float = SECONDS, on_wait: Tell | None = None) -> None:
        """Waits up to ``seconds`` each time.

        ``on_wait`` is called by the thread that waits: with a sentence when a wait has lasted for more than
        half a second, and with "" when that wait is over, however it ended.
        """
        self.seconds = seconds
        self.on_wait = on_wait
        self._end = math.inf
        self._waits = 0

    @property
    def waiting(self) -> bool:
        """Whether it is waiting now."""
        return self._waits > 0

    def end_in(self, seconds: float) -> None:
        """Makes every wait, current and future, end within this many seconds from now."""
        self._end = min(self._end, time.monotonic() + seconds)

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """Limits waits inside the block to this many seconds; a shorter patience stays as it is."""
        before, self.seconds = self.seconds, min(self.seconds, seconds)
        try:
            yield
        finally:
            self.seconds = before

    @contextmanager
    def wait(self, library: Path) -> Iterator[Callable[[], bool]]:
        """Begins a wait. Yields a function to call before each further attempt: False ends the wait.

        The function pauses, so that attempts are not made in a tight loop.
        """
        begun = last = time.monotonic()
        told = False

        def goes_on() -> bool:
            nonlocal last, told
            now = time.monotonic()
            if now - begun >= self.seconds or now >= self._end:
                return False
            if not told and self.on_wait is not None and now - begun >= TELL_AFTER:
                told = True
                self.on_wait(_waiting_for(library))
            # SQLite answers some attempts at once, without waiting.
            if now - last < SLICE / 2:
                time.sleep(SLICE / 2)
            last = time.monotonic()
            return True

        self._waits += 1
        try:
            yield goes_on
        finally:
            self._waits -= 1
            if told and self.on_wait is not None:
                self.on_wait("")


def _waiting_for(library: Path) -> str:
    from reader.store.holders import find_holder, words_for  # imported here: waiting is rare

    holder = find_holder(library)
    who = words_for(holder)
    if holder is not None and holder.stopped:
        return f"waiting for {who}, which is stopped and was writing the library {library} …"
    return f"waiting for {who}, which is writing the library {library} …"


def gave_up(library: Path) -> str:
    """Why a wait failed, as the ``reason`` of a LibraryBusy."""
    from reader.store.holders import find_holder, words_for

    holder = find_holder(library)
    if holder is not None and holder.stopped:
        return f"is locked by {words_for(holder)}, which is stopped: 'kill -CONT {holder.pid}' resumes it"
    return f"is being written by {words_for(holder)}; try again when it is done"
