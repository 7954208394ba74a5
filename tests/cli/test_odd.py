"""Odd arguments, odd environments, odd places: a sentence and an exit code, whatever it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.config import find_paths

RunReader = Callable[..., Any]

resource = pytest.importorskip("resource", reason="needs limits of POSIX")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs descriptors and the paths of POSIX")

COMMANDS = [
    ["list"],
    ["search", "wind"],
    ["show", "1"],
    ["show", "1", "--json"],
    ["links"],
    ["related", "1"],
    ["wanted"],
    ["export", "-"],
    ["check"],
    ["open"],
    ["tour"],
    ["--help"],
    ["no such command"],
]


def fine(result: Any) -> bool:
    """Whether a run ended as runs are to end: not in a traceback, nor in what should not have happened."""
    words = result.out + result.err
    return result.code in (0, 1, 2) and "Traceback" not in words and "should not have happened" not in words


@pytest.fixture
def library(run: RunReader, pages: Path) -> None:
    run("add", pages)


# --- arguments ------------------------------------------------------------------------------------------

WORDS = [
    "",
    "-",
    "--",
    "---",
    "-1",
    "0",
    "9" * 30,
    "1e3",
    "١",
    "\udcff",
    "x" * 100_000,
    "\n",
    "%s",
    "{}",
    "=",
]
WORDS += [
    "--=",
    "--data-dir",
    "--data-dir=--",
    "--json=1",
    "-n",
    "--limit=--",
    "--tag=--",
    "--save=--",
    "@",
    "*",
]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("word", WORDS, ids=lambda word: ascii(word[:12]))
def test_odd_arguments(run: RunReader, tmp_path: Path, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for command in (
        "list",
        "search",
        "show",
        "links",
        "related",
        "wanted",
        "export",
        "remove",
        "check",
        "tour",
        "add",
    ):
        if not (word == "-" and command in ("search", "add")):
            assert fine(run(command, word)), command
    assert fine(run(word))


def test_two_dashes_are_no_value(run: RunReader) -> None:
    for arguments in (["list", "--data-dir=--"], ["--data-dir=--", "list"], ["add", "--tag=--", "x"]):
        result = run(*arguments)
        assert result.code == 2
        assert "'--' is not a value for it" in result.err


# --- directories ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "file", "file/deeper", "link to nothing", "link to itself", "pipe", "/dev/null", "/proc/self",
        "x" * 300, "/" + "x/" * 3000, "~no-such-user", "%s", "\udcff",
    ],
    ids=lambda name: ascii(name[:15]),
)  # fmt: skip
def test_odd_data_directories(
    run: RunReader, pages: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    Path("link to nothing").symlink_to("nothing")
    Path("link to itself").symlink_to("link to itself")
    os.mkfifo("pipe")
    for command in (
        ["list"],
        ["add", pages],
        ["search", "wind"],
        ["tour"],
        ["check"],
        ["export", "-"],
        ["open"],
    ):
        assert fine(run("--data-dir", name, *command)), command
    for variable in ("READER_DATA_DIR", "READER_LOG_DIR", "READER_CONFIG_DIR"):
        monkeypatch.setenv(variable, name)
        assert fine(run("list"))
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.usefixtures("library")
def test_a_current_directory_that_is_gone(
    run: RunReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    for command in [
        *COMMANDS,
        ["add", "."],
        ["add", "page.txt"],
        ["export", "."],
        ["--data-dir", "x", "list"],
    ]:
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        assert fine(run(*command)), command


# --- the environment --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""},
        {"PYTHONIOENCODING": "ascii:strict"},
        {"TERM": "nonsense", "COLUMNS": "-5"},
        {"HOME": "", "TZ": "Nonsense/Zone", "PYTHONWARNINGS": "error"},
        {"READER_COMMAND": "%(prog)s %d \x1b[31m {}"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_odd_environments(environment: dict[str, str], variables: dict[str, str]) -> None:
    for command in (["list"], ["show", "1"], ["search", "--help"], ["--help"], ["no such command"]):
        done = subprocess.run(
            [sys.executable, "-m", "reader", *command],
            env=environment | variables,
            capture_output=True,
            check=False,
        )
        assert done.returncode in (0, 2), done.stderr
        assert b"Traceback" not in done.stderr
        assert b"\x1b" not in done.stdout + done.stderr


def test_help_has_the_name_of_the_command_as_it_is(run: RunReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_COMMAND", "100% %(prog)s")
    for command in ([], ["add"]):
        result = run(*command, "--help")
        assert result.code == 0
        assert result.out.startswith(f"Usage: {' '.join(['100% %(prog)s', *command])} [OPTIONS]")
        assert "%%" not in result.out


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("columns", ["0", "-1", "9" * 8, "9" * 25, "wide"])
def test_a_terminal_of_any_width(in_terminal: RunReader, columns: str) -> None:
    for command in ("list", "links"):
        result = in_terminal(command, COLUMNS=columns)
        assert result.code == 0
        assert max(map(len, result.out.splitlines())) < 3000


# --- standard input and output ------------------------------------------------------------------------------


def _closed(*numbers: int) -> Callable[[], None]:
    return lambda: [os.close(number) for number in numbers] and None


def _into(file: str, *numbers: int) -> Callable[[], None]:
    def redirect() -> None:
        for number in numbers:
            os.dup2(os.open(file, os.O_RDONLY if number else os.O_WRONLY), number)

    return redirect


def _full(*numbers: int) -> Callable[[], None]:
    return lambda: [os.dup2(os.open("/dev/full", os.O_WRONLY), number) for number in numbers] and None


@pytest.mark.usefixtures("library")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "prepare",
    [
        *(_closed(*numbers) for numbers in ([0], [1], [2], [0, 1, 2])),
        *(_full(*numbers) for numbers in ([1], [2], [1, 2])),
        *(_into("/dev/null", number) for number in (0, 1)),
        lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)),
        lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    ],
    ids=[
        "in-",
        "out-",
        "err-",
        "all-",
        "out-full",
        "err-full",
        "both-full",
        "in-odd",
        "out-odd",
        "files",
        "size",
    ],
)
def test_odd_streams(environment: dict[str, str], pages: Path, prepare: Callable[[], None]) -> None:
    for command in (["list"], ["show", "1", "--json"], ["--help"], ["add", str(pages)], ["search", "wind"]):
        done = subprocess.run(
            [sys.executable, "-m", "reader", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            preexec_fn=prepare,
            timeout=120,
            check=False,
        )
        assert done.returncode in (0, 1), (command, done)
        for words in (b"Traceback", b"should not have happened", b"Exception ignored"):
            assert words not in done.stderr, command


def test_a_mistake_where_nothing_can_be_logged(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """Even what should not happen is told where there is no place for a log."""

    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("by hand")

    monkeypatch.setattr("reader.cli.parse", fail)
    monkeypatch.setenv("READER_DATA_DIR", "~no-such-user")
    assert main(["list"]) == 1
    assert capfd.readouterr().err == "reader: this should not have happened (ZeroDivisionError: by hand)\n"
    monkeypatch.delenv("READER_DATA_DIR")
    assert main(["list"]) == 1
    assert str(find_paths().log) in capfd.readouterr().err
