"""Pictures that a terminal draws over its cells (sixels, iTerm2's): drawn once nothing moves any more.

Half blocks are painted first, like any text. When the screen has been still for a moment, each picture that
is wholly in sight is drawn over its cells; what is painted there later removes it. What stands on the
terminal then is known to :mod:`reader.tui.patches.repeats`, which says whether a picture is still whole.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol

from textual.geometry import Region
from textual.timer import Timer

from reader.pictures.iterm import inline
from reader.tui.background.decoding import CannotShow
from reader.tui.patches import repeats
from reader.tui.state.pictures import PictureKey
from reader.tui.terminal.graphics import Graphics
from reader.typesetting.pictures import ShownPicture

if TYPE_CHECKING:
    from textual.app import App

STILL = 0.15
"""Seconds without a frame after which pictures are drawn."""

MOST_KEPT = 24 * 2**20
"""Characters of pictures that are kept, ready to be drawn once more."""

Made = Callable[[PictureKey], Awaitable[bytes]]
"""Gives a picture in the form that the terminal takes. Raises CannotShow."""


class Canvas(Protocol):
    """What has pictures on screen."""

    def whole_in_sight(self) -> list[tuple[Region, ShownPicture]]:
        """The pictures that are wholly in sight, each with the cells of the screen that it takes."""

    def key_of(self, picture: ShownPicture) -> PictureKey:
        """By what a picture is known."""


class Overdrawing:
    """Draws pictures over the cells of one main screen, and of what shows one of them enlarged."""

    def __init__(
        self, app: App[Any], graphics: Graphics, canvas: Callable[[], Canvas | None], made: Made
    ) -> None:
        """``canvas`` gives what has pictures now; None if something else has the screen."""
        self._app = app
        self._graphics = graphics
        self._canvas = canvas
        self._made = made
        self._timer: Timer | None = None
        self._ready: OrderedDict[PictureKey, str] = OrderedDict()
        self._size = 0
        self._drawing = False

    def painted(self) -> None:
        """A frame has been sent. Called for each, so it does next to nothing."""
        if self._timer is None:
            self._timer = self._app.set_timer(STILL, self._draw_soon)
        else:
            self._timer.reset()

    def stop(self) -> None:
        """Draws nothing more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _draw_soon(self) -> None:
        self._timer = None
        if not self._drawing and self._canvas() is not None:
            self._drawing = True
            self._app.run_worker(self._draw(), exit_on_error=False)

    async def _draw(self) -> None:
        try:
            while (next_one := self._next()) is not None:
                region, key = next_one
                text = await self._text(key, region)
                # Meanwhile something may have moved: then it is drawn when that is still.
                if self._timer is None and self._stands(region, key):
                    repeats.cover(self._app.console, region, key)
                    self._graphics.draw(f"\x1b7\x1b[{region.y + 1};{region.x + 1}H{text}\x1b8")
                else:
                    break
        finally:
            self._drawing = False

    def _next(self) -> tuple[Region, PictureKey] | None:
        """A picture that is in sight and not drawn."""
        canvas = self._canvas()
        if canvas is None:
            return None
        for region, picture in canvas.whole_in_sight():
            key = canvas.key_of(picture)
            if not repeats.covers(self._app.console, region, key) and self._ready.get(key) != "":
                return region, key
        return None

    def _stands(self, region: Region, key: PictureKey) -> bool:
        canvas = self._canvas()
        if canvas is None:
            return False
        return any(where == region and canvas.key_of(one) == key for where, one in canvas.whole_in_sight())

    async def _text(self, key: PictureKey, region: Region) -> str:
        """What draws a picture from the cursor on; "" for one that cannot be decoded."""
        if key not in self._ready:
            try:
                made = await self._made(key)
                sixels = key.way == "sixel"
                text = made.decode("ascii") if sixels else inline(made, region.width, region.height)
            except CannotShow:
                text = ""
            self._ready[key] = text
            self._size += len(text)
            while self._size > MOST_KEPT and len(self._ready) > 1:
                self._size -= len(self._ready.popitem(last=False)[1])
        self._ready.move_to_end(key)
        return self._ready[key]
