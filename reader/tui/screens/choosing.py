"""What to copy, and how to share: asked with one more key, or in a small sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from reader.text import display, width
from reader.tui.keys.actions import bindings, toggle, with_key
from reader.tui.screens.overlay import Overlay, clickable
from reader.tui.screens.sheets import ListSheet

CHOICES: Mapping[str, tuple[str, str]] = {
    "y": ("passage", "selection or passage"),
    "t": ("title", "title"),
    "a": ("address", "address"),
    "l": ("link", "link in Markdown"),
    "m": ("markdown", "article as Markdown"),
    "x": ("text", "article as text"),
}
"""What can be copied: the second key, what it is, and its words."""


class KeyLine(Overlay[str]):
    """Asks with one key for one of some choices. Any other key ends it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("number")
    DEFAULT_CSS = """
    KeyLine { background: transparent; align: left bottom; }
    KeyLine > Static {
        width: 1fr; height: auto; padding: 0 1; background: $surface; color: $accent;
        link-color: $accent; link-color-hover: $accent;
    }
    """

    def __init__(
        self, question: str, choices: Mapping[str, tuple[str, str]], keymap: Mapping[str, str] | None = None
    ) -> None:
        """``choices``: for each key its result and its words."""
        super().__init__(keymap)
        self._question = question
        self._choices = choices

    def compose(self) -> ComposeResult:
        yield Static(self._words(), markup=False)

    def _words(self) -> Content:
        """The choices, each of which can be clicked; in as many lines as it takes, for none may be cut."""
        parts = [(f"{key} {words}", f"pick({key!r})") for key, (_, words) in self._choices.items()]
        parts.append((with_key("cancels", "cancel", self._keymap), "cancel"))
        said, cells = Content(self._question), width(self._question)
        for words, action in parts:
            between = "  "
            if cells + 2 + width(words) > self.app.size.width - 2:
                between, cells = f"\n{' ' * width(self._question)}  ", width(self._question)
            said = said + between + clickable(words, action)
            cells += 2 + width(words)
        return said

    def action_pick(self, key: str) -> None:
        """Takes the choice of a key."""
        self.dismiss(self._choices[key][0])

    def action_cancel(self) -> None:
        """Ends without a choice."""
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        chosen = self._choices.get((event.character or "").lower())
        self.dismiss(None if chosen is None else chosen[0])


class CopyLine(KeyLine):
    """Asks with one key what to copy."""

    def __init__(self, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__("Copy:", CHOICES, keymap)


class ShareSheet(ListSheet[str]):
    """The ways to share of the configuration; the chosen one's name is the result."""

    heading = "Share with"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "shares"),
        ("filter", "filters"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [toggle("share", "close_by_opener")]

    def __init__(self, shares: Mapping[str, Sequence[str]], keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._shares = list(shares.items())

    def lines(self) -> list[str]:
        return [f"{display(name):12}  {display(' '.join(words))}" for name, words in self._shares]

    def result(self, number: int) -> str:
        return self._shares[number][0]
