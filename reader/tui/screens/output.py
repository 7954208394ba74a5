"""What a command has printed."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from reader.text import display
from reader.tui.background.sharing import Printed
from reader.tui.screens.sheets import TextSheet

MOST_LINES = 5000
"""The most lines that are shown."""


class OutputSheet(TextSheet[None]):
    """The output of a command, line by line; it can be filtered."""

    DEFAULT_CSS = """
    OutputSheet > #sheet { max-width: 100; }
    """

    def __init__(self, command: str, outcome: Printed, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._command = command
        self._lines = [display(line) for line in outcome.text.splitlines()[:MOST_LINES]]
        self._code = outcome.code

    def on_mount(self) -> None:
        ended = f" · ended with exit code {self._code}" if self._code else ""
        self.query_one("#sheet").border_title = Content(f"{self._command}{ended}")

    def text(self, cells: int) -> tuple[Content, int]:
        kept = list(filter(self.contains, self._lines))
        return Content("\n".join(kept)), len(kept)
