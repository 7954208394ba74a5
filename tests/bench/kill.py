"""Kills the reader while it adds, removes and indexes, at random moments, and looks for anything amiss.

Each round writes new pages, changes and removes others, starts ``reader add``, ``remove``, ``undo`` or
``reindex`` and ends it with SIGKILL after a random part of the time it would take. The library's own file
must be whole before anything is put right, and each article in the library or in the trash, from which it
can be brought back. Then the index is brought up to date once and must agree with the library: ``reader
check`` has nothing to say, every article is found by the word that it alone has, and no article is found that
is not there. At the end nothing of the pages may be missing. Exits with 1 at the first disagreement.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from figures import median, print_table
from library import work_folders
from terminal import READER, environment

from reader.library import Library


class Trial:
    """A library that grows and is killed."""

    def __init__(self, scratch: Path, seed: int, pages: int) -> None:
        self._random = random.Random(seed)
        self._pages = scratch / "pages"
        self._pages.mkdir()
        self._data = scratch / "data"
        self._env = environment(scratch)
        self._size = pages
        self._written = 0
        self._texts: dict[Path, str] = {}
        self._some: list[int] = []
        self.seconds: dict[str, float] = {}

    def write(self) -> None:
        """New pages; some of the others say something else."""
        changed = self._random.sample(sorted(self._texts), min(len(self._texts), self._size // 10))
        for number in range(self._size + len(changed)):
            self._written += 1
            path = changed.pop() if number >= self._size else self._pages / f"{self._written}.txt"
            body = " ".join(self._random.choices(("wind", "water", "sun", "stone", "paper", "light"), k=300))
            self._texts[path] = (
                f"Page {self._written}\n\nPage {self._written}\n\n{body} {_own(self._written)}\n"
            )
            path.write_text(self._texts[path], encoding="utf-8")

    def start(self, command: str) -> subprocess.Popen[bytes]:
        """Starts a command of the reader."""
        arguments = {
            "remove": ["remove", *map(str, self._some)],
            "undo": ["undo"],
            "add": ["add", str(self._pages)],
            "reindex": ["reindex"],
            "pending": ["reindex", "--pending"],
        }
        return subprocess.Popen(
            [*READER, "--data-dir", str(self._data), *arguments[command]],
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def time(self, command: str) -> None:
        """Runs a command to its end, to know how long it takes."""
        if command == "remove":
            with Library.open(self._data) as library:
                self._some = library.ids()[: self._size // 2]
        begin = time.perf_counter()
        self.start(command).wait()
        self.seconds[command] = time.perf_counter() - begin

    def round(self) -> tuple[str, str]:
        """One round: (what was killed, when)."""
        self.write()
        command = self._random.choice(("add", "add", "remove", "undo", "reindex", "pending"))
        ids: list[int] = []
        if command != "add":
            with Library.open(self._data) as library:
                library.add([self._pages], index=False)
                ids = library.store.articles.ids()
                self._some = self._random.sample(ids, len(ids) // 20)
                if command != "remove":
                    library.remove(self._some)
        process = self.start(command)
        time.sleep(self._random.uniform(0.15, 1.1) * self.seconds[command])
        process.send_signal(signal.SIGKILL)
        if process.wait() == 0:
            return command, "had ended"
        with Library.open(self._data) as library:
            damaged = library.store.integrity()
            if damaged:
                raise AssertionError(f"the library is damaged: {damaged}")
            lost = set(ids) - {*library.store.articles.ids(), *(one.id for one in library.trash())}
            if lost:
                raise AssertionError(f"neither in the library nor in the trash: {lost}")
            if command in ("remove", "undo"):
                library.restore(self._some)
                lost = set(ids) - set(library.store.articles.ids())
                if lost:
                    raise AssertionError(f"not brought back: {lost}")
            pending = library.finding.problems()
        return command, "index behind" if pending else "index in step"

    def agree(self) -> None:
        """Raises AssertionError unless one sync brings library and index together."""
        with Library.open(self._data) as library:
            library.update_index()
            problems = library.check()
            if problems:
                raise AssertionError(f"reader check says: {problems}")
            ids = library.store.articles.ids()
            words = {
                d.id: next(w for w in d.body.split() if w.startswith("own"))
                for d in library.store.articles.documents(ids)
            }
            for article, word in words.items():
                found = library.finding.find(word).ids
                if found != (article,):
                    raise AssertionError(f"{word} finds {found}, not {article}")
            everything = library.finding.find("page", limit=10 * len(ids))
            if set(everything.ids) != set(ids):
                raise AssertionError(f"{len(everything.ids)} articles are found of {len(ids)}")

    def complete(self) -> None:
        """Raises AssertionError unless adding all pages once more leaves every one of them in the library."""
        with Library.open(self._data) as library:
            library.add([self._pages])
            kept = {library.get(article).title for article in library.store.articles.ids()}
        missing = {text.partition("\n")[0] for text in self._texts.values()} - kept
        if missing:
            raise AssertionError(f"{len(missing)} pages are missing: {sorted(missing)[:5]}")
        self.agree()


def _own(number: int) -> str:
    """A word that one page alone has. Letters only: it is one word to every analyzer."""
    return "own" + "".join("abcdefghij"[int(digit)] for digit in str(number)) + "q"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=100, help="how often it is killed (default 100)")
    parser.add_argument("--pages", type=int, default=30, help="new pages in a round (default 30)")
    parser.add_argument("--seed", type=int, default=1, help="other moments for another number (default 1)")
    args = parser.parse_args()
    with work_folders(None) as (_, scratch):
        trial = Trial(scratch, args.seed, args.pages)
        for command in ("add", "remove", "undo", "reindex", "pending"):
            trial.write()
            trial.time(command)
        outcomes: Counter[tuple[str, str]] = Counter()
        taken = []
        for number in range(args.rounds):
            outcomes[trial.round()] += 1
            begin = time.perf_counter()
            try:
                trial.agree()
            except AssertionError as error:
                print(f"round {number + 1}: {error}")
                return 1
            taken.append((time.perf_counter() - begin) * 1000)
        trial.complete()
    rows = [(command, when, str(count)) for (command, when), count in sorted(outcomes.items())]
    print_table(("killed", "then", "times"), rows)
    print(
        f"{args.rounds} rounds, library and index agreed after each; made to agree and checked in"
        f" {median(taken):.0f} ms (median)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
