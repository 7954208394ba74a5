"""What stands around the article on screen, as a value: taken down at each step, brought back later."""

from __future__ import annotations

from reader.model import Scene
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.searching import Searching
from reader.tui.widgets.article_list import ArticleList


class Scenes:
    """Takes down and restores search, selection and focus."""

    def __init__(self, panes: Panes, searching: Searching, articles: ArticleList) -> None:
        self._panes = panes
        self._searching = searching
        self._list = articles

    @property
    def now(self) -> Scene:
        """What stands around the article at this moment."""
        return Scene(self._searching.asked, self._list.selected, self._panes.focus)

    @property
    def before_search(self) -> Scene:
        """The same, whatever has been typed for another search since."""
        return Scene(self.searched, self._list.selected, self._panes.focused)

    @property
    def searched(self) -> str:
        """The search whose results the list shows, or ""."""
        return self._searching.text.strip()

    async def restore(self, scene: Scene) -> None:
        """Brings search, selection and focus back; the focus at once, for the next key is meant for it."""
        self._panes.give(scene.focus)
        await self._searching.show(scene.query, scene.selected)

    def read(self) -> None:
        """The article has the focus from now on."""
        self._panes.give("article")
