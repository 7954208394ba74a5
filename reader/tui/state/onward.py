"""Which article of the list comes next, seen from inside an article. Pure."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Literal

Way = Literal[1, -1]
"""Down the list, or up."""


def next_row(
    ids: Sequence[int],
    way: Way,
    *,
    cursor: int,
    opened: int | None = None,
    came_from: int | None = None,
    among: Container[int] | None = None,
) -> int | None:
    """The row of the next article in a list, or None at its end.

    Args:
        ids: the articles of the list.
        way: down the list or up.
        cursor: the row under the cursor.
        opened: the article from which the person goes on; None: from the cursor.
        came_from: the article of the list that was opened last. If ``opened`` is not listed, because it has
            left the list or a link led to it, this tells whether the one under the cursor is the next.
        among: only these articles count; None: all.
    """
    if not ids:
        return None
    row = cursor
    if opened is not None and not (cursor < len(ids) and ids[cursor] == opened):
        try:
            row = ids.index(opened)
        except ValueError:
            if way > 0 and ids[min(cursor, len(ids) - 1)] != came_from:
                # The one that was open has left the list: the next one has taken its place.
                row = cursor - 1
    row += way
    while 0 <= row < len(ids):
        if among is None or ids[row] in among:
            return row
        row += way
    return None
