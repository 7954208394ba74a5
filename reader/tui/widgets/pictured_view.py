"""A view of an article with its pictures: it says which it needs, and paints what it is given."""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message

from reader.library.view import ArticleView
from reader.model import Position
from reader.pictures.terminals import PictureWay
from reader.tui.state.links import TextLink, picture_of
from reader.tui.state.pictures import Colour, Drawings, PictureKey
from reader.tui.widgets.matched_view import MatchedView
from reader.tui.widgets.painting import PaintedText
from reader.tui.widgets.picture_painting import labelled, painted_row
from reader.typesetting.layout import Layout
from reader.typesetting.pictures import KnownPictures, PictureLine, ShownPicture


class PicturedView(MatchedView):
    """Makes room for pictures, asks for those in sight and near it, and paints their rows."""

    @dataclass
    class PicturesNeeded(Message):
        """Pictures are in sight, or soon will be, and are not ready: the most wanted first."""

        keys: tuple[PictureKey, ...]
        pictures: tuple[ShownPicture, ...]

    @dataclass
    class InPlace(Message):
        """Other lines are in sight: what is drawn over them is to be drawn anew."""

    def __init__(self, *, measure: int = 70, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self.drawings = Drawings()
        """The pictures that are ready."""
        self._way: PictureWay = "box"
        self._asked: frozenset[PictureKey] = frozenset()

    # --- how they are shown -------------------------------------------------------------------------

    @property
    def way(self) -> PictureWay:
        """How pictures are shown."""
        return self._way

    def show_pictures(self, way: PictureWay) -> None:
        """Shows pictures in another way; the place in the article stays."""
        before, self._way = self._way, way
        if before == way:
            return
        self._asked = frozenset()
        if _has_room(before) == _has_room(way) and "off" not in (before, way):
            self._repaint()
            self._ask()
        elif self.view is not None:
            self._place, self._wanted = self.position, None
            self._lay_out()

    def pictures_ready(self) -> None:
        """Some of the pictures are ready, or no longer."""
        self._asked = frozenset()
        self._repaint()
        self._ask()

    @property
    def pictures(self) -> KnownPictures:
        """What the layout knows of the pictures."""
        if self.view is None or self._way == "off":
            return KnownPictures()
        return KnownPictures(self.view.pictures, _has_room(self._way))

    # --- asking -------------------------------------------------------------------------------------

    def show(self, view: ArticleView) -> None:
        """Shows an article at ``view.position``."""
        before = self.view
        if before is not None and before.pictures != view.pictures:
            self._wanted = None
        super().show(view)

    def _take(self, layout: Layout) -> None:
        super()._take(layout)
        self._ask()

    def _moved(self) -> None:
        self._ask()
        self.post_message(self.InPlace())

    def _ask(self) -> None:
        """Says which pictures are needed: those in sight, then those a screen below and above."""
        height, top = self.size.height, self.scroll_offset.y
        if self._layout is None or not height or not self.pictures.shown or not self.pictures.sizes:
            return
        wanted: dict[PictureKey, ShownPicture] = {}
        for first in (top, top + height, top - height):
            for line in range(max(0, first), first + height):
                if (found := self._layout.picture_at(line)) is not None:
                    key = self.key_of(found.picture)
                    if self.drawings.get(key) is None:
                        wanted.setdefault(key, found.picture)
        asked = frozenset(wanted)
        if not asked <= self._asked:
            self._asked = asked
            self.post_message(self.PicturesNeeded(tuple(wanted), tuple(wanted.values())))

    def key_of(self, picture: ShownPicture) -> PictureKey:
        """By what a picture is known among those that are ready."""
        article = self.view.summary.id if self.view else 0
        return PictureKey(article, picture.name, picture.columns, picture.rows, self.ground, self._way)

    @property
    def ground(self) -> Colour:
        """The colour behind the text; that of a terminal is not known, and counts as black or white."""
        found = self.rich_style.bgcolor
        if found is None or found.triplet is None:
            return (0, 0, 0) if self.app.current_theme.dark else (255, 255, 255)
        return found.triplet

    # --- painting -----------------------------------------------------------------------------------

    def picture_row(
        self, line: PictureLine, quiet: Style, selected: Style, label: Style, letters: str = ""
    ) -> list[PaintedText]:
        """The cells of a row of a picture, with ``letters`` over its beginning; a selected one has a bar."""
        drawing = self.drawings.get(self.key_of(line.picture))
        colours = self.app.current_theme.name != "reader-none"
        row = painted_row(drawing, line.picture, line.row, quiet, colours=colours)
        if letters:
            row = labelled(row, drawing, letters, label)
        chosen = self.link is not None and self.link.picture and self.link.block == line.block
        return [*row, ("▐", selected)] if chosen else row

    def whole_in_sight(self) -> list[tuple[Region, ShownPicture]]:
        """The pictures of which every row is in sight, each with the cells of the screen that it takes."""
        layout, top, height = self._layout, self.scroll_offset.y, self.size.height
        if layout is None or not height or layout.width != self._text_width:
            return []
        origin = self.content_region.offset
        found: list[tuple[Region, ShownPicture]] = []
        for line in range(top, min(top + height, len(layout))):
            shown = layout.picture_at(line)
            if shown is not None and shown.row == 0 and line + shown.picture.rows <= top + height:
                at = origin.x + shown.left, origin.y + line - top
                found.append((Region(*at, shown.picture.columns, shown.picture.rows), shown.picture))
        return found

    # --- finding them -------------------------------------------------------------------------------

    def go_to(self, position: Position) -> None:
        """Scrolls a position to the top of the pane; the beginning of a picture's text brings the picture."""
        super().go_to(position)
        if self._layout is not None:
            line = self._line_of(position)
            first = self._layout.picture_above(line) if position.char == 0 else line
            if first != line:
                self._place = self._layout.position_of(first)
                self.scroll_to_line(first)

    def pictures_in_sight(self) -> list[tuple[TextLink, int]]:
        """The pictures on screen that have room, each with the first of its lines that is to be seen."""
        layout, view, top = self._layout, self.view, self.scroll_offset.y
        if layout is None or view is None:
            return []
        found: dict[int, tuple[TextLink, int]] = {}
        for line in range(top, min(top + self.size.height, len(layout))):
            shown = layout.picture_at(line)
            if shown is not None and shown.block not in found:
                link = picture_of(view.article.blocks[shown.block], shown.block)
                if link is not None:
                    found[shown.block] = link, line
        return list(found.values())

    def picture_under(self, event: events.MouseEvent) -> TextLink | None:
        """The picture that the mouse is on."""
        offset = event.get_content_offset(self)
        if offset is None or self._layout is None or self.view is None:
            return None
        shown = self._layout.picture_at(self.scroll_offset.y + offset.y)
        if shown is None or not shown.left <= offset.x < shown.left + shown.picture.columns:
            return None
        return picture_of(self.view.article.blocks[shown.block], shown.block)

    def links_in_sight(self) -> list[tuple[TextLink, Position]]:
        """The links on screen, without the pictures that have room: see :meth:`pictures_in_sight`."""
        shown = {link.position for link, _ in self.pictures_in_sight()}
        return [found for found in super().links_in_sight() if found[0].position not in shown]


def _has_room(way: PictureWay) -> bool:
    """Whether pictures have lines of their own in a way of showing them."""
    return way not in ("box", "off")
