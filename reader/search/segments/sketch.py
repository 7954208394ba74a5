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
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import chain

from reader.search.segments.segment import SKETCH

SIZE = SKETCH // 4
"""Hashes in a sketch: 32."""

ALIKE = 0.66
"""Texts that share this part of their runs are nearly the same.

Of 509 posts of one blog, with series and boilerplate among them, no two share more than 0.35; of 1,000
words, 2 in 100 changed at random leave 0.89 and 5 in 100 leave 0.75."""

_LEAST = 16
"""A text with fewer runs has no sketch: of two such short ones little can be said."""

_RUN = 4
_REMEMBERED = 50_000  # pairs that were compared: some megabytes
_SKETCHES = 1000  # that are kept as sets: three megabytes
_NONE = 0xFFFFFFFF
_TOP = 1 << 64
EMPTY = array("I", [_NONE] * SIZE).tobytes()

Seeds = tuple[int, ...]
"""The smallest hashes of a text: texts that are alike have one in common."""


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


def hashes(of: bytes) -> frozenset[int]:
    """The hashes in a sketch."""
    return frozenset(array("I", of)) - {_NONE}


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Which part of their runs two texts share, judging by the hashes in their sketches: 0.0 to 1.0."""
    common = one & other
    # All in common that counts is among the common ones: most pairs need no more than this.
    if len(common) < ALIKE * min(SIZE, max(len(one), len(other))):
        return len(common) / SIZE if common else 0.0
    union = sorted(one | other)[:SIZE]
    return len(common.intersection(union)) / len(union)


class Copies:
    """Groups articles that are nearly the same, and remembers which pairs it has compared.

    Every key that is typed asks about up to a thousand hits, most of them the same as at the key before.
    """

    def __init__(
        self, seeds_of: Callable[[Sequence[int]], Sequence[Seeds]], sketch_of: Callable[[int], bytes]
    ) -> None:
        """``seeds_of``: the seeds of some articles, () if one has none; ``sketch_of``: the sketch of one."""
        self._seeds_of = seeds_of
        self._sketch_of = sketch_of
        self._sketches: dict[int, frozenset[int]] = {}
        self._like: dict[int, set[int]] = {}
        self._unlike: dict[int, set[int]] = {}
        self._compared = 0

    def group(self, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Which of ``ids``, in this order, are nearly the same as one before them.

        Returns:
            The first id of each group of several, with the others of the group. Each of the others is like
            that first one, not just like another one of the group.
        """
        rows = self._seeds_of(ids)
        counts = Counter(chain.from_iterable(rows))
        del counts[_NONE]
        shared = {seed for seed, count in counts.items() if count > 1}
        if not shared:
            return {}  # the usual case of few results
        groups: dict[int, list[int]] = {}
        ranks: dict[int, int] = {}
        owners: dict[int, list[int]] = {}
        for rank, (article, row) in enumerate(zip(ids, rows, strict=True)):
            seeds = shared.intersection(row)
            if not seeds:
                continue
            before = {owner for seed in seeds for owner in owners.get(seed, ())}
            like = self._first_like(article, before, ranks) if before else None
            if like is None:
                ranks[article] = rank
                for seed in seeds:
                    owners.setdefault(seed, []).append(article)
            else:
                groups.setdefault(like, []).append(article)
        return {first: tuple(others) for first, others in groups.items()}

    def _first_like(self, article: int, before: set[int], ranks: Mapping[int, int]) -> int | None:
        """The first of the articles ``before`` one that is nearly the same; None if none is."""
        if self._compared > _REMEMBERED:
            self._like.clear()
            self._unlike.clear()
            self._compared = 0
        like = self._like.setdefault(article, set())
        unlike = self._unlike.setdefault(article, set())
        for other in sorted(before - unlike, key=ranks.__getitem__):
            if other in like:
                return other
            self._compared += 1
            if resemblance(self._sketch(article), self._sketch(other)) >= ALIKE:
                like.add(other)
                return other
            unlike.add(other)
        return None

    def _sketch(self, article: int) -> frozenset[int]:
        sketch = self._sketches.get(article)
        if sketch is None:
            if len(self._sketches) >= _SKETCHES:
                self._sketches.clear()
            sketch = self._sketches[article] = hashes(self._sketch_of(article))
        return sketch
