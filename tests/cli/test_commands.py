"""Every command: what it prints in a pipe and as JSON, and its exit code."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.blocks import image, picture
from reader.library import Library
from reader.model import Article, Asset, Block, Page, Span

RunReader = Callable[..., Any]

DEADLINE = 60
"""Seconds after which a program that says nothing is taken to say nothing for ever."""

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

FACTS = [
    "url",
    "site",
    "author",
    "published",
    "saved",
    "excerpt",
    "remark",
    "lang",
    "progress",
    "archived",
    "empty",
]
"""The fields of what is known of an article beside its text."""


@pytest.fixture
def library(run: RunReader, pages: Path) -> None:
    assert run("add", pages).code == 0


def ids(run: RunReader) -> dict[str, int]:
    """The id of each article by its title."""
    return {record["title"]: record["id"] for record in run("list", "--json").records}


# --- add --------------------------------------------------------------------------------------------


def test_add_says_what_it_did(run: RunReader, pages: Path) -> None:
    assert run("add", pages).out == "4 added, 0 updated, 0 unchanged\n"
    assert run("add", pages).out == "0 added, 0 updated, 4 unchanged\n"


def test_add_names_each_failure_and_goes_on(run: RunReader, pages: Path) -> None:
    (pages / "0-empty.txt").touch()
    result = run("add", "--json", pages, pages / "missing.txt")
    assert result.code == 1
    assert list(result.records[0]) == ["added", "updated", "unchanged", "failed", "notes", "left_out"]
    (record,) = result.records
    assert (record["added"], record["updated"], record["unchanged"]) == (4, 0, 0)
    failed = {Path(failure["source"]).name: failure["error"] for failure in record["failed"]}
    assert set(failed) == {"0-empty.txt", "missing.txt"}
    assert failed["missing.txt"] == "no such file or folder"
    lines = result.err.splitlines()
    assert len(lines) == 2
    assert f"{pages / 'missing.txt'}: no such file or folder" in lines


def test_add_reads_standard_input(start: RunReader, page_text: Callable[..., str]) -> None:
    text = page_text("From a pipe", "It came through a pipe and was none the worse for it.")
    assert start("add", "-", stdin=text).out == "1 added, 0 updated, 0 unchanged\n"
    assert start("add", "-", stdin=text).out == "0 added, 0 updated, 1 unchanged\n"
    (record,) = start("list", "--json").records
    assert record["source"].startswith("stdin:")
    assert start("add", "-").code == 1


def test_add_updates_the_index_too(run: RunReader, pages: Path) -> None:
    run("add", pages)
    assert run("check").code == 0
    assert run("check").err == "everything is in order\n"


def test_add_shows_progress_on_a_terminal_only(in_terminal: RunReader, start: RunReader, pages: Path) -> None:
    assert "Reading pages" in in_terminal("add", pages).out
    assert start("add", pages).err == ""


def test_add_tags_what_is_new_changed_and_here_already(run: RunReader, pages: Path) -> None:
    run("add", pages / "4-tea.txt")
    assert run("add", "--tag", "Sea", "--tag", "wind power", pages).out == "3 added, 0 updated, 1 unchanged\n"
    assert {tuple(record["tags"]) for record in run("list", "--json").records} == {("sea", "wind", "power")}
    assert len(run("list", "tag:sea").rows) == len(run("search", "tag:power").rows) == 4
    tea = pages / "4-tea.txt"
    tea.write_text(tea.read_text().replace("A pot", "A cup"))
    assert run("add", "--tag", "cup", tea).out == "0 added, 1 updated, 0 unchanged\n"
    assert run("list", "--json", "tag:cup").records[0]["tags"] == ["sea", "wind", "power", "cup"]


def test_add_refuses_addresses_of_other_kinds(run: RunReader) -> None:
    refused = run("add", "ftp://example.org/", "javascript:void")
    assert refused.code == 1
    assert refused.err.count("addresses are fetched only with http or https") == 2
    assert "no such file or folder" in run("add", "missing").err


def test_add_says_how_many_pages_are_the_same_text(run: RunReader, pages: Path) -> None:
    (pages / "5-copy.txt").write_text((pages / "4-tea.txt").read_text())
    expected = "4 added, 0 updated, 1 unchanged (1 with the same text or address as another)\n"
    assert run("add", pages).out == expected
    assert run("add", pages).out == "0 added, 0 updated, 5 unchanged\n"


# --- list -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_list_in_a_pipe(run: RunReader, pages: Path) -> None:
    rows = run("list").rows
    assert [row[1] for row in rows] == ["Wind turbines", "Windmills", "Tides", "How to make tea"]
    article, _, state, star, words, added, source, title_from = rows[0]
    assert (article, state, star, source) == ("1", "unread", "", str(pages / "1-wind.txt"))
    assert title_from == ""
    assert int(words) > 20
    assert ISO.fullmatch(added)


def test_a_title_from_elsewhere_is_marked(
    run: RunReader, in_terminal: RunReader, tmp_path: Path, page_text: Callable[..., str]
) -> None:
    named, nameless, alone = (
        "A quay at night. " * 20,
        "Boats leave at dawn and return by noon. " * 20,
        "Salt. " * 200,
    )
    texts = page_text("Quays", named, recommended=[("On boats", f"{nameless[:49]}...")]), nameless, alone
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)
    run("add", *(tmp_path / f"{number}.txt" for number in range(3)))
    rows = run("list").rows
    assert [(row[1][:8], row[-1]) for row in rows] == [
        ("Quays", ""),
        ("On boats", "link"),
        ("Salt. Sa", "text"),
    ]
    on_screen = in_terminal("list").out
    assert re.search(r"● {6}Quays", on_screen)
    assert re.search(r"● {3}~ {2}On boats", on_screen)
    assert re.search(r"● {3}~ {2}Salt\.", on_screen)
    shown = [run("show", number).out for number in (1, 2, 3)]
    assert ["title from" in text for text in shown] == [False, True, True]
    assert "· title from a link\n" in shown[1]
    assert "· title from its first words\n" in shown[2]
    assert run("show", 2, "--json").records[0]["title_from"] == "link"


def test_json_says_that_there_is_no_title(run: RunReader, tmp_path: Path) -> None:
    bookmark, words = "https://binders.example.org/a", "Kelp grows half a metre a day."
    export = [{"url": bookmark, "title": None, "tags": []}, {"url": bookmark[:-1], "title": "Binders"}]
    (tmp_path / "b.json").write_text(json.dumps(export))
    (tmp_path / "c.txt").write_text(words)
    run("add", tmp_path / "b.json", tmp_path / "c.txt")
    titles = {bookmark: (None, "address"), "Binders": ("Binders", "page"), words: (None, "text")}
    listed = run("list", "--json").records
    assert {one["label"]: (one["title"], one["title_from"]) for one in listed} == titles
    numbers = [one["id"] for one in listed]
    labels = {one["label"]: one["title"] for one in listed}

    def told(*command: str | int) -> None:
        records = run(*command, "--json").records
        assert {one["label"]: one["title"] for one in records} == labels, command

    shown = [run("show", number, "--json").records[0] for number in numbers]
    assert {one["label"]: (one["title"], one["title_from"]) for one in shown} == titles
    assert "title from its address" in run("show", numbers[0]).out + run("show", numbers[1]).out
    for command in (
        ("search", "binders OR kelp"),
        ("mark", *numbers, "--star", "--dry-run"),
        ("mark", *numbers, "--tag", "sea"),
        ("undo",),
        ("redo",),
        ("tags", "rename", "sea", "ocean"),
        ("export", tmp_path / "out", "--format", "markdown"),
        ("remove", *numbers),
        ("trash",),
        ("restore", *numbers),
        ("undo",),
        ("redo",),
    ):
        told(*command)


def test_json_that_we_have_written_comes_in_again(run: RunReader, tmp_path: Path) -> None:
    for number, words in enumerate(("Kelp grows half a metre a day.", "Eels cross the sea.")):
        address = f'<link rel="canonical" href="https://{number}.example/">'
        (tmp_path / f"{number}.html").write_text(
            f"<html><head>{address}</head><body><p>{words}</body></html>"
        )
    run("add", tmp_path / "0.html", tmp_path / "1.html")
    numbers = [one["id"] for one in run("list", "--json").records]
    shown = [run("show", number, "--json").records[0] for number in numbers]
    (tmp_path / "again.jsonl").write_text("".join(json.dumps(one) + "\n" for one in shown))
    (tmp_path / "again.json").write_text(json.dumps(shown))
    for name in ("again.jsonl", "again.json"):
        added = run("--data-dir", tmp_path / f"library of {name}", "add", tmp_path / name)
        assert added.out == "2 added, 0 updated, 0 unchanged\n", added
        again = run("--data-dir", tmp_path / f"library of {name}", "list", "--json").records
        for one, before in zip(again, shown, strict=True):
            assert (one["title"], one["label"], one["tags"]) == (None, before["label"], [])


@pytest.mark.usefixtures("library")
def test_list_as_json(run: RunReader) -> None:
    from reader.library import Library

    with Library.open() as opened:
        opened.store.state.mark_read(2, 1_700_000_000.0)
        opened.store.state.star(2)
    records = run("list", "--json").records
    fields = ["id", "title", "label", "title_from", "source", "words", "added", "read", "starred"]
    fields += ["tags", "vanished", *FACTS, "highlights"]
    assert all(list(record) == fields for record in records)
    assert ISO.fullmatch(records[0]["added"])
    assert (records[0]["read"], records[0]["starred"]) == (None, False)
    assert (records[1]["read"], records[1]["starred"]) == ("2023-11-14T22:13:20Z", True)
    assert records[0]["tags"] == []
    assert records[0]["title_from"] == "page"


@pytest.mark.usefixtures("library")
def test_list_takes_a_query(run: RunReader) -> None:
    assert [row[1] for row in run("list", "tide").rows] == ["Tides"]
    assert len(run("list", "is:unread").rows) == 4
    nothing = run("list", "is:starred")
    assert (nothing.code, nothing.out) == (1, "")


def test_list_of_an_empty_library(run: RunReader) -> None:
    result = run("list")
    assert (result.code, result.out) == (1, "")
    assert "reader add" in result.err


# --- show -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_show_as_text(run: RunReader, pages: Path) -> None:
    out = run("show", "1").out
    assert out.startswith(f"Wind turbines\n{pages / '1-wind.txt'} · ")
    assert "First of two parts." in out
    assert "A turbine stands where the wind is, not where the people are.\n" in out
    assert "Next: Windmills (article 2)\n" in out
    assert "Recommended: The last lamplighter (not here)\n" in out


@pytest.mark.usefixtures("library")
def test_show_as_json(run: RunReader, pages: Path) -> None:
    (record,) = run("show", "1", "--json").records
    fields = ["id", "title", "label", "title_from", "note", "blocks", "text", "images", "links"]
    fields += ["source", "vanished", "read", "starred", "tags", *FACTS, "highlights"]
    assert list(record) == fields
    assert record["id"] == 1
    assert record["note"] == "First of two parts."
    assert record["source"] == str(pages / "1-wind.txt")
    assert [block["kind"] for block in record["blocks"]] == ["paragraph", "paragraph"]
    assert list(record["blocks"][0]) == ["kind", "text", "level", "marker", "spans"]
    plain = {"text": record["blocks"][0]["text"], "style": "", "href": ""}
    assert record["blocks"][0]["spans"] == [plain]
    assert record["text"] == "\n\n".join(block["text"] for block in record["blocks"])
    links = {(link["kind"], link["title"]): link["target"] for link in record["links"]}
    assert links == {
        ("next", "Windmills"): 2,
        ("recommended", "Tides"): 3,
        ("recommended", "The last lamplighter"): None,
    }


def test_images_as_json(run: RunReader) -> None:
    within = Block(
        "paragraph", (Span("See "), picture("map.png"), Span(" and "), picture("sea.png", "the sea"))
    )
    blocks = (image("map.png"), within, image("map.png", "a map"), image(""))
    page = Page("/a", b"a", "utf-8", Article("A", blocks), assets=(Asset("map.png", b"bytes", "image/png"),))
    with Library.open() as library:
        article = library.store.articles.put(page, 1.0).id
    (record,) = run("show", article, "--json").records
    assert record["images"] == [
        {"name": "map.png", "alt": "a map", "stored": True},
        {"name": "sea.png", "alt": "the sea", "stored": False},
    ]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", [["show"], ["links"], ["related"], ["remove"], ["open"], ["export", "-"]])
def test_an_unknown_article_is_said_in_one_line(run: RunReader, command: list[str]) -> None:
    result = run(*command, "77")
    assert (result.code, result.out) == (1, "")
    assert result.err == "reader: there is no article 77 in this library\n"


# --- links, related, wanted -------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_links_as_json(run: RunReader, pages: Path) -> None:
    records = run("links", "--json").records
    fields = ["article", "source", "kind", "title", "teaser", "target", "target_source", "candidates"]
    assert all(list(record) == fields for record in records)
    assert len(records) == 8
    assert records[0] == {
        "article": 1,
        "source": str(pages / "1-wind.txt"),
        "kind": "next",
        "title": "Windmills",
        "teaser": "",
        "target": 2,
        "target_source": str(pages / "2-mills.txt"),
        "candidates": [],
    }
    lost = [record for record in records if record["title"] == "The last lamplighter"]
    assert [(record["target"], record["target_source"]) for record in lost] == [(None, None)] * 2


@pytest.mark.usefixtures("library")
def test_links_of_one_article_in_a_pipe(run: RunReader, pages: Path) -> None:
    rows = run("links", "2").rows
    assert rows[0] == ["2", "previous", "Wind turbines", "1", str(pages / "1-wind.txt"), ""]
    assert run("links", "3").rows[-1] == ["3", "recommended", "A history of rope", "", "", ""]
    nothing = run("links", "4")
    assert (nothing.code, nothing.out) == (1, "")


@pytest.mark.usefixtures("library")
def test_related_gives_similar_articles_and_backlinks(run: RunReader) -> None:
    records = run("related", "1", "--json").records
    assert all(list(record) == ["id", "title", "label", "kind", "score", "source"] for record in records)
    kinds = [record["kind"] for record in records]
    assert kinds == sorted(kinds, reverse=True)
    assert ("backlink", 2, 0.0) in [(record["kind"], record["id"], record["score"]) for record in records]


@pytest.mark.usefixtures("library")
def test_wanted(run: RunReader) -> None:
    records = run("wanted", "--json").records
    assert all(list(record) == ["title", "teaser", "count"] for record in records)
    assert [(record["title"], record["count"]) for record in records] == [
        ("The last lamplighter", 2),
        ("A history of rope", 1),
    ]
    first = run("wanted", "-n", "1").rows[0]
    assert (first[:2], first[3]) == (["2", "The last lamplighter"], "1 3")


@pytest.mark.usefixtures("library")
def test_a_link_that_several_articles_fit_says_which(
    run: RunReader, in_terminal: RunReader, tmp_path: Path, page_text: Callable[..., str]
) -> None:
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(page_text("News", f"Text {number}."))
    (tmp_path / "2.txt").write_text(page_text("Other", "Another text.", following="News"))
    run("add", *(tmp_path / f"{number}.txt" for number in range(3)))
    found = {Path(record["source"]).name: record["id"] for record in run("list", "--json").records}
    alike = f"{found['0.txt']} or {found['1.txt']}"
    assert run("links", found["2.txt"]).rows[0][3:] == ["", "", alike]
    assert f"Next: News (article {alike})" in run("show", found["2.txt"]).out
    assert alike in in_terminal("links", found["2.txt"]).out
    assert run("links", found["2.txt"], "--json").records[0]["candidates"] == [found["0.txt"], found["1.txt"]]


@pytest.mark.usefixtures("library")
def test_a_wanted_article_resolves_when_it_is_added(
    run: RunReader, tmp_path: Path, page_text: Callable[..., str]
) -> None:
    page = tmp_path / "lamps.txt"
    page.write_text(
        page_text("The last lamplighter", "He went out at dusk with a ladder, and the town slept.")
    )
    run("add", page)
    assert [record["title"] for record in run("wanted", "--json").records] == ["A history of rope"]


# --- remove, check, reindex -------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_remove(run: RunReader, pages: Path) -> None:
    result = run("remove", "2", "77", "2", "--json")
    assert result.code == 1
    gone = {"id": 2, "title": "Windmills", "label": "Windmills", "source": str(pages / "2-mills.txt")}
    assert result.records == [gone]
    assert result.err == "reader: there is no article 77 in this library\n"
    assert 2 not in ids(run).values()
    assert run("search", "tired").code == 1
    assert run("check").code == 0
    assert run("add", "--removed", pages).out == "1 added, 0 updated, 3 unchanged\n"


@pytest.mark.usefixtures("library")
def test_check_and_reindex(run: RunReader, data: Path) -> None:
    assert run("check", "--json").records == [{"problems": []}]
    for file in (data / "index").iterdir():
        file.write_bytes(b"garbage")
    broken = run("check", "--json")
    assert broken.code == 1
    assert broken.records[0]["problems"]
    assert run("reindex", "--json").records == [{"problems": []}]
    assert run("check").code == 0
    assert run("search", "tired").code == 0


def test_check_of_a_file_that_is_no_library(run: RunReader, data: Path) -> None:
    data.mkdir()
    (data / "library.sqlite3").write_bytes(b"not a database, but long enough to be taken for one" * 100)
    result = run("check", "--json")
    assert result.code == 1
    assert len(result.records[0]["problems"]) == 1
    other = run("list")
    assert (other.code, other.out) == (1, "")
    assert other.err.startswith("reader: ")
    assert other.err.count("\n") == 1


def test_check_of_an_empty_library(run: RunReader) -> None:
    assert run("check").code == 0


def test_reindex_pending_says_nothing(start: RunReader, pages: Path) -> None:
    from reader.library import Library

    with Library.open() as library:
        library.add([pages], index=False)
        assert library.store.changes.count() == 4
    result = start("reindex", "--pending")
    assert (result.code, result.out, result.err) == (0, "", "")
    with Library.open() as library:
        assert library.store.changes.count() == 0


# --- the library that is meant ----------------------------------------------------------------------


def test_data_dir_chooses_another_library(
    run: RunReader, start: RunReader, pages: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    run("--data-dir", other, "add", pages)
    assert len(run("list", "--data-dir", other).rows) == 4
    assert run("list").code == 1
    assert len(start("list", READER_DATA_DIR=str(other)).rows) == 4


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_a_data_dir_that_cannot_be_written(run: RunReader, pages: Path) -> None:
    result = run("--data-dir", "/proc/self/nowhere", "add", pages)
    assert result.code == 1
    assert result.err.startswith("reader: ")
    assert result.err.count("\n") == 1


# --- without a terminal -----------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_reader_without_a_terminal_prints_the_list(start: RunReader) -> None:
    result = start()
    assert (result.code, result.err) == (0, "")
    assert [row[1] for row in result.rows] == ["Wind turbines", "Windmills", "Tides", "How to make tea"]
    assert [row[1] for row in start("open", "3").rows] == ["Tides"]
    assert [json.loads(line)["id"] for line in start("--json").lines] == [1, 2, 3, 4]


def test_reader_without_terminal_or_articles_says_how_to_begin(start: RunReader) -> None:
    result = start()
    assert (result.code, result.out) == (0, "")
    assert "reader add" in result.err
    assert "reader tour" in result.err
    assert result.err.count("\n") == 1


@pytest.mark.usefixtures("library")
def test_a_dumb_terminal_gets_the_list(in_terminal: RunReader) -> None:
    result = in_terminal(TERM="dumb")
    assert result.code == 0
    assert "Wind turbines" in result.out
    assert "\x1b" not in result.out


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", ["", "tour"])
def test_the_screen_is_not_drawn_into_a_file(
    environment: dict[str, str], tmp_path: Path, command: str
) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect")
    log = tmp_path / "log"
    line = f"{shlex.quote(sys.executable)} -m reader {command} 2>{shlex.quote(str(log))}"
    terminal = environment | {"TERM": "xterm-256color"}
    child = pexpect.spawn("/bin/sh", ["-c", line], env=terminal, encoding="utf-8", timeout=DEADLINE)
    assert len(str(child.read()).splitlines()) >= 4
    child.close()
    assert (child.exitstatus, log.read_text()) == (0, "")


def test_tour_without_a_terminal_prints_its_list(run: RunReader) -> None:
    result = run("tour")
    assert result.code == 0
    assert len(result.lines) >= 12
    assert run("list").code == 1


def test_adding_an_empty_folder_says_so(run: RunReader, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    result = run("add", tmp_path / "nothing")
    assert result.code == 0
    assert "no articles" in result.err


# --- what the command is called ------------------------------------------------------------------------


def test_messages_and_help_name_the_command_that_is_there(start: RunReader) -> None:
    name = {"READER_COMMAND": "python3 start.py"}
    assert "'python3 start.py add FOLDER' fills it" in start("list", **name).err
    assert "Try 'python3 start.py show --help'" in start("show", "x", **name).err
    assert "to add it to the library: python3 start.py add /" in start("/", **name).err
    helped = start("list", "--help", **name).out
    assert "python3 start.py list is:unread wind" in helped
    assert "as for 'python3 start.py search'" in " ".join(helped.split())
    assert "python3 start.py add saved-pages/" in start("--help", **name).out


def test_a_data_directory_without_a_library_is_named(run: RunReader, tmp_path: Path, pages: Path) -> None:
    for command in (("list",), ("search", "wind"), ("check",)):
        folder = tmp_path / f"mistyped-{command[0]}"
        assert f"there was no library in {folder}" in run("--data-dir", folder, *command).err
        assert "there was no library" not in run("--data-dir", folder, *command).err
    assert run("--data-dir", tmp_path / "new", "add", pages).err == ""
