"""A damaged article shows as such, in every command; everything else goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RunReader = Callable[..., Any]

HINT = "; reader check says what can be repaired\n"


@pytest.fixture
def library(run: RunReader, pages: Path, data: Path) -> Path:
    """The file of a library of four articles; the second one is «Windmills»."""
    assert run("add", pages).code == 0
    assert run("search", "wind").code == 0
    return data / "library.sqlite3"


@pytest.fixture
def damaged(library: Path, put_into) -> Path:
    """The same; the text of the second article cannot be read."""
    put_into(library, "bodies", "blocks", '[["nothing",["x"],0,""]]', "article = 2")
    return library


def test_show_says_the_sentence(run: RunReader, damaged: Path) -> None:
    for options in ([], ["--json"]):
        result = run("show", 2, *options)
        assert (result.code, result.out) == (1, "")
        sentence = "reader: article 2 is damaged in the library: its text has an unknown kind of block"
        assert result.err == sentence + HINT
    assert run("show", 1).code == 0


@pytest.mark.parametrize("arguments", [["--json"], ["-"], ["OUT"]])
def test_export_names_it_and_goes_on(
    run: RunReader, damaged: Path, tmp_path: Path, arguments: list[str]
) -> None:
    result = run("export", *(str(tmp_path / "out") if one == "OUT" else one for one in arguments))
    assert result.code == 1
    assert result.err.count("reader: ") == 1
    assert "article 2 is damaged in the library" in result.err
    if arguments == ["OUT"]:
        assert len(list((tmp_path / "out").iterdir())) == 3
    if arguments == ["--json"]:
        assert [record["id"] for record in result.records] == [1, 3, 4]


def test_search_lists_it_with_its_title_and_no_passage(run: RunReader, damaged: Path) -> None:
    (record,) = [one for one in run("search", "--json", "windmills").records if one["id"] == 2]
    assert (record["title"], record["snippet"]) == ("Windmills", "")
    assert run("search", "windmills").code == 0


def test_every_command_goes_on(run: RunReader, damaged: Path) -> None:
    assert len(run("list").rows) == 4
    assert run("list", "tag:none").code == 1
    assert run("related", 2).err == ""
    assert run("links", 2).code == run("links").code == run("wanted").code == 0
    assert run("search", "--save", "wind", "wind").code == 0
    assert run("search", "--saved").rows == [["wind", "1", "wind"]]
    assert run("reindex").err.count("article 2") <= 1
    assert run("search", "turbines").code == 0
    assert run("remove", 2).out.startswith("2\tWindmills")
    assert len(run("list").rows) == 3


def test_list_names_what_cannot_be_read_and_shows_the_rest(run: RunReader, library: Path, put_into) -> None:
    put_into(library, "articles", "title", None, "id = 2")
    put_into(library, "articles", "added", 1e300, "id = 2")
    result = run("list")
    assert result.code == 1
    assert len(result.rows) == 4
    assert ["2", "(damaged title)"] in [row[:2] for row in result.rows]
    sentence = "article 2 is damaged in the library: its title, when it was added cannot be read"
    assert result.err == f"reader: {sentence}{HINT}"
    assert [record["id"] for record in run("list", "--json").records].count(2) == 1


@pytest.mark.parametrize("value", ["\0", "a\0b\x1b[31m", b"text:\xed\xa0\x80\xff", b"\x00\xff"])
def test_odd_characters_in_a_row_reach_no_terminal_and_stop_nothing(
    run: RunReader, library: Path, put_into, tmp_path: Path, value: object
) -> None:
    for table, column in (
        *(("articles", "title"), ("articles", "lead"), ("sources", "uri"), ("links", "title")),
        *(("bodies", "note"), ("bodies", "note_label"), ("articles", "lang"), ("articles", "tags")),
    ):
        put_into(
            library, table, column, value, "id = 2" if table in ("articles", "sources") else "article = 2"
        )
    for arguments in (
        *(["list"], ["list", "--json"], ["show", 2], ["show", 1], ["links"], ["links", "--json"], ["wanted"]),
        *(["related", 1], ["search", "tired"], ["search", "--json", "wind"], ["export", "--json"]),
        *(
            ["export", tmp_path / "out"],
            ["check"],
            ["list", "source:pages"],
            ["list", "lang:en"],
            ["reindex"],
        ),
    ):
        result = run(*arguments)
        assert result.code in (0, 1)
        assert "should not have happened" not in result.err
        assert not set(result.out + result.err) & set(map(chr, [*range(9), *range(11, 32), 127]))


def test_check_says_what_can_be_done_and_does_it(run: RunReader, damaged: Path) -> None:
    result = run("check")
    assert result.code == 1
    told = "article 2 (Windmills): its text is damaged; 'reader check --repair' rebuilds it from the page"
    assert told in result.out
    done = run("check", "--repair")
    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "article 2 (Windmills): rebuilt from the page it was read from\neverything is in order\n"
    )
    assert "very tired people" in run("show", 2).out
    assert run("check").code == 0
    (record,) = run("check", "--repair", "--json").records
    assert record == {"problems": [], "done": []}


def test_adding_the_page_again_repairs_it(run: RunReader, damaged: Path, pages: Path) -> None:
    assert run("add", pages).out == "0 added, 1 updated, 3 unchanged\n"
    assert "very tired people" in run("show", 2).out
    assert run("search", "tired").rows[0][0] == "2"
    assert run("check").code == 0
    assert run("add", pages).out == "0 added, 0 updated, 4 unchanged\n"


def test_a_library_cut_off_says_so_and_what_remains_to_be_done(run: RunReader, library: Path) -> None:
    run("list")
    raw = library.read_bytes()
    library.write_bytes(raw[: len(raw) // 2])
    for arguments in (
        ["list"],
        ["show", 2],
        ["search", "wind"],
        ["check"],
        ["check", "--repair"],
        ["add", "."],
    ):
        result = run(*arguments)
        assert result.code == 1
        assert "is damaged" in result.out + result.err
        assert "should not have happened" not in result.err
    assert "'reader restore' restores a backup" in run("check").out
