"""Actions that bring articles in: adding, fetching, and the sheet of both."""

from __future__ import annotations

from reader.tui.screens.acting import Acting


class TakingInActions(Acting):
    """Adding and fetching."""

    def action_add(self) -> None:
        self._tasks.in_turn(self._adding.ask())

    def action_fetch(self) -> None:
        self._tasks.in_turn(self._adding.fetch(self._subjects))

    def action_imports(self) -> None:
        self._adding.sheet()
