"""A disk without room: what reads works and says why nothing is kept; what writes says that it is full."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library

resource = pytest.importorskip("resource", reason="this system has no limits to files")

RunReader = Callable[..., Any]
Fill = Callable[[], None]

READ = [
    ("list",),
    ("list", "tide"),
    ("search", "turbines"),
    ("show", "1"),
    ("links",),
    ("related", "1"),
    ("wanted",),
    ("export", "--json"),
    ("check",),
]
WRITE = [("remove", "1"), ("search", "--save", "sea", "tide"), ("search", "--forget-recent")]


@pytest.fixture
def library(run: RunReader, pages: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("READER_DATA_DIR", str(small_disk / "data"))
    assert run("add", pages).code == 0
    return small_disk / "data" / "library.sqlite3"


@pytest.mark.parametrize("command", READ, ids=" ".join)
def test_what_reads_works_on_a_full_disk_and_says_why_nothing_is_kept(
    run: RunReader, library: Path, fill: Fill, command: tuple[str, ...]
) -> None:
    before = run(*command)
    assert before.code == 0
    fill()
    for _ in range(2):
        after = run(*command)
        assert (after.code, after.out) == (0, before.out)
        assert after.err == (
            before.err if "--json" in command else f"the disk is full: nothing can be saved\n{before.err}"
        )


@pytest.mark.parametrize("command", WRITE, ids=" ".join)
def test_what_writes_says_that_the_disk_is_full(
    run: RunReader, library: Path, fill: Fill, command: tuple[str, ...]
) -> None:
    fill()
    result = run(*command)
    assert result.code == 1
    assert result.err.endswith("library.sqlite3 cannot be written: the disk is full\n")


def test_a_log_whose_index_finds_no_room_is_read(
    run: RunReader, library: Path, fill: Fill, tmp_path: Path
) -> None:
    with Library.open() as writing:
        writing.store.state.star(1)
        for file in library.parent.glob("library.sqlite3*"):
            shutil.copy(file, tmp_path)
    for name in ("library.sqlite3", "library.sqlite3-wal"):
        shutil.copy(tmp_path / name, library.parent)
    fill()
    for _ in range(2):
        result = run("list", "is:starred")
        assert [row[1] for row in result.rows] == ["Wind turbines"]
    assert run("remove", "1").code == 1
    with Library.open() as one, Library.open() as other:
        assert [len(opened.ids("is:starred")) for opened in (one, other)] == [1, 1]


def test_a_library_open_while_the_disk_fills_up_goes_on_being_read(library: Path, fill: Fill) -> None:
    with Library.open() as opened:
        fill()
        assert len(opened.ids()) == 4
        assert [hit.id for hit in opened.search("turbines")] == [1, 2]


def test_reading_state_is_kept_for_the_session(library: Path, fill: Fill) -> None:
    fill()
    with Library.open() as opened:
        assert opened.why_read_only == "the disk is full"
        assert opened.store.hindered
        opened.store.keep_for_session()
        opened.store.state.star(1)
        version = opened.store.version()
        assert opened.summary(1).starred
        assert opened.store.version() == version


# --- without being root: files that may not grow --------------------------------------------------------


def test_a_backup_for_which_there_is_no_room_is_not_restored(
    run: RunReader, library: Path, small_disk: Path, fill: Fill, tmp_path: Path
) -> None:
    assert run("backup", tmp_path / "backup.sqlite3").code == 0
    fill()
    filler = small_disk / "fill"
    os.truncate(filler, filler.stat().st_size - library.stat().st_size // 2)
    before = run("list").out
    result = run("restore", tmp_path / "backup.sqlite3")
    assert result.code == 1
    assert result.err.endswith("data cannot hold a copy of the library: the disk is full\n")
    assert run("list").out == before


def _run_limited(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    return subprocess.run(
        [sys.executable, "-B", "-m", "reader", *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


def test_where_files_may_not_grow_reading_works_and_writing_says_why(
    run: RunReader, pages: Path, data: Path, environment: dict[str, str]
) -> None:
    run("add", pages)
    before = run("list").out
    result = _run_limited(environment, "list")
    assert (result.returncode, result.stdout) == (0, before)
    assert result.stderr == "files may not grow any further (see 'ulimit -f'): nothing can be saved\n"
    result = _run_limited(environment, "remove", "1")
    assert result.returncode == 1
    assert "cannot be written: files may not grow any further" in result.stderr
    assert run("list").out == before
    assert run("check").code == 0
    assert sorted(file.name for file in data.iterdir()) == ["index", "library.sqlite3"]
