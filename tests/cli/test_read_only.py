"""A library that may be read and not written: what reads works, what writes says why it cannot."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library

RunReader = Callable[..., Any]
ReadOnly = Callable[[Path], AbstractContextManager[None]]

READ = [
    ("list",),
    ("list", "tide"),
    ("list", "is:unread"),
    ("search", "turbines"),
    ("show", "1"),
    ("links",),
    ("related", "1"),
    ("wanted",),
    ("export", "--json"),
    ("check",),
]
WRITE = [("remove", "1"), ("reindex",), ("search", "--save", "sea", "tide"), ("search", "--forget-recent")]


@pytest.fixture
def library(run: RunReader, pages: Path, data: Path) -> Path:
    assert run("add", pages).code == 0
    return data


@pytest.mark.parametrize("command", READ, ids=" ".join)
def test_what_reads_gives_what_it_gives_otherwise(
    run: RunReader, library: Path, read_only: ReadOnly, command: tuple[str, ...]
) -> None:
    before = run(*command)
    assert before.code == 0
    with read_only(library):
        assert run(*command) == before


@pytest.mark.parametrize("command", WRITE, ids=" ".join)
def test_what_writes_says_why_it_cannot(
    run: RunReader, library: Path, read_only: ReadOnly, command: tuple[str, ...]
) -> None:
    with read_only(library):
        result = run(*command)
    assert result.code == 1
    assert result.err.endswith("cannot be written: the file or its directory is read-only\n")
    assert len(run("list").lines) == 4
    assert run("check").code == 0


def test_adding_what_is_new_fails_and_what_is_known_does_not(
    run: RunReader, library: Path, pages: Path, read_only: ReadOnly
) -> None:
    with read_only(library):
        assert run("add", pages).out == "0 added, 0 updated, 4 unchanged\n"
        (pages / "5-new.txt").write_text("A new page\n\nA new page\n\nWith a text of its own.\n")
        result = run("add", pages)
    assert result.code == 1
    assert "read-only" in result.err


def test_an_index_that_is_behind_is_used_as_it_is(
    run: RunReader, library: Path, pages: Path, read_only: ReadOnly
) -> None:
    (pages / "5-new.txt").write_text("A new page\n\nA new page\n\nWith turbines in its text.\n")
    with Library.open() as opened:
        opened.add([pages], index=False)
    with read_only(library):
        result = run("search", "turbines")
        assert [row[1] for row in result.rows] == ["Wind turbines", "Windmills"]
        assert "not up to date (what is newest may be missing)" in result.err
        assert "not up to date" in run("related", "1").err
        assert "not up to date" in run("list", "turbines").err
        assert run("list", "is:unread").err == ""
    assert len(run("search", "turbines").rows) == 3


def test_without_an_index_there_is_a_note_and_no_failure(
    run: RunReader, library: Path, read_only: ReadOnly
) -> None:
    shutil.rmtree(library / "index")
    with read_only(library):
        result = run("search", "turbines")
    assert (result.code, result.out) == (1, "")
    assert "not up to date" in result.err


def test_a_library_that_another_process_has_open_is_read_with_its_latest_changes(
    run: RunReader, library: Path, pages: Path, read_only: ReadOnly
) -> None:
    (pages / "5-new.txt").write_text("A new page\n\nA new page\n\nWith a text of its own.\n")
    with Library.open() as writing:
        writing.add([pages])
        with read_only(library):
            assert len(run("list").lines) == 5


def test_a_log_that_cannot_be_read_without_writing_is_said_so(
    run: RunReader, library: Path, tmp_path: Path, read_only: ReadOnly
) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    with Library.open() as writing:
        writing.store.state.star(1)
        for name in ("library.sqlite3", "library.sqlite3-wal"):
            shutil.copy(library / name, copy)
    with read_only(copy):
        result = run("list", "--data-dir", copy)
    assert result.code == 1
    assert "was not closed by the program that wrote it last" in result.err


def test_an_older_library_has_to_be_brought_up_to_date_first(
    run: RunReader, library: Path, read_only: ReadOnly
) -> None:
    connection = sqlite3.connect(library / "library.sqlite3")
    connection.execute("DELETE FROM migrations WHERE name = '0003 searches'")
    connection.commit()
    connection.close()
    with read_only(library):
        result = run("list")
    assert result.code == 1
    assert "made by an older version" in result.err
    assert "someone who can write there has to open it once" in result.err


def test_what_changes_meanwhile_is_seen_and_the_session_kept(
    run: RunReader, library: Path, pages: Path, read_only: ReadOnly
) -> None:
    with read_only(library):
        reading = Library.open()
        reading.store.keep_for_session()
        reading.store.state.star(1)
        before = reading.store.version()
        assert reading.store.version() == before
    (pages / "5-new.txt").write_text("A new page\n\nA new page\n\nWith a text of its own.\n")
    assert run("add", pages).code == 0
    with read_only(library):
        assert reading.store.version() != before
        assert len(reading.ids()) == 5
        assert reading.summary(1).starred
    reading.close()
    with Library.open() as opened:
        assert not opened.summary(1).starred
