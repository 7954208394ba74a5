"""The change queue of the store as the index wants to see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from reader.model import IndexChange
from reader.store import Store


class StoreQueue:
    """What one library has for its index: see :class:`~reader.search.segments.syncing.ChangeQueue`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._total = 0
        self._total_at: tuple[int, int] | None = None

    def pending(self, limit: int) -> Sequence[IndexChange]:
        return self._store.changes.pending(limit)

    def changes_of(self, articles: Sequence[int]) -> Sequence[IndexChange]:
        return self._store.changes.of(articles)

    def queued(self) -> dict[int, int]:
        return self._store.changes.queued()

    def acknowledge(
        self,
        seqs: Collection[int],
        *,
        epoch: str,
        articles: Collection[int] | None,
        reasons: Mapping[int, str],
    ) -> None:
        self._store.changes.acknowledge(seqs, epoch=epoch, articles=articles, reasons=reasons)

    def epoch(self) -> str:
        return self._store.changes.epoch()

    def marks(self) -> dict[int, int]:
        return self._store.changes.marks()

    def count(self) -> int:
        return self._store.changes.count()

    def total(self) -> int:
        at = self._store.stamp()
        if at != self._total_at:
            self._total, self._total_at = self._store.articles.counts().all, at
        return self._total
