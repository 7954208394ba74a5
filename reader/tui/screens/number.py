"""The line that takes the number of a related article past the ninth: a zero opens it, two digits end it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay

DIGITS = 2


class NumberLine(Overlay[int]):
    """Takes two digits; any other key ends it without a number."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("number")
    DEFAULT_CSS = """
    NumberLine { background: transparent; align: left bottom; }
    NumberLine > Static { width: 1fr; height: 1; padding: 0 1; background: $surface; color: $accent; }
    """

    def __init__(self, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._typed = ""

    def compose(self) -> ComposeResult:
        yield Static(self._words(), markup=False)

    def _words(self) -> str:
        hint = self._hints(("cancel", "cancels"))
        return f"Follow related article {self._typed.ljust(DIGITS, '_')}   {hint}"

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        character = event.character or ""
        if not (character.isascii() and character.isdigit()):
            self.dismiss(None)
            return
        self._typed += character
        if len(self._typed) == DIGITS:
            self.dismiss(int(self._typed))
        else:
            self.query_one(Static).update(self._words())
