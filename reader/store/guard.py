"""Keeps a library that someone else made from running code or keeping the program busy forever."""

from __future__ import annotations

import sqlite3

_STEP = 250_000
"""Instructions of SQLite's virtual machine between two checks: some hundredths of a second."""

MOST_STEPS = 6_000
"""Checks that one statement gets when someone waits for its answer: a minute or more. The longest statement
that a library of 100,000 articles needs takes a hundredth of that."""


class Guard:
    """Ends runaway statements, and lets Ctrl+C through while one is running.

    It counts work, not time: a slow disk or a stopped program ends nothing.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.steps = 0
        """Set it to 0 before each statement."""
        self.limit: float = MOST_STEPS
        connection.set_progress_handler(self._look, _STEP)
        if hasattr(connection, "setconfig"):  # from Python 3.12 on
            for name, value in (("DEFENSIVE", True), ("ENABLE_VIEW", False)):
                connection.setconfig(getattr(sqlite3, f"SQLITE_DBCONFIG_{name}"), value)

    @property
    def ran_away(self) -> bool:
        """Whether the last statement was ended because it ran for too long."""
        return self.steps > self.limit

    def _look(self) -> bool:
        # Python handles signals when this starts. An exception from a signal (Ctrl+C) ends the statement just
        # as the answer True does, but sqlite3 drops it, so the caller has to raise it again.
        self.steps += 1
        return self.steps > self.limit


_WRITING = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)


def reading_only(action: int, table: str | None, _2: str | None, database: str | None, _4: str | None) -> int:
    """An authorizer that lets no row of the library file change; rows of temporary tables may."""
    # SQLite also asks about tables that only exist while a statement runs, such as json_each.
    denied = action in _WRITING and database == "main" and not (table or "").startswith("sqlite_")
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK
