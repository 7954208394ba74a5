"""Answers the filters of a query (``is:``, ``tag:``, ``added:`` …) from facts that only the store knows."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from functools import reduce
from itertools import compress, repeat
from operator import and_, contains, or_
from typing import Generic, Literal, TypeVar

from reader.addresses import host_of
from reader.colors import has_color
from reader.idset import IdSet
from reader.library.ordering import ListOrder, microseconds, without_accents
from reader.search.query import And, Filter, Node, Not, Or, Query, spans
from reader.store import Store
from reader.store.facts import LibraryPart, NumberedIds
from reader.text import fold

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


class _Named:
    """Articles with texts, one or more each: their sources, sites, authors."""

    def __init__(self, articles: Iterable[int], texts: list[str]) -> None:
        self._articles, self._texts = array("q", articles), texts

    def naming(self, part: str) -> IdSet:
        """The articles with a text that contains ``part``."""
        return IdSet.of(compress(self._articles, map(contains, self._texts, repeat(part))))


class _Dated:
    """Articles with a date as files state it: known to the second, or only to the day, month or year."""

    def __init__(self, articles: list[int], dates: list[str]) -> None:
        known = [
            (article, span) for article, date in zip(articles, dates, strict=True) if (span := _lasts(date))
        ]
        begins = sorted((begin, article) for article, (begin, _) in known)
        ends = sorted((end, article) for article, (_, end) in known)
        self._begins = _Ascending(([article for _, article in begins], [begin for begin, _ in begins]))
        self._ends = _Ascending(([article for _, article in ends], [end for end, _ in ends]))

    def within(self, span: spans.FromTo) -> IdSet:
        """The articles whose date is in a span; a month or a year has to be in it as a whole."""
        low, high = microseconds(span)
        return self._begins.within((low, None)) & self._ends.within((None, high))


def _lasts(date: str) -> tuple[int, int] | None:
    """The first and the last microsecond of a date; days, months and years are local. None if it is none."""
    try:
        if len(date) > len("2019-01-27"):
            moment = datetime.fromisoformat(date)
            at = int(moment.timestamp() * 1e6)
            return at, at
        span = spans.times(date, datetime.min)
    except (ValueError, OverflowError):
        return None
    if span is None or span[0] is None or span[1] is None:
        return None
    return int(span[0] * 1e6), int(span[1] * 1e6) - 1


def is_dated(date: str, span: spans.FromTo) -> bool:
    """Whether a date as files state it is in a span of seconds; a month or a year has to be as a whole."""
    lasts = _lasts(date) if date else None
    low, high = microseconds(span)
    return lasts is not None and (low is None or low <= lasts[0]) and (high is None or lasts[1] < high)


def plain(what: str, text: str) -> str:
    """A text as filters compare it: sources and addresses in folded case, names also without accents."""
    return text.casefold() if what in ("source", "url") else without_accents(fold(text))


def within(number: float, span: spans.FromTo) -> bool:
    """Whether a number is in a span."""
    low, high = span
    return (low is None or low <= number) and (high is None or number < high)


class Filtering:
    """Answers the filters of queries, and remembers the answers: typing repeats them at every key."""

    def __init__(self, store: Store, order: ListOrder) -> None:
        self._facts = store.facts
        self._order = order
        self._sets = _Known[IdSet](store, lambda ids: ids.size, _REMEMBERED)
        self._columns = _Known[_Ascending](store, lambda _: 0, 0)
        self._texts = _Known[_Named](store, lambda _: 0, 0)
        self._dates = _Known[_Dated](store, lambda _: 0, 0)

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
            case "is", "archived":
                return self._sets.get(wanted, ("state",), lambda: IdSet.of(facts.archived()))
            case "is", "started":
                return self._sets.get(wanted, ("progress",), lambda: self._begun().within((1, 100)))
            case "is", "finished":
                return self._sets.get(wanted, ("progress",), lambda: self._begun().within((100, None)))
            case "is", "highlighted":
                return self._sets.get(wanted, ("highlights",), lambda: IdSet.of(facts.highlighted()))
            case "is", "changed":
                return self._sets.get(wanted, ("opened",), lambda: IdSet.of(facts.changed()))
            case "is", "empty":
                return self._sets.get(wanted, ("articles",), lambda: IdSet.of(facts.empty()))
            case "source" | "site" | "author" | "url" | "highlight" as what, part:
                parts: tuple[LibraryPart, ...] = ("highlights",) if what == "highlight" else ("articles",)
                return self._sets.get(
                    wanted, parts, lambda: self._named(what, parts).naming(plain(what, part))
                )
            case "color", color:
                return self._sets.get(wanted, ("highlights",), lambda: self._colored(color))
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
            case "highlighted", value if span := spans.times(value, datetime.now()):
                return self._highlighted(span)
            case "published" | "saved" as what, value if span := spans.times(value, datetime.now()):
                return self._when(what, span)
            case "words", value if numbers := spans.numbers(value):
                return self._sets.get(wanted, ("articles",), lambda: self._lengths().within(numbers))
            case "id", value if which := spans.numbers(value):
                return self._sets.get(wanted, ("articles",), lambda: self._numbered().within(which))
            case "progress", value if shares := spans.per_cents(value):
                return self._sets.get(wanted, ("articles", "progress"), lambda: self._read_to(shares))
            case _:
                return None

    def _read(self) -> IdSet:
        return self._sets.get("read", ("state",), lambda: self._times().within((None, None)))

    def _times(self) -> _Ascending:
        return self._columns.get("read", ("state",), lambda: _Ascending(self._facts.by_read()))

    def _lengths(self) -> _Ascending:
        return self._columns.get("words", ("articles",), lambda: _Ascending(self._facts.by_words()))

    def _numbered(self) -> _Ascending:
        def column() -> _Ascending:
            ids = list(self._order.all())
            return _Ascending((ids, ids))

        return self._columns.get("id", ("articles",), column)

    def _when(self, what: Literal["published", "saved"], span: spans.FromTo) -> IdSet:
        def find() -> IdSet:
            dates = self._dates.get(what, ("articles",), lambda: _Dated(*self._facts.texts(what)))
            return dates.within(span)

        return self._sets.get((what, span), ("articles",), find)

    def _colored(self, color: str) -> IdSet:
        articles, colors = self._facts.colors()
        return IdSet.of(compress(articles, map(has_color, colors, repeat(color))))

    def _highlighted(self, span: spans.FromTo) -> IdSet:
        def find() -> IdSet:
            articles, times = self._facts.highlight_times()
            return IdSet.of(compress(articles, map(is_dated, times, repeat(span))))

        return self._sets.get(("highlighted", span), ("highlights",), find)

    def _begun(self) -> _Ascending:
        return self._columns.get("progress", ("progress",), lambda: _Ascending(self._facts.by_progress()))

    def _read_to(self, span: spans.FromTo) -> IdSet:
        begun = self._begun().within(span)
        # Articles that were never begun are at 0 per cent.
        none = self._order.all() - self._begun().within((1, None)) if within(0, span) else IdSet()
        return begun | none

    def _named(self, what: str, parts: tuple[LibraryPart, ...]) -> _Named:
        return self._texts.get(what, parts, lambda: self._names(what))

    def _names(self, what: str) -> _Named:
        """The texts that a filter looks into, as :func:`plain` spells them."""
        facts = self._facts
        match what:
            case "source":
                return _Named(*facts.sources())
            case "highlight":
                articles, texts = facts.passages()
            case "site":
                articles, texts = facts.texts("site")
                at, addresses = facts.texts("url")
                articles, texts = [*articles, *at], [*texts, *map(host_of, addresses)]
            case _:
                articles, texts = facts.texts("url" if what == "url" else "author")
        known = {text: plain(what, text) for text in set(texts)}
        return _Named(articles, [known[text] for text in texts])

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
