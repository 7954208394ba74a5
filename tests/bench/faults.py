"""Makes the system refuse what the reader asks of it, one call at a time, and looks whether anything is lost.

Each round copies a healthy library, runs a command under strace, and lets one of its system calls on the
library's own files fail as a failing disk, a full disk, missing rights or too many open files would make it
fail. Then nothing may be lost: every article is there with its text, so is what the command acknowledged,
and after one search `reader check` has nothing to say. The command itself has to end with a sentence, never
with a traceback, and within a minute.

Needs strace (Linux). Exits with 1 if anything was lost or a traceback was printed.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from figures import print_table
from library import work_folders
from terminal import READER, environment

from reader.library import Library

FAULTS = {
    "pread64": ("EIO", "ENOMEM"),
    "read": ("EIO",),
    "pwrite64": ("EIO", "ENOSPC", "EDQUOT"),
    "write": ("EIO", "ENOSPC", "EDQUOT"),
    "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO",),
    "openat": ("EMFILE", "EACCES", "EIO", "ENOSPC"),
    "ftruncate": ("EIO", "ENOSPC"),
    "rename": ("EIO", "EACCES", "ENOSPC"),
    "unlink": ("EIO", "EACCES"),
    "mkdir": ("ENOSPC", "EACCES"),
    "newfstatat": ("EIO", "EACCES"),
    "fcntl": ("ENOLCK", "EIO"),
    "flock": ("ENOLCK", "EIO"),
}
COMMANDS = (
    ["add", "NEW"],
    ["search", "--json", "common"],
    ["list", "--json"],
    ["show", "3"],
    ["related", "3"],
    ["export", "--json"],
    ["reindex"],
    ["reindex", "--pending"],
    ["check"],
    ["search", "--save", "name", "wind"],
)
OWN = (
    "library.sqlite3", "library.sqlite3-wal", "library.sqlite3-shm", "library.sqlite3-journal", "index",
    "index/_ARTICLES.toc", "index/_ARTICLES.toc.part", "index/about.json", "index/about.json.part",
    "index/ARTICLES_WRITELOCK", "index/_ARTICLES_REBUILD.toc", "index/_ARTICLES_REBUILD.toc.part",
    "index/damaged",
)  # fmt: skip
"""The files whose calls may fail; the segments that are there are added. (New ones have random names.)"""


def page(number: int) -> str:
    """The text of a page with a word of its own."""
    own = "own" + "".join("abcdefghij"[int(digit)] for digit in str(number)) + "q"
    return f"Page {number}\n\nPage {number}\n\nSome common words about wind and water. {own} {'more ' * 50}\n"


class Trial:
    """A healthy library, and copies of it that meet with faults."""

    def __init__(self, scratch: Path, seed: int, pages: int) -> None:
        self._chance = random.Random(seed)
        self._env = environment(scratch)
        self._healthy, self._data = scratch / "healthy", scratch / "data"
        folder = scratch / "pages"
        folder.mkdir()
        for number in range(pages):
            (folder / f"{number}.txt").write_text(page(number), encoding="utf-8")
        with Library.open(self._healthy) as library:
            library.add([folder])
            self._texts = {article: library.get(article).text() for article in library.ids()}
        self._new = scratch / "new"
        self._new.mkdir()
        for number in range(pages, pages + 5):
            (self._new / f"{number}.txt").write_text(page(number), encoding="utf-8")

    def round(self) -> tuple[str, str, str]:
        """One round: (system call and error, what came of it, what is wrong with that or "")."""
        shutil.rmtree(self._data, ignore_errors=True)
        shutil.copytree(self._healthy, self._data)
        call = self._chance.choice(sorted(FAULTS))
        error = self._chance.choice(FAULTS[call])
        command = [str(self._new) if w == "NEW" else w for w in self._chance.choice(COMMANDS)]
        if self._chance.random() < 0.5:
            # Something to index, so that searching writes too.
            with Library.open(self._data) as library:
                library.add([self._new], index=False)
        when = self._chance.choice((1, 1, 2, 3, 5, 8, 13))
        lasting = "+" if self._chance.random() < 0.5 else ""
        own = [self._data / name for name in OWN] + list((self._data / "index").glob("*.art"))
        strace = ["strace", "-f", "-qq", "-o", "/dev/null"]
        for path in own:
            strace += ["-P", str(path)]
        strace += ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={when}{lasting}"]
        try:
            done = subprocess.run(
                [*strace, *READER, "--data-dir", str(self._data), *command],
                env=self._env, capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"{call} {error}", "hangs", f"{command} hangs"
        outcome = "goes on" if done.returncode == 0 else "says so"
        wrong = ""
        if "Traceback" in done.stderr or "should not have happened" in done.stderr:
            wrong = f"{command}, {call} {error} {when}{lasting}: {done.stderr[-600:]}"
        elif done.returncode and not (done.stderr.strip() or done.stdout.strip()):
            wrong = f"{command}, {call} {error} {when}{lasting}: exit {done.returncode} without a word"
        elif lost := self._lost(added=command[0] == "add" and done.returncode == 0):
            wrong = f"{command}, {call} {error} {when}{lasting}: {lost}"
        return f"{call} {error}", outcome, wrong

    def _lost(self, added: bool) -> str:
        """What is missing now that the system is well again; "" if nothing is."""
        with Library.open(self._data) as library:
            ids = set(library.ids())
            for article, text in self._texts.items():
                if article not in ids or library.get(article).text() != text:
                    return f"article {article} is lost"
            if added and len(ids) < len(self._texts) + 5:
                return "what was acknowledged is lost"
            if len(library.find_all("common").ids) != len(ids):
                return "not all are found"
            problems = library.check()
        return f"check says {problems}" if problems else ""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200, help="how many faults (default 200)")
    parser.add_argument("--pages", type=int, default=40, help="pages in the library (default 40)")
    parser.add_argument("--seed", type=int, default=1, help="other faults for another number (default 1)")
    args = parser.parse_args()
    if shutil.which("strace") is None:
        print("needs strace")
        return 2
    outcomes: Counter[tuple[str, str]] = Counter()
    wrong = []
    with work_folders(None) as (_, scratch):
        trial = Trial(scratch, args.seed, args.pages)
        for _ in range(args.rounds):
            call, outcome, problem = trial.round()
            outcomes[call, outcome] += 1
            if problem:
                wrong.append(problem)
                print(problem)
    calls = sorted({call for call, _ in outcomes})
    rows = [
        (call, *(str(outcomes[call, outcome]) for outcome in ("goes on", "says so", "hangs")))
        for call in calls
    ]
    print_table(("fault", "goes on", "says so", "hangs"), rows)
    print(f"{args.rounds} faults, {len(wrong)} with a loss, a traceback or no word")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
