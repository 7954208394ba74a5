"""One line to type a name into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content

from reader.text import display
from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Buttons, Overlay
from reader.tui.widgets.line import LineInput

LONGEST = 1000
"""Characters of a name, or of tags: more than either may have."""


class Prompt(Overlay[str]):
    """Asks for a line of text. The result is the text ("" too), or None if the person cancels."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("prompt")
    DEFAULT_CSS = """
    Prompt { align: center middle; background: transparent; }
    Prompt > Vertical {
        width: 90%; max-width: 64; height: auto; padding: 0 1;
        background: $surface; border: round $accent;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    """

    def __init__(self, question: str, text: str = "", keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._question = question
        self._text = display(text)

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            # Content, for strings would be read as markup.
            frame.border_title = Content(self._question)
            hints = self._hints(("accept", "saves"), ("cancel", "cancels"), typing=True)
            frame.border_subtitle = hints
            yield LineInput(self._text, compact=True, max_length=LONGEST)
            yield Buttons(("OK", "accept"), ("Cancel", "cancel"))

    def action_accept(self) -> None:
        self.dismiss(self.query_one(LineInput).value.strip())

    def action_cancel(self) -> None:
        self.dismiss(None)
