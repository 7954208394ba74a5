"""How each aspect of articles that a change can set is read and written, for many articles at once.

See :mod:`reader.changes` for what changes are. All of it works inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from reader.changes import Aspect, Change, Fact, SetTags, Tag
from reader.store import values
from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG
from reader.store.highlights import Highlights
from reader.store.tags import Tags
from reader.store.telling import TOUCHED
from reader.store.trash import Trash
from reader.text import tags_in


class Setting(Protocol):
    """Reads and writes one aspect."""

    @property
    def at_once(self) -> int | None:
        """How many articles are written in one transaction; None for any number."""

    def tidy(self, change: Change) -> Change:
        """The change with the user's input in its normal form."""

    def read(self, articles: Collection[int]) -> dict[int, Fact]:
        """The aspect of each article; those that do not exist are left out."""

    def write(self, facts: Mapping[int, Fact], now: float) -> dict[int, int]:
        """Sets the aspect of articles that :meth:`read` returned.

        Returns the articles that became part of another one, each with that other one.
        """


class _OfState:
    """A column of the reading state."""

    at_once = None

    def __init__(self, db: Database, column: str) -> None:
        self._db = db
        self._column = column

    def tidy(self, change: Change) -> Change:
        return change

    def read(self, articles: Collection[int]) -> dict[int, Fact]:
        rows = self._db.rows(
            f"SELECT id, {self._column} FROM articles LEFT JOIN state ON article = id WHERE id {AMONG}",
            (json_parameter(articles),),
        )
        if self._column == "starred":
            return {article: bool(value) for article, value in rows}
        if self._column == "remark":
            return {article: values.text(value) for article, value in rows}
        return {article: values.maybe_moment(value) for article, value in rows}

    def write(self, facts: Mapping[int, Fact], now: float) -> dict[int, int]:
        self._db.executemany(
            f"INSERT INTO state (article, {self._column}, touched) VALUES (?, ?, {TOUCHED[self._column]})"
            f" ON CONFLICT (article) DO UPDATE SET {self._column} = excluded.{self._column},"
            " touched = touched | excluded.touched",
            list(facts.items()),
        )
        return {}


class _OfTags:
    """The tags."""

    at_once = None

    def __init__(self, tags: Tags) -> None:
        self._tags = tags

    def tidy(self, change: Change) -> Change:
        match change:
            case Tag():
                return replace(change, add=_typed(change.add), remove=_typed(change.remove))
            case SetTags():
                return replace(change, tags=_typed(change.tags))
            case _:
                return change

    def read(self, articles: Collection[int]) -> dict[int, Fact]:
        return dict(self._tags.of_many(articles))

    def write(self, facts: Mapping[int, Fact], now: float) -> dict[int, int]:
        self._tags.set_many({a: fact for a, fact in facts.items() if isinstance(fact, tuple)})
        return {}


class _OfHighlights:
    """The highlights."""

    at_once = 250

    def __init__(self, highlights: Highlights) -> None:
        self._highlights = highlights

    def tidy(self, change: Change) -> Change:
        return change

    def read(self, articles: Collection[int]) -> dict[int, Fact]:
        return dict(self._highlights.of_many(articles))

    def write(self, facts: Mapping[int, Fact], now: float) -> dict[int, int]:
        self._highlights.set_many({a: fact for a, fact in facts.items() if isinstance(fact, tuple)})
        return {}


class _OfBeingHere:
    """Whether articles are in the library or in the trash."""

    # Each article takes several queries. Other programs can write between two transactions.
    at_once = 250

    def __init__(self, db: Database, trash: Trash) -> None:
        self._db = db
        self._trash = trash

    def tidy(self, change: Change) -> Change:
        return change

    def read(self, articles: Collection[int]) -> dict[int, Fact]:
        among = json_parameter(articles)
        here = self._db.column(f"SELECT id FROM articles WHERE id {AMONG}", (among,))
        return dict.fromkeys(self._trash.among(articles), False) | dict.fromkeys(here, True)

    def write(self, facts: Mapping[int, Fact], now: float) -> dict[int, int]:
        self._trash.put([article for article, here in facts.items() if not here], now)
        return self._trash.bring_back([article for article, here in facts.items() if here])


def _typed(tags: Sequence[str]) -> tuple[str, ...]:
    return tags_in(" ".join(tags))


def aspects_of(db: Database, tags: Tags, trash: Trash) -> dict[Aspect, Setting]:
    """How each aspect is read and written in a library."""
    return {
        "star": _OfState(db, "starred"),
        "read": _OfState(db, "read"),
        "archive": _OfState(db, "archived"),
        "remark": _OfState(db, "remark"),
        "highlights": _OfHighlights(Highlights(db)),
        "tags": _OfTags(tags),
        "here": _OfBeingHere(db, trash),
    }
