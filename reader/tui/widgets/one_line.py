"""A line of text to type or paste into."""

from __future__ import annotations

import re

from textual import events
from textual.widgets import Input

_LINE_ENDS = re.compile("[\t ]*[\r\n\v\f\x85\u2028\u2029]+[\t ]*|\t+")


class OneLine(Input):
    """What is pasted in several lines stands in one: a line end is a space. Textual keeps the first alone."""

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        line = _LINE_ENDS.sub(" ", event.text.strip("\r\n"))
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)
