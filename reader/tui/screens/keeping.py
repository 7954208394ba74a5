"""Actions that change articles: star, read, tags, removal; undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from reader.tui.screens.acting import Acting


class KeepingActions(Acting):
    """Changing articles."""

    @property
    def _subject(self) -> int | None:
        """The article that a change is about: the one that is visibly selected in the focused pane."""
        focus = self.panes.focus
        if focus in ("list", "search"):
            return self._list.selected
        if focus == "related":
            return self._related.selected
        return self.reading.open_id

    def _change(self, change: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        article = self._subject
        if article is None:
            self.tell("No article is selected.")
        else:
            self._tasks.in_turn(change(article))

    def action_toggle_star(self) -> None:
        self._change(self._changing.toggle_star)

    def action_toggle_read(self) -> None:
        self._change(self._changing.toggle_read)

    def action_tag(self) -> None:
        self._change(self._changing.ask_tags)

    def action_remove(self) -> None:
        self._change(self._changing.remove)

    def action_undo(self) -> None:
        self._tasks.in_turn(self._changing.undo())

    def action_redo(self) -> None:
        self._tasks.in_turn(self._changing.redo())
