"""Writes to the terminal on a thread of its own: the event loop never waits for a terminal to read.

A terminal may read slowly, stop reading, or close. A picture that it has no time for is left out as a
whole, and the screen is painted again when the terminal has caught up.
"""

from __future__ import annotations

import contextlib
import os
import select
import threading
from collections.abc import Callable

MOST_WAITING = 256_000
"""Characters that wait for a slow terminal; if more are waiting, the next picture is left out."""

_SMALL = 64
"""Characters: a text this short sets a mode, or begins or ends a picture, and is never left out."""


class TerminalWriter:
    """Writes texts to a file descriptor in their order.

    ``gone`` is called, on the writer's thread, when the terminal is gone; ``caught_up`` when
    all is written again after something was left out.
    """

    def __init__(
        self,
        descriptor: int,
        encoding: str,
        gone: Callable[[], None],
        caught_up: Callable[[], None],
    ) -> None:
        self._descriptor = descriptor
        self._encoding = encoding
        self._gone = gone
        self._caught_up = caught_up
        self._changed = threading.Condition()
        self._texts: list[str] = []
        self._waiting = 0
        self._skipped = False
        self._closed = False
        # A daemon: a terminal that reads nothing must not keep the program from ending.
        self._thread = threading.Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> int:
        """How many characters wait to be written."""
        return self._waiting

    def write(self, text: str, *, whole: bool = False) -> None:
        """Hands over a text. It is left out where too much waits already, or when the terminal is gone.

        ``whole``: it is part of something that would be broken without it, and is left out only when the
        terminal is gone.
        """
        with self._changed:
            if self._closed:
                return
            if self._waiting > MOST_WAITING and len(text) > _SMALL and not whole:
                self._skipped = True
                return
            self._texts.append(text)
            self._waiting += len(text)
            self._changed.notify_all()

    def close(self, patience: float) -> bool:
        """Takes nothing more; waits up to ``patience`` seconds until all is written. False if it is not."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._texts and not self._closed:
                    self._changed.wait()
                if not self._texts:
                    return
                texts, self._texts = self._texts, []
            written = self._put("".join(texts))
            with self._changed:
                self._waiting -= sum(map(len, texts))
                again = self._skipped and not self._texts
                if again:
                    self._skipped = False
                if not written:
                    self._texts, self._waiting, self._closed = [], 0, True
            if not written:
                self._gone()
            elif again:
                self._caught_up()

    def _put(self, text: str) -> bool:
        """Writes all of a text; False if there is no terminal to write to any more."""
        data = memoryview(text.encode(self._encoding, errors="replace"))
        try:
            while data:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._descriptor, data) :]
                    continue
                # Another program has made the terminal one that does not wait.
                select.select([], [self._descriptor], [])
        except OSError:
            return False
        return True
