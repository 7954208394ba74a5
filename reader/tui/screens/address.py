"""What can be done with an address outside the library that a link in the text leads to."""

from __future__ import annotations

from collections.abc import Mapping

from textual.content import Content

from reader.text import display, truncate
from reader.tui.screens.sheets import ListSheet
from reader.tui.state.links import TextLink

_CHOICES = (
    ("open", "Open it in the browser"),
    ("copy", "Copy the address"),
    ("add", "Add it to the library"),
    ("search", "Search the library for “{}”"),
)


class AddressSheet(ListSheet[str]):
    """Offers what to do; the result is ``open``, ``copy``, ``add`` or ``search``."""

    def __init__(self, link: TextLink, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._link = link
        self.heading = truncate(display(link.href), 60)  # type: ignore[misc]

    def lines(self) -> list[Content | str]:
        words = truncate(" ".join(display(self._link.text).split()), 40)
        return [Content(line.format(words)) for _, line in self._choices]

    @property
    def _choices(self) -> list[tuple[str, str]]:
        return [choice for choice in _CHOICES if choice[0] != "search" or self._link.text.strip()]

    def result(self, number: int) -> str:
        return self._choices[number][0]
