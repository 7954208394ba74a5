"""The sheet of all highlights: opens them, changes their colour and note, deletes them, finds lost ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.colors import HighlightColor
from reader.errors import ReaderError
from reader.facts import Passage
from reader.guessing import Guess
from reader.text import display
from reader.tui.background import jobs, passage_jobs
from reader.tui.background.backend import Backend
from reader.tui.keys.actions import bindings, toggle
from reader.tui.screens.overlay import Overlay
from reader.tui.screens.passage_actions import PassageActions
from reader.tui.screens.sheets import ListSheet
from reader.tui.state.passages import PassageLines, PassageList, lines_of, same_place, text_of
from reader.tui.themes import sign_color
from reader.tui.widgets.sheet_list import SheetList

_WIDEST = 100
_FRAME = 6
"""Cells that the frame, the edge, the sign and the scroll bar take of the width of the sheet."""


class PassagesSheet(PassageActions, ListSheet[Passage]):
    """All highlights, or those that a query has found; the chosen one is the result."""

    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("choose", "opens"),
        ("annotate", "note"),
        ("delete_highlight", "deletes"),
        ("sort_passages", "sorts"),
        ("filter", "filters"),
        ("export_passages", "exports"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("passages"),
        toggle("highlights", "close_by_opener"),
    ]
    DEFAULT_CSS = f"""
    PassagesSheet > #sheet {{ max-width: {_WIDEST}; }}
    """

    def __init__(
        self,
        listed: PassageList,
        backend: Backend,
        keymap: Mapping[str, str] | None = None,
        *,
        edit: Callable[[str], str],
        changed: Callable[[jobs.Changed], None],
        at: int = 0,
    ) -> None:
        """Shows ``listed``, and selects the one with the number ``at``. For the others see the base class."""
        super().__init__(backend, keymap, edit=edit, changed=changed)
        self.listed = listed
        self._shown = listed.shown
        self._at = at
        self.exports = False
        """Whether the sheet was closed to write what it lists into a file."""

    def on_mount(self) -> None:
        self.choices.select(self._at)

    def compose(self) -> ComposeResult:
        self.heading = self.listed.heading  # type: ignore[misc]
        yield from super().compose()

    def body(self) -> SheetList:
        sheet = SheetList(self.lines(), map(text_of, self._shown))
        sheet.id = "sheet-body"
        return sheet

    def lines(self) -> list[Content]:
        cells = max(8, min(self.app.size.width * 9 // 10, _WIDEST) - _FRAME)
        self._cells = cells
        signs: dict[HighlightColor, str] = {}
        return [self._line(lines_of(one, cells), signs) for one in self._shown]

    def _line(self, lines: PassageLines, signs: dict[HighlightColor, str]) -> Content:
        sign = signs.setdefault(lines.color, sign_color(self.app.current_theme, lines.color))
        parts: list[tuple[str, str]] = []
        for number, words in enumerate(lines.quote):
            parts += [("\n" if number else "", ""), ("┆ " if lines.lost else "┃ ", sign), (words, "")]
        for words in lines.note:
            parts += [("\n  ", ""), (words, "italic")]
        parts += [("\n  ", ""), (lines.about, "$secondary")]
        return Content.assemble(*parts)

    def on_resize(self, event: events.Resize) -> None:
        if max(8, min(self.app.size.width * 9 // 10, _WIDEST) - _FRAME) != self._cells:
            self._show(self.selected)

    def result(self, number: int) -> Passage:
        return self._shown[number]

    @property
    def selected(self) -> Passage | None:
        """The highlight that is selected."""
        number = self.choices.selected
        return None if number is None else self._shown[number]

    def _show(self, select: Passage | None) -> None:
        """Shows the highlights as they are now; the same one stays selected if it can."""
        before = self.choices.selected or 0
        self._shown = self.listed.shown
        self.choices.show(self.lines(), map(text_of, self._shown))
        self.choices.select(same_place(self._shown, select, before))
        self.query_one("#sheet").border_title = Content(self.listed.heading)

    # --- keys -------------------------------------------------------------------------------------

    def action_sort_passages(self) -> None:
        """The next order."""
        self.listed = self.listed.sorted_next()
        self._show(self.selected)

    def action_export_passages(self) -> None:
        """Closes the sheet; a file is asked for then."""
        self.exports = True
        self.dismiss(None)

    def action_find_again(self) -> None:
        """Shows where the words of a lost highlight may be now."""
        one = self.selected
        if one is None:
            return
        if one.stored.lost:
            self.in_turn(self._guess(one))
        elif one.stored.waiting:
            self.say("The article of this one has no text yet")
        else:
            self.say("The words of this one are in the text: Enter opens them")

    async def _guess(self, one: Passage) -> None:
        try:
            guess = await self._backend.library(lambda library: passage_jobs.guess(library, one))
        except ReaderError as error:
            self.say(display(str(error)))
            return
        if guess is None:
            self.say("Nothing in the article is like these words any more")
            return

        def answered(accepted: bool | None) -> None:
            if accepted:
                self.change(lambda library: passage_jobs.accept(library, one, guess))

        self.app.push_screen(GuessSheet(one, guess, self._keymap), answered)

    async def look_again(self) -> None:
        selected, query = self.selected, self.listed.query
        found = await self._backend.library(lambda library: passage_jobs.passages(library, query))
        self.listed = self.listed.with_found(found.found)
        self._show(selected)


class GuessSheet(Overlay[bool]):
    """Shows a lost highlight and what its words may be now. The result is whether that is right."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("prompt")
    DEFAULT_CSS = """
    GuessSheet { align: center middle; background: transparent; }
    GuessSheet > Vertical {
        width: 90%; max-width: 72; height: auto; max-height: 90%; padding: 0 1;
        background: $surface; border: round $accent;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    GuessSheet Static { height: auto; max-height: 8; }
    GuessSheet .head { color: $secondary; }
    GuessSheet #now { margin-bottom: 1; }
    """

    def __init__(self, passage: Passage, guess: Guess, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._was = passage.stored.highlight.quote
        self._now = guess.words

    def compose(self) -> ComposeResult:
        with Vertical() as frame:
            frame.border_title = "Are these the words now?"
            hints = self._hints(("accept", "highlights them"), ("cancel", "leaves it lost"), typing=True)
            frame.border_subtitle = hints
            for head, words, name in (("It was", self._was, "was"), ("In the text now", self._now, "now")):
                yield Static(head, classes="head")
                yield Static(f"“{_shown(words)}”", id=name, markup=False)

    def action_accept(self) -> None:
        """They are."""
        self.dismiss(True)

    def action_cancel(self) -> None:
        """They are not, or nobody knows."""
        self.dismiss(None)


_LONGEST = 1000
"""Characters of a passage that are shown beside a guess."""


def _shown(words: str) -> str:
    text = display(" ".join(words[:_LONGEST].split()))
    return f"{text} …" if len(words) > _LONGEST else text


def number_of(passages: Sequence[Passage], article: int | None) -> int:
    """The number of the first highlight of an article; 0 if it has none."""
    return next((number for number, one in enumerate(passages) if one.article == article), 0)
