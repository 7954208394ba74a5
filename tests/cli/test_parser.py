"""Arguments: where options may stand, what is wrong usage, and help worth reading."""

from __future__ import annotations

import pytest

from reader import __version__
from reader.cli import main
from reader.cli.commands import COMMANDS
from reader.cli.parser import command_parser, parse


@pytest.mark.parametrize(
    "argv",
    [
        ["--data-dir", "/d", "--json", "search", "a", "b"],
        ["search", "--data-dir", "/d", "--json", "a", "b"],
        ["--json", "search", "a", "--data-dir", "/d", "b"],
        ["--data-dir=/d", "search", "a", "b", "--json"],
    ],
)
def test_options_stand_before_and_after_the_command(argv: list[str]) -> None:
    args = parse(argv)
    assert (args.command.name, args.query, args.data_dir, args.json) == ("search", ["a", "b"], "/d", True)


def test_the_later_data_dir_counts() -> None:
    assert parse(["--data-dir", "/one", "list", "--data-dir", "/two"]).data_dir == "/two"


def test_options_stand_between_the_words_of_a_query() -> None:
    args = parse(["search", "wind", "--limit", "3", "turbines"])
    assert (args.query, args.limit) == (["wind", "turbines"], 3)


def test_a_query_may_begin_with_a_dash() -> None:
    assert parse(["search", "--", "wind", "-turbine"]).query == ["wind", "-turbine"]
    assert parse(["search", "-turbine wind"]).query == ["-turbine wind"]
    assert parse(["search", "-"]).query == ["-"]


def test_no_command_opens_the_library() -> None:
    assert parse([]).command.name == "open"
    assert parse(["--data-dir", "/d"]).command.name == "open"
    assert parse(["--data-dir", "/d"]).id is None


@pytest.mark.parametrize(
    "argv",
    [
        ["nonsense"],
        ["add"],
        ["search"],
        ["show"],
        ["show", "first"],
        ["show", "0"],
        ["show", "-1"],
        ["show", "1", "2"],
        ["show", "99999999999999999999"],
        ["show", "٣"],
        ["show", "1_0"],
        ["search", "a", "--limit", "0"],
        ["search", "a", "--limit", "many"],
        ["search", "a", "--nonsense"],
        ["list", "--js"],
        ["--data-dir"],
        ["remove"],
        ["export"],
    ],
)
def test_wrong_usage_is_said_in_two_lines(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("reader: ")
    assert captured.err.count("\n") <= 2


@pytest.mark.parametrize(
    ("typed", "hint"), [("serach", "did you mean 'search'?"), ("/", "reader add /"), ("xyzzy", "xyzzy")]
)
def test_an_unknown_command_gets_a_hint(typed: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([typed]) == 2
    assert hint in capsys.readouterr().err


def test_what_was_typed_is_shown_harmlessly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "\x1b]0;owned\x07\x9b31m\udcff"]) == 2
    assert not set(capsys.readouterr().err) & set("\x1b\x07\x9b\udcff")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"reader {__version__}\n"


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {command.name} " in out for command in COMMANDS)
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_help(command: object, capsys: pytest.CaptureFixture[str]) -> None:
    name = command.name  # type: ignore[attr-defined]
    assert main([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert "Examples:" in out
    assert "Exit codes: 0 " in out
    assert "--data-dir" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_argument_explains_itself(command: object) -> None:
    for action in command_parser(command)._actions:  # type: ignore[arg-type]
        assert action.help
