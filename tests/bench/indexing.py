"""What the index costs: building it, its size, adding one article, opening it, the memory a search takes.

Building is ``reader reindex`` on a library in the cache, in a process of its own: articles per CPU second,
peak memory. Beside it FTS5 indexes the same articles, in a process of its own as well; both read them from
the library. One article is added as ``reader add`` does it and then searched for by a word that it alone
has, beside a row put into FTS5 and searched for; both write to the disk, so that is time on the wall.
Opening is from nothing to the first answer, in a process that has imported what it needs.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from figures import median, percentile, print_table
from library import add_cache_option, library_at, work_folders
from search import Drawn, Fts5
from terminal import BARE, READER, environment

from reader.config import find_paths
from reader.library import Library
from reader.search.engine import SearchIndex
from reader.search.query import parse


@dataclass(frozen=True)
class Cost:
    """What a process took: CPU seconds, peak memory in megabytes."""

    seconds: float
    megabytes: float


_WATCH = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
sys.exit(status)
"""


def cost(command: list[str], env: dict[str, str], given: str = "") -> Cost:
    """Runs a command to its end; ``given`` is what it reads. Raises CalledProcessError if it fails."""
    # A process counts as its own the memory of the one that starts it. So a small one does, not this one.
    watch = [sys.executable, "-I", "-S", "-c", _WATCH, *command]
    told = subprocess.run(watch, env=env, input=given, stdout=subprocess.PIPE, text=True, check=True).stdout
    seconds, most = told.split()
    return Cost(float(seconds), int(most) / (2**20 if sys.platform == "darwin" else 2**10))


def megabytes(*paths: Path) -> float:
    """The size of files and folders."""
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))]
    return sum(file.stat().st_size for file in files) / 2**20


def measure_building(data: Path, scratch: Path, env: dict[str, str]) -> None:
    paths = find_paths(data)
    with Library.open(data) as library:
        articles = library.store.articles.counts().all
        words = (
            sum(summary.words for summary in library.summaries(library.store.articles.ids()[:1000])) / 1000
        )
    table = scratch / "fts5.sqlite3"
    theirs = cost([*BARE, "fts5", str(data), str(table)], env)
    ours = cost([*READER, "--data-dir", str(data), "reindex"], env)
    rows = []
    for name, taken, size in (("FTS5", theirs, megabytes(table)), ("reader", ours, megabytes(paths.index))):
        rows.append(
            (
                name,
                f"{taken.seconds:.1f}",
                f"{articles / taken.seconds:,.0f}",
                f"{taken.megabytes:.0f}",
                f"{size:.0f}",
                f"{size / megabytes(paths.library):.2f}",
            )
        )
    print(f"{articles:,} articles of {words:.0f} words")
    print_table(("index built", "CPU s", "articles/CPU s", "peak MB", "size MB", "to library"), rows)
    table.unlink()


def measure_adding(data: Path, fts5: Path, scratch: Path, rounds: int) -> None:
    copy, table = scratch / "copy", scratch / "copy.fts5"
    shutil.copytree(data, copy)
    shutil.copy(fts5, table)
    ours, theirs, plain = [], [], scratch / "pages"
    plain.mkdir()
    db = sqlite3.connect(table)
    with Library.open(copy) as library:
        library.find_now("anything", 1)
        for number in range(rounds):
            word = f"unheardof{number}x"
            page = plain / f"{number}.txt"
            page.write_text(f"Page {number}\n\nPage {number}\n\nIt has a {word} word.\n" + "and more\n" * 300)
            begin = time.perf_counter()
            library.add([page])
            found = library.find_now(word, 1)
            ours.append((time.perf_counter() - begin) * 1000)
            assert found.total == 1, word
            begin = time.perf_counter()
            with db:
                db.execute(
                    "INSERT INTO found(title, note, body) VALUES (?, '', ?)", ("Page", page.read_text())
                )
            rows = db.execute("SELECT rowid FROM found WHERE found MATCH ?", (f'"{word}"',)).fetchall()
            theirs.append((time.perf_counter() - begin) * 1000)
            assert len(rows) == 1, word
    db.close()
    _print_times(f"one article added and found, {rounds} times, ms on the wall", ours, theirs)
    shutil.rmtree(copy)


def measure_opening(data: Path, fts5: Path, rounds: int) -> None:
    opened, first, theirs = [], [], []
    with Library.open(data) as library:
        word = Drawn(library).pair()[0]
        library.find(word)  # what is imported on first use
        for _ in range(rounds):
            begin = time.perf_counter()
            index = SearchIndex(library.paths.index, library.store.library_id)
            index.refresh()
            opened.append((time.perf_counter() - begin) * 1000)
            index.search(parse(word))
            first.append((time.perf_counter() - begin) * 1000)
            begin = time.perf_counter()
            db = sqlite3.connect(fts5)
            db.execute("SELECT rowid FROM found WHERE found MATCH ? LIMIT 50", (f'"{word}"',)).fetchall()
            theirs.append((time.perf_counter() - begin) * 1000)
            db.close()
    print(f"\nindex opened: median {median(opened):.1f} ms, worst {max(opened):.1f} ms")
    _print_times(f"opened and first answer, {rounds} times, ms on the wall", first, theirs)


def measure_memory(data: Path, env: dict[str, str], queries: int) -> None:
    with Library.open(data) as library:
        drawn = Drawn(library)
        lines = [" ".join(drawn.pair()) for _ in range(queries)]
        lines += [f'"{" ".join(drawn.phrase())}"' for _ in range(queries // 2)]
        lines += drawn.common[:queries] + [f"{word[:3]}*" for word in drawn.common[:queries]]
    taken = cost([*READER, "--data-dir", str(data), "search", "-n", "50", "-"], env, "\n".join(lines))
    print(
        f"\n{len(lines):,} searches in one process, 50 hits with snippets each: peak {taken.megabytes:.0f} MB"
    )


def _print_times(what: str, ours: list[float], theirs: list[float]) -> None:
    rows = [
        (
            name,
            f"{median(taken):.1f}",
            f"{percentile(taken, 0.95):.1f}",
            f"{median(taken) / median(theirs):.1f}",
        )
        for name, taken in (("FTS5", theirs), ("reader", ours))
    ]
    print()
    print_table((what, "median", "p95", "to FTS5"), rows)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=20_000, help="in the library (default 20,000)")
    parser.add_argument("--words", type=int, default=600, help="words in an article (default 600)")
    parser.add_argument("--rounds", type=int, default=30, help="of adding and of opening (default 30)")
    parser.add_argument("--queries", type=int, default=200, help="for the memory of a search (default 200)")
    parser.add_argument("--keep-index", action="store_true", help="do not build the index anew")
    args = parser.parse_args()
    with work_folders(args.cache) as (kept, scratch):
        env = environment(scratch)
        data = library_at(kept, args.articles, args.words)
        if not args.keep_index:
            measure_building(data, scratch, env)
        fts5 = kept / f"{data.name}.fts5"
        with Library.open(data) as library:
            Fts5(library, fts5).close()
        measure_opening(data, fts5, args.rounds)
        measure_memory(data, env, args.queries)
        measure_adding(data, fts5, scratch, args.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
