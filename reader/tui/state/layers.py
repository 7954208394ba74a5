"""Marks in the text of an article: named layers, composed here and nowhere else. Pure.

A layer is a style and the places that are painted in it. To mark something else in the text, add a layer to
``ORDER`` and give its places to :meth:`Layers.put`; the article pane paints what :meth:`Layers.on` says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from reader.typesetting.drawing import Mark

Spans = tuple[tuple[int, int, int], ...]
"""(block, start, end) in characters of each block's plain text, ascending and not overlapping."""

Layer = Literal[
    "new",
    "highlight-yellow",
    "highlight-green",
    "highlight-blue",
    "highlight-red",
    "highlight-purple",
    "highlight-current",
    "link-current",
    "match",
    "match-current",
    "find",
    "find-current",
    "selection",
    "cursor",
]
"""The name of a layer, which is that of its style: ``article--match`` in the article pane."""

ORDER: tuple[Layer, ...] = get_args(Layer)
"""All layers, the weakest first: where two meet, the colours of the later one show."""


@dataclass(frozen=True)
class Layers:
    """The places of each layer."""

    spans: Mapping[Layer, Spans] = field(default_factory=dict)

    def put(self, layer: Layer, spans: Spans) -> Layers:
        """The same with other places in one layer."""
        return Layers({**self.spans, layer: spans})

    def touches(self, layer: Layer, block: int, start: int, end: int) -> bool:
        """Whether a layer has a place on a stretch of a block."""
        return any(name == layer for _, _, name in self.on(block, start, end))

    def on(self, block: int, start: int, end: int) -> list[Mark]:
        """What to paint on a stretch of a block: the weakest layer first, each in ascending order."""
        found: list[Mark] = []
        for layer in ORDER:
            spans = self.spans.get(layer, ())
            # The previous span may reach into the stretch.
            index = max(0, bisect_left(spans, (block, start)) - 1)
            while index < len(spans) and spans[index] < (block, end):
                its_block, its_start, its_end = spans[index]
                if its_block == block and its_end > start:
                    found.append((its_start, its_end, layer))
                index += 1
        return found
