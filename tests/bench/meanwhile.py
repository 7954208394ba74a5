"""Keys while an import runs: from a key press to the first output, before and during ``A`` on a folder.

    python tests/bench/meanwhile.py [--articles N] [--files N] [--presses N] [--cache DIRECTORY]

The reader is open over a library of invented articles on a pseudo-terminal. The same round of keys is pressed
in the list while nothing else happens (the floor), and again while the reader adds a folder of mixed files
(those of ``mixed.py``) that was named in its own dialog. While it adds, a line says how far it is, about
twice a second: a key that falls into such a moment seems quicker than it was. Figures are milliseconds.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time

import mixed
from figures import median, percentile, print_table
from keys import ROUND
from library import add_cache_option, first_title, library_at, work_folders
from terminal import READER, Terminal, environment

from reader.library import Library


def press(terminal: Terminal, keys: str, quiet: float) -> list[float]:
    """Presses keys one by one; seconds from each to the first output."""
    times = []
    for key in keys:
        at = terminal.send(key)
        painted = terminal.settle(quiet)
        if painted is not None:
            times.append(painted[0] - at)
    return times


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=20_000, help="in the library (default 20,000)")
    parser.add_argument("--files", type=int, default=10_000, help="to add (default 10,000)")
    parser.add_argument("--presses", type=int, default=300, help="keys pressed (default 300)")
    parser.add_argument(
        "--quiet", type=float, default=0.06, help="seconds between a repaint and the next key"
    )
    options = parser.parse_args()
    rounds = max(1, options.presses // len(ROUND))
    with work_folders(options.cache) as (cache, scratch):
        data = shutil.copytree(library_at(cache, options.articles, 20), scratch / "data")
        folder, *_ = mixed.write(options.files, scratch)
        with Terminal([*READER, "--data-dir", str(data)], environment(scratch)) as terminal:
            terminal.wait_for(first_title(options.articles, 20)[:18])
            terminal.silence(1.0)
            press(terminal, ROUND, options.quiet)
            before = [seconds for _ in range(rounds) for seconds in press(terminal, ROUND, options.quiet)]
            # The cursor of the dialog blinks twice a second: it is never silent for longer.
            terminal.send("A")
            terminal.silence(0.3)
            terminal.send(str(folder))
            terminal.silence(0.3)
            began = time.perf_counter()
            terminal.send("\r")
            terminal.settle(0.1)
            during = [seconds for _ in range(rounds) for seconds in press(terminal, ROUND, options.quiet)]
            took = time.perf_counter() - began
        with Library.open(data) as library:
            added = library.counts()[0] - options.articles
        base = median(before)
        rows = [
            (
                name,
                str(len(times)),
                *(f"{1000 * value:.1f}" for value in (median(times), percentile(times, 0.95), max(times))),
                f"{median(times) / base:.2f}",
            )
            for name, times in (("nothing else", before), ("while it adds", during))
        ]
        print(f"{options.articles:,} articles in the list; in {took:.0f} s, {added:,} more came in")
        print_table(("", "keys", "median", "p95", "most", "ratio"), rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
