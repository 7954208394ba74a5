"""What every screen of a library can do: run work beside the event loop, and say what came of it."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from typing import Any

from textual.screen import Screen
from textual.worker import Worker

from reader.errors import ReaderError
from reader.tui.controllers.notices import Notices
from reader.tui.keys.keyboard import Keyboard
from reader.tui.work.backend import Backend

log = logging.getLogger(__name__)

FAULT = "That failed because of a mistake in the reader itself. Its log says more: {}"
"""What is said of an error that nobody has foreseen."""


class Working(Screen[None]):
    """A screen whose work ends in a notice where it fails, whatever it fails of."""

    _backend: Backend
    _keyboard: Keyboard
    _notices: Notices

    def tell(self, words: str) -> None:
        """A short notice on the bottom line."""
        self._notices.tell(self._short(words))

    def _short(self, words: str) -> str:
        """Words without the place of the library, which is on screen: the line is short."""
        return words.replace(f" {self._backend.paths.library}", "")

    def _do(self, work: Coroutine[Any, Any, object]) -> Worker[None]:
        """Runs work beside the event loop. What goes wrong is told, and the screen goes on."""
        begun = _Closing(work)

        async def guarded() -> None:
            try:
                await begun.work
            except ReaderError as error:
                log.warning("%s", error)
                self.tell(str(error))
            except Exception:
                log.exception("work for the screen failed")
                self.tell(FAULT.format(self._backend.paths.log))

        return self.run_worker(guarded())

    def _in_turn(self, work: Coroutine[Any, Any, object]) -> None:
        """Runs work that ends with the focus elsewhere or a text in the box: later keys wait for it."""
        self._keyboard.hold(self._do(work))


class _Closing:
    """Work that may be given up before it begins: Python is not to complain that nobody has waited for it."""

    def __init__(self, work: Coroutine[Any, Any, object]) -> None:
        self.work = work

    def __del__(self) -> None:
        self.work.close()
