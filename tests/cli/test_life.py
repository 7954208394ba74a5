"""``reader continue``, ``reader diff`` and ``reader stats``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from reader.library.view import Place
from reader.model import Article, Block, Page, Position, Span
from reader.reading_days import ReadingTime

RunReader = Callable[..., Any]

WALL = "The wall is built of grey stone and stands above the harbour."
TIDE = "Twice a day the tide comes in and leaves again without a word."
BASALT = WALL.replace("grey stone", "black basalt")


def put(library: Library, number: int, *texts: str, now: float = 1.0) -> int:
    blocks = tuple(Block("paragraph", (Span(text),)) for text in texts)
    article = Article(f"Title {number}", blocks, lang="en")
    return library.store.articles.put(Page(f"/{number}", repr(texts).encode(), "utf-8", article), now).id


@pytest.fixture
def library() -> None:
    """Three articles; the second was begun, and has changed since; the third was begun before it."""
    with Library.open() as opened:
        for number in (1, 2, 3):
            put(opened, number, WALL, TIDE)
        opened.save_place(Place(3, Position(1, 0), 0.2), [ReadingTime(3, 60.0, 100)])
        opened.save_place(Place(2, Position(1, 0), 0.4), [ReadingTime(2, 90.0, 200, True)])
        put(opened, 2, BASALT, TIDE, now=1_700_000_000.0)
        put(opened, 2, BASALT, "Something new.", TIDE, now=1_710_000_000.0)


# --- continue --------------------------------------------------------------------------------------------


def test_nothing_is_begun(run: RunReader) -> None:
    result = run("continue")
    assert (result.code, result.out) == (1, "")
    assert "you have begun no article" in result.err


@pytest.mark.usefixtures("library")
def test_what_is_begun_is_listed_the_one_opened_last_first(run: RunReader) -> None:
    assert [row[1] for row in run("continue").rows] == ["Title 2", "Title 3"]
    assert [record["id"] for record in run("continue", "--list", "--json").records] == [2, 3]
    assert [row[1] for row in run("list", "is:changed").rows] == ["Title 2"]
    run("mark", "2", "--read")
    assert [row[1] for row in run("continue").rows] == ["Title 3"]
    assert [row[1] for row in run("list", "--sort", "-opened").rows] == ["Title 2", "Title 3", "Title 1"]


# --- diff ------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_what_is_new_since_it_was_read(run: RunReader) -> None:
    result = run("diff", "2")
    assert result.lines == [f"- {WALL}", f"+ {BASALT}", "+ Something new."]
    changed, added = run("diff", "2", "--json").records
    assert (changed["kind"], changed["before"], changed["after"]) == ("changed", 0, 0)
    assert (changed["old"], changed["new"]) == (WALL, BASALT)
    assert [part["text"] for part in changed["parts"] if part["kind"] != "same"] == [
        "grey stone",
        "black basalt",
    ]
    assert (added["kind"], added["before"], added["after"], added["old"]) == ("added", None, 1, None)


@pytest.mark.usefixtures("library")
def test_two_texts_are_chosen_by_their_numbers(run: RunReader) -> None:
    rows = run("diff", "2", "--list").rows
    assert [(row[0], row[2], row[4:]) for row in rows] == [
        ("0", "Title 2", [""]),
        ("1", "Title 2", [""]),
        ("2", "Title 2", ["read"]),
    ]
    assert [record["until"] for record in run("diff", "2", "--list", "--json").records] == [
        None,
        "2024-03-09T16:00:00Z",
        "2023-11-14T22:13:20Z",
    ]
    assert run("diff", "2", "1").lines == ["+ Something new."]
    assert run("diff", "2", "2", "1").lines == [f"- {WALL}", f"+ {BASALT}"]
    assert run("diff", "2", "0", "1").lines == ["- Something new."]
    same = run("diff", "2", "1", "1")
    assert (same.code, same.out) == (1, "")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["1"], 1, "has not changed since it was added"),
        (["9"], 1, "there is no article 9"),
        (["2", "7"], 1, "article 2 has no text 7"),
        (["2", "x"], 2, "'x' is not the number of a text"),
        (["2", "1", "2", "0"], 2, "not more"),
        (["2", "--list", "1"], 2, "--list takes no numbers"),
    ],
)
def test_what_cannot_be_compared(run: RunReader, arguments: list[str], code: int, said: str) -> None:
    result = run("diff", *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err


@pytest.mark.usefixtures("library")
def test_a_terminal_shows_the_words_that_differ(in_terminal: RunReader) -> None:
    out = in_terminal("diff", "2").out
    assert "\x1b[31;9mgrey stone \x1b[0m\x1b[32;1mblack basalt\x1b[0m and stands" in out
    assert "+ \x1b[32;1mSomething new.\x1b[0m" in out
    plain = in_terminal("diff", "2", columns=40, NO_COLOR="1").out
    assert "[-grey\n  stone-]{+black basalt+} and" in plain
    assert max(map(len, plain.splitlines())) <= 40


def test_text_of_others_is_made_harmless(run: RunReader, in_terminal: RunReader) -> None:
    with Library.open() as opened:
        put(opened, 1, "one")
        put(opened, 1, "two \x1b]0;owned\x07 \u202e three")
    assert "\x1b]" not in in_terminal("diff", "1").out
    assert "\x07" not in run("diff", "1", "--json").out


# --- stats -----------------------------------------------------------------------------------------------


def test_nothing_was_read(run: RunReader) -> None:
    for arguments in ((), ("--json",), ("--forget", "--yes")):
        result = run("stats", *arguments)
        assert (result.code, result.out) == (1, "")
    assert run("stats", "--yes").code == 2


@pytest.mark.usefixtures("library")
def test_what_was_read(run: RunReader) -> None:
    today = date.today()
    monday = (today - timedelta(days=today.weekday())).isoformat()
    records = run("stats", "--json", "--weeks", "2").records
    whole = {"articles": 1, "minutes": 2.5, "words": 300}
    assert records[0] == {"kind": "all", "name": today.isoformat(), **whole}
    assert [record["words"] for record in records if record["kind"] == "week"] == [0, 300]
    assert records[2] == {"kind": "week", "name": monday, **whole}
    assert records[3] == {"kind": "site", "name": None, **whole}
    assert records[4] == {"kind": "language", "name": "en", **whole}
    assert run("stats", "--weeks", "1").rows[0] == ["all", today.isoformat(), "1", "2.5", "300"]


@pytest.mark.usefixtures("library")
def test_a_terminal_shows_a_chart(in_terminal: RunReader) -> None:
    out = in_terminal("stats", columns=40, NO_COLOR="1").out
    assert "Finished  1 article\n" in out
    assert "Time      2 min\n" in out
    assert "█" in out
    assert max(map(len, out.splitlines())) <= 40
    assert "#####" in in_terminal("stats", PYTHONIOENCODING="ascii").out


@pytest.mark.usefixtures("library")
def test_it_is_forgotten_when_that_is_certain(run: RunReader) -> None:
    asked = run("stats", "--forget")
    assert asked.code == 2
    assert "needs --yes" in asked.err
    assert run("stats", "--forget", "--yes").err == "what you read on 1 day is forgotten\n"
    assert run("stats").code == 1
    # Places and marks are something else.
    assert [row[1] for row in run("continue").rows] == ["Title 2", "Title 3"]


@pytest.mark.usefixtures("library")
def test_it_says_that_nothing_is_counted(run: RunReader, home: Path) -> None:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "config.toml").write_text("statistics = false\n")
    result = run("stats")
    assert result.code == 0
    assert "switched off" in result.err


@pytest.mark.usefixtures("library")
def test_a_backup_brings_it_back(run: RunReader, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "copy").code == 0
    before, listed = run("stats", "--json").out, run("diff", "2", "--list").out
    run("stats", "--forget", "--yes")
    run("remove", "2")
    run("trash", "--empty", "--yes")
    assert run("restore", tmp_path / "copy").code == 0
    assert run("stats", "--json").out == before
    assert run("diff", "2", "--list").out == listed
