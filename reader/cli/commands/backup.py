"""``reader backup`` and ``reader restore``: the library into a file, and back."""

from __future__ import annotations

import argparse

from reader.cli.command import Argument, Command, open_at, open_library, patience_for, tell_behind
from reader.cli.output import Output
from reader.config import command


def _backup(args: argparse.Namespace, out: Output) -> int:
    from pathlib import Path

    file = Path(args.file)
    with open_library(args, out) as library:
        size = library.back_up(file, replace=args.force)
        articles, _ = library.counts()
    if out.json:
        out.record(path=str(file), articles=articles, bytes=size)
    else:
        out.text(f"{articles} articles, {size / 1e6:.1f} MB: {file}")
    return 0


def _restore(args: argparse.Namespace, out: Output) -> int:
    from pathlib import Path

    from reader.config import find_paths
    from reader.library.restoring import restore

    if args.file.isascii() and args.file.isdigit():
        out.problem(f"{args.file} is a number, and no file; a file of that name is ./{args.file}")
        return 2
    paths = find_paths(args.data_dir)
    if out.error_terminal:
        # Everything in it is looked at: in a large library that takes a while.
        out.note(f"checking {args.file} …")
    done = restore(paths, Path(args.file), patience_for(out), force=args.force)
    with open_at(paths, out) as library:
        tell_behind(library.catch_up().behind, out)
    kept = None if done.kept is None else str(done.kept)
    if out.json:
        out.record(path=args.file, articles=done.articles, kept=kept)
        return 0
    out.text(f"{done.articles} articles from {args.file}")
    if kept is not None:
        import shlex

        if not done.usable:
            out.note(f"what was there could not be opened as a library; it is kept as {kept}")
            return 0
        where = "" if args.data_dir is None else f"--data-dir {shlex.quote(str(args.data_dir))} "
        again = f"{where}restore {shlex.quote(kept)}"
        out.note(f"the library that was here is kept: '{command(again)}' brings it back")
    return 0


BACKUP = Command(
    name="backup",
    usage="FILE",
    summary="Writes the whole library into one file, also while it is in use.",
    run=_backup,
    arguments=(
        Argument(("file",), "where to; its folder exists", {"metavar": "FILE"}),
        Argument(("--force",), "replace a file that is there already", {"action": "store_true"}),
    ),
    details=(
        "The file holds the articles, the pages as they were saved, tags, stars, what you have read, the"
        " trail and the saved searches, as they are at one moment. It is there whole and on disk when the"
        " command ends, or not at all. The search index is not in it: it is made again by itself.",
    ),
    fields="path, articles, bytes",
    examples=(
        ("reader backup library-2026-11.sqlite3", "a backup"),
        ("reader backup --force /media/stick/library.sqlite3", "in place of the one before"),
    ),
    exits=("done", "it could not be written"),
)

RESTORE = Command(
    name="restore",
    usage="FILE",
    summary="Puts a backup in the place of the library.",
    run=_restore,
    arguments=(
        Argument(
            ("file",),
            "the backup; a number alone does not count as a file (./12 does)",
            {"metavar": "FILE"},
        ),
        Argument(("--force",), "also a backup that is not in order", {"action": "store_true"}),
    ),
    details=(
        "The backup is checked first, and stays as it is. The library that it replaces is kept beside the new"
        " one under a name with the time, so that this can be undone in the same way. A screen that is open"
        " shows the new library at once. Copying a file over the library by other means is safe only while no"
        " program has it open.",
    ),
    fields="path, articles, kept (the library before, or null)",
    examples=(("reader restore library-2026-11.sqlite3", "the library as it was then"),),
    exits=("done", "the backup cannot be used, or the library not be replaced"),
)
