"""The scene around the article (search, selection, focus), as a value: kept at each step, restored later."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from reader.model import Focus, Scene
from reader.tui.controllers.panes import Panes
from reader.tui.controllers.searching import Searching
from reader.tui.state.shelves import INBOX, Shelf, shelf_named

_SHELF = "shelf"
"""The detail of a scene that says which shelf the list showed."""


class Scenes:
    """Gives and restores the scene."""

    def __init__(self, panes: Panes, searching: Searching) -> None:
        self._panes = panes
        self._searching = searching

    @property
    def now(self) -> Scene:
        """The scene at this moment."""
        return self._on_shelf(Scene(self._searching.asked, self._searching.selected, self._panes.focus))

    @property
    def before_search(self) -> Scene:
        """The scene before a new search was typed."""
        focused = self._panes.focused
        focus: Focus = "list" if focused == "shelves" else focused
        return self._on_shelf(Scene(self.searched, self._searching.selected, focus))

    def _on_shelf(self, scene: Scene) -> Scene:
        shelf = self._searching.state.shelf
        return scene if shelf == INBOX else scene.with_detail(_SHELF, [shelf.name, shelf.title, shelf.query])

    @property
    def searched(self) -> str:
        """The search whose results the list shows, or ""."""
        return self._searching.text.strip()

    def restore(self, scene: Scene) -> Coroutine[Any, Any, None]:
        """Brings search, selection and focus back at once; the results are here when that is awaited."""
        self._panes.give(scene.focus)
        shelf = _shelf_of(scene)
        if shelf == self._searching.state.shelf:
            return self._searching.show(scene.query, scene.selected)
        return self._restore_shelf(shelf, scene)

    async def _restore_shelf(self, shelf: Shelf, scene: Scene) -> None:
        await self._searching.choose(shelf)
        await self._searching.show(scene.query, scene.selected)

    def read(self) -> None:
        """The article has the focus from now on."""
        self._panes.give("article")


def _shelf_of(scene: Scene) -> Shelf:
    """The shelf that a scene was seen on; the inbox if the scene does not say."""
    kept = scene.detail(_SHELF)
    if not (isinstance(kept, list) and len(kept) == 3 and all(isinstance(one, str) for one in kept)):
        return INBOX
    name, title, query = kept
    return shelf_named(name) or Shelf(name, title, query)
