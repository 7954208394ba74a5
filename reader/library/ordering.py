"""The order of the list, remembered because results are often wanted in that order."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Hashable, Sequence
from operator import neg
from typing import TYPE_CHECKING

from reader.idset import Arrangement, IdSet
from reader.store import Store

if TYPE_CHECKING:
    from reader.search.query.spans import FromTo  # loads the query language, which the start does without


class ListOrder:
    """Puts articles in the order of the list.

    The remembered order is valid until any process adds, changes or removes an article.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._list = Arrangement(())
        self._ages: Sequence[int] = ()
        self._known_at: Hashable = None

    def _refresh(self) -> Arrangement:
        at = self._store.facts.revision("articles")
        if at != self._known_at or self._known_at is None:
            ids, added = self._store.facts.in_order()
            self._list, self._ages, self._known_at = Arrangement(ids), array("q", map(neg, added)), at
        return self._list

    def ids(self) -> list[int]:
        """The ids of all articles, in order."""
        return list(self._refresh().ids)

    def all(self) -> IdSet:
        """The set of all articles."""
        return self._refresh().all

    def of(self, ids: IdSet | Collection[int], limit: int | None = None) -> list[int]:
        """These articles in order, each once: all, or the first ``limit``; none that do not exist."""
        order = self._refresh()
        if not isinstance(ids, IdSet):
            ids = IdSet.of(article for article in ids if article >= 0)
        return order.among(ids, limit)

    def added(self, span: FromTo) -> IdSet:
        """The articles added within a span of time, which are adjacent in the list."""
        order, (begin, end) = self._refresh(), microseconds(span)
        first = 0 if end is None else bisect_right(self._ages, -end)
        last = len(order) if begin is None else bisect_right(self._ages, -begin)
        return order.between(first, last)


def microseconds(span: FromTo) -> FromTo:
    """A span of seconds in the unit of the store's facts."""
    begin, end = span
    return None if begin is None else begin * 1e6, None if end is None else end * 1e6
