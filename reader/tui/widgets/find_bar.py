"""The line at the bottom into which is typed what to find in the open article."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from reader.text import display
from reader.tui.keys.actions import bindings
from reader.tui.state.finding import LONGEST
from reader.tui.widgets.line import LineInput


class FindLine(LineInput):
    """The text to find. It announces what is typed and what keys ask for; the screen finds."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("find")]

    class Sought(Message):
        """The text has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Stepped(Message):
        """The next place is wanted (1), or the previous one (-1)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Ended(Message):
        """Finding has ended; ``kept`` says whether the person goes on from where it led."""

        def __init__(self, *, kept: bool) -> None:
            super().__init__()
            self.kept = kept

    def __init__(self) -> None:
        super().__init__(
            placeholder="words in this article", compact=True, select_on_focus=False, max_length=LONGEST
        )

    def validate_value(self, value: str) -> str:
        """Cleans the text: a paste may hold anything."""
        return display(value)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Sought(event.value))

    def on_blur(self, event: events.Blur) -> None:
        # A click elsewhere: the person goes on there.
        self.post_message(self.Ended(kept=True))

    def action_find_down(self) -> None:
        """The next place."""
        self.post_message(self.Stepped(1))

    def action_find_up(self) -> None:
        """The previous place."""
        self.post_message(self.Stepped(-1))

    def action_keep_found(self) -> None:
        """Ends with what is found."""
        self.post_message(self.Ended(kept=True))

    def action_leave_find(self) -> None:
        """Ends as if nothing had been looked for."""
        self.post_message(self.Ended(kept=False))


class FindBar(Horizontal):
    """The line with its name before it, and after it how much was found and the keys that help."""

    DEFAULT_CSS = """
    FindBar { height: 1; dock: bottom; background: $panel; display: none; }
    FindBar > Static { width: auto; height: 1; padding: 0 1; }
    FindBar > #find-name { color: $accent; text-style: bold; }
    FindBar > #find-count {
        color: $secondary; link-style: none; link-color: $secondary; link-background: transparent;
        link-style-hover: reverse; link-color-hover: $accent; link-background-hover: transparent;
    }
    FindBar > FindLine, FindBar > FindLine:focus {
        width: 1fr; height: 1; border: none; padding: 0; background: $panel;
    }
    """

    def compose(self) -> ComposeResult:
        yield Static("Find", id="find-name", markup=False)
        yield FindLine()
        yield Static("", id="find-count", markup=False)

    @property
    def line(self) -> FindLine:
        """The line."""
        return self.query_one(FindLine)

    def tell(self, words: str | Content) -> None:
        """Shows words behind the line."""
        self.query_one("#find-count", Static).update(Content(words) if isinstance(words, str) else words)
