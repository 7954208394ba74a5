"""One row of a picture as text with styles, whatever is known of the picture."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.style import Style

from reader.pictures.kitty import placeholder_row, without_first
from reader.text import display, truncate
from reader.tui.state.pictures import Colour, Drawing, HalfBlocks, Placed, Unshown, framed
from reader.tui.widgets.painting import PaintedText, overlaid
from reader.typesetting.pictures import ShownPicture

_UPPER = "▀"


def painted_row(
    drawing: Drawing | None, picture: ShownPicture, row: int, quiet: Style, *, colours: bool = True
) -> list[PaintedText]:
    """A row of a picture, exactly as wide as the picture.

    Args:
        drawing: the picture; None if it is being decoded.
        picture: its room, and its size for the frame that stands there as long as it is not shown.
        row: from 0.
        quiet: the style of that frame.
        colours: whether there are any on this screen; without them the picture consists of shades.
    """
    if isinstance(drawing, Placed) and row < picture.rows:
        text = placeholder_row(row, picture.columns, drawing.first_byte)
        return [(text, Style(color=Color.from_ansi(drawing.number)))]
    if isinstance(drawing, HalfBlocks):
        if not colours:
            return [(drawing.shades(row), Style.null())]
        return [(_UPPER * count, _two(above, below)) for count, above, below in drawing.row(row)]
    return [(framed(row, picture.columns, picture.rows, words_in(drawing, picture)), quiet)]


def labelled(
    row: list[PaintedText], drawing: Drawing | None, letters: str, style: Style
) -> list[PaintedText]:
    """A row of a picture with letters over its first cells."""
    if not isinstance(drawing, Placed):
        return overlaid(row, 0, letters, style)
    # Each cell is several characters, which must stay together.
    return [(letters, style), *((without_first(text, len(letters)), own) for text, own in row)]


def words_in(drawing: Drawing | None, picture: ShownPicture) -> tuple[str, ...]:
    """What stands in the frame of a picture that is not shown, or not yet."""
    room = max(1, picture.columns - 4)
    size = f"{picture.size.words} {picture.size.kind}"
    lines: tuple[str, ...] = (size,)
    if isinstance(drawing, Unshown) and drawing.reason:
        few = picture.rows < 5
        lines = (f"Not shown: {drawing.reason}",) if few else ("Not shown:", drawing.reason, size)
    return tuple(truncate(display(line), room) for line in lines)


@lru_cache(maxsize=16_384)
def _two(above: Colour, below: Colour) -> Style:
    """A cell with one colour in its upper half and another in its lower one."""
    return Style(color=Color.from_rgb(*above), bgcolor=Color.from_rgb(*below))
