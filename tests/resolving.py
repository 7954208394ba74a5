"""Resolves all links from scratch: the library keeps them resolved as articles change, and tests compare."""

from __future__ import annotations

from reader.store import Store


def resolve_all(store: Store) -> None:
    with store._db.transaction():
        store.links._settling.settle_all()
