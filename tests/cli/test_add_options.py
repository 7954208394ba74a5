"""``reader add``: which files, in which format, and only looking."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.cli.priority import giving_way
from reader.model import Progress

RunReader = Callable[..., Any]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "saved"
    (top / "drafts").mkdir(parents=True)
    for name in ("a.txt", "b.md", "drafts/c.txt"):
        (top / name).write_text(f"Title {name}\n\nTitle {name}\n\nSome text of {name}.\n")
    with zipfile.ZipFile(top / "more.zip", "w") as archive:
        archive.writestr("d.txt", "Title d\n\nTitle d\n\nThe text of d.\n")
        archive.writestr("d.png", "")
        archive.writestr("e.txt", bytes(range(256)))
    return top


def test_a_dry_run_says_what_would_be_added_and_adds_nothing(
    run: RunReader, folder: Path, data: Path
) -> None:
    result = run("add", "--dry-run", "-v", folder)
    assert result.code == 1
    assert [line for line in result.out.splitlines() if "b.md" not in line] == [
        f"{folder}/a.txt: saved page, 1 article",
        "  Title a.txt",
        f"{folder}/more.zip (d.txt): saved page, 1 article",
        "  Title d",
        f"{folder}/drafts/c.txt: saved page, 1 article",
        "  Title drafts/c.txt",
        "4 articles in 4 files, 1 failed; nothing was added",
    ]
    assert result.err == f"{folder}/more.zip (e.txt): is binary data, not text\n"
    assert not data.exists()


def test_a_dry_run_as_json(run: RunReader, folder: Path) -> None:
    records = run("add", "--dry-run", "--json", folder / "more.zip").records
    assert records == [
        {
            "source": f"{folder}/more.zip",
            "member": "d.txt",
            "format": "saved page",
            "articles": 1,
            "titles": ["Title d"],
            "failed": [],
        },
        {
            "source": f"{folder}/more.zip",
            "member": "e.txt",
            "format": None,
            "articles": 0,
            "titles": [],
            "failed": [{"member": "e.txt", "error": "is binary data, not text"}],
        },
    ]


def test_a_dry_run_finds_what_the_import_finds(run: RunReader, folder: Path) -> None:
    options = ("--include", "*.txt", "--exclude", "drafts", folder)
    titles = [
        title for record in run("add", "--dry-run", "--json", *options).records for title in record["titles"]
    ]
    run("add", *options)
    assert (
        sorted(titles)
        == sorted(row["title"] for row in run("list", "--json").records)
        == ["Title a.txt", "Title d"]
    )


def test_what_cannot_be_looked_at_is_named(run: RunReader, tmp_path: Path) -> None:
    result = run("add", "--dry-run", tmp_path / "gone")
    assert (result.code, result.err) == (1, f"{tmp_path}/gone: no such file or folder\n")


def test_a_format_by_name(run: RunReader, folder: Path) -> None:
    assert run("add", "--as", "saved-page", folder / "b.md").code == 0
    result = run("add", "--as", "nonsense", folder)
    assert result.code == 2
    assert result.err.startswith("reader: --as: there is no format 'nonsense'; there are: ")
    assert "saved-page" in result.err


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no priorities")
def test_an_import_of_many_files_gives_way() -> None:
    code = """if True:
        import os
        from reader.cli import priority
        from reader.model import Progress
        show = priority.giving_way(lambda progress: None)
        before = os.nice(0)
        show(Progress("reading", 0, priority.MANY - 1))
        few = os.nice(0)
        show(Progress("reading", 0, priority.MANY))
        show(Progress("reading", 1, priority.MANY))
        print(few - before, os.nice(0))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0 19\n"


def test_progress_is_passed_on() -> None:
    seen: list[Progress] = []
    giving_way(seen.append)(Progress("reading", 1, 2))
    assert seen == [Progress("reading", 1, 2)]
