"""The feeds that the person follows, and which of their entries have been seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.addresses import address_key, without_keys
from reader.store import values
from reader.store.database import Database, Row, json_parameter
from reader.text import collapse, fold

_ALL = (
    "id, url, address, title, site, folder, whole, followed, fetched, error, failures, not_before, etag,"
    " modified, digest"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedFeed:
    """A feed as the library keeps it.

    Attributes:
        id: its number.
        url: the address by which its articles name it.
        address: where it is now.
        title: its name.
        site: the address of its site, or "".
        folder: the path of the folder that the person keeps it in, or "".
        whole: whether the whole text of its entries is fetched from their pages.
        followed: since when it is followed; None if it is not any more.
        fetched: when it was fetched last with success, or None.
        error: why the last try failed; "" if it did not.
        failures: how often in a row it could not be fetched.
        not_before: when it is to be asked again.
        etag, modified, digest: what names the version that was read last.
    """

    id: int
    url: str
    address: str
    title: str
    site: str = ""
    folder: str = ""
    whole: bool = False
    followed: float | None = None
    fetched: float | None = None
    error: str = ""
    failures: int = 0
    not_before: float = 0.0
    etag: str = ""
    modified: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        """What to call it: its title, else its address as it is shown."""
        return self.title or without_keys(self.url)


class Feeds:
    """The feeds of one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[FollowedFeed]:
        """The feeds that are followed, by folder and title."""
        rows = self._db.rows(f"SELECT {_ALL} FROM feeds WHERE followed IS NOT NULL")
        feeds = [_to_feed(row) for row in rows]
        return sorted(feeds, key=lambda feed: (fold(feed.folder), fold(feed.name), feed.id))

    def get(self, url: str) -> FollowedFeed | None:
        """The feed with an address, followed or not. The spelling of the address does not matter."""
        row = self._db.row(f"SELECT {_ALL} FROM feeds WHERE url = ? OR address = ?", (url, url))
        if row is not None:
            return _to_feed(row)
        key = address_key(url)
        for row in self._db.rows(f"SELECT {_ALL} FROM feeds"):
            feed = _to_feed(row)
            if key in (address_key(feed.url), address_key(feed.address)):
                return feed
        return None

    def named(self, name: str) -> list[FollowedFeed]:
        """The feeds that are followed and have a title or address, in any case and spelling."""
        key, wanted = address_key(name), fold(collapse(name))
        return [
            feed
            for feed in self.all()
            if wanted in (fold(feed.title), fold(feed.url))
            or key in map(address_key, (feed.url, feed.address, feed.site, without_keys(feed.url)))
        ]

    def unread(self) -> dict[str, int]:
        """How many unread articles each feed has, by the address of the feed."""
        rows = self._db.rows(
            "SELECT a.feed, count(*) FROM articles a LEFT JOIN state s ON s.article = a.id"
            " WHERE a.feed <> '' AND s.read IS NULL GROUP BY a.feed"
        )
        return {values.text(feed): values.whole(count) for feed, count in rows}

    # --- following -------------------------------------------------------------------------------------

    def follow(
        self,
        url: str,
        now: float,
        *,
        title: str = "",
        site: str = "",
        folder: str = "",
        whole: bool | None = None,
    ) -> tuple[FollowedFeed, bool]:
        """Follows a feed; returns it, and whether it was not followed before.

        What is empty or None leaves what is known. The feed keeps its name and its folder.
        """
        with self._db.transaction():
            known = self.get(url)
            if known is None:
                self._db.execute("INSERT INTO feeds (url, address) VALUES (?, ?)", (url, url))
            url = url if known is None else known.url
            self._db.execute(
                "UPDATE feeds SET followed = ifnull(followed, ?),"
                " title = CASE WHEN title = '' THEN ? ELSE title END,"
                " site = CASE WHEN site = '' THEN ? ELSE site END,"
                " folder = CASE WHEN folder = '' THEN ? ELSE folder END,"
                " whole = ifnull(?, whole), failures = 0, not_before = 0 WHERE url = ?",
                (now, title, site, folder, whole, url),
            )
            feed = self.get(url)
        assert feed is not None
        return feed, known is None or known.followed is None

    def unfollow(self, feed: int) -> None:
        """Follows a feed no longer. Its articles stay, and so does the knowledge of its entries."""
        with self._db.transaction():
            self._db.execute("UPDATE feeds SET followed = NULL WHERE id = ?", (feed,))

    # --- fetching --------------------------------------------------------------------------------------

    def unseen(self, feed: int, entries: Sequence[str]) -> list[str]:
        """Those of some entries that have never been in a feed, in their order, each once."""
        digests = {entry: _digest(entry) for entry in entries}
        seen = {
            bytes(row)
            for row in self._db.column("SELECT entry FROM feed_entries WHERE feed = ?", (feed,))
            if isinstance(row, bytes)
        }
        return [entry for entry, digest in digests.items() if digest not in seen]

    def see(self, feed: int, entries: Iterable[str]) -> None:
        """Notes that entries have been in a feed, so that they are not added again."""
        self._db.executemany(
            "INSERT OR IGNORE INTO feed_entries (feed, entry) VALUES (?, ?)",
            [(feed, _digest(entry)) for entry in entries],
        )

    def known_addresses(self, url_keys: Iterable[str]) -> set[str]:
        """Those of some addresses (as ``address_key`` writes them) that articles of the library have."""
        found = self._db.column(
            "SELECT value FROM json_each(?) WHERE EXISTS"
            " (SELECT 1 FROM articles WHERE url_key = value AND url_key <> ''"
            " UNION ALL SELECT 1 FROM addresses WHERE url_key = value)",
            (json_parameter(url_keys),),
        )
        return set(map(values.text, found))

    def succeeded(
        self,
        feed: int,
        now: float,
        *,
        address: str,
        title: str = "",
        site: str = "",
        etag: str = "",
        modified: str = "",
        digest: str = "",
    ) -> None:
        """Notes that a feed was fetched, and what names its version. An empty digest leaves the one known."""
        self._db.execute(
            "UPDATE feeds SET address = ?, fetched = ?, error = '', failures = 0, not_before = 0, etag = ?,"
            " modified = ?, title = CASE WHEN title = '' THEN ? ELSE title END,"
            " site = CASE WHEN site = '' THEN ? ELSE site END,"
            " digest = CASE WHEN ?7 = '' THEN digest ELSE ?7 END WHERE id = ?8",
            (address, now, etag, modified, title, site, digest, feed),
        )

    def failed(self, feed: int, reason: str, not_before: float) -> None:
        """Notes that a feed could not be fetched, and when it is to be asked again."""
        self._db.execute(
            "UPDATE feeds SET error = ?, failures = failures + 1, not_before = ? WHERE id = ?",
            (reason, not_before, feed),
        )


def _digest(entry: str) -> bytes:
    return hashlib.blake2b(entry.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _to_feed(row: Row) -> FollowedFeed:
    number, url, address, title, site, folder, whole, followed, fetched, error, failures, *rest = row
    not_before, etag, modified, digest = rest
    return FollowedFeed(
        id=number,
        url=values.text(url),
        address=values.text(address) or values.text(url),
        title=values.text(title),
        site=values.text(site),
        folder=values.text(folder),
        whole=bool(whole),
        followed=values.maybe_moment(followed),
        fetched=values.maybe_moment(fetched),
        error=values.text(error),
        failures=values.whole(failures),
        not_before=values.moment(not_before),
        etag=values.text(etag),
        modified=values.text(modified),
        digest=values.text(digest),
    )
