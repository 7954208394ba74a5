"""The order of the list, remembered: whatever is found is often wanted in that order."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reader.store import Store

_FEW = 8  # so many times fewer than there are: these are sorted; of more, all are walked


class ListOrder:
    """Puts articles in the order of the list. What it knows of that is good until anything is written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ids: Sequence[int] = ()
        self._places: dict[int, int] = {}
        self._known_at: tuple[int, int] | None = None

    def all(self) -> Sequence[int]:
        """The ids of all articles, in order."""
        at = self._store.stamp()
        if at != self._known_at:
            self._ids, self._places, self._known_at = self._store.articles.ids(), {}, at
        return self._ids

    def of(self, ids: Collection[int]) -> list[int]:
        """These articles in order, each once; those that do not exist are left out."""
        everything = self.all()
        wanted = ids if isinstance(ids, set | frozenset) else set(ids)
        if len(wanted) * _FEW > len(everything):
            return [article for article in everything if article in wanted]
        if not self._places:
            self._places = {article: place for place, article in enumerate(everything)}
        places = self._places
        return sorted([article for article in wanted if article in places], key=places.__getitem__)
