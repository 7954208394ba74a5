"""Two sheets to go somewhere from: the trail, and the wanted titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from reader.text import display, heading
from reader.tui.background.jobs import Lacking, Step
from reader.tui.keys.actions import toggle
from reader.tui.screens.sheets import ListSheet


class TrailSheet(ListSheet[int]):
    """Where the person has been, the latest first; the chosen visit's id is the result."""

    heading = "Trail"
    BINDINGS: ClassVar[list[BindingType]] = [toggle("trail", "close_by_opener")]

    def __init__(
        self, steps: Sequence[Step], keymap: Mapping[str, str] | None = None, today: date | None = None
    ) -> None:
        super().__init__(keymap)
        self._steps = steps
        self._by_id = {step.visit.id: step.visit for step in steps}
        self._today = today or datetime.now().date()

    def on_mount(self) -> None:
        self.choices.select(next((index for index, step in enumerate(self._steps) if step.here), 0))

    def lines(self) -> list[Content]:
        return [self._line(step) for step in self._steps]

    def result(self, number: int) -> int:
        return self._steps[number].visit.id

    def _line(self, step: Step) -> Content:
        edge = "▸" if step.here else "│" if step.on_line else " "
        # A branch that was left is indented: only the sheet leads there, back and forward do not.
        branch = "" if step.on_line else "╰ "
        query = f"  / {display(step.visit.scene.query)}" if step.visit.scene.query else ""
        return Content.assemble(
            (f"{edge} ", "bold $accent"),
            (f"{when(step.visit.at, self._today):>12}  ", "$secondary"),
            (branch, "$secondary"),
            (display(heading(step.title)), "bold" if step.here else ""),
            (query, "$secondary italic"),
            ("  another place in it" if self._stays(step) else "", "$secondary italic"),
        )

    def _stays(self, step: Step) -> bool:
        """Whether the step led to a hit in the article in which the person was."""
        before = self._by_id.get(step.visit.parent or 0)
        there = (step.visit.article, step.visit.scene.query)
        return before is not None and there == (before.article, before.scene.query)


class WantedSheet(ListSheet[str]):
    """The titles that articles link to and the library does not have; the chosen one is the result."""

    heading = "Wanted: articles that yours link to and you don't have"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "searches"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [toggle("wanted", "close_by_opener")]

    def __init__(self, lacking: Sequence[Lacking], keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._lacking = lacking

    def lines(self) -> list[Content]:
        return [self._line(lacking) for lacking in self._lacking]

    def result(self, number: int) -> str:
        wanted = self._lacking[number].wanted
        return wanted.title or wanted.teaser

    @staticmethod
    def _line(lacking: Lacking) -> Content:
        wanted = lacking.wanted
        rest = wanted.count - len(lacking.named_by)
        named = " · ".join(display(heading(title)) for title in lacking.named_by)
        named += f" and {rest:,} more" if rest > 0 else ""
        teaser = f"\n      {display(heading(wanted.teaser))}" if wanted.teaser else ""
        return Content.assemble(
            (f"{wanted.count:>4}  ", "bold $accent"),
            (display(heading(wanted.title)) or "(no title)", "bold"),
            (teaser, "$secondary italic"),
            (f"\n      linked from {named}", "$secondary"),
        )


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
