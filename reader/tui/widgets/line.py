"""A line of text to type, of a length that nobody needs more of."""

from __future__ import annotations

from textual import events
from textual.widgets import Input


class Line(Input):
    """As Textual's, but of a paste that is too long it takes what fits."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        selection = self.selection
        start, end = sorted(selection)
        room = max(0, self.max_length - len(self.value) + end - start) if self.max_length else None
        # What the terminal sends has been put on one line before.
        text = " ".join(event.text.splitlines())[:room]
        if text:
            self.replace(text, start, end)
