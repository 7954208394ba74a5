"""Flips single bits in a library file and looks whether what is shown changes unnoticed.

A library is made from saved pages, read in, starred and tagged a little. Then, each time on a fresh copy: one
random bit of the file is flipped (the log is empty, nobody has it open), the commands that show something
run as a person runs them, and ``reader check``. What is shown is compared with what the whole library shows.
A bit that changes it while check says that all is well is unnoticed, and the script exits with 1, as it does
for a traceback. Where check finds something, ``reader check --repair`` runs, and it is counted what is in
order then. A tenth of the rounds cut the file off at a random length instead.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import pickle
import random
import re
import shutil
import signal
import sqlite3
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from figures import print_table
from library import shared, work_folders, write_pages

from reader.cli import main as reader
from reader.library import Library
from reader.model import Position, Scene, Visit

SECONDS = 60
"""A command that takes longer hangs."""

_SCORE = re.compile(r'"score": [0-9.]+, ')

WORDS = ("data", "government", "the", "design")


@dataclass(slots=True)
class Seen:
    """What one round showed: the output of each command, what check said, what went wrong."""

    shown: dict[str, tuple[int, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    repaired: list[str] | None = None
    after: dict[str, tuple[int, str]] = field(default_factory=dict)
    tracebacks: list[str] = field(default_factory=list)


def make(data: Path, pages: Path) -> None:
    """A library of these pages, some of them read, starred and tagged."""
    with Library.open(data) as library:
        library.add([pages])
        store = library.store
        for number, article in enumerate(store.articles.ids("oldest")):
            if number % 3 == 0:
                store.state.mark_read(article, 1.6e9 + number)
            if number % 5 == 0:
                store.state.star(article)
                store.state.save_position(article, Position(number % 7, 3), 0.4)
            if number % 4 == 0:
                library.tag(article, ["wind", f"tag{number}"])
            if number % 6 == 0:
                store.trail.follow(Visit(article, Position(0, 5), Scene("wind", article), 1.6e9))
        library.save_search("wind", "wind OR data")
        library.remember_search("data")
        library.catch_up()
    settle(data)


def settle(data: Path) -> None:
    """Brings the log into the file, so that the file is all there is."""
    connection = sqlite3.connect(data / "library.sqlite3")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def commands(data: Path, out: Path) -> list[tuple[str, ...]]:
    """What a person runs to see what is there."""
    return [
        ("list",),
        ("list", "--json"),
        ("list", "is:unread", "words:>300"),
        ("export", "--json"),
        ("export", str(out), "--force"),
        ("links", "--json"),
        ("wanted", "--json"),
        ("search", "--saved", "--json"),
        ("search", "--recent", "--json"),
        *(("search", "--json", "-n", "5", word) for word in WORDS),
    ]


def look(data: Path, out: Path, seen: Seen) -> dict[str, tuple[int, str]]:
    """The exit code and the output of each command, and the files that an export wrote."""
    shown = {}
    for arguments in commands(data, out):
        code, output, _ = run(data, arguments, seen)
        # Scores depend on what the index has been through, too.
        shown[" ".join(arguments)] = (code, _SCORE.sub("", output))
    files = sorted(out.iterdir()) if out.is_dir() else []
    shown["files"] = (0, "".join(f"{file.name}\n{file.read_text(errors='replace')}" for file in files))
    shown["trail"] = (0, trail(data, seen))
    shutil.rmtree(out, ignore_errors=True)
    return shown


def run(data: Path, arguments: tuple[str, ...], seen: Seen) -> tuple[int, str, str]:
    """One command: its exit code, output and problems; a mistake of the program is noted."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = reader(["--data-dir", str(data), *arguments])
        except BaseException:  # noqa: BLE001 - that is what is looked for
            seen.tracebacks.append(f"{arguments[0]}: {traceback.format_exc()}")
            code = 99
    if "this should not have happened" in errors.getvalue():
        seen.tracebacks.append(f"{arguments[0]}: {errors.getvalue()}")
    return code, output.getvalue(), errors.getvalue()


def trail(data: Path, seen: Seen) -> str:
    """The steps of the trail, as the screen shows them."""
    from reader.errors import ReaderError
    from reader.tui.background import jobs

    try:
        with Library.open(data) as library:
            return repr(jobs.trail(library))
    except ReaderError as error:
        return str(error)
    except Exception:  # noqa: BLE001 - that is what is looked for
        seen.tracebacks.append(f"trail: {traceback.format_exc()}")
        return ""


def round_of(data: Path, out: Path) -> Seen:
    """What a copy shows and what check says of it."""
    seen = Seen()
    copy = data.with_name("shown")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    # Check first: commands may write, and so put right or change what is to be found.
    code, told, errors = run(data, ("check",), seen)
    seen.problems = [line for line in (told + errors).splitlines() if line] if code else []
    seen.shown = look(copy, out, seen)
    if seen.problems:
        run(data, ("check", "--repair"), seen)
        code, told, errors = run(data, ("check",), seen)
        seen.repaired = [line for line in (told + errors).splitlines() if line] if code else []
        seen.after = look(data, out, seen)
    return seen


def apart(work: Callable[[], Seen]) -> Seen:
    """Does it in a process of its own, which may crash or hang."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        signal.alarm(SECONDS)
        try:
            done = work()
        except BaseException:  # noqa: BLE001 - that is what is looked for
            done = Seen(tracebacks=[traceback.format_exc()])
        with os.fdopen(writable, "wb") as stream:
            pickle.dump(done, stream)
        os._exit(0)
    os.close(writable)
    with os.fdopen(readable, "rb") as stream:
        raw = stream.read()
    status = os.waitpid(child, 0)[1]
    if status or not raw:
        return Seen(tracebacks=[f"the process ended with {status}"])
    done = pickle.loads(raw)
    assert isinstance(done, Seen)
    return done


def owners(file: Path) -> dict[int, str]:
    """Which table or index each page of the file belongs to."""
    connection = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
    try:
        return dict(connection.execute("SELECT pageno, name FROM dbstat"))
    except sqlite3.Error:
        return {}
    finally:
        connection.close()


def damages(chance: random.Random, size: int, rounds: int) -> Iterator[tuple[str, int]]:
    """What is done in each round: ("flip", which bit) or ("cut", to how many bytes)."""
    for number in range(rounds):
        yield ("cut", chance.randrange(size)) if number % 10 == 9 else ("flip", chance.randrange(8 * size))


def damage(file: Path, how: str, where: int) -> None:
    """Does it to a file."""
    if how == "cut":
        os.truncate(file, where)
        return
    with file.open("r+b") as stream:
        stream.seek(where // 8)
        byte = stream.read(1)[0]
        stream.seek(where // 8)
        stream.write(bytes([byte ^ 1 << where % 8]))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="pages (default: some of ../shared/corpus/18f)")
    parser.add_argument("--pages", type=int, default=40, help="so many of them (default 40)")
    parser.add_argument("--rounds", type=int, default=200, help="so many damages (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="other damages for another number (default 1)")
    parser.add_argument("--all", action="store_true", help="tell every round")
    args = parser.parse_args()
    with work_folders(None) as (_, scratch):
        pages = scratch / "pages"
        folder = args.folder or shared() / "corpus" / "18f" / "pages"
        if folder.is_dir():
            pages.mkdir()
            for path in sorted(folder.iterdir())[: args.pages]:
                shutil.copy(path, pages)
        else:
            write_pages(pages, args.pages, 300)
        whole, data, out = scratch / "whole", scratch / "data", scratch / "out"
        make(whole, pages)
        file = data / "library.sqlite3"
        os.environ["READER_LOG_DIR"] = str(scratch / "log")

        def once(how: str = "", where: int = 0) -> Seen:
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(whole, data)
            if how:
                damage(file, how, where)
            return apart(lambda: round_of(data, out))

        healthy = once()
        if healthy.problems or healthy.tracebacks:
            print(f"the whole library is not in order: {healthy.problems} {healthy.tracebacks}")
            return 1
        size = (whole / "library.sqlite3").stat().st_size
        page_of = owners(whole / "library.sqlite3")
        page_size = sqlite3.connect(whole / "library.sqlite3").execute("PRAGMA page_size").fetchone()[0]
        print(f"{args.pages} pages, a library of {size / 1e6:.1f} MB")
        counts: Counter[tuple[str, str]] = Counter()
        bad = 0
        for how, where in damages(random.Random(args.seed), size, args.rounds):
            seen = once(how, where)
            byte = where // 8 if how == "flip" else where
            owner = page_of.get(byte // page_size + 1, "free, or not known") if how == "flip" else "(cut off)"
            changed = [name for name in healthy.shown if seen.shown.get(name) != healthy.shown[name]]
            counts[owner, "rounds"] += 1
            counts[owner, "changed"] += bool(changed)
            counts[owner, "found"] += bool(seen.problems)
            counts[owner, "unnoticed"] += bool(changed) and not seen.problems
            counts[owner, "tracebacks"] += bool(seen.tracebacks)
            if seen.problems:
                other = [name for name in healthy.shown if seen.after.get(name) != healthy.shown[name]]
                counts[owner, "in order"] += not seen.repaired
                counts[owner, "as before"] += not seen.repaired and not other
            if args.all or seen.tracebacks or (changed and not seen.problems):
                print(f"{how} {where} (byte {byte}, {owner}): changed {changed}; check: {seen.problems[:3]};")
                otherwise = [name for name, shown in seen.after.items() if shown != healthy.shown[name]]
                print(f"    then {seen.repaired}, and otherwise: {otherwise} {''.join(seen.tracebacks)}")
            bad += bool(seen.tracebacks) or (bool(changed) and not seen.problems)
        columns = ("rounds", "changed", "found", "unnoticed", "tracebacks", "in order", "as before")
        names = sorted({owner for owner, _ in counts})
        rows = [[name, *(str(counts[name, column]) for column in columns)] for name in names]
        rows.append(["all", *(str(sum(counts[name, c] for name in names)) for c in columns)])
        print_table(("where", *columns), rows)
        print("in order: after check --repair; as before: and shows the very same")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
