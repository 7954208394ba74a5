"""Sheets: framed lists and texts over the main screen. Help and the table of contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Protocol, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from reader.model import Position
from reader.text import display, width
from reader.tui.keys.action import Where
from reader.tui.keys.actions import bindings, keys_at, toggle
from reader.tui.screens.overlay import Overlay
from reader.tui.state.places import Section, section_at
from reader.tui.widgets.line import LineInput
from reader.tui.widgets.paged_view import Paging
from reader.tui.widgets.sheet_list import SheetList
from reader.typesetting.wrap import wrap

T = TypeVar("T")

_LONGEST = 200
"""Characters of a filter: more than anyone types."""


class Moving(Protocol):
    """The content of a sheet: it answers to the keys that move."""

    def action_down(self) -> None: ...
    def action_up(self) -> None: ...
    def action_page_down(self) -> None: ...
    def action_page_up(self) -> None: ...
    def action_half_down(self) -> None: ...
    def action_half_up(self) -> None: ...
    def action_top(self) -> None: ...
    def action_bottom(self) -> None: ...


class Sheet(Overlay[T]):
    """A framed sheet in the middle of the screen, with a line to filter what it shows.

    The keys of sheets in the table of actions move, filter and close it; so do those that opened it, and a
    click outside.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("sheet")
    AUTO_FOCUS = "#sheet-body"
    # Here and not in reader.tcss: read when a sheet is first opened, not at every start.
    DEFAULT_CSS = """
    Sheet { align: center middle; background: transparent; }
    Sheet > #sheet {
        width: 90%; max-width: 84; height: auto; max-height: 90%;
        background: $surface; border: round $accent; padding: 0 1;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    Sheet #sheet-filter, Sheet #sheet-filter:focus {
        display: none; dock: top; height: 1; border: none; padding: 0; background: $panel;
    }
    Sheet #sheet-filter.-shown { display: block; }
    """
    heading: ClassVar[str] = ""
    keys: ClassVar[tuple[tuple[str, str], ...]] = (("filter", "filters"), ("close", "closes"))
    """The keys that the frame names: (action, what it does)."""
    _said = ""

    def compose(self) -> ComposeResult:
        with Container(id="sheet") as sheet:
            sheet.border_title = self.heading
            sheet.border_subtitle = Content(self._hints(*self.keys))  # a string would be read as markup
            # Disabled as long as it is hidden: it must not get the focus.
            yield LineInput(
                placeholder="filter", id="sheet-filter", compact=True, max_length=_LONGEST, disabled=True
            )
            yield self.body()

    def body(self) -> Widget:
        """The widget that the sheet shows."""
        raise NotImplementedError

    @property
    def moving(self) -> Moving:
        """The widget that the movement keys act on."""
        raise NotImplementedError

    def keep(self, words: str) -> int:
        """Shows only what contains the words; returns how much that is."""
        raise NotImplementedError

    def say(self, words: str) -> None:
        """Words for the person, on the frame; "" brings the hints back."""
        self._said = words
        self.query_one("#sheet").border_subtitle = Content(words or self._offered())

    def _offered(self) -> str:
        """The hints: while a filter is typed, the keys that still act, in place of those that are typed."""
        if not self._filter.has_class("-shown"):
            return self._hints(*self.keys)
        chooses = [hint for hint in self.keys if hint[0] == "choose"]
        return self._hints(*chooses, ("close", "ends the filter"), typing=True)

    def on_resize(self, event: events.Resize) -> None:
        # The frame has its new width only then; what is said meanwhile stays.
        self.call_after_refresh(self._say_again)

    def _say_again(self) -> None:
        if self.is_attached:
            self.say(self._said)

    def _room_for_hints(self) -> int:
        frame = self.query("#sheet")
        cells = frame.first().outer_size.width if frame else 0
        # On each side of the words are a corner, a piece of the border and a space.
        return cells - 6 if cells else super()._room_for_hints() - 2

    # --- keys -------------------------------------------------------------------------------------

    def action_down(self) -> None:
        self.moving.action_down()

    def action_up(self) -> None:
        self.moving.action_up()

    def action_page_down(self) -> None:
        self.moving.action_page_down()

    def action_page_up(self) -> None:
        self.moving.action_page_up()

    def action_half_down(self) -> None:
        self.moving.action_half_down()

    def action_half_up(self) -> None:
        self.moving.action_half_up()

    def action_top(self) -> None:
        self.moving.action_top()

    def action_bottom(self) -> None:
        self.moving.action_bottom()

    def action_choose(self) -> None:
        """Opens the selected line; in a text there is nothing to open."""

    def action_filter(self) -> None:
        """Lets a filter be typed."""
        self._filter.disabled = False
        self._filter.add_class("-shown")
        self.set_focus(self._filter)
        self.say("")

    def action_close(self) -> None:
        """Ends the filter; without one closes the sheet."""
        if self._filter.has_class("-shown"):
            self._filter.remove_class("-shown")
            self._filter.value = ""
            self._filter.disabled = True
            self.set_focus(self._body)
            self.say("")
        else:
            self.dismiss(None)

    def action_close_by_opener(self) -> None:
        """Closes the sheet by the key that opened it."""
        self.dismiss(None)

    @on(Input.Changed, "#sheet-filter")
    def _filtered(self, event: Input.Changed) -> None:
        event.stop()
        words = display(event.value).strip()
        self.say("" if self.keep(words) else f"Nothing here contains “{words}”")

    @property
    def _filter(self) -> LineInput:
        return self.query_one("#sheet-filter", LineInput)

    @property
    def _body(self) -> Widget:
        return self.query_one("#sheet-body")


class ListSheet(Sheet[T]):
    """A sheet that is a list of things to choose from."""

    # The edge of the selected line takes the place of the padding.
    DEFAULT_CSS = """
    ListSheet > #sheet { padding: 0 1 0 0; }
    ListSheet #sheet-filter, ListSheet #sheet-filter:focus { padding: 0 0 0 1; }
    """
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "opens"),
        ("filter", "filters"),
        ("close", "closes"),
    )

    def lines(self) -> Sequence[Content | str]:
        """A line for each thing, in order."""
        raise NotImplementedError

    def result(self, number: int) -> T:
        """The result of choosing the thing with that number, from 0."""
        raise NotImplementedError

    def body(self) -> SheetList:
        sheet = SheetList(self.lines())
        sheet.id = "sheet-body"
        return sheet

    @property
    def choices(self) -> SheetList:
        """The list."""
        return self.query_one(SheetList)

    @property
    def moving(self) -> Moving:
        return self.choices

    def keep(self, words: str) -> int:
        return self.choices.keep(words)

    def action_choose(self) -> None:
        if (number := self.choices.selected) is not None:
            self.dismiss(self.result(number))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_choose()


_INDENT = "  "
_MIN_HELP = 36
"""The cells that descriptions get at least, as long as there are some for the keys beside them."""

NARROWING = "Narrowing a search, with a field before a colon"
"""The heading of what can narrow a search."""

_MIN_KEYS, _MOST_KEYS = 8, 16
"""The cells of the keys: few have more."""


class SheetText(VerticalScroll, Paging, inherit_bindings=False):
    """A text in a sheet."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    SheetText { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    SheetText > Static { height: auto; }
    """


class HelpSheet(Sheet[None]):
    """All keys, by group, as they are set now; those that act elsewhere come last."""

    heading = "Keys"
    BINDINGS: ClassVar[list[BindingType]] = [toggle("help", "close_by_opener")]

    def __init__(self, keymap: Mapping[str, str], word: str = "", where: Where = "list") -> None:
        """``word`` is what the rows contain at first; ``where``: the place in which help was asked for."""
        super().__init__(keymap)
        self._where: Where = where
        self._word = word
        self._words: list[str] = word.casefold().split()

    def on_mount(self) -> None:
        if self._word:
            self.action_filter()
            self._filter.value = self._word

    def body(self) -> SheetText:
        return SheetText(Static(id="sheet-text"), id="sheet-body")

    @property
    def moving(self) -> Moving:
        return self.query_one(SheetText)

    def on_resize(self, event: events.Resize) -> None:
        self._update()

    def keep(self, words: str) -> int:
        self._words = words.casefold().split()
        return self._update()

    def _update(self) -> int:
        # The styles above leave this much: less the frame, the room beside the text and the scroll bar.
        cells = min(self.size.width * 9 // 10, 84) - 5
        text, rows = self._table(cells)
        self.query_one("#sheet-text", Static).update(text)
        return rows

    def _table(self, cells: int) -> tuple[Content, int]:
        """The text for that width, and how many rows it has."""
        table = keys_at(self._where, self._keymap)
        longest = max(width(row.keys) for _, rows in table for row in rows)
        # Where that leaves little room for the descriptions, those of long keys stand below them.
        column = max(min(longest, _MOST_KEYS, cells - len(_INDENT) - 2 - _MIN_HELP), _MIN_KEYS) + 2
        indent = len(_INDENT) + column
        parts: list[Content | tuple[str, str]] = []
        count = 0
        for group, rows in table:
            kept = [row for row in rows if all(w in f"{row.keys} {row.help}".casefold() for w in self._words)]
            count += len(kept)
            if not kept:
                continue
            parts.append((f"{group}\n", "bold $accent"))
            for row in kept:
                room = column - width(row.keys)
                space = " " * room if room >= 2 else f"\n{' ' * indent}"
                parts.append((f"{_INDENT}{row.keys}{space}", "bold"))
                lines = [row.help[start:end] for start, end in wrap(row.help, cells - indent)]
                parts.append((f"\n{' ' * indent}".join(lines) + "\n", ""))
            parts.append(("\n", ""))
        for section, rows_of_section in (self._narrowings(cells), self._commands(cells)):
            parts += section
            count += rows_of_section
        parts.append(
            (
                "The mouse works everywhere. You can change all these keys: see docs/configuration.md",
                "$secondary",
            )
        )
        return Content.assemble(*parts), count

    def _commands(self, cells: int) -> tuple[list[tuple[str, str]], int]:
        """What can be typed after the colon, each with its help below it, and how many those are."""
        from reader.tui.commandline.verbs import VERBS

        return self._named("Commands, after a colon", ((verb.usage, verb.help) for verb in VERBS), cells)

    def _narrowings(self, cells: int) -> tuple[list[tuple[str, str]], int]:
        """What can narrow a search, each with its help below it, and how many those are."""
        from reader.tui.commandline.narrowing import NARROWINGS

        return self._named(NARROWING, ((f"{one.name}:", one.about) for one in NARROWINGS), cells)

    def _named(
        self, heading: str, rows: Iterable[tuple[str, str]], cells: int
    ) -> tuple[list[tuple[str, str]], int]:
        kept = [
            (name, help)
            for name, help in rows
            if all(w in f"{heading} {name} {help}".casefold() for w in self._words)
        ]
        parts: list[tuple[str, str]] = [(f"{heading}\n", "bold $accent")] if kept else []
        indent = len(_INDENT) + 2
        for name, help in kept:
            lines = [help[start:end] for start, end in wrap(help, cells - indent)]
            parts.append((f"{_INDENT}{name}\n", "bold"))
            parts.append((" " * indent + f"\n{' ' * indent}".join(lines) + "\n", ""))
        return [*parts, *([("\n", "")] if kept else [])], len(kept)


class ContentsSheet(ListSheet[Position]):
    """The headings of an article as an outline; the chosen one's place is the result."""

    heading = "Contents"
    BINDINGS: ClassVar[list[BindingType]] = [toggle("contents", "close_by_opener")]

    def __init__(
        self, sections: Sequence[Section], here: Position, keymap: Mapping[str, str] | None = None
    ) -> None:
        """``here``: where the person stands; the section that this is in is marked, and selected."""
        super().__init__(keymap)
        self._sections = sections
        self._current = section_at(sections, here)

    def on_mount(self) -> None:
        if self._current is not None:
            self.choices.select(self._current)

    def lines(self) -> list[Content]:
        return [self._line(number, section) for number, section in enumerate(self._sections)]

    def _line(self, number: int, section: Section) -> Content:
        here = number == self._current
        indent = "  " * min(section.level, _DEEPEST)
        style = "bold" if here or section.level == 0 else ""
        return Content.assemble(
            ("▸ " if here else "  ", "bold $accent"), indent, (display(section.title), style)
        )

    def result(self, number: int) -> Position:
        return self._sections[number].position


_DEEPEST = 8
"""The deepest level that is indented further than the one above it."""
