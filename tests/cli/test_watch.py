"""``reader add --watch``: what comes into a folder, until Ctrl+C."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.cli.waking import Waker
from reader.sources.looking import Lookout, Stamp, look_at

Until = Callable[[Callable[[], bool]], None]


def saved(title: str, words: str = "Some words of it.") -> str:
    return f"{title}\n\n{title}\n\n{words}\n"


def until(condition: Callable[[], bool]) -> None:
    """Waits for something; fails if it never comes."""
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "what the test waits for did not come"
        time.sleep(0.02)


class Watch:
    """A running command, and the lines that it has printed."""

    def __init__(self, words: list[str], environment: dict[str, str]) -> None:
        # Short looks: the command itself takes no option for them.
        start = (
            "import sys; from reader.cli import main, waking;"
            " waking.EVERY, waking.SLICE = 0.1, 0.02; sys.exit(main())"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", start, *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def problem(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.readline().rstrip("\n")

    def end(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture
def watching(environment: dict[str, str]) -> Iterator[Callable[..., Watch]]:
    begun: list[Watch] = []

    def begin(*words: object) -> Watch:
        begun.append(Watch([str(word) for word in words], environment))
        return begun[-1]

    yield begin
    for each in begun:
        if each.process.poll() is None:
            each.process.kill()
        each.process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "saved"
    top.mkdir()
    (top / "a.txt").write_text(saved("A harbour"))
    return top


def test_what_comes_is_added_line_by_line(
    watching: Callable[..., Watch], run: Callable[..., Any], folder: Path
) -> None:
    watch = watching("add", "--watch", "--tag", "sea", folder)
    assert watch.problem() == f"watching {folder}; Ctrl+C ends"
    assert watch.line() == "added: A harbour (a.txt)"
    (folder / "more").mkdir()
    (folder / "more" / "b.txt").write_text(saved("A tide"))
    assert watch.line() == "added: A tide (more/b.txt)"
    (folder / "a.txt").write_text(saved("A harbour", "Other words, and more of them."))
    assert watch.line() == "updated: A harbour (a.txt)"
    (folder / "a.txt").unlink()
    assert watch.problem() == "1 article is no longer where it came from; it stays in the library"
    assert watch.end() == 0
    assert {record["title"] for record in run("list", "tag:sea", "--json").records} == {"A harbour", "A tide"}
    assert run("search", "harbour", "--json").records[0]["title"] == "A harbour"


def test_lines_of_json_and_what_fails(watching: Callable[..., Watch], folder: Path) -> None:
    watch = watching("add", "--watch", "--json", folder)
    assert json.loads(watch.line()) == {"event": "watching", "source": str(folder)}
    added = json.loads(watch.line())
    assert added.pop("id") > 0
    titled = {"title": "A harbour", "label": "A harbour"}
    assert added == {"event": "added", **titled, "source": f"{folder}/a.txt", "member": ""}
    (folder / "b.txt").write_bytes(bytes(range(256)))
    failed = {
        "event": "failed",
        "source": f"{folder}/b.txt",
        "member": "",
        "error": "is binary data, not text",
    }
    assert json.loads(watch.line()) == failed
    (folder / "c.txt").write_text(saved("A tide"))
    # Nothing is said twice of what has failed and is as it was.
    assert json.loads(watch.line())["title"] == "A tide"
    assert watch.end() == 0


def test_a_folder_that_goes_and_comes_back(watching: Callable[..., Watch], folder: Path) -> None:
    watch = watching("add", "--watch", folder)
    assert watch.line() == "added: A harbour (a.txt)"
    away = folder.with_name("away")
    folder.rename(away)
    assert watch.problem().startswith("watching ")
    assert (
        watch.problem() == f"reader: {folder}: no such file or directory; it is added once it is there again"
    )
    (away / "b.txt").write_text(saved("A tide"))
    away.rename(folder)
    assert watch.line() == "added: A tide (b.txt)"
    assert watch.end() == 0


def test_names_with_line_ends_take_one_line(watching: Callable[..., Watch], folder: Path) -> None:
    (folder / "a.txt").rename(folder / "a\nb\x1b[31m.txt")
    watch = watching("add", "--watch", folder)
    assert watch.line() == "added: A harbour (a b[31m.txt)"


def test_the_librarys_own_files_are_not_named_in_each_round(
    watching: Callable[..., Watch], folder: Path
) -> None:
    watch = watching("--data-dir", folder / "library", "add", "--watch", folder)
    assert watch.problem().startswith("watching ")
    assert watch.line() == "added: A harbour (a.txt)"
    for name in "bc":
        (folder / f"{name}.txt").write_text(saved(f"A tide {name}"))
        assert watch.line() == f"added: A tide {name} ({name}.txt)"
    (folder / "d.txt").write_bytes(bytes(range(256)))
    assert watch.problem() == f"{folder}/d.txt: is binary data, not text"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("add", "--watch", "none"), "none: --watch needs a folder that is there"),
        (("add", "--watch", "-"), "-: --watch needs a folder that is there"),
        (
            ("add", "--watch", "--dry-run", "."),
            "--watch adds what comes, and --dry-run adds nothing: choose one of them",
        ),
    ],
)
def test_what_cannot_be_watched(run: Callable[..., Any], words: tuple[str, ...], problem: str) -> None:
    result = run(*words)
    assert (result.code, result.err) == (2, f"reader: {problem}\n")


# --- when a file is ready ---------------------------------------------------------------------------------


def stamps(**sizes: int) -> dict[str, Stamp]:
    return {path.replace("_", "."): Stamp(size, 0, 0) for path, size in sizes.items()}


def test_a_file_is_ready_once_two_looks_have_seen_it_alike() -> None:
    lookout = Lookout()
    assert lookout.compare(stamps(a=1)) == (frozenset(), 1, frozenset())
    assert lookout.compare(stamps(a=2)) == (frozenset(), 1, frozenset())
    assert lookout.compare(stamps(a=2, b=1)) == (frozenset("a"), 1, frozenset())
    assert lookout.compare(stamps(a=2, b=1)) == (frozenset("b"), 0, frozenset())
    assert lookout.compare(stamps(a=2, b=1)) == (frozenset(), 0, frozenset())
    assert lookout.compare(stamps(a=3, b=1)) == (frozenset(), 1, frozenset())
    assert lookout.compare(stamps(a=3)) == (frozenset("a"), 0, frozenset("b"))
    lookout.again("a")
    assert lookout.compare(stamps(a=3)).ready == frozenset("a")


def test_a_page_waits_for_its_pictures() -> None:
    def look(picture: int) -> dict[str, Stamp]:
        sizes = {"p.html": 1, "p_files/x.png": picture, "q.html": 1, "p": 1}
        return {path: Stamp(size, 0, 0) for path, size in sizes.items()}

    lookout = Lookout()
    lookout.compare(look(1))
    assert lookout.compare(look(2)).ready == {"q.html", "p"}
    assert lookout.compare(look(2)).ready == {"p.html", "p_files/x.png"}


def test_a_look_at_a_folder(folder: Path) -> None:
    (folder / ".hidden").write_text("x")
    (folder / "in").mkdir()
    (folder / "in" / "b.txt").write_text("four")
    (folder / "nowhere").symlink_to(folder / "none")
    seen = look_at(str(folder))
    assert set(seen) == {"a.txt", "in/b.txt"}
    assert seen["in/b.txt"].size == 4
    with pytest.raises(FileNotFoundError):
        look_at(str(folder / "none"))


# --- the package that tells of changes ------------------------------------------------------------------


class Told:
    """Stands for the package ``watchfiles``: says what the test has put down."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.says: list[object] = []
        self.asked = 0
        package = types.ModuleType("watchfiles")
        package.watch = self.watch  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "watchfiles", package)

    def watch(self, *_folders: str, **options: object) -> Iterator[object]:
        assert options["yield_on_timeout"]
        while self.says:
            said = self.says.pop(0)
            if isinstance(said, Exception):
                raise said
            self.asked += 1
            yield said


def test_a_change_ends_the_wait(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("reader.cli.waking.time.sleep", pauses.append)
    told = Told(monkeypatch)
    told.says = [set(), set(), set(), {(1, "a")}, set()]
    waker = Waker([str(tmp_path)], lambda: False)
    waker.wait(settling=True)
    assert told.asked == 1, "from here on nothing is missed, and there is one more look"
    waker.wait(settling=False)
    assert (told.asked, pauses) == (4, [])


def test_without_the_package_or_when_it_fails_looks_alone_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pauses: list[float] = []
    clock = iter(range(10**6))
    monkeypatch.setattr("reader.cli.waking.time.sleep", pauses.append)
    monkeypatch.setattr("reader.cli.waking.time.monotonic", lambda: next(clock))
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    Waker([str(tmp_path)], lambda: False).wait(settling=False)
    assert len(pauses) == 1
    told = Told(monkeypatch)
    told.says = [set(), OSError("too many watches")]
    waker = Waker([str(tmp_path)], lambda: False)
    waker.wait(settling=False)
    waker.wait(settling=False)
    assert len(pauses) == 2


def test_a_wait_ends_when_it_is_to_stop(tmp_path: Path) -> None:
    Waker([str(tmp_path)], lambda: True).wait(settling=False)
