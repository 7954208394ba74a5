"""What is shown of one highlight, and the keys that change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.colors import COLORS, shown_color
from reader.model import Highlight
from reader.text import clean, display
from reader.tui.keys.actions import BY_NAME, bindings, first_key
from reader.tui.screens.overlay import Overlay, clickable

_LONGEST = 2000
"""Characters of the passage that are shown."""


class HighlightSheet(Overlay[str]):
    """Shows a highlight. The result is what to do with it.

    One of the colours, or ``annotate``, ``copy``, ``delete`` or ``move``.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("highlight")
    DEFAULT_CSS = """
    HighlightSheet { align: center middle; background: transparent; }
    HighlightSheet > Vertical {
        width: 90%; max-width: 72; height: auto; max-height: 90%; padding: 0 1;
        background: $surface; border: round $accent;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    HighlightSheet VerticalScroll { height: auto; max-height: 14; scrollbar-size-vertical: 1; }
    HighlightSheet Static { height: auto; }
    HighlightSheet #passage { text-style: italic; }
    HighlightSheet #note { margin-top: 1; }
    HighlightSheet #about { color: $secondary; margin-top: 1; }
    HighlightSheet #keys { margin-top: 1; }
    """

    def __init__(
        self, one: Highlight, number: int, count: int, keymap: Mapping[str, str] | None = None
    ) -> None:
        """``number`` of ``count``: which highlight of the article it is."""
        super().__init__(keymap)
        self._one = one
        self._title = f"Highlight {number:,} of {count:,}"

    def compose(self) -> ComposeResult:
        one = self._one
        with Vertical() as frame:
            frame.border_title = self._title
            frame.border_subtitle = self._hints(("close_highlight", "closes"))
            with VerticalScroll(can_focus=False):
                yield Static(f"“{display(one.quote[:_LONGEST])}”", id="passage", markup=False)
                if one.note:
                    yield Static(clean(one.note), id="note", markup=False)
            yield Static(self._about(), id="about", markup=False)
            yield Static(self._keys(), id="keys")

    def _about(self) -> str:
        one = self._one
        parts = [shown_color(one.color), one.created[:10], *(f"#{tag}" for tag in one.tags)]
        return display(" · ".join(filter(None, parts)))

    def _keys(self) -> Content:
        named = [(f"color_{color}", color) for color in COLORS]
        note = "changes the note" if self._one.note else "writes a note"
        more = [
            ("annotate", note), ("copy_passage", "copies"), ("delete_highlight", "deletes"),
            ("change_ends", "selects other words"),
        ]  # fmt: skip
        parts: list[Content | tuple[str, str]] = []
        for line in (named, more):
            if parts:
                parts.append(("\n", ""))
            for action, words in line:
                if key := first_key(action, self._keymap):
                    # The words of one key stay together.
                    said = words.replace(" ", "\xa0")
                    hint = Content.assemble((f"{key}\xa0", "bold $accent"), said)
                    parts += [clickable(hint, BY_NAME[action].call), ("  ", "")]
        return Content.assemble(*parts)

    def action_paint(self, color: str) -> None:
        """Another colour."""
        self.dismiss(color)

    def action_annotate(self) -> None:
        """Another note."""
        self.dismiss("annotate")

    def action_copy_passage(self) -> None:
        """Its words to the clipboard."""
        self.dismiss("copy")

    def action_delete_highlight(self) -> None:
        """No highlight any more."""
        self.dismiss("delete")

    def action_change_ends(self) -> None:
        """Other words."""
        self.dismiss("move")

    def action_close_highlight(self) -> None:
        """Nothing."""
        self.dismiss(None)
