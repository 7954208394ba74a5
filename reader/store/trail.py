"""The trail: where the user has been, as a tree, so that no branch is lost.

Going back and then following another link starts a new branch. "Forward" goes to the child that was left
last. The visits of a removed article are removed with it; a trigger in the library file closes the gap.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.errors import ArticleNotFound
from reader.model import Position, Scene, Visit
from reader.store import values
from reader.store.database import Database, Row
from reader.store.positions import decode_scene, encode_anchor, encode_scene, place, with_details_of

if TYPE_CHECKING:
    from reader.anchors import Anchor

# Only visits whose article exists: a damaged file may have others too.
_VISIT = (
    "SELECT id, parent, article, block, char, scene, at FROM visits"
    " WHERE article IN (SELECT id FROM articles)"
)
# A visit that begins where reading stopped has the anchor of that place.
_ANCHOR = "ifnull((SELECT anchor FROM state WHERE article = ?1 AND block = ?2 AND char = ?3), '')"
_CURRENT = "WHERE id = (SELECT value FROM meta WHERE name = 'visit')"


class Trail:
    """Back and forward; kept across restarts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def current(self) -> Visit | None:
        """The visit the user is at; None on an empty trail."""
        row = self._db.row(f"{_VISIT} AND id = (SELECT value FROM meta WHERE name = 'visit')")
        return None if row is None else _visit(row)

    def follow(self, visit: Visit) -> Visit:
        """Goes from the current visit to a new one, which gets its id and parent here.

        Where this step was taken from the current visit before (to the same article with the same search), it
        leads to the visit that it led to then, so that no step is there twice.

        Raises:
            ArticleNotFound: the article does not exist.
        """
        with self._db.transaction():
            if self._db.value("SELECT 1 FROM articles WHERE id = ?", (visit.article,)) is None:
                raise ArticleNotFound(visit.article)
            current = self.current()
            parent = current.id if current else None
            position, scene = visit.position, visit.scene
            values_of = (visit.article, position.block, position.char, encode_scene(scene))
            before = self._taken(parent, visit)
            if before is not None:
                self._db.execute(
                    f"UPDATE visits SET block = ?2, char = ?3, scene = ?4, anchor = {_ANCHOR} WHERE id = ?5",
                    (*values_of, before.id),
                )
                self._move(current, before)
                return replace(visit, id=before.id, parent=parent, at=before.at)
            done = self._db.execute(
                "INSERT INTO visits (article, block, char, scene, anchor, parent, at)"
                f" VALUES (?1, ?2, ?3, ?4, {_ANCHOR}, ?5, ?6)",
                (*values_of, parent, visit.at),
            )
            assert done.lastrowid is not None
            new = replace(visit, id=done.lastrowid, parent=parent)
            self._move(current, new)
            return new

    def _taken(self, parent: int | None, visit: Visit) -> Visit | None:
        """The visit to which the same step from ``parent`` led before."""
        # Two visits without a parent are two beginnings.
        rows = self._db.rows(
            f'{_VISIT} AND parent = ? AND id > parent AND article = ? ORDER BY "left" DESC, id DESC',
            (parent, visit.article),
        )
        taken = map(_visit, rows)
        return next((one for one in taken if one.scene.query == visit.scene.query), None)

    def update(self, position: Position, scene: Scene, anchor: Anchor | None = None) -> None:
        """Keeps the position of the current visit in its article, and the scene around it on the screen.

        ``anchor`` is the anchor of the position, as in :meth:`State.save_position`. Details of the scene that
        only other versions know are kept.
        """
        with self._db.transaction():
            kept = self._db.value(f"SELECT scene FROM visits {_CURRENT}")
            written = encode_scene(with_details_of(scene, kept))
            self._db.execute(
                f"UPDATE visits SET block = ?, char = ?, anchor = ?, scene = ? {_CURRENT}",
                (position.block, position.char, encode_anchor(anchor), written),
            )

    def back(self) -> Visit | None:
        """Goes to the previous visit and returns it; at the start, returns None and stays."""
        with self._db.transaction():
            current = self.current()
            return self._go(current, current.parent if current else None)

    def forward(self) -> Visit | None:
        """Goes to the child that was left last and returns it; without one, returns None and stays."""
        with self._db.transaction():
            current = self.current()
            return self._go(current, self._child(current.id if current else None))

    def jump(self, visit: int) -> Visit | None:
        """Goes to any visit on any branch and returns it; if it does not exist, returns None and stays.

        Use it for a list of visits to choose from, such as that of :meth:`recent`.
        """
        with self._db.transaction():
            return self._go(self.current(), visit)

    def recent(self, limit: int) -> list[Visit]:
        """The latest visits of all branches, the latest first: a history to show and to :meth:`jump` in."""
        return [_visit(row) for row in self._db.rows(f"{_VISIT} ORDER BY id DESC LIMIT ?", (limit,))]

    def line(self) -> list[int]:
        """The ids of the visits that back and forward lead to from here, including this one.

        Every other visit is on a branch that was left.
        """
        current = self.current()
        if current is None:
            return []
        before = self._db.column(
            "WITH RECURSIVE way (id, parent) AS ("
            " SELECT id, parent FROM visits WHERE id = ?"
            # A parent has a lower id than its child. Without this, a circle in a damaged file would have no
            # end.
            " UNION ALL SELECT v.id, v.parent FROM visits v JOIN way ON v.id = way.parent AND v.id < way.id)"
            " SELECT id FROM way ORDER BY id",
            (current.id,),
        )
        after: list[int] = []
        last: int | None = current.id
        while (last := self._child(last)) is not None:
            after.append(last)
        return [*before, *after]

    def _child(self, visit: int | None) -> int | None:
        """The visit that "forward" leads to: the child that was left last."""
        child: int | None = self._db.value(
            'SELECT id FROM visits WHERE parent = ? AND id > parent ORDER BY "left" DESC, id DESC LIMIT 1',
            (visit,),
        )
        return child

    def _go(self, current: Visit | None, to: int | None) -> Visit | None:
        row = self._db.row(f"{_VISIT} AND id = ?", (to,))
        if row is None:
            return None
        visit = _visit(row)
        self._move(current, visit)
        return visit

    def _move(self, current: Visit | None, to: Visit) -> None:
        if current is not None:
            self._db.execute(
                'UPDATE visits SET "left" = 1 + (SELECT max("left") FROM visits) WHERE id = ?', (current.id,)
            )
        self._db.execute("REPLACE INTO meta (name, value) VALUES ('visit', ?)", (to.id,))


def _visit(row: Row) -> Visit:
    visit, parent, article, block, char, scene, at = row
    parent = parent if isinstance(parent, int) else None
    return Visit(
        article=article,
        position=place(block, char),
        scene=decode_scene(scene),
        at=values.moment(at),
        id=visit,
        parent=parent,
    )
