"""What ranks an article higher, and by how much: every number that determines the order of results.

A word's score is BM25F (Robertson, Zaragoza and Taylor, *Simple BM25 extension to multiple weighted fields*,
2004). Its occurrences in each field, weighted by the field and by the field's length, are added up first;
the larger the sum, the less each further occurrence adds::

    count(word, article) = sum over fields of  WEIGHTS * occurrences / (1 - B + B * length / average length)
    score(word, article) = idf(word) * (K1 + 1) * count / (K1 + count)
    idf(word)            = log(1 + (articles - frequency + 0.5) / (frequency + 0.5))

A word that appears n times in the query counts (K3 + 1) * n / (K3 + n) times. Scores are computed for a whole
posting list at a time: one table per field maps an impact (occurrences and field length) to its share of the
score.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, log

WEIGHTS = {"title": 2.0, "tags": 1.5, "note": 1.0, "body": 1.0}
"""How much an occurrence in a field counts."""

B = {"title": 0.75, "tags": 0.3, "note": 0.75, "body": 0.75}
"""BM25: how strongly a long field lowers the weight of a match."""

K1 = 2.0
"""BM25: how slowly further occurrences lose their effect."""

K3 = 8.0
"""The same for a word that the query repeats."""

EXACT_TITLE = 1000.0
"""Added if the title is exactly the query: that article comes first."""

NEAR = 5.0
"""Added if words of the query are adjacent in the text: this many times the sum of their idf."""

NEAR_IN_ORDER = 1.5
"""… multiplied by this if they are also in the same order as in the query."""

NEAR_REACH = 30
"""Words this many times as far apart as adjacent ones count as distant."""

NEAR_POOL = 200
"""Proximity is computed for this many of the best hits."""

NEAR_TERMS = 4
"""Proximity ignores a word that stands for more terms than this (a prefix)."""

GATHERED = 1.0
"""For articles that need not have all words: this many times the idf of those in one passage is added."""

GATHERED_WITHIN = 10
"""The length of such a passage, in words."""

GATHERED_POOL = 50
"""This is computed for this many of the best hits …"""

GATHERED_WORDS = 16
"""… and for this many words of the query, those with the highest idf."""

FEEDBACK = 0.35
"""How much the terms that a question's best articles share count, relative to the question's own words."""

FEEDBACK_FROM = 10
"""The terms are taken from this many of the best articles …"""

FEEDBACK_TERMS = 20
"""… this many terms …"""

FEEDBACK_POOL = 50
"""… and this many of the best hits are scored for them."""

PREFIX_TERMS = 20
"""A prefix stands for at most this many terms, the commonest ones."""

PREFIX_SHARE = 2
"""… which together have at most this many times as many postings as there are documents: further terms would
cost time and hardly match anything that the first ones do not."""

STAR_TERMS, STAR_SHARE = 400, 4
"""The same for a starred word: it asks for everything that starts with it, and is not typed on."""

STARS = 4
"""Only the first four starred words get the larger limits; each field counts separately."""

FUZZY_TERMS = 20
"""A fuzzy word stands for at most this many terms, the likeliest ones."""

FUZZY_SHARE = 0.5
"""The factor on the score of a near spelling for each edit."""

MOST_POSTINGS = 400_000
"""A query reads at most about this many postings, which takes a tenth of a second. Ordinary queries need
fewer in a library of 100,000 articles; in others the commonest words are left out."""

PARTIAL_POSTINGS = 200_000
"""The same for articles that have only some of the words: the rarest words find the best of them."""

SHORT_PREFIX = 2
"""A prefix of up to this many letters searches only titles, unless no title matches."""


@dataclass(frozen=True, slots=True)
class Features:
    """What ranking does beyond BM25F; each feature can be switched off to measure its effect.

    Attributes:
        repeats: a word that the query repeats counts more.
        nearness: proximity of the query's words counts (``nearness``).
        all_first: articles with all words come before those with some.
        feedback: a question also looks for terms that its best articles share (``feedback``).
    """

    repeats: bool = True
    nearness: bool = True
    all_first: bool = True
    feedback: bool = True


ALL_FEATURES = Features()


def idf(documents: int, frequency: int) -> float:
    """How much a word is worth that ``frequency`` documents contain: the rarer, the more; always above 0."""
    frequency = min(frequency, documents)
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def saturated(count: float) -> float:
    """The share of the score that a weighted count gives: at most K1 + 1."""
    return count * (K1 + 1) / (K1 + count)


def repeated(times: int) -> float:
    """How much a word counts that appears ``times`` times in the query."""
    return (K3 + 1) * times / (K3 + times)


class CountTable(dict[int, float]):
    """Impact -> weighted count in one field. Filled as impacts occur: there are few different ones."""

    def __init__(self, field: str, lengths: Sequence[int], average: float) -> None:
        super().__init__()
        b = B[field]
        self.shares = [WEIGHTS[field] / ((1 - b) + b * length / average) for length in lengths]
        """What an occurrence counts, by the length byte."""

    def __missing__(self, impact: int) -> float:
        count = self[impact] = (impact >> 8) * self.shares[impact & 255]
        return count


class Bound:
    """Upper bounds of a field's weighted counts for many impacts of two bytes at a time.

    A weighted count is a product: occurrences times what one of them counts in a text of this length. So its
    logarithm is a sum, and bytes can be added up for all impacts at once (see :meth:`sums`).
    """

    _STEPS = 25  # for each factor of e
    _LOWEST = 4.55  # e to the power of this: texts that are longer by this factor count as being no longer

    def __init__(self, shares: Sequence[float]) -> None:
        """``shares``: what an occurrence counts in a text of each length byte."""
        self._occurrences = bytes([0, *(ceil(self._STEPS * log(n)) for n in range(1, 256))])
        self._least = log(max(shares)) - self._LOWEST
        self._lengths = bytes(max(0, ceil(self._STEPS * (log(share) - self._least))) for share in shares)
        self.shares = [saturated(exp(place / self._STEPS + self._least)) for place in range(256)]
        """For each sum, a bound of the share of the score."""

    def sums(self, raw: bytes) -> bytes:
        """For each impact of two bytes the sum of its two logarithms, rounded up, in steps."""
        little = sys.byteorder == "little"
        occurrences = raw[little::2].translate(self._occurrences)
        lengths = raw[1 - little :: 2].translate(self._lengths)
        both = int.from_bytes(occurrences, "little") + int.from_bytes(lengths, "little")
        return both.to_bytes(len(occurrences), "little")


class ScoreTable(dict[int, float]):
    """Impact -> share of the score of a word that is only in one field."""

    def __init__(self, counts: CountTable) -> None:
        super().__init__()
        self.bound = Bound(counts.shares)
        self.counts = counts
        """Impact -> weighted count, to be added up if a word is in several fields."""

    def __missing__(self, impact: int) -> float:
        share = self[impact] = saturated(self.counts[impact])
        return share
