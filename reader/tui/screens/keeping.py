"""Actions that change articles: star, read, tags, archive, removal; undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from reader.tui.screens.acting import Acting
from reader.tui.state.marks import Marks


class KeepingActions(Acting):
    """Changing articles."""

    def _change(self, change: Callable[[tuple[int, ...]], Coroutine[Any, Any, None]]) -> None:
        articles = self._subjects
        if articles:
            self._tasks.in_turn(change(articles))
        else:
            self.tell("No article is selected.")

    def action_toggle_star(self) -> None:
        self._change(self._changing.toggle_star)

    def action_toggle_read(self) -> None:
        self._change(self._changing.toggle_read)

    def action_toggle_archive(self) -> None:
        self._change(self._changing.toggle_archive)

    def action_tag(self) -> None:
        self._change(self._changing.ask_tags)

    def action_remove(self) -> None:
        self._change(self._changing.remove)

    def action_undo(self) -> None:
        self._tasks.in_turn(self._changing.undo())

    def action_redo(self) -> None:
        self._tasks.in_turn(self._changing.redo())

    # --- marks ------------------------------------------------------------------------------------

    def action_mark(self) -> None:
        """Marks the article that is selected, or unmarks it; the next one is selected then."""
        article = self._subject
        if article is None:
            self.tell("No article is selected.")
            return
        self._mark(self.searching.marks.toggle(article))
        if self.panes.focus in ("list", "search"):
            self._list.action_down()
        elif self.panes.focus == "related":
            self._related.action_down()

    def action_mark_range(self) -> None:
        """Marks everything from the article marked last to the one that is selected."""
        article = self._subject
        if article is None:
            self.tell("No article is selected.")
        else:
            self._mark(self.searching.marks.up_to(article, self._list.ids))

    def action_mark_all(self) -> None:
        """Marks all articles of the list, or unmarks them."""
        if self._list.ids:
            self._mark(self.searching.marks.all_of(self._list.ids))
        else:
            self.tell("There is nothing to mark.")

    def _mark(self, marks: Marks) -> None:
        self.searching.mark(marks)
        # In a narrow layout the list with its count may be out of sight.
        self.tell("" if self.panes.focus in ("list", "search") else _marked(len(marks)))


def _marked(number: int) -> str:
    if not number:
        return "No article is marked."
    return "1 article is marked." if number == 1 else f"{number:,} articles are marked."
