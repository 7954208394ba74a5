"""Opening, refusing, and transactions that are all or nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.model import Link
from reader.store import Patience, Store, open_store
from reader.store.database import Database
from reader.store.migrations import MIGRATIONS

pytestmark = pytest.mark.genuine


def test_a_new_library_has_an_id_that_stays(library: Path) -> None:
    with open_store(library) as store:
        first = store.library_id
    with open_store(library) as store:
        assert store.library_id == first
        assert store.integrity() == []
    with open_store(library.with_name("other.sqlite3")) as other:
        assert other.library_id != first


def test_the_file_is_set_up_for_readers_beside_a_writer(library: Path) -> None:
    open_store(library).close()
    connection = sqlite3.connect(library)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    applied = connection.execute("SELECT name, applied > 0 FROM migrations").fetchall()
    connection.close()
    assert applied == [(name, 1) for name in MIGRATIONS]


def test_every_connection_is_set_up_as_listed(library: Path) -> None:
    database = Database(library)
    settings = ("foreign_keys", "synchronous", "temp_store", "cache_size", "wal_autocheckpoint")
    assert [database.value(f"PRAGMA {name}") for name in settings] == [1, 2, 2, -32000, 8000]
    wary = ("trusted_schema", "cell_size_check", "auto_vacuum")
    assert [database.value(f"PRAGMA {name}") for name in wary] == [0, 1, 2]
    database.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(library: Path) -> None:
    library.parent.mkdir()
    library.write_text("Dear diary, " * 100)
    with pytest.raises(LibraryError, match="not an SQLite database"):
        open_store(library)
    assert library.read_text() == "Dear diary, " * 100


def test_the_database_of_another_program_is_refused(library: Path) -> None:
    library.parent.mkdir()
    connection = sqlite3.connect(library)
    connection.execute("CREATE TABLE recipes (name)")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryError, match="another program"):
        open_store(library)


def test_a_library_from_a_newer_version_is_refused(library: Path) -> None:
    open_store(library).close()
    connection = sqlite3.connect(library)
    connection.execute("INSERT INTO migrations VALUES ('9999 something new', 1.0)")
    connection.commit()
    connection.close()
    with pytest.raises(LibraryError, match=r"newer version.*9999 something new"):
        open_store(library)


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be opened"):
        open_store(tmp_path)


def test_a_file_in_place_of_the_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(LibraryError, match="cannot be opened"):
        open_store(tmp_path / "data" / "library.sqlite3")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write to any file")
def test_a_read_only_library_can_be_read_and_says_why_it_cannot_be_written(library, make_page) -> None:
    with open_store(library) as store:
        store.articles.put(make_page(title="One", body="Text"), 1.0)
    library.chmod(0o400)
    library.parent.chmod(0o500)
    try:
        with pytest.raises(LibraryError, match="read-only"), open_store(library) as store:
            store.articles.put(make_page("/b", title="Two", body="Text"), 1.0)
    finally:
        library.parent.chmod(0o700)


def test_a_locked_library_says_so(library: Path) -> None:
    with open_store(library) as one, open_store(library, Patience(0.0)) as two, one.transaction():
        assert two.articles.ids() == []  # reading goes on
        with pytest.raises(LibraryError, match="being written by"):
            two.changes.acknowledge([], epoch="one")


def test_many_may_open_a_new_library_at_once(library: Path) -> None:
    def open_and_ask(_: int) -> str:
        with open_store(library) as store:
            return store.library_id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(open_and_ask, range(16)))) == 1


def test_a_transaction_that_fails_leaves_nothing(store: Store, make_page) -> None:
    def fail() -> None:
        with store.transaction():
            store.articles.put(make_page(title="One", body="Text"), 1.0)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()
    assert store.articles.ids() == []
    assert store.changes.count() == 0


def test_an_inner_transaction_that_fails_takes_only_itself(store: Store, make_page) -> None:
    def fail() -> None:
        with store.transaction():
            store.articles.put(make_page("/b", "Two", "Text two"), 1.0)
            raise RuntimeError("stop")

    with store.transaction():
        one = store.articles.put(make_page("/a", "One", "Text", Link("next", "Two")), 1.0).id
        with pytest.raises(RuntimeError):
            fail()
    assert store.articles.ids() == [one]
    assert [link.target for link in store.links.of(one)] == [None]
    assert store.integrity() == []


_IMPORT = """
    import sys
    from reader.model import Article, Block, Link, Page, Span
    from reader.store import open_store

    store = open_store(sys.argv[1])
    number = 0
    while True:
        with store.transaction():
            for _ in range(20):
                number += 1
                links = (Link("next", f"Title {number + 1}"), Link("previous", f"Title {number - 1}"))
                body = Block("paragraph", (Span(f"Text number {number}. " * 50),))
                article = Article(f"Title {number}", (body,), links)
                store.articles.put(Page(f"/pages/{number}", str(number).encode(), "utf-8", article), 1.0)
        print(number, flush=True)
"""


def test_killed_in_mid_import_the_library_opens_and_keeps_every_finished_batch(library: Path) -> None:
    for batches in (1, 3):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(_IMPORT), str(library)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        with process.stdout as lines:
            done = [int(next(lines)) for _ in range(batches)][-1]
            process.kill()
            process.wait()
        with open_store(library) as store:
            assert store.integrity() == []
            ids = store.articles.ids("oldest")
            assert len(ids) >= done
            assert len(ids) % 20 == 0
            links = {(link.article, link.link.kind): link.target for link in store.links.all()}
            for article, following in pairwise(ids):
                assert links[article, "next"] == following
                assert links[following, "previous"] == article
