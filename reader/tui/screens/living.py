"""Actions of a reading life: going on, what is new, what was read."""

from __future__ import annotations

from reader.tui.controllers.news import News
from reader.tui.screens.acting import Acting


class LivingActions(Acting):
    """Going on with what was begun, new passages, statistics."""

    _news: News

    def action_continue(self) -> None:
        self._tasks.in_turn(self._onward.begun())

    def action_next_new(self) -> None:
        self._news.next()

    def action_changes(self) -> None:
        self._tasks.in_turn(self._news.ask())

    def action_statistics(self) -> None:
        self._tasks.in_turn(self._over.statistics())
