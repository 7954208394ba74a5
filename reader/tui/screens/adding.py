"""The dialog that adds: one line for a path, addresses or a feed; it says what it will do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.text import display
from reader.tui.background.looking import aside, facts_of
from reader.tui.commandline.completing import Choice, Choices
from reader.tui.screens.overlay import Buttons
from reader.tui.screens.paths import PathLine
from reader.tui.state.adding import PathFacts, ToAdd, to_add, will, wrong
from reader.tui.terminal.incoming import MOST_PASTED
from reader.tui.widgets.line import LineInput

PAUSE = 0.1
"""Seconds without a key after which the disk is looked at."""

PATIENCE = 2.0
"""Seconds that Enter waits for a disk to say what is at a path."""


class AddLine(PathLine):
    """Asks what to add. The result is the text."""

    DEFAULT_CSS = """
    AddLine { align: center middle; background: $background 60%; }
    AddLine > Vertical {
        width: 90%; max-width: 84; height: auto; padding: 0 1;
        background: $surface; border: round $accent;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    AddLine #about { height: auto; min-height: 1; color: $secondary; }
    AddLine #about.-wrong { color: $foreground; text-style: bold; }
    """

    def __init__(
        self, keymap: Mapping[str, str] | None = None, history: Sequence[str] = (), text: str = ""
    ) -> None:
        """``text`` is what stands in the line at first."""
        super().__init__(keymap, history)
        self._text = text
        self._facts: dict[str, PathFacts] = {}
        self._left = threading.Event()
        self._problem = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Add: a folder, a file, addresses or a feed")
            frame.border_subtitle = self._offered()
            yield LineInput(self._text, compact=True, max_length=MOST_PASTED, select_on_focus=False)
            yield Static(id="about", markup=False)
            yield Static(id="offers", markup=False)
            yield Buttons(("Add", "accept"), ("Cancel", "cancel"))

    def _offered(self) -> Content:
        return self._hints(
            ("complete", "completes a path"), ("accept", "adds"), ("cancel", "cancels"), typing=True
        )

    def on_mount(self) -> None:
        super().on_mount()
        self.say("")

    def on_unmount(self) -> None:
        self._left.set()

    # --- what is typed ----------------------------------------------------------------------------

    @property
    def asked(self) -> ToAdd:
        """What the text means."""
        value = self.line.value
        return to_add(value, full=len(value) >= MOST_PASTED)

    def say(self, words: str) -> None:
        self._problem = words
        self._tell()
        path = self.asked.path
        if not words and path and path not in self._facts:
            self.look(lambda: self._look(path), "look")

    def _tell(self) -> None:
        """Shows what is wrong, or what will be done."""
        about, asked = self.query_one("#about", Static), self.asked
        about.set_class(bool(self._problem), "-wrong")
        about.update(Content(display(self._problem or will(asked, self._facts.get(asked.path)))))

    async def _look(self, path: str) -> None:
        await asyncio.sleep(PAUSE)
        await self._know(path)
        self._tell()

    async def _know(self, path: str) -> None:
        self._facts[path] = await aside(lambda: facts_of(path, self._left.is_set))

    # --- completion -------------------------------------------------------------------------------

    def offers(self, text: str, cursor: int) -> Choices:
        if text == "~":
            return Choices(0, [Choice("~/")], "")
        asked = to_add(text)
        # Without a path there is nothing to complete; the names of the current directory are no help either.
        if asked.addresses or not asked.path or not text[:cursor].strip():
            return Choices(cursor)
        path = text[:cursor].lstrip("\"'")
        return Choices(cursor - len(path.rpartition("/")[2]), self.names(path), "")

    # --- keys -------------------------------------------------------------------------------------

    async def action_accept(self) -> None:  # type: ignore[override]
        """Adds what stands there, if it is there."""
        asked = self.asked
        if asked.path:
            # Once more: it may have come to be since the last look.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._know(asked.path), PATIENCE)
        problem = wrong(asked, self._facts.get(asked.path))
        if problem:
            self.say(problem)
        else:
            self.dismiss(self.line.value.strip())
