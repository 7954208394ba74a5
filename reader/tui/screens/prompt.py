"""One line to type a name into."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from reader.text import display
from reader.tui.widgets.one_line import OneLine


class Prompt(ModalScreen[str | None]):
    """Asks for a line of text: Enter gives it ("" too), Escape gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    Prompt { align: center middle; background: $background 60%; }
    Prompt > Vertical {
        width: 90%; max-width: 64; height: auto; padding: 0 1;
        background: $surface; border: round $accent;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    """

    def __init__(self, question: str, text: str = "") -> None:
        super().__init__()
        self._question = question
        self._text = display(text)

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = self._question
            frame.border_subtitle = "Enter keeps · Esc leaves"
            yield OneLine(self._text, compact=True)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        self.dismiss(None)
