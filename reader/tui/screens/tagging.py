"""The prompt for the tags of one article or of many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.text import display, heading, truncate
from reader.tui.background import deeds
from reader.tui.background.backend import Backend
from reader.tui.commandline.completing import Choice, Choices
from reader.tui.screens.completing import CompletingLine
from reader.tui.screens.prompt import LONGEST
from reader.tui.state.tagging import offered, tags_change
from reader.tui.widgets.line import LineInput

if TYPE_CHECKING:
    from reader.changes import Change

_TITLE = 40
"""The cells that a title may take in the question."""


class TagPrompt(CompletingLine):
    """Asks for tags; offers those there are, with the number of articles that have each."""

    DEFAULT_CSS = """
    TagPrompt { align: center middle; background: transparent; }
    TagPrompt > Vertical {
        width: 90%; max-width: 72; height: auto; padding: 0 1;
        background: $surface; border: round $accent;
        border-title-color: $accent; border-subtitle-color: $secondary;
    }
    TagPrompt #about { height: auto; color: $secondary; }
    """

    def __init__(self, tagged: deeds.TaggedArticles, keymap: Mapping[str, str] | None = None) -> None:
        super().__init__(keymap)
        self._tagged = tagged

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(self._question())
            frame.border_subtitle = Content(self._offered())
            yield LineInput(
                display(" ".join(self._tagged.common) + (" " if self._tagged.common else "")),
                compact=True,
                max_length=LONGEST,
                select_on_focus=False,
            )
            yield Static(self._about(), id="about", markup=False)
            yield Static(id="offers", markup=False)

    def _question(self) -> str:
        if self._tagged.title:
            return f"Tags of “{truncate(display(heading(self._tagged.title)), _TITLE)}”"
        return f"Tags of {self._tagged.number:,} articles"

    def _about(self) -> str:
        if self._tagged.number == 1:
            return "Tags, with spaces between them. All that stands here is kept."
        have = "All have those above. " if self._tagged.common else "They have no tag in common. "
        return have + "+tag or tag adds one to all, -tag removes it."

    def _offered(self) -> str:
        return self._hints(("complete", "completes"), ("accept", "saves"), ("cancel", "cancels"), typing=True)

    def offers(self, text: str, cursor: int) -> Choices:
        start, tags = offered(text, cursor, self._tagged.tags)
        return Choices(start, [Choice(one.tag, f"{one.articles:,}") for one in tags])

    def say(self, words: str) -> None:
        self.query_one("#frame").border_subtitle = Content(words or self._offered())


async def ask_tags(
    app: App[Any],
    backend: Backend,
    articles: Sequence[int],
    keymap: Mapping[str, str],
    take: Callable[[Change], None],
) -> None:
    """Asks for the tags of articles; ``take`` is called with the change, if there is one."""
    tagged = await backend.library(lambda library: deeds.tagged(library, articles))

    def answered(typed: str | None) -> None:
        if typed is None:
            return
        change = tags_change(tuple(articles), tagged.common, typed)
        if change is not None:
            take(change)

    app.push_screen(TagPrompt(tagged, keymap), answered)
