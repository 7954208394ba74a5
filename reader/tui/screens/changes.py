"""The sheet of what has changed in an article: the words of each paragraph that are new, and gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.comparing import BlockChange, ComparedRun
from reader.model import Position
from reader.text import display
from reader.tui.keys.actions import toggle
from reader.tui.screens.sheets import ListSheet

_AROUND = 16
"""Characters of unchanged text that are shown on each side of a change."""

_MOST = 600
"""Characters of new or old text that are shown of one change."""

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


class ChangesSheet(ListSheet[Position]):
    """What has changed; the chosen one's place is the result."""

    heading = "What has changed"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "goes there"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [toggle("changes", "close_by_opener")]
    DEFAULT_CSS = """
    ChangesSheet > #sheet { max-width: 100; }
    """

    def __init__(
        self, title: str, changes: Sequence[BlockChange], keymap: Mapping[str, str] | None = None
    ) -> None:
        """``title`` says when they were made."""
        super().__init__(keymap)
        self._title = title
        self._changes = changes

    def on_mount(self) -> None:
        self.query_one("#sheet").border_title = Content(self._title)

    def lines(self) -> list[Content]:
        return [_line(change) for change in self._changes] or [Content("  The words are the same.")]

    def result(self, number: int) -> Position:
        return self._changes[number].at if self._changes else Position()


def _line(change: BlockChange) -> Content:
    runs = change.spaced
    shown = [_run(run, number == 0, number == len(runs) - 1) for number, run in enumerate(runs)]
    return Content.assemble((f"{_SIGNS[change.kind]} ", "bold $accent"), *shown)


def _run(run: ComparedRun, first: bool, last: bool) -> tuple[str, str]:
    """A run as it is shown: what is new underlined, what is gone struck through, the rest cut."""
    text = display(" ".join(run.text.split(" ")))
    if run.kind == "added":
        return _cut(text), "bold underline"
    if run.kind == "removed":
        return _cut(text), "strike $secondary"
    if len(text) > 3 * _AROUND:
        begin = "" if first else text[:_AROUND]
        end = "" if last else text[-_AROUND:]
        text = f"{begin} … {end}".lstrip()
    return text, ""


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST]} …"
