"""The parts of the main screen, for code that acts on several of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reader.tui.background.backend import Backend
from reader.tui.controllers.notices import Notices
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.searching import Searching
from reader.tui.controllers.tasks import Tasks
from reader.tui.keys.actions import first_key
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_pane import ArticlePane


@dataclass(frozen=True)
class Parts:
    """The widgets and controllers of one main screen. ``keymap`` has the user's own keys."""

    backend: Backend
    keymap: Mapping[str, str]
    tasks: Tasks
    notices: Notices
    panes: Panes
    searching: Searching
    reading: Reading
    articles: ArticleList
    article: ArticlePane

    def key(self, action: str) -> str:
        """The key that an action has now; "" if it has none."""
        return first_key(action, self.keymap)
