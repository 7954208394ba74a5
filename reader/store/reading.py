"""What was read on which day: how long, how many words, which ends were reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from reader.addresses import host_of
from reader.reading_days import ReadingDay, ReadingTime
from reader.store import values
from reader.store.database import Database

_MOST_SECONDS = 86_400.0
"""A day has no more."""

_ADDS = (
    "ON CONFLICT (day, article) DO UPDATE SET seconds = seconds + excluded.seconds,"
    " words = words + excluded.words, finished = finished + excluded.finished"
)
_GONE = "article NOT IN (SELECT id FROM articles) AND article NOT IN (SELECT article FROM trash)"


class ReadingDays:
    """What was read in one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, times: Sequence[ReadingTime], now: float) -> None:
        """Adds what was read just now to what was read on that day."""
        day = datetime.fromtimestamp(now).date().isoformat()
        with self._db.transaction():
            self._db.executemany(
                "INSERT INTO reading_days (day, article, seconds, words, finished) VALUES (?, ?, ?, ?, ?)"
                f" {_ADDS}",
                [
                    (day, one.article, min(one.seconds, _MOST_SECONDS), one.words, one.finished)
                    for one in times
                ],
            )

    def all(self) -> list[ReadingDay]:
        """Everything that is known, with the site and language of each article that is in the library."""
        rows = self._db.rows(
            "SELECT r.day, r.article, r.seconds, r.words, r.finished, a.site, a.url, a.lang, a.id IS NOT NULL"
            " FROM reading_days r LEFT JOIN articles a ON a.id = r.article ORDER BY r.day, r.article"
        )
        found = []
        for day, article, seconds, words, finished, site, url, lang, here in rows:
            when = _day(day)
            if when is not None:
                found.append(
                    ReadingDay(
                        day=when,
                        article=values.maybe_id(article) or 0,
                        seconds=values.moment(seconds),
                        words=values.whole(words),
                        finished=values.whole(finished),
                        site=values.text(site) or host_of(values.text(url)),
                        lang=values.text(lang),
                        here=bool(here),
                    )
                )
        return found

    def forget(self) -> int:
        """Deletes everything; returns on how many days something had been read."""
        with self._db.transaction():
            days: int = self._db.value("SELECT count(DISTINCT day) FROM reading_days")
            self._db.execute("DELETE FROM reading_days")
        return days

    def merge(self, old: int, new: int) -> None:
        """Counts what was read of an article as read of another one, which it becomes part of.

        Inside the caller's transaction.
        """
        self._move("article = ?", (old,), new)

    def forget_gone(self) -> None:
        """What was read of articles that are gone for good is kept as one sum a day, under no article.

        Inside the caller's transaction.
        """
        self._move(f"article <> 0 AND {_GONE}", (), 0)

    def _move(self, condition: str, parameters: tuple[int, ...], new: int) -> None:
        if self._db.value(f"SELECT 1 FROM reading_days WHERE {condition} LIMIT 1", parameters) is None:
            return
        self._db.execute(
            "INSERT INTO reading_days (day, article, seconds, words, finished)"
            f" SELECT day, {new:d}, sum(seconds), sum(words), sum(finished) FROM reading_days"
            f" WHERE {condition} GROUP BY day {_ADDS}",
            parameters,
        )
        self._db.execute(f"DELETE FROM reading_days WHERE {condition}", parameters)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if type(value) is str else None
    except ValueError:
        return None
