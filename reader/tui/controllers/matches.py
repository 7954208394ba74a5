"""Stepping through the matches of the search in the article, and saying where one stands."""

from __future__ import annotations

from typing import Literal

from reader.tui.controllers.notices import Notices
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.searching import Searching
from reader.tui.widgets.article_pane import ArticlePane


class Matches:
    """Goes from match to match; tells which one is current, or why there is none."""

    def __init__(
        self, reading: Reading, searching: Searching, article: ArticlePane, panes: Panes, notices: Notices
    ) -> None:
        self._reading = reading
        self._searching = searching
        self._article = article
        self._panes = panes
        self._notices = notices

    async def step(self, by: Literal[1, -1]) -> None:
        """To the next match (1) or the one before (-1)."""
        await self._reading.mark_search()
        if by > 0:
            self._article.next_mark()
        else:
            self._article.previous_mark()
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
            return "No matches here: press / to search."
        if self._reading.marks_away:
            return "Marks taken away: open a hit for them."
        return f"This article has no matches of “{self._searching.asked}”."
