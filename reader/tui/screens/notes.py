"""The footnotes that the text on screen refers to, below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.model import Position
from reader.text import display
from reader.tui.keys.actions import toggle
from reader.tui.screens.sheets import ListSheet
from reader.tui.state.notes import Note


class NotesSheet(ListSheet[Position]):
    """Shows notes with their whole text; the result is the place that the chosen one leads to."""

    heading = "Notes"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "goes there"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [toggle("notes", "close_by_opener")]
    DEFAULT_CSS = """
    NotesSheet { align: center bottom; }
    NotesSheet > #sheet { max-height: 60%; margin-bottom: 1; }
    NotesSheet SheetList, NotesSheet SheetList:focus { text-wrap: wrap; text-overflow: fold; }
    """

    def __init__(self, notes: Sequence[Note], keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._notes = notes

    def lines(self) -> list[Content]:
        return [self._line(note) for note in self._notes]

    def _line(self, note: Note) -> Content:
        text = "\n".join(map(display, note.text))
        return Content.assemble((f"[{display(note.label)}] ", "bold $accent"), text)

    def result(self, number: int) -> Position:
        return self._notes[number].place
