"""The command reference in docs/ says what the commands say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.cli.commands import COMMANDS
from reader.cli.parser import parse
from reader.cli.reference import reference

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def test_the_reference_is_up_to_date() -> None:
    remedy = "run: python -m reader.cli.reference > docs/commands.md"
    assert DOCUMENT.read_text(encoding="utf-8") == reference(), remedy


@pytest.mark.parametrize(
    "line", [line for command in COMMANDS for line, _ in command.examples], ids=lambda line: line
)
def test_examples_are_commands_that_parse(line: str) -> None:
    import shlex

    words = shlex.split(re.split(r" [|<>] ", line)[-1 if " | reader" in line and "xargs" not in line else 0])
    assert words[0] == "reader"
    parse(words[1:])
