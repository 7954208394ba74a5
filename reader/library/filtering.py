"""What the filters of a query (``is:``, ``tag:``, ``added:`` …) admit, from what only the store knows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from reader.library.ordering import ListOrder
from reader.search import spans
from reader.search.query import And, Filter, Node, Not, Or, Query
from reader.store import Store

_REMEMBERED = 400_000
"""So many ids are remembered, some thirty megabytes."""


class Filtering:
    """Answers the filters of queries; while one is typed the same is asked at every key, and remembered."""

    def __init__(self, store: Store, order: ListOrder) -> None:
        self._store = store
        self._order = order
        self._known: dict[Filter, frozenset[int] | None] = {}
        self._known_at: tuple[object, ...] = ()

    def admitted(self, wanted: Filter) -> Collection[int] | None:
        """The ids that a filter lets through; None for a filter nobody knows."""
        now = datetime.now()  # dates in a query are local ones
        # What <7d means changes with time, but a minute's age does not matter.
        at = (self._store.stamp(), now.replace(second=0, microsecond=0))
        if at != self._known_at or sum(len(ids or ()) for ids in self._known.values()) > _REMEMBERED:
            self._known, self._known_at = {}, at
        if wanted not in self._known:
            ids = self._ask(wanted, now)
            self._known[wanted] = None if ids is None else frozenset(ids)
        return self._known[wanted]

    def _ask(self, wanted: Filter, now: datetime) -> list[int] | None:
        articles = self._store.articles
        match wanted.name, wanted.value:
            case "is", "unread":
                return articles.ids(None, unread=True)
            case "is", "read":
                return articles.ids(None, unread=False)
            case "is", "starred":
                return articles.ids(None, starred=True)
            case "source", part:
                return articles.ids(None, source=part)
            case "tag", tag:
                return articles.ids(None, tag=tag)
            case "lang", lang:
                return articles.ids(None, lang=lang)
            case "added", value if span := spans.times(value, now):
                return articles.ids(None, added=span)
            case "read", value if span := spans.times(value, now):
                return articles.ids(None, read=span)
            case "words", value if span := spans.numbers(value):
                return articles.ids(None, words=span)
            case _:
                return None

    def listed(self, query: Query) -> list[int]:
        """The articles that a query of filters alone admits, in the order of the list; none for no query."""
        if query.node is None:
            return []
        admitted = self._admitted(query.node)
        return [] if admitted is None else self._order.of(admitted)

    def _admitted(self, node: Node) -> frozenset[int] | None:
        """The ids that a node of filters lets through; None where it asks for nothing."""
        if isinstance(node, Filter):
            ids = self.admitted(node)
            return None if ids is None else frozenset(ids)
        if isinstance(node, Not):
            ids = self._admitted(node.node)
            return None if ids is None else frozenset(self._order.all()) - ids
        assert isinstance(node, And | Or)
        sets = [ids for child in node.nodes if (ids := self._admitted(child)) is not None]
        if not sets:
            return None
        return frozenset.intersection(*sets) if isinstance(node, And) else frozenset.union(*sets)
