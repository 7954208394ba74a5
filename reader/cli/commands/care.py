"""``reader check`` and ``reader reindex``: is everything in order, and the remedy."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from reader.cli.command import INTERRUPTED, Argument, Command, open_library
from reader.cli.output import Output
from reader.errors import IndexBusy, LibraryDamaged, LibraryError

GOES_ON = "the next search goes on building the index"


def _check(args: argparse.Namespace, out: Output) -> int:
    from reader.cli.progress import progress_bar

    try:
        with open_library(args, out) as library, progress_bar(out) as show:
            repair = library.repair(progress=show) if args.repair else None
            problems = library.check(progress=show) if repair is None else [*repair.left]
    except LibraryDamaged as error:
        from reader.library.care import without_remedy

        repair, problems = None, [f"{error}; {without_remedy()}"]
    except LibraryError as error:
        # A library that cannot even be opened is the problem that was asked for.
        repair, problems = None, [str(error)]
    return _report(problems, out, "everything is in order", done=None if repair is None else repair.done)


def _reindex(args: argparse.Namespace, out: Output) -> int:
    if args.pending:
        return _apply_pending(args, out)
    from reader.cli.progress import Interrupt, progress_bar

    with open_library(args, out) as library:
        with Interrupt(library.patience) as interrupt, progress_bar(out) as show:
            done = library.reindex(progress=interrupt.watch(show), stop=interrupt)
        if interrupt.requested:
            goes_on = "the search index is as it was" if library.index_is_current() else GOES_ON
            out.problem(f"interrupted; {goes_on}")
            return INTERRUPTED
        problems = library.index_problems()
    return _report(problems, out, f"{done} articles indexed")


def _apply_pending(args: argparse.Namespace, out: Output) -> int:
    """What the screen runs beside itself: it must not slow that down, and nobody reads what it says."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        with open_library(args, out) as library:
            library.update_index()
            library.give_back_space()
    except IndexBusy:
        return 1
    return 0


def _report(problems: list[str], out: Output, all_is_well: str, *, done: Sequence[str] | None = None) -> int:
    if out.json:
        out.record(problems=problems, **({} if done is None else {"done": list(done)}))
    for what in done or ():
        out.note(what)
    for problem in problems if not out.json else ():
        out.text(problem)
    if not problems:
        out.note(all_is_well)
    return 1 if problems else 0


CHECK = Command(
    name="check",
    usage="",
    summary="Says whether everything is in order; can repair the library.",
    run=_check,
    arguments=(
        Argument(
            ("--repair",),
            "put right what can be, and say what was done",
            {"action": "store_true"},
        ),
    ),
    details=(
        "All of the library is read and compared with what it was: that takes a second or two for each"
        " thousand articles.",
        "Prints each problem on a line of its own, with what can be done. Whatever is wrong with the search"
        " index is put right by 'reader reindex', and by the next search.",
        "The library keeps pages as they were read. With --repair, a damaged article is made again from its"
        " page, and a damaged page is read from its file again, if that is still the same; numbers, tags,"
        " stars and what you have read stay. What is whole is not touched.",
    ),
    columns="the problem",
    fields="problems (a list of sentences), with --repair also done (another one); one object in all",
    examples=(
        ("reader check", "is everything in order?"),
        ("reader check --repair", "put right what can be"),
    ),
    exits=("everything is in order", "there are problems"),
)

REINDEX = Command(
    name="reindex",
    usage="",
    summary="Builds the search index anew from the library.",
    run=_reindex,
    arguments=(
        Argument(
            ("--pending",),
            "index only what has changed, at low priority and without a word",
            {"action": "store_true"},
        ),
    ),
    details=(
        "Seldom needed: an index that is missing, damaged or of another version is rebuilt by the next"
        " search. Articles and what you have read are not touched.",
    ),
    fields="problems (a list of sentences; one object in all)",
    examples=(("reader reindex", "start over with the index"),),
    exits=("done", "another process is writing the index, or problems remain"),
)
