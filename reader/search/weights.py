"""What ranks an article higher, and how much: every number that search results depend on.

A word's score is BM25F (Robertson, Zaragoza and Taylor, *Simple BM25 extension to multiple weighted fields*,
2004): how often it occurs in each field, weighed by the field and by the field's length, is added up first;
the sum then counts the less the larger it is::

    count(word, article) = sum over fields of  WEIGHTS * occurrences / (1 - B + B * length / average length)
    score(word, article) = idf(word) * (K1 + 1) * count / (K1 + count)
    idf(word)            = log(1 + (articles - frequency + 0.5) / (frequency + 0.5))

A word that the query has n times counts (K3 + 1) * n / (K3 + n) times. Scores are computed for a whole
posting list at a time: one table per field maps an impact (occurrences and field length) to its share of the
score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

WEIGHTS = {"title": 2.0, "tags": 1.5, "note": 1.0, "body": 1.0}
"""What an occurrence in a field counts."""

B = {"title": 0.75, "tags": 0.3, "note": 0.75, "body": 0.75}
"""BM25: how much a long field is held against a match."""

K1 = 2.0
"""BM25: how slowly the tenth occurrence stops counting."""

K3 = 8.0
"""The same for a word that the query repeats."""

EXACT_TITLE = 1000.0
"""Added when the title is the query and nothing else: such an article stands on top."""

NEAR = 5.0
"""Words of the query side by side in the text: this many times the sum of their idf is added."""

NEAR_IN_ORDER = 1.5
"""… and so many times that where they stand as in the query."""

NEAR_REACH = 30
"""Words this many times as far apart as side by side count as far from each other."""

NEAR_POOL = 200
"""So many of the best hits are looked at."""

NEAR_TERMS = 4
"""A word that stands for more terms (a prefix) is not looked for."""

GATHERED = 1.0
"""Of articles that need not have all words: this many times the idf of those in one passage is added."""

GATHERED_WITHIN = 10
"""A passage is so many words."""

GATHERED_POOL = 50
"""So many of the best hits are looked at …"""

GATHERED_WORDS = 16
"""… for so many words of the query, those that are worth most."""

FEEDBACK = 0.35
"""What the best articles of a question have in common counts this part of what the question's words do."""

FEEDBACK_FROM = 10
"""So many of the best articles are asked …"""

FEEDBACK_TERMS = 20
"""… for so many terms …"""

FEEDBACK_POOL = 50
"""… that so many of the best are then looked through for."""

PREFIX_TERMS = 20
"""A prefix stands for at most this many terms, the commonest."""

PREFIX_SHARE = 2
"""… and for no more terms than have this many times as many postings as there are documents: further
terms would cost time and hardly match anything that the first do not."""

STAR_TERMS, STAR_SHARE = 400, 4
"""The same for one that is written with a star: it asks for all that begins so, and is not typed on."""

STARS = 4
"""So many times in a query, each field counted: further stars stand for as many terms as what is typed."""

FUZZY_TERMS = 20
"""A fuzzy word stands for at most this many terms, the likeliest."""

FUZZY_SHARE = 0.5
"""What a near spelling scores, for each edit that it is away."""

MOST_POSTINGS = 400_000
"""A query looks at about this many postings at most, a tenth of a second's work. What people ask for needs
fewer in a library of 100,000 articles; of the rest the commonest words are left out."""

PARTIAL_POSTINGS = 200_000
"""The same for articles that have only some of the words: the rarest words find the best of them."""

SHORT_PREFIX = 2
"""Prefixes of up to this many letters alone look at titles only, unless no title has them."""


@dataclass(frozen=True, slots=True)
class Features:
    """What ranking does beyond BM25F; each can be left out, to measure what it is worth.

    Attributes:
        repeats: a word that the query repeats counts again.
        nearness: words that stand close together count more (``nearness``).
        all_first: articles with all words come before those with some.
        feedback: a question looks for what its best articles have in common as well (``feedback``).
    """

    repeats: bool = True
    nearness: bool = True
    all_first: bool = True
    feedback: bool = True


ALL_FEATURES = Features()


def idf(documents: int, frequency: int) -> float:
    """What a word is worth that so many of the documents have: the rarer, the more; always above 0."""
    frequency = min(frequency, documents)
    return log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def saturated(count: float) -> float:
    """The share of the score that a weighted count gives: at most K1 + 1."""
    return count * (K1 + 1) / (K1 + count)


def repeated(times: int) -> float:
    """How much a word counts that the query has so many times."""
    return (K3 + 1) * times / (K3 + times)


class CountTable(dict[int, float]):
    """Impact -> weighted count in one field. Filled as impacts are met: there are few different ones."""

    def __init__(self, field: str, lengths: Sequence[int], average: float) -> None:
        super().__init__()
        b = B[field]
        self._shares = [WEIGHTS[field] / ((1 - b) + b * length / average) for length in lengths]

    def __missing__(self, impact: int) -> float:
        count = self[impact] = (impact >> 8) * self._shares[impact & 255]
        return count


class ScoreTable(dict[int, float]):
    """Impact -> share of the score of a word that only one field has."""

    def __init__(self, counts: CountTable) -> None:
        super().__init__()
        self.counts = counts
        """Impact -> weighted count, to be added up where several fields have a word."""

    def __missing__(self, impact: int) -> float:
        share = self[impact] = saturated(self.counts[impact])
        return share
