"""``reader backup`` and ``reader restore``: saves the library to a file, and restores it."""

from __future__ import annotations

import argparse

from reader.cli.command import (
    Argument,
    Command,
    article_id,
    for_this_library,
    open_at,
    open_library,
    patience_for,
    tell_behind,
)
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
        out.line(f"{articles} articles, {size / 1e6:.1f} MB: {file}")
    return 0


def _restore(args: argparse.Namespace, out: Output) -> int:
    what = list(dict.fromkeys(args.what))
    numbers = [one for one in what if one.isascii() and one.isdigit()]
    if what and len(numbers) == len(what):
        from reader.cli.commands.trash import restore_articles

        if args.force:
            out.problem("--force is for backups; articles in the trash are restored without it")
            return 2
        try:
            ids = [article_id(number) for number in numbers]
        except argparse.ArgumentTypeError as error:
            out.problem(str(error))
            return 2
        return restore_articles(args, ids, out)
    if len(what) != 1:
        out.problem(
            "give the ids of articles in the trash, or one backup file"
            + (f" (write ./{numbers[0]} for a file with that name)" if numbers else "")
            + f": '{command('trash')}' lists the articles that can be restored"
        )
        return 2
    return _restore_file(args, what[0], out)


def _restore_file(args: argparse.Namespace, file: str, out: Output) -> int:
    from pathlib import Path

    from reader.config import find_paths
    from reader.library.restoring import restore

    paths = find_paths(args.data_dir)
    if out.error_terminal:
        # Everything in it is checked, which takes a while for a large library.
        out.note(f"checking {file} …")
    done = restore(paths, Path(file), patience_for(out), force=args.force)
    with open_at(paths, out) as library:
        tell_behind(library.catch_up().behind, out)
    kept = None if done.kept is None else str(done.kept)
    if out.json:
        out.record(path=file, articles=done.articles, kept=kept)
        return 0
    out.line(f"{done.articles} articles from {file}")
    if kept is not None:
        if not done.usable:
            out.note(f"the file that was there could not be opened as a library; it is kept as {kept}")
            return 0
        import shlex

        again = for_this_library(args, f"restore {shlex.quote(kept)}")
        out.note(f"the library that was here is kept: '{again}' brings it back")
    return 0


BACKUP = Command(
    name="backup",
    usage="FILE",
    summary="Writes the whole library into one file, even while it is in use.",
    run=_backup,
    arguments=(
        Argument(("file",), "the file to write; its folder must exist", {"metavar": "FILE"}),
        Argument(("--force",), "replace a file that already exists", {"action": "store_true"}),
    ),
    details=(
        "The file holds the articles, the pages as they were saved, tags, stars, what you have read, the"
        " trail and the saved searches, all at one moment. When the command ends, the file is complete and on"
        " disk, or has not been written. The search index is not in it, because it can be rebuilt.",
    ),
    fields="path, articles, bytes",
    examples=(
        ("reader backup library-2026-11.sqlite3", "a backup"),
        ("reader backup --force /media/stick/library.sqlite3", "replace the previous backup"),
    ),
    exits=("done", "it could not be written"),
)

RESTORE = Command(
    name="restore",
    usage="ID...|FILE",
    summary="Brings removed articles back, or a whole library from a backup.",
    run=_restore,
    arguments=(
        Argument(
            ("what",),
            "the ids of articles in the trash, or one backup (./12 for a file named 12)",
            {"metavar": "ID|FILE", "nargs": "*"},
        ),
        Argument(("--force",), "accept a damaged backup", {"action": "store_true"}),
    ),
    details=(
        "With ids: brings articles back from the trash unchanged, under the same ids. 'reader trash' lists"
        " them. If the same text has been added again under another id, that article gets the tags, the"
        " star and the steps of the trail.",
        "With a file: replaces the library with a backup. The backup is checked first, and is not"
        " changed. The library that it replaces is kept beside the new"
        " one, with the time in its name, so that you can undo this in the same way. A screen that is open"
        " shows the new library at once. Copying a file over the library in another way is only safe while no"
        " program has it open.",
    ),
    fields="id, title, label, removed (when) of each article; for a backup: path, articles, kept (the"
    " file of the"
    " replaced library, or null)",
    examples=(
        ("reader restore 12 13", "two articles, from the trash"),
        ("reader restore library-2026-11.sqlite3", "the library as it was then"),
    ),
    exits=("done", "some articles are not in the trash; or the backup cannot be used"),
)
