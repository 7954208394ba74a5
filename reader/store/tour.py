"""Tells whether a library is the tour, and which of its articles are: only these are renewed or removed."""

from __future__ import annotations

from collections.abc import Collection

from reader.store.database import Database

PREFIX = "tour:"
"""The beginning of the sources of the tour's own pages. Sources of files are absolute paths."""

_OWN = f"substr(uri, 1, {len(PREFIX)}) = '{PREFIX}'"


class Tour:
    """The mark of a tour; it is in the library file itself and goes wherever that goes."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def version(self) -> str:
        """Which version of the tour's pages the library was last made from; "" for any other library."""
        return str(self._db.value("SELECT value FROM meta WHERE name = 'tour'") or "")

    def mark(self, version: str) -> None:
        """Marks the library as a tour made from this version of the pages."""
        self._db.execute("REPLACE INTO meta (name, value) VALUES ('tour', ?)", (version,))

    def only(self) -> bool:
        """Whether all articles come from the tour's pages; also true of an empty library."""
        return not self._db.value(f"SELECT EXISTS (SELECT 1 FROM sources WHERE NOT {_OWN})")

    def outdated(self, pages: Collection[str]) -> list[int]:
        """The articles that come only from pages of the tour, none of which is still among ``pages``."""
        kept: dict[int, bool] = {}
        for article, uri, own in self._db.rows(f"SELECT article, uri, {_OWN} FROM sources"):
            kept[article] = kept.get(article, False) or not own or uri in pages
        return [article for article, keep in kept.items() if not keep]
