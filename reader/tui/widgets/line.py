"""A line of text to type or paste into, of a length that nobody needs more of."""

from __future__ import annotations

import re

from textual import events
from textual.widgets import Input

_LINE_ENDS = re.compile("[\t ]*[\r\n\v\f\x85\u2028\u2029]+[\t ]*|\t+")


class Line(Input):
    """As Textual's, but a paste in several lines stands in one, and of a long one it takes what fits."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        start, end = sorted(self.selection)
        room = max(0, self.max_length - len(self.value) + end - start) if self.max_length else None
        text = _LINE_ENDS.sub(" ", event.text.strip("\r\n"))[:room]
        if text:
            self.replace(text, start, end)
