"""The screen and the commands know a library by its protocol and plain values, and look no further."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader

ROOT = Path(reader.__file__).parent
FILES = sorted(file for part in ("tui", "cli", "typesetting") for file in (ROOT / part).rglob("*.py"))

OPEN = {
    *("reader.library", "reader.library.protocol", "reader.library.view", "reader.library.tour"),
    # Writes the articles of any library, which it only asks by its protocol.
    "reader.library.export",
    "reader.library.export_passages",
    # Writes files, and knows no library at all.
    "reader.library.new_files",
}
"""What of the library they may import."""

CARE = {
    "cli/commands/backup.py": {"reader.library.restoring"},
    "cli/commands/care.py": {"reader.library.care"},
}
"""Commands that look after a library's files may import what does that."""

BEHIND = {"store", "_store", "finding", "_finding"}
"""Attributes of a library that lies on this machine, and of no other."""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_module(name: str) -> bool:
    """Whether a name is that of a module of this package, not of something in one."""
    path = ROOT.parent / Path(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_file_above_the_library_looks_behind_it(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    allowed = OPEN | CARE.get(file.relative_to(ROOT).as_posix(), set())
    for name in filter(is_module, imported(tree)):
        assert not name.startswith(("reader.store", "reader.search")), name
        assert not name.startswith("reader.library") or name in allowed, name
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not used & BEHIND


def test_the_library_itself_would_be_noticed() -> None:
    file = ROOT / "library" / "facade.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert "reader.store" in set(imported(tree))
    assert {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & BEHIND
