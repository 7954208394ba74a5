"""The preview: the article under the cursor of the list, beside it. It takes no keys."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from reader.tui.widgets.article_pane import ArticlePane


class PreviewPane(ArticlePane, can_focus=False):
    """Paints an article as the article pane does. A click on it opens the article; the wheel scrolls it."""

    BINDINGS: ClassVar[list[BindingType]] = []

    class OpenWanted(Message):
        """The person wants to read the article that is previewed."""

        def __init__(self, article: int) -> None:
            super().__init__()
            self.article = article

    def _moved(self) -> None:
        """What is only previewed has no place to keep."""

    def on_click(self, event: events.Click) -> None:
        """Opens the article."""
        event.prevent_default()
        if self.view is not None and event.chain == 1 and self.text_selection is None:
            self.post_message(self.OpenWanted(self.view.summary.id))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A click opens the article wherever it is: no link shows as one."""
        event.prevent_default()
