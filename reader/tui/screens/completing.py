"""Lines to type into that offer how a word may go on, and remember what was typed before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from reader.text import display, fit, width
from reader.tui.commandline.completing import Choices
from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay
from reader.tui.widgets.line import LineInput

SHOWN = 6
"""How many offers are shown at once."""


class CompletingLine(Overlay[str]):
    """A line with offers: Tab takes the first, then the next; arrow keys bring back what was typed before.

    The result is the text; None if the person cancels. A subclass lays out an ``Input`` and ``#offers``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt"), *bindings("line")]
    DEFAULT_CSS = """
    CompletingLine #offers { height: auto; display: none; color: $foreground; }
    CompletingLine #offers.-shown { display: block; }
    """

    def __init__(self, keymap: Mapping[str, str] | None = None, history: Sequence[str] = ()) -> None:
        """``history``: what was typed before, the latest last."""
        super().__init__(keymap)
        self._history = list(history)
        self._at = len(self._history)
        self._draft = ""
        self._offers = Choices(0)
        self._taken: int | None = None
        self._before, self._end = "", 0
        self._set: str | None = None

    # --- what a subclass says ---------------------------------------------------------------------

    def offers(self, text: str, cursor: int) -> Choices:
        """What the word before the cursor may become."""
        raise NotImplementedError

    def wrong(self, text: str) -> str:
        """Why the text cannot be taken, in words; "" if it can."""
        return ""

    def say(self, words: str) -> None:
        """Shows words for the person; "" brings the hints back."""
        raise NotImplementedError

    # --- the line ---------------------------------------------------------------------------------

    @property
    def line(self) -> LineInput:
        """The line."""
        return self.query_one(LineInput)

    def on_mount(self) -> None:
        self.line.cursor_position = len(self.line.value)
        self._offer()

    def remember(self, history: Sequence[str]) -> None:
        """What was typed before, which may come while the line is open: no key waits for the disk."""
        self._at += len(history) - len(self._history)
        self._history = list(history)

    def _known_more(self) -> None:
        """To be called when more can be offered than before."""
        # The line may have been closed meanwhile.
        if self.is_mounted and self._taken is None and self.query(LineInput) and self.query("#offers"):
            self._offer()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self._set:
            self._taken = None
            self._set = None
            self.say("")
            self._offer()

    def _offer(self) -> None:
        self._offers = self.offers(self.line.value, self.line.cursor_position)
        self._show()

    def _show(self) -> None:
        offers, taken = self._offers.choices, self._taken
        first = max(0, min((taken or 0) - SHOWN // 2, len(offers) - SHOWN))
        shown = offers[first : first + SHOWN]
        rest = len(offers) - first - len(shown)
        if rest:
            # The line for those that follow takes the place of one.
            shown, rest = shown[:-1], rest + 1
        widget = self.query_one("#offers", Static)
        widget.set_class(bool(shown), "-shown")
        column = max((width(display(offer.name or offer.text)) for offer in shown), default=0)
        column = min(column, 36) + 2
        parts: list[tuple[str, str]] = []
        for number, offer in enumerate(shown, first):
            here = number == taken
            style = "bold $accent" if here else ""
            parts.append(("▌" if here else " ", "$accent"))
            parts.append((fit(display(offer.name or offer.text), column), style))
            end = "\n" if number + 1 < first + len(shown) else ""
            parts.append((f"{display(offer.about)}{end}", "$secondary"))
        if rest:
            parts.append((f"\n … and {rest:,} more", "$secondary"))
        widget.update(Content.assemble(*parts))

    def _put(self, text: str, cursor: int) -> None:
        self._set = text
        self.line.value = text
        self.line.cursor_position = cursor
        self.say("")

    # --- keys -------------------------------------------------------------------------------------

    def action_complete(self) -> None:
        """Takes the first offer, then the next."""
        self._take(1)

    def action_complete_back(self) -> None:
        """Takes the offer before."""
        self._take(-1)

    def _take(self, by: int) -> None:
        start, offers, ending = self._offers
        if not offers:
            return
        if self._taken is None:
            self._end = self.line.cursor_position
            self._before = self.line.value
            at = 0 if by > 0 else len(offers) - 1
        else:
            at = (self._taken + by) % len(offers)
        self._taken = at
        rest = self._before[self._end :]
        ending = "" if rest.startswith(ending) and ending else ending
        head = self._before[:start] + offers[at].text + (ending if len(offers) == 1 else "")
        self._put(head + rest, len(head))
        if len(offers) == 1:
            self._taken = None
            self._offer()
        else:
            self._show()

    def action_earlier(self) -> None:
        """What was typed before."""
        self._recall(-1)

    def action_later(self) -> None:
        """What was typed after that; in the end what was being typed."""
        self._recall(1)

    def _recall(self, by: int) -> None:
        if not 0 <= self._at + by <= len(self._history):
            return
        if self._at == len(self._history):
            self._draft = self.line.value
        self._at += by
        text = self._draft if self._at == len(self._history) else self._history[self._at]
        self._taken = None
        self._put(text, len(text))
        self._offer()

    def action_accept(self) -> None:
        """Takes the text, if it can be taken."""
        text = self.line.value.strip()
        if problem := self.wrong(text):
            self.say(problem)
        else:
            self.dismiss(text)

    def action_cancel(self) -> None:
        """Ends without a result."""
        self.dismiss(None)
