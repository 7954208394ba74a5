"""Actions that select text in the article, and that go through its highlights."""

from __future__ import annotations

from textual import events, on

from reader.tui.screens.acting import Acting
from reader.tui.state.places import Way
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.select_keys import SelectKeys


class SelectingActions(Acting):
    """Selecting text, and highlights."""

    def action_select(self) -> None:
        self._tasks.in_turn(self._selector.begin())

    def action_next_highlight(self) -> None:
        self._step_highlight(1)

    def action_previous_highlight(self) -> None:
        self._step_highlight(-1)

    def _step_highlight(self, way: Way) -> None:
        if self._selector.on:
            self._selector.highlight_near(way)
        else:
            self._highlighting.step(way)

    @on(SelectKeys.Asked)
    async def _keys_asked(self, message: SelectKeys.Asked) -> None:
        if message.what == "find":
            await self.run_action("find")
        else:
            self._selector.ask(message.what, message.which)

    @on(ArticlePane.HighlightChosen)
    def _highlight_chosen(self, message: ArticlePane.HighlightChosen) -> None:
        self._highlighting.show(message.highlight)

    @on(ArticlePane.CursorGone)
    def _cursor_gone(self) -> None:
        self._selector.gone()

    @on(events.TextSelected)
    def _text_selected(self) -> None:
        if self._article.text_selection is not None:
            # Before it is taken over, which takes a moment.
            if (keep := getattr(self.app, "keep_selected", None)) is not None:
                keep(self.get_selected_text() or "")
            self._tasks.in_turn(self._selector.dragged())

    def get_selected_text(self) -> str | None:
        """The text that is selected, with the mouse or with the cursor in the text."""
        return self._selector.selected or super().get_selected_text()
