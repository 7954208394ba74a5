"""The steps of the trail that lead to removed articles: removed with them, and put back in their places.

When a step is removed, the steps after it follow the step before it, and a user who was at it moves to the
step before. The table ``trash_steps`` keeps the trail as it was: which step came before each step in the
trash, and before each step that followed one of those. So articles can be removed and restored in any order,
and each step returns to its place.
"""

from __future__ import annotations

from collections.abc import Collection

from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG
from reader.store.packing import NamedRow

VISITS = "visits"

# From a step back along the trail as it was, to the first step that is still there.
_THERE = """
WITH RECURSIVE way (id) AS (
    SELECT ?1 UNION
    SELECT t.parent FROM trash_steps t JOIN way ON t.id = way.id WHERE way.id NOT IN (SELECT id FROM visits)
) SELECT way.id FROM way JOIN visits ON visits.id = way.id LIMIT 1
"""

# The steps that followed a step, with only removed steps in between.
_FOLLOWING = """
WITH RECURSIVE following (id) AS (
    SELECT id FROM trash_steps WHERE parent = ?1 UNION
    SELECT t.id FROM trash_steps t JOIN following f ON t.parent = f.id
    WHERE f.id NOT IN (SELECT id FROM visits)
) UPDATE visits SET parent = ?1 WHERE id > ?1 AND id IN (SELECT id FROM following)
"""


class Steps:
    """The steps of one library's trail."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def leave(self, articles: Collection[int]) -> None:
        """Notes the steps that lead to articles; called before these are deleted."""
        among = (json_parameter(articles),)
        leaving = self._db.column(f"SELECT id FROM visits WHERE article {AMONG}", among)
        if not leaving:
            return
        stood = self._stood()
        # Earlier notes stay, because they describe the original trail.
        self._db.execute(
            "INSERT OR IGNORE INTO trash_steps (id, parent)"
            f" SELECT id, parent FROM visits WHERE parent {AMONG}",
            (json_parameter(leaving),),
        )
        self._db.execute(
            "INSERT INTO trash_steps (id, parent, article) SELECT id, parent, article FROM visits"
            f" WHERE article {AMONG} ON CONFLICT (id) DO UPDATE SET article = excluded.article",
            among,
        )
        if stood is None and (current := self._current()) in leaving:
            self._db.execute("UPDATE trash_steps SET stood = 1 WHERE id = ?", (current,))

    def put_back(self, article: int, visits: list[NamedRow]) -> None:
        """Returns the steps that lead to an article to their places in the trail.

        Steps whose number is in use, or not a number, are left out.
        """
        if not visits:
            return
        columns = {row[1] for row in self._db.rows(f"PRAGMA main.table_info({VISITS})")}
        stood = self._stood()
        for visit in visits:
            number = visit.get("id")
            if type(number) is not int or number <= 0:
                continue
            before = self._db.value("SELECT parent FROM trash_steps WHERE id = ?", (number,))
            row = {name: value for name, value in visit.items() if name in columns}
            row |= {"article": article, "parent": self._there(before)}
            names = ", ".join(f'"{name}"' for name in row)
            done = self._db.execute(
                f"INSERT OR IGNORE INTO visits ({names}) VALUES ({', '.join('?' * len(row))})",
                tuple(row.values()),
            )
            if done.rowcount > 0:
                self._db.execute("UPDATE trash_steps SET article = NULL WHERE id = ?", (number,))
                self._db.execute(_FOLLOWING, (number,))
        if stood is not None:
            there = self._there(stood)
            self._db.execute("REPLACE INTO meta (name, value) VALUES ('visit', ?)", (there,))
            self._db.execute("UPDATE trash_steps SET stood = 0 WHERE id = ?", (there,))
        # Steps that are back in their places no longer need a note.
        self._db.execute(
            "DELETE FROM trash_steps WHERE article IS NULL AND NOT stood"
            " AND (parent IS NULL OR parent IN (SELECT id FROM visits))"
        )

    def _stood(self) -> int | None:
        """The removed step that the user was at; None if they have moved on since."""
        stood = self._db.value("SELECT id FROM trash_steps WHERE stood")
        if stood is None or self._current() == self._there(stood):
            return stood if isinstance(stood, int) else None
        self._db.execute("UPDATE trash_steps SET stood = 0 WHERE stood")
        return None

    def _there(self, visit: object) -> int | None:
        there: int | None = self._db.value(_THERE, (visit,))
        return there

    def _current(self) -> object:
        return self._db.value("SELECT value FROM meta WHERE name = 'visit'")
