"""Which files the articles came from, which files have been read to their end, and which have vanished."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from reader.store.codec import encode_source
from reader.store.database import Database, json_parameter
from reader.store.values import source as decode_source


class KnownPage(NamedTuple):
    """What the library knows of an article of a file: see the table ``sources``."""

    id: int
    article: int
    member: str
    digest: str
    vanished: float | None


class Known(NamedTuple):
    """What the library has of a file, looked up before the file is read.

    Attributes:
        source: the file.
        digest: the digest of its current bytes.
        rows: the articles that came from it.
        is_read: whether these bytes were read to their end, so that there is nothing new in them.
        back: those of ``rows`` that had vanished and are in these bytes.
        version: the state of the library at the time of the look-up (:meth:`Database.version`).
    """

    source: str
    digest: str
    rows: tuple[KnownPage, ...]
    is_read: bool
    back: tuple[KnownPage, ...]
    version: int

    def row(self, member: str) -> KnownPage | None:
        """The article with a member name."""
        return next((row for row in self.rows if row.member == member), None)

    def unread(self) -> Known:
        """The same, as if its bytes had changed: the file is read again, and its articles are updated."""
        return self._replace(is_read=False, rows=tuple([row._replace(digest="") for row in self.rows]))

    @property
    def present(self) -> tuple[KnownPage, ...]:
        """The articles of the file, except those that had vanished from it before these bytes were read."""
        return (*[row for row in self.rows if row.vanished is None], *self.back)


class Origins:
    """The files of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def known(self, source: str, digest: str, version: int | None = None) -> Known:
        """What the library has of a file whose bytes have this digest.

        ``version``: the state of the library, if the caller has it already.
        """
        version = self._db.version() if version is None else version
        rows = self._db.rows(
            "SELECT id, article, member, digest, vanished FROM sources WHERE uri = ?",
            (encode_source(source),),
        )
        pages = tuple([KnownPage(*row) for row in rows])
        is_read = bool(pages) and {page.digest for page in pages} == {digest}
        gone = [page for page in pages if page.vanished is not None]
        back = tuple([page for page in gone if self._came_from(page, digest)])
        return Known(source=source, digest=digest, rows=pages, is_read=is_read, back=back, version=version)

    def _came_from(self, page: KnownPage, digest: str) -> bool:
        return bool(self._db.value("SELECT 1 FROM sources WHERE id = ? AND came_from = ?", (page.id, digest)))

    def finish(self, source: str, digest: str, now: float, unread: Collection[str] = ()) -> int:
        """Notes that a file has been read to its end.

        Articles that came from it before and did not this time are marked as vanished. Articles whose members
        are ``unread`` are not: they exist, and something is wrong with them.

        Returns:
            How many have vanished.
        """
        uri = encode_source(source)
        gone: int = self._db.execute(
            "UPDATE sources SET vanished = ?1 WHERE uri = ?2 AND vanished IS NULL AND digest <> ?3"
            " AND came_from <> ?3"
            " AND member NOT IN (SELECT value FROM json_each(?4))",
            (now, uri, digest, json_parameter(unread)),
        ).rowcount
        self._db.execute("UPDATE sources SET digest = ? WHERE uri = ? AND digest <> ?", (digest, uri, digest))
        return gone

    def is_back(self, pages: Iterable[KnownPage]) -> None:
        """Notes that vanished articles exist again, unchanged."""
        self._db.execute(
            "UPDATE sources SET vanished = NULL WHERE id IN (SELECT value FROM json_each(?))",
            (json_parameter(page.id for page in pages),),
        )

    def vanish(self, sources: Collection[str], now: float) -> int:
        """Marks all articles of these files as vanished; returns how many were not marked before."""
        return sum(
            self._db.execute(
                "UPDATE sources SET vanished = ? WHERE uri = ? AND vanished IS NULL",
                (now, encode_source(source)),
            ).rowcount
            for source in sources
        )

    def below(self, scope: str) -> Iterator[str]:
        """The files whose names begin with ``scope`` and that have not vanished."""
        # The first text after all those that begin with it.
        end = scope[:-1] + chr(ord(scope[-1]) + 1)
        for uri in self._db.column(
            "SELECT DISTINCT uri FROM sources WHERE uri >= ? AND uri < ? AND vanished IS NULL", (scope, end)
        ):
            yield decode_source(uri)
