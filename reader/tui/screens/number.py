"""The line that takes a number: of a related article with two digits, or of per cent."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay

PAUSE = 0.6
"""Seconds that a number may still become longer before it is taken as it is."""


class NumberLine(Overlay[str]):
    """Takes digits. Enter ends the number, and so does the last digit that can follow.

    The result is the number as typed; with a per cent sign behind it if that ended it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("number")
    DEFAULT_CSS = """
    NumberLine { background: transparent; align: left bottom; }
    NumberLine > Static { width: 1fr; height: 1; padding: 0 1; background: $surface; color: $accent; }
    NumberLine > Static { link-color: $accent; }
    """

    def __init__(
        self,
        question: str,
        *,
        digits: int = 2,
        typed: str = "",
        waits: Callable[[str], bool] | None = None,
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """Asks a ``question`` with ``{}`` where the number stands.

        ``digits``: how many it has at most. ``typed``: what has been typed of it. ``waits``: whether a number
        can become longer, but is taken as it is after a pause.
        """
        super().__init__(keymap)
        self._question = question
        self._digits = digits
        self._typed = typed
        self._waits = waits or (lambda typed: False)
        self._ended = asyncio.Event()

    def compose(self) -> ComposeResult:
        yield Static(self._words(), markup=False)

    def on_mount(self) -> None:
        if self._typed and self._waits(self._typed):
            # The app's, for it outlives this line: it is ended, not cancelled, when a key comes.
            self.app.run_worker(self._pause(self._typed))

    async def _pause(self, typed: str) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), PAUSE)
            return
        if self.is_current:
            self._end(typed)

    def _end(self, typed: str | None) -> None:
        self._ended.set()
        self.dismiss(typed)

    def _words(self) -> Content:
        hint = self._hints(("accept_number", "goes there"), ("cancel", "cancels"))
        return Content(f"{self._question.format(self._typed.ljust(self._digits, '_'))}   ") + hint

    def action_accept_number(self) -> None:
        """Takes the number as it is."""
        self._end(self._typed or None)

    def action_rub_out(self) -> None:
        """Takes the last digit away."""
        self._ended.set()
        self._typed = self._typed[:-1]
        self.query_one(Static).update(self._words())

    def action_cancel(self) -> None:
        self._end(None)

    def on_key(self, event: events.Key) -> None:
        if event.key in self.active_bindings:
            return
        event.stop()
        character = event.character or ""
        if character == "%":
            self._end(f"{self._typed}%" if self._typed else None)
        elif not (character.isascii() and character.isdigit()):
            self._end_before(event)
        else:
            self._ended.set()
            self._typed += character
            if len(self._typed) == self._digits and self._digits < 3:
                self._end(self._typed)
            elif len(self._typed) > self._digits:
                self._end(None)
            else:
                self.query_one(Static).update(self._words())

    def _end_before(self, event: events.Key) -> None:
        """Another key: a number that only waited is taken first, and the key is for what is shown then."""
        taken = self._typed if self._typed and self._waits(self._typed) else None
        self._end(taken)
        if taken is not None:
            self.app.post_message(events.Key(event.key, event.character))
