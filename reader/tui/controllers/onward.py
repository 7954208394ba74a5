"""Going on from article to article in the order of the list, also over a search."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from reader.tui.background import jobs
from reader.tui.controllers.parts import Parts
from reader.tui.state.onward import Way, next_row


class Onward:
    """Opens the next or previous article of the list, or the next unread one."""

    def __init__(self, parts: Parts, opens: Callable[[int, str], Coroutine[Any, Any, None]]) -> None:
        """``opens`` opens an article, as a hit of a search if one is given."""
        self._backend = parts.backend
        self._panes = parts.panes
        self._searching = parts.searching
        self._reading = parts.reading
        self._list = parts.articles
        self._tell = parts.tasks.tell
        self._opens = opens
        self._came_from: int | None = None

    def came_from(self, article: int) -> None:
        """To be called when an article of the list is opened."""
        self._came_from = article

    async def step(self, way: Way) -> None:
        """Opens the next article of the list (1), or the previous one (-1)."""
        row = self._next(way)
        if row is None:
            self._tell(f"This is the {'last' if way > 0 else 'first'} article of {self._where}.")
        else:
            await self._open(row)

    async def begun(self) -> None:
        """Opens the article that was begun and not finished, and was open last.

        Who reads it already comes to another one; from the list the way leads back into the open one.
        """
        # What has just been read counts as begun.
        await self._reading.save()
        started = await self._backend.read(jobs.started)
        article = next((one for one in started if not self._inside or one != self._reading.open_id), None)
        if article is not None and article == self._reading.open_id:
            self._tell("")
            self._list.select(article)
            self._panes.go("article")
        elif article is not None:
            self._tell("")
            self._list.select(article)
            await self._opens(article, "")
        elif started:
            self._tell("You have begun no other article.")
        else:
            self._tell("You have begun no article that is not finished.")

    async def unread(self, way: Way) -> None:
        """Opens the next unread article of the list (1), or the previous one (-1)."""
        unread = await self._backend.read(jobs.unread)
        row = self._next(way, unread)
        if row is not None:
            await self._open(row)
        elif unread.isdisjoint(self._list.ids):
            self._tell(f"No article of {self._where} is unread.")
        else:
            self._tell(f"No unread article {'follows' if way > 0 else 'comes before'} in {self._where}.")

    @property
    def _where(self) -> str:
        return "these results" if self._searching.active else "the list"

    @property
    def _inside(self) -> bool:
        """Whether the person is in the open article, and not in the list."""
        return self._panes.focus in ("article", "related")

    def _next(self, way: Way, among: frozenset[int] | None = None) -> int | None:
        return next_row(
            self._list.ids,
            way,
            cursor=self._list.cursor,
            opened=(self._reading.open_id or self._reading.gone_id) if self._inside else None,
            came_from=self._came_from,
            among=among,
        )

    async def _open(self, row: int) -> None:
        self._list.cursor = row
        article = self._list.ids[row]
        self.came_from(article)
        await self._opens(article, self._searching.text)
