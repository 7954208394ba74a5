"""Libraries made by somebody else: what is not as reader makes it is refused, by name, before it is used."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import LibraryError
from reader.store import open_store
from reader.store.database import Database
from reader.store.migrations import MIGRATIONS, script, statements
from reader.store.schema import NEWEST, digest, shape_after

pytestmark = pytest.mark.genuine

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_the_digest_is_that_of_the_newest_step() -> None:
    now = digest(shape_after(MIGRATIONS))
    assert now == NEWEST, f'set NEWEST in reader/store/schema.py to "{now}"'


@pytest.mark.parametrize("steps", range(1, len(MIGRATIONS) + 1))
def test_libraries_of_all_versions_are_opened(steps: int, library: Path, make_page) -> None:
    library.parent.mkdir()
    with closing(sqlite3.connect(library)) as connection, connection:
        connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)")
        for name in MIGRATIONS[:steps]:
            for statement in statements(script(name)):
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, 1.0)", (name,))
        connection.execute("INSERT INTO meta VALUES ('library_id', 'abc')")
    for _ in range(2):
        with open_store(library) as store:
            assert store.library_id == "abc"
            assert store.integrity() == []


def test_a_library_that_was_analysed_is_opened(library: Path, make_page) -> None:
    with open_store(library) as store:
        store.articles.put(make_page(title="One", body="Text"), 1.0)
    _change(library, "ANALYZE")
    with open_store(library) as store:
        assert store.integrity() == []


def _change(library: Path, *changes: str) -> None:
    with closing(sqlite3.connect(library, isolation_level=None)) as connection:
        for statement in changes:
            connection.execute(statement)
        connection.execute("PRAGMA journal_mode = DELETE")


REWRITE = "UPDATE sqlite_master SET sql = replace(sql, '{}', '{}') WHERE name = '{}'"
WRITABLE = "PRAGMA writable_schema = ON"

FOREIGN = {
    "an endless view in the place of a table": (
        ("DROP TABLE bodies", f"CREATE VIEW bodies AS {ENDLESS}"),
        "view 'bodies'",
    ),
    "an endless view in the place of the list of steps": (
        ("DROP TABLE migrations", f"CREATE VIEW migrations (name) AS {ENDLESS}"),
        "view 'migrations'",
    ),
    "another view": (("CREATE VIEW extra AS SELECT 1",), "view 'extra'"),
    "another table": (("CREATE TABLE extra (name)",), "table 'extra'"),
    "another trigger": (
        ("CREATE TRIGGER extra AFTER UPDATE ON state BEGIN DELETE FROM articles; END",),
        "trigger 'extra'",
    ),
    "a trigger that does something else": (
        (
            "DROP TRIGGER article_gone",
            "CREATE TRIGGER article_gone AFTER DELETE ON articles BEGIN SELECT 1; END",
        ),
        "trigger 'article_gone'",
    ),
    "a trigger fewer": (("DROP TRIGGER article_gone",), "lacks the trigger 'article_gone'"),
    "an index on an expression": (
        ("CREATE INDEX extra ON articles (abs(random()))".replace("random()", "words"),),
        "index 'extra'",
    ),
    "an index fewer": (("DROP INDEX links_wanted",), "lacks the index 'links_wanted'"),
    "a table fewer": (("DROP TABLE saved_searches",), "lacks the table 'saved_searches'"),
    "a virtual table": (("CREATE VIRTUAL TABLE extra USING fts5(text)",), "table 'extra'"),
    "a column of its own": (
        ("ALTER TABLE state ADD COLUMN extra AS (hex(zeroblob(1000000)))",),
        "table 'state'",
    ),
    "a condition": (
        (WRITABLE, REWRITE.format("at REAL NOT NULL,", "at REAL NOT NULL CHECK (at > 1),", "visits")),
        "table 'visits'",
    ),
    "a comment that hides something": (
        (WRITABLE, REWRITE.format("lead TEXT NOT NULL,", "lead TEXT DEFAULT ''-- '' NOT NULL,", "articles")),
        "table 'articles'",
    ),
    "a name that is no text for a terminal": (
        ('CREATE TABLE "\x1b]0;x\x07" (name)',),
        "table ']0;x'",
    ),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_what_reader_does_not_make_is_named_and_the_file_left_alone(
    library: Path, make_page, what: str
) -> None:
    with open_store(library) as store:
        store.articles.put(make_page(title="One", body="Text"), 1.0)
    changes, named = FOREIGN[what]
    _change(library, *changes)
    before = library.read_bytes()
    with pytest.raises(LibraryError, match="reader does not create libraries like it") as caught:
        open_store(library)
    assert named in str(caught.value)
    assert library.read_bytes() == before
    assert list(library.parent.iterdir()) == [library]


def test_comments_and_white_space_make_no_difference(library: Path) -> None:
    open_store(library).close()
    _change(
        library,
        WRITABLE,
        REWRITE.format("-- a JSON list", "/* a list */   ", "articles"),
    )
    with open_store(library) as store:
        assert store.integrity() == []


def test_commands_and_check_refuse_a_strangers_library(run, data: Path) -> None:
    run("list")
    _change(data / "library.sqlite3", *FOREIGN["an endless view in the place of a table"][0])
    for command in (("list",), ("search", "wind"), ("show", "1"), ("check",)):
        result = run(*command)
        assert result.code == 1
        assert "view 'bodies' that reader did not make" in result.out + result.err


# --- statements without an end ------------------------------------------------------------------------


def test_a_question_without_an_end_is_ended(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.store.asking.MOST_STEPS", 3)
    database = Database(library)
    for _ in range(2):
        with pytest.raises(LibraryError, match="does not end"):
            database.rows(ENDLESS)
    # Work on a whole library takes as long as it takes.
    longer = ENDLESS.replace("FROM n)", "FROM n WHERE i < 400000)")
    with database.unhurried():
        assert database.value(longer) == 400_000
    with database.transaction():
        assert database.value(longer) == 400_000
    with pytest.raises(LibraryError, match="does not end"):
        database.value(ENDLESS)
    database.close()


@pytest.mark.parametrize("ask", [Database.execute, Database.rows, Database.row])
def test_ctrl_c_ends_a_question_without_an_end(library: Path, ask) -> None:
    database = Database(library)
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with database.unhurried(), pytest.raises(KeyboardInterrupt):
        ask(database, ENDLESS)
    timer.join()
    assert database.value("SELECT 1") == 1
    database.close()
