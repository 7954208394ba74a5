"""``reader undo`` and ``reader redo``: undo the last change, and redo it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, for_this_library, open_library, positive, tell_behind
from reader.cli.facts import Titled, title_fields
from reader.cli.output import DIM, Output, TableColumn, day, timestamp

if TYPE_CHECKING:
    from reader.changes import Applied, JournalEntry
    from reader.library import Library

_COLUMNS = (TableColumn(6, right=True), TableColumn(10, style=DIM), TableColumn(), TableColumn(6, style=DIM))

_LISTED = 20


def _undo(args: argparse.Namespace, out: Output) -> int:
    if args.list:
        return _list(args, out)
    if args.limit is not None:
        out.problem("--limit goes with --list")
        return 2
    return _turn(args, out, undo=True)


def _redo(args: argparse.Namespace, out: Output) -> int:
    return _turn(args, out, undo=False)


def _turn(args: argparse.Namespace, out: Output, *, undo: bool) -> int:
    from reader.changes import describe
    from reader.cli.progress import progress_bar

    with open_library(args, out) as library:
        with progress_bar(out) as show:
            applied = library.undo(progress=show) if undo else library.redo(progress=show)
        if applied is None:
            out.note(f"there is nothing to {'undo' if undo else 'redo'}")
            return 1
        tell_behind(library.catch_up().behind, out)
        if out.json:
            _records(applied, library, out)
        else:
            shown = applied.articles or applied.change.articles
            out.line(describe(applied, library.titles(shown) if len(shown) == 1 else {}))
    if undo and applied.articles:
        out.note(f"'{for_this_library(args, 'redo')}' redoes it")
    return 0 if applied.articles else 1


def _records(applied: Applied, library: Library, out: Output) -> None:
    removed = {one.id: one for one in library.trashed(applied.articles)}
    merged = dict(applied.merged)
    here = {one.id: one for one in library.summaries([*applied.articles, *merged.values()])}
    known: dict[int, Titled] = {**removed, **here}
    for article in applied.articles:
        number = merged.get(article, article)
        titled = title_fields(known.get(article) or known.get(number))
        gone = removed.get(article)
        out.record(id=number, **titled, removed=None if gone is None else timestamp(gone.removed))


def _list(args: argparse.Namespace, out: Output) -> int:
    from reader.changes import named

    with open_library(args, out) as library:
        entries = library.journal(args.limit or _LISTED)
        alone = [
            e.change.articles[0] for e in entries if e.change is not None and len(e.change.articles) == 1
        ]
        titles = library.titles(alone)

    def said(entry: JournalEntry) -> str:
        if entry.change is None:
            return f"cannot be undone: {entry.problem}"
        return entry.change.said(named(entry.change.articles, titles))

    for entry in entries:
        if out.json:
            articles = list(entry.change.articles) if entry.change is not None else None
            out.record(
                number=entry.number,
                at=timestamp(entry.at),
                change=said(entry),
                articles=articles,
                undone=entry.undone,
            )
        else:
            out.row((entry.number, day(entry.at), said(entry), "undone" if entry.undone else ""), _COLUMNS)
    if not entries:
        out.note("nothing was changed in the last 30 days")
    return 0 if entries else 1


UNDO = Command(
    name="undo",
    usage="",
    summary="Undoes the last change: star, read, tags or removal.",
    run=_undo,
    arguments=(
        Argument(("--list",), "list the changes instead, latest first", {"action": "store_true"}),
        Argument(
            ("-n", "--limit"),
            f"with --list: at most N changes (default: {_LISTED})",
            {"metavar": "N", "type": positive},
        ),
    ),
    details=(
        "Run it again to undo the change before that. It also undoes changes made on screen,"
        " even while the screen is open. If something that cannot be undone has changed articles since, they"
        " stay as they are, and the command says so.",
        "The latest 1,000 changes are kept, for 30 days at most. 'reader redo' redoes what was undone, until"
        " you change something else.",
    ),
    fields="id, title, label, removed (the time, for an article that is in the trash now) of each"
    " article that"
    " changed; with --list: number, at, change, articles, undone",
    examples=(
        ("reader undo", "undo the last change"),
        ("reader undo --list", "what can be undone"),
    ),
    exits=("done", "there is nothing to undo"),
)

REDO = Command(
    name="redo",
    usage="",
    summary="Redoes the change that was undone last.",
    run=_redo,
    fields="id, title, label, removed (the time, for an article that is in the trash now) of each"
    " article that"
    " changed",
    examples=(("reader redo", "redo it"),),
    exits=("done", "there is nothing to redo"),
)
