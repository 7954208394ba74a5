"""Short notices on the bottom line, and when each of them goes."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen
from textual.timer import Timer

from reader.tui.widgets.key_hints import KeyHints

STANDS = 4.0
"""Seconds a notice stands on the bottom line at most."""


def _always() -> bool:
    return True


class Notices:
    """One notice at a time, in place of the hints."""

    def __init__(self, screen: Screen[None], hints: KeyHints) -> None:
        self._screen = screen
        self._hints = hints
        self._holds: Callable[[], bool] = _always
        self._end: Timer | None = None

    def tell(self, words: str, holds: Callable[[], bool] = _always) -> None:
        """Shows a notice for a while, and no longer than ``holds``: what it says is to be seen on screen.

        "" takes the one that stands away.
        """
        self._hints.tell(words)
        self._holds = holds
        if self._end is not None:
            self._end.stop()
        # A timer of its own for each: one that has fired is at its end.
        self._end = self._screen.set_timer(STANDS, lambda: self._hints.tell("")) if words else None

    def look(self) -> None:
        """To be called when something on screen has changed: what does not hold any more goes."""
        if self._hints.notice and not self._holds():
            self.tell("")
