"""The prompt for the tags of one article or of many."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from reader.errors import ReaderError
from reader.text import display, heading, truncate
from reader.tui.background import deeds
from reader.tui.background.backend import Backend
from reader.tui.commandline.completing import Choice, Choices
from reader.tui.screens.completing import CompletingLine
from reader.tui.screens.overlay import Buttons
from reader.tui.screens.prompt import LONGEST
from reader.tui.state.tagging import offered, parted, tags_change
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

    def __init__(self, number: int, keymap: Mapping[str, str] | None = None) -> None:
        """Asks for the tags of that many articles; which they have is told by :meth:`know`."""
        super().__init__(keymap)
        self._tagged = deeds.TaggedArticles(number, "", (), ())
        self._known = self._accepted = False

    def compose(self) -> ComposeResult:
        with Vertical(id="frame") as frame:
            frame.border_title = Content(self._question())
            frame.border_subtitle = self._offered()
            yield LineInput(compact=True, max_length=LONGEST, select_on_focus=False)
            yield Static(id="about", markup=False)
            yield Static(id="offers", markup=False)
            yield Buttons(("OK", "accept"), ("Cancel", "cancel"))

    def on_mount(self) -> None:
        super().on_mount()
        self._fill()

    @property
    def tagged(self) -> deeds.TaggedArticles:
        """What is known of the articles."""
        return self._tagged

    def know(self, tagged: deeds.TaggedArticles) -> None:
        """Which tags the articles have. What has been typed meanwhile stands behind them."""
        self._tagged, self._known = tagged, True
        if self.is_mounted:
            self._fill()

    def _fill(self) -> None:
        if not self._known:
            return
        self.query_one("#frame").border_title = Content(self._question())
        self.query_one("#about", Static).update(Content(self._about()))
        line = self.line
        have = display(" ".join(self._tagged.common) + (" " if self._tagged.common else ""))
        line.value, line.cursor_position = have + line.value, len(have) + line.cursor_position
        self._known_more()
        if self._accepted:
            super().action_accept()

    def action_accept(self) -> None:
        """Takes the text; what stands there is only whole when it is known which tags there are."""
        self._accepted = True
        if self._known:
            super().action_accept()

    def _question(self) -> str:
        if self._tagged.title:
            return f"Tags of “{truncate(display(heading(self._tagged.title)), _TITLE)}”"
        return f"Tags of {self._tagged.number:,} articles" if self._tagged.number > 1 else "Tags"

    def _about(self) -> str:
        if words := parted(self.line.value, self._tagged.common):
            return display(f"A space ends a tag: {', '.join(words)} are {len(words)} tags. With hyphens they "
                           f"are one: {'-'.join(words)}")  # fmt: skip
        if self._tagged.number == 1:
            return "Tags, with spaces between them. All that stands here is kept."
        have = "All have those above. " if self._tagged.common else "They have no tag in common. "
        return have + "+tag or tag adds one to all, -tag removes it."

    def _offered(self) -> Content:
        return self._hints(("complete", "completes"), ("accept", "saves"), ("cancel", "cancels"), typing=True)

    def offers(self, text: str, cursor: int) -> Choices:
        start, tags = offered(text, cursor, self._tagged.tags)
        return Choices(start, [Choice(one.tag, f"{one.articles:,}") for one in tags])

    def say(self, words: str) -> None:
        self.query_one("#about", Static).update(Content(self._about() if self._known else ""))
        self.query_one("#frame").border_subtitle = Content(words) if words else self._offered()


async def ask_tags(
    app: App[Any],
    backend: Backend,
    articles: Sequence[int],
    keymap: Mapping[str, str],
    take: Callable[[Change], None],
) -> None:
    """Asks for the tags of articles; ``take`` is called with the change, if there is one."""
    prompt = TagPrompt(len(articles), keymap)

    def answered(typed: str | None) -> None:
        if typed is None:
            return
        change = tags_change(tuple(articles), prompt.tagged.common, typed)
        if change is not None:
            take(change)

    app.push_screen(prompt, answered)
    # Only now: what is typed behind the key is for the line, however long the library takes.
    try:
        prompt.know(await backend.library(lambda library: deeds.tagged(library, articles)))
    except ReaderError:
        if prompt.is_current:
            prompt.dismiss(None)
        raise
