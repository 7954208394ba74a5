"""The score of a word in the documents of a segment: BM25F over all its forms and fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import mul
from typing import Protocol

from reader.search.segments.snapshot import Snapshot, Term
from reader.search.weights import saturated

Scores = dict[int, float]


class Search(Protocol):
    """The search that a plan is executed for. Whatever ``poll`` raises ends it."""

    @property
    def snapshot(self) -> Snapshot:
        """The index."""
        ...

    @property
    def phrases(self) -> dict[tuple[int, int], Scores]:
        """The scores of whole phrases by plan and segment: bounding computes all, scoring reuses some."""
        ...

    def poll(self) -> None:
        """Raises an exception if the search must end."""
        ...


@dataclass(frozen=True, slots=True)
class Form:
    """One term that stands for a word, in each field that has it; ``idf`` is its worth."""

    terms: tuple[Term, ...]
    idf: float


def word_scores(
    search: Search, forms: Sequence[Form], weight: float, number: int, within: Collection[int] | None
) -> Scores:
    """The BM25F score of a word: its counts in all fields are added up before they are saturated."""
    weighed = [
        (form.idf * weight, terms)
        for form in forms
        if (terms := [term for term in form.terms if term.places[number] >= 0])
    ]
    if len(weighed) == 1:
        return _one_form(search, *weighed[0], number, within)
    fields: defaultdict[str, dict[int, int]] = defaultdict(dict)
    worths: dict[int, float] = {}
    alike = len({worth for worth, _ in weighed}) < 2
    for worth, terms in weighed:
        for term in terms:
            search.poll()
            column = search.snapshot.column(term, number)
            if within is None and alike:
                fields[term.field].update(zip(column.docs, column.impacts, strict=True))
                continue
            impacts = column.impacts_of(within)
            fields[term.field].update(impacts)
            if not alike:
                worths.update(dict.fromkeys(impacts, worth))
    if not fields:
        return {}
    most = max(fields, key=lambda name: len(fields[name]))
    impacts, table, worth = fields.pop(most), search.snapshot.table(most), weighed[0][0]
    shares = map(table.__getitem__, impacts.values())
    if alike:
        scores = dict(zip(impacts, map(mul, repeat(worth), shares), strict=False))
    else:
        scores = {doc: worths[doc] * share for doc, share in zip(impacts, shares, strict=True)}
    for doc, count in _counts(search, fields).items():
        if doc in impacts:
            count += table.counts[impacts[doc]]
        scores[doc] = (worth if alike else worths[doc]) * saturated(count)
    return scores


def _one_form(
    search: Search, worth: float, terms: Sequence[Term], number: int, within: Collection[int] | None
) -> Scores:
    """The same for a word with a single form: most documents have it in only one field."""
    search.poll()
    most = max(terms, key=lambda term: search.snapshot.frequency(term, number))
    column, table = search.snapshot.column(most, number), search.snapshot.table(most.field)
    scores = column.scores_of(within, table, worth)
    if len(terms) > 1:
        others = [term for term in terms if term is not most]
        fields = {term.field: search.snapshot.column(term, number).impacts_of(within) for term in others}
        counts = _counts(search, fields)
        impacts = column.impacts_of(counts)
        for doc, count in counts.items():
            if doc in impacts:
                count += table.counts[impacts[doc]]
            scores[doc] = worth * saturated(count)
    return scores


def _counts(search: Search, fields: Mapping[str, Mapping[int, int]]) -> Scores:
    """Document -> weighted count, from the impacts in some fields."""
    either: Scores = {}
    for name, impacts in fields.items():
        counts = map(search.snapshot.table(name).counts.__getitem__, impacts.values())
        own = dict(zip(impacts, counts, strict=True))
        either = summed(either, own) if either else own
    return either


def summed(one: Scores, other: Scores) -> Scores:
    """The union of two, with scores added; either argument may be modified."""
    if len(one) < len(other):
        one, other = other, one
    for doc, score in other.items():
        one[doc] = one.get(doc, 0.0) + score
    return one
