"""What a command imports: nobody waits for what a command does not use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_SCRIPT = """
import sys
from reader.cli import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def imported(environment: dict[str, str]) -> Callable[..., set[str]]:
    """The top-level modules that a command has imported when it is done."""

    def run_and_list(*arguments: object) -> set[str]:
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, *map(str, arguments)],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
        )
        return {name.split(".")[0] for name in done.stderr.splitlines()[-1].split()}

    return run_and_list


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["search", "--help"], ["add", "--help"]])
def test_help_imports_next_to_nothing(imported: Callable[..., set[str]], arguments: list[str]) -> None:
    heavy = {"textual", "whoosh", "sqlite3", "platformdirs", "rich", "chardet", "tomllib", "json"}
    assert not imported(*arguments) & heavy


def test_the_list_needs_no_index_and_no_parser(
    imported: Callable[..., set[str]], run: Callable[..., object], pages: Path
) -> None:
    run("add", pages)
    assert not imported("list") & {"textual", "whoosh", "chardet"}
    assert not imported("show", "1") & {"textual", "whoosh", "chardet"}


def test_a_search_needs_no_screen_and_no_parser(
    imported: Callable[..., set[str]], run: Callable[..., object], pages: Path
) -> None:
    run("add", pages)
    assert not imported("search", "wind") & {"textual", "chardet"}


def test_the_screen_starts_without_what_reads_files(environment: dict[str, str]) -> None:
    script = (
        "import sys, reader.library.facade, reader.tui.app, reader.tui.screens.main as _; print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True
    )
    unneeded = (
        "reader.formats",
        "reader.sources",
        "reader.ingest",
        "email",
        "zipfile",
        "lxml",
        "httpx",
        "secrets",
    )
    assert [name for name in done.stdout.split() if name.startswith(unneeded)] == []


def test_importing_the_library_touches_no_file(environment: dict[str, str], home: Path) -> None:
    script = "import reader.library, reader.cli, reader.cli.commands, reader.tui.app"
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    assert list(home.iterdir()) == []


def test_links_in_a_list_of_feeds_are_counted(run, tmp_path):
    link = '<outline text="A page" type="link" url="https://example.org/page"/>'
    feed = '<outline text="A feed" type="rss" xmlUrl="https://example.org/feed"/>'
    file = tmp_path / "feeds.opml"
    file.write_text(f"<opml><body>{feed}{link}{link}</body></opml>", encoding="utf-8")
    assert "2 links were passed over: in a list of feeds, only feeds are taken" in run("add", file).err
    file.write_text(f"<opml><body>{link}</body></opml>", encoding="utf-8")
    result = run("add", file)
    assert result.code == 1
    assert "the list has no feeds in it, only 1 link\n" in result.err
