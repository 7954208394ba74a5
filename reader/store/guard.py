"""What a library made by somebody else may not do: run code, or keep the program busy for ever."""

from __future__ import annotations

import sqlite3

_STEP = 250_000
"""Instructions of SQLite's machine between two looks: some hundredths of a second."""

MOST_STEPS = 6_000
"""Looks that one statement gets where somebody waits for its answer: a minute or more. The longest that a
library of 100,000 articles needs takes a hundredth of that."""


class Guard:
    """Ends statements that run away, and lets Ctrl+C through while one runs.

    Work is counted, not time: a slow disk or a program that is stopped for a while ends nothing.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.steps = 0
        """To be set to 0 before each statement."""
        self.limit: float = MOST_STEPS
        connection.set_progress_handler(self._look, _STEP)
        if hasattr(connection, "setconfig"):  # from Python 3.12 on
            for name, value in (("DEFENSIVE", True), ("ENABLE_VIEW", False)):
                connection.setconfig(getattr(sqlite3, f"SQLITE_DBCONFIG_{name}"), value)

    @property
    def ran_away(self) -> bool:
        """Whether the last statement was ended because there was no end of it."""
        return self.steps > self.limit

    def _look(self) -> bool:
        # Python handles signals when this begins. An exception that comes of it (Ctrl+C) ends the statement
        # as the answer True does; sqlite3 drops it, so that whoever called has to raise it again.
        self.steps += 1
        return self.steps > self.limit


_WRITING = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)


def reading_only(action: int, table: str | None, _2: str | None, database: str | None, _4: str | None) -> int:
    """An authorizer under which no row of the library file changes; those of temporary tables may."""
    # SQLite asks this for the tables too that exist while a statement runs, such as json_each.
    denied = action in _WRITING and database == "main" and not (table or "").startswith("sqlite_")
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK
