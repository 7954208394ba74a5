"""One state of the index, open for reading: its segments, and facts about terms across all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import nlargest
from itertools import accumulate
from typing import Any

from reader.search.analysis.words import DEFAULT_LANGUAGE, fold, is_unspaced, language, vocabulary
from reader.search.segments.building import FIELDS
from reader.search.segments.columns import Column, Columns, DocumentLane
from reader.search.segments.segment import SegmentFile
from reader.search.segments.sketch import EMPTY, Copies, Seeds
from reader.search.weights import PREFIX_SHARE, PREFIX_TERMS, CountTable, ScoreTable


@dataclass(frozen=True, slots=True)
class Term:
    """One term in one field: its number in each segment (or -1), and how many documents have it.

    ``stemmers``: the term counts only in documents for which these stemmers were used; None: in all.
    """

    field: str
    places: tuple[int, ...]
    frequency: int
    stemmers: frozenset[str] | None = None


_NONE = Term("", (), 0)
_FEW = 100  # this many postings per term on average are no work, whatever share of the documents that is
_PARTS = 200
"""How many parts of postings to keep: those of the words that are being typed."""


class Snapshot:
    """The segments of one state of the index, with the deleted documents of each; immutable.

    Args:
        lengths: the field length that each of the 256 length bytes stands for.
        columns: postings that earlier snapshots have decoded.
    """

    def __init__(
        self,
        segments: Sequence[tuple[SegmentFile, frozenset[int]]],
        lengths: Sequence[int],
        columns: Columns | None = None,
    ) -> None:
        # The largest first: its results limit what the others need to look for.
        self.segments = sorted(segments, key=lambda pair: -pair[0].documents)
        self._columns = columns or Columns()
        self.documents = sum(segment.documents for segment, _ in segments)
        self.live = self.documents - sum(len(deleted) for _, deleted in segments)
        self.languages = sorted({latin for segment, _ in segments for latin in segment.about["languages"]})
        self._lengths = lengths
        totals = [segment.about["totals"] for segment, _ in segments]
        self.filled = [name for name in FIELDS if any(own.get(name) for own in totals)]
        """The fields in which any article has words."""
        self._tables: dict[str, ScoreTable] = {}
        self._known: dict[tuple[str, str, frozenset[str] | None], Term] = {}
        self.documents_with = cache(self._documents_with)
        self._parts: dict[tuple[str, int, int, frozenset[str]], Column] = {}
        self._spoken_in: dict[tuple[int, frozenset[str]], DocumentLane] = {}
        self.stems = cache(self._stems)
        self.expansions = cache(self._expansions)
        self.copies = Copies(self._seeds, self._sketch, self._twins)
        """Finds near-duplicate articles."""
        self.words: dict[tuple[str, tuple[str, ...], bool, bool, float], Any] = {}
        """The plans of words that were searched for; filled by the planner."""
        self.scored: dict[tuple[int, int], Any] = {}
        """The scores of words in a segment, by the id of the word's plan; filled by the plans."""
        self.memory: dict[tuple[str, str, int], Any] = {}
        """Facts about words in a field of this state that other modules have computed and may need again."""

    def column(self, term: Term, number: int) -> Column:
        """The postings of a term in segment ``number``, which has it. Raises IndexBroken."""
        segment, place = self.segments[number][0], term.places[number]
        if term.stemmers is None:
            return self._columns.column(segment, term.field, place)
        return self._part(term.field, number, place, term.stemmers)

    def _part(self, name: str, number: int, place: int, stemmers: frozenset[str]) -> Column:
        """The part of a term's postings in a segment that is in documents of some languages."""
        key = (name, number, place, stemmers)
        part = self._parts.get(key)
        if part is None:
            segment = self.segments[number][0]
            whole = self._columns.column(segment, name, place)
            if len(self._parts) >= _PARTS:
                self._parts.clear()
            part = self._parts[key] = whole.within(self._spoken(number, stemmers))
        return part

    def _spoken(self, number: int, stemmers: frozenset[str]) -> DocumentLane:
        """The documents of a segment for which some stemmers were used."""
        key = (number, stemmers)
        spoken = self._spoken_in.get(key)
        if spoken is None:
            segment = self.segments[number][0]
            spoken = self._spoken_in[key] = DocumentLane(
                segment.spoken(lambda lang: language(lang) in stemmers)
            )
        return spoken

    def frequency(self, term: Term, number: int) -> int:
        """How many documents of segment ``number`` have a term."""
        if not term.frequency or term.places[number] < 0:
            return 0
        if term.stemmers is not None:
            return len(self.column(term, number).docs)
        return self.segments[number][0].field(term.field).frequencies[term.places[number]]

    def table(self, name: str) -> ScoreTable:
        """A field's table of impacts and their shares of the score."""
        if name not in self._tables:
            total = sum(int(segment.about["totals"][name]) for segment, _ in self.segments)
            # Hardly any article has a note: the others must not make an ordinary note seem long.
            filled = sum(segment.filled(name) for segment, _ in self.segments)
            self._tables[name] = ScoreTable(CountTable(name, self._lengths, total / (filled or 1) or 1.0))
        return self._tables[name]

    def place(self, article: int) -> tuple[SegmentFile, int] | None:
        """The segment that contains an article, and its number there."""
        for segment, deleted in self.segments:
            low, high = segment.about["ids"]
            if low <= article <= high:
                number = segment.numbers.get(article)
                if number is not None and number not in deleted:
                    return segment, number
        return None

    def numbers(self, articles: Collection[int]) -> list[dict[int, int]]:
        """For each segment: the documents that belong to some articles, each with its article."""
        numbers: list[dict[int, int]] = []
        for segment, deleted in self.segments:
            low, high = segment.about["ids"]
            found = {segment.numbers.get(a, -1): a for a in articles if low <= a <= high}
            numbers.append({doc: a for doc, a in found.items() if doc >= 0 and doc not in deleted})
        return numbers

    def _seeds(self, articles: Sequence[int]) -> list[Seeds]:
        """The seeds of the texts of some articles; () for articles that are not in the index."""
        found: list[Seeds] = [()] * len(articles)
        for segment, deleted in self.segments:
            own = {
                number: at
                for at, number in enumerate(map(segment.numbers.get, articles))
                if number is not None and number not in deleted
            }
            for at, seeds in zip(own.values(), segment.seeds(list(own)), strict=True):
                found[at] = seeds
        return found

    def _sketch(self, article: int) -> bytes:
        place = self.place(article)
        return place[0].sketch(place[1]) if place else EMPTY

    def _twins(self) -> frozenset[int] | None:
        """The articles that may have near-duplicates; None if a segment does not know."""
        tables = [segment.twins for segment, _ in self.segments]
        if any(table is None for table in tables):
            return None
        return frozenset().union(*(table for table in tables if table is not None))

    def terms(self, name: str, term: str, stemmers: frozenset[str] | None = None) -> Term:
        """A term in a field: its places and frequency, as these stemmers produce it, or in any language."""
        found = self._known.get((name, term, stemmers))
        if found is None:
            found = self._known[name, term, stemmers] = self._term(name, term, stemmers)
        return found

    def _term(self, name: str, term: str, stemmers: frozenset[str] | None) -> Term:
        if stemmers is not None:
            whole, own, frequency = self.terms(name, term), list[int](), 0
            for number, place in enumerate(whole.places):
                here = len(self._part(name, number, place, stemmers).docs) if place >= 0 else 0
                own.append(place if here else -1)
                frequency += here
            return (
                replace(whole, places=tuple(own), frequency=frequency, stemmers=stemmers)
                if frequency
                else _NONE
            )
        if name not in self.filled:
            return Term(name, (), 0)
        places = [segment.field(name).terms.find(term.encode()) for segment, _ in self.segments]
        total = sum(
            segment.field(name).frequencies[place]
            for (segment, _), place in zip(self.segments, places, strict=True)
            if place >= 0
        )
        return Term(name, tuple(places), total)

    def _documents_with(self, terms: tuple[Term, ...]) -> int:
        """How many documents have any of some terms, which are one word in different fields."""
        if len(terms) == 1:
            return terms[0].frequency
        most, *others = sorted(terms, key=lambda term: -term.frequency)
        count = most.frequency
        for number in range(len(self.segments)):
            more = set[int]()
            for term in others:
                if self.frequency(term, number):
                    more.update(self.column(term, number).docs)
            count += len(more)
            if more and self.frequency(most, number):
                count -= len(self.column(most, number).among(more))
        return count

    def _stems(self, word: str) -> dict[str, frozenset[str] | None]:
        """The stems of a word, each with the languages in which it is one; None: in all languages here.

        The stem of a word in Turkish (solar: so) may be a different word in English. So if articles contain
        exactly this word, only the stems that it has there count.
        """
        if is_unspaced(word):
            return {vocabulary(DEFAULT_LANGUAGE)[word]: None}  # the same in all languages
        stems: dict[str, set[str]] = {}
        for latin in self.languages:
            for stem in vocabulary(latin).all(word):
                stems.setdefault(stem, set()).add(latin)
        if len(stems) > 1 and (own := self._stems_of(fold(word))):
            stems = {stem: latins for stem, latins in stems.items() if stem in own} or stems
        for latin in self.languages:
            for stem in vocabulary(latin).with_accent(word):
                stems.setdefault(stem, set()).add(latin)
        everywhere = len(self.languages)
        return {
            stem: None if len(latins) == everywhere else frozenset(latins) for stem, latins in stems.items()
        }

    def _stems_of(self, surface: str) -> set[str]:
        """The stems that exactly this word has in the articles."""
        stems = set[bytes]()
        for segment, _ in self.segments:
            for name in self.filled:
                field = segment.field(name)
                same = field.surfaces.same(surface.encode())
                stems.update(field.terms[number] for number in field.surface_terms[same.start : same.stop])
        return {stem.decode() for stem in stems}

    def _expansions(
        self, name: str, prefix: str, most: int = PREFIX_TERMS, share: int = PREFIX_SHARE
    ) -> tuple[tuple[str, ...], bool]:
        """The terms of the words that start with ``prefix``, most frequent first.

        Args:
            name: the field.
            prefix: in folded letters.
            most: the most terms to return.
            share: … which together have at most this many times as many postings as there are documents,
                unless they are few.

        Returns:
            The terms, and whether there are more.
        """
        counts: dict[bytes, int] = {}
        more = False
        if len(self.segments) == 1:
            return self._expansions_of_one(name, prefix, most, share)
        for segment, _ in self.segments:
            field = segment.field(name)
            found = field.surfaces.prefixed(prefix.encode())
            numbers: Collection[int] = set(field.surface_terms[found.start : found.stop])
            frequencies = field.frequencies
            if len(numbers) > 4 * most:
                numbers, more = nlargest(4 * most, numbers, key=frequencies.__getitem__), True
            for number in numbers:
                term = field.terms[number]
                counts[term] = counts.get(term, 0) + frequencies[number]
        commonest = nlargest(most, counts, key=counts.__getitem__)
        sizes = accumulate((counts[term] for term in commonest), initial=0)
        budget = max(share * self.documents, most * _FEW)
        kept = tuple(term.decode() for term, size in zip(commonest, sizes, strict=False) if size < budget)
        return kept, more or len(kept) < len(counts)

    def _expansions_of_one(
        self, name: str, prefix: str, most: int, share: int
    ) -> tuple[tuple[str, ...], bool]:
        """The same in the only segment, where the numbers of the terms need not be looked up again."""
        field = self.segments[0][0].field(name)
        found = field.surfaces.prefixed(prefix.encode())
        numbers = set(field.surface_terms[found.start : found.stop])
        frequencies = field.frequencies
        commonest = nlargest(most, numbers, key=frequencies.__getitem__)
        sizes = accumulate(map(frequencies.__getitem__, commonest), initial=0)
        budget = max(share * self.documents, most * _FEW)
        kept = []
        for number, size in zip(commonest, sizes, strict=False):
            if size >= budget:
                break
            term = field.terms[number].decode()
            self._known[name, term, None] = Term(name, (number,), frequencies[number])
            kept.append(term)
        return tuple(kept), len(kept) < len(numbers)
