"""The highlights of the article on screen: their colours, where they are painted, which one is meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from reader.model import Position, StoredHighlight
from reader.tui.state.layers import Layer, Spans
from reader.tui.state.motions import Text
from reader.tui.state.selecting import spans_between

Shade = Literal["yellow", "green", "blue", "red", "purple"]

SHADES: tuple[Shade, ...] = get_args(Shade)
"""The colours of highlights; the key of each is its number in this order."""

_LIKE: Mapping[str, Shade] = {
    "orange": "yellow", "amber": "yellow", "gold": "yellow", "brown": "yellow", "lime": "green",
    "teal": "green", "mint": "green", "cyan": "blue", "aqua": "blue", "sky": "blue", "navy": "blue",
    "indigo": "blue", "pink": "red", "rose": "red", "violet": "purple", "magenta": "purple",
    "lavender": "purple",
}  # fmt: skip
"""Colours that other programs have, and the one in which each is shown."""


def shade_of(color: str) -> Shade:
    """The colour in which a highlight is shown. Files may name any colour, by a name or as ``#ffd54f``."""
    name = color.strip().casefold()
    for shade in SHADES:
        if shade in name:
            return shade
    if (like := next((shade for word, shade in _LIKE.items() if word in name), None)) is not None:
        return like
    if re.fullmatch(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", name):
        return _of_hue(name.removeprefix("#"))
    return SHADES[0]


def _of_hue(digits: str) -> Shade:
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    low, high = min(red, green, blue), max(red, green, blue)
    if high == low:
        return SHADES[0]
    if high == red:
        hue = (green - blue) / (high - low) % 6
    elif high == green:
        hue = (blue - red) / (high - low) + 2
    else:
        hue = (red - green) / (high - low) + 4
    ends: tuple[tuple[float, Shade], ...] = (
        (0.4, "red"), (1.2, "yellow"), (2.8, "green"), (4.2, "blue"), (5.2, "purple"), (6.0, "red"),
    )  # fmt: skip
    return next(shade for end, shade in ends if hue <= end)


@dataclass(frozen=True, slots=True)
class Shown:
    """The highlights of an article whose words are in its text, in their order, and those that are lost.

    Attributes:
        found: those whose words are in the text.
        lost: those whose words are not.
        layers: where each layer is painted.
        lines: for each block that has any, the highlights in it: their numbers in ``found``.
    """

    found: tuple[StoredHighlight, ...] = ()
    lost: tuple[StoredHighlight, ...] = ()
    layers: Mapping[Layer, Spans] = ()  # type: ignore[assignment]
    blocks: Mapping[int, tuple[int, ...]] = ()  # type: ignore[assignment]
