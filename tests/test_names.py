"""A name means one thing: no class or type has the name of another one."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import reader

ROOT = Path(reader.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))


def named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The public classes and types that a module defines, each with what tells it from others.

    Several layers may define the same type; two classes are never the same. Names inside a class (the
    messages of widgets) are written with that class, and private ones are seen by their module alone.
    """
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and is_type(node.name):
            yield node.name, ""
    for node in assignments(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Name) and is_type(target.id):
                yield target.id, ast.unparse(node)


def assignments(tree: ast.Module) -> Iterator[ast.Assign | ast.AnnAssign]:
    """Those of the module itself, also under a condition (``TYPE_CHECKING``)."""
    for node in tree.body:
        for inner in node.body if isinstance(node, ast.If) else [node]:
            if isinstance(inner, ast.Assign | ast.AnnAssign):
                yield inner


def is_type(name: str) -> bool:
    return name[0].isupper() and not name.isupper()


def clashes(trees: Iterable[tuple[str, ast.Module]]) -> dict[str, list[str]]:
    """The names that mean several things, each with the modules that define it."""
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for module, tree in trees:
        for name, definition in named(tree):
            meanings[name][module] = definition or f"the class in {module}"
    return {name: sorted(of) for name, of in meanings.items() if len(set(of.values())) > 1}


def test_no_name_means_two_things() -> None:
    # One tree at a time: of all together the collection of garbage takes many times as long.
    trees = (
        (file.relative_to(ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))) for file in FILES
    )
    assert clashes(trees) == {}


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("class Found: ...", "class Found: ...", True),
        ("class Found: ...", "Found = dict[int, str]", True),
        ("Row = dict[str, int]", "Row = tuple[int, ...]", True),
        ("Row = tuple[int, ...]", "Row = tuple[int, ...]", False),
        ("class _Found: ...", "class _Found: ...", False),
        ("class A:\n    class Moved: ...", "class B:\n    class Moved: ...", False),
        ("BUDGET = 1", "BUDGET = 2", False),
    ],
)
def test_a_second_meaning_would_be_noticed(one: str, other: str, clash: bool) -> None:
    assert bool(clashes([("one", ast.parse(one)), ("other", ast.parse(other))])) is clash
