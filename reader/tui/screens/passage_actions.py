"""What can be done with a highlight in a sheet: colour, note, deletion, copying; undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual.binding import BindingType

from reader.colors import HighlightColor
from reader.errors import ReaderError
from reader.facts import Passage
from reader.text import clean, display
from reader.tui.background import highlight_jobs, jobs
from reader.tui.background.backend import Backend, Job
from reader.tui.background.clipboard import clipping, said_of
from reader.tui.keys.actions import toggle, with_key
from reader.tui.screens.note import NotePrompt
from reader.tui.screens.sheets import Sheet


class PassageActions(Sheet[Passage]):
    """A sheet with highlights that can be changed. Each change is undone in the sheet, or after it."""

    BINDINGS: ClassVar[list[BindingType]] = [toggle("undo", "undo"), toggle("redo", "redo")]

    def __init__(
        self,
        backend: Backend,
        keymap: Mapping[str, str] | None = None,
        *,
        edit: Callable[[str], str],
        changed: Callable[[jobs.Changed], None],
    ) -> None:
        """Connects the sheet.

        Args:
            backend: asks the library.
            keymap: the user's own keys.
            edit: opens an editor with a note, and gives back what it has become.
            changed: is called with each change.
        """
        super().__init__(keymap)
        self._backend = backend
        self._edit = edit
        self._changed = changed

    @property
    def selected(self) -> Passage | None:
        """The highlight that the keys act on."""
        raise NotImplementedError

    async def look_again(self) -> None:
        """Shows the highlights as they are after a change. Raises ReaderError."""
        raise NotImplementedError

    def action_paint(self, color: HighlightColor) -> None:
        """Another colour."""
        if (one := self.selected) is not None:
            self.change(lambda library: highlight_jobs.edit(library, one.article, one.stored, color=color))

    def action_annotate(self) -> None:
        """Another note."""
        one = self.selected
        if one is None:
            return

        def write(note: str | None) -> None:
            if note is not None and note != one.stored.highlight.note:
                self.change(lambda library: highlight_jobs.edit(library, one.article, one.stored, note=note))

        marked = one.stored.highlight
        self.app.push_screen(NotePrompt(marked.quote, marked.note, self._edit, self._keymap), write)

    def action_delete_highlight(self) -> None:
        """No highlight any more."""
        if (one := self.selected) is not None:
            self.change(lambda library: highlight_jobs.remove(library, one.article, one.stored))

    def action_copy_passage(self) -> None:
        """Its words to the clipboard."""
        if (one := self.selected) is not None:
            text = clipping(clean(one.stored.highlight.quote))
            self.app.copy_to_clipboard(text)
            self.say(said_of(text))

    def action_undo(self) -> None:
        """Undoes the last change, whatever it was."""
        self.change(jobs.undo, "There is nothing to undo.")

    def action_redo(self) -> None:
        """Redoes it."""
        self.change(jobs.redo, "There is nothing to redo.")

    def change(self, job: Job[jobs.Changed | None], otherwise: str = "") -> None:
        """Makes a change, shows what has become of the highlights, and says how it is taken back.

        ``otherwise`` is said if there is nothing to change.
        """
        self.in_turn(self._make(job, otherwise))

    async def _make(self, job: Job[jobs.Changed | None], otherwise: str) -> None:
        try:
            done = await self._backend.library(job)
            if done is None:
                self.say(otherwise)
                return
            await self.look_again()
        except ReaderError as error:
            self.say(display(str(error)))
            return
        back = ("redoes", "redo") if done.applied.action == "undone" else ("undoes", "undo")
        ending = with_key(*back, self._keymap) if done.applied.articles else ""
        self.say(display(done.sentence(ending)))
        self._changed(done)
