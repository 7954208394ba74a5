"""What is said to be done is on disk: as seen in the system calls that a command makes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.library import Library


@pytest.fixture
def traced(tmp_path: Path, environment: dict[str, str]):
    """Runs a command and gives the system calls that write or flush, in order, with the files' names."""
    strace = shutil.which("strace")
    if not strace or subprocess.run([strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs strace, to see system calls")

    def run(*arguments: object) -> list[str]:
        trace = tmp_path / "trace"
        calls = "trace=pwrite64,write,fsync,fdatasync,mkdir,rename,link"
        command = [
            strace,
            "-f",
            "-y",
            "-s",
            "200",
            "-o",
            str(trace),
            "-e",
            calls,
            sys.executable,
            "-m",
            "reader",
        ]
        subprocess.run([*command, *map(str, arguments)], env=environment, capture_output=True, check=True)
        return [line.partition(" ")[2].strip() for line in trace.read_text(errors="replace").splitlines()]

    return run


def _last(calls: list[str], *parts: str) -> int:
    return max(number for number, call in enumerate(calls) if all(part in call for part in parts))


def _is_flush(call: str) -> bool:
    return call.startswith(("fsync(", "fdatasync("))


def test_what_is_said_to_be_added_is_on_disk(traced, pages: Path, data: Path) -> None:
    # Another program has it open: the end of this one does not bring the log home.
    with Library.open():
        calls = traced("add", pages)
    told = _last(calls, "write(1<", "4 added")
    log = [(number, call) for number, call in enumerate(calls[:told]) if "library.sqlite3-wal>" in call]
    written = [number for number, call in log if call.startswith("pwrite64")]
    flushed = [number for number, call in log if _is_flush(call)]
    assert written
    assert flushed[-1] > written[-1]


def test_a_new_library_is_on_disk_with_its_directories(traced, pages: Path, data: Path) -> None:
    calls = traced("add", pages)
    made, told = _last(calls, "mkdir(", f'"{data}"', "= 0"), _last(calls, "write(1<", "4 added")
    for folder in (data.parent, data):
        assert any(_is_flush(call) and f"<{folder}>" in call for call in calls[made:told])


def test_a_backup_is_on_disk_before_it_has_its_name(traced, pages: Path, tmp_path: Path, run) -> None:
    run("add", pages)
    folder = tmp_path / "stick"
    folder.mkdir()
    calls = traced("backup", folder / "one")
    named = _last(calls, "link(", f'"{folder / "one"}"')
    told = _last(calls, "write(1<", "4 articles")
    assert any(_is_flush(call) and ".reader-copy-" in call for call in calls[:named])
    assert not any("pwrite64" in call and ".reader-copy-" in call for call in calls[named:])
    assert any(_is_flush(call) and f"<{folder}>" in call for call in calls[named:told])
