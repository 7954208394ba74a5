"""The prompt for a note on a passage: a few lines, or as many as one likes in an editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from reader.errors import ReaderError
from reader.text import clean, display, truncate
from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay

LONGEST = 20_000
"""Characters of a note."""

_QUOTED = 200
"""Characters of the passage that are shown above the note."""


def _editing() -> list[BindingType]:
    """Textual's keys for editing a text, without the one that opens the editor."""
    found: list[BindingType] = []
    for binding in TextArea.BINDINGS:
        assert isinstance(binding, Binding)
        keys = ",".join(key for key in binding.key.split(",") if key != "ctrl+e")
        found.append(Binding(keys, binding.action, binding.description, show=False))
    return found


class NoteText(TextArea, inherit_bindings=False):
    """The text of a note. Keys of the table of actions go on to the prompt."""

    BINDINGS: ClassVar[list[BindingType]] = _editing()

    async def _on_key(self, event: events.Key) -> None:
        bound = self.screen.active_bindings.get(event.key)
        if bound is not None and bound.node is self.screen:
            event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        room = max(0, LONGEST - len(self.text))
        self.insert(clean(event.text)[:room])


class NotePrompt(Overlay[str]):
    """Asks for a note. The result is the note ("" too), or None if the person cancels."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt"), *bindings("note")]
    DEFAULT_CSS = """
    NotePrompt { align: center middle; background: transparent; }
    NotePrompt > Vertical {
        width: 90%; max-width: 72; height: auto; padding: 0 1;
        background: $surface; border: round $accent;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    NotePrompt #quoted {
        height: auto; max-height: 3; color: $text-muted; text-style: italic; margin-bottom: 1;
    }
    NotePrompt NoteText, NotePrompt NoteText:focus {
        height: auto; min-height: 3; max-height: 12; padding: 0; border: none;
        background: $surface; color: $foreground; scrollbar-size-vertical: 1;
    }
    NotePrompt #keys { height: auto; color: $secondary; link-color: $secondary; }
    """

    def __init__(
        self,
        quote: str,
        note: str,
        edit: Callable[[str], str],
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """``quote``: the passage; ``edit`` opens an editor with a text and gives back what it has become."""
        super().__init__(keymap)
        self._quote = truncate(display(" ".join(quote.split())), _QUOTED)
        self._note = clean(note)
        self._edit = edit

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = "Note"
            yield Static(f"“{self._quote}”", id="quoted", markup=False)
            yield NoteText(
                self._note,
                compact=True,
                soft_wrap=True,
                show_line_numbers=False,
                highlight_cursor_line=False,
                theme="css",
            )
            yield Static(self._keys(), id="keys", markup=False)

    def _keys(self) -> Content:
        return self._hints(
            ("accept", "saves"), ("new_line", "new line"), ("note_in_editor", "editor"),
            ("cancel", "cancels"), typing=True,
        )  # fmt: skip

    def on_mount(self) -> None:
        area = self.query_one(NoteText)
        area.move_cursor(area.document.end)
        area.focus()

    def say(self, words: str) -> None:
        """Says something in place of the keys; "" brings them back."""
        self.query_one("#keys", Static).update(Content(display(words)) if words else self._keys())

    def action_accept(self) -> None:
        """Takes the note."""
        self.dismiss(clean(self.query_one(NoteText).text)[:LONGEST].strip())

    def action_cancel(self) -> None:
        """Ends without one."""
        self.dismiss(None)

    def action_new_line(self) -> None:
        """Begins another line."""
        self.query_one(NoteText).insert("\n")

    def action_note_in_editor(self) -> None:
        """Goes on in the editor; what is saved there is the note."""
        try:
            note = self._edit(self.query_one(NoteText).text)
        except ReaderError as error:
            self.say(str(error))
        else:
            self.dismiss(clean(note)[:LONGEST].strip())
