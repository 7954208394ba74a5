"""The line that takes the letters of a link: they are shown on all links in sight while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay


class LabelLine(Overlay[int]):
    """Takes letters until they stand for one link; the result is the link's number, from 0."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("label")
    DEFAULT_CSS = """
    LabelLine { background: transparent; align: left bottom; }
    LabelLine > Static { width: 1fr; height: 1; padding: 0 1; background: $panel; color: $accent; }
    LabelLine > Static { link-color: $accent; }
    """

    def __init__(
        self, words: Sequence[str], show: Callable[[str], None], keymap: Mapping[str, str] | None = None
    ) -> None:
        """``words`` are the letters of the links; ``show`` shows those that begin with what is typed."""
        super().__init__(keymap)
        self._words = words
        self._show = show
        self._typed = ""

    def compose(self) -> ComposeResult:
        hint = self._hints(("cancel", "cancels"))
        yield Static(Content("Follow a link: type its letters   ") + hint, markup=False)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        if event.key in self.active_bindings:
            return
        event.stop()
        typed = self._typed + (event.character or "").casefold()
        if typed in self._words:
            self.dismiss(self._words.index(typed))
        elif not event.character or not any(word.startswith(typed) for word in self._words):
            self.dismiss(None)
        else:
            self._typed = typed
            self._show(typed)
