"""Related articles: those with similar key terms.

Every article has up to 60 weighted key terms (chosen by ``keys`` at indexing time). The similarity of two
articles is the cosine between these: one look-up per key term, a few milliseconds for 20,000 articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, partial
from heapq import nlargest

from reader.model import Similar
from reader.search.segments.keys import FULL
from reader.search.segments.segment import KEYS, SegmentFile
from reader.search.segments.snapshot import Snapshot

SHARED = 5
"""This many shared terms are named, most important first."""

_LEAST_SHARED = 2
"""A single shared term is chance: such articles are shown only if there are no others."""

_BUDGET = 14_000
"""How many articles to read in all: terms with low weight that too many articles have are left out."""

_SPARE = (2, 10, 50)
"""Read this many times more articles than requested, as long as too many of them are copies."""


def similar(snapshot: Snapshot, article: int, limit: int, exclude: Collection[int] = ()) -> list[Similar]:
    """The articles most like ``article``, most similar first; those in its language before others.

    Only the most similar of several near-duplicates is returned; :attr:`Similar.alike` names the others.
    Near-duplicates of the article itself say nothing new: they come last, each marked as a
    :attr:`Similar.copy`.

    Args:
        snapshot: the index.
        article: an id; an article that is not indexed has no similar articles.
        limit: the most articles to return.
        exclude: ids to leave out (the article itself always is).
    """
    place = snapshot.place(article)
    if place is None or limit <= 0:
        return []
    segment, number = place
    names = segment.field(KEYS).terms
    own = {names[term]: weight for term, weight in segment.keys(number).items()}
    unwanted = {article, *exclude}
    matchings, lang = _matching(snapshot, own), segment.lang(number)
    others: list[int] = []
    for spare in _SPARE:
        close = _closest(matchings, spare * limit, unwanted)
        kept = _kept(close, own, lang)
        copies = snapshot.copies.group([article, *kept])
        folded = {other for alike in copies.values() for other in alike}
        others = [other for other in kept if other not in folded][:limit]
        if len(others) == limit or len(close) < spare * limit:
            break
    readable = cache(partial(_readable, snapshot))

    def described(other: int, copy: bool = False) -> Similar:
        score, shared = kept[other]
        words = tuple(map(readable, shared[:SHARED]))
        return Similar(id=other, score=score, shared=words, alike=copies.get(other, ()), copy=copy)

    return [
        *map(described, others),
        *(described(other, copy=True) for other in copies.get(article, ())[:limit]),
    ]


def _closest(
    matchings: Iterable[_Matching], count: int, unwanted: Collection[int]
) -> list[tuple[int, int, _Matching, int]]:
    """The ``count`` articles with the highest scores: score, id, and their place."""
    found: list[tuple[int, int, _Matching, int]] = []
    for matching in matchings:
        spare = count + len(unwanted) + len(matching.deleted)
        scores, ids = matching.scores, matching.segment.ids
        found += [
            (score, ids[doc], matching, doc)
            for score, doc in nlargest(spare, zip(scores.values(), scores.keys(), strict=True))
            if doc not in matching.deleted and ids[doc] not in unwanted
        ]
    return nlargest(count, found, key=lambda one: one[:2])


def _kept(
    close: Iterable[tuple[int, int, _Matching, int]], own: dict[bytes, int], lang: str
) -> dict[int, tuple[float, list[bytes]]]:
    """Articles that share more than chance, each with its score and the shared terms, in final order."""
    ordered = sorted(
        (where.segment.lang(doc) != lang, -score, -other, where.shared(own, doc))
        for score, other, where, doc in close
    )
    least = min(_LEAST_SHARED, max((len(shared) for *_, shared in ordered), default=0))
    return {
        -other: (-score / (FULL << 4) ** 2, shared)
        for _, score, other, shared in ordered
        if len(shared) >= least
    }


@dataclass(slots=True)
class _Matching:
    """The matches of an article's key terms in one segment.

    Attributes:
        keys: the terms by their numbers in the segment.
        scores: document -> 256 times the sum of products of the weights of the key terms it shares.
    """

    segment: SegmentFile
    deleted: Collection[int]
    keys: dict[int, bytes]
    scores: defaultdict[int, int]

    def shared(self, own: dict[bytes, int], number: int) -> list[bytes]:
        """The key terms that a document shares, most important first."""
        worth = {
            key: own[key] * weight
            for term, weight in self.segment.keys(number).items()
            if (key := self.keys.get(term)) is not None
        }
        return sorted(worth, key=lambda key: (-worth[key], key))


def _matching(snapshot: Snapshot, own: dict[bytes, int]) -> list[_Matching]:
    found: list[_Matching] = []
    for segment, deleted in snapshot.segments:
        terms = segment.field(KEYS).terms
        keys = {number: key for key in own if (number := terms.find(key)) >= 0}
        found.append(_Matching(segment, deleted, keys, defaultdict(int)))
    sizes: Counter[bytes] = Counter()
    for one in found:
        frequencies = one.segment.field(KEYS).frequencies
        sizes.update({key: frequencies[number] for number, key in one.keys.items()})
    left, looked_at = _BUDGET, set()
    for key in sorted(sizes, key=lambda key: (-own[key], key)):
        if sizes[key] <= left:
            left -= sizes[key]
            looked_at.add(key)
    for one in found:
        field, scores = one.segment.field(KEYS), one.scores
        for number, key in one.keys.items():
            if key in looked_at:
                postings, weight = field.postings(number), own[key]
                for doc, impact in zip(postings.docs, postings.impacts, strict=True):
                    scores[doc] += weight * impact
    return found


def _readable(snapshot: Snapshot, key: bytes) -> str:
    """A readable word for a term: the shortest one in the first segment that has any."""
    for segment, _ in snapshot.segments:
        if words := _words(segment, key):
            return min(words, key=lambda word: (len(word), word)).decode()
    return key.decode()


def _words(segment: SegmentFile, key: bytes) -> list[bytes]:
    field = segment.field("body")
    number = field.terms.find(key)
    if number < 0:
        return []
    # Stemming changes at most the end of a word: y to i, or a doubled letter.
    beginning = key.decode()[:-1] or key.decode()
    found = field.surfaces.prefixed(beginning.encode())
    return [field.surfaces[i] for i in found if field.surface_terms[i] == number]
