"""Keeps the screen in step with the library: shows changes of other processes and indexes what is new."""

from __future__ import annotations

import asyncio

from reader.tui.background import jobs
from reader.tui.background.backend import Backend
from reader.tui.background.indexing import Indexing
from reader.tui.controllers.reading import Reading
from reader.tui.controllers.searching import Searching

EVERY = 2.0
"""Seconds between two looks at the library."""

NOTICED = 1.0
"""Seconds that indexing takes before the heading says so: after most changes it is over sooner."""

_PATIENCE = 15
"""After this many looks, changes held up by another process are tried again."""


class Watching:
    """Looks at the library now and then; reloads the list and the article when it has changed."""

    def __init__(self, backend: Backend, searching: Searching, reading: Reading) -> None:
        self._backend = backend
        self._searching = searching
        self._reading = reading
        self._indexing = Indexing(backend.paths)
        self._version = -1
        self._looks = 0
        self._told = False

    async def look(self) -> None:
        """Follows what another process (``reader add`` in the next window) has done since the last look."""
        version = await self._backend.library(jobs.version)
        if version != self._version:
            first, self._version, self._looks = self._version < 0, version, 0
            if not first:
                await self.follow()
        elif self._looks and self._searching.listing.pending:
            self._looks = (self._looks + 1) % _PATIENCE
        if self._indexing.running and self._told:
            self._searching.tell_indexing(await self._backend.library(jobs.waiting))

    async def follow(self) -> None:
        """Shows list and article as they are now, and searches the index as it is now."""
        await self._backend.look_up(jobs.refresh)
        await self._searching.load()
        await self._reading.reload()

    @property
    def behind(self) -> bool:
        """Whether changes are waiting to be indexed and it is time to do that."""
        return bool(self._searching.listing.pending) and not self._indexing.running and not self._looks

    async def index(self) -> None:
        """Brings the index up to date; the heading says so if it takes long."""
        if self._indexing.running:
            return
        later = asyncio.get_running_loop().call_later(NOTICED, self._tell)
        # If another process holds the index, this is tried again when the library changes or after a while.
        self._looks = 1
        try:
            done = await self._indexing.run()
        finally:
            later.cancel()
            self._told = False
            self._searching.tell_indexing(None)
        if done:
            await self.follow()

    def _tell(self) -> None:
        self._told = True
        self._searching.tell_indexing(self._searching.listing.pending)

    def stop(self) -> None:
        """Ends the work in the background."""
        self._indexing.stop()
