"""The nodes of a plan. Each node knows what it finds, how much that costs, and how it is scored.

The nodes that are made of others are in ``combinations``.

``planning`` makes a plan from a query, and ``matching`` executes it through the methods defined here. They
work on one segment at a time, in four ways with different costs:

* ``mask``: all documents that match, as a mask (see ``segments.lanes``), for plans that match many;
* ``docs``: the same as a set, for plans that match few;
* ``scores``: document -> score, exactly;
* ``bounds``: upper bounds of all scores at once (see ``bounding``).

``within`` restricts the documents to look at: the rarest part of a plan goes first, and the others only look
up the documents that are left.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import Protocol

from reader.idset import IdSet, places
from reader.search.ranking.phrases import in_order
from reader.search.ranking.scoring import Form, Scores, Search, word_scores
from reader.search.segments.columns import Column
from reader.search.segments.lanes import Bounds, mask_of
from reader.search.segments.snapshot import Snapshot, Term
from reader.search.weights import K1

_SCORED = 8  # the scores of this many words are kept …
_FEW = 1500  # … of those in at most this many documents
_MANY = 16  # a set with more than a sixteenth of all articles is wide


class Bounder(Protocol):
    """Computes upper bounds in one segment."""

    def of_word(self, plan: AnyTerm) -> Bounds:
        """Bounds from the postings of a word, without scoring it."""
        ...

    def of_scores(self, plan: Plan) -> Bounds:
        """Bounds from the scores themselves."""
        ...

    def of_matches(self, plan: Plan) -> Bounds:
        """Bounds of matches that have no score."""
        ...


class Plan(ABC):
    """A node of a plan."""

    __slots__ = ()

    @property
    def parts(self) -> Sequence[Plan]:
        """The nodes that must all match."""
        return (self,)

    def is_text(self) -> bool:
        """Whether it looks for words, which may then be marked in a text."""
        return False

    def terms_in_text(self) -> Iterator[Term]:
        """All terms that it may match in a text."""
        return iter(())

    def words(self) -> Iterator[AnyTerm]:
        """The words that are asked for."""
        return iter(())

    def is_wide(self, snapshot: Snapshot) -> bool:
        """Whether it is a set with a large part of the library, which is applied last."""
        return False

    def excludes(self) -> bool:
        """Whether it removes documents that other nodes match."""
        return False

    @abstractmethod
    def size(self) -> int:
        """About how many documents it matches at most."""

    @abstractmethod
    def work(self) -> int:
        """How many postings it reads."""

    @abstractmethod
    def matching(self, snapshot: Snapshot, number: int) -> int:
        """About how many documents of a segment it matches at most."""

    @abstractmethod
    def peak_and_parts(self) -> tuple[float, int]:
        """The highest possible score, and the number of parts it is the sum of."""

    @abstractmethod
    def mask(self, search: Search, number: int) -> int:
        """The documents of a segment that match, as a mask."""

    def docs(self, search: Search, number: int, within: set[int] | None) -> set[int]:
        """The documents of a segment that match."""
        return set(self.scores(search, number, within))

    @abstractmethod
    def scores(self, search: Search, number: int, within: Collection[int] | None = None) -> Scores:
        """Document -> score in a segment; the caller may modify the result."""

    @abstractmethod
    def bounds(self, bounder: Bounder) -> Bounds:
        """Upper bounds of the scores of a segment."""


@dataclass(frozen=True)
class AnyTerm(Plan):
    """Documents with a word, in any of its forms. If a field has several forms, the last one counts.

    ``weight``: a factor for words that the query repeats.
    """

    forms: tuple[Form, ...]
    weight: float = 1.0

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms of all forms."""
        return tuple(term for form in self.forms for term in form.terms)

    @cached_property
    def _size(self) -> int:
        return sum(term.frequency for term in self.terms)

    @cached_property
    def peak(self) -> float:
        """The worth of the most valuable form."""
        return max((form.idf for form in self.forms), default=0.0) * self.weight

    def is_text(self) -> bool:
        return True

    def terms_in_text(self) -> Iterator[Term]:
        return iter(self.terms)

    def words(self) -> Iterator[AnyTerm]:
        yield self

    def size(self) -> int:
        return self._size

    def work(self) -> int:
        return self._size

    def matching(self, snapshot: Snapshot, number: int) -> int:
        return sum(snapshot.frequency(term, number) for term in self.terms)

    def peak_and_parts(self) -> tuple[float, int]:
        return self.peak * (K1 + 1), 1

    def _columns(self, search: Search, number: int) -> list[Column]:
        search.poll()
        snapshot = search.snapshot
        return [snapshot.column(term, number) for term in self.terms if snapshot.frequency(term, number)]

    def mask(self, search: Search, number: int) -> int:
        columns = self._columns(search, number)
        few = chain.from_iterable(column.docs for column in columns if not column.has_lane)
        masks = [column.mask for column in columns if column.has_lane]
        return reduce(or_, masks, mask_of(few, search.snapshot.segments[number][0].documents))

    def docs(self, search: Search, number: int, within: set[int] | None) -> set[int]:
        columns = self._columns(search, number)
        if within is None:
            return set[int]().union(*(column.docs for column in columns))
        return set[int]().union(*(column.among(within) for column in columns))

    def bounds(self, bounder: Bounder) -> Bounds:
        return bounder.of_word(self)

    def scores(self, search: Search, number: int, within: Collection[int] | None = None) -> Scores:
        search.poll()
        # The words before the one that is being typed are scored at every key.
        kept, key = search.snapshot.scored, (id(self), number)
        known = kept.get(key)
        if known is not None:
            scores = known[1]
            if within is None:
                return dict(scores)
            return {doc: scores[doc] for doc in within if doc in scores}
        scores = word_scores(search, self.forms, self.weight, number, within)
        if within is None and len(scores) <= _FEW:
            if len(kept) >= _SCORED:
                del kept[next(iter(kept))]
            kept[key] = self, scores  # as long as the word is kept, no other object has its id
            return dict(scores)
        return scores


@dataclass(frozen=True, slots=True)
class InOrder:
    """Documents in which a term of each slot comes directly after one of the slot before, in one field.

    An empty slot matches any word. This gives no score by itself: see :class:`Phrased`.
    """

    slots: tuple[tuple[Term, ...], ...]

    def size(self) -> int:
        return min(sum(term.frequency for term in slot) for slot in self.slots if slot)

    def work(self) -> int:
        # The positions are read as well.
        return 2 * sum(term.frequency for slot in self.slots for term in slot)


@dataclass(frozen=True, slots=True)
class Phrased(Plan):
    """Documents with a phrase in any of some fields; the score is that of its words."""

    fields: tuple[InOrder, ...]
    every: tuple[AnyTerm, ...]

    def is_text(self) -> bool:
        return True

    def terms_in_text(self) -> Iterator[Term]:
        return chain.from_iterable(word.terms for word in self.every)

    def words(self) -> Iterator[AnyTerm]:
        return iter(self.every)

    def size(self) -> int:
        return sum(field.size() for field in self.fields)

    def work(self) -> int:
        return sum(field.work() for field in self.fields)

    def matching(self, snapshot: Snapshot, number: int) -> int:
        return 0  # phrases count as rare, because most of them are

    def peak_and_parts(self) -> tuple[float, int]:
        return sum(word.peak for word in self.every) * (K1 + 1), 1

    def mask(self, search: Search, number: int) -> int:
        return mask_of(self.scores(search, number), search.snapshot.segments[number][0].documents)

    def scores(self, search: Search, number: int, within: Collection[int] | None = None) -> Scores:
        search.poll()
        key = (id(self), number)
        known = search.phrases.get(key)
        if known is not None:
            if within is None:
                return dict(known)
            return {doc: known[doc] for doc in within if doc in known}
        found = (in_order(field.slots, search.snapshot, number, within, search.poll) for field in self.fields)
        docs = set[int]().union(*found)
        scores = dict.fromkeys(docs, 0.0)
        for word in self.every if docs else ():
            for doc, score in word.scores(search, number, docs).items():
                scores[doc] += score
        if within is None:
            search.phrases[key] = scores
            return dict(scores)
        return scores

    def bounds(self, bounder: Bounder) -> Bounds:
        return bounder.of_scores(self)


@dataclass(frozen=True, slots=True)
class Listed(Plan):
    """The articles with these ids."""

    ids: IdSet

    def is_wide(self, snapshot: Snapshot) -> bool:
        return self.size() * _MANY > snapshot.documents

    def size(self) -> int:
        return len(self.ids)

    def work(self) -> int:
        return 0

    def matching(self, snapshot: Snapshot, number: int) -> int:
        return len(self.ids)

    def peak_and_parts(self) -> tuple[float, int]:
        return 0.0, 0

    def mask(self, search: Search, number: int) -> int:
        return int.from_bytes(search.snapshot.segments[number][0].arrangement.lane(self.ids), "little")

    def scores(self, search: Search, number: int, within: Collection[int] | None = None) -> Scores:
        arrangement = search.snapshot.segments[number][0].arrangement
        if within is None:
            return dict.fromkeys(places(arrangement.lane(self.ids), 255), 0.0)
        return dict.fromkeys(arrangement.those(within, self.ids), 0.0)

    def bounds(self, bounder: Bounder) -> Bounds:
        return bounder.of_matches(self)
