"""``reader add --watch``: stays, and adds what is new or has changed in folders."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.cli.command import open_library, sentence
from reader.cli.facts import title_fields
from reader.cli.output import Output
from reader.cli.progress import Interrupt
from reader.cli.waking import Waker
from reader.errors import ReaderError, in_words

if TYPE_CHECKING:
    from reader.gathered import Arrival
    from reader.library import LocalLibrary
    from reader.model import AddReport, Failure
    from reader.sources.patterns import Picking


def watch(args: argparse.Namespace, picking: Picking, out: Output) -> int:
    """Adds what comes into folders until Ctrl+C. Returns the exit code."""
    folders = list(dict.fromkeys(args.sources))
    for name in folders:
        if not os.path.isdir(name):  # noqa: PTH112
            out.problem(f"{name}: --watch needs a folder that is there")
            return 2
    with open_library(args, out, makes=True) as library, Interrupt(library.patience) as interrupt:
        # Ctrl+C is the usual end here: what is being stored is finished first.
        interrupt.begin()
        watched = [_Watched(library, name, picking, args.tag, out, interrupt) for name in folders]
        waker = Waker(folders, interrupt)
        try:
            for each in watched:
                each.say("watching", f"watching {each.folder}; Ctrl+C ends")
            while not interrupt():
                settling = [each.look() for each in watched]
                if not interrupt():
                    library.rest()
                    waker.wait(settling=any(settling))
        except KeyboardInterrupt:
            # The second one, or while another program has the library locked.
            return 0
    return 0


class _Watched:
    """One folder that is watched."""

    def __init__(
        self,
        library: LocalLibrary,
        folder: str,
        picking: Picking,
        tags: list[str],
        out: Output,
        stop: Callable[[], bool],
    ) -> None:
        from reader.sources.looking import Lookout

        self.folder = folder
        self._library = library
        self._picking = picking
        self._tags = tags
        self._out = out
        self._stop = stop
        self._lookout = Lookout()
        self._told: set[Failure] = set()
        self._problem = ""
        self._begun = False

    def look(self) -> bool:
        """Looks once, and adds what is ready; returns whether to look again soon."""
        from reader.sources.looking import look_at

        try:
            seen = look_at(self.folder)
        except OSError as error:
            self._complain(f"{self.folder}: {in_words(error)}; it is added once it is there again")
            return False
        found = self._lookout.compare(seen)
        # At the beginning files may have gone since they were added, long ago.
        if found.ready or found.gone or (not self._begun and not found.waiting):
            if not self._add(found.ready):
                self._lookout.again(found.ready)
                return False
            self._begun = True
        if self._problem:
            self._problem = ""
            self.say("note", f"{self.folder}: going on")
        return bool(found.waiting)

    def _add(self, ready: frozenset[str]) -> bool:
        """Adds files; False if the library cannot take them now."""
        from reader.cli.priority import giving_way

        self._told = {one for one in self._told if not one.source.endswith(tuple(ready))}
        try:
            report = self._library.add(
                [self.folder],
                tags=self._tags,
                picking=replace(self._picking, only=ready),
                progress=giving_way(lambda _: None),
                stop=self._stop,
                index=False,
                arrived=self._tell,
            )
            self._report(report)
            if not self._stop():
                self._library.catch_up(stop=self._stop)
        except ReaderError as error:
            # Another program has the library locked for long, or the disk is full: both pass.
            self._complain(sentence(error))
            return False
        return True

    # --- what is said -----------------------------------------------------------------------------

    def say(self, event: str, words: str, **fields: object) -> None:
        """Prints one line: words for a person, or an object."""
        if self._out.json:
            about = fields or {"source": self.folder}
            self._out.record(event=event, **about)
        elif event in ("watching", "note"):
            self._out.note(words)
        else:
            self._out.line(words)
        self._out.flush()

    def _tell(self, arrival: Arrival) -> None:
        if arrival.outcome == "unchanged":
            return
        where = _below(arrival.source, self.folder)
        where += f", {arrival.member}" if arrival.member else ""
        self.say(
            arrival.outcome,
            f"{arrival.outcome}: {' '.join(arrival.title.split())} ({where})",
            id=arrival.article,
            **title_fields(arrival),
            source=arrival.source,
            member=arrival.member,
        )

    def _report(self, report: AddReport) -> None:
        for failure in report.failed:
            if failure in self._told:
                continue
            self._told.add(failure)
            if self._out.json:
                self.say("failed", "", source=failure.source, member=failure.member, error=failure.error)
            else:
                self._out.failure(failure.what, failure.error)
        for note in report.notes:
            self.say("note", note, text=note)

    def _complain(self, words: str) -> None:
        """Says a problem once, until it is over."""
        if words != self._problem:
            self._problem = words
            self._out.problem(words)


def _below(source: str, folder: str) -> str:
    """A source as seen from the folder that is watched."""
    start = os.path.join(os.path.abspath(folder), "")  # noqa: PTH100, PTH118
    return source.removeprefix(start)
