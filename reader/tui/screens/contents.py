"""The sheet of contents: the headings of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.model import Position
from reader.text import display
from reader.tui.keys.actions import toggle
from reader.tui.screens.sheets import ListSheet
from reader.tui.state.places import Section, section_at

_DEEPEST = 8
"""The deepest level that is indented further than the one above it."""


class ContentsSheet(ListSheet[Position]):
    """The headings of an article as an outline; the chosen one's place is the result."""

    heading = "Contents"
    BINDINGS: ClassVar[list[BindingType]] = [toggle("contents", "close_by_opener")]

    def __init__(
        self, sections: Sequence[Section], here: Position, keymap: Mapping[str, str] | None = None
    ) -> None:
        """``here``: where the person stands; the section that this is in is marked, and selected."""
        super().__init__(keymap)
        self._sections = sections
        self._current = section_at(sections, here)

    def on_mount(self) -> None:
        if self._current is not None:
            self.choices.select(self._current)

    def lines(self) -> list[Content]:
        return [self._line(number, section) for number, section in enumerate(self._sections)]

    def _line(self, number: int, section: Section) -> Content:
        here = number == self._current
        indent = "  " * min(section.level, _DEEPEST)
        style = "bold" if here or section.level == 0 else ""
        return Content.assemble(
            ("▸ " if here else "  ", "bold $accent"), indent, (display(section.title), style)
        )

    def result(self, number: int) -> Position:
        return self._sections[number].position
