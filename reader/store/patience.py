"""Waiting for another program that has the library locked: how long, who is told, how it ends early."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 20.0
"""How long one waits: longer than the longest batch of another process takes."""

SLICE = 0.1
"""Seconds that SQLite waits by itself. Between two slices Ctrl+C is heard, and an early end."""

TELL_AFTER = 0.6
"""A wait that is over sooner is nobody's business."""

Tell = Callable[[str], None]


class Patience:
    """How long a library waits while another program has it locked, and who is told.

    Belongs to one :class:`~reader.library.Library` and its thread; ``end_in`` and ``waiting`` are for any
    thread, also while a wait is under way.
    """

    def __init__(self, seconds: float = SECONDS, on_wait: Tell | None = None) -> None:
        """Waits up to ``seconds`` each time.

        ``on_wait`` is called by the thread that waits: with a sentence when a wait has lasted for more than
        half a second, and with "" when that wait is over, whatever came of it.
        """
        self.seconds = seconds
        self.on_wait = on_wait
        self._end = math.inf
        self._waits = 0

    @property
    def waiting(self) -> bool:
        """Whether something is waited for just now."""
        return self._waits > 0

    def end_in(self, seconds: float) -> None:
        """Lets every wait, those under way and those to come, end so many seconds from now at the latest."""
        self._end = min(self._end, time.monotonic() + seconds)

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """Waits no longer than that inside the block; a shorter patience stays as it is."""
        before, self.seconds = self.seconds, min(self.seconds, seconds)
        try:
            yield
        finally:
            self.seconds = before

    @contextmanager
    def wait(self, library: Path) -> Iterator[Callable[[], bool]]:
        """A wait that begins now. Gives a function to call before each further attempt: False ends the wait.

        The function sees to it that attempts are not made all the time.
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
            # SQLite answers some attempts at once, without having waited.
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
    from reader.store.holders import find_holder, words_for  # few have to wait

    holder = find_holder(library)
    who = words_for(holder)
    if holder is not None and holder.stopped:
        return f"waiting for {who}, which is stopped and was writing the library {library} …"
    return f"waiting for {who}, which is writing the library {library} …"


def gave_up(library: Path) -> str:
    """What to say when a wait was in vain, as the ``reason`` of a LibraryBusy."""
    from reader.store.holders import find_holder, words_for

    holder = find_holder(library)
    if holder is not None and holder.stopped:
        return f"is locked by {words_for(holder)}, which is stopped: 'kill -CONT {holder.pid}' lets it go on"
    return f"is being written by {words_for(holder)}; try again when it is done"
