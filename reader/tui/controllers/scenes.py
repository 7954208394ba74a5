"""What stands around the article on screen, as a value: taken down at each step, brought back later."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from reader.model import Scene
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.searching import Searching


class Scenes:
    """Takes down and restores search, selection and focus."""

    def __init__(self, panes: Panes, searching: Searching) -> None:
        self._panes = panes
        self._searching = searching

    @property
    def now(self) -> Scene:
        """What stands around the article at this moment."""
        return Scene(self._searching.asked, self._searching.selected, self._panes.focus)

    @property
    def before_search(self) -> Scene:
        """The same, whatever has been typed for another search since."""
        return Scene(self.searched, self._searching.selected, self._panes.focused)

    @property
    def searched(self) -> str:
        """The search whose results the list shows, or ""."""
        return self._searching.text.strip()

    def restore(self, scene: Scene) -> Coroutine[Any, Any, None]:
        """Brings search, selection and focus back at once; the results are here when that is awaited."""
        self._panes.give(scene.focus)
        return self._searching.show(scene.query, scene.selected)

    def read(self) -> None:
        """The article has the focus from now on."""
        self._panes.give("article")
