"""When highlights were seen in a review, by the digests of their words."""

from __future__ import annotations

from collections.abc import Iterable

from reader.store import values
from reader.store.database import Database


class Reviews:
    """The reviews of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def seen(self) -> dict[str, float]:
        """When each was seen last, in seconds since the epoch."""
        rows = self._db.rows("SELECT words, seen FROM reviews")
        return {values.text(words): values.moment(seen) for words, seen in rows}

    def note(self, words: Iterable[str], now: float) -> None:
        """Notes that these were seen now. Raises LibraryReadOnly."""
        with self._db.transaction():
            self._db.executemany(
                "REPLACE INTO reviews (words, seen) VALUES (?, ?)", [(one, now) for one in words]
            )
