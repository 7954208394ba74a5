"""What the reader makes is for its user alone, and what others may write is reported."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library

RunReader = Callable[..., Any]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="permissions are of POSIX")


@pytest.fixture(autouse=True)
def _lax_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_directories_and_files_are_for_the_user_alone(tmp_path: Path, pages: Path) -> None:
    data = tmp_path / "some" / "where" / "data"
    with Library.open(data) as library:
        library.add([pages], index=False)
        modes = {path.name: oct(_mode(path)) for path in data.iterdir() if path.is_file()}
        assert modes == dict.fromkeys(
            ["library.sqlite3", "library.sqlite3-wal", "library.sqlite3-shm", "library.sqlite3-pair"], "0o600"
        )
    assert [_mode(folder) for folder in (data, data.parent, data.parent.parent)] == [0o700] * 3


def test_a_directory_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    library = data / "library.sqlite3"
    library.touch(0o640)
    Library.open(data).close()
    assert _mode(data) == 0o755
    assert _mode(library) == 0o640


@pytest.mark.parametrize(("bits", "who"), [(0o020, "the group"), (0o002, "every user of this machine")])
@pytest.mark.parametrize("what", ["data", "library.sqlite3", "config", "config.toml"])
def test_what_others_may_write_is_reported_with_what_mends_it(
    run: RunReader, pages: Path, home: Path, what: str, bits: int, who: str
) -> None:
    run("list")
    (home / "config").mkdir(mode=0o755)
    (home / "config" / "config.toml").touch(0o644)
    assert run("check").code == 0
    path = {
        "data": home / "data",
        "library.sqlite3": home / "data" / "library.sqlite3",
        "config": home / "config",
        "config.toml": home / "config" / "config.toml",
    }[what]
    path.chmod(_mode(path) | bits)
    result = run("check")
    assert result.code == 1
    assert result.lines == [f"{path} can be written by {who}: 'chmod go-w {path}' fixes that"]
    path.chmod(_mode(path) & ~bits)
    assert run("check").code == 0


def test_of_a_library_that_is_private_the_log_is_looked_at_too(data: Path, pages: Path) -> None:
    """A library that others may write is named once; the log beside it has the same permissions then."""
    with Library.open(data) as library:
        library.add([pages])
        library.catch_up()
        log = data / "library.sqlite3-wal"
        log.chmod(0o620)
        assert [problem for problem in library.check() if "-wal" in problem] == [
            f"{log} can be written by the group: 'chmod go-w {log}' fixes that"
        ]
        library.paths.library.chmod(0o620)
        named = [problem.split(" ")[0] for problem in library.check()]
        assert named == [str(library.paths.library)]
