"""``reader remove``, ``trash``, ``restore ID``, ``undo`` and ``redo``: removed articles come back."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.changes import Star
from reader.library import Library


@pytest.fixture(autouse=True)
def library(run, pages: Path) -> None:
    assert run("add", pages).code == 0


def titles(run) -> list[str]:
    return [record["title"] for record in run("list", "--json").records]


def exported(run, folder: Path) -> dict[str, str]:
    assert run("export", folder).code == 0
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.iterdir())}


def hits(run) -> list[dict[str, object]]:
    # The score depends on what the index knows of articles that are gone.
    return [record | {"score": 0} for record in run("search", "--json", "tired").records]


TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_removed_articles_lie_in_the_trash_and_come_back(run, tmp_path: Path) -> None:
    before, pages = run("list", "--json").out, exported(run, tmp_path / "before")
    found = hits(run)
    links = run("links", "--json").out
    removed = run("remove", 2)
    assert removed.code == 0
    assert removed.err == "it stays in the trash for 30 days: 'reader restore 2' brings it back\n"
    [trashed] = run("trash", "--json").records
    assert list(trashed) == ["id", "title", "label", "removed"]
    assert (trashed["id"], trashed["title"]) == (2, "Windmills")
    assert TIME.fullmatch(trashed["removed"])
    assert run("trash").rows[0][:2] == ["2", "Windmills"]
    assert "Windmills" not in titles(run)
    assert run("search", "tired").code == 1
    assert len(exported(run, tmp_path / "without")) == len(pages) - 1

    restored = run("restore", 2, "--json")
    assert (restored.code, restored.records) == (0, [trashed])
    assert run("trash").err == "the trash is empty\n"
    assert run("list", "--json").out == before
    assert hits(run) == found
    assert run("links", "--json").out == links
    assert exported(run, tmp_path / "after") == pages
    assert run("check").code == 0


def test_undo_and_redo(run) -> None:
    run("remove", 1, 3)
    undone = run("undo")
    assert (undone.code, undone.out) == (0, "Undone: moved 2 articles to the trash\n")
    assert undone.err == "'reader redo' redoes it\n"
    assert len(titles(run)) == 4
    redone = run("redo", "--json")
    assert [(record["id"], bool(TIME.fullmatch(record["removed"]))) for record in redone.records] == [
        (1, True),
        (3, True),
    ]
    assert [record["removed"] for record in run("undo", "--json").records] == [None, None]
    assert run("redo").out == "Redone: moved 2 articles to the trash\n"
    assert run("redo").err == "there is nothing to redo\n"


def test_what_the_screen_did_can_be_undone_while_it_is_open(run, data: Path) -> None:
    with Library.open(data) as library:
        library.apply(Star((2,)))
        assert run("undo").out == "Undone: starred “Windmills”\n"
        assert not library.summary(2).starred
        nothing = run("undo")
        assert (nothing.code, nothing.err) == (1, "there is nothing to undo\n")


def test_the_list_of_changes(run, data: Path) -> None:
    assert run("undo", "--list").err == "nothing was changed in the last 30 days\n"
    with Library.open(data) as library:
        library.apply(Star((2,)))
        library.remove([1, 3])
    run("undo")
    rows = run("undo", "--list").rows
    assert [(row[0], row[2], row[3]) for row in rows] == [
        ("2", "Moved 2 articles to the trash", "undone"),
        ("1", "Starred “Windmills”", ""),
    ]
    [latest] = run("undo", "--list", "-n", 1, "--json").records
    assert list(latest) == ["number", "at", "change", "articles", "undone"]
    assert (latest["number"], latest["articles"], latest["undone"]) == (2, [1, 3], True)
    assert run("undo", "-n", 1).code == 2


def test_a_change_of_a_newer_version_is_listed_and_skipped(run, data: Path) -> None:
    with Library.open(data) as library:
        library.apply(Star((1,)))
        library.apply(Star((2,)))
    with closing(sqlite3.connect(data / "library.sqlite3")) as connection:
        connection.execute("""UPDATE journal SET change = '{"kind": "Burn"}' WHERE number = 2""")
        connection.commit()
    assert "newer version" in run("undo", "--list").out
    assert run("undo", "--list", "--json").records[0]["articles"] is None
    undone = run("undo")
    assert undone.out == (
        "Undone: starred “Wind turbines”; 1 newer change could not be read and was skipped\n"
    )


def test_restore_takes_numbers_or_one_file(run, tmp_path: Path) -> None:
    for arguments in ([], ["1", "backup"], ["one", "two"]):
        result = run("restore", *arguments)
        assert result.code == 2
        assert "give the ids of articles in the trash, or one backup file" in result.err
    run("remove", 1)
    result = run("restore", 1, 2, 99)
    assert result.code == 1
    assert result.rows == [["1", "Wind turbines"]]
    assert "article 2 was not restored: it is in the library" in result.err
    assert "article 99 was not restored: it is not in the trash (for a backup" in result.err
    assert "write ./99)" in result.err
    assert run("restore", "--force", 1).code == 2
    assert run("restore", "9" * 30).code == 2
    assert run("backup", tmp_path / "copy").code == 0
    assert run("restore", tmp_path / "copy").code == 0


def test_the_trash_is_emptied_only_when_that_is_meant(run, data: Path) -> None:
    assert run("trash", "--empty", "--yes").err == "the trash is empty\n"
    run("remove", 1, 2)
    asked = run("trash", "--empty")
    assert (asked.code, asked.err) == (2, "reader: deleting 2 articles for good needs --yes\n")
    assert run("trash", "--yes").code == 2
    assert len(run("trash").rows) == 2
    assert run("trash", "--empty", "--yes").out == "2 articles deleted for good\n"
    assert run("trash").rows == []
    gone = run("undo")
    assert (gone.code, gone.out) == (
        1,
        "Not undone: moved 2 articles to the trash; 2 articles no longer exist\n",
    )
    assert run("check").code == 0


def test_many_are_brought_back_by_undo(run) -> None:
    with Library.open() as library:
        ids = library.ids()
    removed = run("remove", *ids, *ids)
    assert removed.err.endswith("brings them back\n")
    assert run("list").code == 1
    assert run("undo").code == 0
    assert len(titles(run)) == 4


def test_a_removed_article_stays_away_when_its_folder_is_added_again(run, data: Path, pages: Path) -> None:
    with Library.open(data) as library:
        library.apply(Star((2,)))
    run("remove", 2)
    for _ in ("in the trash", "no longer in the trash"):
        again = run("add", pages)
        assert again.out == "0 added, 0 updated, 3 unchanged\n"
        assert "1 article that you removed was left out" in again.err
        assert "reader add --removed" in again.err
        run("trash", "--empty", "--yes")
    assert json.loads(run("add", "--json", pages).out)["left_out"] == 1
    assert run("add", "--removed", pages).out == "1 added, 0 updated, 3 unchanged\n"
    assert run("search", "tired").code == 0
    assert run("add", pages).err == ""


def test_a_removed_article_is_back_when_its_file_is_named(run, data: Path) -> None:
    with Library.open(data) as library:
        library.apply(Star((2,)))
        (file,) = library.store.articles.sources(2)
    run("remove", 2)
    assert run("add", file).out == "1 added, 0 updated, 0 unchanged\n"
    with Library.open(data) as library:
        assert library.summary(2).starred
    assert run("trash").rows == []


def test_titles_are_harmless_on_a_terminal(
    run, in_terminal: Callable[..., object], data: Path, tmp_path: Path
) -> None:
    page = tmp_path / "evil.txt"
    page.write_text("Evil \x1b]0;title\x07\n\nEvil \x1b]0;title\x07\n\nText of it.\n", encoding="utf-8")
    run("add", page)
    shown = in_terminal("remove", 5).out + in_terminal("trash").out  # type: ignore[attr-defined]
    shown += in_terminal("undo", "--list").out + in_terminal("undo").out  # type: ignore[attr-defined]
    assert "\x1b]0" not in shown
    assert "\x07" not in shown
