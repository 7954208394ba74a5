"""What of the input is left out where messages are not dealt with as fast as they come. Pure.

The mouse's ways are the first to go, so that keys come through; then a key that has been held down for long.
Characters are never taken for such a key here: they may be a text for a line, in which letters are doubled.
What they are is known when they have their turn: see :mod:`reader.tui.keys.keyboard`.
"""

from __future__ import annotations

from textual import events
from textual.message import Message

from reader.tui.keys.keyboard import MOST_ALIKE
from reader.tui.terminal.incoming import MOST_PASTED

MOST_KEYS = 1000
"""The most keys that wait to be handled: nobody has typed any beyond these."""

MOST_TYPED = MOST_PASTED
"""The same for characters and pastes: a line takes them faster than anyone types."""

MOST_MOUSE = 16
"""From this many waiting messages on, those of the mouse are left out, except the end of a click."""


class InputLimits:
    """Decides about one message after another, in the order in which they come."""

    def __init__(self) -> None:
        self._pressed: set[int] = set()
        self._key, self._repeated = "", 0

    def too_much(self, message: Message, waiting: int) -> bool:
        """Whether a message is left out; ``waiting``: how many have come before it and wait."""
        if isinstance(message, events.MouseUp):
            begun = message.button in self._pressed
            self._pressed.discard(message.button)
            return not begun
        if isinstance(message, events.MouseEvent):
            if waiting <= MOST_MOUSE and isinstance(message, events.MouseDown):
                self._pressed.add(message.button)
            return waiting > MOST_MOUSE
        if isinstance(message, events.Key):
            return self._key_too_much(message, waiting)
        return waiting > MOST_TYPED and isinstance(message, events.Paste)

    def _key_too_much(self, key: events.Key, waiting: int) -> bool:
        if key.is_printable:
            self._key = ""
            return waiting > MOST_TYPED
        self._repeated = self._repeated + 1 if key.key == self._key else 0
        self._key = key.key
        return waiting > MOST_KEYS or min(waiting, self._repeated) > MOST_ALIKE
