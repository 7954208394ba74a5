"""Pictures as they are painted: what is known of each, and as much of it as is worth keeping. Pure."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

from reader.pictures.header import PictureSize
from reader.pictures.jobs import MOST_PIXELS

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255 each."""

MOST_KEPT = 16 * 2**20
"""Bytes of pictures that are kept, ready to be painted."""

_SHADES = " ░▒▓█"
"""From dark to light, for screens without colours."""


class PictureKey(NamedTuple):
    """A picture in one size on one ground. ``way`` is that in which it is shown."""

    article: int
    name: str
    columns: int
    rows: int
    ground: Colour
    way: str


class HalfBlocks(NamedTuple):
    """A picture with two pixels a cell, one above the other; three bytes a pixel."""

    columns: int
    rows: int
    pixels: bytes

    def row(self, number: int) -> Iterator[tuple[int, Colour, Colour]]:
        """One row of cells from left to right: how many are alike, and the colours above and below."""
        wide = 3 * self.columns
        above = self.pixels[2 * number * wide : (2 * number + 1) * wide]
        below = self.pixels[(2 * number + 1) * wide : (2 * number + 2) * wide]
        start = 0
        for end in range(3, wide + 1, 3):
            if (
                end == wide
                or above[end : end + 3] != above[start : start + 3]
                or below[end : end + 3] != below[start : start + 3]
            ):
                first, second = above[start : start + 3], below[start : start + 3]
                yield (end - start) // 3, (first[0], first[1], first[2]), (second[0], second[1], second[2])
                start = end

    def shades(self, number: int) -> str:
        """One row of cells in characters alone, lighter and darker ones."""
        parts: list[str] = []
        for count, above, below in self.row(number):
            light = sum(_lightness(colour) for colour in (above, below)) // 2
            parts.append(_SHADES[min(len(_SHADES) - 1, light * len(_SHADES) // 256)] * count)
        return "".join(parts)


def _lightness(colour: Colour) -> int:
    red, green, blue = colour
    return (299 * red + 587 * green + 114 * blue) // 1000


class Placed(NamedTuple):
    """A picture that the terminal keeps, to be shown where its placeholders are."""

    number: int
    first_byte: int


class Unshown(NamedTuple):
    """Why a picture is not shown, in words; "" as long as it is being decoded."""

    reason: str


Drawing = HalfBlocks | Placed | Unshown


class Drawings:
    """The pictures that are ready to be painted; those not painted for longest are forgotten first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[PictureKey, Drawing] = OrderedDict()
        self._size = 0

    def get(self, key: PictureKey) -> Drawing | None:
        """What is painted of a picture; None if nothing is known of it."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: PictureKey, drawing: Drawing) -> None:
        """A picture is ready."""
        self.drop(key)
        self._kept[key] = drawing
        self._size += _cost(drawing)
        while self._size > self._most and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._size -= _cost(oldest)

    def drop(self, key: PictureKey) -> None:
        """Forgets a picture."""
        before = self._kept.pop(key, None)
        if before is not None:
            self._size -= _cost(before)

    def lose_placed(self) -> None:
        """Forgets those that the terminal kept."""
        for key in [key for key, drawing in self._kept.items() if isinstance(drawing, Placed)]:
            self.drop(key)

    @property
    def size(self) -> int:
        """About how many bytes are kept."""
        return self._size


def _cost(drawing: Drawing) -> int:
    return 500 + (len(drawing.pixels) if isinstance(drawing, HalfBlocks) else 0)


def refused(size: PictureSize) -> str:
    """Why a picture of that size is not even decoded, in words; "" if it may be."""
    return "it has too many pixels" if size.width * size.height > MOST_PIXELS else ""


def framed(row: int, columns: int, rows: int, lines: tuple[str, ...]) -> str:
    """One row of an empty frame with words in its middle: what stands in the room of a picture without it."""
    if columns < 4 or rows < 3:
        words = lines[0] if lines and row == rows // 2 else ""
        return words[:columns].center(columns)
    if row in (0, rows - 1):
        left, right = "┌┐" if row == 0 else "└┘"
        return f"{left}{'─' * (columns - 2)}{right}"
    at = row - 1 - max(0, (rows - 2 - len(lines)) // 2)
    words = lines[at] if 0 <= at < len(lines) else ""
    return f"│{words[: columns - 2].center(columns - 2)}│"
