"""Links that say where the other article is: which article an address means, and which links mean one.

An address is that of an article on the web, in any spelling, or the name of a file, with ``#`` and the member
if the file has several articles. After ``#`` there may also be a place in the article, which does not matter.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator

from reader.store import values
from reader.store.codec import encode_source, link_address_key
from reader.store.database import Database, json_parameter

SourceName = tuple[str, str]
"""A file and the member of an article in it."""

_FEW = 2
"""A file with more articles than this is never meant without the member."""


class Addressing:
    """Looks up addresses in one library."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def meant(self, addresses: Collection[str]) -> dict[str, set[int]]:
        """The articles that each address means; addresses that mean none are left out."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        keys = {address: key for address in addresses if (key := link_address_key(address))}
        by_key = self._by_key(set(keys.values()))
        for address, key in keys.items():
            found[address] |= by_key.get(key, set())
        names = {address: list(_names(address, keys.get(address, ""))) for address in addresses}
        known = self._sources({name for listed in names.values() for name in listed})
        for address, listed in names.items():
            # The whole address first, then with less and less of it as the name of the file.
            first = next((known[name] for name in listed if name in known), None)
            if first is not None:
                found[address] |= first
        return {address: articles for address, articles in found.items() if articles}

    def _by_key(self, keys: Collection[str]) -> dict[str, set[int]]:
        rows = self._db.rows(
            "SELECT value, (SELECT json_group_array(id) FROM (SELECT id FROM articles WHERE url_key = value"
            " AND url_key <> '' UNION SELECT article FROM addresses WHERE url_key = value LIMIT 50))"
            " FROM json_each(?)",
            (json_parameter(keys),),
        )
        return {key: set(json.loads(articles)) for key, articles in rows}

    def _sources(self, names: Collection[SourceName]) -> dict[SourceName, set[int]]:
        rows = self._db.rows(
            "SELECT json_extract(value, '$[0]') AS uri, json_extract(value, '$[1]') AS member,"
            " (SELECT article FROM sources s WHERE s.uri = json_extract(value, '$[0]')"
            " AND s.member = json_extract(value, '$[1]')), CASE WHEN json_extract(value, '$[1]') = '' THEN"
            " (SELECT json_group_array(article) FROM (SELECT DISTINCT article FROM sources s"
            f" WHERE s.uri = json_extract(value, '$[0]') LIMIT {_FEW})) END FROM json_each(?)",
            (json_parameter(names),),
        )
        found: dict[SourceName, set[int]] = {}
        for uri, member, article, of_file in rows:
            alone = json.loads(of_file) if of_file else []
            if article is not None:
                found[uri, member] = {article}
            elif len(alone) == 1:
                found[uri, member] = set(alone)
        return found

    def add(self, article: int, keys: Collection[str]) -> None:
        """Notes that further addresses, in one spelling, lead to an article, beside its own.

        Inside the caller's transaction, which tells the links that may mean one of them.
        """
        self._db.executemany(
            "INSERT OR IGNORE INTO addresses (url_key, article) SELECT ?1, id FROM articles"
            " WHERE id = ?2 AND url_key <> ?1 AND ?1 <> ''",
            [(key, article) for key in keys],
        )

    def holding(self, key: str) -> list[int]:
        """The articles that an address, in one spelling, leads to; those whose own it is come first."""
        if not key:
            return []
        own = self._db.column("SELECT id FROM articles WHERE url_key = ? ORDER BY id", (key,))
        others = self._db.column("SELECT article FROM addresses WHERE url_key = ? ORDER BY article", (key,))
        return list(dict.fromkeys((*own, *others)))

    def links_to(self, keys: Collection[str], names: Collection[SourceName]) -> set[int]:
        """The links whose addresses may mean articles with these addresses (in one spelling) and sources."""
        exact: set[str] = set()
        files: set[str] = set()
        for uri, member in names:
            if not isinstance(encode_source(uri), str):
                continue  # no link can state a name that is not text
            exact.add(f"{uri}#{member}")
            if not member or self._has_few(uri):
                exact.add(uri)
                files.add(uri)
        links: set[int] = set()
        for condition, wanted in (
            ("address_key = value AND address_key <> ''", {*keys, *map(link_address_key, files)} - {""}),
            ("address = value AND address <> ''", exact),
            ("address > value || '#' AND address < value || '$' AND address <> ''", files),
        ):
            if wanted:
                query = f"SELECT links.id FROM json_each(?) JOIN links ON {condition}"
                links.update(self._db.column(query, (json_parameter(wanted),)))
        return links

    def of(self, article: int) -> tuple[set[str], set[SourceName]]:
        """The addresses of an article in one spelling, and its sources: what links can find it by."""
        keys = self._db.column(
            "SELECT url_key FROM articles WHERE id = ?1 AND url_key <> ''"
            " UNION SELECT url_key FROM addresses WHERE article = ?1",
            (article,),
        )
        names = self._db.rows("SELECT uri, member FROM sources WHERE article = ?", (article,))
        return set(map(values.text, keys)), {(values.source(u), values.text(m)) for u, m in names}

    def _has_few(self, uri: str) -> bool:
        among = f"SELECT DISTINCT article FROM sources WHERE uri = ? LIMIT {_FEW + 1}"
        count: int = self._db.value(f"SELECT count(*) FROM ({among})", (uri,))
        return count <= _FEW


def _names(address: str, key: str) -> Iterator[SourceName]:
    """The files and members that an address can mean, the likeliest first."""
    yield address, ""
    at = address.rfind("#")
    while at > 0:
        yield address[:at], address[at + 1 :]
        yield address[:at], ""
        at = address.rfind("#", 0, at)
    if key:
        yield key, ""
