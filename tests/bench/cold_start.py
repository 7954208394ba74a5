"""Time from starting the reader to the first paint and to the first key, beside a bare Textual app; memory.

A reader is opened many times a day, often for a minute; what it takes longer than the toolkit alone is ours
to answer for. Both run in turn (reader, bare, reader, bare …) on a pseudo-terminal, so that a busy machine
slows both alike, and the medians are compared. First paint is the moment at which the heading of the list has
been written to the terminal; content is the moment at which the first article of the list has; the first key
is pressed once all is quiet, and answered with the next output. A bare app shows one text or 50 rows.
The library is never searched or read in. The aim for the ratio of first paints is 1.3 or less. With several
numbers of articles (``--articles 1000 10000 100000``) the table says what grows with the library.

``--imports`` says instead which modules the reader imports that the bare app does not, and what each costs.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import NamedTuple

from figures import median, print_table
from library import add_cache_option, library_at, work_folders
from real import real_library
from terminal import BARE, READER, Terminal, environment

from reader.library import Library

HEADING = "Inbox"
SEEN = 18
"""Characters of a title that the list shows at any width."""

_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|\s*([\w.]+)")


class Start(NamedTuple):
    """One start: seconds to what was seen, CPU seconds until then, seconds a key takes, memory."""

    painted: float
    content: float
    processor: float
    key: float
    megabytes: float


def started(command: list[str], env: dict[str, str], heading: str, words: str) -> Start:
    """Starts a program whose first paint has a heading, and whose content has some words."""
    with Terminal(command, env) as terminal:
        painted = terminal.wait_for(heading) - terminal.started
        content = terminal.wait_for(words) - terminal.started
        processor = terminal.processor()
        terminal.silence(0.2)
        pressed = terminal.send("j")
        answered = terminal.settle(0.3)
        key = float("nan") if answered is None else answered[0] - pressed
        return Start(painted, content, processor, key, terminal.megabytes())


def measure(libraries: dict[int, tuple[Path, str]], env: dict[str, str], rounds: int) -> None:
    """Runs all of them in turn and prints the medians. ``libraries``: a folder and a title by their size."""
    ways = {
        "bare Textual app": lambda: started([*BARE, "static", HEADING], env, HEADING, HEADING),
        "bare list of 50 rows": lambda: started([*BARE, "list", "50"], env, "row 0", "row 9"),
        **{
            f"reader, {articles:,} articles": partial(
                started, [*READER, "--data-dir", str(data)], env, HEADING, title[:SEEN]
            )
            for articles, (data, title) in libraries.items()
        },
    }
    found: dict[str, list[Start]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            taken = way()
            # The first time without a clock: byte code is compiled and files come into the cache.
            if number:
                found[name].append(taken)
    floor = median([one.painted for one in found["bare Textual app"]])
    key = median([one.key for one in found["bare list of 50 rows"]])
    rows = []
    for name, starts in found.items():
        painted, content, processor, answered, memory = (
            median(list(values)) for values in zip(*starts, strict=True)
        )
        keyless = name == "bare Textual app"
        rows.append(
            (
                name,
                *(f"{time * 1000:.0f}" for time in (painted, content, processor)),
                f"{painted / floor:.2f}",
                *(("", "") if keyless else (f"{answered * 1000:.0f}", f"{answered / key:.2f}")),
                f"{memory:.0f}",
            )
        )
    print(f"{rounds} rounds; milliseconds from the start, of a key from the press; medians")
    heads = ("", "first paint", "content", "CPU", "paint to bare", "first key", "key to bare", "MB")
    print_table(heads, rows)


def imports(command: list[str], env: dict[str, str], words: str) -> dict[str, int]:
    """What each module imported until these words are on screen costs by itself, in microseconds."""
    with Terminal([command[0], "-X", "importtime", *command[1:]], env) as terminal:
        terminal.wait_for(words)
        terminal.silence(0.5)
        return {name: int(own) for own, _, name in _IMPORT.findall(terminal.text())}


def tell_imports(data: Path, title: str, env: dict[str, str], top: int) -> None:
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
        "--articles", type=int, nargs="+", default=[10_000], help="articles in a library (default 10,000)"
    )
    parser.add_argument(
        "--words", type=int, default=300, help="words in an article, on average (default 300)"
    )
    parser.add_argument("--real", action="store_true", help="real articles; see real.py")
    parser.add_argument("--rounds", type=int, default=15, help="starts of each program (default 15)")
    parser.add_argument(
        "--imports", action="store_true", help="tell what is imported, and measure nothing else"
    )
    parser.add_argument("--top", type=int, default=15, help="with --imports: modules to name (default 15)")
    args = parser.parse_args()
    with work_folders(args.cache) as (cache, scratch):
        env = environment(scratch)
        libraries = {}
        for articles in args.articles:
            kept = real_library(cache, articles) if args.real else library_at(cache, articles, args.words)
            # A copy: what a run leaves behind is no part of the library that is kept.
            data = Path(shutil.copytree(kept, scratch / f"data{articles}"))
            with Library.open(data) as library:
                libraries[articles] = data, library.summary(library.ids(limit=1)[0]).title
        if args.imports:
            tell_imports(*next(iter(libraries.values())), env, args.top)
        else:
            measure(libraries, env, args.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
