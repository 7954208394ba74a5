"""Stepping through the matches of the search in the article, and saying which one is current."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from reader.tui.controllers.notices import Notices
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.searching import Searching
from reader.tui.widgets.article_pane import ArticlePane


class Stepping:
    """Goes from match to match; tells which one is current, or why there is none."""

    def __init__(
        self,
        reading: Reading,
        searching: Searching,
        article: ArticlePane,
        panes: Panes,
        notices: Notices,
        key: Callable[[str], str],
    ) -> None:
        """``key`` names the key of an action."""
        self._reading = reading
        self._searching = searching
        self._article = article
        self._panes = panes
        self._notices = notices
        self._key = key

    async def step(self, by: Literal[1, -1]) -> None:
        """Goes to the next match (1) or the previous one (-1)."""
        await self._reading.mark_search()
        self._article.step_match(by)
        self.tell()

    def tell(self) -> None:
        """Says which match is the current one, for as long as it is in sight; or why there is none."""
        article, query, focus = self._reading.open_id, self._searching.asked, self._panes.focus
        number, count = self._article.matches

        def holds() -> bool:
            same = self._reading.open_id == article and self._searching.asked == query
            return same and self._article.match_in_view == number and self._panes.focus in (focus, "article")

        self._notices.tell(f"Match {number} of {count}" if count else self._without(), holds)

    def _without(self) -> str:
        if self._reading.view is None:
            return "No article is open."
        if not self._searching.active:
            key = self._key("search")
            return f"No matches here: press {key} to search." if key else "No matches here."
        if self._reading.highlights_cleared:
            return "Highlights cleared: open a result to show them."
        return f"This article has no matches for “{self._searching.asked}”."
