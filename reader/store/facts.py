"""The facts by which lists are sorted and filtered, for all articles at once, and when they last changed.

Callers keep these answers in memory; ``revision`` tells how long they stay valid.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Literal

from reader.addresses import without_keys
from reader.store.codec import encode_source
from reader.store.database import Database, json_parameter
from reader.store.listing import IS_EMPTY, POSSIBLE
from reader.store.values import LAST_ID, LAST_MOMENT, MOST, NotText, as_unicode, source, text

LibraryPart = Literal["articles", "state", "tags", "progress", "opened", "highlights", "feeds"]
"""``articles``: which articles exist, when they were added, their length, language and source, their titles
and what files state about them. ``state``: which ones are read, starred or archived. ``tags``: their tags.
``progress``: how far they were read. ``opened``: when the person had them open, and which have changed since.
``highlights``: what was marked in them. ``feeds``: which feed they came from, and what that is called."""

TextFact = Literal["sort_key", "url", "site", "author", "published", "saved"]
"""A column of texts about articles."""

NumberedIds = tuple[list[int], list[int]]
"""Ids, with a number for each."""

# Numbers as they are shown (see ``values``), even if a damaged column contains something else.
_MICROSECONDS = f"CAST(max(0.0, min({LAST_MOMENT}, CAST(ifnull({{0}}, 0) AS REAL))) * 1e6 AS INTEGER)"
_WHOLE = f"max(0, min({MOST}, CAST(ifnull({{0}}, 0) AS INTEGER)))"

_SESSION_PARTS = ("state", "progress")  # these may change in a read-only library until it is closed


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
        if part == "opened":
            # It changes with nearly everything that is written while somebody reads, so nothing counts it.
            return at
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

    def by_progress(self) -> NumberedIds:
        """The articles that were begun, with the per cent that was read (1 to 100), the least first."""
        # As ``Summary.per_cent`` says it.
        share = "CAST(round(100 * CAST(a.progress AS REAL)) AS INTEGER)"
        per_cent = f"CASE WHEN a.progress >= 1 THEN 100 ELSE min(99, max(1, {share})) END"
        return self._column(
            f"SELECT a.article AS id, {per_cent} AS n FROM state a"
            " WHERE a.progress > 0 AND typeof(a.progress) IN ('real', 'integer')"
            f" AND a.article BETWEEN 1 AND {LAST_ID} ORDER BY n"
        )

    def by_opened(self) -> NumberedIds:
        """The articles that the person has had open, with the time in microseconds, the longest ago first."""
        return self._column(
            f"SELECT a.article AS id, {_MICROSECONDS.format('a.opened')} AS n FROM state a"
            f" WHERE a.opened IS NOT NULL AND a.article BETWEEN 1 AND {LAST_ID} ORDER BY a.opened"
        )

    def texts(self, fact: TextFact) -> tuple[list[int], list[str]]:
        """The articles for which a text is known, and that text."""
        whole = f"CASE typeof(a.{fact}) WHEN 'text' THEN a.{fact} ELSE '' END"
        columns = self._db.rows(
            "SELECT json_group_array(id), json_group_array(t) FROM"
            f" (SELECT a.id, {whole} AS t FROM articles a WHERE {POSSIBLE}) WHERE t <> ''"
        )[0]
        ids, texts = json.loads(columns[0]), json.loads(columns[1])
        return ids, list(map(as_unicode, texts)) if isinstance(columns[1], NotText) else texts

    def archived(self) -> list[int]:
        """The articles in the archive."""
        return self._ids(
            "SELECT json_group_array(article) FROM state WHERE archived IS NOT NULL"
            f" AND article BETWEEN 1 AND {LAST_ID}"
        )

    def empty(self) -> list[int]:
        """The articles of which the library has no text."""
        return self._ids(f"SELECT json_group_array(a.id) FROM articles a WHERE {IS_EMPTY} AND {POSSIBLE}")

    def changed(self) -> list[int]:
        """The articles whose text is another one than the person has read."""
        return self._ids(
            "SELECT json_group_array(article) FROM (SELECT DISTINCT article FROM former_texts"
            f" WHERE was_read AND article BETWEEN 1 AND {LAST_ID})"
        )

    def highlighted(self) -> list[int]:
        """The articles with highlights."""
        return self._ids(
            "SELECT json_group_array(article) FROM (SELECT DISTINCT article FROM highlights"
            f" WHERE article BETWEEN 1 AND {LAST_ID})"
        )

    def passages(self) -> tuple[list[int], list[str]]:
        """The article of each highlight, and its words with what was written about them."""
        rows = self._db.rows(
            f"SELECT article, quote, note FROM highlights WHERE article BETWEEN 1 AND {LAST_ID}"
        )
        return [row[0] for row in rows], [f"{text(quote)}\n{text(note)}" for _, quote, note in rows]

    def colors(self) -> tuple[list[int], list[str]]:
        """The article of each highlight, and the name of its colour, or ""."""
        return self._of_highlights("color")

    def highlight_times(self) -> tuple[list[int], list[str]]:
        """The article of each highlight, and when it was made, or ""."""
        return self._of_highlights("created")

    def _of_highlights(self, column: str) -> tuple[list[int], list[str]]:
        rows = self._db.rows(
            f"SELECT article, {column} FROM highlights WHERE article BETWEEN 1 AND {LAST_ID}"
        )
        return [row[0] for row in rows], [text(row[1]) for row in rows]

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

    def of_feed(self, name: str) -> list[int]:
        """The articles of the feed with a title or address, in any case.

        If no feed is called that, those of the feeds whose title or address contains it.
        """
        rows = self._db.rows(
            "SELECT a.feed, f.title FROM (SELECT DISTINCT feed FROM articles WHERE feed <> '') a"
            " LEFT JOIN feeds f ON f.url = a.feed"
        )
        wanted = name.casefold()
        called = {
            feed: [one.casefold() for one in (text(feed), without_keys(text(feed)), text(title))]
            for feed, title in rows
        }
        meant = [feed for feed, names in called.items() if wanted in names]
        meant = meant or [feed for feed, names in called.items() if any(wanted in one for one in names)]
        return self._listed(
            f"SELECT json_group_array(a.id) FROM articles a WHERE a.feed <> '' AND {POSSIBLE}"
            " AND a.feed IN (SELECT value FROM json_each(?))",
            (json_parameter(meant),),
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

    def _ids(self, sql: str, value: str | None = None) -> list[int]:
        return self._listed(sql, () if value is None else (_storable(value.lower()),))

    def _listed(self, sql: str, parameters: tuple[object, ...]) -> list[int]:
        ids: list[int] = json.loads(self._db.value(sql, parameters))
        return ids


def _storable(value: str) -> str | bytes:
    """Text in a form that SQLite can compare. Text that cannot be encoded matches nothing and is no error."""
    try:
        return encode_source(value)
    except UnicodeEncodeError:
        return value.encode(errors="replace").decode()
