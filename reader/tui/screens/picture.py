"""One picture on the whole screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.blocks import Block
from reader.pictures.header import PictureSize
from reader.pictures.terminals import PictureWay
from reader.text import display, truncate
from reader.tui.background.children import whole_path
from reader.tui.keys.actions import bindings
from reader.tui.screens.overlay import Overlay
from reader.tui.screens.prompt import Prompt
from reader.tui.state.links import TextLink
from reader.tui.state.pictures import Colour, Drawings, PictureKey, Unshown
from reader.tui.widgets.painting import strip_of
from reader.tui.widgets.picture_painting import painted_row
from reader.typesetting.pictures import ShownPicture, filling


class Enlarged(NamedTuple):
    """A picture with what is said of it."""

    name: str
    size: PictureSize
    words: str

    @classmethod
    def of(cls, link: TextLink, size: PictureSize, block: Block) -> Enlarged:
        """A picture of an article, with its caption or else its alternative text."""
        caption = "".join([span.text for span in block.caption]) if block.kind == "image" else ""
        return cls(link.href, size, " ".join((caption.strip() or link.text).split()))

    @property
    def about(self) -> str:
        """Its size and its name."""
        size = f"{self.size.words} {self.size.kind}" if self.size.is_known else self.size.kind
        return f"{size} · {display(self.name)}"


class BigPicture(Widget):
    """A picture as large as the room that there is for it, in the middle."""

    DEFAULT_CSS = "BigPicture { width: 1fr; height: 1fr; }"

    def __init__(
        self,
        article: int,
        drawings: Drawings,
        need: Callable[[PictureKey, ShownPicture], None],
        way: PictureWay,
    ) -> None:
        super().__init__()
        self._article = article
        self._drawings = drawings
        self._need = need
        self._way = way
        self._most = (0, 0)
        self._shown: Enlarged | None = None
        self._asked: PictureKey | None = None

    def show(self, picture: Enlarged, way: PictureWay, most: tuple[int, int]) -> None:
        """Shows a picture.

        Args:
            picture: the picture.
            way: how pictures are shown.
            most: the columns and rows that it may have in that way; (0, 0) for any.
        """
        self._shown, self._way, self._most, self._asked = picture, way, most, None
        self.ask()

    @property
    def picture(self) -> ShownPicture | None:
        """The picture in its room; None if it cannot be shown, or there is no room yet."""
        if self._shown is None or not self._shown.size.is_known or not self.size.area or self._way == "off":
            return None
        columns, rows = self.size.width, self.size.height
        if 0 not in self._most:
            columns, rows = min(columns, self._most[0]), min(rows, self._most[1])
        return filling(self._shown.name, self._shown.size, columns, rows)

    @property
    def _ground(self) -> Colour:
        found = self.rich_style.bgcolor
        if found is None or found.triplet is None:
            return (0, 0, 0) if self.app.current_theme.dark else (255, 255, 255)
        return found.triplet

    def key_of(self, picture: ShownPicture) -> PictureKey:
        """By what a picture is known among those that are ready. A box is not enough here."""
        way = "blocks" if self._way == "box" else self._way
        return PictureKey(self._article, picture.name, picture.columns, picture.rows, self._ground, way)

    def ask(self) -> None:
        """Asks for the picture, unless it is there."""
        self.refresh()
        picture = self.picture
        if picture is not None:
            key = self.key_of(picture)
            if self._drawings.get(key) is None and key != self._asked:
                self._asked = key
                self._need(key, picture)

    def on_resize(self, event: events.Resize) -> None:
        """Another size needs another picture."""
        self.ask()

    def whole_in_sight(self) -> list[tuple[Region, ShownPicture]]:
        """The picture with the cells of the screen that it takes."""
        picture = self.picture
        if picture is None:
            return []
        left, top = self._corner(picture)
        origin = self.content_region.offset
        return [(Region(origin.x + left, origin.y + top, picture.columns, picture.rows), picture)]

    def _corner(self, picture: ShownPicture) -> tuple[int, int]:
        return (self.size.width - picture.columns) // 2, (self.size.height - picture.rows) // 2

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        cells, base = self.size.width, self.rich_style
        picture = self.picture
        if picture is None:
            words = "Pictures are switched off" if self._way == "off" else "Such pictures are not shown here"
            text = words.center(cells) if y == self.size.height // 3 else ""
            return strip_of([(truncate(text, cells), base)], cells, base)
        left, top = self._corner(picture)
        if not top <= y < top + picture.rows:
            return Strip.blank(cells, base)
        drawing = self._drawings.get(self.key_of(picture))
        colours = self.app.current_theme.name != "reader-none"
        row = painted_row(drawing, picture, y - top, base, colours=colours)
        return strip_of([(" " * left, base), *row], cells, base)

    @property
    def problem(self) -> str:
        """Why the picture is not shown, in words; "" if it is, or soon will be."""
        picture = self.picture
        drawing = None if picture is None else self._drawings.get(self.key_of(picture))
        return drawing.reason if isinstance(drawing, Unshown) else ""


class PictureSheet(Overlay[int]):
    """Shows one picture of an article after the other. The result is the number of the one shown last."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("picture")
    DEFAULT_CSS = """
    PictureSheet { background: $background; }
    PictureSheet > Vertical { background: $background; }
    PictureSheet .picture-line { height: 1; padding: 0 1; color: $secondary; link-color: $secondary; }
    PictureSheet #picture-about { color: $text-muted; }
    PictureSheet #picture-words { height: auto; max-height: 4; padding: 0 1; color: $foreground; }
    """

    def __init__(
        self,
        pictures: Sequence[Enlarged],
        at: int,
        *,
        article: int,
        way: PictureWay,
        most: tuple[int, int],
        drawings: Drawings,
        need: Callable[[PictureKey, ShownPicture], None],
        opens: Callable[[str], object],
        saves: Callable[[str, str], object],
        keymap: Mapping[str, str] | None = None,
    ) -> None:
        """Shows the picture with the number ``at``.

        Args:
            pictures: those of the article.
            at: which one.
            article: its id.
            way: how pictures are shown.
            most: the columns and rows that one may have in that way; (0, 0) for any.
            drawings: the pictures that are ready to be painted.
            need: is called for one that is not.
            opens: is called with the name of one that is to be opened in another program.
            saves: is called with the name of one to be saved, and the path.
            keymap: the person's own keys.
        """
        super().__init__(keymap)
        self._pictures = pictures
        self._at = at
        self._way = way
        self._most = most
        self._opens = opens
        self._saves = saves
        self.big = BigPicture(article, drawings, need, way)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="picture-about", classes="picture-line", markup=False)
            yield self.big
            yield Static(id="picture-words", markup=False)
            yield Static(id="picture-keys", classes="picture-line", markup=False)

    def on_mount(self) -> None:
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        """The lines are cut to the width."""
        self._show_lines()

    @property
    def _picture(self) -> Enlarged:
        return self._pictures[self._at]

    def show_in(self, way: PictureWay, most: tuple[int, int]) -> None:
        """Shows pictures in another way."""
        self._way, self._most = way, most
        if self.is_attached:
            self.big.show(self._picture, way, most)

    def picture_ready(self) -> None:
        """A picture is ready, or no longer."""
        if self.is_attached:
            self.big.ask()

    def _show(self) -> None:
        self._show_lines()
        self.big.show(self._picture, self._way, self._most)

    def _show_lines(self) -> None:
        count = f"{self._at + 1} of {len(self._pictures)} · " if len(self._pictures) > 1 else ""
        room = max(1, self.size.width - 2)
        self.query_one("#picture-about", Static).update(truncate(f"{count}{self._picture.about}", room))
        words = self.query_one("#picture-words", Static)
        words.update(truncate(display(self._picture.words), 3 * room))
        words.display = bool(self._picture.words)
        self.say("")

    def say(self, words: str) -> None:
        """Words for the person, on the bottom line; "" brings the keys back."""
        hints = [("open_picture", "opens"), ("save_picture", "saves"), ("close_picture", "closes")]
        if len(self._pictures) > 1:
            hints = [("next_picture", "next"), ("previous_picture", "previous"), *hints]
        said = Content(truncate(words, max(1, self.size.width - 2))) if words else self._hints(*hints)
        self.query_one("#picture-keys", Static).update(said)

    # --- keys -------------------------------------------------------------------------------------

    def action_close_picture(self) -> None:
        self.dismiss(self._at)

    def action_next_picture(self) -> None:
        self._step(1)

    def action_previous_picture(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        at = self._at + by
        if 0 <= at < len(self._pictures):
            self._at = at
            self._show()
        elif len(self._pictures) > 1:
            self.say("This is the last picture" if by > 0 else "This is the first picture")

    def action_open_picture(self) -> None:
        self._opens(self._picture.name)

    def action_save_picture(self) -> None:
        name = self._picture.name

        def save(path: str | None) -> None:
            if path:
                self._saves(name, whole_path(path))

        self.app.push_screen(Prompt("Save the picture as", self._suggested, self._keymap), save)

    @property
    def _suggested(self) -> str:
        path = self._picture.name.split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
        stem = Path(display(path)).stem or "picture"
        ending = {"JPEG": "jpg"}.get(self._picture.size.kind, self._picture.size.kind.lower())
        return f"{stem}.{ending}"
