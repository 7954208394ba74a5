"""Sheets: small screens over the main one. Help and the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from reader.model import Position
from reader.text import display, width
from reader.tui.keys.actions import key_table
from reader.typesetting.wrap import wrap

T = TypeVar("T")


MOVES: list[BindingType] = [
    Binding(keys, f"move('{by}')", show=False)
    for keys, by in (
        ("j", "cursor_down"),
        ("k", "cursor_up"),
        ("space,ctrl+d", "page_down"),
        ("b,ctrl+u", "page_up"),
        ("g", "first"),
        ("G", "last"),
    )
]
"""For sheets that are a list to choose from."""


class Sheet(ModalScreen[T]):
    """A framed sheet in the middle of the screen. Escape, ``q`` and its own key close it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss_sheet", show=False),
    ]
    # Here and not in reader.tcss: read when a sheet is first opened, not at every start.
    DEFAULT_CSS = """
    Sheet { align: center middle; background: $background 60%; }
    Sheet > #sheet {
        width: 90%; max-width: 84; height: auto; max-height: 90%;
        background: $surface; border: round $accent; padding: 0 1;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    Sheet #sheet-text { height: auto; }
    Sheet #sheet-body { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    """
    heading: ClassVar[str] = ""
    closing: ClassVar[str] = "Esc closes"

    def compose(self) -> ComposeResult:
        with Container(id="sheet") as sheet:
            sheet.border_title = self.heading
            sheet.border_subtitle = self.closing
            yield from self.body()

    def body(self) -> ComposeResult:
        """What the sheet holds."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Words for the person, on the frame."""
        self.query_one("#sheet").border_subtitle = Content(words)  # a string would be read as markup

    def action_dismiss_sheet(self) -> None:
        self.dismiss(None)

    async def action_move(self, by: str) -> None:
        """In a sheet that is a list: the reader's own keys for what the list knows under other names."""
        await self.query_one(OptionList).run_action(by)


class SheetList(OptionList):
    """A list to choose from in a sheet: a line for each thing, cut where the sheet ends."""

    DEFAULT_CSS = """
    SheetList, SheetList:focus {
        border: none; padding: 0; background: $surface; background-tint: $surface 0%;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
        & > .option-list--option-highlighted {
            color: $foreground; background: $panel; text-style: none;
        }
        & > .option-list--option-hover { background: $foreground 6%; }
    }
    """

    def __init__(self, lines: Iterable[Content | str]) -> None:
        # A string would be read as markup: it becomes plain content.
        super().__init__(*(Content(line) if isinstance(line, str) else line for line in lines))


_INDENT = "  "
_MIN_HELP = 24
"""The cells that what a key does takes beside it, at least."""


class HelpSheet(Sheet[None]):
    """All keys, by group, as they are set now."""

    heading = "Keys"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "dismiss_sheet", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown", "scroll(10)", show=False),
        Binding("b,pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        super().__init__()
        self._keymap = keymap

    def body(self) -> ComposeResult:
        with VerticalScroll(id="sheet-body"):
            yield Static(id="sheet-text")

    def on_resize(self, event: events.Resize) -> None:
        # What the styles above leave of the terminal: frame, room beside the text and the scroll bar.
        cells = min(event.size.width * 9 // 10, 84) - 5
        self.query_one("#sheet-text", Static).update(self._table(cells))

    def _table(self, cells: int) -> Content:
        table = key_table(self._keymap)
        column = max(width(row.keys) for _, rows in table for row in rows) + 2
        # Where little would be left beside the keys, what they do stands below them.
        beside = cells - len(_INDENT) - column >= _MIN_HELP
        indent = len(_INDENT) + (column if beside else 2)
        parts: list[Content | tuple[str, str]] = []
        for group, rows in table:
            parts.append((f"{group}\n", "bold $accent"))
            for row in rows:
                space = " " * (column - width(row.keys)) if beside else f"\n{' ' * indent}"
                parts.append((f"{_INDENT}{row.keys}{space}", "bold"))
                lines = [row.help[start:end] for start, end in wrap(row.help, cells - indent)]
                parts.append((f"\n{' ' * indent}".join(lines) + "\n", ""))
            parts.append(("\n", ""))
        parts.append(
            ("The mouse works everywhere. Every key can be changed: see docs/configuration.md", "$secondary")
        )
        return Content.assemble(*parts)

    def action_scroll(self, lines: int) -> None:
        self.query_one("#sheet-body").scroll_relative(y=lines, animate=False)


class ContentsSheet(Sheet[Position | None]):
    """The headings of an article; the chosen one's place is the result."""

    heading = "Contents"
    BINDINGS: ClassVar[list[BindingType]] = [*MOVES, Binding("t", "dismiss_sheet", show=False)]

    def __init__(self, contents: Sequence[tuple[str, Position]]) -> None:
        super().__init__()
        self._contents = contents

    def body(self) -> ComposeResult:
        yield SheetList(display(title) for title, _ in self._contents)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._contents[event.option_index][1])
