"""The line that takes the number of a related article past the ninth: a zero opened it, two digits end it."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

DIGITS = 2


class NumberLine(ModalScreen[int | None]):
    """Takes two digits; any other key ends it without a number."""

    DEFAULT_CSS = """
    NumberLine { background: transparent; align: left bottom; }
    NumberLine > Static { width: 1fr; height: 1; padding: 0 1; background: $surface; color: $accent; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""

    def compose(self) -> ComposeResult:
        yield Static(self._words(), markup=False)

    def _words(self) -> str:
        return f"Follow related article {self._typed.ljust(DIGITS, '_')}   Esc leaves"

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if not (event.character or "").isascii() or not (event.character or "").isdigit():
            self.dismiss(None)
            return
        self._typed += event.character or ""
        if len(self._typed) == DIGITS:
            self.dismiss(int(self._typed))
        else:
            self.query_one(Static).update(self._words())
