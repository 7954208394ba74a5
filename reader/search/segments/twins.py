"""Finds the articles that have near-duplicates when they are indexed, so that no search has to look for them.

A segment has two tables for that:

* ``seeds``: the smallest hashes of all texts in ascending order, each with its document. Near-duplicates
  have one of them in common (see ``sketch``).
* ``twins``: the ids of all articles of which a near-duplicate was known when they were indexed. A new
  document is compared with those of its own segment and of all older ones, and both ids are noted in the new
  segment. So whichever of two is indexed later names both, and a merge only has to join the tables.

A table may name articles whose near-duplicate is gone by now: it says who needs to be compared, not who is
alike.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reader.search.segments.segment import SEEDS, SKETCH, SegmentFile
from reader.search.segments.sketch import ALIKE, NO_HASH, hashes, resemblance

_MANY = 64
"""If more texts than this have a hash in common, all of them are noted: it costs too much to compare them."""

_DOCUMENT = (1 << 32) - 1


def seeds(sketches: bytes | bytearray) -> array[int]:
    """The table ``seeds`` of the documents with these sketches, one after another."""
    whole, step = array("I", bytes(sketches)), SKETCH // 4
    found = [
        seed << 32 | document
        for at in range(SEEDS)
        for document, seed in enumerate(whole[at::step])
        if seed != NO_HASH
    ]
    return array("Q", sorted(found))


def twins(
    ids: Sequence[int], sketches: bytes | bytearray, own: array[int], others: Iterable[SegmentFile]
) -> array[int]:
    """The table ``twins`` of new documents.

    Args:
        ids: the articles by document number.
        sketches: of the documents, one after another.
        own: their table ``seeds``.
        others: the older segments.

    Raises:
        IndexBroken: an older segment is damaged.
    """
    found = set[int]()
    texts = [hashes(bytes(sketches[at : at + SKETCH])) for at in range(0, len(sketches), SKETCH)]
    for group in _groups(own):
        if len(group) > _MANY:
            found.update(ids[document] for document in group)
            continue
        for at, document in enumerate(group):
            for other in group[at + 1 :]:
                if resemblance(texts[document], texts[other]) >= ALIKE:
                    found.update((ids[document], ids[other]))
    for segment in others:
        found.update(_across(ids, texts, own, segment))
    return array("q", sorted(found))


def _groups(own: array[int]) -> Iterator[list[int]]:
    """The documents that have a seed in common, for each seed that several have."""
    for _, entries in groupby(own, lambda entry: entry >> 32):
        group = [entry & _DOCUMENT for entry in entries]
        if len(group) > 1:
            yield group


def _across(
    ids: Sequence[int], texts: Sequence[frozenset[int]], own: array[int], segment: SegmentFile
) -> Iterator[int]:
    """The articles on both sides that have a near-duplicate on the other."""
    theirs, compared = segment.table("seeds", "Q"), set[tuple[int, int]]()
    for entry in own:
        document, least = entry & _DOCUMENT, entry & ~_DOCUMENT
        begin = bisect_left(theirs, least)
        end = bisect_left(theirs, least + _DOCUMENT + 1, begin) if begin < len(theirs) else begin
        for there in theirs[begin:end]:
            other = there & _DOCUMENT
            if segment.ids[other] == ids[document] or (document, other) in compared:
                continue  # the same article as it was before
            compared.add((document, other))
            if end - begin > _MANY or resemblance(texts[document], hashes(segment.sketch(other))) >= ALIKE:
                yield ids[document]
                yield segment.ids[other]


def joined(tables: Iterable[Sequence[int]]) -> array[int]:
    """The table ``twins`` of merged segments."""
    return array("q", sorted(set[int]().union(*tables)))
