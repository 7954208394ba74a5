"""Time from starting the reader to the first paint, beside a bare Textual app.

A reader is opened many times a day, often for a minute; what it takes longer than the toolkit alone is ours
to answer for. Both run in turn (reader, bare, reader, bare …) on a pseudo-terminal, so that a busy machine
slows both alike, and the medians are compared. First paint is the moment at which the heading of the list has
been written to the terminal; content is the moment at which the first article of the list has. The library is
never searched or read in. The aim for the ratio of first paints is 1.3 or less.

``--imports`` says instead which modules the reader imports that the bare app does not, and what each costs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

from figures import median, percentile, print_table
from library import add_cache_option, first_title, library_at, work_folders
from terminal import BARE, READER, Terminal, environment

HEADING = "Articles"
SEEN = 18
"""Characters of a title that the list shows at any width."""

_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s*([\w.]+)")


def bare(env: dict[str, str]) -> float:
    """Seconds to the first paint of a bare app."""
    with Terminal([*BARE, "static", HEADING], env) as terminal:
        return terminal.wait_for(HEADING) - terminal.started


def reader(data: Path, env: dict[str, str], title: str) -> tuple[float, float]:
    """Seconds to the reader's first paint, and to its content."""
    with Terminal([*READER, "--data-dir", str(data)], env) as terminal:
        painted = terminal.wait_for(HEADING) - terminal.started
        return painted, terminal.wait_for(title[:SEEN]) - terminal.started


def measure(data: Path, env: dict[str, str], title: str, rounds: int, articles: int) -> None:
    """Runs both in turn and prints the medians."""
    # Once each without a clock: byte code is compiled and files come into the cache.
    reader(data, env, title)
    bare(env)
    painted, content, floor = [], [], []
    for _ in range(rounds):
        first, second = reader(data, env, title)
        painted.append(first)
        content.append(second)
        floor.append(bare(env))
    rows = [
        (
            name,
            f"{median(values) * 1000:.0f}",
            f"{percentile(values, 0.95) * 1000:.0f}",
            f"{min(values) * 1000:.0f}",
            f"{median(values) / median(floor):.2f}",
        )
        for name, values in (
            ("bare Textual app, first paint", floor),
            ("reader, first paint", painted),
            ("reader, first article in the list", content),
        )
    ]
    print(f"{articles:,} articles, {rounds} rounds; milliseconds")
    print_table(("", "median", "p95", "least", "to bare"), rows)


def imports(command: list[str], env: dict[str, str], words: str) -> dict[str, int]:
    """What each module imported until these words are on screen costs by itself, in microseconds."""
    with Terminal([command[0], "-X", "importtime", *command[1:]], env) as terminal:
        terminal.wait_for(words)
        terminal.silence(0.5)
        return {name: int(own) for own, _, name in _IMPORT.findall(terminal.text())}


def tell_imports(data: Path, env: dict[str, str], title: str, top: int) -> None:
    """Prints what the reader imports and the bare app does not."""
    command = [*READER, "--data-dir", str(data)]
    for _ in range(2):
        ours = imports(command, env, title[:SEEN])
        theirs = imports([*BARE, "static", HEADING], env, HEADING)
    extra = {name: cost for name, cost in ours.items() if name not in theirs}
    packages: Counter[str] = Counter()
    for name, cost in extra.items():
        packages[name.split(".")[0]] += cost
    print("Milliseconds each takes by itself, with -X importtime (which slows everything down).")
    print(f"bare app: {len(theirs)} modules, {sum(theirs.values()) / 1000:.0f} ms;", end=" ")
    print(f"the reader imports {len(extra)} more, {sum(extra.values()) / 1000:.0f} ms\n")
    for what, costs in (("package", packages), ("module", Counter(extra))):
        print_table((what, "ms"), [(name, f"{cost / 1000:.1f}") for name, cost in costs.most_common(top)])
        print()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument(
        "--articles", type=int, default=10_000, help="articles in the library (default 10,000)"
    )
    parser.add_argument(
        "--words", type=int, default=300, help="words in an article, on average (default 300)"
    )
    parser.add_argument("--rounds", type=int, default=15, help="starts of each program (default 15)")
    parser.add_argument(
        "--imports", action="store_true", help="tell what is imported, and measure nothing else"
    )
    parser.add_argument("--top", type=int, default=15, help="with --imports: modules to name (default 15)")
    args = parser.parse_args()
    with work_folders(args.cache) as (cache, scratch):
        # A copy: what a run leaves behind is no part of the library that is kept.
        data = shutil.copytree(library_at(cache, args.articles, args.words), scratch / "data")
        title, env = first_title(args.articles, args.words), environment(scratch)
        if args.imports:
            tell_imports(data, env, title, args.top)
        else:
            measure(data, env, title, args.rounds, args.articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())
