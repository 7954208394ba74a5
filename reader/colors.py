"""The five colours of highlights, and which of them stands for a colour that another program names."""

from __future__ import annotations

import colorsys
import re
from typing import Literal, get_args

HighlightColor = Literal["yellow", "green", "blue", "red", "purple"]

COLORS: tuple[HighlightColor, ...] = get_args(HighlightColor)
"""The colours to choose from, the usual one first. A highlight without a colour is shown in the first."""

_SHOWN: dict[str, HighlightColor] = {
    **dict.fromkeys(("yellow", "gold", "amber", "beige", "brown", "gray", "grey"), "yellow"),
    **dict.fromkeys(("green", "lime", "mint", "olive"), "green"),
    **dict.fromkeys(("blue", "cyan", "teal", "turquoise", "aqua", "navy", "indigo"), "blue"),
    **dict.fromkeys(("red", "orange", "coral", "salmon"), "red"),
    **dict.fromkeys(("purple", "pink", "magenta", "violet", "lilac", "lavender", "rose"), "purple"),
}
"""Orange goes with red and pink with purple, so that the four colours of a Kindle stay apart."""
_HEX = re.compile(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?|#?([0-9a-f]{3})")
_HUES: tuple[tuple[int, HighlightColor], ...] = (
    *((42, "red"), (70, "yellow"), (165, "green"), (255, "blue"), (345, "purple"), (360, "red")),
)
"""Up to which hue, in degrees, each colour goes."""
_PALE = 0.08
"""Less saturation than this is grey."""


def is_color(name: str) -> bool:
    """Whether a word is the name of a colour that is known here."""
    return name.strip().lower() in _SHOWN


def has_color(color: str, wanted: str) -> bool:
    """Whether a highlight of colour ``color`` is one of those asked for by the name ``wanted``.

    One of the five names means all that are shown in that colour; another name only that one itself.
    """
    wanted = wanted.strip().lower()
    return shown_color(color) == wanted if wanted in COLORS else color.strip().lower() == wanted


def shown_color(color: str) -> HighlightColor:
    """The colour in which a highlight is shown; ``color`` is what its file called it, or "".

    Names of colours and ``#rrggbb`` become the nearest of the five; anything else is shown in the usual one.
    """
    name = color.strip().lower()
    if name in _SHOWN:
        return _SHOWN[name]
    if match := _HEX.fullmatch(name):
        digits = match[1] or "".join(2 * digit for digit in match[2])
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
        if saturation >= _PALE:
            return next(name for most, name in _HUES if 360 * hue <= most)
    # Names of two words and more: "light blue", "dark-red", "yellow-highlight".
    return next((_SHOWN[word] for word in re.findall("[a-z]+", name) if word in _SHOWN), COLORS[0])
