"""No command deletes, follows or runs what lies in the index directory and is not reader's."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RunReader = Callable[..., Any]

COMMANDS = [
    ("search", "wind"),
    ("search", "--json", "wind turbines"),
    ("list", "tide"),
    ("list",),
    ("related", "1"),
    ("check",),
    ("check", "--json"),
    ("show", "1"),
    ("links", "1"),
    ("wanted",),
    ("search", "--save", "mine", "wind"),
    ("search", "--saved"),
    ("export", "--json"),
    ("reindex",),
    ("reindex", "--pending"),
    ("remove", "4"),
]


@pytest.fixture
def library(run: RunReader, pages: Path) -> None:
    assert run("add", pages).code == 0


class _Runs:
    def __init__(self, witness: Path) -> None:
        self._witness = witness

    def __reduce__(self):
        return (os.mkdir, (str(self._witness),))


@pytest.mark.usefixtures("library")
def test_a_hostile_table_of_contents_is_not_run(
    run: RunReader, data: Path, pages: Path, tmp_path: Path
) -> None:
    witness = tmp_path / "witness"
    hostile = pickle.dumps(_Runs(witness))
    about = (data / "index" / "about.json").read_bytes()
    (pages / "5-new.txt").write_text("A new page\n\nA new page\n\nWith something to say.\n")
    for command in (*COMMANDS, ("add", str(pages / "5-new.txt"))):
        for name in ("_ARTICLES.toc", "_ARTICLES_1.toc", "_ARTICLES_999.toc"):
            (data / "index" / name).write_bytes(hostile)
        old = json.loads(about) | {"format": 4}
        (data / "index" / "about.json").write_text(json.dumps(old))
        result = run(*command)
        assert "Traceback" not in result.err
        assert not witness.exists(), command
    assert run("search", "wind").code == 0
    assert run("check").code == 0


def test_a_directory_of_the_users_own_is_left_alone(run: RunReader, data: Path, pages: Path) -> None:
    chapter = data / "index" / "chapter" / "one.md"
    chapter.parent.mkdir(parents=True)
    chapter.write_text("mine")
    added = run("add", pages)
    assert (added.code, added.out) == (0, "4 added, 0 updated, 0 unchanged\n")
    assert f"{data / 'index'} was not made by reader" in added.err
    for command in COMMANDS:
        result = run(*command)
        assert "Traceback" not in result.err
        if command[0] == "check" and "--json" not in command:
            assert "was not made by reader" in result.out
        elif command[0] == "reindex":
            assert result.code == 1
            assert "move it elsewhere" in result.err
    assert [path.name for path in (data / "index").rglob("*")] == ["chapter", "one.md"]
    assert chapter.read_text() == "mine"
    (data / "index").rename(data / "my chapters")
    found = run("search", "wind", "turbines")
    assert found.code == 0
    assert found.err == ""


@pytest.mark.usefixtures("library")
def test_a_link_in_the_index_is_not_entered(run: RunReader, data: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter").write_text("mine")
    (data / "index" / "link").symlink_to(precious)
    (data / "index" / "ARTICLES_aaaaaaaaaaaaaaaa.art").symlink_to(precious)
    for command in COMMANDS:
        run(*command)
    (data / "index" / "_ARTICLES.toc").write_text("damaged")
    assert run("search", "wind").code == 0
    assert (precious / "letter").read_text() == "mine"
    assert (data / "index" / "link").is_symlink()


@pytest.mark.usefixtures("library")
def test_a_read_only_library_with_a_hostile_index(
    run: RunReader, data: Path, tmp_path: Path, read_only: Callable[[Path], Any]
) -> None:
    witness = tmp_path / "witness"
    for path in (data / "index").iterdir():
        path.write_bytes(pickle.dumps(_Runs(witness)))
    with read_only(data):
        for command in COMMANDS:
            assert "Traceback" not in run(*command).err
    assert not witness.exists()


@pytest.mark.usefixtures("library")
def test_a_library_put_back_from_a_copy(run: RunReader, data: Path, pages: Path) -> None:
    copy = (data / "library.sqlite3").read_bytes()
    page = pages / "4-tea.txt"
    page.write_text("How to make tea\n\nHow to make tea\n\nAsk a grandmother.\n")
    assert run("add", page).out == "0 added, 1 updated, 0 unchanged\n"
    assert run("search", "--json", "grandmother").records
    (data / "library.sqlite3").write_bytes(copy)
    assert (
        "another state" in run("check").out or "the search index and the library differ" in run("check").out
    )
    assert [hit["title"] for hit in run("search", "--json", "boil").records] == ["How to make tea"]
    assert run("search", "--json", "grandmother").records == []
    assert run("check").code == 0


def test_a_mistake_of_ours_is_told_in_a_line(
    run: RunReader, monkeypatch: pytest.MonkeyPatch, home: Path, data: Path
) -> None:
    def mistaken(*_arguments: object, **_named: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr("reader.library.LocalLibrary.ids", mistaken)
    result = run("list")
    assert result.code == 1
    assert "this should not have happened (AttributeError: no such thing)" in result.err
    assert len(result.err.splitlines()) == 1
    assert "Traceback" in (home / "log" / "reader.log").read_text()
