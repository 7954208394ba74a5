"""The bottom line: short notices, the keys that are useful here, and the place in the article."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.text import truncate, width
from reader.tui.keys.actions import BY_NAME
from reader.tui.keys.hints import Hint
from reader.tui.widgets.painting import foreground

_STANDING = (BY_NAME["quit"].call, BY_NAME["help"].call)


class KeyHints(Widget):
    """As many whole hints as fit, always with those for quitting and help.

    A notice stands before them and takes the room of the less useful ones first.
    """

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
        self.notice = ""

    def show(self, hints: tuple[Hint, ...]) -> None:
        """Shows these hints, the most useful first."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def tell(self, notice: str) -> None:
        """Shows a notice beside the hints; "" takes it away."""
        if notice != self.notice:
            self.notice = notice
            self.set_class(bool(notice), "-told")
            self.refresh()

    @property
    def room(self) -> int:
        """The cells of the longest notice that leaves the hints for quitting and help their room."""
        standing = sum(_cells(hint) for hint in self._hints if hint.key and hint.action in _STANDING)
        return max(0, self.size.width - standing - 3)

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        base = self.rich_style
        key = base + foreground(self.get_component_rich_style("hints--key"))
        word = base + foreground(self.get_component_rich_style("hints--word"))
        segments = []
        if self.notice:
            style = base + foreground(self.get_component_rich_style("hints--notice"))
            segments.append(Segment(f" {self._said} ", style))
        for _, _, hint in self._placed():
            segments += [Segment(" " + hint.key, key), Segment(f" {hint.word} " if hint.word else "", word)]
        return Strip(segments).adjust_cell_length(cells, base)

    @property
    def _said(self) -> str:
        """The notice as far as there is room for it."""
        return truncate(self.notice, max(0, self.size.width - 2))

    def _placed(self) -> list[tuple[int, int, Hint]]:
        """The hints that fit, with the cells they take: (first, after last, hint)."""
        start = width(self._said) + 3 if self.notice else 0
        shown = [hint for hint in self._hints if hint.key]
        room = self.size.width - start
        standing: list[Hint] = []
        # Help first: it says how to quit, too.
        for hint in reversed([hint for hint in shown if hint.action in _STANDING]):
            if _cells(hint) <= room:
                standing.insert(0, hint)
                room -= _cells(hint)
        chosen: list[Hint] = []
        for hint in (hint for hint in shown if hint.action not in _STANDING):
            room -= _cells(hint)
            if room < 0:
                break
            chosen.append(hint)
        placed: list[tuple[int, int, Hint]] = []
        for hint in (*chosen, *standing):
            placed.append((start, start + _cells(hint), hint))
            start += _cells(hint)
        return placed

    def on_click(self, event: events.Click) -> None:
        for start, end, hint in self._placed():
            if hint.action and start <= event.x < end:
                self.post_message(self.Clicked(hint.action))


def _cells(hint: Hint) -> int:
    """The cells a hint takes: a space before and after, and one between key and word."""
    return width(hint.key) + 1 + (width(hint.word) + 2 if hint.word else 0)
