"""Adds and fetches beside the screen: one after the other, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.changes import count
from reader.text import display, heading, truncate
from reader.tui.background import deeds
from reader.tui.background.children import Children
from reader.tui.background.history import History
from reader.tui.background.looking import whole
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.state import imports
from reader.tui.state.adding import name_of, to_add
from reader.tui.state.imports import FailedPart, ImportKind, ImportRun

if TYPE_CHECKING:
    from textual.app import App

_TITLE = 40
"""The cells that a title may take in a message."""

_IN_TOUR = "This is the tour, which stays as it is"


class Adding:
    """Asks what to add, runs imports and fetches in turn, and says how far they are."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        listed: Callable[[], Sequence[int]],
        watch: Callable[[], Coroutine[Any, Any, None]],
    ) -> None:
        """``listed`` gives the articles that the list shows; ``watch`` looks at what has changed."""
        self._app = app
        self._backend = parts.backend
        self._keymap = parts.keymap
        self._tasks = parts.tasks
        self._notices = parts.notices
        self._key = parts.key
        self._listed = listed
        self._watch = watch
        self._children = Children(parts.backend.paths)
        self._history = History(parts.backend.paths, "added")
        self._runs: list[ImportRun] = []
        self._count = 0
        self._working = False

    def stop(self) -> None:
        """Ends what is under way; what it has done so far is kept."""
        self._runs = [run for run in self._runs if run.over]
        self._children.stop()

    # --- what is asked for ------------------------------------------------------------------------

    async def ask(self, text: str = "") -> None:
        """Asks what to add, and begins with it. ``text`` stands in the line at first."""
        from reader.tui.screens.adding import AddLine

        if self._refused():
            return

        def answered(typed: str | None) -> None:
            if typed:
                self._tasks.do(self._history.add(" ".join(typed.split())))
                self.add(typed)

        line = AddLine(self._keymap, text=text)
        self._app.push_screen(line, answered)
        # Only now: what is typed behind the key is for the line, however slow the disk is.
        line.remember(await self._history.lines())

    def add(self, typed: str) -> None:
        """Adds what a text names: a path or addresses."""
        asked = to_add(typed)
        if asked and not self._refused():
            self._begin("add", name_of(asked), ("add", "--", *(asked.addresses or (whole(asked.path),))))

    async def fetch(self, articles: Sequence[int]) -> None:
        """Fetches those of some articles that have no text; if all have one, asks what else is meant."""
        if self._refused():
            return
        listed = self._listed()
        lacking = await self._backend.look_up(lambda library: deeds.lacking(library, articles, listed))
        if lacking.selected:
            self._fetch(lacking.selected, lacking.title)
            return
        from reader.tui.screens.choosing import KeyLine

        choices: dict[str, tuple[str, str]] = {}
        if lacking.listed:
            choices["l"] = ("list", f"the {count(len(lacking.listed))} of the list without a text")
        if again := lacking.addressed:
            what = "this article" if len(again) == 1 else count(len(again))
            choices["a"] = ("again", f"{what} again: the newer text")
        choices["f"] = ("feeds", "what is new in your feeds")

        def answered(chosen: str | None) -> None:
            if chosen == "list":
                self._fetch(lacking.listed, "")
            elif chosen == "again":
                self._fetch(again, lacking.title, again=True)
            elif chosen == "feeds":
                self.feeds()

        self._app.push_screen(KeyLine("Fetch:", choices, self._keymap), answered)

    def _fetch(self, articles: Sequence[int], title: str, *, again: bool = False) -> None:
        what = count(len(articles))
        if title and len(articles) == 1:
            what = f"“{truncate(display(heading(title)), _TITLE)}”"
        words = ["fetch", *(["--again"] if again else []), "--article", *map(str, articles)]
        self._begin("fetch", what, tuple(words))

    def fetch_found(self, query: str) -> None:
        """Fetches what a search finds and has no text; all of the library for an empty one."""
        if not self._refused():
            words = ("fetch", "--", query) if query else ("fetch",)
            self._begin("fetch", query or "what has no text", words)

    def feeds(self) -> None:
        """Fetches what is new in all feeds."""
        if not self._refused():
            self._begin("feeds", "feeds", ("fetch", "--feeds"))

    def _refused(self) -> bool:
        if self._backend.touring:
            back = with_key("returns to your library", "tour", self._keymap)
            self._tasks.tell(". ".join(filter(None, (_IN_TOUR, back))) + ".")
        return self._backend.touring

    # --- the sheet --------------------------------------------------------------------------------

    def sheet(self) -> None:
        """Shows what is under way, and what came of the rest."""
        from reader.tui.screens.imports import ImportsSheet

        if self._runs:
            self._app.push_screen(
                ImportsSheet(lambda: self._runs[::-1], self._cancel, self._retry, self._keymap)
            )
            return
        keys = (with_key("adds", "add", self._keymap), with_key("fetches", "fetch", self._keymap))
        offers = ", ".join(filter(None, keys))
        offers = f": {offers}" if offers else ""
        self._tasks.tell(f"Nothing has been added or fetched since the start{offers}.")

    def _cancel(self, number: int) -> str:
        run = self._run(number)
        if run is None:
            return ""
        if run.over or run.stage == "waiting":
            self._runs.remove(run)
            return f"{'Cleared' if run.over else 'Will not start'}: {run.what}"
        self._children.stop()
        self._set(replace(run, stage="stopping"))
        stops = with_key("again stops at once", "cancel_import", self._keymap)
        again = "" if run.stage == "stopping" else stops
        return " · ".join(filter(None, (f"Stopping {run.what}; what has come is kept", again)))

    def _retry(self, number: int, parts: Sequence[FailedPart]) -> str:
        run = self._run(number)
        if run is None or not run.over:
            return "It is still under way"
        if not parts and run.stage == "done":
            return "Nothing has failed there"
        what = run.what if len(parts) != 1 else imports.short(run, parts[0].what)
        kind: ImportKind = "add" if parts and run.kind == "fetch" else run.kind
        self._begin(kind, what, imports.again(run, parts))
        return f"Trying again: {what}"

    # --- one after the other ----------------------------------------------------------------------

    def _run(self, number: int) -> ImportRun | None:
        return next((run for run in self._runs if run.number == number), None)

    def _set(self, run: ImportRun) -> None:
        self._runs = [run if each.number == run.number else each for each in self._runs]
        self._say()

    def _say(self) -> None:
        words = imports.standing(self._runs, self._key("imports"))
        self._notices.stand(self._tasks.short(words), "imports")

    def _begin(self, kind: ImportKind, what: str, words: tuple[str, ...]) -> None:
        self._count += 1
        options = ("--json", "--progress")
        run = ImportRun(number=self._count, kind=kind, what=what, words=(words[0], *options, *words[1:]))
        self._runs.append(run)
        self._say()
        if not self._working:
            self._working = True
            self._tasks.do(self._work())

    async def _work(self) -> None:
        try:
            while (run := next((run for run in self._runs if run.stage == "waiting"), None)) is not None:
                await self._carry_out(run.number)
        finally:
            self._working = False
            self._say()

    async def _carry_out(self, number: int) -> None:
        def now() -> ImportRun:
            run = self._run(number)
            assert run is not None
            return run

        def heard(record: Mapping[str, object]) -> None:
            if self._run(number) is not None:
                self._set(imports.heard(now(), record))

        self._set(replace(now(), stage="running"))
        came = await self._children.follow(now().words, heard)
        if self._run(number) is None:
            return
        self._set(imports.ended(now(), came.code, came.problems))
        self._tasks.tell(imports.ending(now(), self._key("imports")))
        await self._watch()
