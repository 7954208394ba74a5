"""The list in a sheet: a line for each thing to choose from, which can be filtered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.binding import BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widgets import OptionList

AT_ONCE = 80
"""Lines that a list begins with; further ones are added when these are painted, or when a key needs them."""


def rank(text: str, words: Sequence[str]) -> int:
    """How well a text fits the words of a filter that it contains: 0 is best. All are in folded case.

    Best is a text that begins with them, then one in which each begins a word, then any other.
    """
    if text.startswith(" ".join(words)):
        return 0
    return 1 if all(re.search(rf"\b{re.escape(word)}", text) for word in words) else 2


class SheetList(OptionList, inherit_bindings=False):
    """Lines to choose from, each cut where the sheet ends. It is moved through by the actions of sheets."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    SheetList, SheetList:focus {
        border: none; padding: 0; background: $surface; background-tint: $surface 0%;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
        & > .option-list--option { padding: 0 0 0 1; }
        & > .option-list--option-highlighted {
            color: $foreground; background: $panel; text-style: none;
        }
        & > .option-list--option-hover { background: $foreground 6%; }
    }
    """

    def __init__(
        self, lines: Iterable[Content | str], texts: Iterable[str] = (), *, ranked: bool = False
    ) -> None:
        """``texts``: see :meth:`show`; ``ranked``: whether what fits a filter best comes first."""
        super().__init__()
        self._ranked = ranked
        self._contents: list[Content] = []
        self._texts: list[str] = []
        self._kept: list[int] = []
        self._words = ""
        self._last: int | None = None
        self.show(lines, texts)

    def show(self, lines: Iterable[Content | str], texts: Iterable[str] = ()) -> None:
        """Shows other lines; the one at the same place is selected.

        ``texts``: for each line the text in which a filter looks for words, if that is not the line itself.
        """
        at = self.highlighted
        # A string would be read as markup: it becomes plain content.
        self._contents = [Content(line) if isinstance(line, str) else line for line in lines]
        self._texts = [text.casefold() for text in texts]
        self.keep(self._words)
        if self._kept:
            self.highlighted = min(at or 0, len(self._kept) - 1)

    def keep(self, words: str) -> int:
        """Shows only the lines that contain all the words; returns how many those are.

        The selected line stays selected as long as it is shown, and is so again after a filter that finds
        nothing. In a ranked list the best is selected while more is typed.
        """
        selected = self._last = self.selected if self._kept else self._last
        erased = self._words.startswith(words)
        self._words = words
        wanted = words.casefold().split()
        texts = self._texts or [line.plain.casefold() for line in self._contents] if wanted else []
        self._kept = [
            number
            for number in range(len(self._contents))
            if not wanted or all(word in texts[number] for word in wanted)
        ]
        if self._ranked and wanted:
            self._kept.sort(key=lambda number: rank(texts[number], wanted))
            if self._kept and not erased:
                selected = self._kept[0]
        self.clear_options()
        first = max(AT_ONCE, self._kept.index(selected) + AT_ONCE if selected in self._kept else 0)
        self.add_options(self._contents[number] for number in self._kept[:first])
        if first < len(self._kept):
            self.call_after_refresh(self._complete)
        if self._kept:
            self.highlighted = self._kept.index(selected) if selected in self._kept else 0
        return len(self._kept)

    def _complete(self) -> None:
        """Adds the lines that were left for later: none of them is on screen before."""
        if self.option_count < len(self._kept):
            self.add_options(self._contents[number] for number in self._kept[self.option_count :])

    @property
    def selected(self) -> int | None:
        """The number of the selected line among all lines, from 0; None while none is shown."""
        at = self.highlighted
        return self._kept[at] if at is not None and at < len(self._kept) else None

    def select(self, number: int) -> None:
        """Selects the line with that number among all lines, if it is shown."""
        if number in self._kept:
            if self._kept.index(number) >= self.option_count:
                self._complete()
            self.highlighted = self._kept.index(number)

    def render_line(self, y: int) -> Strip:
        """One line; an edge marks the selected one, for not everyone sees the difference of colours."""
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if line >= len(self._lines) or self._lines[line][0] != self.highlighted:
            return strip
        style = next((segment.style for segment in strip if segment.style), None)
        return Strip.join([Strip([Segment("▌", style)]), strip.crop(1)])

    def _move(self, by: int) -> None:
        if self._kept:
            self._complete()
            self.highlighted = min(max((self.highlighted or 0) + by, 0), len(self._kept) - 1)

    @property
    def _page(self) -> int:
        """How many lines a page moves on: one of overlap is left. A line may take several rows."""
        rows = max(1, self.virtual_size.height // max(1, len(self._kept)))
        return max(1, self.scrollable_content_region.height // rows - 1)

    # --- the actions of sheets ----------------------------------------------------------------------

    def action_down(self) -> None:
        """The next line."""
        self._move(1)

    def action_up(self) -> None:
        """The previous line."""
        self._move(-1)

    def action_page_down(self) -> None:
        """A page down."""
        self._move(self._page)

    def action_page_up(self) -> None:
        """A page up."""
        self._move(-self._page)

    def action_half_down(self) -> None:
        """Half a page down."""
        self._move(max(1, self._page // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self._move(-max(1, self._page // 2))

    def action_top(self) -> None:
        """The first line."""
        self._move(-len(self._kept))

    def action_bottom(self) -> None:
        """The last line."""
        self._move(len(self._kept))
