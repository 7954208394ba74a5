"""Commands while another program has the library locked, and Ctrl+C and Ctrl+Z meanwhile."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from reader.store import open_store

RunReader = Callable[..., Any]


@contextmanager
def _locked(data: Path) -> Iterator[None]:
    with closing(sqlite3.connect(data / "library.sqlite3", isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def _start(environment: dict[str, str], *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "reader", *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_command_says_whom_it_waits_for_and_ctrl_c_ends_the_wait(
    run: RunReader, pages: Path, data: Path, environment: dict[str, str]
) -> None:
    run("list")
    with _locked(data), _start(environment, "add", pages) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("reader: waiting for ")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
        assert process.returncode == 130
        assert errors.startswith("reader: interrupted")
    assert run("add", pages).out == "4 added, 0 updated, 0 unchanged\n"


@pytest.mark.parametrize("command", [("search", "turbines"), ("list", "turbines"), ("related", "1")])
def test_what_reads_answers_while_the_library_is_being_written(
    run: RunReader, pages: Path, data: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setattr("reader.library.upkeep.CATCH_UP_SECONDS", 0.0)
    run("add", pages)
    with Library.open() as library:
        library.tag(1, ["new"])  # so that the index has something to catch up with
    with _locked(data):
        result = run(*command)
    assert result.code == 0
    assert result.rows
    assert "is being written by" in result.err
    assert "what is newest may be missing" in result.err


_STOPPING = """
    import os, signal, sys
    from reader.cli.suspending import Suspending
    from reader.store import open_store

    with open_store(sys.argv[1]) as store, Suspending(store):
        with store.transaction():
            store.searches.remember("first", 1.0)
            os.kill(os.getpid(), signal.SIGTSTP)
            print("still in the transaction", flush=True)
        print("continued", flush=True)
        os.kill(os.getpid(), signal.SIGTSTP)
        print("continued again", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGTSTP"), reason="there is no Ctrl+Z on this system")
def test_ctrl_z_stops_a_program_once_it_has_nothing_locked(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    file = tmp_path / "library.sqlite3"
    command = [sys.executable, "-c", textwrap.dedent(_STOPPING), str(file)]
    # A group of its own with a parent outside it: a group that nobody could continue does not stop.
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, text=True, process_group=0
    ) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == "still in the transaction\n"
            _await_stop(child)
            with open_store(file) as store:
                assert store.searches.recent() == ["first"]
                store.searches.remember("second", 2.0)  # nothing is locked
            child.send_signal(signal.SIGCONT)
            assert child.stdout.readline() == "continued\n"
            _await_stop(child)
            child.send_signal(signal.SIGCONT)
            assert child.stdout.readline() == "continued again\n"
            assert child.wait() == 0
        finally:
            child.kill()


def _await_stop(child: subprocess.Popen[str]) -> None:
    _, status = os.waitpid(child.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
