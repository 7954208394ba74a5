"""Choosing a theme: each is shown at once, Esc brings back the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import OptionList

from reader.tui.checking import theme_names
from reader.tui.controllers.preferences import Preferences
from reader.tui.keys.actions import toggle
from reader.tui.screens.sheets import ListSheet
from reader.tui.widgets.sheet_list import SheetList

_WORDS: Mapping[str, str] = {
    "reader-dark": "dark",
    "reader-light": "light",
    "reader-sepia": "paper",
    "reader-contrast": "high contrast",
    "reader-ansi": "the sixteen colours of your terminal",
    "reader-none": "no colours",
    "ansi-dark": "the sixteen colours of a dark terminal",
    "ansi-light": "the sixteen colours of a light terminal",
}


class ThemeSheet(ListSheet[str]):
    """All themes. The selected one is to be seen; the chosen one's name is the result."""

    heading = "Colours"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "keeps"),
        ("filter", "filters"),
        ("close", "as before"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [toggle("theme", "close_by_opener")]
    # Beside and not over what it changes.
    DEFAULT_CSS = """
    ThemeSheet { align: right middle; background: transparent; }
    ThemeSheet > #sheet { width: 60%; min-width: 34; max-width: 52; }
    """

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences.keys)
        self._preferences = preferences
        self._before = preferences.settings
        self._names = theme_names()

    def body(self) -> SheetList:
        """The list, from the start at the theme that is shown."""
        sheet = super().body()
        sheet.select(self._names.index(self._before.theme))
        return sheet

    def lines(self) -> Sequence[str]:
        return [self._line(name) for name in self._names]

    def _line(self, name: str) -> str:
        here = "• " if name == self._before.theme else "  "
        return f"{here}{name:<22}{_WORDS.get(name, '')}".rstrip()

    def result(self, number: int) -> str:
        return self._names[number]

    @on(OptionList.OptionHighlighted)
    def _look(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        number = self.choices.selected
        if number is None or not self.is_current or self._names[number] == self._preferences.settings.theme:
            return
        self._preferences.show(replace(self._before, theme=self._names[number]))

    def dismiss(self, result: str | None = None):  # type: ignore[no-untyped-def]  # noqa: ANN201 (as Textual has it)
        """Ends the sheet; without a choice all is as before."""
        if result is None:
            self._preferences.show(self._before)
        return super().dismiss(result)
