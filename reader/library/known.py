"""The summaries of articles that were just shown: each letter typed finds mostly the same articles."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from reader.model import Summary
from reader.store import Store

MOST = 1000
"""How many summaries are kept."""


class KnownSummaries:
    """Summaries by article. Each is read from the library once, until anything in the library changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: OrderedDict[int, Summary] = OrderedDict()
        self._known_at = (-1, -1)

    def of(self, ids: Sequence[int], at: tuple[int, int] | None = None) -> list[Summary]:
        """The summaries of articles, in the order of ``ids``; those that do not exist are left out.

        ``at``: the stamp of the library, if the caller has just asked for it.
        """
        at = at or self._store.stamp()
        if at != self._known_at:
            self._known.clear()
            self._known_at = at
        missing = [article for article in ids if article not in self._known]
        if missing:
            self._known.update((one.id, one) for one in self._store.articles.summaries(missing))
        found = [self._known[article] for article in ids if article in self._known]
        for one in found:
            self._known.move_to_end(one.id)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return found
