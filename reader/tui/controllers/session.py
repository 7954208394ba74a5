"""A library on screen, from its first frame to its last: its start, its place, its end."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.errors import LibraryBusy, MachineError, ReaderError
from reader.tui.background.backend import LEAVING
from reader.tui.background.watching import EVERY, Watching
from reader.tui.controllers.parts import Parts

if TYPE_CHECKING:
    from textual.screen import Screen

log = logging.getLogger(__name__)

REST = 100
"""Hundredths of a second that stopping waits for a write to end."""

SAVE = 0.4
"""Seconds after the last movement before the place is written to disk."""

_READ_ONLY = "This library is read-only: nothing is kept."
_NOT_KEPT = "Not kept: {}"


class Session:
    """Starts, keeps the place, follows what other programs do, and ends."""

    def __init__(self, screen: Screen[None], parts: Parts, first: int | None) -> None:
        """``first`` is the article to show first; None shows the one that was read last."""
        self._screen = screen
        self._backend = parts.backend
        self._tasks = parts.tasks
        self._notices = parts.notices
        self._panes = parts.panes
        self._searching = parts.searching
        self._reading = parts.reading
        self._list = parts.articles
        self._article = parts.article
        self._key = parts.key
        self._first = first
        self._looking = asyncio.Lock()
        self.unsaved = ""
        """Why the place could not be written to disk, in words; "" where it is."""
        self._locked = False
        self._waited_for = ""
        self.watching = Watching(self._backend, self._searching, self._reading)
        self._save = screen.set_interval(SAVE, lambda: self._tasks.do(self.save_place()), pause=True)
        self._backend.on_wait = self._waits

    # --- words ------------------------------------------------------------------------------------

    def _refused(self) -> tuple[str, str]:
        key = self._key("choose") or "a click"
        return (
            "The article that was open when the reader last ended could not be shown. It is not opened"
            f" automatically; {key} in the list opens it.",
            f"The last article could not be shown: {key} opens it.",
        )

    # --- the beginning ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Starts the session when the first frame has been written; nothing is read from disk before."""
        painted = asyncio.Event()
        # Twice: once more when the first frame is written.
        after = self._screen.call_after_refresh
        after(lambda: after(painted.set))
        self._tasks.in_turn(self._start(painted))

    async def _start(self, painted: asyncio.Event) -> None:
        await painted.wait()
        # The start leaves nothing behind to collect; see run_reader.
        gc.freeze()
        gc.enable()
        self._panes.go("list")
        self._screen.set_interval(EVERY, self._look)
        await self.watch()

    async def _begin(self) -> None:
        """Shows the list and the article read last. If that fails, the reason stands there until it works."""
        try:
            await self._searching.load()
        except ReaderError as error:
            if self._article.message == str(error):
                # The same error as two seconds ago.
                return
            self._article.clear(str(error))
            self._panes.adapt()
            if self._panes.alone:
                # Where there is room for one pane, it is the one that says why there is nothing else.
                self._panes.go("article")
            raise
        listing = self._searching.listing
        await self.watching.look()
        if listing.hindered:
            self._tasks.tell(f"Nothing is kept: {listing.hindered}.")
        elif listing.read_only:
            self._tasks.tell(_READ_ONLY)
        # Without an article, the list says what can be done.
        if not listing.total or not await self._open_first(listing.ids):
            self._article.clear()
        self._panes.adapt()

    async def _open_first(self, ids: Sequence[int]) -> bool:
        """Opens the first article: the one asked for, else the one read last, else the tour's first."""
        if self._first is not None:
            self._list.select(self._first)
            self.tell_unkept(await self._reading.open(self._first))
            return True
        if await self._reading.resume():
            return True
        if self._reading.refused is not None:
            self._list.select(self._reading.refused)
            words, short = self._refused()
            self._article.clear(words)
            self._tasks.tell(short)
        elif self._backend.touring:
            await self._reading.open(ids[0])
        return self._backend.touring or self._reading.refused is not None

    def _look(self) -> None:
        # One look at a time, even if another program keeps the library locked for long.
        if not self._looking.locked():
            self._tasks.do(self.watch())

    async def watch(self) -> None:
        """Looks at what has changed in the library, and does what could not be done before."""
        async with self._looking:
            if not self._searching.loaded:
                await self._begin()
            else:
                await self.watching.look()
        if self.unsaved:
            await self.save_place()
        if self.watching.behind:
            self._tasks.do(self.watching.index())

    def moved(self) -> None:
        """The person has moved: the place is saved after a moment without movement."""
        self._save.reset()
        self._save.resume()

    async def save_place(self) -> None:
        """Keeps where the person stands; if that fails, it is tried again at the next look."""
        self._save.pause()
        try:
            await self._reading.save()
            self._locked, self.unsaved = False, ""
        except LibraryBusy as error:
            # The bottom line says what it waits for; the next look tries again.
            self._locked, self.unsaved = True, str(error)
        except MachineError as error:
            told, self._locked, self.unsaved = self.unsaved, False, str(error)
            if told != self.unsaved:
                raise
        finally:
            self._show_wait()

    def _waits(self, words: str) -> None:
        """Another program keeps the library locked, or ("") does so no longer."""
        self._waited_for = words or self._waited_for
        self._show_wait()

    def _show_wait(self) -> None:
        # It still waits between two attempts to save the place.
        waits = self._backend.waits or self._locked
        self._notices.stand(self._tasks.short(self._waited_for) if waits else "")

    async def rest(self) -> None:
        """Waits a short while for this program to release the locks that others may wait for."""
        for _ in range(REST):
            if not self._backend.writing:
                return
            await asyncio.sleep(0.01)

    async def close(self) -> str:
        """Keeps the place and closes the library. The screen is of no use after that.

        Returns:
            Why the place is not kept, in words; "" where it is.
        """
        self.watching.stop()
        self._backend.leave()
        lost = ""
        try:
            await asyncio.wait_for(self._reading.close(), 2 * LEAVING)
        except ReaderError as error:
            lost = str(error)
        except TimeoutError:
            lost = "what was under way took too long"
        except Exception:
            # Even a mistake in the reader does not keep the screen from closing.
            log.exception("the screen cannot be closed as it should be")
            lost = f"a mistake in the reader itself; {self._backend.paths.log} says more"
        if lost:
            log.warning("the place was not kept: %s", lost)
        await self._backend.close()
        return lost

    def tell_unkept(self, why: str) -> None:
        """Says why a step is not kept; "" says nothing."""
        if why:
            self._tasks.tell(_NOT_KEPT.format(why))
