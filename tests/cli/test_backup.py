"""``reader backup`` and ``reader restore``: whole, undoable, and nothing overwritten by accident."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from reader.store.blobs import unpacked
from reader.store.migrations import MIGRATIONS, script

RunReader = Callable[..., Any]


@pytest.fixture
def library(run: RunReader, pages: Path, data: Path) -> Path:
    assert run("add", pages).code == 0
    return data / "library.sqlite3"


@pytest.fixture
def backup(run: RunReader, library: Path, tmp_path: Path) -> Path:
    """A backup of the library with four articles, two of which have been removed since."""
    file = tmp_path / "kept.sqlite3"
    with Library.open() as opened:
        opened.store.state.star(3)
        opened.save_search("sea", "tide")
    assert run("backup", file).code == 0
    assert run("remove", 1, 2).code == 0
    return file


def _kept(result: Any, data: Path) -> Path:
    """The copy of the library that a restore says it has kept."""
    found = re.search(r"restore (\S+)' brings it back|it is kept as (\S+)", result.err)
    assert found
    kept = Path(found[1] or found[2])
    assert kept.parent == data
    return kept


# --- backup -------------------------------------------------------------------------------------------------


def test_a_backup_is_one_file_that_can_be_opened_anywhere(
    run: RunReader, library: Path, tmp_path: Path, read_only: Callable[..., Any]
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    result = run("backup", folder / "library.sqlite3")
    assert re.fullmatch(rf"4 articles, \d\.\d MB: {folder}/library\.sqlite3\n", result.out)
    assert [file.name for file in folder.iterdir()] == ["library.sqlite3"]
    assert (folder / "library.sqlite3").stat().st_mode & 0o777 == 0o600
    with read_only(folder):
        assert run("list", "--data-dir", folder).out == run("list").out


def test_a_backup_holds_what_is_in_the_log_alone(run: RunReader, library: Path, tmp_path: Path) -> None:
    with Library.open() as opened:
        opened.store.state.star(2)
        assert run("backup", tmp_path / "one").code == 0
    (tmp_path / "data").mkdir()
    (tmp_path / "one").rename(tmp_path / "data" / "library.sqlite3")
    assert len(run("list", "is:starred", "--data-dir", tmp_path / "data").lines) == 1


def test_json_says_what_was_written(run: RunReader, library: Path, tmp_path: Path) -> None:
    [record] = run("backup", "--json", tmp_path / "one").records
    assert record == {
        "path": str(tmp_path / "one"),
        "articles": 4,
        "bytes": (tmp_path / "one").stat().st_size,
    }


def test_what_is_there_is_not_replaced_without_force(run: RunReader, library: Path, tmp_path: Path) -> None:
    file = tmp_path / "diary"
    file.write_text("Dear diary")
    link, lost = tmp_path / "link", tmp_path / "lost"
    link.symlink_to(file)
    lost.symlink_to(tmp_path / "nowhere")
    for taken in (file, link, lost, tmp_path):
        result = run("backup", taken)
        assert result.code == 1
        assert result.err == f"reader: {taken} already exists: --force replaces it\n"
    assert file.read_text() == "Dear diary"
    assert not (tmp_path / "nowhere").exists()
    # A link is replaced itself, and not what it leads to.
    assert run("backup", "--force", link).code == 0
    assert file.read_text() == "Dear diary"
    assert not link.is_symlink()
    assert run("backup", "--force", file).code == 0
    assert file.read_bytes() == link.read_bytes()


@pytest.mark.parametrize("name", ["", "-wal", "-shm", "-pair"])
def test_the_library_is_not_replaced_by_its_backup(
    run: RunReader, library: Path, tmp_path: Path, name: str
) -> None:
    link = tmp_path / "folder"
    link.symlink_to(library.parent)
    with Library.open() as opened:
        for file in (Path(f"{library}{name}"), link / f"library.sqlite3{name}"):
            result = run("backup", "--force", file)
            assert result.code == 1
            assert "is the library itself, or belongs to it" in result.err
        assert opened.check() == []


def test_what_is_no_file_is_not_replaced(run: RunReader, library: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for target in (pipe, tmp_path):
        assert "cannot be replaced: it is not a regular file" in run("backup", "--force", target).err
    assert "cannot be written: no such file or directory" in run("backup", tmp_path / "a" / "b").err
    assert sorted(tmp_path.iterdir()) == sorted([pipe, tmp_path / "pages"])


def test_a_name_that_is_no_text_will_do(run: RunReader, library: Path, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/b\xff?%41#.sqlite3")
    assert run("backup", name).code == 0
    assert run("restore", name).code == 0


def test_a_library_that_can_only_be_read_is_backed_up(
    run: RunReader, library: Path, tmp_path: Path, read_only: Callable[..., Any]
) -> None:
    with read_only(library.parent):
        assert run("backup", tmp_path / "one").code == 0
    assert run("restore", tmp_path / "one").code == 0


def test_a_backup_that_finds_no_room_leaves_nothing(
    run: RunReader, library: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    resource = pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, "-B", "-m", "reader", "backup", str(tmp_path / "one")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["pages"]


# --- restore ------------------------------------------------------------------------------------------------


def test_a_library_is_as_it_was_and_that_can_be_undone(run: RunReader, backup: Path, data: Path) -> None:
    before = backup.read_bytes()
    result = run("restore", backup)
    assert (result.code, result.out) == (0, f"4 articles from {backup}\n")
    kept = _kept(result, data)
    assert len(run("list").lines) == 4
    assert [row[1] for row in run("list", "is:starred").rows] == ["Tides"]
    assert run("search", "--saved").rows[0][0] == "sea"
    assert [row[1] for row in run("search", "turbines").rows] == ["Wind turbines", "Windmills"]
    assert run("check").code == 0
    assert backup.read_bytes() == before
    assert run("restore", kept).code == 0
    assert len(run("list").lines) == 2
    assert run("search", "turbines").code == 1
    assert run("check").code == 0


def test_on_a_terminal_it_is_said_that_the_backup_is_checked_first(
    backup: Path, in_terminal: Callable[..., Any]
) -> None:
    shown = in_terminal("restore", backup).out
    assert shown.index(f"checking {backup} …") < shown.index("4 articles from")


def test_json_says_what_was_kept(run: RunReader, backup: Path, data: Path) -> None:
    [record] = run("restore", "--json", backup).records
    assert record["articles"] == 4
    assert Path(record["kept"]).parent == data
    shutil.rmtree(data)
    [record] = run("restore", "--json", backup).records
    assert record == {"path": str(backup), "articles": 4, "kept": None}
    assert sorted(path.name for path in data.iterdir()) == ["index", "library.sqlite3"]
    assert len(run("list").lines) == 4


def test_who_has_the_library_open_sees_the_change_and_goes_on(run: RunReader, backup: Path) -> None:
    with Library.open() as opened:
        opened.store.state.star(4)
        version, revision = opened.store.version(), opened.store.facts.revision("articles")
        assert len(opened.ids()) == 2
        assert run("restore", backup).code == 0
        assert opened.store.version() != version
        assert opened.store.facts.revision("articles") != revision
        assert len(opened.ids()) == 4
        assert [summary.starred for summary in opened.summaries([1, 2, 3, 4])] == [False, False, True, False]
        opened.store.state.star(1)
        assert opened.store.integrity() == []
    assert len(run("list", "is:starred").lines) == 2


def test_ids_and_numbers_go_on_above_those_of_the_library_before(
    run: RunReader, backup: Path, tmp_path: Path, page_text: Callable[..., str]
) -> None:
    for number in range(3):
        more = tmp_path / f"more-{number}.txt"
        more.write_text(page_text(f"More {number}", f"Some text with words{number}. " * 5))
        run("add", more)
        run("remove", 5 + number)
    with Library.open() as opened:
        revision = opened.store.facts.revision("articles")
        run("restore", backup)
        (tmp_path / "more.txt").write_text(page_text("New", "Some text with other words. " * 5))
        opened.add([tmp_path / "more.txt"], index=False)
        assert max(opened.ids()) == 8
        assert opened.store.facts.revision("articles") > revision  # type: ignore[operator]


BAD = {
    "no file at all": (lambda file: file.unlink(), "is not there, or is not a file"),
    "a folder": (lambda file: (file.unlink(), file.mkdir()), "is not there, or is not a file"),
    "a pipe": (lambda file: (file.unlink(), os.mkfifo(file)), "is not there, or is not a file"),
    "an empty file": (lambda file: file.write_bytes(b""), "it is empty"),
    "a text": (lambda file: file.write_text("Dear diary, " * 100), "is not a library"),
    "a file that is cut off": (lambda file: os.truncate(file, 60_000), "is damaged"),
    "a file with a damaged page": (lambda file: _overwrite(file, 40 * 4096), "damaged"),
    "another program's": (lambda file: _sql(file, "DROP TABLE migrations"), "another program"),
    "a newer version's": (
        lambda file: _sql(file, "INSERT INTO migrations VALUES ('9999 new', 1)", "CREATE TABLE new (x)"),
        "newer version",
    ),
    "a stranger's": (lambda file: _sql(file, "CREATE VIEW extra AS SELECT 1"), "view 'extra'"),
    "one with articles without text": (lambda file: _sql(file, "DELETE FROM bodies"), "is not in order"),
}


def _overwrite(file: Path, at: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[at : at + 4096] = b"x" * 4096
    file.write_bytes(raw)


def _sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _made_by_an_older_version(file: Path) -> None:
    """Makes a library what it would be, had a version of seven migrations made it."""
    old = file.with_suffix(".old")
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE migrations (name TEXT PRIMARY KEY, applied REAL NOT NULL)")
        for name in MIGRATIONS[:7]:
            connection.executescript(script(name))
            connection.execute("INSERT INTO migrations VALUES (?, 1.0)", (name,))
        connection.execute("ATTACH ? AS new", (str(file),))
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
            if table == "originals":
                pages = connection.execute(
                    "SELECT s.id, form, bytes FROM new.sources s JOIN new.blobs b ON b.id = s.blob"
                )
                connection.executemany(
                    "INSERT INTO originals VALUES (?, ?)",
                    [(source, zlib.compress(unpacked(form, kept, 0))) for source, form, kept in pages],
                )
            elif table not in ("migrations", "sqlite_sequence", "changes", "revisions"):
                names = ", ".join(columns)
                connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")
        connection.execute("DELETE FROM meta WHERE name IN ('seals', 'epoch')")
    old.replace(file)


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_sound_library_is_not_put_in_its_place(
    run: RunReader, backup: Path, library: Path, data: Path, what: str
) -> None:
    spoil, said = BAD[what]
    spoil(backup)
    before = run("list").out
    files = sorted(data.iterdir())
    result = run("restore", backup)
    assert result.code == 1
    assert said in result.err
    assert str(backup) in result.err
    assert ".reader-restore" not in result.err
    assert run("list").out == before
    assert run("check").code == 0
    assert sorted(data.iterdir()) == files


def test_force_takes_a_backup_that_is_not_in_order(run: RunReader, backup: Path) -> None:
    _sql(backup, "DELETE FROM blobs")
    assert run("restore", backup).code == 1
    assert run("restore", "--force", backup).code == 0
    assert len(run("list").lines) == 4


def test_a_library_is_not_restored_from_itself(run: RunReader, library: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(library)
    for file in (library, link):
        assert "is the library itself" in run("restore", file).err


def test_a_number_alone_is_no_file(
    run: RunReader, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(backup, tmp_path / "12")
    monkeypatch.chdir(tmp_path)
    result = run("restore", "12")
    assert (result.code, result.err) == (
        1,
        "reader: article 12 was not restored: it is not in the trash"
        " (for a backup file of that name, write ./12)\n",
    )
    assert run("restore", "./12").code == 0


def test_a_library_of_an_older_version_is_brought_up_to_date_and_its_file_left_alone(
    run: RunReader, backup: Path
) -> None:
    _made_by_an_older_version(backup)
    before = backup.read_bytes()
    assert run("restore", backup).code == 0
    assert run("check").code == 0
    assert backup.read_bytes() == before


@pytest.mark.parametrize("how", ["text", "cut off", "a stranger's"])
def test_a_library_that_cannot_be_opened_is_replaced_and_kept_as_it_is(
    run: RunReader, backup: Path, library: Path, data: Path, how: str
) -> None:
    if how == "text":
        library.write_text("Dear diary, " * 100)
    elif how == "cut off":
        os.truncate(library, 30_000)
    else:
        _sql(library, "CREATE VIEW extra AS SELECT 1", "PRAGMA journal_mode = DELETE")
    before = library.read_bytes()
    result = run("restore", backup)
    assert result.code == 0
    assert _kept(result, data).read_bytes() == before
    assert "brings it back" not in result.err
    assert len(run("list").lines) == 4
    assert run("search", "turbines").code == 0
    assert run("check").code == 0


def test_a_library_with_pages_of_another_size_is_replaced_too(
    run: RunReader, backup: Path, library: Path
) -> None:
    _sql(library, "PRAGMA journal_mode = DELETE", "PRAGMA page_size = 8192", "VACUUM")
    assert run("restore", backup).code == 0
    assert len(run("list").lines) == 4
    assert run("search", "turbines").code == 0
    assert run("check").code == 0


def test_a_library_that_cannot_be_written_is_left_as_it_is(
    run: RunReader, backup: Path, library: Path, read_only: Callable[..., Any]
) -> None:
    with read_only(library.parent):
        result = run("restore", backup)
    assert result.code == 1
    assert "cannot be written" in result.err
    assert len(run("list").lines) == 2
    assert [path.name for path in library.parent.glob("*.sqlite3*")] == ["library.sqlite3"]


def test_copies_left_by_a_restore_that_was_killed_are_taken_away(
    run: RunReader, backup: Path, data: Path
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    left = [data / f".reader-{name}" for name in (f"restore-{ended.pid}-1", f"restore-{ended.pid}-1-wal")]
    left.append(data / f".reader-copy-{ended.pid}-1")
    others = [data / f".reader-restore-{os.getpid()}-1", data / ".reader-restore-notes"]
    for file in (*left, *others):
        file.touch()
    others.append(data / f".reader-copy-{ended.pid}-2")
    others[-1].mkdir()
    assert run("restore", backup).code == 0
    assert not any(file.exists() for file in left)
    assert all(file.exists() for file in others)


# --- while others are at work -------------------------------------------------------------------------------

_WRITE = """
    import sys
    from reader.library import Library

    with Library.open() as library:
        number = 0
        while True:
            if number == 1:
                print("writing", flush=True)
            number += 1
            # Both or neither: a copy that has one without the other is of no single moment.
            with library.store.transaction():
                library.save_search("one", str(number))
                library.save_search("two", str(number))
"""


@pytest.fixture
def writing(library: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", textwrap.dedent(_WRITE)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def test_a_backup_is_of_one_moment_while_others_write(
    run: RunReader, tmp_path: Path, writing: subprocess.Popen[str]
) -> None:
    numbers = []
    for attempt in range(5):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        assert run("backup", folder / "library.sqlite3").code == 0
        with Library.open(folder) as opened:
            one, two = opened.saved_searches()
            assert one.query == two.query
            numbers.append(int(one.query))
            assert opened.store.integrity() == []
    assert numbers == sorted(numbers)
    assert writing.poll() is None


def test_a_restore_is_whole_while_others_write(
    run: RunReader, data: Path, tmp_path: Path, writing: subprocess.Popen[str]
) -> None:
    assert run("backup", tmp_path / "one").code == 0
    for _ in range(3):
        result = run("restore", tmp_path / "one")
        assert result.code == 0
        shutil.copy(_kept(result, data), tmp_path / "library.sqlite3")
        with Library.open(tmp_path) as opened:
            one, two = opened.saved_searches()
            assert one.query == two.query
            assert opened.store.integrity() == []
    assert writing.poll() is None
    writing.kill()
    writing.wait()
    with Library.open() as opened:
        one, two = opened.saved_searches()
        assert one.query == two.query
        assert opened.store.integrity() == []


def test_a_restore_that_is_killed_leaves_the_one_or_the_other(
    run: RunReader, backup: Path, data: Path, environment: dict[str, str]
) -> None:
    for killed_after in (0.15, 0.25, 0.35, 0.45):
        process = subprocess.Popen(
            [sys.executable, "-m", "reader", "restore", str(backup)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(killed_after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert len(run("list").lines) in (2, 4)
        with Library.open() as opened:
            assert opened.store.integrity() == []
    assert run("restore", backup).code == 0
    assert not list(data.glob(".reader-restore*"))
