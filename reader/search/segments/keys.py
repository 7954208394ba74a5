"""Chooses the key terms that characterise an article, with their weights, for ``similar`` to compare.

An article's key terms are the 60 with the highest TF-IDF: ``(1 + ln tf) * (1 + ln((1 + N) / (1 + df)))``,
with title words counting twice. Their weights are normalised to length 1 (so the sum of products of two
articles is the cosine between them) and stored in one byte each. How rare a term is changes as a library
grows, so it is judged by what is known when a segment is written: the batch itself and the largest existing
segment. Small segments are soon merged, and then the terms are chosen again.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import accumulate, compress, count, pairwise
from math import log, sqrt

from reader.search.segments.segment import KEYS, Numbers, SegmentFile
from reader.search.segments.writing import SegmentWriter

KEY_TERMS = 60
"""Key terms per article. With all terms, 1 % more of the nearest articles would be of the same kind, at
several times the cost."""

FULL = 255
"""The weight of a term if it is an article's only one."""

_LONE = 10
"""At most this many of a document's keys are terms that only it has: nothing shares them yet, but the next
article on a new subject may."""

_FEW = 3
_MIN_BYTES = 3
_MOST = 255  # occurrences of a term in a document; more count the same
_TERMS = 1 << 24  # the most terms considered
_TF = [0.0, *(1 + log(n) for n in range(1, _MOST + 1))]
_NOT_A_KEY = -1
_NOTHING = array("I")
_IMPACT = 8  # a key term's weight takes the place of the number of occurrences


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """The key terms of all documents of a segment.

    Attributes:
        terms: in ascending order.
        starts: document n has the numbers and weights from ``starts[n]`` up to ``starts[n + 1]``.
        numbers: indexes into ``terms``, ascending in each document.
        weights: the weight of each in its document.
    """

    terms: list[bytes]
    starts: array[int]
    numbers: array[int]
    weights: bytearray

    def write(self, writer: SegmentWriter) -> None:
        """Writes them as a field and, by document, as tables."""
        field = writer.add_field(KEYS)
        for term, (docs, weights) in zip(self.terms, self._by_term(), strict=True):
            field.add(term, docs, [weight << _IMPACT for weight in weights], ())
        field.close(())
        writer.add_table("key_starts", self.starts)
        writer.add_table("key_terms", self.numbers)
        writer.add_table("key_weights", self.weights)

    def _by_term(self) -> Iterator[tuple[array[int], bytearray]]:
        """(documents, weights) of each term: a counting sort, in a few arrays for any number of terms."""
        starts = array("I", bytes(4 * (len(self.terms) + 1)))
        for number in self.numbers:
            starts[number + 1] += 1
        starts = array("I", accumulate(starts))
        docs, weights, places = array("I", self.numbers), bytearray(len(self.numbers)), starts[:-1]
        for doc in range(len(self.starts) - 1):
            for at in range(self.starts[doc], self.starts[doc + 1]):
                number = self.numbers[at]
                place = places[number]
                docs[place], weights[place] = doc, self.weights[at]
                places[number] = place + 1
        for begin, end in pairwise(starts):
            yield docs[begin:end], weights[begin:end]


class KeyChooser:
    """Collects the terms of a segment as they are written; then chooses the key terms of its documents."""

    def __init__(self, documents: int, background: SegmentFile | None) -> None:
        self._background = background
        self._documents = documents + (self._background.documents if self._background else 0)
        # All terms by number: the terms of one field ascend, and so do those that only the next one adds.
        self._terms: list[bytes] = []
        self._runs: list[tuple[int, int]] = []
        self._factor = 0
        self._idf = array("d")  # 0 for a term that cannot be a key
        self._alone = bytearray()  # 1 for a term that only one document has
        # For each document: number of a term << 8 | its count. This is most of the memory of a merge.
        self._entries = [array("I") for _ in range(documents)]

    def start_field(self, factor: int) -> None:
        """Starts a field; ``factor`` is the weight of an occurrence in it."""
        begin, end = self._runs[-1][1] if self._runs else 0, len(self._terms)
        if begin < end:
            self._runs.append((begin, end))
        self._factor = factor

    def add(self, term: bytes, docs: Numbers, impacts: Numbers) -> None:
        """Considers the next term of the field."""
        number = self._known(term)
        if number == _NOT_A_KEY:
            number = self._judge(term, len(docs))
        if number == _NOT_A_KEY or not self._idf[number]:
            return
        entries, factor, base = self._entries, self._factor, number << 8
        for doc, impact in zip(docs, impacts, strict=True):
            times = (impact >> 8) * factor
            entries[doc].append(base | (times if times < _MOST else _MOST))

    def _known(self, term: bytes) -> int:
        """The number of a term that was in an earlier field, or _NOT_A_KEY."""
        for begin, end in self._runs:
            number = bisect_left(self._terms, term, begin, end)
            if number < end and self._terms[number] == term:
                return number
        return _NOT_A_KEY

    def _judge(self, term: bytes, frequency: int) -> int:
        """A number for a new term."""
        if len(self._terms) == _TERMS:
            return _NOT_A_KEY
        self._terms.append(term)
        idf = 0.0
        if len(term) >= _MIN_BYTES and not term.isdigit():
            if self._background:
                body = self._background.field("body")
                known = body.terms.find(term)
                frequency += body.frequencies[known] if known >= 0 else 0
            # Terms in more than half of all articles say nothing about one; among very few, most are.
            if frequency <= max(self._documents / 2, _FEW):
                idf = 1 + log((1 + self._documents) / (1 + frequency))
        self._idf.append(idf)
        self._alone.append(frequency == 1)
        return len(self._terms) - 1

    def chosen(self) -> KeyTerms:
        """The key terms of all documents; call it once, after all terms have been added."""
        starts, numbers, weights = array("I", [0]), array("I"), bytearray()
        used = bytearray(len(self._terms))
        for doc, entries in enumerate(self._entries):
            for number, weight in self._best(entries):
                numbers.append(number)
                weights.append(weight)
                used[number] = 1
            starts.append(len(numbers))
            self._entries[doc] = _NOTHING
        order = sorted(compress(count(), used), key=self._terms.__getitem__)
        ranks = array("I", bytes(4 * len(used)))
        for rank, number in enumerate(order):
            ranks[number] = rank
        for begin, end in pairwise(starts):
            own = sorted(zip(map(ranks.__getitem__, numbers[begin:end]), weights[begin:end], strict=True))
            numbers[begin:end] = array("I", [rank for rank, _ in own])
            weights[begin:end] = bytes([weight for _, weight in own])
        return KeyTerms([self._terms[number] for number in order], starts, numbers, weights)

    def _best(self, entries: array[int]) -> list[tuple[int, int]]:
        """The key terms of a document, as (number, weight)."""
        occurrences = {entry >> 8: entry & 255 for entry in entries}
        if len(occurrences) < len(entries):
            # The same term may come once from the title and once from the body.
            occurrences = dict.fromkeys(occurrences, 0)
            for entry in entries:
                occurrences[entry >> 8] += entry & 255
        idf, lone = self._idf, self._alone
        values = [(_TF[min(times, _MOST)] * idf[number], number) for number, times in occurrences.items()]
        alone = [value for value in values if lone[value[1]]]
        if len(alone) > _LONE:
            values = [value for value in values if not lone[value[1]]] + nlargest(_LONE, alone)
        best = nlargest(KEY_TERMS, values)
        length = sqrt(sum(value * value for value, _ in best))
        return [(number, max(1, round(FULL * value / length))) for value, number in best]
