"""Chooses the terms that characterise an article: what ``similar`` compares.

An article's key terms are the 25 with the highest TF-IDF (title words counting double). How rare a term is
changes while a library grows, so the choice is made with what is known when a segment is written: the
batch itself or, for a small batch, the largest segment there is; small segments are merged soon, and then
choose again. What the shared terms weigh is always computed from the library as it is when asked.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from heapq import nlargest
from math import log

from reader.search.segment import Numbers, SegmentFile

KEY_TERMS = 25
"""Key terms per article. More cost time and add little (measured on labelled articles)."""

_SMALL_BATCH = 200
"""A batch of fewer documents asks the background how rare a term is."""

_SHARED_FROM = 50
"""From this many documents on, a term that one document alone has is no key: nothing can share it."""

_MIN_BYTES = 3
_TF = [0.0, *(1 + log(n) for n in range(1, 256))]


class KeyChooser:
    """Takes the terms of a segment as they are written; then gives the key terms of its documents."""

    def __init__(self, documents: int, background: SegmentFile | None) -> None:
        small = documents < _SMALL_BATCH and background is not None
        self._background = background if small else None
        self._documents = documents + (self._background.documents if self._background else 0)
        self._least = 2 if self._documents >= _SHARED_FROM else 1
        self._terms: list[bytes] = []
        self._weights = [array("d") for _ in range(documents)]
        self._numbers = [array("I") for _ in range(documents)]

    def add(self, term: bytes, docs: Numbers, impacts: Numbers, factor: float) -> None:
        """Considers one term of one field; ``factor`` is what the field counts."""
        frequency = len(docs)
        if self._background:
            body = self._background.field("body")
            known = body.terms.find(term)
            frequency += body.frequencies[known] if known >= 0 else 0
        if frequency < self._least or len(term) < _MIN_BYTES or term.isdigit():
            return
        # Terms in more than half of all articles say nothing of one of them.
        if self._documents > 2 and frequency * 2 > self._documents:
            return
        idf = log((1 + self._documents) / frequency) * factor
        number = len(self._terms)
        self._terms.append(term)
        weights, numbers = self._weights, self._numbers
        for doc, impact in zip(docs, impacts, strict=True):
            weights[doc].append(_TF[min(impact >> 8, 255)] * idf)
            numbers[doc].append(number)

    def chosen(self) -> Iterator[tuple[bytes, list[int]]]:
        """Each key term in ascending order, with the documents it is a key of."""
        docs_of: defaultdict[bytes, list[int]] = defaultdict(list)
        for doc, (weights, numbers) in enumerate(zip(self._weights, self._numbers, strict=True)):
            best: dict[bytes, float] = defaultdict(float)
            # The same term may come once from the title and once from the body.
            for weight, number in nlargest(KEY_TERMS * 2, zip(weights, numbers, strict=True)):
                best[self._terms[number]] += weight
            for term in nlargest(KEY_TERMS, best, key=best.__getitem__):
                docs_of[term].append(doc)
        for term in sorted(docs_of):
            yield term, docs_of[term]
