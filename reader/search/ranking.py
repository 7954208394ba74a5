"""What ranks an article higher, and how much: every number that search results depend on.

Scores are BM25 as Whoosh computes it (BM25F, summed over fields), but for a whole posting list at a time:
one table per field maps an impact (occurrences and field length) to its share of the score, and a term's
scores are that table mapped over its impacts. The tests compare them with Whoosh's own, score by score.
"""

from __future__ import annotations

from collections.abc import Sequence

WEIGHTS = {"title": 2.0, "tags": 1.5, "note": 1.0, "body": 1.0}
"""What a match in a field counts."""

K1 = 1.2
"""BM25: how slowly the tenth occurrence stops counting."""

B = 0.75
"""BM25: how much a long field is held against a match."""

EXACT_TITLE = 1000.0
"""Added when the title is the query and nothing else: such an article stands on top."""

NEAR = 3.0
"""Words of the query side by side in the text: this many times the sum of their idf is added."""

NEAR_IN_ORDER = 1.5
"""… and so many times that where they stand as in the query."""

NEAR_REACH = 30
"""Words this many times as far apart as side by side count as far from each other."""

NEAR_POOL = 200
"""So many of the best hits are looked at."""

NEAR_TERMS = 4
"""A word that stands for more terms (a prefix) is not looked for."""

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


class ScoreTable(dict[int, float]):
    """Impact -> BM25 without the idf. Filled as impacts are met: there are few different ones."""

    def __init__(self, lengths: Sequence[int], average: float) -> None:
        super().__init__()
        self._norms = [K1 * ((1 - B) + B * length / average) for length in lengths]

    def __missing__(self, impact: int) -> float:
        count = impact >> 8
        score = self[impact] = (count * (K1 + 1)) / (count + self._norms[impact & 255])
        return score
