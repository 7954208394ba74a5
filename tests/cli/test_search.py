"""``reader search``: one query, and many on standard input, each answered at once."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

RunReader = Callable[..., Any]

DEADLINE = 60
"""Seconds after which a program that says nothing is taken to say nothing for ever."""


@pytest.fixture
def library(run: RunReader, pages: Path) -> None:
    assert run("add", pages).code == 0


@pytest.mark.usefixtures("library")
def test_search_as_json(run: RunReader, pages: Path) -> None:
    result = run("search", "--json", "wind", "turbines")
    assert result.code == 0
    first = result.records[0]
    assert list(first)[:10] == [
        *("query", "id", "title", "label", "score", "snippet", "source", "read", "starred", "tags"),
    ]
    assert (first["query"], first["title"]) == ("wind turbines", "Wind turbines")
    assert first["source"] == str(pages / "1-wind.txt")
    assert first["score"] > 0
    assert "turbine" in first["snippet"].lower()


@pytest.mark.usefixtures("library")
def test_search_in_a_pipe(run: RunReader) -> None:
    (row,) = run("search", "tired").rows
    assert row[1] == "Windmills"
    assert float(row[2]) > 0
    assert len(row) == 5


@pytest.mark.usefixtures("library")
def test_search_keeps_to_the_limit(run: RunReader) -> None:
    assert len(run("search", "turbine OR tide OR tea", "--limit", "2").rows) == 2


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", ["search", "list"])
def test_a_word_behind_a_minus_is_excluded_wherever_it_stands(run: RunReader, command: str) -> None:
    everything = {row[1] for row in run("list").rows}
    turbines = {row[1] for row in run("list", "turbines").rows}
    assert turbines
    assert {row[1] for row in run(command, "-turbines").rows} == everything - turbines
    with_wind = {row[1] for row in run(command, "wind").rows}
    assert {row[1] for row in run(command, "wind", "-title:turbines").rows} == with_wind - {"Wind turbines"}
    assert run(command, "wind", "--nonsense").code == 2


@pytest.mark.usefixtures("library")
def test_search_that_finds_nothing(run: RunReader) -> None:
    for query in ("xyzzy", "", "AND OR NOT ((", '"'):
        result = run("search", query)
        assert (result.code, result.out) == (1, "")
        assert result.err.endswith("nothing found\n")


@pytest.mark.usefixtures("library")
def test_search_answers_the_lines_of_standard_input_in_order(start: RunReader) -> None:
    result = start("search", "-", "--limit", "1", "--json", stdin="tides\nnothing-like-it\n\ntea\r\n\udcff\n")
    assert result.code == 0
    found = [(record["query"], record["title"]) for record in result.records]
    assert found == [("tides", "Tides"), ("tea", "How to make tea")]
    rows = start("search", "-", stdin="tides\n").rows
    assert {row[0] for row in rows} == {"tides"}
    assert len(rows[0]) == 6


@pytest.fixture
def ask(environment: dict[str, str]) -> Iterator[Callable[[str], list[str]]]:
    """Writes a query to one ``reader search -`` that goes on running, and gives the fields of its answer."""
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "search", "-", "--limit", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        encoding="utf-8",
    ) as child:
        stdin, stdout = child.stdin, child.stdout
        assert stdin
        assert stdout
        lines: queue.Queue[str] = queue.Queue()
        # Reading waits for as long as nothing comes: on a thread, that can be given up.
        threading.Thread(target=lambda: [lines.put(line) for line in stdout], daemon=True).start()

        def ask_child(query: str) -> list[str]:
            stdin.write(query + "\n")
            stdin.flush()
            try:
                return lines.get(timeout=DEADLINE).rstrip("\n").split("\t")
            except queue.Empty:
                pytest.fail(f"no answer to {query!r} within {DEADLINE} seconds")

        try:
            yield ask_child
            stdin.close()
            assert child.wait(DEADLINE) == 0
        finally:
            child.kill()


@pytest.mark.usefixtures("library")
def test_search_answers_each_line_before_the_next_is_written(ask: Callable[[str], list[str]]) -> None:
    assert ask("tides")[2] == "Tides"
    assert ask("tea")[2] == "How to make tea"


@pytest.mark.usefixtures("library")
def test_search_answers_from_what_is_added_while_it_runs(
    ask: Callable[[str], list[str]], run: RunReader, tmp_path: Path, page_text: Callable[..., str]
) -> None:
    assert ask("tides")[2] == "Tides"
    (tmp_path / "new.txt").write_text(page_text("Umbrellas", "They open when they like."))
    run("add", tmp_path / "new.txt")
    assert ask("umbrellas")[2] == "Umbrellas"


@pytest.mark.usefixtures("library")
def test_a_search_sees_what_another_program_added(run: RunReader, data: Path, pages: Path) -> None:
    import shutil

    shutil.rmtree(data / "index")
    assert run("search", "tide").rows[0][1] == "Tides"


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("query", "note"),
    [
        ('"tides', "a quotation mark is not closed"),
        ("is:nonsense tide", "is:nonsense is ignored"),
        ("tides zyzzyva", "No article has all these words"),
    ],
)
def test_how_a_query_was_taken_is_said(run: RunReader, query: str, note: str) -> None:
    result = run("search", query)
    assert result.code == 0
    assert note in result.err


@pytest.mark.usefixtures("library")
def test_partial_matches_follow_below_a_line_on_a_terminal(run: RunReader, in_terminal: RunReader) -> None:
    shown = in_terminal("search", "windmills tired tide").out
    assert "Only some of the words:" not in shown  # all lack some: the note says so
    assert "No article has all these words" in shown
    shown = in_terminal("search", "turbine tired", "-n", "5").out
    assert shown.index("Windmills") < shown.index("Only some of the words:") < shown.index("Wind turbines")
    assert [row[1] for row in run("search", "turbine tired").rows] == ["Windmills", "Wind turbines"]
    assert [row[1] for row in run("search", "--all-words", "turbine tired").rows] == ["Windmills"]
    assert run("search", "--all-words", "windmills tide").code == 1
    assert run("list", "windmills tide").code == 1


@pytest.mark.usefixtures("library")
def test_a_misspelt_word_is_answered_with_what_was_meant(run: RunReader) -> None:
    assert "did you mean: turbines" in run("search", "turbinse").err
    assert "did you mean: turbines" in run("list", "turbinse").err
    assert run("search", "turbines").err == ""
    assert run("search", "--json", "turbinse").err == ""


@pytest.mark.usefixtures("library")
def test_dates_and_lengths(run: RunReader) -> None:
    assert len(run("list", "added:today").rows) == 4
    assert run("list", "added:>1d").code == 1
    assert [row[1] for row in run("list", "words:<18 -source:mills").rows] == ["How to make tea"]
    assert run("search", "added:soon wind").err.startswith("added: takes a date such as 2014")


@pytest.mark.usefixtures("library")
def test_saved_searches(run: RunReader) -> None:
    assert run("search", "--saved").code == 1
    saved = run("search", "--save", "moving air", "wind", "OR", "windmills")
    assert (saved.code, saved.out) == (0, "")
    assert saved.err == 'saved: @"moving air" stands for wind OR windmills\n'
    assert run("search", "--save", "tea", "title:tea").code == 0
    assert run("search", "--saved").rows == [
        ["moving air", "2", "wind OR windmills"],
        ["tea", "1", "title:tea"],
    ]
    assert run("search", "--saved", "--json").records == [
        {"name": "moving air", "query": "wind OR windmills", "unread": 2},
        {"name": "tea", "query": "title:tea", "unread": 1},
    ]
    assert [row[1] for row in run("list", '@"moving air" -is:read').rows] == [
        "Wind turbines",
        "Windmills",
    ]
    assert [row[1] for row in run("search", "@tea").rows] == ["How to make tea"]
    assert run("search", "--rename", "moving air", "air").code == 0
    assert [row[1] for row in run("list", "@air").rows] == ["Wind turbines", "Windmills"]
    assert run("search", "--delete", "air").code == 0
    gone = run("search", "--delete", "air")
    assert (gone.code, gone.err) == (1, "reader: there is no saved search 'air'\n")
    assert run("search", "--rename", "air", "wind").code == 1
    assert run("search", "--save", "", "wind").code == 1


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--save", "name"],
        ["--saved", "wind"],
        ["--saved", "--recent"],
        ["--rename", "one"],
        ["--delete"],
        ["--delete", "one", "two"],
    ],
)
def test_wrong_usage(run: RunReader, arguments: list[str]) -> None:
    result = run("search", *arguments)
    assert result.code == 2
    assert result.err


@pytest.mark.usefixtures("library")
def test_a_person_s_searches_are_remembered_a_program_s_are_not(
    run: RunReader, in_terminal: RunReader
) -> None:
    run("search", "tides")
    assert run("search", "--recent").code == 1
    in_terminal("search", "wind", "turbines")
    in_terminal("search", "tea")
    in_terminal("search", "--json", "tides")
    in_terminal("search", "wind  turbines")
    assert run("search", "--recent").lines == ["wind turbines", "tea"]
    assert run("search", "--recent", "--json", "-n", "1").records == [{"query": "wind turbines"}]
    assert run("search", "--forget-recent").err == "2 searches forgotten\n"
    assert run("search", "--recent").code == 1


@pytest.mark.usefixtures("library")
def test_query_lines_of_any_bytes(environment: dict[str, str]) -> None:
    lines = [
        b"\xff\xfe\x00 tag:\xff source:\xff lang:\xff", b"\x1b]0;title\x07 \xe2\x80\xae", b'"' * 300,
        b"(" * 3000, b"\xed\xa0\x80 @\xed\xa0\x80", b"*" * 50, b"-" * 50, b"~ a~ ~~~", b"x" * 100_000,
        b"added:\xd9\xa3 words:\xd9\xa3", b"\r\r\r", b"\xf0\x9f\x8c\xac OR", b"is: tag: added:",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "reader", "search", "--json", "-"],
        input=b"\n".join([*lines, b"tides"]),
        capture_output=True,
        env=environment,
        timeout=DEADLINE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b'"query": "tides", "id": 3, "title": "Tides"' in done.stdout


def test_json_tells_what_lacks_words_and_what_is_there_more_than_once(
    run: RunReader, page_text: Callable[..., str], tmp_path: Path
) -> None:
    text = " ".join(f"harbour{n} sails and ropes{n}" for n in range(60))
    for name, more in (("a", "one"), ("b", "two"), ("c", "")):
        (tmp_path / f"{name}.txt").write_text(
            page_text(f"Boats {name}", f"{text} {more}" if more else "sails")
        )
    assert run("add", tmp_path).code == 0
    by_title = {record["title"]: record["id"] for record in run("list", "--json").records}
    first, second = run("search", "--json", "sails ropes7").records
    assert [first["alike"], "partial" in first] == [[by_title["Boats a"]], False]
    assert [second["partial"], "alike" in second] == [True, False]
    everything = run("search", "--json", "--all-words", "sails ropes7").records
    assert ["alike" in record for record in everything] == [False, False]


@pytest.mark.parametrize(
    "queries", [b"x" * 1_100_000, b"tides\n" + b"\0" * 2_000_000 + b"\ntides\n"], ids=["one", "second"]
)
def test_a_line_without_end_is_no_query(
    run: RunReader, pages: Path, environment: dict[str, str], queries: bytes
) -> None:
    run("add", pages)
    done = subprocess.run(
        [sys.executable, "-m", "reader", "search", "-"],
        input=queries,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == b"reader: standard input has a line of more than 1 MB, which is not a query\n"
    # What came before it is answered.
    assert done.stdout.startswith(b"tides\t3\tTides" if queries.startswith(b"tides") else b"")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
@pytest.mark.parametrize("command", ["search", "add"])
def test_standard_input_without_end(environment: dict[str, str], command: str) -> None:
    with Path("/dev/zero").open("rb") as zero:
        done = subprocess.run(
            [sys.executable, "-m", "reader", command, "-"],
            stdin=zero,
            env=environment,
            capture_output=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert b"line of more than" in done.stderr or done.stderr == b"-: larger than 64 MB\n"
