"""Which articles share a title or a beginning: all of them, or more than can be distinguished.

Each question covers many keys in one query, which uses an index and stops at a limit. A title that
thousands of articles share therefore costs no more than one that fifty share, however often it is looked up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TypeVar

from reader.store.database import Database, json_parameter
from reader.store.resolve import CUT_LENGTH, TEASER_LENGTH

LAST = "\U0010ffff"
"""Sorts after every character, so that ``BETWEEN x AND x || LAST`` is "starts with x"."""

Key = TypeVar("Key", str, tuple[str, str])

# The articles for each key, at most ? of them. A key is a text, or a list of two.
_EACH = (
    "SELECT key, (SELECT json_group_array(id) FROM (SELECT id FROM articles WHERE {} LIMIT ?))"
    " FROM (SELECT key, value, json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS two"
    " FROM json_each(?))"
)
_STARTS = f"{{}} BETWEEN two AND two || '{LAST}'"


class Crowds:
    """Articles by what they share: sets of ids, which are complete if they are smaller than the limit.

    Args:
        db: the library.
        given: whether titles taken from links count, or only those that pages state.
    """

    def __init__(self, db: Database, *, given: bool) -> None:
        self._db = db
        self._titled = "titled IN (0, 1)" if given else "titled = 1"

    def titled(self, titles: Iterable[str], limit: int) -> dict[str, set[int]]:
        """The articles with each title."""
        return self._ask([f"title_key = one AND title_key <> '' AND {self._titled}"], titles, limit)

    def titled_and_starting(
        self, pairs: Iterable[tuple[str, str]], limit: int
    ) -> dict[tuple[str, str], set[int]]:
        """The articles with each pair of a title and a beginning."""
        with_title = f"title_key = one AND title_key <> '' AND {self._titled} AND "
        return self._ask([with_title + heads for heads in _HEADS], pairs, limit)

    def longer(self, titles: Iterable[str], limit: int) -> dict[str, set[int]]:
        """The articles whose titles begin with each title and are longer."""
        longer = f"title_key > one AND title_key < one || '{LAST}' AND title_key <> '' AND {self._titled}"
        return self._ask([longer], titles, limit)

    def cut(self, openings: Iterable[str], limit: int) -> dict[str, set[int]]:
        """The articles whose titles are cut off and begin with each opening of ``CUT_LENGTH`` characters."""
        return self._ask([_CUT], openings, limit)

    def cut_and_starting(
        self, pairs: Iterable[tuple[str, str]], limit: int
    ) -> dict[tuple[str, str], set[int]]:
        """The same for pairs of an opening and a beginning of the text."""
        return self._ask([f"{_CUT} AND {heads}" for heads in _HEADS], pairs, limit)

    def starting(self, teasers: Iterable[str], limit: int) -> dict[str, set[int]]:
        """The articles that each teaser finds on its own; a short one has to be their whole text."""
        ranges = {
            (teaser, teaser if len(teaser) < TEASER_LENGTH else teaser + LAST): teaser for teaser in teasers
        }
        found = self._ask(
            [f"{head} <> '' AND {head} BETWEEN one AND two" for head in _COLUMNS], ranges, limit
        )
        return {ranges[key]: ids for key, ids in found.items()}

    def _ask(self, conditions: Sequence[str], keys: Iterable[Key], limit: int) -> dict[Key, set[int]]:
        listed = list(keys)
        found: dict[Key, set[int]] = {key: set() for key in listed}
        if listed:
            parameter = json_parameter([key] if isinstance(key, str) else key for key in listed)
            for condition in conditions:
                for at, ids in self._db.rows(_EACH.format(condition), (limit, parameter)):
                    found[listed[at]].update(json.loads(ids))
        return found


_COLUMNS = ("head", "note_head")
_HEADS = (_STARTS.format("head"), f"note_head <> '' AND {_STARTS.format('note_head')}")
_CUT = f"title_cut AND substr(title_key, 1, {CUT_LENGTH}) = one"
