"""What a person is told of how a query was understood. Pure."""

from __future__ import annotations

from reader.search.query.nodes import Query

MAX_NOTES = 5


class QueryNotes:
    """The notes on one query, each once, in the order in which they were made.

    Attributes:
        is_cut: whether the query is longer than what is searched for.
    """

    def __init__(self) -> None:
        self._all: dict[str, None] = {}
        self._left_out: dict[str, None] = {}
        self.is_cut = False

    def note(self, note: str) -> None:
        """QueryNotes that something was not taken literally."""
        if len(self._all) < MAX_NOTES:
            self._all[note] = None

    def leave_out(self, note: str) -> None:
        """QueryNotes that a part of the query is ignored, so that it may find what was not meant."""
        self.note(note)
        if len(self._left_out) < MAX_NOTES:
            self._left_out[note] = None

    def cut(self, note: str) -> None:
        """QueryNotes that the rest of the query is ignored."""
        self.leave_out(note)
        self.is_cut = True

    def take(self, query: Query, where: str) -> None:
        """Takes over the notes on a part of the query; ``where`` comes before each of them."""
        for note in query.notes:
            (self.leave_out if note in query.ignored else self.note)(f"{where}{note}")

    def written(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All notes, and those that say that a part of the query is ignored."""
        return tuple(self._all), tuple(self._left_out)
