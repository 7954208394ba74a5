"""The facts by which lists are sorted and filtered, for all articles at once, and when they last changed.

Callers keep these answers in memory; ``revision`` tells how long they stay valid.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Literal

from reader.store.codec import encode_source
from reader.store.database import Database
from reader.store.listing import POSSIBLE
from reader.store.values import LAST_ID, LAST_MOMENT, MOST, source

LibraryPart = Literal["articles", "state", "tags"]
"""``articles``: which articles exist, when they were added, their length, language and source. ``state``:
which ones are read or starred. ``tags``: their tags."""

NumberedIds = tuple[list[int], list[int]]
"""Ids, with a number for each."""

# Numbers as they are shown (see ``values``), even if a damaged column contains something else.
_MICROSECONDS = f"CAST(max(0.0, min({LAST_MOMENT}, CAST(ifnull({{0}}, 0) AS REAL))) * 1e6 AS INTEGER)"
_WHOLE = f"max(0, min({MOST}, CAST(ifnull({{0}}, 0) AS INTEGER)))"

_SESSION_PARTS = ("state",)  # these may change in a read-only library until it is closed


class ListFacts:
    """Facts about all articles of a library."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._revisions: dict[str, int] = {}
        self._known_at: tuple[int, int] | None = None

    def revision(self, part: LibraryPart) -> Hashable:
        """A value that changes whenever a part changes, through any connection. It costs almost nothing.

        Ask for it before you ask for the answer that you want to remember.
        """
        at = (self._db.version(), self._db.changes())
        # Changes in a running transaction may be undone, and then something else may be changed.
        if self._db.in_transaction or (self._db.for_session and part in _SESSION_PARTS):
            return at
        if at != self._known_at:
            self._revisions = dict(self._db.rows("SELECT part, number FROM revisions"))
            self._known_at = at
        # Another file may have taken the place of the library, with numbers of its own.
        return self._db.reopened, self._revisions.get(part)

    def in_order(self) -> NumberedIds:
        """All articles in the order of the list, the latest first, each with its time in microseconds.

        Articles added at the same time stay in the order in which they were added.
        """
        return self._column(
            f"SELECT a.id, {_MICROSECONDS.format('a.added')} AS n FROM articles a"
            f" WHERE {POSSIBLE} ORDER BY a.added DESC, a.id",
            descending=True,
        )

    def by_words(self) -> NumberedIds:
        """All articles with their number of words, the shortest first."""
        return self._column(
            f"SELECT a.id, {_WHOLE.format('a.words')} AS n FROM articles a WHERE {POSSIBLE} ORDER BY a.words"
        )

    def by_read(self) -> NumberedIds:
        """The articles that are read, with the time in microseconds, the longest ago first."""
        return self._column(
            f"SELECT a.article AS id, {_MICROSECONDS.format('a.read')} AS n FROM state a"
            f" WHERE a.read IS NOT NULL AND a.article BETWEEN 1 AND {LAST_ID} ORDER BY a.read"
        )

    def starred(self) -> list[int]:
        """The starred articles."""
        return self._ids(
            f"SELECT json_group_array(article) FROM state WHERE starred AND article BETWEEN 1 AND {LAST_ID}"
        )

    def tagged(self, tag: str) -> list[int]:
        """The articles with a tag, in any case."""
        return self._ids(
            "SELECT json_group_array(CAST(article AS INTEGER)) FROM tags"
            f" WHERE tag = ? AND CAST(article AS INTEGER) BETWEEN 1 AND {LAST_ID}",
            tag,
        )

    def in_language(self, lang: str) -> list[int]:
        """The articles in a language, in any case."""
        return self._ids(
            f"SELECT json_group_array(a.id) FROM articles a WHERE a.lang = ? AND {POSSIBLE}", lang
        )

    def sources(self) -> tuple[list[int], list[str]]:
        """The article of each source, and the source itself in folded case."""
        rows = self._db.rows(
            f"SELECT CAST(article AS INTEGER), uri FROM sources WHERE article BETWEEN 1 AND {LAST_ID}"
        )
        return [row[0] for row in rows], [source(uri).casefold() for _, uri in rows]

    def _column(self, sql: str, *, descending: bool = False) -> NumberedIds:
        # As one row: fetching one row for each article takes longer than everything else.
        columns = self._db.rows(f"SELECT json_group_array(id), json_group_array(n) FROM ({sql})")[0]
        ids, numbers = json.loads(columns[0]), json.loads(columns[1])
        in_order = sorted(numbers, reverse=descending)
        if numbers != in_order:
            # The index sorts a value that is not a number differently from the number that replaces it.
            of = dict(zip(ids, numbers, strict=True))
            ids, numbers = sorted(ids, key=of.__getitem__, reverse=descending), in_order
        return ids, numbers

    def _ids(self, sql: str, text: str | None = None) -> list[int]:
        parameters = () if text is None else (_storable(text.lower()),)
        ids: list[int] = json.loads(self._db.value(sql, parameters))
        return ids


def _storable(text: str) -> str | bytes:
    """Text in a form that SQLite can compare. Text that cannot be encoded matches nothing and is no error."""
    try:
        return encode_source(text)
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
