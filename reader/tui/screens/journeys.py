"""Two sheets to go somewhere from: the trail, and the titles that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList

from reader.text import display, heading
from reader.tui.screens.sheets import MOVES, Sheet, SheetList
from reader.tui.work.jobs import Lacking, Step


class TrailSheet(Sheet[int | None]):
    """Where the person has been, the latest first; the chosen visit's id is the result."""

    heading = "Trail"
    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, Binding("h", "dismiss_sheet", show=False)]

    def __init__(self, steps: Sequence[Step], today: date | None = None) -> None:
        super().__init__()
        self._steps = steps
        self._today = today or datetime.now().date()

    def body(self) -> ComposeResult:
        yield SheetList(map(self._line, self._steps))

    def on_mount(self) -> None:
        here = next((index for index, step in enumerate(self._steps) if step.here), 0)
        self.query_one(OptionList).highlighted = here

    def _line(self, step: Step) -> Content:
        edge = "▸" if step.here else "│" if step.on_line else " "
        # A branch that was left is set in: back and forward do not lead there, the sheet does.
        branch = "" if step.on_line else "╰ "
        query = f"  / {display(step.visit.scene.query)}" if step.visit.scene.query else ""
        return Content.assemble(
            (f"{edge} ", "bold $accent"),
            (f"{when(step.visit.at, self._today):>12}  ", "$secondary"),
            (branch, "$secondary"),
            (display(heading(step.title)), "bold" if step.here else ""),
            (query, "$secondary italic"),
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._steps[event.option_index].visit.id)


class WantedSheet(Sheet[str | None]):
    """The titles that articles name and the library lacks; the chosen one is the result."""

    heading = "Wanted titles"
    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, Binding("w", "dismiss_sheet", show=False)]

    def __init__(self, lacking: Sequence[Lacking]) -> None:
        super().__init__()
        self._lacking = lacking

    def body(self) -> ComposeResult:
        yield SheetList(map(self._lines, self._lacking))

    @staticmethod
    def _lines(lacking: Lacking) -> Content:
        wanted = lacking.wanted
        rest = wanted.count - len(lacking.named_by)
        named = " · ".join(display(heading(title)) for title in lacking.named_by)
        named += f" and {rest:,} more" if rest > 0 else ""
        teaser = f"\n      {display(heading(wanted.teaser))}" if wanted.teaser else ""
        return Content.assemble(
            (f"{wanted.count:>4}  ", "bold $accent"),
            (display(heading(wanted.title)) or "(no title)", "bold"),
            (teaser, "$secondary italic"),
            (f"\n      named by {named}", "$secondary"),
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        wanted = self._lacking[event.option_index].wanted
        self.dismiss(wanted.title or wanted.teaser)


def when(at: float, today: date) -> str:
    """A moment as one remembers it: ``14:02``, ``yesterday``, ``Monday``, ``3 May``, ``May 2024``."""
    try:
        moment = datetime.fromtimestamp(at)
    except (OverflowError, OSError, ValueError):
        return ""
    days = (today - moment.date()) // timedelta(days=1)
    if days <= 0:
        return moment.strftime("%H:%M")
    if days == 1:
        return moment.strftime("yest. %H:%M")
    if days < 7:
        return moment.strftime("%a %H:%M")
    return f"{moment.day} {moment:%b}" if days < 300 else f"{moment:%b %Y}"
