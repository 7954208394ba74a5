"""Stepping through the matches of the search in the article, and saying which one is current."""

from __future__ import annotations

from typing import Literal

from reader.tui.controllers.notices import Notices
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.searching import Searching
from reader.tui.widgets.article_pane import ArticlePane


class Stepping:
    """Goes from match to match; tells which one is current."""

    def __init__(
        self,
        reading: Reading,
        searching: Searching,
        article: ArticlePane,
        panes: Panes,
        notices: Notices,
    ) -> None:
        self._reading = reading
        self._searching = searching
        self._article = article
        self._panes = panes
        self._notices = notices

    async def step(self, by: Literal[1, -1]) -> None:
        """Goes to the next match (1) or the previous one (-1)."""
        await self._reading.mark_search()
        self._article.step_match(by)
        self.tell()

    def tell(self, opened: bool = False) -> None:
        """Says which match is the current one, for as long as it is in sight.

        ``opened``: the article has just been opened there; if that is not the first match, this says why.
        """
        article, query, focus = self._reading.open_id, self._searching.asked, self._panes.focus
        number, count = self._article.matches

        def holds() -> bool:
            same = self._reading.open_id == article and self._searching.asked == query
            return same and self._article.match_in_view == number and self._panes.focus in (focus, "article")

        if count:
            which = "Best passage: match" if opened and number > 1 else "Match"
            self._notices.tell(f"{which} {number} of {count}", holds)
