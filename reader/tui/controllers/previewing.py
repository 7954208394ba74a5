"""Previews the article under the cursor of the list. Nothing waits for it, and it leaves no trace."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

from reader.config import Settings
from reader.model import Summary
from reader.tui.background import shelf_jobs
from reader.tui.background.backend import Backend
from reader.tui.controllers.panes import Panes
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.pane_frame import PaneFrame
from reader.tui.widgets.preview_pane import PreviewPane

PAUSE = 0.09
"""Seconds without a movement before an article is read from the library: a key held down asks for nothing."""


class Previewing:
    """Shows the selected article in the preview, as long as that is on screen. The newest selection wins."""

    def __init__(
        self,
        screen: Screen[None],
        backend: Backend,
        panes: Panes,
        articles: ArticleList,
        *,
        settings: Settings,
        lacking: Callable[[Summary], str],
        do: Callable[[Coroutine[Any, Any, object]], object],
    ) -> None:
        """Previews nothing yet.

        Args:
            screen: shows it.
            backend: reads the articles.
            panes: say whether there is room.
            articles: the list.
            settings: say how an article is set.
            lacking: gives what is said in place of a text that is not there.
            do: runs work beside the event loop.
        """
        self._lacking = lacking
        self._screen = screen
        self._backend = backend
        self._panes = panes
        self._list = articles
        self._settings = settings
        self._do = do
        self._pane: PreviewPane | None = None
        self._timer: Timer | None = None
        self._shown: int | None = None
        self._ready = False

    @property
    def on(self) -> bool:
        """Whether there is a preview on screen."""
        return self._panes.spaces.preview > 0

    def apply(self, settings: Settings) -> None:
        """Other settings of how an article is set."""
        self._settings = settings
        if self._pane is not None:
            self._pane.set_measure(settings.measure)
            self._pane.set_page(settings)

    def look(self) -> None:
        """To be called when the selection, the list or the panes have changed."""
        if not self._ready or not self.on:
            return
        if self._pane is None:
            self._pane = PreviewPane(measure=self._settings.measure, id="preview")
            self._pane.set_page(self._settings)
            self._pane.lacking = self._lacking
            self._pane.styles.width = self._panes.spaces.preview
            self._screen.query_one(PaneFrame).mount(self._pane)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(PAUSE, self._ask)

    def forget(self) -> None:
        """The library has changed: what is previewed is read again."""
        self._shown, self._ready = None, True
        self.look()

    def _ask(self) -> None:
        wanted = self._list.selected
        if self.on and (wanted is None or wanted != self._shown):
            self._do(self._preview(wanted))

    async def _preview(self, article: int | None) -> None:
        found = None
        if article is not None:
            found = await self._backend.read(lambda library: shelf_jobs.preview(library, article))
        if self._pane is None or self._list.selected != article:
            # Another one has been selected meanwhile; its preview is on its way.
            return
        self._shown = article
        if found is None or isinstance(found, str):
            self._pane.clear(found or "")
        else:
            self._pane.show(found)
