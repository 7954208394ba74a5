"""Pictures: has those that are needed decoded and given to the terminal; enlarges, opens and saves them."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from reader.config import Settings
from reader.errors import ReaderError
from reader.model import Position
from reader.pictures.jobs import MOST_SIDE, PictureForm, PictureJob
from reader.pictures.terminals import PictureWay
from reader.text import display
from reader.tui.background.decoding import CannotShow, PictureDecoder
from reader.tui.controllers.overdrawing import Canvas, Overdrawing
from reader.tui.controllers.parts import Parts
from reader.tui.state.links import TextLink, pictures_of
from reader.tui.state.pictures import Drawing, HalfBlocks, PictureKey, Placed, Unshown, refused
from reader.tui.terminal.graphics import Graphics
from reader.typesetting.pictures import ShownPicture

if TYPE_CHECKING:
    from textual.app import App

    from reader.tui.background.picture_files import PictureFiles
    from reader.tui.screens.picture import PictureSheet

_CELL = (10, 20)
"""The pixels of a cell of a terminal that does not say how large its own are."""

_SHARPEST = (1600, 1200)
"""The most pixels that a terminal is sent of a picture: it is not to be waited for."""


class Picturing:
    """Supplies what shows pictures with them, and does what a person asks for with one."""

    def __init__(self, app: App[Any], parts: Parts, graphics: Graphics, settings: Settings) -> None:
        self._app = app
        self._graphics = graphics
        self._settings = settings
        self._keymap = parts.keymap
        self._article = parts.article
        self._backend = parts.backend
        self._reading = parts.reading
        self._tasks = parts.tasks
        self._decoder = PictureDecoder()
        self._files: PictureFiles | None = None
        self._drawings = parts.article.drawings
        self._queue: list[tuple[PictureKey, ShownPicture]] = []
        self._first: tuple[PictureKey, ShownPicture] | None = None
        self._working = False
        self._sheet: PictureSheet | None = None
        self._over = Overdrawing(app, graphics, lambda: self._canvas, self._drawn)
        self.look()

    async def close(self) -> None:
        """Ends the process that decodes, and deletes the files that were made for other programs."""
        self._queue.clear()
        if self._over.painted in self._graphics.drawers:
            self._graphics.drawers.remove(self._over.painted)
        self._over.stop()
        await self._decoder.close()
        if self._files is not None:
            self._files.clear()

    # --- how they are shown -----------------------------------------------------------------------

    def apply(self, settings: Settings) -> None:
        """Settings have changed."""
        self._settings = settings
        self.look()

    @property
    def way(self) -> PictureWay:
        """How pictures are shown now."""
        return self._graphics.way(self._settings.pictures)

    def look(self) -> None:
        """Settings, or what is known of the terminal, may say now that pictures are shown in another way."""
        if self.way in ("sixel", "iterm") and self._over.painted not in self._graphics.drawers:
            self._graphics.drawers.append(self._over.painted)
            self._over.painted()
        self._article.show_pictures(self.way)
        if self._sheet is not None:
            self._sheet.show_in(self.way, self._graphics.terminal.most_cells)

    def lost(self) -> None:
        """The terminal may have lost the pictures that it kept: they are sent again."""
        self._drawings.lose_placed()
        self._ready()

    def _ready(self) -> None:
        self._article.pictures_ready()
        if self._sheet is not None:
            self._sheet.picture_ready()

    # --- supplying --------------------------------------------------------------------------------

    def need(self, keys: Sequence[PictureKey], pictures: Sequence[ShownPicture]) -> None:
        """The text needs these, in this order; those that it needed before count no longer."""
        self._queue = [*zip(keys, pictures, strict=True)]
        self._work()

    def need_first(self, key: PictureKey, picture: ShownPicture) -> None:
        """A picture that is looked at on its own is needed before all others."""
        self._first = (key, picture)
        self._work()

    def _work(self) -> None:
        if not self._working and (self._queue or self._first):
            self._working = True
            self._tasks.do(self._supply())

    async def _supply(self) -> None:
        try:
            while self._first or self._queue:
                (key, picture), self._first = self._first or self._queue.pop(0), None
                if self._drawings.get(key) is None:
                    self._drawings.put(key, await self._drawing(key, picture))
                    self._ready()
        finally:
            self._working = False

    async def _drawing(self, key: PictureKey, picture: ShownPicture) -> Drawing:
        """A picture as it is to be painted, or why it cannot be."""
        if reason := refused(picture.size):
            return Unshown(reason)
        kept = self._graphics.number(key) if key.way == "kitty" else None
        if kept is not None:
            return Placed(kept, self._graphics.first_byte)
        try:
            raw = await self._raw(key.article, key.name)
            if key.way == "kitty" and self._graphics.can_send:
                png = await self._made("png", key, raw)
                number = await self._graphics.keep(key, png, key.columns, key.rows)
                return Placed(number, self._graphics.first_byte)
            job = PictureJob("rgb", key.columns, 2 * key.rows, key.ground)
            return HalfBlocks(key.columns, key.rows, (await self._decoder.decode(job, raw))[0])
        except (CannotShow, ReaderError) as error:
            return Unshown(str(error)[:80])

    async def _raw(self, article: int, name: str) -> bytes:
        raw = await self._backend.read(lambda library: library.picture(article, name))
        if raw is None:
            raise CannotShow("it is not here")
        return raw

    @property
    def _canvas(self) -> Canvas | None:
        """What has pictures on screen that are drawn over the frame."""
        if self.way not in ("sixel", "iterm") or not self._graphics.can_send:
            return None
        if self._sheet is not None and self._app.screen is self._sheet:
            return self._sheet.big
        return self._article if self._app.screen is self._article.screen else None

    async def _drawn(self, key: PictureKey) -> bytes:
        """A picture as the terminal takes it."""
        return await self._made("sixel" if key.way == "sixel" else "png", key, await self._raw(*key[:2]))

    async def _made(self, form: PictureForm, key: PictureKey, raw: bytes) -> bytes:
        """A picture in as many pixels as the cells that it takes have."""
        wide, high = self._graphics.terminal.cell if self._graphics.terminal.cell != (0, 0) else _CELL
        width, height = key.columns * wide, key.rows * high
        if form == "png":
            width, height = min(width, _SHARPEST[0]), min(height, _SHARPEST[1])
        job = PictureJob(form, min(width, MOST_SIDE), min(height, MOST_SIDE), key.ground)
        return (await self._decoder.decode(job, raw))[0]

    # --- one of them ------------------------------------------------------------------------------

    @property
    def nearest(self) -> TextLink | None:
        """The selected picture, else the first in sight; None if there is none."""
        link = self._article.link
        if link is not None and link.picture:
            return link
        in_sight = [link for link, _ in self._article.pictures_in_sight()]
        in_sight += [link for link, _ in self._article.links_in_sight() if link.picture]
        return min(in_sight, key=lambda one: (one.block, one.start), default=None)

    def enlarge_one(self) -> None:
        """Enlarges the selected picture, else the first in sight, else the next one below, else any."""
        view = self._reading.view
        if view is None:
            self._tasks.tell("No article is open.")
            return
        found = pictures_of(view.article.blocks, view.pictures)
        if not found:
            self._tasks.tell("There are no pictures of this article in the library.")
            return
        here = self._article.position.block
        self.enlarge(self.nearest or next((one for one in found if one.block >= here), found[-1]))

    def enlarge(self, link: TextLink) -> None:
        """Shows a picture on the whole screen. From there it is opened and saved, and others are gone to."""
        from reader.tui.screens.picture import Enlarged, PictureSheet

        view = self._reading.view
        if view is None:
            return
        article = view.summary.id
        found = pictures_of(view.article.blocks, view.pictures)
        at = next((number for number, one in enumerate(found) if one[:3] == link[:3]), None)
        if at is None:
            return

        def answered(number: int | None) -> None:
            self._sheet = None
            if number is not None and number != at:
                # The text follows to the picture that was seen last.
                self._article.select_link(found[number])
                self._article.go_to(Position(found[number].block, found[number].start))

        self._sheet = PictureSheet(
            [Enlarged.of(one, view.pictures[one.href], view.article.blocks[one.block]) for one in found],
            at,
            article=article,
            way=self.way,
            most=self._graphics.terminal.most_cells,
            drawings=self._drawings,
            need=self.need_first,
            opens=lambda name: self._tasks.do(self._said(self._open(article, name))),
            saves=lambda name, path: self._tasks.do(self._said(self._save(article, name, path))),
            keymap=self._keymap,
        )
        self._app.push_screen(self._sheet, answered)

    async def _said(self, work: Coroutine[Any, Any, str]) -> None:
        """Says on the sheet, or on the bottom line, what became of something."""
        try:
            words = await work
        except (ReaderError, CannotShow, OSError) as error:
            words = str(error)
        if self._sheet is not None and self._sheet.is_attached:
            self._sheet.say(display(words))
        else:
            self._tasks.tell(display(words))

    async def _open(self, article: int, name: str) -> str:
        from reader.tui.background.picture_files import NOT_OPENED, PictureFiles
        from reader.tui.background.sharing import open_file

        raw = await self._raw(article, name)
        self._files = self._files or PictureFiles()
        file = self._files.write(article, name, raw)
        if file.suffix in NOT_OPENED and not self._settings.picture_viewer:
            raise ReaderError(
                "such a picture can hold a program: set picture-viewer in config.toml to open it"
            )
        return open_file(self._app, str(file), self._settings.picture_viewer) or "Closed the viewer"

    async def _save(self, article: int, name: str, path: str) -> str:
        from reader.tui.background.picture_files import save_picture

        return f"Saved {save_picture(path, name, await self._raw(article, name))}"
