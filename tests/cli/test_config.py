"""``reader config``: what counts and why, a file to begin with, and its mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.fixture
def file(home: Path) -> Path:
    (home / "config").mkdir()
    return home / "config" / "config.toml"


def records(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_what_counts_and_where_it_comes_from(
    run: Run, file: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "vi")
    monkeypatch.delenv("VISUAL", raising=False)
    file.write_text('measure = 60\n[keys]\nquit = "Q"\ndown = "k"\n')
    result = run("config", "--json")
    rows = {row["setting"]: row for row in records(result.out)}
    seen = {name: (row["value"], row["origin"], row["where"]) for name, row in rows.items()}
    assert seen["measure"] == (60, "file", "line 1")
    assert seen["theme"] == ("reader-dark", "default", "")
    assert seen["editor"] == ("vi", "environment", "EDITOR")
    assert seen["keys.quit"] == ("Q", "file", "line 3")
    assert seen["configuration file"] == (str(file), "environment", "READER_CONFIG_DIR")
    assert rows["measure"]["default"] == 70
    assert rows["measure"]["allowed"] == "a whole number from 40 to 120"
    monkeypatch.setenv("NO_COLOR", "1")
    assert 'theme\t"reader-none"\tenvironment, NO_COLOR\n' in run("config").out
    # A key that clashes does not count.
    assert "keys.down" not in seen
    plain = run("config")
    assert plain.code == 0
    assert "measure\t60\tfile, line 1\n" in plain.out
    assert "has a mistake: 'reader config --check' names it" in plain.err


def test_each_mistake_is_named_with_line_value_and_what_is_allowed(run: Run, file: Path) -> None:
    file.write_text('measure = 7\ntheme = "nrod"\nspeed = 1\n[keys]\ntoggle_star = "j"\nfly = "f"\n')
    result = run("config", "--check")
    assert result.code == 1
    assert [line.split("\t") for line in result.out.splitlines()] == [
        ["1", "measure", "7", "must be a whole number from 40 to 120"],
        ["2", "theme", '"nrod"', 'there is no such theme (did you mean "nord"?)'],
        ["3", "speed", "", result.out.splitlines()[2].split("\t")[3]],
        ["5", "keys.toggle_star", '"j"', "j already belongs to down"],
        ["6", "keys.fly", '"f"', "there is no action 'fly'"],
    ]
    found = records(run("config", "--check", "--json").out)
    assert [one["line"] for one in found] == [1, 2, 3, 5, 6]
    assert found[0] == {
        "line": 1,
        "setting": "measure",
        "value": "7",
        "problem": "must be a whole number from 40 to 120",
        "allowed": "a whole number from 40 to 120",
    }


@pytest.mark.parametrize(
    ("text", "said"), [(None, "does not exist: every default counts"), ("measure = 60\n", "has no mistakes")]
)
def test_a_file_without_mistakes_or_none_at_all(run: Run, file: Path, text: str | None, said: str) -> None:
    if text is not None:
        file.write_text(text)
    result = run("config", "--check")
    assert (result.code, result.out) == (0, "")
    assert said in result.err


def test_a_commented_file_is_written_once(run: Run, file: Path) -> None:
    result = run("config", "--init", "--json")
    assert (result.code, records(result.out)) == (0, [{"written": str(file)}])
    assert run("config", "--check").code == 0
    file.write_text("mine")
    result = run("config", "--init")
    assert result.code == 1
    assert "is there already: it is left as it is" in result.err
    assert file.read_text() == "mine"
    assert run("config", "--init", "--check").code == 2


def test_a_mistake_keeps_no_command_from_running(run: Run, file: Path) -> None:
    file.write_text("measure = 7\nnonsense\n")
    assert run("list").code == 1
    assert "Traceback" not in run("list").err


def test_words_in_two_orders_show_who_should_put_them_in_order(run: Run) -> None:
    result = run("config", "--bidi-test")
    assert result.code == 0
    assert "שלום עולם" in result.out
    assert "םלוע םולש" in result.out
    assert 'right-to-left = "reader"' in result.out
    hebrew, arabic = records(run("config", "--bidi-test", "--json").out)
    assert hebrew == {"terminal": "שלום עולם", "reader": "םלוע םולש"}
    assert arabic["terminal"].startswith("مرحبا")
    assert run("config", "--bidi-test", "--check").code == 2
