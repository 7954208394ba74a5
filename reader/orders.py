"""The orders of a list, as plain values: by what articles are sorted, and in which direction.

Frozen, standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

OrderKey = Literal[
    "added", "published", "saved", "title", "length", "site", "read", "progress", "opened", "relevance"
]
"""What articles are sorted by: when they were added, published or saved (by the service they came from); the
title; the number of words; the site, or the host of the address; when they were last marked read; how much
of them was read; when the person last had them open; how well they match the query."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order of articles. Those without a value (no date, no site, not begun) come last either way.

    Attributes:
        by: what they are sorted by.
        down: whether the last, longest or latest come first. By relevance the best always come first.
    """

    by: OrderKey
    down: bool = False

    @property
    def name(self) -> str:
        """The name by which :func:`order_named` knows it: ``title``, ``-published``, ``newest``."""
        if self.by == "added":
            return "newest" if self.down else "oldest"
        return f"-{self.by}" if self.down else self.by

    @property
    def words(self) -> str:
        """The order in words, for a heading: ``latest published first``."""
        return _WORDS[self.by][self.down]

    def reversed(self) -> Order:
        """The same in the other direction. The order by relevance has only one."""
        return self if self.by == "relevance" else replace(self, down=not self.down)


NEWEST = Order("added", down=True)
"""The order of the list unless another one is asked for: the latest added first."""

OLDEST = Order("added")

OPENED = Order("opened", down=True)
"""What the person had open last comes first."""

STARTED = "is:started -is:read"
"""The query for what the person has begun and not read to its end."""

RELEVANCE = Order("relevance")
"""The order of a search: the best first. Without a query, or one of filters alone, it is that of the list."""

_WORDS: dict[OrderKey, tuple[str, str]] = {
    "added": ("oldest first", "newest first"),
    "published": ("earliest published first", "latest published first"),
    "saved": ("saved longest ago first", "last saved first"),
    "title": ("by title, A to Z", "by title, Z to A"),
    "length": ("shortest first", "longest first"),
    "site": ("by site, A to Z", "by site, Z to A"),
    "read": ("read longest ago first", "last read first"),
    "progress": ("least read first", "furthest read first"),
    "opened": ("opened longest ago first", "last opened first"),
    "relevance": ("best match first", "best match first"),
}

ORDER_NAMES = ("newest", "oldest", *(key for key in _WORDS if key != "added"))
"""The names of orders to choose from; each except ``relevance`` can be turned round with ``-``."""

_ADDED = {"newest": NEWEST, "oldest": OLDEST, "added": OLDEST}


def order_named(name: str) -> Order | None:
    """The order with a name, in any case: one of :data:`ORDER_NAMES` or ``added``, with ``-`` turned round.

    None if there is no such order; then :data:`ORDER_NAMES` has those there are.
    """
    plain = name.strip().lower()
    key = plain.removeprefix("-")
    order = _ADDED.get(key)
    if order is None:
        order = next((Order(known) for known in _WORDS if known == key), None)
    if order is None or plain == key:
        return order
    return None if order.by == "relevance" else order.reversed()
