"""Sources into the library: what is found, what fails and how, and what an interruption leaves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader import ingest, ready
from reader.changes import Remove
from reader.cli.progress import Interrupt
from reader.errors import LibraryError
from reader.library import Library
from reader.model import AddReport, Page, Progress
from reader.sources import MAX_BYTES
from reader.sources.patterns import Picking
from reader.store import Store, open_store

RunReader = Callable[..., Any]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "library.sqlite3") as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path, page_text: Callable[..., str]) -> Callable[..., Path]:
    """Writes ``count`` different pages into a folder and returns it."""

    def write_pages(count: int, folder: str = "many") -> Path:
        into = tmp_path / folder
        into.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            text = page_text(
                f"Page number {number}",
                f"This is what page {number} has to say, and it says it once.",
                previous=f"Page number {number - 1}" if number else "",
            )
            (into / f"{number:04}.txt").write_text(text, encoding="utf-8")
        return into

    return write_pages


def add(store: Store, *sources: str | os.PathLike[str], **options: Any) -> AddReport:
    return ingest.add(store, sources, now=1.0, **options)


def counts(report: AddReport) -> tuple[int, int, int, int]:
    return report.added, report.updated, report.unchanged, len(report.failed)


def reasons(report: AddReport) -> dict[str, str]:
    return {Path(failure.source).name: failure.error for failure in report.failed}


def _locks(process: int) -> list[str]:
    """The locks that a process holds, as the system tells them."""
    lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    return sorted(" ".join(line.split()[1:]) for line in lines if line.split()[4] == str(process))


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="this system does not tell who holds a lock")
def test_the_files_of_the_library_itself_are_not_read(store: Store, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "library.sqlite3")
    store.articles.ids()
    before = _locks(os.getpid())
    assert before
    report = add(store, tmp_path)
    # To open and close them would drop SQLite's locks: the next program would take the library for closed.
    assert _locks(os.getpid()) == before
    names = ("library.sqlite3", "library.sqlite3-wal", "library.sqlite3-shm", "link")
    assert {name: reasons(report)[name] for name in names} == dict.fromkeys(names, "a file of this library")


def test_the_library_is_locked_only_while_pages_are_written(
    store: Store, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, locked = ready.prepare, []

    def watched(page: Page, *rest: Any) -> Any:
        locked.append(store.writing)
        return prepare(page, *rest)

    monkeypatch.setattr(ready, "prepare", watched)
    report = add(store, write(ingest.BATCH + 5), progress=lambda _: locked.append(store.writing))
    assert report.added == ingest.BATCH + 5
    assert len(locked) > 2 * ingest.BATCH
    assert not any(locked)


# --- a thousand files -------------------------------------------------------------------------------


def test_a_thousand_files_of_which_some_are_bad(run: RunReader, write: Callable[..., Path]) -> None:
    folder = write(990)
    (folder / "0100-empty.txt").touch()
    (folder / "0200-blank.txt").write_bytes(b" \n\n\t\n")
    (folder / "0300-image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "0400-archive.txt").write_bytes(b"\x1f\x8b\x08" + bytes(range(256)) * 8)
    (folder / "0500-binary.txt").write_bytes(bytes(range(256)) * 64)
    (folder / "0600-nowhere.txt").symlink_to(folder / "not-there")
    with (folder / "0700-huge.txt").open("wb") as huge:
        huge.truncate(MAX_BYTES + 1)
    bad = ["0100-empty.txt", "0300-image.txt", "0400-archive.txt", "0500-binary.txt"]
    bad += ["0600-nowhere.txt", "0700-huge.txt"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "0800-pipe.txt")
        bad.append("0800-pipe.txt")

    first = run("add", folder, "--json")
    assert first.code == 1
    (record,) = first.records
    failed = {Path(failure["source"]).name for failure in record["failed"]}
    assert failed - {"0200-blank.txt"} == set(bad)
    assert record["added"] == 1000 - 10 + 1 - ("0200-blank.txt" in failed)
    assert all(failure["error"] for failure in record["failed"])
    assert {line.rpartition(": ")[0] for line in first.err.splitlines()} == {
        failure["source"] for failure in record["failed"]
    }

    second = run("add", folder, "--json")
    assert second.code == 1
    assert second.records == [record | {"added": 0, "unchanged": record["added"]}]
    assert run("check").code == 0
    assert len(run("list").lines) == record["added"]


# --- what is found ----------------------------------------------------------------------------------


def test_folders_are_searched_to_any_depth_in_order(store: Store, write: Callable[..., Path]) -> None:
    top = write(2, "top")
    write(1, "top/b/deep")
    (top / "b" / "deep" / "0000.txt").write_text("Deep\n\nDeep\n\nSomething deep.\n")
    (top / "a").mkdir()
    (top / "a" / "page.txt").write_text("Beside\n\nBeside\n\nSomething beside.\n")
    assert counts(add(store, top)) == (4, 0, 0, 0)
    titles = [summary.title for summary in store.articles.summaries(store.articles.ids())]
    assert titles == ["Page number 0", "Page number 1", "Beside", "Deep"]


def test_hidden_files_and_folders_are_left_out(store: Store, write: Callable[..., Path]) -> None:
    top = write(1)
    (top / ".DS_Store").write_bytes(b"\0\1\2")
    (top / ".git").mkdir()
    (top / ".git" / "page.txt").write_text("Hidden\n\nHidden\n\nNot for reading.\n")
    assert counts(add(store, top)) == (1, 0, 0, 0)
    assert counts(add(store, top / ".git" / "page.txt")) == (1, 0, 0, 0)


def test_a_link_to_a_parent_is_no_endless_walk(store: Store, write: Callable[..., Path]) -> None:
    top = write(2)
    (top / "loop").symlink_to(top, target_is_directory=True)
    (top / "again.txt").symlink_to(top / "0000.txt")
    report = add(store, top)
    assert counts(report) == (2, 0, 1, 0)
    assert len(store.articles.sources(1)) == 2


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A page in more folders, each in the other, than Python calls functions in each other."""
    if sys.platform == "win32":
        pytest.skip("needs long paths")
    folder = tmp_path
    for _ in range(1100):
        folder /= "d"
        folder.mkdir()
    (folder / "page.txt").write_text("Deep\n\nDeep\n\nDown here it is quiet.\n")
    yield tmp_path / "d"
    # What pytest tidies up with calls itself for each level.
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)


def test_very_deep_folders(store: Store, deep: Path) -> None:
    assert counts(add(store, deep)) == (1, 0, 0, 0)


def test_one_source_by_any_name(
    store: Store, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(1)
    assert counts(add(store, folder)) == (1, 0, 0, 0)
    monkeypatch.chdir(folder)
    for name in ("0000.txt", "./0000.txt", "../many/0000.txt", ".", str(folder) + "/"):
        assert counts(add(store, name)) == (0, 0, 1, 0)
    assert store.articles.sources(1) == [str(folder / "0000.txt")]


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names that are not text")
def test_names_that_are_not_text(store: Store, tmp_path: Path, run: RunReader) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    for number, name in enumerate([b"\xff\xfe.txt", b"\xff\xfd.txt", b"line\nbreak\x1b[31m.txt"]):
        Path(os.fsdecode(bytes(folder) + b"/" + name)).write_text(f"A page\n\nA page\n\nNumber {number}.\n")
    Path(os.fsdecode(bytes(folder) + b"/\xfe-empty.txt")).touch()
    report = add(store, folder)
    assert counts(report) == (3, 0, 0, 1)
    assert counts(add(store, folder)) == (0, 0, 3, 1)
    assert report.failed[0].source == str(folder / "\\xfe-empty.txt")
    result = run("add", "--json", folder)
    assert result.records[0]["failed"][0]["source"] == str(folder / "\\xfe-empty.txt")
    assert "\x1b" not in run("list").out


# --- what fails -------------------------------------------------------------------------------------


def test_sources_that_are_not_there(store: Store, tmp_path: Path) -> None:
    report = add(store, tmp_path / "missing", "", "with\0nul", "x" * 5000)
    assert counts(report) == (0, 0, 0, 4)
    assert reasons(report)["missing"] == "no such file or folder"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_sockets_and_devices_are_refused_at_once(store: Store, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(os.fspath(tmp_path / "socket"))
    report = add(store, tmp_path / "pipe", tmp_path / "socket", "/dev/zero", tmp_path)
    listening.close()
    assert counts(report)[0] == 0
    assert {failure.error for failure in report.failed[:3]} == {"not a file or folder"}
    assert [reasons(report)[name] for name in ("pipe", "socket")] == ["not a regular file"] * 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_file_that_turns_into_a_pipe_does_not_block(store: Store, write: Callable[..., Path]) -> None:
    folder = write(2)

    def swap(_progress: Progress) -> None:
        if not (folder / "0001.txt").is_fifo():
            (folder / "0001.txt").unlink()
            os.mkfifo(folder / "0001.txt")

    report = add(store, folder, progress=swap)
    assert counts(report) == (1, 0, 0, 1)
    assert reasons(report) == {"0001.txt": "not a regular file"}


def test_a_file_that_disappears_is_a_failure(store: Store, write: Callable[..., Path]) -> None:
    folder = write(2)
    report = add(store, folder, progress=lambda _: (folder / "0001.txt").unlink(missing_ok=True))
    assert counts(report) == (1, 0, 0, 1)
    assert reasons(report) == {"0001.txt": "no such file or folder"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(store: Store, write: Callable[..., Path]) -> None:
    folder = write(2)
    (folder / "0000.txt").chmod(0)
    (folder / "locked").mkdir(mode=0)
    report = add(store, folder)
    assert counts(report) == (1, 0, 0, 2)
    assert set(reasons(report).values()) == {"permission denied"}


def test_a_file_that_is_too_large(store: Store, tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(MAX_BYTES + 1)
    assert reasons(add(store, tmp_path / "huge.txt")) == {"huge.txt": "larger than 64 MB"}


def test_a_library_that_cannot_be_written_is_no_failure_of_a_source(
    tmp_path: Path, write: Callable[..., Path]
) -> None:
    folder = write(3)
    with open_store(tmp_path / "other.sqlite3") as store:
        store._db.execute("PRAGMA query_only = ON")
        with pytest.raises(LibraryError):
            add(store, folder)


# --- adding again -----------------------------------------------------------------------------------


def test_a_changed_page_updates_its_article(store: Store, write: Callable[..., Path]) -> None:
    folder = write(2)
    add(store, folder)
    store.state.mark_read(1, 5.0)
    (folder / "0000.txt").write_text("Page number 0\n\nPage number 0\n\nIt has changed its mind.\n")
    assert counts(add(store, folder)) == (0, 1, 1, 0)
    assert "changed its mind" in store.articles.get(1).text()
    assert store.articles.summary(1).read == 5.0


def test_the_same_text_from_two_files_is_one_article(store: Store, write: Callable[..., Path]) -> None:
    one = write(2, "one")
    two = write(2, "two")
    assert counts(add(store, one, two)) == (2, 0, 2, 0)
    assert [len(store.articles.sources(article)) for article in store.articles.ids()] == [2, 2]
    assert counts(add(store, one, two, one)) == (0, 0, 6, 0)


def test_what_was_removed_stays_away_unless_it_is_asked_for(
    store: Store, write: Callable[..., Path], tmp_path: Path
) -> None:
    export = tmp_path / "export.jsonl"
    lines = [f'{{"url": "https://e.org/{n}", "title": "Number {n}"}}' for n in range(4)]
    export.write_text("\n".join(lines), encoding="utf-8")
    folder = write(2)
    add(store, folder, export)
    store.journal.apply(Remove((1, 3, 6)), 2.0)
    left = add(store, folder, export)
    assert (counts(left), left.left_out) == ((0, 0, 3, 0), 3)
    assert any("3 articles that you removed were left out" in note for note in left.notes)
    # An export that has changed is read again.
    export.write_text("\n".join([*lines, lines[0].replace("0", "9")]), encoding="utf-8")
    left = add(store, export, tags=["new"])
    assert (counts(left), left.left_out) == ((1, 0, 2, 0), 2)
    assert add(store, export).left_out == 2
    # A file that holds nothing else and is named is asked for; of a list nobody knows which is meant.
    named = add(store, folder / "0000.txt", export)
    assert (counts(named), named.left_out) == ((1, 0, 3, 0), 2)
    back = add(store, folder, export, picking=Picking(removed=True))
    assert (counts(back), back.left_out) == ((2, 0, 5, 0), 0)
    assert add(store, folder, export).left_out == 0
    assert store.inspect() == []


# --- being stopped ----------------------------------------------------------------------------------


def test_stop_keeps_what_was_read(store: Store, write: Callable[..., Path]) -> None:
    folder = write(ingest.BATCH + 20)
    seen: list[int] = []

    def watch(progress: Progress) -> None:
        seen.append(progress.done)
        assert progress.total == ingest.BATCH + 20

    report = add(store, folder, progress=watch, stop=lambda: len(seen) > ingest.BATCH + 4)
    assert report.added == ingest.BATCH + 5
    assert len(store.articles.ids()) == ingest.BATCH + 5
    assert counts(add(store, folder)) == (15, 0, ingest.BATCH + 5, 0)


def test_the_first_interrupt_finishes_the_page_in_hand(store: Store, write: Callable[..., Path]) -> None:
    folder = write(20)

    def press(progress: Progress) -> None:
        if progress.done == 7:
            signal.raise_signal(signal.SIGINT)

    with Interrupt() as interrupt:
        report = add(store, folder, progress=interrupt.watch(press), stop=interrupt)
    assert interrupt.requested
    assert report.added == len(store.articles.ids()) == 8


def test_the_second_interrupt_rolls_the_batch_back(store: Store, write: Callable[..., Path]) -> None:
    folder = write(ingest.BATCH + 20)

    def press_twice(progress: Progress) -> None:
        if progress.done == ingest.BATCH + 7:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt), Interrupt() as interrupt:
        add(store, folder, progress=interrupt.watch(press_twice), stop=interrupt)
    assert len(store.articles.ids()) == ingest.BATCH
    assert store.integrity() == []


def test_an_interrupt_before_anything_was_read_stops_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), Interrupt():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


_KILLED = """
import os, signal, sys
from reader.library import Library

def die(progress):
    if progress.phase == sys.argv[2] and progress.done >= int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

with Library.open() as library:
    library.add([sys.argv[1]], progress=die)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize(("phase", "at", "kept"), [("reading", 230, 200), ("indexing", 0, 260)])
def test_a_killed_import_is_simply_run_again(
    run: RunReader, environment: dict[str, str], write: Callable[..., Path], phase: str, at: int, kept: int
) -> None:
    folder = write(260)
    died = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder), phase, str(at)], env=environment, check=False
    )
    assert died.returncode == -signal.SIGKILL
    with Library.open() as library:
        assert len(library.ids()) == kept
        assert library.store.integrity() == []
    assert run("add", folder).out == f"{260 - kept} added, 0 updated, {kept} unchanged\n"
    assert run("search", "259").code == 0
    assert run("check").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_control_c_in_the_middle_of_an_import(
    run: RunReader, environment: dict[str, str], write: Callable[..., Path]
) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
    folder = write(1500)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "reader", "add", str(folder)],
        env=environment | {"TERM": "xterm-256color"},
        encoding="utf-8",
        timeout=120,
    )
    child.expect("Reading pages")
    child.sendintr()
    out = child.read()
    child.close()
    assert child.exitstatus == 130, out
    assert "reader: interrupted; what is done is kept" in out
    assert "Traceback" not in out
    with Library.open() as library:
        kept = len(library.ids())
        assert library.store.integrity() == []
    assert kept < 1500
