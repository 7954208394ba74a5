"""Work beside the event loop. If it fails, a notice says so."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from typing import Any

from textual.screen import Screen
from textual.worker import Worker

from reader.config import Paths
from reader.errors import ReaderError
from reader.tui.controllers.notices import Notices
from reader.tui.keys.keyboard import Keyboard

log = logging.getLogger(__name__)

FAULT = "That failed because of a mistake in the reader itself. Its log says more: {}"
"""What the person sees after an unexpected error."""


class Tasks:
    """Runs work for a screen and reports failures."""

    def __init__(self, screen: Screen[None], keyboard: Keyboard, notices: Notices, paths: Paths) -> None:
        """``keyboard`` has the keys that wait for work done in turn; ``paths`` are those of the library."""
        self._screen = screen
        self._keyboard = keyboard
        self._notices = notices
        self._paths = paths

    def tell(self, words: str) -> None:
        """Shows a short notice on the bottom line."""
        self._notices.tell(self.short(words))

    def short(self, words: str) -> str:
        """Words without the path of the library, because it is on screen and the line is short."""
        return words.replace(f" {self._paths.library}", "")

    def do(self, work: Coroutine[Any, Any, object]) -> Worker[None]:
        """Runs work beside the event loop. If it fails, a notice says so and the screen goes on."""

        async def guarded() -> None:
            try:
                await work
            except ReaderError as error:
                log.warning("%s", error)
                self.tell(str(error))
            except Exception:
                log.exception("work for the screen failed")
                self.tell(FAULT.format(self._paths.log))

        worker: Worker[None] = self._screen.run_worker(guarded)
        # A screen that closes cancels work which has not begun. It is closed then, as Python wants it.
        assert worker._task is not None
        worker._task.add_done_callback(lambda _: work.close())
        return worker

    def in_turn(self, work: Coroutine[Any, Any, object]) -> None:
        """Runs work that ends with the focus elsewhere or a text in the box: later keys wait for it."""
        self._keyboard.hold(self.do(work))
