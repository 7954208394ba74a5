"""What the screen costs: keys, bytes to the terminal, opening, changing ten thousand articles, starting.

Everything happens on a pseudo-terminal of 120 columns and 40 lines, over invented articles, beside the same
of a bare Textual app in the same run. A key is timed to the first output, and to the last one before
``--quiet`` seconds of silence (a preview or similar articles follow the key); the bytes are all until then. A
start takes until the first title of the list is there, a change until the message that names it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from figures import median, percentile, print_table
from library import add_cache_option, first_title, library_at, work_folders
from terminal import BARE, READER, Terminal, environment

SEEN = 18
"""Characters of a title that are looked for."""

ESC, CTRL_A = "\x1b", "\x01"

KEYS: Mapping[str, tuple[str, str]] = {
    "j, next row": ("j", "k"),
    "Space, next page of the list": (" ", "b"),
    "x, mark a row": ("x", "xk"),
    "s, star": ("s", "z"),
    "a letter in the search box": ("/t", ESC),
    "o, the orders": ("o", ESC),
    "?, help": ("?", ESC),
    ":, the command line": (":", ESC),
    "Enter, open an article": ("\r", "c"),
    "Space, next page of an article": ("\r ", "gc"),
}
"""What is measured: the keys, of which the last is timed, and those that bring the screen back."""


class Cost:
    """What one key took: seconds, and the bytes that it sent to the terminal."""

    def __init__(self) -> None:
        self.first: list[float] = []
        self.seconds: list[float] = []
        self.sent: list[int] = []

    def add(self, terminal: Terminal, key: str, quiet: float) -> None:
        """Presses a key and waits for all that it paints."""
        at = terminal.send(key)
        painted = terminal.settle(quiet)
        if painted is not None:
            self.first.append(painted[0] - at)
            self.seconds.append(painted[1] - at)
            self.sent.append(len(terminal.output))


def back(terminal: Terminal, keys: str, quiet: float) -> None:
    """Presses keys that are not timed."""
    for key in keys:
        terminal.send(key)
        terminal.settle(quiet)


def keys(data: Path, env: dict[str, str], title: str, times: int, quiet: float) -> dict[str, Cost]:
    """What each key costs, and one in a bare list."""
    costs = {"bare Textual list: j": Cost(), **{name: Cost() for name in KEYS}}
    with (
        Terminal([*BARE, "list", "50"], env) as bare,
        Terminal([*READER, "--data-dir", str(data)], env) as reader,
    ):
        bare.wait_for("row 1 ")
        reader.wait_for(title[:SEEN])
        for terminal in (bare, reader):
            terminal.silence(1.0)
        for number in range(times + 1):
            # The first time warms what is cached.
            cost = costs if number else dict.fromkeys(costs, Cost())
            cost["bare Textual list: j"].add(bare, "j", quiet)
            for name, (pressed, restored) in KEYS.items():
                back(reader, pressed[:-1], quiet)
                cost[name].add(reader, pressed[-1], quiet)
                back(reader, restored, quiet)
    return costs


def changes(data: Path, env: dict[str, str], title: str, articles: int, quiet: float) -> dict[str, float]:
    """Seconds to mark, star and unstar all articles, until the message is there."""
    taken: dict[str, float] = {}
    with Terminal([*READER, "--data-dir", str(data)], env) as reader:
        reader.wait_for(title[:SEEN])
        reader.silence(1.0)
        steps = (("mark all", CTRL_A, "marked"), ("star all", "s", "Starred"), ("undo", "z", "Undone"))
        for name, key, said in steps:
            at = reader.send(key)
            taken[f"{name} of {articles:,}"] = reader.wait_for(said) - at
            reader.silence(quiet * 3)
    return taken


def start(command: Sequence[str], env: dict[str, str], words: str) -> float:
    """Seconds until these words are on the terminal."""
    with Terminal(command, env) as terminal:
        return terminal.wait_for(words) - terminal.started


def in_turn(calls: Mapping[str, Callable[[], float]], times: int) -> dict[str, list[float]]:
    """Each measured so often, one after the other, without the first time."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(times + 1):
        for name, call in calls.items():
            seconds = call()
            if number:
                found[name].append(seconds)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_cache_option(parser)
    parser.add_argument("--articles", type=int, default=10_000, help="articles in the list (default 10,000)")
    parser.add_argument("--words", type=int, default=40, help="words in an article, on average (default 40)")
    parser.add_argument("--times", type=int, default=10, help="how often each key is pressed (default 10)")
    parser.add_argument("--quiet", type=float, default=0.3, help="seconds of silence that end a repaint")
    args = parser.parse_args()
    title = first_title(args.articles, args.words)
    with work_folders(args.cache) as (cache, scratch):
        env = environment(scratch)
        data = shutil.copytree(library_at(cache, args.articles, args.words), scratch / "data")
        costs = keys(data, env, title, args.times, args.quiet)
        base = median(costs["bare Textual list: j"].first)
        print(f"Keys over {args.articles:,} articles: milliseconds to the first output and to rest, bytes")
        rows = [
            (
                name,
                *(f"{percentile(cost.first, share) * 1000:.0f}" for share in (0.5, 0.95)),
                f"{median(cost.first) / base:.2f}",
                f"{median(cost.seconds) * 1000:.0f}",
                f"{median([float(sent) for sent in cost.sent]):,.0f}",
            )
            for name, cost in costs.items()
        ]
        print_table(("", "to paint", "p95", "to the bare list", "to rest", "bytes"), rows)
        print("\nChanges, seconds until the message")
        changed = changes(data, env, title, args.articles, args.quiet)
        print_table(("", "seconds"), [(name, f"{took:.2f}") for name, took in changed.items()])
        print("\nStart, milliseconds until it can be read")
        starts = in_turn(
            {
                "bare Textual app": lambda: start([*BARE, "static", "bare words"], env, "bare words"),
                f"reader, {args.articles:,} articles": lambda: start(
                    [*READER, "--data-dir", str(data)], env, title[:SEEN]
                ),
            },
            max(3, args.times // 2),
        )
        floor = median(starts["bare Textual app"])
        print_table(
            ("", "median", "to the bare app"),
            [
                (name, f"{median(took) * 1000:.0f}", f"{median(took) / floor:.2f}")
                for name, took in starts.items()
            ],
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
