"""The reader's own files are no articles; those of the person beside them are."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library import Library
from reader.own_files import is_own_name


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("library.sqlite3", True),
        ("library.sqlite3-wal", True),
        ("library.sqlite3-log-of-another", True),
        ("index/about.json", True),
        ("tour/library.sqlite3", True),
        ("screen.json", True),
        ("search.history", True),
        ("opening", True),
        ("notes.md", False),
        ("index.html", False),
        ("pages/index.html", False),
        ("pages/library.sqlite3", False),
        ("library.txt", False),
    ],
)
def test_names(path: str, own: bool) -> None:
    assert is_own_name(path) is own


def test_the_data_directory_itself_gives_what_the_person_put_there(tmp_path: Path, run, page_text) -> None:
    data = tmp_path / "data"
    link = tmp_path / "link"
    with Library.open(data) as library:
        library.add([])
        library.catch_up()
    link.symlink_to(data)
    (data / "screen.json").write_text('{"a": 1}')
    (data / "notes").mkdir()
    (data / "notes" / "ferry.txt").write_text(page_text("The ferry", "It is late."))
    for name in (data, link, tmp_path):
        done = run("--data-dir", data, "add", name)
        assert (done.code, "failed" in done.out) == (0, False)
        assert "files of the library itself are no articles" in done.err
    with Library.open(data) as library:
        assert [library.summary(id).title for id in library.ids()] == ["The ferry"]
    named = run("--data-dir", data, "add", data / "screen.json", data / "library.sqlite3")
    assert named.code == 1
    assert named.err.count("a file of the library itself, which is no article") == 2
    dry = run("--data-dir", data, "add", "--dry-run", data)
    assert "1 article in 1 file" in dry.out
