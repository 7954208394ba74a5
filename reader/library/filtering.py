"""Answers the filters of a query (``is:``, ``tag:``, ``added:`` …) from facts that only the store knows."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import reduce
from itertools import compress, repeat
from operator import and_, contains, or_
from typing import Generic, TypeVar

from reader.idset import IdSet
from reader.library.ordering import ListOrder, microseconds
from reader.search.query import And, Filter, Node, Not, Or, Query, spans
from reader.store import Store
from reader.store.facts import LibraryPart, NumberedIds

_REMEMBERED = 16 * 2**20
"""How many bytes of filter results are remembered: about eighty filters over 100,000 articles."""

T = TypeVar("T")


class _Known(Generic[T]):
    """Answers of the store, each remembered until a part of the library that it depends on changes."""

    def __init__(self, store: Store, size: Callable[[T], int], budget: int) -> None:
        """``budget``: above this many bytes, the least recently used answers are forgotten."""
        self._store = store
        self._size = size
        self._budget = budget
        self._taken = 0
        self._answers: OrderedDict[Hashable, tuple[Hashable, T, int]] = OrderedDict()

    def get(self, key: Hashable, parts: tuple[LibraryPart, ...], make: Callable[[], T]) -> T:
        at = tuple(map(self._store.facts.revision, parts))
        if key in self._answers:
            known_at, answer, _ = self._answers[key]
            if known_at == at:
                self._answers.move_to_end(key)
                return answer
            self._forget(key)
        answer = make()
        size = self._size(answer)
        self._answers[key] = (at, answer, size)
        self._taken += size
        while self._taken > self._budget and len(self._answers) > 1:
            self._forget(next(iter(self._answers)))
        return answer

    def _forget(self, key: Hashable) -> None:
        self._taken -= self._answers.pop(key)[2]


class _Ascending:
    """Articles sorted by a number that each of them has."""

    def __init__(self, column: NumberedIds) -> None:
        ids, numbers = column
        self._ids, self._numbers = array("q", ids), array("q", numbers)

    def within(self, span: spans.FromTo) -> IdSet:
        """The articles whose number is in a span."""
        low, high = span
        first = 0 if low is None else bisect_left(self._numbers, low)
        last = len(self._ids) if high is None else bisect_left(self._numbers, high)
        return IdSet.of(self._ids[first:last])


class _Sources:
    """Articles with their sources."""

    def __init__(self, articles: list[int], sources: list[str]) -> None:
        self._articles, self._sources = array("q", articles), sources

    def naming(self, part: str) -> IdSet:
        """The articles with a source whose name contains ``part``, in upper or lower case."""
        return IdSet.of(compress(self._articles, map(contains, self._sources, repeat(part.casefold()))))


class Filtering:
    """Answers the filters of queries, and remembers the answers: typing repeats them at every key."""

    def __init__(self, store: Store, order: ListOrder) -> None:
        self._facts = store.facts
        self._order = order
        self._sets = _Known[IdSet](store, lambda ids: ids.size, _REMEMBERED)
        self._columns = _Known[_Ascending](store, lambda _: 0, 0)
        self._sources = _Known[_Sources](store, lambda _: 0, 0)

    def admitted(self, wanted: Filter) -> IdSet | None:
        """The articles that pass a filter; None for an unknown filter."""
        facts = self._facts
        match wanted.name, wanted.value:
            case "is", "unread":
                return self._sets.get(wanted, ("articles", "state"), lambda: self._order.all() - self._read())
            case "is", "read":
                return self._read()
            case "is", "starred":
                return self._sets.get(wanted, ("state",), lambda: IdSet.of(facts.starred()))
            case "is", "empty":
                return self._sets.get(wanted, ("articles",), lambda: IdSet.of(facts.empty()))
            case "source", part:
                return self._sets.get(wanted, ("articles",), lambda: self._from(part))
            case "tag", tag:
                return self._sets.get(wanted, ("tags",), lambda: IdSet.of(facts.tagged(tag)))
            case "lang", lang:
                return self._sets.get(wanted, ("articles",), lambda: IdSet.of(facts.in_language(lang)))
            case "feed", name:
                return self._sets.get(wanted, ("articles", "feeds"), lambda: IdSet.of(facts.of_feed(name)))
            # Dates in a query are local. Each time, <7d means a different span.
            case "added", value if span := spans.times(value, datetime.now()):
                return self._order.added(span)
            case "read", value if span := spans.times(value, datetime.now()):
                return self._times().within(microseconds(span))
            case "words", value if span := spans.numbers(value):
                return self._sets.get(wanted, ("articles",), lambda: self._lengths().within(span))
            case _:
                return None

    def _read(self) -> IdSet:
        return self._sets.get("read", ("state",), lambda: self._times().within((None, None)))

    def _times(self) -> _Ascending:
        return self._columns.get("read", ("state",), lambda: _Ascending(self._facts.by_read()))

    def _lengths(self) -> _Ascending:
        return self._columns.get("words", ("articles",), lambda: _Ascending(self._facts.by_words()))

    def _from(self, part: str) -> IdSet:
        sources = self._sources.get("", ("articles",), lambda: _Sources(*self._facts.sources()))
        return sources.naming(part)

    def listed(self, query: Query) -> IdSet:
        """The articles that pass a query that consists only of filters; none if it is empty."""
        admitted = None if query.node is None else self._admitted(query.node)
        return IdSet() if admitted is None else admitted & self._order.all()

    def _admitted(self, node: Node) -> IdSet | None:
        """The articles that pass a node of filters; None if it asks for nothing."""
        if isinstance(node, Filter):
            return self.admitted(node)
        if isinstance(node, Not):
            ids = self._admitted(node.node)
            return None if ids is None else self._order.all() - ids
        assert isinstance(node, And | Or)
        sets = [ids for child in node.nodes if (ids := self._admitted(child)) is not None]
        return reduce(and_ if isinstance(node, And) else or_, sets) if sets else None
