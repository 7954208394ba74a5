"""Another file in the place of a library that is open: nothing is mixed, nothing is lost without a word."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import LibraryError, LibraryMoved
from reader.store import Store, open_store
from reader.store.place import LibraryFiles

pytestmark = pytest.mark.genuine

_ASK = """
    import sys
    from reader.store import open_store

    with open_store(sys.argv[1]) as store:
        for summary in store.articles.summaries(store.articles.ids("oldest")):
            print(summary.title, "starred" if summary.starred else "plain", sep=",")
        print(store.integrity())
        if len(sys.argv) > 2:
            store.state.star(int(sys.argv[2]))
"""

_CRASH = """
    import os, sys
    from reader.store import open_store

    store = open_store(sys.argv[1])
    for article in store.articles.ids():
        store.state.star(article)
    os._exit(1)
"""

Another = Callable[..., list[str]]


@pytest.fixture
def another(environment: dict[str, str]) -> Another:
    """Another process that opens a library: what it sees there, and whether that is in order."""

    def run(script: str, *arguments: object) -> list[str]:
        command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


def _fill(file: Path, make_page: Callable[..., object], *titles: str) -> None:
    with open_store(file) as store:
        for title in titles:
            store.articles.put(make_page(f"/{title}", title, f"Text of {title}. " * 50), 1.0)  # type: ignore[arg-type]


def _titles(store: Store) -> list[str]:
    return [summary.title for summary in store.articles.summaries(store.articles.ids("oldest"))]


@pytest.fixture
def backup(tmp_path: Path, make_page) -> Path:
    """Another library, of other articles."""
    file = tmp_path / "backup.sqlite3"
    _fill(file, make_page, "Old one", "Old two", "Old three")
    return file


@pytest.fixture
def opened(library: Path, make_page):
    """A library that is open and has changes that are in its log alone."""
    _fill(library, make_page, "New one", "New two")
    with open_store(library) as store:
        store.state.star(1)
        yield store


def _put_in_place(how: str, backup: Path, library: Path) -> None:
    if how == "link":
        library.unlink()
        library.symlink_to(backup)
    elif how == "delete and copy":
        library.unlink()
        shutil.copy(backup, library)
    else:
        backup.replace(library)


WAYS = ["move", "link", "delete and copy"]


@pytest.mark.parametrize("how", WAYS)
def test_what_is_open_is_not_written_into_another_file(
    how: str, opened: Store, library: Path, backup: Path, another: Another
) -> None:
    opened.version()
    _put_in_place(how, backup, library)
    with pytest.raises(
        LibraryMoved, match=r"the library .* was replaced by another file .*nothing was written"
    ):
        opened.state.star(2)
    expected = ["Old one,plain", "Old two,plain", "Old three,plain", "[]"]
    assert another(_ASK, library) == expected
    opened.close()
    assert another(_ASK, library) == expected


@pytest.mark.parametrize("how", WAYS)
def test_the_next_look_shows_the_new_file_and_writes_to_it(
    how: str, opened: Store, library: Path, backup: Path, another: Another
) -> None:
    before, revision, library_id = opened.version(), opened.facts.revision("articles"), opened.library_id
    _put_in_place(how, backup, library)
    # Another process has it open first, while the log of the old file is still in use.
    assert another(_ASK, library, 3)[-1] == "[]"
    assert opened.version() != before
    assert opened.facts.revision("articles") != revision
    assert opened.library_id != library_id
    assert _titles(opened) == ["Old one", "Old two", "Old three"]
    opened.state.star(2)
    assert opened.integrity() == []
    opened.close()
    assert another(_ASK, library) == ["Old one,plain", "Old two,starred", "Old three,starred", "[]"]


def test_a_log_left_behind_by_a_crash_is_not_taken_for_that_of_the_next_file(
    library: Path, backup: Path, another: Another, make_page
) -> None:
    _fill(library, make_page, "New one", "New two", "New three")
    another(_CRASH, library)
    assert library.with_name("library.sqlite3-wal").stat().st_size
    backup.replace(library)
    assert another(_ASK, library) == ["Old one,plain", "Old two,plain", "Old three,plain", "[]"]
    # It may be wanted yet, where the old file has only been moved.
    assert library.with_name("library.sqlite3-wal.left").stat().st_size


def test_a_log_left_behind_by_a_crash_is_read_with_its_file(
    library: Path, another: Another, tmp_path: Path, make_page
) -> None:
    _fill(library, make_page, "New one", "New two")
    another(_CRASH, library)
    copy = tmp_path / "copy"
    shutil.copytree(library.parent, copy)
    moved = tmp_path / "moved"
    shutil.copytree(library.parent, tmp_path / "third")
    library.parent.rename(moved)
    (tmp_path / "third" / "library.sqlite3-shm").unlink()
    for folder in (copy, moved, tmp_path / "third"):
        assert another(_ASK, folder / "library.sqlite3") == ["New one,starred", "New two,starred", "[]"]


def test_what_was_in_the_log_comes_home_to_the_file_it_belongs_to(
    opened: Store, library: Path, backup: Path, tmp_path: Path, another: Another
) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite3"
    library.rename(elsewhere)
    backup.rename(library)
    opened.version()
    opened.close()
    assert another(_ASK, elsewhere) == ["New one,starred", "New two,plain", "[]"]


def test_a_library_that_is_deleted_while_open_is_read_and_no_longer_written(
    opened: Store, library: Path, another: Another
) -> None:
    library.unlink()
    version = opened.version()
    assert _titles(opened) == ["New one", "New two"]
    with pytest.raises(LibraryMoved, match="not there any more"):
        opened.state.star(2)
    assert not library.exists()
    # A new library begins there without a trace of the old one, and is followed.
    assert another(_ASK, library) == ["[]"]
    assert opened.version() != version
    assert _titles(opened) == []


def test_a_library_that_comes_back_is_written_to_again(
    opened: Store, library: Path, another: Another
) -> None:
    away = library.with_name("away")
    library.rename(away)
    with pytest.raises(LibraryMoved):
        opened.state.star(2)
    away.rename(library)
    opened.state.star(2)
    opened.close()
    assert another(_ASK, library) == ["New one,starred", "New two,starred", "[]"]


def test_a_change_half_written_when_the_file_goes_is_undone(
    opened: Store, library: Path, backup: Path
) -> None:
    def write() -> None:
        with opened.transaction():
            opened.state.star(2)
            backup.replace(library)

    with pytest.raises(LibraryMoved):
        write()
    assert opened.version()
    assert not any(summary.starred for summary in opened.articles.summaries([1, 2, 3]))


def test_what_is_no_library_is_not_taken_for_one(opened: Store, library: Path, tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    diary.write_text("Dear diary, " * 100)
    diary.replace(library)
    version = opened.version()
    assert opened.version() == version
    assert _titles(opened) == ["New one", "New two"]
    with pytest.raises(LibraryMoved):
        opened.state.star(2)
    assert library.read_text() == "Dear diary, " * 100


def test_a_library_closed_by_all_leaves_no_file_beside_it(library: Path, make_page) -> None:
    _fill(library, make_page, "One")
    assert [path.name for path in library.parent.iterdir()] == ["library.sqlite3"]


# --- names that SQLite would write to ----------------------------------------------------------------------


@pytest.fixture
def closed(tmp_path: Path, make_page) -> Path:
    """A library that nobody has open."""
    path = tmp_path / "closed" / "library.sqlite3"
    with open_store(path) as store:
        store.articles.put(make_page("/1", title="One", body="Text"), 1.0)
    return path


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("how", ["hard link", "link", "folder", "pipe"])
def test_what_is_not_the_librarys_own_is_not_written_to(closed: Path, suffix: str, how: str) -> None:
    beside, precious = Path(f"{closed}{suffix}"), closed.parent / "precious"
    precious.write_text("mine")
    if how == "hard link":
        beside.hardlink_to(precious)
    elif how == "link":
        beside.symlink_to(precious)
    elif how == "folder":
        beside.mkdir()
    else:
        os.mkfifo(beside)
    with pytest.raises(LibraryError, match="move it elsewhere"):
        open_store(closed)
    assert precious.read_text() == "mine"
    beside.rmdir() if how == "folder" else beside.unlink()
    with open_store(closed) as store:
        assert store.articles.ids() == [1]


@pytest.mark.parametrize("how", ["file", "hard link", "link", "pipe"])
def test_a_note_of_the_users_own_is_left_alone(closed: Path, how: str) -> None:
    note, precious = Path(f"{closed}-pair"), closed.parent / "precious"
    precious.write_text("mine")
    if how == "file":
        note.write_text("my notes")
    elif how == "pipe":
        os.mkfifo(note)
    else:
        note.hardlink_to(precious) if how == "hard link" else note.symlink_to(precious)
    with open_store(closed) as store:
        store.state.star(1)
    assert note.exists()
    assert precious.read_text() == "mine"
    if how == "file":
        assert note.read_text() == "my notes"


def test_every_log_that_is_set_aside_is_kept_and_named(closed: Path) -> None:
    place = LibraryFiles(closed)
    Path(f"{closed}-wal.left").write_text("the user's own")
    for text in ("first", "second"):
        Path(f"{closed}-wal").write_text(text)
        place._keep_log()
    kept = [Path(name).read_text() for name in place.logs_set_aside()]
    assert kept == ["the user's own", "first", "second"]
