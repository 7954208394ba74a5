"""The steps of the trail that lead to an article: taken off with it, and put back where they stood.

When a step goes, those that followed it become those of the step before it, and a person who stood there
stands at the step before. Both are undone here, as far as nobody has gone on meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from reader.store.database import Database, json_parameter
from reader.store.evidence import AMONG
from reader.store.packing import Row

VISITS = "visits"

_ABOVE = 50
"""How many steps back are remembered: the nearest one that is there counts."""

_WAY = f"""
WITH RECURSIVE way (id, parent) AS (
    SELECT id, parent FROM visits WHERE id = ?
    UNION ALL SELECT v.id, v.parent FROM visits v JOIN way ON v.id = way.parent AND v.id < way.id
    LIMIT {_ABOVE + 1}
) SELECT id FROM way ORDER BY id DESC
"""


class Steps:
    """The steps of one library's trail."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def to(self, articles: Collection[int]) -> set[int]:
        """The steps that lead to some articles."""
        return set(
            self._db.column(f"SELECT id FROM {VISITS} WHERE article {AMONG}", (json_parameter(articles),))
        )

    def around(self, visits: list[Row], leaving: set[int]) -> dict[str, Any]:
        """What stands before and after some steps, for :meth:`put_back`: values for JSON.

        ``leaving``: all steps that go together with these.
        """
        ids = [visit["id"] for visit in visits]
        steps = [[visit, self._db.column(_WAY, (visit,))[1:], self._after(visit)] for visit in ids]
        current = self._current()
        if current not in ids:
            return {"steps": steps}
        landing = next((step for step in steps[ids.index(current)][1] if step not in leaving), None)
        return {"steps": steps, "current": current, "landing": landing}

    def put_back(self, article: int, visits: list[Row], around: dict[str, Any]) -> None:
        """Writes steps again that lead to an article, where they stood in the trail.

        A step whose number is taken is left out, as is whatever in ``around`` is not what it should be.
        """
        columns = {row[1] for row in self._db.rows(f"PRAGMA main.table_info({VISITS})")}
        places = _places(around.get("steps"))
        current = around.get("current")
        # Whether the person still stands where they came to stand when the steps went.
        stays = self._current() == around.get("landing")
        for visit in visits:
            number = visit.get("id")
            if type(number) is not int or number <= 0:
                continue
            above, below = places.get(number, ([], []))
            parent = self._first_there(above)
            row = {name: value for name, value in visit.items() if name in columns}
            row |= {"article": article, "parent": parent}
            names = ", ".join(f'"{name}"' for name in row)
            done = self._db.execute(
                f"INSERT OR IGNORE INTO {VISITS} ({names}) VALUES ({', '.join('?' * len(row))})",
                tuple(row.values()),
            )
            if done.rowcount > 0:
                self._take_back(number, {parent, *above}, below)
                if stays and number == current:
                    self._db.execute("REPLACE INTO meta (name, value) VALUES ('visit', ?)", (number,))

    def _take_back(self, visit: int, above: set[int | None], below: list[int]) -> None:
        """Makes the steps that followed one follow it again."""
        for child in below:
            step, parent = child, self._parent(child)
            # Another step may have been put back in between.
            while parent is not None and visit < parent < step:
                step, parent = parent, self._parent(parent)
            if step > visit and (parent is None or parent in above):
                self._db.execute(f"UPDATE {VISITS} SET parent = ? WHERE id = ?", (visit, step))

    def _parent(self, visit: int) -> int | None:
        parent = self._db.value(f"SELECT parent FROM {VISITS} WHERE id = ?", (visit,))
        return parent if isinstance(parent, int) else None

    def _after(self, visit: int) -> list[int]:
        return self._db.column(f"SELECT id FROM {VISITS} WHERE parent = ? ORDER BY id", (visit,))

    def _first_there(self, visits: list[int]) -> int | None:
        there: int | None = self._db.value(
            f"SELECT max(id) FROM {VISITS} WHERE id {AMONG}", (json_parameter(visits),)
        )
        return there

    def _current(self) -> object:
        return self._db.value("SELECT value FROM meta WHERE name = 'visit'")


def _places(steps: object) -> dict[int, tuple[list[int], list[int]]]:
    """By step: the steps before it, the nearest first, and those that followed it."""
    found = {}
    for step in steps if isinstance(steps, list) else ():
        match step:
            case [int(visit), list(above), list(below)]:
                found[visit] = (_numbers(above), _numbers(below))
    return found


def _numbers(values: list[object]) -> list[int]:
    return [value for value in values if type(value) is int and 0 < value < 2**63]
