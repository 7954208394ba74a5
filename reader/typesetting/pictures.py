"""The room that a picture takes in the text: lines that belong to no character of it. Pure.

The room follows from the size that the file of the picture states, before anything is decoded. So the text
below stands where it will stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.pictures.header import PictureSize

MOST_ROWS = 18
"""The most lines that a picture takes in the text: most terminals show it whole. It can be enlarged."""

_CELL = (8, 16)
"""The pixels of a cell, wide and high. Terminals have others, and change them; their shape is about that."""


@dataclass(frozen=True, slots=True)
class KnownPictures:
    """What is known of the pictures of an article.

    Attributes:
        sizes: by the names that its images have.
        shown: whether they are shown; else their boxes say how large they are.
    """

    sizes: Mapping[str, PictureSize] = field(default_factory=dict)
    shown: bool = False


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture and its room: columns and rows of cells."""

    name: str
    size: PictureSize
    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A line of a picture on screen: the picture, the block it is in, and which of its rows the line shows.

    ``left`` is the number of cells before it.
    """

    picture: ShownPicture
    block: int
    row: int
    left: int


def room_for(name: str, size: PictureSize, cells: int, most: int = MOST_ROWS) -> ShownPicture:
    """A picture in its natural size, or smaller if ``cells`` columns and ``most`` rows do not hold it."""
    wide, high = _CELL
    scale = min(1.0, cells * wide / size.width, most * high / size.height)
    columns = max(1, min(cells, round(size.width * scale / wide)))
    rows = max(1, min(most, round(size.height * scale / high)))
    return ShownPicture(name, size, columns, rows)


def filling(name: str, size: PictureSize, cells: int, rows: int) -> ShownPicture:
    """A picture as large as fits into a screen, enlarged if need be; a small one up to eight times."""
    wide, high = _CELL
    scale = min(8.0, cells * wide / size.width, rows * high / size.height)
    columns = max(1, min(cells, round(size.width * scale / wide)))
    return ShownPicture(name, size, columns, max(1, min(rows, round(size.height * scale / high))))
