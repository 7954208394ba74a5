"""A line of text to type or paste into, of limited length."""

from __future__ import annotations

import re
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

_LINE_ENDS = re.compile("[\t ]*[\r\n\v\f\x85\u2028\u2029]+[\t ]*|\t+")


_MIDDLE = 2


def _editing() -> list[BindingType]:
    """Textual's keys for editing a line, without those that end it: the table of actions has these."""
    return [binding for binding in Input.BINDINGS if isinstance(binding, Binding) and binding.key != "enter"]


class LineInput(Input, inherit_bindings=False):
    """A line of text. A paste of several lines becomes one line, cut to the length that is left.

    What Enter does depends on the place of the line; the table of actions says it.
    """

    BINDINGS: ClassVar[list[BindingType]] = _editing()

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        """The middle button pastes what was selected last, as in other programs."""
        if event.button == _MIDDLE:
            event.stop()
            event.prevent_default()
            if text := getattr(self.app, "selected_text", ""):
                self.post_message(events.Paste(text))

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        room = max(0, self.max_length - len(self.value) + end - start) if self.max_length else None
        text = _LINE_ENDS.sub(" ", event.text.strip("\r\n"))[:room]
        if text:
            self.replace(text, start, end)
