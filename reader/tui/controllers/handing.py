"""Hands articles on: to the clipboard, to other programs, to the browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from reader.changes import named
from reader.errors import ReaderError
from reader.text import clean, display, heading
from reader.tui.background import deeds, sharing
from reader.tui.background.clipboard import Copied, clipping, copied_from, copied_passage
from reader.tui.background.history import History
from reader.tui.controllers.parts import Parts

if TYPE_CHECKING:
    from textual.app import App

MOST_OPENED = 10
"""The most addresses that are opened at once."""

Subjects = tuple[int, ...]


class Handing:
    """Copies, pipes and shares what is selected or marked. Failures are said by the caller's tasks."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        shares: Mapping[str, Sequence[str]],
        selection: Callable[[], str | None],
    ) -> None:
        """``shares`` are the ways to share of the configuration; ``selection`` is the selected text."""
        self._app = app
        self._backend = parts.backend
        self._keymap = parts.keymap
        self._tasks = parts.tasks
        self._reading = parts.reading
        self._article = parts.article
        self._shares = shares
        self._selection = selection
        self._history = History(parts.backend.paths, "pipes")
        self._files = sharing.ArticleFiles()

    def stop(self) -> None:
        """Deletes the files that were made for other programs."""
        self._files.clear()

    # --- the clipboard ----------------------------------------------------------------------------

    def ask_copy(self, articles: Subjects) -> None:
        """Asks what to copy, and copies it."""
        from reader.tui.screens.choosing import CopyLine

        def answered(what: str | None) -> None:
            if what is not None:
                self._tasks.do(self.copy(what, articles))

        self._app.push_screen(CopyLine(self._keymap), answered)

    async def copy(self, what: str, articles: Subjects) -> None:
        """Copies something of articles: one of :data:`~reader.tui.commandline.completing.COPIES`."""
        if what == "passage":
            copied = copied_passage(self._selection(), self._reading.view, self._article.position)
        elif what == "text" and articles == (self._reading.open_id,):
            copied = copied_from(None, self._reading.view)
        else:
            copied = await self._copied(what, articles)
        if copied is None:
            self._tasks.tell("There is nothing to copy.")
            return
        self._app.copy_to_clipboard(copied.text)
        self._tasks.tell(copied.words)

    async def _copied(self, what: str, articles: Subjects) -> Copied | None:
        if not articles:
            return None
        if what in ("markdown", "text"):
            job = deeds.as_markdown if what == "markdown" else deeds.as_text
            text = await self._backend.read(lambda library: deeds.joined(library, articles, job))
            names = await self._backend.read(lambda library: library.titles(articles[:1]))
            cut = clipping(text)
            whose = named(articles, {article: display(heading(title)) for article, title in names.items()})
            form = " as Markdown" if what == "markdown" else ""
            if len(cut) < len(text):
                return Copied(cut, f"Copied the first {len(cut):,} characters of {whose}{form}")
            return Copied(cut, f"Copied {whose}{form}: {len(cut):,} characters")
        rows = await self._backend.read(lambda library: library.summaries(articles))
        if what == "title":
            lines = [heading(row.title) for row in rows]
        elif what == "link":
            lines = [f"[{heading(row.title)}]({row.url})" for row in rows if row.url]
        elif what == "address":
            lines = [row.url or row.source for row in rows]
        else:
            raise ReaderError(f"{what} cannot be copied")
        if not lines:
            raise ReaderError("This article has no address on the web")
        text = clipping(clean("\n".join(lines)))
        said = lines[0] if len(lines) == 1 else f"{len(lines):,} {_PLURALS[what]}"
        return Copied(text, f"Copied {display(said)}")

    # --- other programs ---------------------------------------------------------------------------

    async def ask_pipe(self, articles: Subjects) -> None:
        """Asks for a command, and gives it the articles."""
        from reader.tui.screens.commandline import PipeLine

        if not articles:
            self._tasks.tell("No article is selected.")
            return

        def answered(typed: str | None) -> None:
            if typed:
                self._tasks.do(self._history.add(typed))
                self._tasks.do(self.pipe(typed, articles))

        line = PipeLine(named(articles, {}), _problem, self._keymap)
        self._app.push_screen(line, answered)
        # Only now: what is typed behind the key is for the line, however slow the disk is.
        line.remember(await self._history.lines())
        titles = await self._backend.read(lambda library: library.titles(articles[:1]))
        line.call_it(named(articles, {article: display(heading(title)) for article, title in titles.items()}))

    async def pipe(self, typed: str, articles: Subjects) -> None:
        """Gives articles as Markdown to a command; shows what it prints."""
        call = sharing.command_of(typed)
        if not articles:
            self._tasks.tell("No article is selected.")
            return
        text = await self._backend.read(lambda library: deeds.joined(library, articles, deeds.as_markdown))
        await self._run(call, text, typed)

    async def _run(self, call: sharing.ProgramCall, text: str, named_as: str) -> None:
        from reader.tui.screens.output import OutputSheet

        if call.terminal:
            sharing.run_on_terminal(self._app, call.words, text)
            return
        shown = display(named_as)
        self._tasks.tell(f"Running {shown}…")
        outcome = await sharing.run_beside(call.words, text)
        if outcome.late:
            self._tasks.tell(f"{shown} took longer than ten minutes and was stopped.")
        elif outcome.text:
            self._tasks.tell("")
            self._app.push_screen(OutputSheet(shown, outcome, self._keymap))
        elif outcome.code:
            self._tasks.tell(f"{shown} ended with exit code {outcome.code}.")
        else:
            self._tasks.tell(f"Done: {shown}")

    def ask_share(self, articles: Subjects) -> None:
        """Asks how to share an article, and does it. With one way there is nothing to ask."""
        if not self._shares:
            self._tasks.tell("No way to share is set: see [share] in docs/configuration.md.")
        elif len(self._shares) == 1:
            self._tasks.do(self.share(next(iter(self._shares)), articles))
        else:
            from reader.tui.screens.choosing import ShareSheet

            def answered(name: str | None) -> None:
                if name is not None:
                    self._tasks.do(self.share(name, articles))

            self._app.push_screen(ShareSheet(self._shares, self._keymap), answered)

    async def share(self, name: str, articles: Subjects) -> None:
        """Shares each article with a command of the configuration."""
        if name not in self._shares:
            known = ", ".join(self._shares)
            raise ReaderError(
                f"there is no way to share named {name}" + (f": there are {known}" if known else "")
            )
        if not articles:
            raise ReaderError("no article is selected")
        for article in articles:
            row, text = await self._backend.read(partial(deeds.to_share, article=article))
            title = heading(row.title)
            file = await asyncio.to_thread(self._files.write, article, title, text)
            call = sharing.command_of_words(self._shares[name], sharing.Share(title, row.url, file))
            if call.terminal:
                sharing.run_on_terminal(self._app, call.words)
                continue
            outcome = await sharing.run_beside(call.words, "")
            if outcome.late or outcome.code:
                said = outcome.text.splitlines()[-1:] or [f"exit code {outcome.code}"]
                raise ReaderError(f"{name} did not work: {display(said[0])}")
        self._tasks.tell(f"Shared {named(articles, {row.id: display(heading(row.title))})} with {name}")

    async def browser(self, articles: Subjects) -> None:
        """Opens the addresses of articles in the browser."""
        if len(articles) > MOST_OPENED:
            raise ReaderError(
                f"these are {len(articles):,} articles: the browser opens {MOST_OPENED} at once"
            )
        rows = await self._backend.read(lambda library: library.summaries(articles))
        if not rows:
            self._tasks.tell("No article is selected.")
        for row in rows:
            said = sharing.open_in_browser(self._app, row.url)
            self._tasks.tell(display(said))


_PLURALS = {"title": "titles", "address": "addresses", "link": "links"}


def _problem(typed: str) -> str:
    try:
        sharing.command_of(typed)
    except ReaderError as error:
        return str(error)
    return ""
