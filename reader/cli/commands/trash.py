"""``reader trash``, and ``reader restore`` with the ids of articles."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, open_library, tell_behind
from reader.cli.facts import title_fields
from reader.cli.output import DIM, Output, TableColumn, day, timestamp

if TYPE_CHECKING:
    from reader.library import Library

_COLUMNS = (TableColumn(6, right=True), TableColumn(), TableColumn(10, style=DIM))


def _run(args: argparse.Namespace, out: Output) -> int:
    if args.yes and not args.empty:
        out.problem("--yes goes with --empty")
        return 2
    with open_library(args, out) as library:
        if args.empty:
            return _empty(args, out, library)
        trash = library.trash()
    for one in trash:
        if out.json:
            out.record(id=one.id, **title_fields(one), removed=timestamp(one.removed))
        else:
            out.row((one.id, one.title, day(one.removed)), _COLUMNS)
    if not trash:
        out.note("the trash is empty")
    return 0 if trash else 1


def _empty(args: argparse.Namespace, out: Output, library: Library) -> int:
    trash = library.trash()
    if not trash:
        out.note("the trash is empty")
        return 1
    articles = "1 article" if len(trash) == 1 else f"{len(trash)} articles"
    if not args.yes:
        if not (out.error_terminal and sys.stdin.isatty()):
            out.problem(f"deleting {articles} for good needs --yes")
            return 2
        out.note(f"delete {articles} for good? You cannot bring them back. [y/N]")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            out.note("nothing was deleted")
            return 1
    library.empty_trash()
    if out.json:
        for one in trash:
            out.record(id=one.id, **title_fields(one), removed=timestamp(one.removed))
    else:
        out.text(f"{articles} deleted for good")
    out.flush()
    library.clear_up()
    return 0


def restore_articles(args: argparse.Namespace, ids: list[int], out: Output) -> int:
    """Brings articles back from the trash; returns the exit code."""
    from reader.cli.progress import progress_bar

    with open_library(args, out) as library:
        trashed = {one.id: one for one in library.trashed(ids)}
        with progress_bar(out) as show:
            applied = library.restore([one for one in ids if one in trashed], progress=show)
        tell_behind(library.catch_up().behind, out)
        here = {summary.id for summary in library.summaries(ids)}
    merged = dict(applied.merged)
    for article in ids:
        if article not in trashed:
            where = "it is in the library" if article in here else "it is not in the trash"
            backup = f"for a backup file of that name, write ./{article}"
            out.problem(f"article {article} was not restored: {where} ({backup})")
        elif out.json:
            one = trashed[article]
            out.record(id=merged.get(article, article), **title_fields(one), removed=timestamp(one.removed))
        elif article in merged:
            out.line(f"{trashed[article].title} (merged with article {merged[article]}: the same text)")
        else:
            out.row((article, trashed[article].title), _RESTORED)
    return 0 if len(trashed) == len(ids) else 1


_RESTORED = (TableColumn(6, right=True), TableColumn())

TRASH = Command(
    name="trash",
    usage="",
    summary="Lists removed articles, which you can bring back for 30 days.",
    run=_run,
    arguments=(
        Argument(("--empty",), "delete everything in the trash for good", {"action": "store_true"}),
        Argument(("--yes",), "with --empty: do not ask", {"action": "store_true"}),
    ),
    details=(
        "The article removed last comes first. 'reader restore ID' brings it back unchanged, under the same"
        " id. After 30 days in the trash, articles are deleted for good.",
    ),
    columns="id, title, day of removal",
    fields="id, title, label, removed (the time)",
    examples=(
        ("reader trash", "which articles can be brought back"),
        ("reader trash --empty", "delete them all now"),
    ),
    exits=("done", "the trash is empty, or nothing was deleted"),
)
