"""Folders that hold what cannot be read: each such thing is named, and everything else is added."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from reader import formats, ingest
from reader.errors import UnreadableSource
from reader.files import read_file
from reader.model import AddReport
from reader.sources import Fetched, source_of
from reader.store import Prepared, Store, open_store

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links and the modes of POSIX")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "library.sqlite3") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three pages, the last one in a folder of its own."""
    top = tmp_path / "top"
    (top / "n").mkdir(parents=True)
    for number, name in enumerate(("a.txt", "z.txt", "n/m.txt")):
        (top / name).write_text(f"Page {number}\n\nPage {number}\n\nThis is what page {number} says.\n")
    return top


def add(store: Store, *sources: str | os.PathLike[str], **options: Any) -> AddReport:
    return ingest.add(store, sources, now=1.0, **options)


def failures(report: AddReport) -> dict[str, str]:
    return {Path(failure.source).name: failure.error for failure in report.failed}


# --- links --------------------------------------------------------------------------------------------


def test_a_link_to_itself_keeps_nothing_else_out(store: Store, folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "ping").symlink_to("pong")
    (folder / "pong").symlink_to("ping")
    (folder / "n" / "loop.txt").symlink_to(folder / "n" / "loop.txt")
    report = add(store, folder, folder / "loop")
    assert report.added == 3
    assert failures(report) == dict.fromkeys(
        ("loop", "ping", "pong", "loop.txt"), "a link that leads back to itself"
    )
    assert len(report.failed) == 5


def test_links_between_folders_are_not_entered(store: Store, folder: Path) -> None:
    (folder / "n" / "up").symlink_to(folder)
    (folder / "n" / "here").symlink_to(".")
    (folder / "other").symlink_to(folder / "n" / "up" / "n" / "here")
    report = add(store, folder)
    assert (report.added, report.failed) == (3, ())
    # One that is named itself is.
    assert add(store, folder / "other").same == 1


def test_what_may_not_be_entered_is_named(
    store: Store, folder: Path, tmp_path: Path, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "page.txt").write_text("Not for all.")
    (folder / "into.txt").symlink_to(closed / "page.txt")
    (folder / "shut").mkdir()
    (folder / "listed").mkdir()
    (folder / "listed" / "page.txt").write_text("It can be listed and not read.")
    (folder / "unreadable.txt").write_text("Mine.")
    modes = {closed: 0, folder / "shut": 0, folder / "listed": 0o400, folder / "unreadable.txt": 0}
    for path, mode in modes.items():
        path.chmod(mode)
    try:
        with unprivileged():
            if os.access(closed, os.X_OK, effective_ids=os.access in os.supports_effective_ids):
                pytest.skip("this user may enter everything")
            report = add(store, folder, closed / "page.txt")
    finally:
        for path in modes:
            path.chmod(0o700)
    assert report.added == 3
    assert failures(report) == dict.fromkeys(
        ("into.txt", "shut", "unreadable.txt", "page.txt"), "permission denied"
    )
    assert len(report.failed) == 5


# --- what is no file ------------------------------------------------------------------------------------


def test_links_to_what_is_no_page_are_named(store: Store, folder: Path) -> None:
    targets = {
        "zero.txt": "/dev/zero",
        "null.txt": "/dev/null",
        "terminal.txt": "/dev/tty",
        "gone.txt": "/no/such/file",
    }
    targets = {
        name: target for name, target in targets.items() if Path(target).exists() or name == "gone.txt"
    }
    for name, target in targets.items():
        (folder / name).symlink_to(target)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.fspath(folder / "s.txt"))
        (folder / "socket.txt").symlink_to(folder / "s.txt")
        report = add(store, folder)
        named = add(store, *(folder / name for name in targets))
    assert report.added == 3
    expected = dict.fromkeys([*targets, "s.txt", "socket.txt"], "not a regular file")
    assert failures(report) == expected | {"gone.txt": "a link to nothing"}
    assert set(failures(named).values()) == {"not a file or folder", "no such file or folder"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_what_the_kernel_makes_up_is_no_page(store: Store, folder: Path) -> None:
    for number, name in enumerate(
        ("/proc/self/environ", "/proc/version", "/proc/self/mem", "/sys/kernel/notes")
    ):
        (folder / f"{number}.txt").symlink_to(name)
    report = add(store, folder, "/proc/self/status")
    assert report.added == 3
    assert set(failures(report).values()) <= {
        "a file of the operating system, not a page",
        "a link to nothing",
        "permission denied",
    }
    assert failures(report)["status"] == "a file of the operating system, not a page"


def test_a_file_is_read_to_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 2048)
    assert read_file(file, 2048) == b"x" * 2048
    with pytest.raises(UnreadableSource, match="larger than 1 kB"):
        read_file(file, 2047)
    with pytest.raises(UnreadableSource, match="a folder, not a file"):
        read_file(tmp_path, 999)


# --- names and folders ------------------------------------------------------------------------------------


def test_paths_that_are_too_long(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Longer than any call of the system takes, and made from within.
    monkeypatch.chdir(folder)
    name = "d" * 250
    for _ in range(20):
        os.mkdir(name)  # noqa: PTH102
        os.chdir(name)
    os.chdir(folder)
    report = add(store, folder, folder / ("x" * 300))
    assert report.added == 3
    assert {failure.error for failure in report.failed} == {"file name too long"}


def test_a_folder_with_very_many_files(store: Store, folder: Path) -> None:
    many = folder / "many"
    many.mkdir()
    for number in range(5_000):
        os.close(os.open(f"{many}/{number}", os.O_CREAT | os.O_WRONLY))
    report = add(store, folder)
    assert report.added == 3
    assert len(report.failed) == 5_000
    assert {failure.error for failure in report.failed} == {"the file is empty"}


def test_a_folder_that_goes_while_it_is_walked(store: Store, folder: Path) -> None:
    failed: list[tuple[str, Exception]] = []
    walk = source_of(str(folder)).find(lambda *failure: failed.append(failure))
    first = next(walk)
    (folder / "n" / "m.txt").unlink()
    (folder / "n").rmdir()
    assert [Path(found.name).name for found in (first, *walk)] == ["a.txt", "z.txt"]
    assert [(Path(name).name, type(error)) for name, error in failed] == [("n", FileNotFoundError)]


def test_a_directory_that_is_gone(
    store: Store, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    report = add(store, ".", "page.txt", folder / "a.txt")
    assert report.added == 1
    assert {failure.error for failure in report.failed} == {"no such file or folder"}


def test_a_name_that_no_file_can_have(store: Store) -> None:
    report = add(store, "\ud800", "a\0b", "")
    assert [failure.source for failure in report.failed] == ["\\ud800", "a\0b", ""]


# --- not enough memory --------------------------------------------------------------------------------------


def test_one_page_too_large_for_memory_is_one_failure(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory really run out of would take the test along; the errors are raised where Python raises them."""
    read, put = formats.read, store.articles.put

    def reading(fetched: Fetched, *chosen: Any) -> Iterator[Any]:
        if fetched.source.endswith("a.txt"):
            raise MemoryError
        return read(fetched, *chosen)

    def putting(page: Prepared, *rest: Any, **options: Any) -> Any:
        if page.source.endswith("z.txt"):
            raise MemoryError
        return put(page, *rest, **options)

    monkeypatch.setattr(formats, "read", reading)
    monkeypatch.setattr(store.articles, "put", putting)
    report = add(store, folder, tags=["t"])
    assert report.added == 1
    assert failures(report) == dict.fromkeys(("a.txt", "z.txt"), "there is not enough memory for it")
    assert store.integrity() == []
