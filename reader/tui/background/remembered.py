"""What a library's screen is like from one session to the next: sizes of panes, the order of each shelf.

It is kept in a small file beside the library. A file that cannot be read or written changes nothing else: the
screen is as it is for everyone at first.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.config import Paths
from reader.orders import NEWEST, Order, order_named
from reader.tui.state.spaces import Wishes

_MOST = 2**20
"""Bytes of the largest file that is read."""

_MOST_SHELVES = 500


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept: how the panes share the screen, and the orders of shelves by their names."""

    wishes: Wishes = Wishes()
    orders: Mapping[str, Order] = field(default_factory=dict)

    def order_of(self, shelf: str, usual: Order = NEWEST) -> Order:
        """The order of a shelf: the one chosen last, else its usual one."""
        return self.orders.get(shelf, usual)

    def with_order(self, shelf: str, order: Order, usual: Order = NEWEST) -> Remembered:
        """The same with the order of a shelf."""
        others = {name: kept for name, kept in self.orders.items() if name != shelf}
        if order != usual:
            others[shelf] = order
        while len(others) > _MOST_SHELVES:
            del others[next(iter(others))]
        return Remembered(self.wishes, others)


def recall(paths: Paths) -> Remembered:
    """What was kept for a library."""
    try:
        with _file(paths).open("rb") as file:
            kept = json.loads(file.read(_MOST))
    except (OSError, ValueError, RecursionError):
        return Remembered()
    if not isinstance(kept, dict):
        return Remembered()
    orders = kept.get("orders")
    named = {
        name: order
        for name, text in (orders.items() if isinstance(orders, dict) else ())
        if isinstance(text, str) and (order := order_named(text)) is not None
    }
    panes = kept.get("panes")
    return Remembered(Wishes.from_json(panes if isinstance(panes, dict) else {}), named)


def keep(paths: Paths, remembered: Remembered) -> None:
    """Keeps it for the next session, whole or not at all."""
    kept: dict[str, Any] = {
        "panes": remembered.wishes.as_json(),
        "orders": {name: order.name for name, order in remembered.orders.items()},
    }
    file = _file(paths)
    written = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        try:
            written.write_text(json.dumps(kept, indent=1), encoding="ascii")
            written.chmod(0o600)
            written.replace(file)
        finally:
            written.unlink(missing_ok=True)


def _file(paths: Paths) -> Path:
    return paths.data / "screen.json"
