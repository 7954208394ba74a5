"""Changes the program in small ways and looks whether a test notices: a mutation run.

First the tests are run once, and the script notes which test calls which function. Then it changes one random
place after another (a comparison, ``and`` for ``or``, a number, a condition turned round, a call or a result
left out) and runs the quickest tests that call the function. A mutant *lives* if they all pass: either no
test looks at what was changed, or the change makes no difference that anyone could see. Everything happens in
a copy in a temporary folder; the checkout is never touched. A seed gives the same mutants again.

    .venv/bin/python tests/bench/mutants.py reader/store reader/library --tests tests/store tests/library
"""

from __future__ import annotations

import argparse
import ast
import copy
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 90
"""A mutant whose tests take this much longer than without it hangs: that is noticed too."""

Calls = dict[str, list[tuple[float, str]]]
"""For each function (``file::name``) and each file the tests that call it: seconds and name."""


# --- which test calls which function ----------------------------------------------------------------------


class Recorder:
    """A plugin for pytest that notes the functions that each test calls; in this process alone."""

    def __init__(self, package: str, out: Path) -> None:
        self._package, self._out = package, out
        self._calls: dict[str, list[tuple[float, str]]] = {}
        self._seen: set[tuple[str, str]] = set()

    def _trace(self, frame: FrameType, _event: str, _argument: object) -> None:
        code = frame.f_code
        if code.co_filename.startswith(self._package):
            self._seen.add((code.co_filename, code.co_qualname))

    def pytest_runtest_protocol(self, item: Any, nextitem: object) -> None:
        self._seen = set()
        self._begun = time.perf_counter()
        threading.settrace(self._trace)
        sys.settrace(self._trace)

    def pytest_runtest_logfinish(self, nodeid: str, location: object) -> None:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
        took = time.perf_counter() - self._begun
        for file, name in self._seen:
            relative = str(Path(file).relative_to(Path(self._package).parent))
            for key in {f"{relative}::{name}", relative}:
                self._calls.setdefault(key, []).append((took, nodeid))

    def pytest_sessionfinish(self) -> None:
        calls = {key: sorted(set(tests)) for key, tests in self._calls.items()}
        self._out.write_text(json.dumps(calls))


def record(place: Path, tests: list[str]) -> Calls:
    """Runs the tests once in a copy of the project; returns which of them call what."""
    out = place / "calls.json"
    script = (
        "import sys, pytest; sys.path.insert(0, 'tests/bench'); import mutants; from pathlib import Path;"
        f" sys.exit(pytest.main(['-q', '-n', '0', '-p', 'no:cacheprovider', *{tests!r}],"
        f" plugins=[mutants.Recorder({str(place / 'reader')!r}, Path({str(out)!r}))]))"
    )
    done = run(place, [sys.executable, "-P", "-c", script], None)
    if done != 0:
        sys.exit("the tests have to pass before anything is changed")
    calls: Calls = json.loads(out.read_text())
    return calls


def run(place: Path, command: list[str], seconds: float | None) -> int | None:
    """Runs a command in the copy; returns its exit code, None if it took too long."""
    environment = os.environ | {"PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.setdefault("READER_SHARED", str(ROOT.parent / "shared"))
    log = (place / "log").open("w")
    with (
        log,
        subprocess.Popen(
            command, cwd=place, env=environment, stdout=log, stderr=log, start_new_session=True
        ) as process,
    ):
        try:
            return process.wait(seconds)
        except BaseException as error:
            os.killpg(process.pid, 9)
            if isinstance(error, subprocess.TimeoutExpired):
                return None
            raise


# --- mutants ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change: where, what, and the whole text of the module with it."""

    file: str
    line: int
    function: str
    what: str
    text: str


_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in place of a part of a program."""
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARED:
            other = copy.deepcopy(node)
            other.ops[0] = _COMPARED[type(op)]()
            yield other
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _COMPUTED:
            # Texts can be added and not subtracted: such a mutant would tell nothing.
            if not any(isinstance(one, ast.JoinedStr | ast.Constant | ast.List) for one in (left, right)):
                yield ast.BinOp(left, _COMPUTED[type(op)](), right)
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield ast.Constant(value + 1)
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Return(value=value) if value is not None and not _is_constant(value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()


def _is_constant(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant)


_Part = tuple[ast.AST, str, int | None, ast.AST, str]
"""The parent, the field and place that a part has there, the part itself, the function it is in."""


def mutants(file: Path, root: Path) -> list[Mutant]:
    """All mutants of a module."""
    text = file.read_text(encoding="utf-8")
    tree = ast.parse(text)
    found: list[Mutant] = []
    for parent, name, at, node, function in list(_parts(tree, "")):
        for other in changes(node):
            ast.copy_location(other, node)
            _put(parent, name, at, other)
            what = f"{_short(node)}  ->  {_short(other)}"
            made = ast.unparse(ast.fix_missing_locations(tree))
            found.append(Mutant(str(file.relative_to(root)), node.lineno, function, what, made))  # type: ignore[attr-defined]
            _put(parent, name, at, node)
    return found


def _parts(node: ast.AST, prefix: str, function: str = "") -> Iterator[_Part]:
    """All parts of a module that run. Names of functions are those that Python gives (``co_qualname``)."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        function = prefix + node.name
        prefix = f"{function}.<locals>."
    elif isinstance(node, ast.ClassDef):
        prefix = f"{prefix}{node.name}."
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        for at, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_only_for_types(child):
                if hasattr(child, "lineno"):
                    yield node, name, at, child, function
                yield from _parts(child, prefix, function)


def _is_only_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def _put(parent: ast.AST, name: str, at: int | None, node: ast.AST) -> None:
    if at is None:
        setattr(parent, name, node)
    else:
        getattr(parent, name)[at] = node


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else f"{text[:69]}…"


# --- the run ------------------------------------------------------------------------------------------------


def outcome(mutant: Mutant, place: Path, calls: Calls, most: int) -> str:
    """What becomes of a mutant: ``killed``, ``hangs``, ``lived`` or ``not called`` by any test."""
    tests = calls.get(f"{mutant.file}::{mutant.function}" if mutant.function else mutant.file, [])
    if not tests:
        return "not called"
    module = place / mutant.file
    before = module.read_text(encoding="utf-8")
    try:
        module.write_text(mutant.text, encoding="utf-8")
        code: int | None = 0
        # The quickest tests notice most mutants. One lives only if all the others pass as well.
        for chosen in (tests[:most], tests[most:]):
            if code == 0 and chosen:
                names = [name for _, name in chosen]
                words = ["-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--timeout", "60"]
                seconds = SECONDS + 2 * sum(took for took, _ in chosen)
                code = run(place, [sys.executable, "-P", *words, *names], seconds)
    finally:
        module.write_text(before, encoding="utf-8")
    if code == 4:
        sys.exit(f"pytest does not know one of the tests that call {mutant.function}")
    return "hangs" if code is None else "killed" if code else "lived"


def copy_to(place: Path) -> None:
    """A copy of what the tests need."""
    for name in ("reader", "tests", "docs"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "start.py"):
        shutil.copy(ROOT / name, place / name)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="+", help="modules, or folders of them")
    parser.add_argument("--tests", nargs="+", default=["tests"], help="the tests that may notice")
    parser.add_argument("--count", type=int, default=150, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=int, default=40, help="how many tests to begin with")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    arguments = parser.parse_args()
    files = [
        file
        for name in arguments.modules
        for file in (sorted((ROOT / name).rglob("*.py")) if (ROOT / name).is_dir() else [ROOT / name])
    ]
    possible = [mutant for file in files for mutant in mutants(file, ROOT)]
    chosen = random.Random(arguments.seed).sample(possible, min(arguments.count, len(possible)))
    print(
        f"{len(chosen)} of {len(possible)} mutants of {len(files)} modules, seed {arguments.seed}", flush=True
    )
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / str(number) for number in range(arguments.jobs)]
        for place in places:
            place.mkdir()
            copy_to(place)
        calls = record(places[0], arguments.tests)
        counted: Counter[str] = Counter()
        with ThreadPoolExecutor(len(places)) as pool:
            free = list(places)

            def try_one(mutant: Mutant) -> tuple[Mutant, str]:
                place = free.pop()
                try:
                    return mutant, outcome(mutant, place, calls, arguments.most)
                finally:
                    free.append(place)

            for mutant, what in pool.map(try_one, chosen):
                counted[what] += 1
                if what != "killed":
                    where = f"{mutant.file}:{mutant.line} {mutant.function}"
                    print(f"{what}: {where}\n    {mutant.what}", flush=True)
    print(", ".join(f"{number} {what}" for what, number in counted.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
