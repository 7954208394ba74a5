"""Tells articles whose texts are nearly the same: posted again, with small edits. Pure.

The sketch of a text is the 32 smallest hashes of its overlapping runs of four terms. Two texts share about
that part of their sketches that they share of their runs (bottom-k MinHash: Broder, *On the resemblance
and containment of documents*, 1997). It takes up 128 bytes an article, and comparing two takes no look at
the texts.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from reader.search.segments.segment import SKETCH

SIZE = SKETCH // 4
"""Hashes in a sketch: 32."""

ALIKE = 0.66
"""Texts that share this part of their runs are nearly the same.

Of 509 posts of one blog, with series and boilerplate among them, no two share more than 0.35; of 1,000
words, 2 in 100 changed at random leave 0.89 and 5 in 100 leave 0.75."""

_LEAST = 16
"""A text with fewer runs has no sketch: of two such short ones little can be said."""

_SEEDS = 6
"""Texts that are alike have one of this many smallest hashes in common, but for one in ten thousand."""

_RUN = 4
_NONE = 0xFFFFFFFF
_TOP = 1 << 64
EMPTY = array("I", [_NONE] * SIZE).tobytes()


class _Hashes(dict[str, int]):
    """Term -> 64-bit hash, filled as terms are met (and emptied when it grows too large)."""

    _LIMIT = 100_000

    def __missing__(self, term: str) -> int:
        if len(self) >= self._LIMIT:
            self.clear()
        value = self[term] = int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little")
        return value


_hash = _Hashes().__getitem__


def sketch(terms: Iterable[str]) -> bytes:
    """The sketch of a text given as its terms, one per position."""
    hashes = array("Q", map(_hash, terms))
    runs = len(hashes) - _RUN + 1
    if runs < _LEAST:
        return EMPTY
    # All runs at once: one long number with a hash in every 64 bits, and the same number moved on by one
    # term and by two. The odd shifts make the order count; with the bits they carry over from the next term
    # a run is of four.
    if sys.byteorder == "big":
        hashes.byteswap()
    whole = int.from_bytes(hashes.tobytes(), "little")
    mixed = whole ^ whole >> 64 + 21 ^ whole >> 128 + 43
    values = array("Q", mixed.to_bytes(8 * len(hashes), "little")[: 8 * runs])
    if sys.byteorder == "big":
        values.byteswap()
    # Hashes are spread evenly: the smallest are all below this bound, but where a text repeats itself.
    bound = min(_TOP, _TOP * 3 * SIZE // runs)
    smallest = {value for value in values if value < bound}
    if len(smallest) < SIZE:
        smallest = set(values)
    if len(smallest) < _LEAST:
        return EMPTY
    kept = [value >> 32 for value in sorted(smallest)[:SIZE]]
    return array("I", kept + [_NONE] * (SIZE - len(kept))).tobytes()


def resemblance(one: bytes, other: bytes) -> float:
    """Which part of their runs two texts share, judging by their sketches: 0.0 to 1.0."""
    return _resemblance(_hashes(one), _hashes(other))


def _hashes(of: bytes) -> frozenset[int]:
    return frozenset(array("I", of)) - {_NONE}


def _resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    common = one & other
    # All in common that counts is among the common ones: most pairs need no more than this.
    if len(common) < ALIKE * min(SIZE, max(len(one), len(other))):
        return len(common) / SIZE if common else 0.0
    union = sorted(one | other)[:SIZE]
    return len(common.intersection(union)) / len(union)


def group(
    ids: Sequence[int], sketches_of: Callable[[Sequence[int], int], Sequence[bytes]]
) -> dict[int, tuple[int, ...]]:
    """Which of ``ids``, in this order, are nearly the same as one before them.

    Args:
        ids: of the texts.
        sketches_of: gives the sketches of some of them, so many bytes of each.

    Returns:
        The first id of each group of several, with the others of the group. Each of the others is like
        that first one, not just like another one of the group.
    """
    seeds = array("I", b"".join(sketches_of(ids, 4 * _SEEDS)))
    if len(set(seeds)) == len(seeds):
        return {}  # the usual case of few results
    counts = Counter(seeds)
    del counts[_NONE]
    groups: dict[int, list[int]] = {}
    firsts: dict[int, frozenset[int]] = {}
    owners: dict[int, list[int]] = {}
    shared = {seed for seed, count in counts.items() if count > 1}
    if not shared:
        return {}
    places = sorted({at // _SEEDS for at, seed in enumerate(seeds) if seed in shared})
    sketches = sketches_of([ids[place] for place in places], SKETCH)
    for place, whole in zip(places, sketches, strict=True):
        own, mine = _hashes(whole), seeds[_SEEDS * place : _SEEDS * (place + 1)]
        before = {owner for seed in mine for owner in owners.get(seed, ())}
        like = next((p for p in sorted(before) if _resemblance(firsts[p], own) >= ALIKE), None)
        if like is None:
            firsts[place] = own
            for seed in mine:
                if seed != _NONE:
                    owners.setdefault(seed, []).append(place)
        else:
            groups.setdefault(ids[like], []).append(ids[place])
    return {first: tuple(others) for first, others in groups.items()}
