"""The sheet of the trash: the articles that were removed, and a way back for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.changes import Restore, Trashed
from reader.errors import ReaderError
from reader.text import display, heading
from reader.tui.background import deeds, jobs
from reader.tui.background.backend import Backend
from reader.tui.keys.actions import bindings, toggle
from reader.tui.screens.journeys import when
from reader.tui.screens.sheets import ListSheet


class TrashSheet(ListSheet[None]):
    """The articles in the trash, the one removed last first, each with when that was.

    The sheet stays open while articles are restored, and closes when none is left.
    """

    heading = "Trash: what you removed in the last 30 days"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "restores"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("trash"), toggle("trash", "close_by_opener")]

    def __init__(
        self,
        trash: Sequence[Trashed],
        backend: Backend,
        keymap: Mapping[str, str] | None,
        changed: Callable[[jobs.Changed], None],
    ) -> None:
        """``changed`` is called with each change."""
        super().__init__(keymap)
        self._trash = list(trash)
        self._backend = backend
        self._changed = changed

    def lines(self) -> list[Content]:
        today = datetime.now().date()
        return [
            Content.assemble(
                (f"{when(one.removed, today):>11}  ", "$secondary"),
                (display(heading(one.title)) or "(no title)", "bold"),
            )
            for one in self._trash
        ]

    def action_choose(self) -> None:
        self.action_restore()

    def action_restore(self) -> None:
        """Brings the selected article back."""
        number = self.choices.selected
        if number is not None:
            self.in_turn(self._restore(self._trash[number].id))

    async def _restore(self, article: int) -> None:
        if all(one.id != article for one in self._trash):
            return  # A second key came before the list was new.
        try:
            done = await self._backend.library(lambda library: jobs.apply(library, Restore((article,))))
        except ReaderError as error:
            self.say(str(error))
            return
        self._trash = await self._backend.library(deeds.trash)
        self._changed(done)
        if self._trash:
            self.choices.show(self.lines())
            self.say(done.sentence())
        else:
            self.dismiss(None)
