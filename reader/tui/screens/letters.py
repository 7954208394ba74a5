"""The line that takes one letter: to mark a place, or to go to a marked one. It lists those there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from reader.text import display, heading, truncate
from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay

_SHOWN = 12
"""The most letters that are listed."""


class LetterSheet(Overlay[str]):
    """Takes one character; the result is that character."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("letter")
    DEFAULT_CSS = """
    LetterSheet { background: transparent; align: left bottom; }
    LetterSheet > Static { width: 1fr; height: auto; padding: 0 1; background: $panel; }
    LetterSheet > Static { link-color: $secondary; }
    """

    def __init__(
        self, question: str, lines: Sequence[tuple[str, str]], keymap: Mapping[str, str] | None = None
    ) -> None:
        """``lines``: the letters there are, each with a few words."""
        super().__init__(keymap)
        self._question = question
        self._lines = lines

    def compose(self) -> ComposeResult:
        yield Static(id="letters")

    def on_resize(self, event: events.Resize) -> None:
        parts: list[Content | tuple[str, str]] = []
        for letter, words in self._lines[-_SHOWN:]:
            text = truncate(display(heading(words)), max(1, self.size.width - 8))
            parts += [(f" {letter}  ", "bold $accent"), (f"{text}\n", "")]
        hint = self._hints(("cancel", "cancels"))
        parts += [(f"{self._question}   ", "bold $accent"), hint.stylize("$secondary")]
        self.query_one(Static).update(Content.assemble(*parts))

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        if event.key in self.active_bindings:
            return
        event.stop()
        character = event.character or ""
        fits = len(character) == 1 and character.isprintable() and not character.isspace()
        self.dismiss(character if fits else None)
