"""What ``reader add FOLDER`` takes: seconds, pages per second with the index included, peak memory.

Importing is the first thing a person does, on all they have. The command runs in a process of its own on a
fresh data directory, then again on the same one, where nothing must be added or updated. The floor is the
least that could be called keeping the pages: reading the files and putting their text into one SQLite table,
in a process of its own as well. All three run in turn; times include the start of the process.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from figures import median, print_table
from library import shared, work_folders, write_pages
from terminal import BARE, READER, environment


@dataclass(frozen=True)
class Run:
    """A process that has ended: how long it took, its peak memory in megabytes, what it printed."""

    seconds: float
    megabytes: float
    output: str


def run(command: list[str], env: dict[str, str]) -> Run:
    """Runs a command to its end. Raises CalledProcessError if it fails."""
    begin = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        # wait4 tells the memory of this child alone; getrusage that of the largest so far.
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begin
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(seconds, usage.ru_maxrss / unit, output)


def measure(folder: Path, scratch: Path, env: dict[str, str], rounds: int) -> None:
    """Adds the folder so many times and prints the medians."""
    pages = sum(1 for path in folder.rglob("*") if path.is_file())
    firsts, seconds, floors = [], [], []
    told = ["", ""]
    for number in range(rounds):
        data, table = scratch / f"data-{number}", scratch / f"table-{number}.sqlite3"
        add = [*READER, "--data-dir", str(data), "add", "--json", str(folder)]
        floors.append(run([*BARE, "store", str(folder), str(table)], env))
        for which, runs in enumerate((firsts, seconds)):
            runs.append(run(add, env))
            told[which] = _counts(runs[-1].output)
        size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / 2**20
        shutil.rmtree(data)
        table.unlink()
    floor = median([each.seconds for each in floors])
    rows = []
    for name, runs in (("SQLite table", floors), ("reader add", firsts), ("reader add, again", seconds)):
        middle = median([each.seconds for each in runs])
        rows.append(
            (
                name,
                f"{middle:.2f}",
                f"{min(each.seconds for each in runs):.2f}",
                f"{pages / middle:,.0f}",
                f"{max(each.megabytes for each in runs):.0f}",
                f"{middle / floor:.1f}",
            )
        )
    text = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20
    print(f"{pages:,} pages, {text:.1f} MB; {rounds} rounds")
    print_table(("", "seconds", "least", "pages/s", "peak MB", "to floor"), rows)
    print(f"first run: {told[0]}\nsecond run: {told[1]}\nlibrary and index on disk: {size:.1f} MB")


def _counts(output: str) -> str:
    report = json.loads(output)
    counts = [f"{report[name]} {name}" for name in ("added", "updated", "unchanged")]
    return ", ".join([*counts, f"{len(report['failed'])} failed"])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="pages to add (default: ../shared/corpus/18f/pages, where that is missing invented ones)",
    )
    parser.add_argument("--articles", type=int, default=500, help="invented pages (default 500)")
    parser.add_argument("--words", type=int, default=700, help="words in an invented page (default 700)")
    parser.add_argument("--rounds", type=int, default=3, help="how often all is run (default 3)")
    args = parser.parse_args()
    with work_folders(None) as (_, scratch):
        folder = args.folder or shared() / "corpus/18f/pages"
        if args.folder is None and not folder.is_dir():
            folder = scratch / "pages"
            write_pages(folder, args.articles, args.words)
        env = environment(scratch)
        # Once without a clock: byte code is compiled and the files come into the cache.
        run([*READER, "--data-dir", str(scratch / "warm"), "add", str(folder)], env)
        measure(folder, scratch, env, args.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
