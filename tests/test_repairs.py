"""Whatever is repaired without being asked, or by `check --repair`, leaves a line in the log."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reader.library import Library
from reader.search.segments.directory import CONTENTS, DAMAGED
from reader.store import open_store
from reader.store.backup import STAGED, discard_left

pytestmark = pytest.mark.skipif(os.name == "nt", reason="open files keep their names there")

Logged = Callable[[], list[str]]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Logged:
    """What the log has been told since the last call."""

    def since() -> list[str]:
        lines = [record.getMessage() for record in caplog.records if record.name.startswith("reader")]
        caplog.clear()
        return lines

    return since


@pytest.fixture
def library(data: Path, pages: Path, logged: Logged) -> Iterator[Library]:
    with Library.open(data) as opened:
        opened.add([pages])
        opened.tag(2, ["wind"])
        opened.catch_up()
        assert logged() == []
        yield opened


def change(file: Path, *statements: str) -> None:
    """Changes the file past the reader."""
    with closing(sqlite3.connect(file)) as connection:
        for sql in statements:
            connection.execute(sql)
        connection.commit()


def disorder(file: Path) -> None:
    """Leaves an index of the file that does not know of a change to its table."""
    with closing(sqlite3.connect(file)) as connection:
        name = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%articles%sort_key%'"
        ).fetchone()[0]
        row = connection.execute("SELECT * FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
        connection.commit()
    change(file, "UPDATE articles SET sort_key = 'zz' || sort_key WHERE id = 2")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)
        connection.commit()


REPAIRS = {
    "article 2 was damaged and was restored from its page 2": [
        "UPDATE bodies SET blocks = 'x' WHERE article = 2"
    ],
    "the values derived from the text of article 2 were damaged and were restored": [
        "UPDATE articles SET lead = 'x' WHERE id = 2",
        "UPDATE blobs SET bytes = x'00' WHERE id = (SELECT blob FROM sources WHERE id = 2)",
    ],
    "the links of page 1 were damaged; they were resolved again": [
        "UPDATE links SET title_key = 'x' WHERE source = 1",
        "UPDATE blobs SET bytes = x'00' WHERE id = (SELECT blob FROM sources WHERE id = 1)",
    ],
    "page 2 was damaged and was read from its file again": [
        "UPDATE blobs SET bytes = x'00' WHERE id = (SELECT blob FROM sources WHERE id = 2)"
    ],
    "the tags of article 2 did not agree and were written again": ["DELETE FROM tags"],
    "row 'library_id' of meta was damaged; the readable part of it is kept": [
        "UPDATE meta SET value = 'x' WHERE name = 'library_id'"
    ],
    "rows that belonged to nothing were removed, and all links were resolved again": [
        "INSERT INTO tags (article, tag) VALUES (99, 'lost')"
    ],
}


@pytest.mark.parametrize("line", REPAIRS)
def test_what_check_repairs_is_logged(library: Library, pages: Path, logged: Logged, line: str) -> None:
    if not line.startswith("page 2"):
        # What an article came from is gone, where the damage does not leave the library's own copy.
        shutil.rmtree(pages)
    change(library.paths.library, *REPAIRS[line])
    library.repair()
    assert line in logged()


def test_indexes_of_the_file_made_again_are_logged(data: Path, pages: Path, logged: Logged) -> None:
    with Library.open(data) as library:
        library.add([pages])
        file = library.paths.library
    disorder(file)
    with Library.open(data) as library:
        assert any("index" in problem and "--repair' rebuilds them" in problem for problem in library.check())
        library.repair()
        assert "the indexes of the library file were damaged and were rebuilt" in logged()
        assert not any("index" in problem for problem in library.check())


def test_a_library_that_was_replaced_while_open_is_logged(
    library: Library, tmp_path: Path, logged: Logged
) -> None:
    other = tmp_path / "other.sqlite3"
    open_store(other).close()
    other.replace(library.paths.library)
    library.store.version()
    assert f"another file took the place of the library {library.paths.library}; it was opened" in logged()


def test_a_log_of_another_file_that_is_set_aside_is_logged(
    data: Path, pages: Path, tmp_path: Path, logged: Logged
) -> None:
    copy = tmp_path / "copy"
    with Library.open(data) as library:
        library.add([pages])
        file = library.paths.library
        # As a crash leaves it: file, log and note. Then another library is moved over the file.
        copy.mkdir()
        for suffix in ("", "-wal", "-shm", "-pair"):
            os.link(f"{file}{suffix}", copy / f"library.sqlite3{suffix}")
    for suffix in ("", "-wal", "-shm", "-pair"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
        shutil.move(copy / f"library.sqlite3{suffix}", f"{file}{suffix}")
    other = tmp_path / "other.sqlite3"
    open_store(other).close()
    other.replace(file)
    assert logged() == []
    open_store(file).close()
    (line,) = logged()
    assert line.startswith(f"the log beside {file} belonged to another file")


@pytest.mark.parametrize(("name", "thing"), [("keys", "keys"), ("seals", "seals")])
def test_what_an_older_version_made_is_made_again_and_logged(
    library: Library, logged: Logged, name: str, thing: str
) -> None:
    change(library.paths.library, f"UPDATE meta SET value = '0' WHERE name = '{name}'")
    open_store(library.paths.library).close()
    assert logged() == [f"the {thing} of the library were made by another version; they were made again"]


def test_an_unfinished_copy_that_is_removed_is_logged(tmp_path: Path, logged: Logged) -> None:
    left = tmp_path / f"{STAGED}99999999-1"
    left.touch()
    discard_left(tmp_path)
    assert not left.exists()
    assert logged() == [f"an unfinished copy of a library was left behind and was removed: {left}"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        (DAMAGED, "the search index was damaged (commit x); it is being rebuilt"),
        (CONTENTS, "the search index is of another format or library; it is being rebuilt"),
    ],
)
def test_an_index_built_again_is_logged(library: Library, logged: Logged, file: str, line: str) -> None:
    (library.paths.index / file).write_text("x")
    if file == DAMAGED:
        # The mark counts for the commit that it names; this one cannot be told.
        (library.paths.index / CONTENTS).unlink()
    with Library.open(library.paths.data) as again:
        assert again.catch_up()
        assert again.find("tired").ids
    assert logged() == [line]
