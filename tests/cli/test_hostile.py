"""Articles that mean harm: nothing of theirs reaches the terminal, whatever the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RunReader = Callable[..., Any]

OWN = [
    "\x1b[31mred and never reset",
    "\x1b]0;owned\x07",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    "\x1bP$q",
    "\x9b31mred",
    "\x9d0;owned\x9c",
    "secret\b\b\b\b\b\bpublic",
    "malicious text\rharmless      ",
    "a\x00b\x7fc",
    "a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg",
    "user\u202etxt.exe\u202c",
    "a\u2066b\u2067c",
    "Z" + "\u0300" * 60,
    "tab\tseparated\tfields",
    "&#27;[31m &#x9b;31m &amp;#27;",
    "[/foo] [@click=app.quit]x[/] [bold]b",
    '"quotes" \\ and \\u001b',
    "<<: \xa0 >>: Recommend",
    "👨\u200d👩\u200d👧 🇩🇪 语",
]

FORBIDDEN = {
    *(chr(code) for code in range(0x20) if chr(code) not in "\n\t"),
    *map(chr, range(0x7F, 0xA0)),
    *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
}

COMMANDS = [["list"], ["search", "text"], ["links"], ["wanted"], ["export", "-"], ["open"]]


def check_all(run: RunReader, page_text: Callable[..., str], folder: Path, strings: list[str]) -> None:
    """Adds pages that hold the strings everywhere and looks at all that the commands print."""
    folder.mkdir()
    for number, evil in enumerate(strings):
        text = page_text(
            f"{evil} title {number}",
            # Enough of it for a file that is mostly control characters to be text still.
            f"{evil} text {number} {'harmless ' * (5 + 3 * len(evil))}",
            note=f"{evil} note",
            previous=f"{evil} previous",
            recommended=[(f"{evil} wanted", f"{evil} teaser...")],
        )
        (folder / f"{number:04}.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert run("add", folder).code == 0
    ids = [record["id"] for record in run("list", "--json").records]
    assert len(ids) == len(strings)
    # What "export" prints is every article whole; "show" is tried on some of many.
    commands = [*COMMANDS, *(["show", str(article)] for article in ids[:: 1 + len(ids) // 50])]
    for command in commands:
        plain = run(*command)
        assert plain.code == 0
        assert not set(plain.out + plain.err) & FORBIDDEN, command
        if command[0] != "export":
            as_json = run(*command, "--json")
            assert not set(as_json.out) & (FORBIDDEN | {"\t"}), command
            assert all(isinstance(json.loads(line), dict) for line in as_json.out.split("\n")[:-1])
    rows = run("list").out.split("\n")[:-1]
    assert [len(row.split("\t")) for row in rows] == [8] * len(strings)


def test_own_strings(run: RunReader, page_text: Callable[..., str], tmp_path: Path) -> None:
    check_all(run, page_text, tmp_path / "pages", OWN)


def test_hostile_strings(run: RunReader, page_text: Callable[..., str], tmp_path: Path, shared: Path) -> None:
    lines = (shared / "hostile" / "strings.jsonl").read_text(encoding="utf-8").split("\n")
    check_all(run, page_text, tmp_path / "pages", [json.loads(line)["text"] for line in lines if line])


def test_naughty_strings(run: RunReader, page_text: Callable[..., str], tmp_path: Path, shared: Path) -> None:
    strings = json.loads((shared / "hostile" / "blns" / "blns.json").read_text(encoding="utf-8"))
    check_all(run, page_text, tmp_path / "pages", strings)


@pytest.mark.parametrize("evil", OWN)
def test_hostile_queries(run: RunReader, evil: str) -> None:
    for command in ("search", "list"):
        result = run(command, "--", evil)
        assert result.code == 1
        assert not set(result.out + result.err) & FORBIDDEN


def test_hostile_files(run: RunReader, shared: Path) -> None:
    result = run("add", shared / "hostile" / "bytes", shared / "hostile" / "archives", "--json")
    (record,) = result.records
    assert record["added"] > 10
    assert result.code == 1
    assert run("check").code == 0
