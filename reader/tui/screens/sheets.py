"""Sheets: framed lists and texts over the main screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static

from reader.text import display
from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay
from reader.tui.widgets.line import LineInput
from reader.tui.widgets.paged_view import Paging
from reader.tui.widgets.sheet_list import SheetList

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


class SheetText(VerticalScroll, Paging, inherit_bindings=False):
    """A text in a sheet."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    SheetText { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    SheetText > Static { height: auto; }
    """


class TextSheet(Sheet[T]):
    """A sheet that is a text, made anew for the words that it is filtered by and for the width."""

    # What the styles of a sheet leave: less the frame, the room beside the text and the scroll bar.
    _MOST_CELLS, _AROUND = 84, 5

    def __init__(self, keymap: Mapping[str, str] | None = None, words: str = "") -> None:
        """``words`` are what the text is filtered by at first."""
        super().__init__(keymap)
        self._words: list[str] = words.casefold().split()

    def text(self, cells: int) -> tuple[Content, int]:
        """The text for that width, and how many rows of it contain all the words."""
        raise NotImplementedError

    def contains(self, row: str) -> bool:
        """Whether a row contains all the words of the filter."""
        return all(word in row.casefold() for word in self._words)

    def body(self) -> SheetText:
        return SheetText(Static(id="sheet-text", markup=False), id="sheet-body")

    @property
    def moving(self) -> Moving:
        return self.query_one(SheetText)

    def on_resize(self, event: events.Resize) -> None:
        self._update()

    def keep(self, words: str) -> int:
        self._words = words.casefold().split()
        return self._update()

    def _update(self) -> int:
        text, rows = self.text(min(self.size.width * 9 // 10, self._MOST_CELLS) - self._AROUND)
        self.query_one("#sheet-text", Static).update(text)
        return rows
