"""Articles out again: file names that are safe, files that are not overwritten, pages that come back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ReaderError
from reader.library.new_files import MAX_BYTES, FileNames, file_name, write_new

RunReader = Callable[..., Any]


# --- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Wind turbines", "Wind turbines"),
        ("What now?", "What now"),
        ("../../etc/passwd", "etc passwd"),
        ("..", "article 1"),
        ("...", "article 1"),
        ("", "article 1"),
        ("///", "article 1"),
        ("C:\\Windows\\system32", "C Windows system32"),
        ("-rf", "rf"),
        ("~root", "root"),
        (".hidden", "hidden"),
        ("con", "con_"),
        ("NUL.txt", "NUL.txt_"),
        ("COM1", "COM1_"),
        ("console", "console"),
        ("a\x00b\x1b[31mc\n\td", "ab[31mc d"),
        ("user\u202etxt.exe", "usertxt.exe"),
        ("ends. . .", "ends"),
        ("語" * 100, "語" * (MAX_BYTES // 3)),
    ],
)
def test_file_names(title: str, name: str) -> None:
    assert file_name(title, "article 1") == name


@given(st.text(max_size=300))
def test_a_file_name_is_always_safe(title: str) -> None:
    name = file_name(title, "article 1")
    assert name
    assert not set(name) & set('/\\:*?"<>|\x00\n\r\t')
    assert name[0] not in ".-~ "
    assert name[-1] not in ". "
    assert len(name.encode("utf-8")) <= MAX_BYTES + 1
    assert Path("folder", name).parent == Path("folder")


def test_no_name_is_given_twice() -> None:
    names = FileNames()
    chosen = [
        names.choose("News", 1),
        names.choose("NEWS", 2),
        names.choose("News?", 3),
        names.choose("Olds", 4),
    ]
    assert chosen == ["News", "NEWS (2)", "News (3)", "Olds"]
    names = FileNames()
    assert [names.choose("X (3)", 1), names.choose("X", 2), names.choose("X", 3)] == [
        "X (3)",
        "X",
        "X (3) (3)",
    ]


# --- files ------------------------------------------------------------------------------------------


def test_a_file_is_not_overwritten_by_accident(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    write_new(file, "one")
    write_new(file, "one")
    with pytest.raises(ReaderError, match="already exists"):
        write_new(file, "two")
    assert file.read_text() == "one"
    write_new(file, "two", replace=True)
    assert file.read_text() == "two"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="needs limits on the size of files")
    file = tmp_path / "page.txt"
    write_new(file, "one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        for there, replace in ((file, True), (tmp_path / "new.txt", False)):
            with pytest.raises(OSError, match=there.name) as caught:
                write_new(there, "two" * 1000, replace=replace)
            assert caught.value.filename == str(there)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_text() == "one"


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    link = tmp_path / "page.txt"
    link.symlink_to(precious)
    with pytest.raises(ReaderError):
        write_new(link, "two")
    write_new(link, "two", replace=True)
    assert precious.read_text() == "mine"
    assert link.read_text() == "two"


@pytest.mark.parametrize("what", ["large file", "unreadable file", "link with the same text"])
def test_what_is_there_is_looked_at_with_care(tmp_path: Path, what: str) -> None:
    file = tmp_path / "page.txt"
    if what == "large file":
        with file.open("wb") as stream:
            stream.truncate(2**40)
    elif what == "unreadable file":
        file.write_text("one")
        file.chmod(0)
    else:
        (tmp_path / "other").write_text("two")
        file.symlink_to(tmp_path / "other")
    with pytest.raises(ReaderError, match="already exists"):
        write_new(file, "two")


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(self))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_new(tmp_path / "page.txt", "one")
    assert (tmp_path / "page.txt").read_text() == "one"
    assert len(list(tmp_path.iterdir())) == 1


# --- the command ------------------------------------------------------------------------------------


@pytest.fixture
def library(run: RunReader, pages: Path) -> None:
    run("add", pages)


@pytest.mark.usefixtures("library")
def test_export_writes_a_page_for_each_article(run: RunReader, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "deep"
    result = run("export", folder)
    assert result.code == 0
    assert sorted(map(Path, result.lines)) == sorted(folder.iterdir())
    names = {file.name for file in folder.iterdir()}
    assert names == {"Wind turbines.txt", "Windmills.txt", "Tides.txt", "How to make tea.txt"}


@pytest.mark.usefixtures("library")
def test_what_is_exported_comes_back_the_same(run: RunReader, tmp_path: Path) -> None:
    folder, other = tmp_path / "out", tmp_path / "other"
    run("export", folder, "1", "3")
    assert run("add", folder, "--data-dir", other).out == "2 added, 0 updated, 0 unchanged\n"

    def told(record: dict[str, Any]) -> dict[str, Any]:
        links = [(link["kind"], link["title"], link["teaser"]) for link in record["links"]]
        return {key: record[key] for key in ("title", "note", "blocks", "text")} | {"links": links}

    before = [told(record) for record in run("export", "--json").records]
    after = [told(record) for record in run("export", "--json", "--data-dir", other).records]
    assert len(after) == 2
    assert all(record in before for record in after)


JOINED = "A family \U0001f468\u200d\U0001f469\u200d\U0001f467 and \u0dc1\u0dca\u200d\u0dbb\u0dd3 lanka"


def test_a_page_goes_into_a_pipe_unchanged(
    start: RunReader, run: RunReader, tmp_path: Path, page_text: Callable[..., str]
) -> None:
    from reader.library import Library

    page = tmp_path / "page.txt"
    page.write_text(page_text("Joiners", JOINED), encoding="utf-8")
    run("add", page)
    for out in (run("export", "-", "1").out, start("export", "-", "1", PYTHONIOENCODING="latin-1").out):
        with Library.open() as library:
            assert out == library.as_page(1)
        (tmp_path / "again.txt").write_text(out, encoding="utf-8")
        assert run("add", tmp_path / "again.txt").out.startswith("0 added, 0 updated, 1 unchanged")


def test_a_page_on_a_terminal_is_cleaned(
    in_terminal: RunReader, run: RunReader, tmp_path: Path, page_text: Callable[..., str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(page_text("Joiners", JOINED), encoding="utf-8")
    run("add", page)
    out = in_terminal("export", "-", "1").out
    assert "A family" in out
    assert "\u200d" not in out
    assert not out.endswith("\n\n")


@pytest.mark.usefixtures("library")
def test_export_again_changes_nothing_and_replaces_only_when_told(run: RunReader, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    run("export", folder)
    assert run("export", folder).code == 0
    (folder / "Tides.txt").write_text("my own notes")
    result = run("export", folder)
    assert result.code == 1
    assert "Tides.txt already exists" in result.err
    assert len(result.lines) == 3
    assert (folder / "Tides.txt").read_text() == "my own notes"
    assert run("export", "--force", folder).code == 0
    assert (folder / "Tides.txt").read_text() != "my own notes"


@pytest.mark.usefixtures("library")
def test_export_as_json(run: RunReader, tmp_path: Path) -> None:
    records = run("export", "--json").records
    assert [record["id"] for record in records] == [1, 2, 3, 4]
    assert records[0] == run("show", "1", "--json").records[0]
    (record,) = run("export", "--json", tmp_path / "out", "4").records
    assert record == {
        "id": 4,
        "title": "How to make tea",
        "label": "How to make tea",
        "path": str(tmp_path / "out" / "How to make tea.txt"),
    }


@pytest.mark.usefixtures("library")
def test_export_goes_on_after_an_unknown_article(run: RunReader, tmp_path: Path) -> None:
    result = run("export", tmp_path / "out", "77", "4")
    assert (result.code, len(result.lines)) == (1, 1)
    assert result.err.splitlines() == [
        "reader: there is no article 77 in this library",
        "page keeps only the text and links by title; --format jsonl, html or epub keep everything",
    ]


def test_export_of_nothing(run: RunReader, tmp_path: Path) -> None:
    assert run("export", tmp_path / "out").code == 1


@pytest.mark.usefixtures("library")
def test_export_to_where_nothing_can_be_written(run: RunReader, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    reasons = {
        "file": "is a file, not a folder",
        "link": "is a link to nothing, not a folder",
        "file/deeper": "cannot be created: something above it is a file, not a folder",
    }
    for name, reason in reasons.items():
        result = run("export", tmp_path / name)
        assert (result.code, result.out) == (1, "")
        assert result.err == f"reader: {tmp_path / name} {reason}\n"


@pytest.mark.usefixtures("library")
def test_export_to_no_name_is_not_to_here(run: RunReader, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    for options in ([], ["--json"]):
        result = run("export", *options, "", "3")
        assert result.code == 2
        assert "no folder given" in result.err
    assert sorted(tmp_path.iterdir()) == before
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir(tmp_path / "deeper")
    # A folder by any name is one.
    assert run("export", ".", "3").out == "Tides.txt\n"
    assert run("export", "..", "3").out == "../Tides.txt\n"
    assert (tmp_path / "Tides.txt").read_bytes() == (tmp_path / "deeper" / "Tides.txt").read_bytes()


@pytest.mark.usefixtures("library")
def test_export_replaces_nothing_but_files_and_links(run: RunReader, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (folder / "Tides.txt").mkdir(parents=True)
    (folder / "Tides.txt" / "precious").touch()
    os.mkfifo(folder / "Windmills.txt")
    (folder / "How to make tea.txt").symlink_to("/dev/zero")
    result = run("export", folder, "--force")
    assert result.code == 1
    assert result.err.count("already exists, and is not a file that can be replaced") == 2
    assert (folder / "Tides.txt" / "precious").exists()
    assert (folder / "Windmills.txt").is_fifo()
    assert not (folder / "How to make tea.txt").is_symlink()
    assert len(list(folder.iterdir())) == 4


def test_a_number_alone_is_no_folder(run: RunReader, pages: Path, tmp_path: Path, monkeypatch) -> None:
    assert run("add", pages).code == 0
    monkeypatch.chdir(tmp_path)
    result = run("export", "3")
    assert result.code == 2
    assert "write ./3 for a folder with that name" in result.err
    assert not (tmp_path / "3").exists()
    assert len(run("export", "./3", "3").lines) == 1


@pytest.mark.parametrize("format", ["markdown", "html", "epub", "jsonl"])
def test_an_export_gives_an_equal_library(run, tmp_path, format):
    """Through the command: the whole library, added again to an empty one."""
    data, again = str(tmp_path / "one"), str(tmp_path / "two")
    notes = tmp_path / "notes"
    (notes / "sub").mkdir(parents=True)
    (notes / "note.md").write_text(
        "---\ntitle: Ice\nsource: https://example.org/ice\nauthor: A. Smith\ntags: [sea]\nstarred: true\n"
        "---\n\n"
        "The harbour ==froze twice== that **winter**.\n\n- one\n- [two](sub/thaw.md#Late%20*ice*)\n",
        encoding="utf-8",
    )
    (notes / "sub" / "thaw.md").write_text(
        "---\ntitle: '#1: thaw & \"flood\" %20?'\n---\nAs [[note]] says, see [the **old** one](../note.md)"
        " and [this](gone.md).\n",
        encoding="utf-8",
    )
    run("--data-dir", data, "add", notes)
    to = str(tmp_path / "out" / "all") + {"epub": ".epub", "jsonl": ".jsonl"}.get(format, "")
    assert run("--data-dir", data, "export", "--format", format, to).code == 0
    assert run("--data-dir", again, "add", to).out.startswith("2 added")
    fields = ("title", "url", "author", "tags", "starred", "highlights", "lang", "text")

    def told(where):
        records = run("--data-dir", where, "export", "--json").records
        titles = {record["id"]: record["title"] for record in records}
        return {
            record["title"]: [
                *(record[field] for field in fields),
                [titles.get(link["target"]) for link in record["links"]],
            ]
            for record in records
        }

    assert told(again) == told(data)
    assert [found[-1] for found in told(data).values()] == [
        ['#1: thaw & "flood" %20?'],
        ["Ice", "Ice", None],
    ]


def test_a_search_is_exported_as_a_book(run, tmp_path):
    data = str(tmp_path / "data")
    for name in ("ice", "sun"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\n{name}\n\nAll about {name}.\n", encoding="utf-8")
    run("--data-dir", data, "add", str(tmp_path / "ice.txt"), str(tmp_path / "sun.txt"))
    book = tmp_path / "book.epub"
    assert run("--data-dir", data, "export", "--format", "epub", "--query", "ice", str(book)).code == 0
    assert run("--data-dir", data, "export", "--format", "epub", str(book)).code == 1
    assert (
        run(
            "--data-dir", data, "export", "--format", "epub", "--query", "nothing at all", str(tmp_path / "x")
        ).code
        == 1
    )
    run("--data-dir", str(tmp_path / "other"), "add", str(book))
    out = run("--data-dir", str(tmp_path / "other"), "list", "--json").out
    assert [json.loads(line)["title"] for line in out.splitlines()] == ["ice"]


def test_an_article_that_is_only_an_address_is_no_empty_file(run, tmp_path):
    """What a list of bookmarks gives neither a title nor a text."""
    record = {"format": "article-reader 1", "title": "https://example.org/a", "title_from": "text"}
    (tmp_path / "one.jsonl").write_text(
        json.dumps(record | {"url": "https://example.org/a"}), encoding="utf-8"
    )
    run("add", tmp_path / "one.jsonl")
    assert run("export", tmp_path / "out").code == 0
    assert run("--data-dir", tmp_path / "again", "add", tmp_path / "out").out.startswith("1 added")
    (found,) = run("--data-dir", tmp_path / "again", "list", "--json").records
    assert found["label"] == "https://example.org/a"
