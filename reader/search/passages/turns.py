"""Which matches of a query say most: the passage of a snippet, and the order to go through them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LENGTH = 160
"""Characters of a passage, about."""

MatchPlace = tuple[int, int, int]
"""Where a match begins and ends, and which word or phrase of the query it is of."""


def densest(places: Sequence[MatchPlace], length: int = LENGTH) -> tuple[int, int]:
    """The span within ``length`` that has the most different parts of the query, then the most matches.

    ``places`` are ascending, at least one. Of equal spans it is the first.
    """
    best, best_value, first = (places[0][0], places[0][1]), (0, 0), 0
    counts: dict[int, int] = {}
    for _, end, which in places:
        counts[which] = counts.get(which, 0) + 1
        while end - places[first][0] > length and counts[places[first][2]] and places[first][1] < end:
            leaving = places[first][2]
            counts[leaving] -= 1
            if not counts[leaving]:
                del counts[leaving]
            first += 1
        value = (len(counts), sum(counts.values()))
        if value > best_value:
            best, best_value = (places[first][0], end), value
    return best


def in_turn(places: Sequence[MatchPlace], length: int = LENGTH) -> list[int]:
    """In which order to go through matches: their indexes, each once.

    It begins where a snippet is cut from. First come the passages that have several words of the query, to
    the end of the text and then from its beginning; after them the other matches.

    Args:
        places: ascending. Those below 0 are in the title, which no snippet shows.
        length: characters of a passage.
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
    """The matches with a match of another part of the query in the same passage."""
    found: set[int] = set()
    last: dict[int, int] = {}
    for at, (_, end, which) in enumerate(places):
        near = [other for part, other in last.items() if part != which and end - places[other][0] <= length]
        if near:
            found.update(near, (at,))
        last[which] = at
    return found
