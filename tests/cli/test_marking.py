"""Sorting the list, the table on a terminal, ``reader mark`` and ``reader tags``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.library import Library
from reader.model import Article, Block, Facts, Highlight, Page, Position, Span

RunReader = Callable[..., Any]


@pytest.fixture
def library() -> None:
    """Four articles with what is known of them."""
    stated = {
        "Tides": Facts(published="2019-03-02", site="Tidewater Review", url="https://www.tide.example/1"),
        "Apples": Facts(url="https://orchard.example/2", published="2011", author="A. Nother"),
        "Part 10": Facts(published="2020", highlights=(Highlight("Part 10 says", "Hm"),)),
        "Part 9": Facts(),
    }
    with Library.open() as opened:
        for number, (title, facts) in enumerate(stated.items()):
            blocks = (Block("paragraph", (Span(f"{title} says " + "word " * 10 * number),)),)
            article = Article(title, blocks if number else ())
            page = Page(f"/saved/{title}", title.encode(), "utf-8", article, facts=facts)
            opened.store.articles.put(page, 1_400_000_000.0)
        opened.store.state.save_position(2, Position(), 0.42)


def listed(run: RunReader, *arguments: str) -> list[str]:
    return [row[1] for row in run("list", *arguments).rows]


@pytest.mark.usefixtures("library")
def test_the_list_is_sorted(run: RunReader) -> None:
    assert listed(run) == listed(run, "--sort", "newest") == ["Tides", "Apples", "Part 10", "Part 9"]
    assert listed(run, "--sort", "title") == ["Apples", "Part 9", "Part 10", "Tides"]
    latest = ["Part 10", "Tides", "Apples", "Part 9"]
    assert listed(run, "--sort", "-published") == latest
    assert listed(run, "--sort=-published") == latest
    assert listed(run, "--sort", "published", "--reverse") == latest
    assert listed(run, "--sort", "Published") == [*latest[2::-1], "Part 9"]
    # Beside a query, in which a minus excludes a word.
    assert listed(run, "says", "-orchard", "--sort", "-length", "-zebra") == ["Part 9", "Part 10", "Apples"]
    assert listed(run, "--sort", "-length", "--", "says", "-apples") == ["Part 9", "Part 10"]
    assert listed(run, "--sort", "relevance", "apples") == ["Apples"]
    hits = run("search", "--sort", "length", "--limit", "2", "says").rows
    assert [row[1] for row in hits] == ["Apples", "Part 10"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--sort", "weight"], "there is no order 'weight': there are newest, oldest"),
        (["list", "--sort", "-relevance"], "relevance cannot be turned round"),
        (["list", "--sort", "relevance", "--reverse"], "the best always come first"),
        (["search", "word", "--reverse"], "--reverse needs --sort"),
        (["list", "--sort"], "expected one argument"),
        (["mark", "1"], "nothing to do"),
        (["mark", "--star"], "which articles?"),
        (["mark", "1", "--star", "--unstar"], "cannot be combined"),
        (["mark", "1", "--tag", '"'], "is not a tag"),
        (["tags", "rename", "one"], "takes two tags"),
        (["tags", "remove"], "invalid choice"),
    ],
)
def test_wrong_usage(run: RunReader, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.usefixtures("library")
def test_a_terminal_shows_what_fits(run: RunReader, in_terminal: RunReader) -> None:
    run("mark", "1", "--star", "--archive", "--tag", "sea")
    run("mark", "2", "--read")
    narrow, usual, wide, widest = (
        in_terminal("list", "--sort", "-published", columns=columns, NO_COLOR="1").out.splitlines()
        for columns in (60, 80, 110, 150)
    )
    assert [line.split() for line in narrow][1] == ["1", "●★▪∅", "Tides", "2019-03-02"]
    assert [line.split() for line in usual][2] == ["2", "Apples", "42", "%", "12", "w", "2011"]
    assert wide[0].split()[1] == "●"
    assert wide[0].split()[2] == "✎"
    assert "Tidewater Review" in wide[1]
    assert "orchard.example" in wide[2]
    assert widest[1].endswith("sea")
    assert "Part 9" in widest[3]
    assert max(map(len, [*narrow, *usual, *wide, *widest])) <= 150


@pytest.mark.usefixtures("library")
def test_articles_are_marked_by_id_and_by_query(run: RunReader) -> None:
    assert run("mark", "1", "2", "--star").out == "Starred 2 articles\n"
    assert "undo' takes it back" in run("mark", "says", "--archive").err
    assert sorted(listed(run, "is:archived")) == ["Apples", "Part 10", "Part 9"]
    assert run("mark", "is:starred", "--unstar", "--tag", "Sea wind", "--tag", "#x").out == (
        "Star removed from 2 articles\nTagged 2 articles: sea, wind, x\n"
    )
    assert sorted(listed(run, "tag:wind")) == ["Apples", "Tides"]
    assert run("mark", "1", "--untag", "wind", "--read", "--json").records[0]["tags"] == ["sea", "x"]
    assert listed(run, "is:read") == ["Tides"]
    # One step back for each kind of change.
    assert run("undo").out == "Undone: removed the tag wind from “Tides”\n"
    assert run("undo").out == "Undone: marked “Tides” read\n"
    assert run("mark", "1", "--unread").out == "Nothing changed\n"
    unknown = run("mark", "1", "99", "--read")
    assert (unknown.code, unknown.out) == (1, "Marked “Tides” read\n")
    assert "99" in unknown.err
    assert run("mark", "zebra", "--read").code == 1
    # A number in quotation marks is a query.
    assert run("mark", '"10"', "--star").out == "Starred “Part 10”\n"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "query", ["is:unred says", "igs:unread says", "words:few says", "@gone OR says", "tag: "]
)
def test_a_mistyped_query_changes_nothing(run: RunReader, tmp_path: Path, query: str) -> None:
    out = str(tmp_path / "out.jsonl")
    asked = (["mark", query, "--archive"], ["export", "--format", "jsonl", "--query", query, out])
    for arguments in (*asked, ["fetch", query]):
        refused = run(*arguments)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.endswith("nothing was done\n")
    assert listed(run, "is:archived") == []
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.usefixtures("library")
def test_a_dry_run_changes_nothing(run: RunReader) -> None:
    run("mark", "1", "--star", "--tag", "sea")
    before = run("list", "--json").out
    told = run("mark", "1", "2", "3", "--star", "--archive", "--tag", "sea", "--dry-run")
    assert told.out.splitlines() == [
        "Dry run: starred 2 articles",
        "Dry run: archived 3 articles",
        "Dry run: tagged 2 articles: sea",
    ]
    assert run("mark", "1", "--star", "--dry-run").out == "Nothing would change\n"
    assert [one["id"] for one in run("mark", "1", "2", "--star", "--dry-run", "--json").records] == [2]
    assert run("list", "--json").out == before
    assert len(run("undo", "--list").rows) == 2


@pytest.mark.usefixtures("library")
def test_tags_are_listed_renamed_and_merged(run: RunReader, tmp_path: Path) -> None:
    assert run("tags").code == 1
    run("mark", "1", "2", "--tag", "enrgy")
    run("mark", "2", "3", "--tag", "power")
    assert run("tags").rows == [["enrgy", "2"], ["power", "2"]]
    assert run("tags", "--json").records[0] == {"tag": "enrgy", "articles": 2}
    assert run("tags", "rename", "enrgy", "Energy").out == "Renamed the tag enrgy to energy on 2 articles\n"
    refused = run("tags", "rename", "power", "energy")
    assert (refused.code, refused.out) == (1, "")
    assert "tags merge power energy'" in refused.err
    assert run("tags", "merge", "power", "energy").out == "Merged power into energy\n"
    assert run("tags").rows == [["energy", "3"]]
    assert listed(run, "tag:energy") == ["Tides", "Apples", "Part 10"]
    run("undo")
    assert run("tags").rows == [["energy", "2"], ["power", "2"]]
    for wrong in (("merge", "power", "nothing"), ("rename", "nothing", "x"), ("rename", "power", "power")):
        result = run("tags", *wrong)
        assert (result.code, result.out) == (1, "")
        assert result.err
    assert run("tags", "rename", "power", "two words").code == 1
