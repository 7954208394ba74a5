"""Which segments of the index become one: a pure decision, so that it can be read and tested alone.

Segments of about one size are merged when there are eight of them, so that an article is copied a handful of
times however large the library grows (log-structured merging: O'Neil and others, 1996). What a merge may cost
is bounded by what the sync it belongs to has indexed: adding one article never waits for a large merge, and
indexing a whole library leaves one segment or two.
"""

from __future__ import annotations

from collections.abc import Sequence

ALIKE = 8
"""So many segments of one order of magnitude become one."""

FREE = 2000
"""So many articles may be merged in any sync: under a second."""

TIMES = 8
"""… and so many times those it has indexed."""

LARGEST = 100_000
"""A merge makes no larger segment than this: it would take minutes, and one more segment costs little."""

MANY = 24
"""From so many segments on, the smallest are merged whatever the sync has indexed."""

Size = tuple[int, int]
"""(articles that are there, articles deleted) of a segment."""


def due(segments: Sequence[Size], indexed: int) -> list[int]:
    """Which segments to merge next, by their place in ``segments``; empty when none are.

    Args:
        segments: their sizes.
        indexed: how many articles the sync has indexed so far.
    """
    budget = max(FREE, TIMES * indexed)
    orders: dict[int, list[int]] = {}
    for place, (live, deleted) in enumerate(segments):
        if deleted > live and live <= budget:
            return [place]
        orders.setdefault((live.bit_length() - 1) // (ALIKE.bit_length() - 1), []).append(place)
    for _, places in sorted(orders.items()):
        if len(places) >= ALIKE and _articles(segments, places) <= min(budget, LARGEST):
            return places
    if len(segments) >= MANY:
        smallest = sorted(range(len(segments)), key=lambda place: segments[place])[:ALIKE]
        if _articles(segments, smallest) <= LARGEST:
            return sorted(smallest)
    return []


def leftover(segments: Sequence[Size], indexed: int) -> list[int]:
    """Which segments to merge when all is indexed: all but the largest, if that costs little beside it.

    Where the largest is not larger than all others together it is merged as well.
    """
    places = sorted(range(len(segments)), key=lambda place: segments[place])
    rest = places[:-1]
    if places and segments[places[-1]][0] <= _articles(segments, rest):
        rest = places
    worth = len(rest) > 1 and _articles(segments, rest) <= min(indexed, LARGEST)
    return sorted(rest) if worth else []


def _articles(segments: Sequence[Size], places: Sequence[int]) -> int:
    return sum(segments[place][0] for place in places)
