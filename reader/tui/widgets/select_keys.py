"""What takes the keys while a cursor is in the text of the article. It is not to be seen."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget

from reader.tui.keys.actions import bindings


class SelectKeys(Widget, can_focus=True, inherit_bindings=False):
    """Announces what keys ask for while text is selected; the screen decides.

    It has the focus then. So a key means the same as in the article only if the table of actions says so;
    keys that mean nothing here go on to the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("selecting")]
    DEFAULT_CSS = "SelectKeys { height: 0; dock: bottom; }"

    class Asked(Message):
        """A key asks for something: ``what`` is the kind of thing, ``which`` one of that kind."""

        def __init__(self, what: str, which: str = "") -> None:
            super().__init__()
            self.what = what
            self.which = which

    def _ask(self, what: str, which: str = "") -> None:
        self.post_message(self.Asked(what, which))

    # --- moving -------------------------------------------------------------------------------------

    def action_go(self, motion: str) -> None:
        """Moves the cursor by something of the text."""
        self._ask("go", motion)

    def action_down(self) -> None:
        """A line down."""
        self._ask("line", "down")

    def action_up(self) -> None:
        """A line up."""
        self._ask("line", "up")

    def action_page_down(self) -> None:
        """A page down."""
        self._ask("line", "page_down")

    def action_page_up(self) -> None:
        """A page up."""
        self._ask("line", "page_up")

    def action_half_down(self) -> None:
        """Half a page down."""
        self._ask("line", "half_down")

    def action_half_up(self) -> None:
        """Half a page up."""
        self._ask("line", "half_up")

    def action_line_start(self) -> None:
        """To the start of the line."""
        self._ask("line", "line_start")

    def action_line_end(self) -> None:
        """To the end of the line."""
        self._ask("line", "line_end")

    def action_top(self) -> None:
        """To the beginning of the text."""
        self._ask("go", "text_start")

    def action_bottom(self) -> None:
        """To the end of the text."""
        self._ask("go", "text_end")

    # --- selecting ----------------------------------------------------------------------------------

    def action_begin_selection(self) -> None:
        """Begins to select, or ends it."""
        self._ask("begin")

    def action_take(self, what: str) -> None:
        """Selects a word, a sentence or a paragraph."""
        self._ask("take", what)

    def action_swap_ends(self) -> None:
        """To the other end."""
        self._ask("swap")

    def action_search_on(self) -> None:
        """Finds words."""
        self._ask("find")

    def action_found_on(self) -> None:
        """To the next place that was found."""
        self._ask("found", "1")

    def action_found_back(self) -> None:
        """To the previous one."""
        self._ask("found", "-1")

    def action_leave_selecting(self) -> None:
        """Drops what is selected, then the cursor."""
        self._ask("leave")

    # --- what is done with it -----------------------------------------------------------------------

    def action_highlight(self) -> None:
        """Highlights what is selected, or shows the highlight at the cursor."""
        self._ask("highlight")

    def action_paint(self, color: str) -> None:
        """Highlights in a colour."""
        self._ask("paint", color)

    def action_annotate(self) -> None:
        """Writes a note."""
        self._ask("annotate")

    def action_copy_passage(self) -> None:
        """Copies."""
        self._ask("copy")

    def action_delete_highlight(self) -> None:
        """Deletes the highlight."""
        self._ask("delete")
