"""The orders of the list, remembered because results are often wanted in them."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection, Hashable, Mapping, Sequence
from operator import neg
from typing import TYPE_CHECKING, Any

from reader.addresses import host_of
from reader.idset import Arrangement, IdSet
from reader.orders import NEWEST, Order, OrderKey
from reader.store import Store
from reader.store.facts import LibraryPart
from reader.text import fold

if TYPE_CHECKING:
    from reader.search.query.spans import FromTo  # loads the query language, which the start does without

_PARTS: dict[OrderKey, tuple[LibraryPart, ...]] = {
    "read": ("articles", "state"),
    "progress": ("articles", "progress"),
    "opened": ("articles", "opened"),
}
"""The parts of a library on which an order depends, if not on its articles alone."""


class ListOrder:
    """Puts articles in the order of the list, or in another one.

    A remembered order is valid until any process changes a part of the library that it depends on.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._list = Arrangement(())
        self._ages: Sequence[int] = ()
        self._known_at: Hashable = None
        self._others: dict[Order, tuple[Hashable, Arrangement]] = {}

    def _refresh(self) -> Arrangement:
        at = self._store.facts.revision("articles")
        if at != self._known_at or self._known_at is None:
            ids, added = self._store.facts.in_order()
            self._list, self._ages, self._known_at = Arrangement(ids), array("q", map(neg, added)), at
        return self._list

    def arranged(self, order: Order = NEWEST) -> Arrangement:
        """All articles in an order. The order by relevance is that of the list here."""
        if order == NEWEST or order.by == "relevance":
            return self._refresh()
        at = tuple(map(self._store.facts.revision, _PARTS.get(order.by, ("articles",))))
        known = self._others.get(order)
        if known is None or known[0] != at:
            known = self._others[order] = at, self._sorted(order)
        return known[1]

    def _sorted(self, order: Order) -> Arrangement:
        listed = self._refresh().ids
        keys = self._keys(order.by)
        # Sorting is stable: those with the same key stay in the order of the list, in both directions.
        known = [article for article in listed if article in keys]
        known.sort(key=keys.__getitem__, reverse=order.down)
        return Arrangement([*known, *(article for article in listed if article not in keys)])

    def _keys(self, by: OrderKey) -> Mapping[int, Any]:
        """What the articles are sorted by, without those for which it is not known."""
        facts = self._store.facts
        match by:
            case "added":
                return dict(zip(self._refresh().ids, map(neg, self._ages), strict=True))
            case "length":
                return {article: words for article, words in zip(*facts.by_words(), strict=True) if words}
            case "read":
                return dict(zip(*facts.by_read(), strict=True))
            case "opened":
                return dict(zip(*facts.by_opened(), strict=True))
            case "progress":
                return dict(zip(*facts.by_progress(), strict=True))
            case "published" | "saved":
                return dict(zip(*facts.texts(by), strict=True))
            case "site":
                hosts = zip(*facts.texts("url"), strict=True)
                sites = {article: host for article, url in hosts if (host := host_of(url))}
                sites.update(zip(*facts.texts("site"), strict=True))
                natural = {site: sorted_as(fold(site)) for site in set(sites.values())}
                return {article: natural[site] for article, site in sites.items()}
            case _:
                return {
                    article: (sorted_as(title), title)
                    for article, title in zip(*facts.texts("sort_key"), strict=True)
                }

    def ids(self, order: Order = NEWEST) -> list[int]:
        """The ids of all articles, in order."""
        return list(self.arranged(order).ids)

    def all(self) -> IdSet:
        """The set of all articles."""
        return self._refresh().all

    def of(self, ids: IdSet | Collection[int], limit: int | None = None, order: Order = NEWEST) -> list[int]:
        """These articles in order, each once: all, or the first ``limit``; none that do not exist."""
        arranged = self.arranged(order)
        if not isinstance(ids, IdSet):
            ids = IdSet.of(article for article in ids if article >= 0)
        return arranged.among(ids, limit)

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


# --- as people sort ---------------------------------------------------------------------------------------

_NUMBER = re.compile(r"\d+")
_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_DIGITS = 99


def sorted_as(folded: str) -> str:
    """The key of a title for sorting as people do: without accents, and numbers by their value.

    ``folded`` is the title in folded case; articles (*the*, *le*) at its beginning count.
    """
    return _NUMBER.sub(_by_value, without_accents(folded))


def without_accents(folded: str) -> str:
    """A text in folded case, with the letters of the ASCII alphabet in place of their variants."""
    if folded.isascii():
        return folded
    plain = unicodedata.normalize("NFKD", folded).translate(_ACCENTS).translate(_LETTERS)
    return unicodedata.normalize("NFC", plain)


def _by_value(number: re.Match[str]) -> str:
    digits = number[0]
    if not digits.isascii():
        digits = "".join(str(unicodedata.decimal(digit)) for digit in digits)
    digits = digits.lstrip("0")[:_DIGITS] or "0"
    # Of two numbers without zeros in front, the one with more digits is the larger.
    return f"{len(digits):02}{digits}"
