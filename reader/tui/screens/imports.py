"""The sheet of imports and fetches: what is under way, what came of the others, what failed and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import BindingType
from textual.content import Content

from reader.text import display
from reader.tui.keys.actions import bindings, toggle
from reader.tui.screens.sheets import ListSheet
from reader.tui.state.imports import FailedPart, ImportRun, outcome, progress, short

EVERY = 0.3
"""Seconds between two looks at how far it is."""

MOST_SHOWN = 500
"""So many failures of one import are listed."""


class ImportLine(NamedTuple):
    """A line: an import, and, if the line is about one, the part of it that failed."""

    run: ImportRun
    part: FailedPart | None = None


class ImportsSheet(ListSheet[None]):
    """Imports and fetches since the start, the latest first, each with what failed."""

    heading = "Imports and downloads"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("cancel_import", "stops"),
        ("retry_import", "retries"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("imports"), toggle("imports", "close_by_opener")]
    DEFAULT_CSS = """
    ImportsSheet > #sheet { max-width: 110; }
    ImportsSheet SheetList, ImportsSheet SheetList:focus { text-wrap: wrap; text-overflow: fold; }
    """

    def __init__(
        self,
        runs: Callable[[], Sequence[ImportRun]],
        cancel: Callable[[int], str],
        retry: Callable[[int, Sequence[FailedPart]], str],
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """The sheet follows what goes on while it is open.

        Args:
            runs: the imports as they are now, the latest first.
            cancel: stops the import with a number, or forgets it if it is over; says what was done.
            retry: tries some failures of an import again, or all of it; says what was done.
            keymap: the user's own keys.
        """
        super().__init__(keymap)
        self._runs = runs
        self._cancel = cancel
        self._retry = retry
        self._now: list[ImportLine] = []

    def on_mount(self) -> None:
        self.set_interval(EVERY, self._follow)

    def lines(self) -> list[Content]:
        self._now = [line for run in self._runs() for line in _of(run)]
        return [_shown(line) for line in self._now]

    def result(self, number: int) -> None:
        return None

    def action_choose(self) -> None:
        """There is nothing to open."""

    @property
    def _selected(self) -> ImportLine | None:
        number = self.choices.selected
        return None if number is None else self._now[number]

    def _follow(self) -> None:
        before = self._now
        lines = self.lines()
        if self._now != before:
            self.choices.show(lines)

    def action_cancel_import(self) -> None:
        """Stops what is under way; what is over leaves the sheet."""
        if line := self._selected:
            self.say(self._cancel(line.run.number))
            self._follow()

    def action_retry_import(self) -> None:
        """Tries what has failed again: on a line of its own only that."""
        line = self._selected
        if line is not None:
            parts = line.run.failed if line.part is None else (line.part,)
            self.say(self._retry(line.run.number, parts))
            self._follow()


def _of(run: ImportRun) -> list[ImportLine]:
    return [ImportLine(run), *(ImportLine(run, part) for part in run.failed[:MOST_SHOWN])]


_SIGNS = {"waiting": "·", "running": "▸", "stopping": "▸", "done": "✓", "stopped": "■", "broken": "✗"}


def _shown(line: ImportLine) -> Content:
    run, part = line
    if part is not None:
        return Content.assemble(
            ("    ", ""),
            (f"{display(short(run, part.what))}: ", ""),
            (display(part.why), "$secondary italic"),
        )
    if run.stage == "waiting":
        said = f"{run.what}: waits"
    elif run.over:
        said = f"{run.what}: {outcome(run)}"
    else:
        said = f"{progress(run)}{_share(run)}"
    more = len(run.failed) - MOST_SHOWN
    notes = [*run.notes, *([f"the first {MOST_SHOWN:,} failures are listed"] if more > 0 else [])]
    return Content.assemble(
        (f"{_SIGNS[run.stage]} ", "bold $accent"),
        (display(said), "bold"),
        (f" · {display(' · '.join(notes))}" if notes else "", "$secondary"),
    )


def _share(run: ImportRun) -> str:
    """A bar of ten cells."""
    if not run.total:
        return ""
    full = min(10, 10 * run.done // run.total)
    return f"  {'█' * full}{'░' * (10 - full)} {100 * run.done // run.total} %"
