"""A library that an earlier version made opens with everything in it as it was."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader import ingest
from reader.model import Position
from reader.store import open_store

DUMP = Path(__file__).resolve().parents[1] / "data" / "libraries" / "0010.sql"

SAME = {
    "articles": "*",
    "bodies": "*",
    "links": "*",
    "state": "*",
    "tags": "*",
    "visits": "id, parent, article, block, char, query, at",
    "saved_searches": "*",
    "recent_searches": "*",
    "sources": "id, uri, article, digest, encoding, added, stated",
}
"""What must not change."""


def rows(library: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(library)) as connection:
        return {
            table: connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()
            for table, columns in SAME.items()
        }


@pytest.fixture
def old(library: Path) -> Path:
    """The file of a library as the version with 10 migrations made it."""
    library.parent.mkdir()
    with closing(sqlite3.connect(library)) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
        connection.execute("PRAGMA journal_mode = WAL")
    return library


@pytest.fixture
def pages(old: Path) -> dict[str, bytes]:
    """The pages that it was made of, as it keeps them, by their source."""
    with closing(sqlite3.connect(old)) as connection:
        found = connection.execute("SELECT uri, raw FROM sources JOIN originals ON source = id ORDER BY id")
        return {
            uri if isinstance(uri, str) else uri.decode(errors="surrogateescape"): zlib.decompress(raw)
            for uri, raw in found
        }


def test_nothing_is_lost(old: Path, pages: dict[str, bytes]) -> None:
    before = rows(old)
    with open_store(old) as store:
        assert store.inspect() == []
        assert rows(old) == before
        assert store.state.position(2) == Position(1, 4)
        for article in store.articles.ids():
            original = store.articles.raw(article)
            assert original.raw == pages[original.source]
    with closing(sqlite3.connect(old)) as connection:
        kept = connection.execute("SELECT count(*) FROM blobs").fetchone()[0]
    assert kept == len(set(pages.values())) == len(pages) - 2


def test_every_key_and_link_is_made_as_before(old: Path, pages: dict[str, bytes], tmp_path: Path) -> None:
    columns = "key, body_key, title, title_key, sort_key, head, note_head, pictures, lead, words, lang"
    kept = {}
    with open_store(old), open_store(tmp_path / "new.sqlite3") as new:
        ingest.add_pages(new, pages.items(), now=1000.0)
        for which, file in (("old", old), ("new", tmp_path / "new.sqlite3")):
            with closing(sqlite3.connect(file)) as connection:
                kept[which] = [
                    connection.execute(f"SELECT {columns} FROM articles ORDER BY id").fetchall(),
                    connection.execute(
                        "SELECT article, kind, title, teaser, title_key, teaser_key, names, target,"
                        " candidates FROM links ORDER BY id"
                    ).fetchall(),
                ]
    assert kept["old"] == kept["new"]
    assert any(link[-2] for link in kept["new"][1])


def test_the_same_pages_are_known(old: Path, pages: dict[str, bytes]) -> None:
    with open_store(old) as store:
        report = ingest.add_pages(store, pages.items(), now=2000.0)
        assert (report.added, report.updated, report.unchanged) == (0, 0, len(pages))


def test_damage_from_before_is_still_noticed(old: Path, put_into: Callable[..., None]) -> None:
    put_into(old, "bodies", "note", "another", "article = 1")
    put_into(old, "originals", "raw", b"x", "source = 2")
    with open_store(old) as store:
        assert {(finding.kind.value, finding.article) for finding in store.inspect()} == {
            ("text", 1),
            ("page", 2),
        }


def test_a_page_with_the_digest_of_another_is_kept(old: Path, put_into: Callable[..., None]) -> None:
    """A damaged digest makes two pages look the same: both must be there afterwards."""
    with closing(sqlite3.connect(old)) as connection:
        (first,) = connection.execute("SELECT digest FROM sources WHERE id = 1").fetchone()
        raw = {row[0] for row in connection.execute("SELECT raw FROM originals")}
    put_into(old, "sources", "digest", first, "id = 2")
    with open_store(old), closing(sqlite3.connect(old)) as connection:
        assert {row[0] for row in connection.execute("SELECT bytes FROM blobs")} == raw
