"""The review: a few highlights a day, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from reader.colors import shown_color
from reader.errors import ReaderError
from reader.facts import Passage
from reader.highlight_words import why_not_shown
from reader.reviews import NO_REVIEW
from reader.text import clean, display, heading
from reader.tui.background import jobs, passage_jobs
from reader.tui.background.backend import Backend
from reader.tui.keys.actions import bindings, toggle
from reader.tui.screens.passage_actions import PassageActions
from reader.tui.screens.sheets import Moving, SheetText
from reader.tui.themes import sign_color
from reader.typesetting.wrap import wrap_text

_WIDEST = 76
_LONGEST = 20_000
"""Characters of a passage that are shown."""


class ReviewSheet(PassageActions):
    """Shows highlights one by one; the one whose article is to be opened is the result."""

    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("next_review", "next"),
        ("choose", "opens"),
        ("annotate", "note"),
        ("never_again", "never again"),
        ("close", "closes"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("review"),
        toggle("review", "close_by_opener"),
    ]
    DEFAULT_CSS = f"""
    ReviewSheet > #sheet {{ max-width: {_WIDEST}; padding: 1 2; }}
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        backend: Backend,
        keymap: Mapping[str, str] | None = None,
        *,
        edit: Callable[[str], str],
        changed: Callable[[jobs.Changed], None],
    ) -> None:
        """Shows these highlights. For the other arguments see the base class."""
        super().__init__(backend, keymap, edit=edit, changed=changed)
        self._passages = list(passages)
        self._at = 0
        self._seen: set[int] = set()

    def body(self) -> SheetText:
        return SheetText(Static(id="sheet-text"), id="sheet-body")

    @property
    def moving(self) -> Moving:
        return self.query_one(SheetText)

    def on_mount(self) -> None:
        self._show()

    def keep(self, words: str) -> int:
        """There is nothing to filter in one highlight."""
        return 1

    def action_filter(self) -> None:
        """The same."""

    @property
    def selected(self) -> Passage:
        return self._passages[self._at]

    def _show(self) -> None:
        self.query_one("#sheet-text", Static).update(self._text(self.selected))
        self.query_one(SheetText).scroll_home(animate=False)
        title = f"Review: {self._at + 1} of {len(self._passages)}"
        self.query_one("#sheet").border_title = Content(title)
        if self._at not in self._seen:
            self._seen.add(self._at)
            shown = self.selected
            self.run_worker(self._note_seen(shown))

    async def _note_seen(self, shown: Passage) -> None:
        try:
            await self._backend.library(lambda library: passage_jobs.reviewed(library, shown))
        except ReaderError as error:
            self.say(display(str(error)))

    def _text(self, passage: Passage) -> Content:
        one = passage.stored.highlight
        color = shown_color(one.color)
        sign = sign_color(self.app.current_theme, color)
        known = [
            display(heading(passage.title)) or f"article {passage.article}",
            *([display(one.created[:10])] if one.created else []),
            color,
            *(f"#{display(tag)}" for tag in one.tags),
        ]
        if why := why_not_shown(passage.stored):
            known.append(why)
        parts: list[tuple[str, str]] = []
        for line in self._lines(one.quote[:_LONGEST]):
            parts += [("\n" if parts else "", ""), ("┃ ", sign), (line, "bold")]
        if one.note:
            parts += [("\n\n", ""), (clean(one.note), "italic")]
        if NO_REVIEW in one.tags:
            known.append("never brought back")
        return Content.assemble(*parts, ("\n\n", ""), (" · ".join(known), "$secondary"))

    # --- keys -------------------------------------------------------------------------------------

    def action_next_review(self) -> None:
        """The next one."""
        if self._at + 1 < len(self._passages):
            self._at += 1
            self.say("")
            self._show()
        else:
            number = len(self._passages)
            self.say(f"That was all for today: {number} highlight{'s' if number > 1 else ''}")

    def action_previous_review(self) -> None:
        """The one before."""
        if self._at:
            self._at -= 1
            self.say("")
            self._show()

    def action_choose(self) -> None:
        """Opens its article."""
        self.dismiss(self.selected)

    def action_never_again(self) -> None:
        """Never brings it back, or may do so again."""
        one = self.selected
        self.change(lambda library: passage_jobs.keep_away(library, one))

    def _lines(self, quote: str) -> list[str]:
        """The lines of a passage beside its sign."""
        # What the frame, the room beside the text, the scroll bar and the sign take.
        cells = max(8, min(self.app.size.width * 9 // 10, _WIDEST) - 9)
        return [part for line in clean(quote).split("\n") for part in wrap_text(display(line), cells)]

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#sheet-text", Static).update(self._text(self.selected))

    async def look_again(self) -> None:
        before = list(self._passages)
        now = await self._backend.library(lambda library: passage_jobs.refresh(library, before))
        there = {(one.article, one.stored.highlight.quote): one for one in now}
        # One that was deleted stays in sight, so that it can be brought back.
        self._passages = [there.get((one.article, one.stored.highlight.quote), one) for one in before]
        self._show()
