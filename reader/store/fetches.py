"""Which articles are to be fetched, and how that went the last time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reader.store import values
from reader.store.addressing import Addressing
from reader.store.database import Database, Row, json_parameter
from reader.store.listing import IS_EMPTY

_DUE = (
    "SELECT a.id, a.url, f.url, f.at, f.reason, f.lasting, f.not_before, f.etag, f.modified, a.words"
    " FROM articles a LEFT JOIN fetches f ON f.article = a.id WHERE a.url <> ''"
)
_ON_THE_WEB = "(a.url LIKE 'http://%' OR a.url LIKE 'https://%')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An article that can be fetched, and what came of it the last time.

    Attributes:
        article: its id.
        url: its address.
        words: how long its text is.
        at: when it was fetched last; 0.0 if never.
        reason: why that failed; "" if it did not.
        lasting: whether trying again is no use.
        not_before: when its server wants to be asked again.
        etag, modified: what names the version of the text, if it was fetched from this address.
    """

    article: int
    url: str
    words: int = 0
    at: float = 0.0
    reason: str = ""
    lasting: bool = False
    not_before: float = 0.0
    etag: str = ""
    modified: str = ""


class Fetches:
    """What has been fetched for one library."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._addressing = Addressing(db)

    def lacking(self) -> list[Due]:
        """The articles whose text is wanted: those without text, and those of which there is a summary only.

        The latest added come first.
        """
        return self._due(f"({IS_EMPTY} OR f.wanted) AND {_ON_THE_WEB}")

    def of(self, articles: Collection[int]) -> list[Due]:
        """Those of the given articles that have an address on the web, whether they have a text or not."""
        among = "a.id IN (SELECT value FROM json_each(?))"
        return self._due(f"{among} AND {_ON_THE_WEB}", json_parameter(articles))

    def at(self, url_key: str) -> Due | None:
        """The article with an address (as :func:`reader.addresses.address_key` writes it), or None."""
        holding = self._addressing.holding(url_key)
        found = self._due("a.id IN (SELECT value FROM json_each(?))", json_parameter(holding))
        # The one that lacks its text, if there are several.
        return min(found, key=lambda due: (due.words > 0, due.article), default=None)

    def _due(self, condition: str, *parameters: object) -> list[Due]:
        rows = self._db.rows(f"{_DUE} AND {condition} ORDER BY a.added DESC, a.id", parameters)
        return [_to_due(row) for row in rows]

    def succeeded(self, article: int, url: str, at: float, *, etag: str, modified: str) -> None:
        """Notes that the text of an article was fetched; ``etag`` and ``modified`` name its version."""
        self._db.execute(
            "INSERT INTO fetches (article, url, at, status, etag, modified)"
            " SELECT ?, ?, ?, 200, ?, ? WHERE EXISTS (SELECT 1 FROM articles WHERE id = ?1)"
            " ON CONFLICT (article) DO UPDATE SET url = excluded.url, at = excluded.at, status = 200,"
            " reason = '', lasting = 0, not_before = 0, wanted = 0, etag = excluded.etag,"
            " modified = excluded.modified",
            (article, url, at, etag, modified),
        )

    def failed(
        self,
        article: int,
        url: str,
        at: float,
        *,
        reason: str,
        status: int = 0,
        lasting: bool = False,
        not_before: float = 0.0,
    ) -> None:
        """Notes that the text of an article could not be fetched. A text that the library has stays."""
        self._db.execute(
            "INSERT INTO fetches (article, url, at, status, reason, lasting, not_before)"
            " SELECT ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM articles WHERE id = ?1)"
            " ON CONFLICT (article) DO UPDATE SET url = excluded.url, at = excluded.at,"
            " status = excluded.status, reason = excluded.reason, lasting = excluded.lasting,"
            " not_before = excluded.not_before",
            (article, url, at, status, reason, lasting, not_before),
        )

    def want(self, articles: Iterable[int]) -> None:
        """Notes that the whole text of some articles is wanted, although the library has a text of them."""
        self._db.executemany(
            "INSERT INTO fetches (article, url, wanted) SELECT id, url, 1 FROM articles WHERE id = ?"
            " ON CONFLICT (article) DO UPDATE SET wanted = 1",
            [(article,) for article in articles],
        )


def _to_due(row: Row) -> Due:
    article, url, fetched, at, reason, lasting, not_before, etag, modified, words = row
    same = fetched == url
    return Due(
        article=article,
        url=values.text(url),
        words=values.whole(words),
        at=values.moment(at),
        reason=values.text(reason),
        lasting=bool(lasting) and same,
        not_before=values.moment(not_before),
        etag=values.text(etag) if same else "",
        modified=values.text(modified) if same else "",
    )
