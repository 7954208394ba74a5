"""The log: a file of its own and nothing else is written to, and done without where that cannot be."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import log as reader_log
from reader.config import Paths
from reader.log import log_to

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links and the modes of POSIX")


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Paths]:
    logger = logging.getLogger("reader")
    before = list(logger.handlers)
    yield Paths(tmp_path, tmp_path, tmp_path / "logs")
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()


def warn(paths: Paths, words: str) -> None:
    log_to(paths)
    logging.getLogger("reader").warning(words)


def test_the_log_is_its_owners_alone(paths: Paths) -> None:
    warn(paths, "first")
    warn(paths, "second")
    assert [line.rpartition(" ")[2] for line in paths.log.read_text().splitlines()] == ["first", "second"]
    assert paths.log.stat().st_mode & 0o777 == 0o600
    assert paths.logs.stat().st_mode & 0o777 == 0o700


def test_a_large_log_begins_again(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_log, "_LARGE_LOG", 100)
    warn(paths, "x" * 200)
    warn(paths, "after")
    assert "x" not in paths.log.read_text()
    assert "after" in paths.log.read_text()


@pytest.mark.parametrize("size", [10, 600_000])
@pytest.mark.parametrize("link", ["symbolic", "hard"])
def test_a_link_in_place_of_the_log_is_not_followed(
    paths: Paths, tmp_path: Path, link: str, size: int
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"m" * size)
    paths.logs.mkdir()
    if link == "symbolic":
        paths.log.symlink_to(precious)
    else:
        paths.log.hardlink_to(precious)
    warn(paths, "nobody hears this")
    assert precious.read_bytes() == b"m" * size


@pytest.mark.parametrize("what", ["pipe", "device", "folder", "link to nothing"])
def test_what_is_no_file_is_left_alone(paths: Paths, what: str) -> None:
    paths.logs.mkdir()
    match what:
        case "pipe":
            os.mkfifo(paths.log)
        case "device":
            paths.log.symlink_to("/dev/full")
        case "folder":
            paths.log.mkdir()
        case _:
            paths.log.symlink_to(paths.logs / "elsewhere")
    warn(paths, "nobody hears this")
    assert list(paths.logs.iterdir()) == [paths.log]
