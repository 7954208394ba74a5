"""Pictures as sixels, the graphics of DEC terminals (VT340), which xterm, foot and others draw. Pure.

A sixel is a column of six pixels. Each band of six lines is written colour by colour, each from the left edge
on; what is not written stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

BAND = 6
_RUN = re.compile(r"(.)\1{3,}")
_SHOWN = bytes(min(value + 63, 126) for value in range(256))
"""The character of each value of a column: ``?`` for none of its six pixels, ``~`` for all."""


def sixels(width: int, height: int, pixels: bytes, palette: Sequence[tuple[int, int, int]]) -> str:
    """A picture as one device control string.

    Args:
        width, height: its size in pixels.
        pixels: for each pixel the number of its colour, line by line.
        palette: the colours as red, green and blue, 0 to 255 each.
    """
    colours = "".join(
        f"#{number};2;{red * 100 // 255};{green * 100 // 255};{blue * 100 // 255}"
        for number, (red, green, blue) in enumerate(palette)
    )
    bands = (
        _band(pixels[start : start + BAND * width], width) for start in range(0, len(pixels), BAND * width)
    )
    # The second parameter: pixels that are not written keep their colour.
    return f'\x1bP0;1;0q"1;1;{width};{height}{colours}{"-".join(bands)}\x1b\\'


def _band(pixels: bytes, width: int) -> str:
    return "$".join(_colour(pixels, width, colour) for colour in sorted(set(pixels)))


def _colour(pixels: bytes, width: int, colour: int) -> str:
    """Where a colour is in a band. The lines are added up as numbers, a byte a column: C does the work."""
    columns = 0
    for number, line in enumerate(_lines(pixels, width)):
        bits = bytearray(256)
        bits[colour] = 1 << number
        columns |= int.from_bytes(line.translate(bytes(bits)), "big")
    text = columns.to_bytes(width, "big").translate(_SHOWN).decode("ascii").rstrip("?")
    return f"#{colour}{_RUN.sub(lambda run: f'!{len(run[0])}{run[1]}', text)}"


def _lines(pixels: bytes, width: int) -> Iterator[bytes]:
    for start in range(0, len(pixels), width):
        yield pixels[start : start + width]
