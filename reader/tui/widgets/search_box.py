"""The search box above the list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from reader.text import display
from reader.tui.keys.actions import bindings
from reader.tui.widgets.line import LineInput

LONGEST = 6000
"""The most characters: more than a search may have, so that the search itself can say what it ignores."""


class SearchBox(LineInput):
    """One line of text. It announces typing, choosing and moving; the screen searches."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]

    class Typed(Message):
        """The text has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Moved(Message):
        """The cursor of the list is to move by that many rows while the box keeps the focus."""

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class Entered(Message):
        """The person wants the row under the list's cursor."""

    class Left(Message):
        """The person wants the list back as it was before the search."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(
            placeholder="/ search", id=id, compact=True, select_on_focus=False, max_length=LONGEST
        )
        self._silent = 0

    def set_text(self, text: str) -> None:
        """Puts a text into the box without announcing it as typed."""
        text = display(text)
        if text != self.value:
            self._silent += 1
            self.value = text
            self.cursor_position = len(self.value)

    def validate_value(self, value: str) -> str:
        """Cleans the text: a paste may hold anything."""
        return display(value)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._silent:
            self._silent -= 1
            return
        self.post_message(self.Typed(event.value))

    def action_choose(self) -> None:
        """Opens the selected result."""
        self.post_message(self.Entered())

    def action_list_down(self) -> None:
        """The row below."""
        self.post_message(self.Moved(1))

    def action_list_up(self) -> None:
        """The row above."""
        self.post_message(self.Moved(-1))

    def action_leave_box(self) -> None:
        """Ends the search."""
        self.post_message(self.Left())
