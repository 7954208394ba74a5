"""A library on screen from its first frame to its last: what is shown first, kept, and looked after."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Sequence

from textual.timer import Timer

from reader.config import command
from reader.errors import LibraryBusy, MachineError, ReaderError
from reader.tui.screens.over import Over
from reader.tui.widgets.article_list import ArticleList
from reader.tui.work.backend import LEAVING
from reader.tui.work.watching import EVERY, Watching

log = logging.getLogger(__name__)

REST = 100
"""Hundredths of a second that stopping waits for what is being written."""

_EMPTY = (
    "Nothing is here yet. Enter takes the tour: sixteen short articles that show what the reader can do. "
    f"To bring in your own saved pages, quit with q and type “{command('add FOLDER')}”. "
    "Typed in another window, it makes them appear here."
)
_READ_ONLY = "This library is read-only: nothing is kept."
_CHOOSE = "Choose an article from the list, or press / to search."
_REFUSED = (
    "The article that was open when the reader last ended could not be shown. It is not opened by itself; "
    "Enter in the list opens it."
)
_REFUSED_SHORT = "The last article could not be shown: Enter opens it."
_NOT_KEPT = "Not kept: {}"


class Session(Over):
    """Starts, keeps the place, follows what other programs do, and ends."""

    _list: ArticleList
    _watching: Watching
    _save: Timer
    _first: int | None

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self._under_way = False
        self._looking = asyncio.Lock()
        self._unsaved = ""
        self._locked = False
        self._waited_for = ""

    async def _start(self, painted: asyncio.Event) -> None:
        await painted.wait()
        # The start leaves nothing behind to collect; see run_reader.
        gc.freeze()
        gc.enable()
        self.panes.go("list")
        self.set_interval(EVERY, self._look)
        await self._watch()

    async def _begin(self) -> None:
        """Shows the list and what was read last. What keeps it from that stands there until it does not."""
        try:
            await self.searching.load()
        except ReaderError as error:
            if self._article.message == str(error):
                # The same as the last time, two seconds ago.
                return
            self._article.clear(str(error))
            raise
        listing = self.searching.listing
        await self._watching.look()
        if listing.hindered:
            self.tell(f"Nothing is kept: {listing.hindered}.")
        elif listing.read_only:
            self.tell(_READ_ONLY)
        if not listing.total:
            self._article.clear(_EMPTY)
        elif not await self._open_first(listing.ids):
            self._article.clear(_CHOOSE)

    async def _open_first(self, ids: Sequence[int]) -> bool:
        """What is on screen at the start: the article asked for, else the last one, else the tour's first."""
        if self._first is not None:
            self._list.select(self._first)
            self._tell_unkept(await self.reading.open(self._first))
            return True
        if await self.reading.resume():
            return True
        if self.reading.refused is not None:
            self._list.select(self.reading.refused)
            self._article.clear(_REFUSED)
            self.tell(_REFUSED_SHORT)
        elif self._backend.touring:
            await self.reading.open(ids[0])
        return self._backend.touring or self.reading.refused is not None

    def _look(self) -> None:
        # One look at a time, however long another program keeps the library locked.
        if not self._looking.locked():
            self._do(self._watch())

    async def _watch(self) -> None:
        async with self._looking:
            if not self.searching.loaded:
                await self._begin()
            else:
                await self._watching.look()
        if self._unsaved:
            await self._save_place()
        if self.reading.view is None and self._article.message == _EMPTY and self.searching.listing.total:
            self._article.clear(_CHOOSE)
        if self._watching.behind:
            self._do(self._watching.index())

    async def _save_place(self) -> None:
        self._save.pause()
        try:
            await self.reading.save()
            self._locked, self._unsaved = False, ""
        except LibraryBusy as error:
            # What it waits for stands on the bottom line; the next look tries it again.
            self._locked, self._unsaved = True, str(error)
        except MachineError as error:
            told, self._locked, self._unsaved = self._unsaved, False, str(error)
            if told != self._unsaved:
                raise
        finally:
            self._show_wait()

    def _waits(self, words: str) -> None:
        """Another program keeps the library locked, or ("") does so no longer."""
        self._waited_for = words or self._waited_for
        self._show_wait()

    def _show_wait(self) -> None:
        # Between two attempts to keep the place it is still waited for.
        waits = self._backend.waits or self._locked
        self._notices.stand(self._short(self._waited_for) if waits else "")

    async def rest(self) -> None:
        """Waits, not for long, until nothing is locked that others may wait for."""
        for _ in range(REST):
            if not self._backend.writing:
                return
            await asyncio.sleep(0.01)

    async def close(self) -> str:
        """Keeps the place and closes the library. The screen is of no use after that.

        Returns:
            Why the place is not kept, in words; "" where it is.
        """
        if not self._under_way:
            return ""
        self._watching.stop()
        self._backend.leave()
        lost = ""
        try:
            await asyncio.wait_for(self.reading.close(), 2 * LEAVING)
        except ReaderError as error:
            lost = str(error)
        except TimeoutError:
            lost = "what was under way took too long"
        except Exception:
            # Not even a mistake of ours keeps anybody here.
            log.exception("the screen cannot be closed as it should be")
            lost = f"a mistake in the reader itself; {self._backend.paths.log} says more"
        if lost:
            log.warning("the place was not kept: %s", lost)
        await self._backend.close()
        return lost

    def _tell_unkept(self, why: str) -> None:
        if why:
            self.tell(_NOT_KEPT.format(why))
