"""What opens over the main screen and takes its keys: sheets and prompts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from textual import events
from textual.screen import ModalScreen

from reader.tui.keys.actions import with_key

T = TypeVar("T")


class Overlay(ModalScreen[T | None]):
    """A screen over the main one. A click outside what it shows closes it without a result."""

    def __init__(self, keymap: Mapping[str, str] | None = None) -> None:
        """``keymap`` has the user's own keys."""
        super().__init__()
        self._keymap = keymap or {}

    def _hints(self, *hints: tuple[str, str], typing: bool = False) -> str:
        """What keys do here: ``Enter saves · Esc cancels``, from (action, what it does).

        While text is typed (``typing``), the keys named are those that put no character into it.
        """
        named = (with_key(words, action, self._keymap, typing=typing) for action, words in hints)
        return " · ".join(filter(None, named))

    def on_click(self, event: events.Click) -> None:
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.dismiss(None)
