"""What the person has removed: it stays away when the files that it came from are added again.

An article is known by its text, by its address if there is no text, and by the places that it came from
together with its title: a file may be written over with another article. Digests of these are kept when it
goes into the trash, and after that, too. They are dropped when the article comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from reader.store.codec import encode_source, key_of_address
from reader.store.database import Database, json_parameter
from reader.store.preparing import Prepared


class Removed:
    """What has been removed from one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note(
        self,
        article: int,
        key: str,
        title: str,
        url_keys: Iterable[str],
        places: Iterable[tuple[str | bytes, str]],
    ) -> None:
        """Notes that an article is removed; inside the caller's transaction.

        Args:
            article: its number.
            key: the key of its text.
            title: the title that its page gives it.
            url_keys: the addresses that lead to it, each in one spelling.
            places: the files that it came from, as the table ``sources`` has them, each with the member.
        """
        rows: list[tuple[int, int, int | None]] = [(_mark("text", key), article, None)]
        rows += [(_mark("address", url_key), article, None) for url_key in url_keys if url_key]
        rows += [(_mark("place", uri, member, title), article, _mark("file", uri)) for uri, member in places]
        self._db.executemany("REPLACE INTO removed (mark, article, file) VALUES (?, ?, ?)", rows)

    def is_noted(self, article: int) -> bool:
        """Whether an article in the trash is noted. One that an earlier version put there is not."""
        return self._db.value("SELECT 1 FROM removed WHERE article = ? LIMIT 1", (article,)) is not None

    def forget(self, article: int) -> None:
        """Drops what is noted of an article that is back; inside the caller's transaction."""
        self._db.execute("DELETE FROM removed WHERE article = ?", (article,))

    def holds(self, page: Prepared) -> bool:
        """Whether a page is an article that has been removed."""
        marks = json_parameter(_marks_of(page))
        if self._db.value("SELECT 1 FROM removed WHERE mark IN (SELECT value FROM json_each(?))", (marks,)):
            return True
        # Those that an earlier version put into the trash.
        place = encode_source(page.source), page.member, page.article.title
        return bool(
            self._db.value(
                "SELECT 1 FROM trash WHERE key = ? UNION ALL SELECT 1 FROM trash_sources s JOIN trash t"
                " ON t.article = s.article WHERE s.uri = ? AND s.member = ? AND t.title = ?",
                (page.keys.key, *place),
            )
        )

    def forget_page(self, page: Prepared) -> None:
        """Drops what is noted of the articles that a page is, because it is added again."""
        self._db.execute(
            "DELETE FROM removed WHERE article IN (SELECT article FROM removed"
            " WHERE mark IN (SELECT value FROM json_each(?)))",
            (json_parameter(_marks_of(page)),),
        )

    def of_file(self, source: str) -> int:
        """How many articles that came from a file have been removed."""
        uri = encode_source(source)
        count: int = self._db.value(
            "SELECT count(*) FROM (SELECT article FROM removed WHERE file = ?"
            " UNION SELECT article FROM trash_sources WHERE uri = ?)",
            (_mark("file", uri), uri),
        )
        return count


def _marks_of(page: Prepared) -> Iterator[int]:
    """What a page is known by. It is the same article if any of it is noted."""
    yield _mark("text", page.keys.key)
    yield _mark("place", encode_source(page.source), page.member, page.article.title)
    if page.url_key:
        # A text belongs to the article of its address that has none; no text to any article of its address.
        yield _mark("address", page.url_key) if page.empty else _mark("text", key_of_address(page.url_key))


def _mark(kind: str, *parts: str | bytes) -> int:
    """A digest of something, as a number that SQLite can store."""
    raw = [part if isinstance(part, bytes) else part.encode(errors="surrogatepass") for part in parts]
    whole = b"\0".join((kind.encode(), *raw))
    return int.from_bytes(hashlib.blake2b(whole, digest_size=8).digest(), "big", signed=True)
