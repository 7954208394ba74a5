"""Decides which segments of the index to merge. Pure, so it can be read and tested alone.

Segments of about the same size are merged once there are eight of them, so each article is copied only a
handful of times however large the library grows (log-structured merging: O'Neil and others, 1996). The cost
of a merge is limited by how much its sync has indexed: adding one article never waits for a large merge, and
indexing a whole library leaves one segment or two.
"""

from __future__ import annotations

from collections.abc import Sequence

ALIKE = 8
"""How many segments of one order of magnitude become one."""

FREE = 2000
"""Any sync may merge this many articles: that takes less than a second."""

TIMES = 8
"""… and this many times the number that it has indexed."""

LARGEST = 100_000
"""A merge makes no larger segment: it would take minutes, and one more segment costs little."""

MANY = 24
"""If there are this many segments, the smallest are merged whatever the sync has indexed."""

Size = tuple[int, int]
"""(live articles, deleted articles) of a segment."""


def due(segments: Sequence[Size], indexed: int) -> list[int]:
    """Which segments to merge next, by their place in ``segments``; empty if none.

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
    """Which segments to merge when everything is indexed: all but the largest, if that is relatively cheap.

    If the largest is not larger than all others together, it is merged as well.
    """
    places = sorted(range(len(segments)), key=lambda place: segments[place])
    rest = places[:-1]
    if places and segments[places[-1]][0] <= _articles(segments, rest):
        rest = places
    worth = len(rest) > 1 and _articles(segments, rest) <= min(indexed, LARGEST)
    return sorted(rest) if worth else []


def _articles(segments: Sequence[Size], places: Sequence[int]) -> int:
    return sum(segments[place][0] for place in places)
