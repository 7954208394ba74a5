"""Highlights of the open article: made, changed, deleted, gone through, with their notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from reader.colors import COLORS, HighlightColor, shown_color
from reader.config import Settings
from reader.model import Position, StoredHighlight
from reader.text import clean, display, truncate, width
from reader.tui.background import highlight_jobs
from reader.tui.background.backend import Job
from reader.tui.background.clipboard import clipping
from reader.tui.background.jobs import Changed
from reader.tui.controllers.changing import Changing
from reader.tui.controllers.parts import Parts
from reader.tui.keys.actions import with_key
from reader.tui.state.places import Way

if TYPE_CHECKING:
    from textual.app import App

_NOTE = 200
"""Characters of a note that the bottom line says."""

_LEAST = 12
"""The cells that it has at least."""


class Highlighting:
    """Changes highlights. ``reselect`` is called to select other words for one."""

    def __init__(
        self,
        app: App[Any],
        parts: Parts,
        settings: Settings,
        changing: Changing,
        reselect: Callable[[StoredHighlight], None],
    ) -> None:
        self._app = app
        self._article = parts.article
        self._reading = parts.reading
        self._panes = parts.panes
        self._tasks = parts.tasks
        self._notices = parts.notices
        self._keymap = parts.keymap
        self._changing = changing
        self._reselect = reselect
        self.editor = settings.editor
        """The editor of the configuration, "" for none."""

    # --- changes ----------------------------------------------------------------------------------

    def _change(self, job: Job[Changed]) -> None:
        self._tasks.in_turn(self._changing.make(job))

    def add(self, start: Position, end: Position, color: HighlightColor = COLORS[0], note: str = "") -> None:
        """Highlights a passage of the text on screen. One that is highlighted already changes its colour."""
        view = self._reading.view
        if view is None:
            return
        known = self._article.highlights.exactly(start, end)
        if known is not None:
            self.recolor(known, color)
            return
        article, blocks = view.summary.id, view.article.blocks
        self._change(lambda library: highlight_jobs.add(library, article, blocks, start, end, color, note))

    def move(self, one: StoredHighlight, start: Position, end: Position) -> None:
        """Puts a highlight on other words."""
        view = self._reading.view
        if view is None:
            return
        article, blocks = view.summary.id, view.article.blocks
        self._change(lambda library: highlight_jobs.move(library, article, blocks, one, start, end))

    def recolor(self, one: StoredHighlight, color: HighlightColor) -> None:
        """Gives a highlight another colour."""
        article = self._reading.open_id
        if article is not None:
            self._change(lambda library: highlight_jobs.edit(library, article, one, color=color))

    def delete(self, one: StoredHighlight) -> None:
        """Deletes a highlight."""
        article = self._reading.open_id
        if article is not None:
            self._change(lambda library: highlight_jobs.remove(library, article, one))

    def _write(self, one: StoredHighlight, note: str) -> None:
        article = self._reading.open_id
        if article is not None and note != one.highlight.note:
            self._change(lambda library: highlight_jobs.edit(library, article, one, note=note))

    # --- notes ------------------------------------------------------------------------------------

    def annotate(self, one: StoredHighlight) -> None:
        """Asks for the note on a highlight."""
        self._ask_note(one.highlight.quote, one.highlight.note, lambda note: self._write(one, note))

    def add_with_note(self, start: Position, end: Position, done: Callable[[], None]) -> None:
        """Asks for a note on a passage and highlights it; ``done`` is called then, unless it is given up."""
        known = self._article.highlights.exactly(start, end)
        if known is not None:
            self.annotate(known)
            return

        def write(note: str) -> None:
            done()
            self.add(start, end, note=note)

        self._ask_note(self._article.text.between(start, end), "", write)

    def _ask_note(self, quote: str, note: str, take: Callable[[str], None]) -> None:
        from reader.tui.background import programs
        from reader.tui.screens.note import NotePrompt

        def answered(written: str | None) -> None:
            if written is not None:
                take(written)

        prompt = NotePrompt(
            quote, note, lambda text: programs.edit_text(self._app, text, self.editor), self._keymap
        )
        self._app.push_screen(prompt, answered)

    # --- what is done with one --------------------------------------------------------------------

    def show(self, one: StoredHighlight) -> None:
        """Shows a highlight with its note, and the keys that change it."""
        from reader.tui.screens.highlight import HighlightSheet

        found = self._article.highlights.found
        if one not in found:
            return
        self._article.pick(one)

        def answered(what: str | None) -> None:
            if what is not None:
                self._do(what, one)

        sheet = HighlightSheet(one.highlight, found.index(one) + 1, len(found), self._keymap)
        self._app.push_screen(sheet, answered)

    def _do(self, what: str, one: StoredHighlight) -> None:
        match what:
            case "annotate":
                self.annotate(one)
            case "copy":
                self.copy(one.highlight.quote)
            case "delete":
                self.delete(one)
            case "move":
                self._reselect(one)
            case color:
                self.recolor(one, cast(HighlightColor, color))

    def copy(self, words: str) -> None:
        """Copies a passage."""
        text = clipping(clean(words))
        self._app.copy_to_clipboard(text)
        self._tasks.tell(f"Copied a passage: {len(text):,} characters")

    # --- one after the other ----------------------------------------------------------------------

    def next(self, way: Way, here: Position | None = None) -> StoredHighlight | None:
        """The next highlight of the article or the previous one; says so if there is none.

        ``here``: where to begin; None for the highlight that is picked, else the text on screen.
        """
        if self._reading.view is None:
            self._tasks.tell("No article is open.")
            return None
        article, marked = self._article, self._article.highlights
        picked = article.picked if here is None and article.picked_in_sight else None
        found = marked.near(here or article.position, way, picked)
        if found is None:
            selects = with_key("selects text", "select", self._keymap)
            words = "Nothing is highlighted in this article"
            if marked.waiting:
                words = "This article has highlights, but no text yet"
            elif marked.lost:
                words = "The highlights of this article are not in its text any more"
            self._tasks.tell(" · ".join(filter(None, (words, selects))))
        return found

    def step(self, way: Way) -> None:
        """Picks the next highlight, or the previous one, and says which it is."""
        found = self.next(way)
        if found is not None:
            self._panes.go("article")
            self._article.pick(found)
            self.tell(found)

    def tell(self, one: StoredHighlight) -> None:
        """Says which highlight is picked, and its note."""
        found = self._article.highlights.found
        which = f"Highlight {found.index(one) + 1:,} of {len(found):,}, {shown_color(one.highlight.color)}"
        ending = with_key("changes it", "follow_link", self._keymap)
        note = display(" ".join(one.highlight.note.split()))[:_NOTE]
        room = self._notices.room - width(which) - 3
        if note and width(ending) + 3 + _LEAST > room:
            # Enter shows it whole, and what else can be done.
            ending = ""
        note = truncate(note, max(_LEAST, room - (width(ending) + 3 if ending else 0)))
        words = " · ".join(filter(None, (which, note, ending)))
        self._notices.tell(words, lambda: self._article.picked == one)
