"""The bottom line: the keys that are useful here, the place in the article, and short notices."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.text import truncate, width
from reader.tui.keys.actions import BY_NAME, Hint
from reader.tui.widgets.painting import foreground

_STANDING = (BY_NAME["quit"].call, BY_NAME["help"].call)


class KeyHints(Widget):
    """As many whole hints as fit, always with those for quitting and help. A notice takes their place."""

    DEFAULT_CSS = """
    KeyHints { height: 1; dock: bottom; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key", "hints--word", "hints--notice"}

    class Clicked(Message):
        """A hint was clicked; ``action`` is the action it stands for."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints: tuple[Hint, ...] = ()
        self._place = ""
        self.notice = ""

    def show(self, hints: tuple[Hint, ...]) -> None:
        """Shows these hints, the most useful first."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def place(self, words: str) -> None:
        """Shows the place in the article at the right end; "" shows nothing there."""
        if words != self._place:
            self._place = words
            self.refresh()

    def tell(self, notice: str) -> None:
        """Shows a notice in place of the hints; "" brings the hints back."""
        if notice != self.notice:
            self.notice = notice
            self.refresh()

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        base = self.rich_style
        if self.notice:
            style = base + foreground(self.get_component_rich_style("hints--notice"))
            segments = [Segment(" " + truncate(self.notice, cells - 2), style)]
            return Strip(segments).adjust_cell_length(cells, base)
        key = base + foreground(self.get_component_rich_style("hints--key"))
        word = base + foreground(self.get_component_rich_style("hints--word"))
        segments = []
        for _, _, hint in self._placed():
            segments += [Segment(" " + hint.key, key), Segment(f" {hint.word} " if hint.word else "", word)]
        if not self._place:
            return Strip(segments).adjust_cell_length(cells, base)
        strip = Strip(segments).adjust_cell_length(self._room, base)
        return Strip.join([strip, Strip([Segment(f" {self._place} ", word)])])

    @property
    def _room(self) -> int:
        return self.size.width - (width(self._place) + 2 if self._place else 0)

    def _placed(self) -> list[tuple[int, int, Hint]]:
        """The hints that fit, with the cells they take: (first, after last, hint)."""
        shown = [hint for hint in self._hints if hint.key]
        standing = [hint for hint in shown if hint.action in _STANDING]
        room = self._room - sum(map(_cells, standing))
        chosen: list[Hint] = []
        for hint in (hint for hint in shown if hint not in standing):
            room -= _cells(hint)
            if room < 0:
                break
            chosen.append(hint)
        placed: list[tuple[int, int, Hint]] = []
        start = 0
        for hint in (*chosen, *standing):
            placed.append((start, start + _cells(hint), hint))
            start += _cells(hint)
        return placed

    def on_click(self, event: events.Click) -> None:
        for start, end, hint in self._placed():
            if hint.action and not self.notice and start <= event.x < end:
                self.post_message(self.Clicked(hint.action))


def _cells(hint: Hint) -> int:
    """The cells a hint takes: a space before and after, and one between key and word."""
    return width(hint.key) + 1 + (width(hint.word) + 2 if hint.word else 0)
