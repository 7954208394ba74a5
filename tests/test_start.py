"""start.py: which versions of Python are asked for, and where they are found."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture
def start_py() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_py", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("arguments", "versions", "rest"),
    [
        ([], [], []),
        (["-k", "word"], [], ["-k", "word"]),
        (["--python", "3.12", "-x"], ["3.12"], ["-x"]),
        (["-x", "--python=3.13,3.11"], ["3.13", "3.11"], ["-x"]),
        (["--python", "all", "--python", "3.12"], ["3.11", "3.12", "3.13"], []),
    ],
)
def test_the_versions_asked_for(
    start_py: ModuleType, arguments: list[str], versions: list[str], rest: list[str]
) -> None:
    assert start_py.asked_versions(arguments) == (versions, rest)


@pytest.mark.parametrize("arguments", ["--python", "--python 3", "--python 3.12,", "--python=x"])
def test_what_is_no_version_is_refused(start_py: ModuleType, arguments: str) -> None:
    with pytest.raises(SystemExit, match="takes a version such as"):
        start_py.asked_versions(arguments.split())


def test_an_interpreter_that_answers_with_another_version_is_passed_over(
    start_py: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As pyenv's shims do where the version is not chosen: they are there, and fail."""
    shim = tmp_path / "python9.9"
    shim.write_text("#!/bin/sh\nexit 127\n")
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\necho 3.1\n")
    right = tmp_path / "right"
    right.write_text("#!/bin/sh\necho 9.9\n")
    for file in (shim, other, right):
        file.chmod(0o755)
    monkeypatch.setattr(start_py, "candidates", lambda _: iter(map(str, (shim, other, right))))
    assert start_py.interpreter("9.9") == str(right)


def test_a_version_that_is_nowhere_says_how_to_get_it(
    start_py: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_py, "candidates", lambda _: iter(()))
    with pytest.raises(SystemExit, match=r"there is no Python 9\.9 .* 'pyenv install 9\.9'"):
        start_py.interpreter("9.9")


def test_pyenvs_versions_are_candidates(
    start_py: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    for name in ("9.9.1", "9.9.2", "9.8.7"):
        (tmp_path / "versions" / name / "bin").mkdir(parents=True)
        (tmp_path / "versions" / name / "bin" / "python").touch()
    found = [Path(name).parts[-3] for name in start_py.candidates("9.9") if "versions" in name]
    assert found == ["9.9.2", "9.9.1"]


def test_a_wheel_is_for_all_versions_that_the_project_names(start_py: ModuleType) -> None:
    assert HERE in start_py.supported()
