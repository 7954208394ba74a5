"""Which matches of a query say most: a snippet's passage, and the order in which to visit them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LENGTH = 160
"""The approximate length of a passage, in characters."""

MatchPlace = tuple[int, int, int]
"""Where a match starts and ends, and the number of the query's word or phrase that matches."""


def densest(places: Sequence[MatchPlace], length: int = LENGTH) -> tuple[int, int]:
    """The span within ``length`` that has the most different parts of the query, then the most matches.

    ``places`` are ascending, at least one. If several spans are equal, it is the first.
    """
    best, best_value, first = (places[0][0], places[0][1]), (0, 0), 0
    counts: dict[int, int] = {}
    for at, (_, end, which) in enumerate(places, 1):
        counts[which] = counts.get(which, 0) + 1
        while end - places[first][0] > length and counts[places[first][2]] and places[first][1] < end:
            leaving = places[first][2]
            counts[leaving] -= 1
            if not counts[leaving]:
                del counts[leaving]
            first += 1
        value = (len(counts), at - first)
        if value > best_value:
            best, best_value = (places[first][0], end), value
    return best


def in_turn(places: Sequence[MatchPlace], length: int = LENGTH) -> list[int]:
    """The order in which to go through matches: their indexes, each once.

    It starts where the snippet is taken from. Passages with several words of the query come first, from there
    to the end of the text and then from its beginning; the other matches follow.

    Args:
        places: ascending. Those below 0 are in the title, which no snippet shows.
        length: the length of a passage in characters.
    """
    if not places:
        return []
    start, _ = densest([place for place in places if place[0] >= 0] or places, length)
    several = _with_others(places, length)
    first = [at for at in range(len(places)) if at in several or not several]
    rest = [at for at in range(len(places)) if several and at not in several]
    ahead = [at for at in first if places[at][0] >= start]
    return [*ahead, *first[: len(first) - len(ahead)], *rest]


def _with_others(places: Sequence[MatchPlace], length: int) -> set[int]:
    """The matches that share a passage with a match of another part of the query."""
    found: set[int] = set()
    last: dict[int, int] = {}
    for at, (_, end, which) in enumerate(places):
        near = [other for part, other in last.items() if part != which and end - places[other][0] <= length]
        if near:
            found.update(near, (at,))
        last[which] = at
    return found
