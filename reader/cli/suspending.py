"""Ctrl+Z stops the program only while it has nothing locked: a stopped program keeps its locks."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.library.protocol import Library

_STOP = getattr(signal, "SIGTSTP", None)


class Suspending:
    """While the context lasts, Ctrl+Z takes effect when the current transaction ends.

    If its signal is ignored or handled already, if it does not exist, or outside the main thread, nothing is
    changed. SIGSTOP cannot be delayed, and so transactions are short.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._asked = False
        self._handling = False

    def __enter__(self) -> Suspending:
        if _STOP is not None and signal.getsignal(_STOP) == signal.SIG_DFL:
            with suppress(ValueError):  # only the main thread can have handlers
                signal.signal(_STOP, self._handle)
                self._handling = True
                self._library.when_free(self._free)
        return self

    def __exit__(self, *_: object) -> None:
        if self._handling:
            assert _STOP is not None
            signal.signal(_STOP, signal.SIG_DFL)
            self._free()

    def _handle(self, _signal: int, _frame: FrameType | None) -> None:
        self._asked = True
        if not self._library.writing:
            self._free()

    def _free(self) -> None:
        """Stops the program, if that was requested. It returns when the program is continued."""
        if not self._asked:
            return
        assert _STOP is not None
        self._asked = False
        handler = signal.signal(_STOP, signal.SIG_DFL)
        os.kill(os.getpid(), _STOP)
        signal.signal(_STOP, handler)
