"""Actions that find the way in the open article."""

from __future__ import annotations

from typing import Literal

from textual import on

from reader.tui.screens.acting import Acting
from reader.tui.widgets.find_bar import FindLine


class LocatingActions(Acting):
    """Finding words in the article; jumps and marks in it."""

    # --- finding ----------------------------------------------------------------------------------

    def action_find(self) -> None:
        self._tasks.in_turn(self._finder.open())

    @on(FindLine.Sought)
    def _sought(self, message: FindLine.Sought) -> None:
        self._finder.typed(message.text)

    @on(FindLine.Stepped)
    def _find_stepped(self, message: FindLine.Stepped) -> None:
        by: Literal[1, -1] = 1 if message.by > 0 else -1
        self._finder.step(by)

    @on(FindLine.Ended)
    def _find_ended(self, message: FindLine.Ended) -> None:
        self._finder.close(kept=message.kept)
