"""Long tasks: a progress bar if someone is watching, and Ctrl+C that stops between two pages."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from reader.cli.command import Argument
from reader.cli.output import Output

if TYPE_CHECKING:
    from reader.library import Patience
    from reader.model import Progress

ShowProgress = Callable[["Progress"], None]

_WORDS = {
    "reading": "Reading pages",
    "fetching": "Fetching pages",
    "feeds": "Fetching feeds",
    "pictures": "Fetching pictures",
    "indexing": "Indexing",
    "checking": "Checking",
    "changing": "Moving articles",
}


@contextmanager
def progress_bar(out: Output, *, lines: bool = False) -> Iterator[ShowProgress]:
    """Yields a function that shows the progress of a task: a bar on a terminal, otherwise nothing.

    The bar is on standard error and leaves no trace when the task is done. ``lines``: instead, a JSON object
    for each step on standard output, for another program to show.
    """
    if lines:
        yield _Lines(out)
        return
    if not out.error_terminal:
        yield _ignore
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    bar = Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    # Problems appear above the bar: they bypass the stream that the bar puts in place of standard error.
    with bar, out.complaining_to(sys.stderr):
        tasks = {}

        def show(progress: Progress) -> None:
            if progress.phase not in tasks:
                tasks[progress.phase] = bar.add_task(_WORDS[progress.phase])
            bar.update(tasks[progress.phase], completed=progress.done, total=progress.total)

        yield show


class _Lines:
    """Prints the progress of a task as JSON objects, a few in a second."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._phase = ""
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.phase == self._phase and now < self._next and progress.done < progress.total:
            return
        self._phase, self._next = progress.phase, now + LINES_EVERY
        self._out.record(
            phase=progress.phase, done=progress.done, total=progress.total, current=progress.current
        )
        self._out.flush()


LINES_EVERY = 0.2
"""Seconds between two lines about the progress of one task."""


PROGRESS = Argument(
    ("--progress",),
    "with --json: print an object for each step first (phase, done, total, current), for another program",
    {"action": "store_true"},
)
"""The option that asks for lines about the progress."""


def _ignore(_progress: Progress) -> None:
    """Does nothing, because nobody is watching."""


GOES_ON = "interrupted; what is done is kept, and the same command continues from there"
"""The message after Ctrl+C."""


class Interrupt:
    """Ctrl+C as a request to stop, while the context lasts. Call it to ask whether Ctrl+C was pressed.

    The first Ctrl+C lets a running task finish its current item. A second one, or one before the task has
    begun (while it waits for standard input, say), stops at once with KeyboardInterrupt. So does one
    while ``patience`` waits for another program, because nothing is in progress then.
    """

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience
        self.requested = False
        self._begun = False
        self._before: Callable[[int, FrameType | None], object] | int | None = None

    def __call__(self) -> bool:
        return self.requested

    def begin(self) -> None:
        """The task has begun: from now on the first Ctrl+C lets the current item be finished."""
        self._begun = True

    def watch(self, show: ShowProgress) -> ShowProgress:
        """Wraps ``show`` so that the task counts as begun once it has something to show."""

        def begun(progress: Progress) -> None:
            self._begun = True
            show(progress)

        return begun

    def __enter__(self) -> Interrupt:
        self._before = signal.getsignal(signal.SIGINT)
        # If the shell runs the command in the background with Ctrl+C ignored, it stays ignored.
        if self._before != signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _handle(self, _signal: int, _frame: FrameType | None) -> None:
        waits = self._patience is not None and self._patience.waiting
        if self.requested or not self._begun or waits:
            raise KeyboardInterrupt
        self.requested = True
