"""Saved searches by name, and the most recent searches."""

from __future__ import annotations

import re

from reader.errors import SearchError
from reader.model import SavedSearch
from reader.store.database import Database
from reader.store.values import text
from reader.text import clean, collapse, fold, truncate

MAX_NAME = 60
"""A longer name would fill a sidebar, and nobody would type it."""

MAX_QUERY = 5000
"""How many characters of a query are used."""

MAX_RECENT = 200
"""How many searches are remembered."""


class Searches:
    """The searches that the user saved, and the recent ones."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # --- saved ----------------------------------------------------------------------------------

    def save(self, name: str, query: str, now: float) -> SavedSearch:
        """Saves a query under a name; it replaces one with the same name (in any case).

        Raises:
            SearchError: the name or the query is empty, or the name too long.
        """
        name, query = _name(name), _query(query)
        if not query:
            raise SearchError("there is nothing to save: the search is empty")
        with self._db.transaction():
            self._db.execute(
                "INSERT INTO saved_searches (key, name, query, saved) VALUES (?, ?, ?, ?) ON CONFLICT (key)"
                " DO UPDATE SET name = excluded.name, query = excluded.query, saved = excluded.saved",
                (fold(name), name, query, now),
            )
        return SavedSearch(name, query)

    def rename(self, name: str, new: str) -> SavedSearch:
        """Gives a saved search another name.

        Raises:
            SearchError: no search has the old name, another one has the new name, or that is empty or too
            long.
        """
        new = _name(new)
        with self._db.transaction():
            query = self._required(name)
            if fold(new) != _key(name) and self.get(new) is not None:
                raise SearchError(f"a saved search {new!r} already exists")
            self._db.execute(
                "UPDATE saved_searches SET key = ?, name = ? WHERE key = ?", (fold(new), new, _key(name))
            )
        return SavedSearch(new, query)

    def delete(self, name: str) -> None:
        """Deletes a saved search. Raises SearchError if there is none with that name."""
        with self._db.transaction():
            self._required(name)
            self._db.execute("DELETE FROM saved_searches WHERE key = ?", (_key(name),))

    def get(self, name: str) -> str | None:
        """The query saved under a name (in any case), or None."""
        row = self._db.row("SELECT query FROM saved_searches WHERE key = ?", (_key(name),))
        return None if row is None else text(row[0])

    def all(self) -> list[SavedSearch]:
        """All saved searches in the order of their names, without counts."""
        rows = self._db.rows("SELECT name, query FROM saved_searches ORDER BY key")
        return [SavedSearch(text(name), text(query)) for name, query in rows]

    def _required(self, name: str) -> str:
        query = self.get(name)
        if query is None:
            raise SearchError(f"there is no saved search {truncate(name, MAX_NAME)!r}")
        return query

    # --- recent ---------------------------------------------------------------------------------

    def remember(self, query: str, at: float) -> None:
        """Makes a query the latest of the recent ones, unless it is empty. The oldest are forgotten."""
        query = _query(query)
        if not query:
            return
        with self._db.transaction():
            # A new number each time, so that the order does not depend on the clock.
            self._db.execute("DELETE FROM recent_searches WHERE query = ?", (query,))
            self._db.execute("INSERT INTO recent_searches (query, at) VALUES (?, ?)", (query, at))
            self._db.execute(
                "DELETE FROM recent_searches WHERE number <="
                " (SELECT number FROM recent_searches ORDER BY number DESC LIMIT 1 OFFSET ?)",
                (MAX_RECENT,),
            )

    def recent(self, limit: int = MAX_RECENT) -> list[str]:
        """The recent searches, each once, the latest first."""
        rows = self._db.rows("SELECT query FROM recent_searches ORDER BY number DESC LIMIT ?", (limit,))
        return [text(row[0]) for row in rows]

    def forget_recent(self) -> int:
        """Forgets the recent searches; returns how many there were."""
        with self._db.transaction():
            return self._db.execute("DELETE FROM recent_searches").rowcount


_QUOTES = re.compile('["\u201c\u201d\u201e\uff02]')


def _key(name: str) -> str:
    return fold(collapse(clean(name)))


def _name(name: str) -> str:
    """A name as it is stored: harmless, on one line, and valid in ``@"name"``."""
    name = collapse(_QUOTES.sub("", clean(name))).lstrip("@")
    if not fold(name):
        raise SearchError("a saved search needs a name")
    if len(name) > MAX_NAME:
        raise SearchError(f"the name of a saved search has at most {MAX_NAME} characters")
    return name


def _query(query: str) -> str:
    return collapse(clean(query))[:MAX_QUERY].strip()
