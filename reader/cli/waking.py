"""Waits between two looks at folders, and shorter if the system says that something has changed there.

That needs the package ``watchfiles``. Without it, or where the system cannot tell, there is a look every two
seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

EVERY = 2.0
"""Seconds between two looks."""

SETTLING = 1.0
"""The same while the system tells of changes, and something has just changed."""

LONGEST = 60.0
"""Seconds after which there is a look all the same: some file systems tell nothing."""

SLICE = 0.2
"""Seconds after which a wait looks whether it is to end."""


class Waker:
    """Waits for the next look."""

    def __init__(self, folders: Sequence[str], stop: Callable[[], bool]) -> None:
        """``stop`` is polled: once it is true, every wait ends."""
        self._folders = folders
        self._stop = stop
        self._changes: Iterator[Any] | None = None
        self._told = True
        """Whether the system may be able to tell of changes."""

    def wait(self, *, settling: bool) -> None:
        """Waits until it is time to look. ``settling``: something was seen that may still be written."""
        if self._changes is None and self._told:
            self._listen()
            if self._changes is not None:
                # What came between the last look and now is seen by the next one.
                return
        if self._changes is None:
            self._pause(EVERY)
        elif settling:
            self._pause(SETTLING)
        else:
            self._until_changed()

    def _listen(self) -> None:
        """Begins to listen for changes, if that is possible."""
        try:
            from watchfiles import watch
        except ImportError:
            self._told = False
            return
        # Hidden files and the like are sorted out later: any change is a reason to look.
        changes: Iterator[Any] = watch(
            *self._folders,
            watch_filter=None,
            debounce=200,
            rust_timeout=int(SLICE * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        try:
            # It listens from the first step on.
            if next(changes, None) is not None:
                self._changes = changes
        except Exception:  # noqa: BLE001 (see below)
            self._told = False

    def _until_changed(self) -> None:
        end = time.monotonic() + LONGEST
        try:
            while not self._stop() and time.monotonic() < end:
                assert self._changes is not None
                changes = next(self._changes, None)
                if changes is None:
                    self._changes = None
                    return
                if changes:
                    return
        except Exception:  # noqa: BLE001 (whatever the package raises, plain looks still work)
            # A folder has gone, or the system watches no more: looks alone go on.
            self._changes = None
            self._pause(EVERY)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stop() and (left := end - time.monotonic()) > 0:
            time.sleep(min(SLICE, left))
