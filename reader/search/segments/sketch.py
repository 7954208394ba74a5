"""Recognises near-duplicate articles: posted again, with small edits. Pure.

The sketch of a text is the 32 smallest hashes of its overlapping runs of four terms. The share of their
sketches that two texts have in common is about the share of their runs in common (bottom-k MinHash: Broder,
*On the resemblance and containment of documents*, 1997). A sketch takes 128 bytes per article, and comparing
two does not need the texts.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b

from reader.search.segments.segment import SKETCH

SIZE = SKETCH // 4
"""Hashes in a sketch: 32."""

ALIKE = 0.66
"""Texts that share this part of their runs are near-duplicates.

Among 509 posts of one blog, including series and boilerplate, no two share more than 0.35. If 2 in 100 of
1,000 words are changed at random, 0.89 is left; with 5 in 100, 0.75."""

_LEAST = 16
"""A text with fewer runs has no sketch: little can be said about two texts that short."""

_RUN = 4
_REMEMBERED = 50_000  # compared pairs that are remembered: a few megabytes
_SKETCHES = 1000  # sketches that are kept as sets: three megabytes
_SEEDS_KEPT = 3000  # articles whose seeds are kept: a megabyte
NO_HASH = 0xFFFFFFFF
"""Fills a sketch that has fewer hashes."""

_TOP = 1 << 64
EMPTY = array("I", [NO_HASH] * SIZE).tobytes()

Seeds = tuple[int, ...]
"""The smallest hashes of a text: near-duplicates have one in common."""


class _Hashes(dict[str, int]):
    """Term -> 64-bit hash, filled as terms occur (and emptied when it grows too large)."""

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
    # All runs at the same time: one long number with a hash in every 64 bits, and the same number shifted by
    # one term and by two. The odd shifts make the order count; with the bits that they carry over from the
    # next term, a run has four terms.
    if sys.byteorder == "big":
        hashes.byteswap()
    whole = int.from_bytes(hashes.tobytes(), "little")
    mixed = whole ^ whole >> 64 + 21 ^ whole >> 128 + 43
    values = array("Q", mixed.to_bytes(8 * len(hashes), "little")[: 8 * runs])
    if sys.byteorder == "big":
        values.byteswap()
    # Hashes are spread evenly: the smallest are all below this bound, unless a text repeats itself.
    bound = min(_TOP, _TOP * 3 * SIZE // runs)
    smallest = {value for value in values if value < bound}
    if len(smallest) < SIZE:
        smallest = set(values)
    if len(smallest) < _LEAST:
        return EMPTY
    kept = [value >> 32 for value in sorted(smallest)[:SIZE]]
    return array("I", kept + [NO_HASH] * (SIZE - len(kept))).tobytes()


def hashes(of: bytes) -> frozenset[int]:
    """The hashes in a sketch."""
    return frozenset(array("I", of)) - {NO_HASH}


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """The part of their runs that two texts share, judging by the hashes in their sketches: 0.0 to 1.0."""
    common = one & other
    # The hashes that count are among the common ones: most pairs need no more than this check.
    if len(common) < ALIKE * min(SIZE, max(len(one), len(other))):
        return len(common) / SIZE if common else 0.0
    union = sorted(one | other)[:SIZE]
    return len(common.intersection(union)) / len(union)


class Copies:
    """Groups near-duplicate articles, and remembers which pairs it has compared.

    Every key that is typed asks about up to a thousand hits, and most of them are the same as before.
    """

    def __init__(
        self,
        seeds_of: Callable[[Sequence[int]], Sequence[Seeds]],
        sketch_of: Callable[[int], bytes],
        twins: Callable[[], Collection[int] | None] = lambda: None,
    ) -> None:
        """Groups articles of one state of the index.

        Args:
            seeds_of: returns the seeds of some articles, () for one without.
            sketch_of: returns the sketch of an article.
            twins: returns the articles that may have near-duplicates (see ``twins``); None if any may.
        """
        self._twins = cache(twins)
        self._seeds_of = seeds_of
        self._sketch_of = sketch_of
        self._sketches: dict[int, frozenset[int]] = {}
        self._seeds: dict[int, Seeds] = {}
        self._like: dict[int, set[int]] = {}
        self._unlike: dict[int, set[int]] = {}
        self._compared = 0

    def group(self, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Which of ``ids``, in this order, are near-duplicates of an earlier one.

        Returns:
            The first id of each group, with the others of the group. Each of the others is similar to the
            first one, not just to another one of the group.
        """
        twins = self._twins()
        if twins is not None:
            ids = list(filter(twins.__contains__, ids))
            if len(ids) < 2:
                return {}
        rows = self._rows(ids)
        seen, shared = set[int](), set[int]()
        for row in rows:
            if not seen.isdisjoint(row):
                shared |= seen.intersection(row)
            seen.update(row)
        if not shared:
            return {}  # the usual case if there are few results
        groups: dict[int, list[int]] = {}
        ranks: dict[int, int] = {}
        owners: dict[int, list[int]] = {}
        for rank, (article, row) in enumerate(zip(ids, rows, strict=True)):
            if shared.isdisjoint(row):
                continue
            seeds = shared.intersection(row)
            before = {owner for seed in seeds for owner in owners.get(seed, ())}
            like = self._first_like(article, before, ranks) if before else None
            if like is None:
                ranks[article] = rank
                for seed in seeds:
                    owners.setdefault(seed, []).append(article)
            else:
                groups.setdefault(like, []).append(article)
        return {first: tuple(others) for first, others in groups.items()}

    def _rows(self, ids: Sequence[int]) -> list[Seeds]:
        """The seeds of some articles."""
        known = self._seeds
        new = [article for article in ids if article not in known]
        if new:
            if len(known) > _SEEDS_KEPT:
                known.clear()
                new = list(ids)
            for article, seeds in zip(new, self._seeds_of(new), strict=True):
                known[article] = seeds[: seeds.index(NO_HASH)] if NO_HASH in seeds else seeds
        return [known[article] for article in ids]

    def _first_like(self, article: int, before: set[int], ranks: Mapping[int, int]) -> int | None:
        """The first of the articles ``before`` of which one is a near-duplicate; None if there is none."""
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
