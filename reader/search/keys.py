"""Chooses the terms that characterise an article, and what each weighs: what ``similar`` compares.

An article's key terms are the 60 with the highest TF-IDF: ``(1 + ln tf) * (1 + ln((1 + N) / (1 + df)))``,
title words counting twice. Their weights are brought to length 1 (so that the sum of products of two articles
is the cosine of the angle between them) and stored in one byte each. How rare a term is changes while a
library grows, so it is judged by what is known when a segment is written: the batch itself and the largest
segment there is; small segments are merged soon, and then choose again.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator
from heapq import nlargest
from math import log, sqrt

from reader.search.segment import Numbers, SegmentFile

KEY_TERMS = 60
"""Key terms per article. With all its terms, 1 % more of the closest are of the same kind, at several times
the cost."""

FULL = 255
"""The weight of a term that is all an article says."""

_LONE = 10
"""So many of a document's keys at most are terms that it alone has: nothing shares them yet, but the next
article on a new subject may."""

_FEW = 3
_MIN_BYTES = 3
_TF = [0.0, *(1 + log(n) for n in range(1, 256))]
_NOT_A_KEY = -1


class KeyChooser:
    """Takes the terms of a segment as they are written; then gives the key terms of its documents."""

    def __init__(self, documents: int, background: SegmentFile | None) -> None:
        self._background = background
        self._documents = documents + (self._background.documents if self._background else 0)
        self._terms: list[bytes] = []
        self._idf = array("d")
        self._alone: set[int] = set()
        self._known: dict[bytes, int] = {}
        self._numbers = [array("I") for _ in range(documents)]
        self._counts = [array("I") for _ in range(documents)]

    def add(self, term: bytes, docs: Numbers, impacts: Numbers, factor: int) -> None:
        """Considers one term of one field; ``factor`` is what an occurrence in the field counts."""
        number = self._known.get(term)
        if number is None:
            number = self._known[term] = self._judge(term, len(docs))
        if number == _NOT_A_KEY:
            return
        numbers, counts = self._numbers, self._counts
        for doc, impact in zip(docs, impacts, strict=True):
            numbers[doc].append(number)
            counts[doc].append((impact >> 8) * factor)

    def _judge(self, term: bytes, frequency: int) -> int:
        """A number for a term that can be a key."""
        if len(term) < _MIN_BYTES or term.isdigit():
            return _NOT_A_KEY
        if self._background:
            body = self._background.field("body")
            known = body.terms.find(term)
            frequency += body.frequencies[known] if known >= 0 else 0
        # Terms in more than half of all articles say nothing of one of them; of very few, most are.
        if frequency > max(self._documents / 2, _FEW):
            return _NOT_A_KEY
        if frequency == 1:
            self._alone.add(len(self._terms))
        self._idf.append(1 + log((1 + self._documents) / (1 + frequency)))
        self._terms.append(term)
        return len(self._terms) - 1

    def chosen(self) -> Iterator[tuple[bytes, Numbers, Numbers]]:
        """Each key term in ascending order, with the documents it is a key of and its weight in each."""
        docs_of: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        weights_of: defaultdict[int, array[int]] = defaultdict(lambda: array("B"))
        for doc, (numbers, counts) in enumerate(zip(self._numbers, self._counts, strict=True)):
            for number, weight in self._best(numbers, counts):
                docs_of[number].append(doc)
                weights_of[number].append(weight)
        for number in sorted(docs_of, key=self._terms.__getitem__):
            yield self._terms[number], docs_of[number], weights_of[number]

    def _best(self, numbers: array[int], counts: array[int]) -> list[tuple[int, int]]:
        """The key terms of a document, as (number, weight)."""
        occurrences = dict(zip(numbers, counts, strict=True))
        if len(occurrences) < len(numbers):
            # The same term may come once from the title and once from the body.
            occurrences = dict.fromkeys(occurrences, 0)
            for number, count in zip(numbers, counts, strict=True):
                occurrences[number] += count
        idf = self._idf
        values = [(_TF[min(count, 255)] * idf[number], number) for number, count in occurrences.items()]
        alone = [value for value in values if value[1] in self._alone]
        if len(alone) > _LONE:
            values = [value for value in values if value[1] not in self._alone] + nlargest(_LONE, alone)
        best = nlargest(KEY_TERMS, values)
        length = sqrt(sum(value * value for value, _ in best))
        return [(number, max(1, round(FULL * value / length))) for value, number in best]
