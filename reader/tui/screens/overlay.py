"""What opens over the main screen and takes its keys: sheets and prompts."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from typing import Any, TypeVar

from textual import events
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Static

from reader.tui.keys.actions import BY_NAME, with_key

T = TypeVar("T")


def joined(hints: Sequence[Content], cells: int) -> Content:
    """Hints in one line of so many cells. The last one, which names the way back, goes last."""
    first, last = list(hints[:-1]), list(hints[-1:])
    while first and _between(first + last).cell_length > cells:
        first.pop()
    return _between(first + last)


def _between(hints: Sequence[Content]) -> Content:
    return Content(" · ").join(hints)


def clickable(words: str | Content, action: str) -> Content:
    """Words that call an action of the screen when they are clicked."""
    said = Content(words) if isinstance(words, str) else words
    return said.stylize(Style.from_meta({"@click": f"screen.{action}"}))


class Buttons(Static):
    """Words to click: ``[ Save ] [ Cancel ]``. Each does what its key does."""

    DEFAULT_CSS = """
    Buttons {
        height: 1; width: 1fr; text-align: right;
        link-style: bold; link-color: $accent; link-background: transparent;
        link-style-hover: bold reverse; link-color-hover: $accent; link-background-hover: transparent;
    }
    """

    def __init__(self, *named: tuple[str, str]) -> None:
        """``named``: for each its word and its action."""
        parts = [clickable(f"[ {word} ]", action) for word, action in named]
        super().__init__(Content(" ").join(parts), markup=False)


class Overlay(ModalScreen[T | None]):
    """A screen over the main one. A click outside what it shows closes it without a result."""

    # A hint that can be clicked looks like one that cannot: all of them can.
    DEFAULT_CSS = """
    Overlay * {
        link-style: none; link-color: $foreground; link-background: transparent;
        link-style-hover: reverse; link-color-hover: $accent; link-background-hover: transparent;
    }
    """

    def __init__(self, keymap: Mapping[str, str] | None = None) -> None:
        """``keymap`` has the user's own keys."""
        super().__init__()
        self._keymap = keymap or {}

    def in_turn(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs work beside the event loop; the next keys wait for it, for it may open another screen."""
        worker = self.run_worker(work)
        if (keyboard := getattr(self.app, "keyboard", None)) is not None:
            keyboard.hold(worker)

    def _hints(self, *hints: tuple[str, str], typing: bool = False) -> Content:
        """What keys do here: ``Enter saves · Esc cancels``, from (action, what it does).

        A click on one does what its key does.
        While text is typed (``typing``), the keys named are those that put no character into it.
        """
        named = [(with_key(words, action, self._keymap, typing=typing), action) for action, words in hints]
        return joined(
            [clickable(said, BY_NAME[action].call) for said, action in named if said],
            self._room_for_hints(),
        )

    def _room_for_hints(self) -> int:
        """The cells that the hints may take."""
        return self.app.size.width * 9 // 10 - 4

    def on_click(self, event: events.Click) -> None:
        if self.get_widget_at(event.screen_x, event.screen_y)[0] is self:
            self.dismiss(None)
