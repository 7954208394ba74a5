"""Waiting for another program that has the library locked: who is told what, and what ends a wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from reader.errors import LibraryBusy
from reader.store import Patience, open_store

Locked = Callable[..., AbstractContextManager["subprocess.Popen[str]"]]

_HOLD = """
    import sqlite3, sys

    connection = sqlite3.connect(sys.argv[1], isolation_level=None)
    connection.execute(sys.argv[2])
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE meta SET value = value")
    print("locked", flush=True)
    sys.stdin.read()
"""
BESIDE, ALONE = "PRAGMA journal_mode", "PRAGMA locking_mode = EXCLUSIVE"

tells_holders = pytest.mark.skipif(
    not Path("/proc/locks").exists(), reason="this system does not tell who holds a lock"
)


@pytest.fixture
def locked(library: Path, tmp_path: Path) -> Locked:
    """``with locked() as process:`` another program is writing the library; it ends when its input does."""
    open_store(library).close()
    script = tmp_path / "some\x1b[31mtool.py"
    script.write_text(textwrap.dedent(_HOLD))

    @contextmanager
    def lock(how: str = BESIDE) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, str(script), str(library), how]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "locked\n"
            try:
                yield process
            finally:
                process.kill()

    return lock


def _release(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


def test_who_waits_is_told_when_it_begins_and_when_it_is_over(library: Path, locked: Locked) -> None:
    told: list[str] = []
    with locked() as process:

        def tell(words: str) -> None:
            told.append(words)
            if words:
                assert patience.waiting
                _release(process)

        patience = Patience(60, tell)
        with open_store(library, patience) as store:
            store.searches.remember("wind", 1.0)
            assert store.searches.recent() == ["wind"]
            assert not patience.waiting
    assert len(told) == 2
    assert told[0].startswith("waiting for ")
    assert told[0].endswith(f"is writing the library {library} …")
    assert told[1] == ""


def _until_told(told: list[str]) -> Patience:
    """Waits until it has said whom it waits for, however long a busy machine takes to come to that."""

    def tell(words: str) -> None:
        told.append(words)
        patience.end_in(0.0)

    patience = Patience(3600, tell)
    return patience


@tells_holders
def test_the_program_that_is_waited_for_is_named(library: Path, locked: Locked) -> None:
    told: list[str] = []
    with (
        locked() as process,
        open_store(library, _until_told(told)) as store,
        pytest.raises(LibraryBusy) as caught,
    ):
        store.searches.remember("wind", 1.0)
    name = f"some[31mtool.py (process {process.pid})"
    assert told[0] == f"waiting for {name}, which is writing the library {library} …"
    assert str(caught.value) == f"the library {library} is being written by {name}; try again when it is done"


@tells_holders
def test_a_program_that_is_stopped_is_said_to_be(library: Path, locked: Locked) -> None:
    told: list[str] = []
    with locked() as process, open_store(library, _until_told(told)) as store:
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        with pytest.raises(LibraryBusy, match=f"kill -CONT {process.pid}"):
            store.searches.remember("wind", 1.0)
    assert "which is stopped" in told[0]


def test_another_thread_can_end_a_wait_that_is_under_way(library: Path, locked: Locked) -> None:
    patience = Patience(3600, lambda words: patience.end_in(0.0))
    with locked(), open_store(library, patience) as store:
        for _ in range(3):  # those that come after end at once
            with pytest.raises(LibraryBusy):
                store.searches.remember("wind", 1.0)


def test_a_call_can_have_less_patience(library: Path, locked: Locked) -> None:
    patience = Patience(3600)
    with locked(), open_store(library, patience) as store:
        with patience.at_most(0.0), pytest.raises(LibraryBusy):
            store.searches.remember("wind", 1.0)
        assert patience.seconds == 3600


def test_a_library_that_is_locked_against_reading_is_waited_for_too(library: Path, locked: Locked) -> None:
    told: list[str] = []
    with locked(ALONE) as process:

        def tell(words: str) -> None:
            told.append(words)
            if words:
                _release(process)

        with open_store(library, Patience(60, tell)) as store:
            assert store.articles.ids() == []
    assert told[0].startswith("waiting for ")
    if Path("/proc/locks").exists():
        assert f"(process {process.pid})" in told[0]


def test_a_write_that_had_to_wait_is_whole(library: Path, locked: Locked, make_page) -> None:
    with locked() as process:
        patience = Patience(60, lambda words: _release(process) if words else None)
        with open_store(library, patience) as store:
            with store.transaction():
                store.articles.put(make_page(title="One", body="Text"), 1.0)
                store.articles.put(make_page("/b", title="Two", body="Text two"), 1.0)
            assert len(store.articles.ids()) == 2
            assert store.integrity() == []
