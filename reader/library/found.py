"""What a search of the library found, as a plain value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reader.search.query import Query


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome of a search.

    Attributes:
        query: the query, with notes on how it was understood.
        ids: the articles found, best first: first those with all words, then the partial matches.
        scores: one for each of ``ids``; 0.0 for all if no words were asked for.
        total: how many articles have all words, including those not in ``ids``, plus the partial matches.
        partial_from: where in ``ids`` the partial matches begin; its length if there are none.
        complete: False if the search was stopped before its end, or the index cannot be read.
        suggestion: the query with misspelt words corrected («did you mean»); "" if there is none.
        folded: near-duplicates that are not listed, by the id of the article among ``ids`` that stands
            for them.
    """

    query: Query
    ids: tuple[int, ...]
    scores: tuple[float, ...]
    total: int
    partial_from: int
    complete: bool = True
    suggestion: str = ""
    folded: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
