"""Several readers of one library at the same time, and readers that are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.library import Library


def _start(environment, data, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "reader", "--data-dir", str(data), *arguments],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _ask(process, query):
    """Asks a reader that reads queries from a pipe: a query that one page alone answers."""
    process.stdin.write(f"{query}\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def test_two_readers_while_pages_are_added(tmp_path, page_text, environment, data):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number}.txt").write_text(
            page_text(f"Page {number}", f"Common words and own{number}. " * 20)
        )
    first = folder / "0.txt"
    with Library.open(data) as library:
        library.add([first])
    searching = [_start(environment, data, "search", "--json", "-n", "1", "-") for _ in range(2)]
    adding = _start(environment, data, "add", str(folder))
    rounds = 0
    while adding.poll() is None or not rounds:
        for process in searching:
            assert _ask(process, "own0")["title"] == "Page 0"
        rounds += 1
    assert (adding.returncode, adding.communicate()[1]) == (0, "")
    for process in searching:
        for number in (1, 70, 149):
            assert _ask(process, f"own{number}")["title"] == f"Page {number}"
        _, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
    with Library.open(data) as library:
        assert library.check() == []
        assert library.finding.find("common", limit=1000).total == 150


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no such priorities on this system")
def test_indexing_in_the_background_is_of_low_priority(pages, environment, data):
    with Library.open(data) as library:
        library.add([pages], index=False)
    code = (
        "import os, sys\n"
        "from reader.cli import main\n"
        f"assert main(['--data-dir', {str(data)!r}, 'reindex', '--pending']) == 0\n"
        "print(os.nice(0))\n"
    )
    before = os.nice(0)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) >= min(before + 10, 19)
    with Library.open(data) as library:
        assert library.check() == []


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal on this system")
@pytest.mark.parametrize("rounds", [2, pytest.param(8, marks=pytest.mark.slow)])
def test_killed_at_random_moments(environment, rounds):
    script = Path(__file__).parents[1] / "bench" / "kill.py"
    done = subprocess.run(
        [sys.executable, str(script), "--rounds", str(rounds), "--pages", "10"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
