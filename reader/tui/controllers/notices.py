"""Short notices on the bottom line, and when each of them disappears."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen
from textual.timer import Timer

from reader.tui.widgets.key_hints import KeyHints

STANDS = 4.0
"""The most seconds that a notice stays on the bottom line."""


def _always() -> bool:
    return True


class Notices:
    """One notice at a time, beside the hints."""

    def __init__(self, screen: Screen[None], hints: KeyHints) -> None:
        self._screen = screen
        self._hints = hints
        self._holds: Callable[[], bool] = _always
        self._end: Timer | None = None
        self._stands: dict[str, str] = {}

    @property
    def _standing(self) -> str:
        """The notice that stands: that of the first source which has one."""
        return next((words for _, words in sorted(self._stands.items()) if words), "")

    @property
    def room(self) -> int:
        """The cells of a notice that leaves the most useful hints their room."""
        return self._hints.room

    def stand(self, words: str, source: str = "") -> None:
        """Shows a notice that stays until the next call, whenever no other notice is shown; "" ends it.

        Each ``source`` has one; that of the first by name is shown.
        """
        shown = self._hints.notice == self._standing
        self._stands[source] = words
        if shown or not self._hints.notice:
            self._hints.tell(self._standing)

    def tell(self, words: str, holds: Callable[[], bool] = _always) -> None:
        """Shows a notice for a while, and no longer than ``holds()`` is true.

        "" removes the one that stands.
        """
        self._hints.tell(words or self._standing)
        self._holds = holds
        if self._end is not None:
            self._end.stop()
        # A timer of its own for each: one that has fired is at its end.
        self._end = self._screen.set_timer(STANDS, self._over) if words else None

    def _over(self) -> None:
        self._hints.tell(self._standing)

    def look(self) -> None:
        """To be called when something on screen has changed: removes a notice that no longer holds."""
        if self._hints.notice not in ("", self._standing) and not self._holds():
            self.tell("")
