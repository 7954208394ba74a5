"""Related articles: those whose key terms point the same way.

Every article has up to 60 weighted key terms (chosen in ``keys`` when it is indexed). Articles are alike by
the cosine of the angle between these: one look-up per key term, a few milliseconds for 20,000 articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cache, partial
from heapq import nlargest

from reader.model import Similar
from reader.search.keys import FULL
from reader.search.segment import KEYS, SegmentFile
from reader.search.sketch import group
from reader.search.snapshot import Snapshot

SHARED = 5
"""So many shared terms are named, those that count most first."""

_LEAST_SHARED = 2
"""One term in common is chance: such articles come only where there are no others."""

_BUDGET = 25_000
"""Articles looked at in all: of terms that too many articles have, those that weigh little are left out."""

_SPARE = 3
"""So many times more articles than asked for are looked at closely: some are copies of another one."""


def similar(snapshot: Snapshot, article: int, limit: int, exclude: Collection[int] = ()) -> list[Similar]:
    """The articles most like ``article``, the closest first; those in its language before others.

    Of articles that are nearly the same only the closest is given; :attr:`Similar.alike` names the others.

    Args:
        snapshot: the index.
        article: an id; one that is not indexed has no similar articles.
        limit: how many at most.
        exclude: ids not wanted (the article itself never is).
    """
    place = snapshot.place(article)
    if place is None or limit <= 0:
        return []
    segment, number = place
    names = segment.field(KEYS).terms
    own = {names[term]: weight for term, weight in segment.keys(number).items()}
    unwanted = {article, *exclude}
    found: list[tuple[int, int, SegmentFile, int]] = []
    for scores, (other_segment, deleted) in zip(_scores(snapshot, own), snapshot.segments, strict=True):
        spare = _SPARE * limit + len(unwanted) + len(deleted)
        best = nlargest(spare, zip(scores.values(), scores.keys(), strict=True))
        ids = other_segment.ids
        found += [
            (score, ids[doc], other_segment, doc)
            for score, doc in best
            if doc not in deleted and ids[doc] not in unwanted
        ]
    lang = segment.lang(number)
    close = [
        (where.lang(doc) != lang, -score, -other, _shared(own, where, doc))
        for score, other, where, doc in nlargest(_SPARE * limit, found, key=lambda one: one[:2])
    ]
    least = min(_LEAST_SHARED, max((len(shared) for *_, shared in close), default=0))
    kept = {
        -other: (-score / FULL**2, shared)
        for *_, score, other, shared in sorted(close)
        if len(shared) >= least
    }
    copies = group(list(kept), snapshot.sketch)
    folded = {other for others in copies.values() for other in others}
    readable = cache(partial(_readable, snapshot))
    return [
        Similar(other, score, tuple(map(readable, shared[:SHARED])), copies.get(other, ()))
        for other, (score, shared) in kept.items()
        if other not in folded
    ][:limit]


def _scores(snapshot: Snapshot, own: dict[bytes, int]) -> list[dict[int, int]]:
    """For each segment: document -> sum of products of the weights of the key terms it shares."""
    scores: list[defaultdict[int, int]] = [defaultdict(int) for _ in snapshot.segments]
    fields = [segment.field(KEYS) for segment, _ in snapshot.segments]
    left = _BUDGET
    for key in sorted(own, key=lambda key: (-own[key], key)):
        places = [field.terms.find(key) for field in fields]
        size = sum(
            field.frequencies[place] for field, place in zip(fields, places, strict=True) if place >= 0
        )
        if size > left:
            continue
        left -= size
        weight = own[key]
        for field, place, sums in zip(fields, places, scores, strict=True):
            if place >= 0:
                postings = field.postings(place)
                for doc, impact in zip(postings.docs, postings.impacts, strict=True):
                    sums[doc] += weight * (impact >> 8)
    return list(scores)


def _shared(own: dict[bytes, int], segment: SegmentFile, number: int) -> list[bytes]:
    """The key terms that a document shares, those that count most first."""
    names = segment.field(KEYS).terms
    worth = {
        name: own[name] * weight
        for term, weight in segment.keys(number).items()
        if (name := names[term]) in own
    }
    return sorted(worth, key=lambda name: (-worth[name], name))


def _readable(snapshot: Snapshot, key: bytes) -> str:
    """A word as written for a term: the shortest one in the first segment that has any."""
    for segment, _ in snapshot.segments:
        if words := _words(segment, key):
            return min(words, key=lambda word: (len(word), word)).decode()
    return key.decode()


def _words(segment: SegmentFile, key: bytes) -> list[bytes]:
    field = segment.field("body")
    number = field.terms.find(key)
    if number < 0:
        return []
    # Stemming changes the end of a word at most: y to i, or a doubled letter.
    beginning = key.decode()[:-1] or key.decode()
    found = field.surfaces.prefixed(beginning.encode())
    return [field.surfaces[i] for i in found if field.surface_terms[i] == number]
