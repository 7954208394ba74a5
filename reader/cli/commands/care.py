"""``reader check`` and ``reader reindex``: finds problems, and repairs them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from reader.cli.command import INTERRUPTED, Argument, Command, open_library
from reader.cli.output import Output
from reader.errors import IndexBusy, LibraryDamaged, LibraryError

GOES_ON = "the next search continues building the index"


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
        # If the library cannot even be opened, that is the problem to report.
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
            goes_on = "the search index is unchanged" if library.index_is_current() else GOES_ON
            out.problem(f"interrupted; {goes_on}")
            return INTERRUPTED
        problems = library.index_problems()
    return _report(problems, out, f"{done} articles indexed")


def _apply_pending(args: argparse.Namespace, out: Output) -> int:
    """The screen runs this in the background: it must not slow the screen down, and has no output."""
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
        out.line(problem)
    if not problems:
        out.note(all_is_well)
    return 1 if problems else 0


CHECK = Command(
    name="check",
    usage="",
    summary="Checks the library and the search index; can repair the library.",
    run=_check,
    arguments=(
        Argument(
            ("--repair",),
            "repair what can be repaired, and report it",
            {"action": "store_true"},
        ),
    ),
    details=(
        "Reads the whole library and compares it with its checksums, which takes a second or two for each"
        " thousand articles.",
        "Prints each problem on a line of its own, with what you can do about it. 'reader reindex' repairs"
        " all problems of the search index, and so does the next search.",
        "The library keeps the original pages. With --repair, a damaged article is rebuilt from its"
        " page, and a damaged page is read again from its file, if that is unchanged; numbers, tags,"
        " stars and what you have read stay. Intact parts are not touched.",
    ),
    columns="the problem",
    fields="problems (a list of sentences), with --repair also done (another list); a single object",
    examples=(
        ("reader check", "is everything in order?"),
        ("reader check --repair", "repair what can be repaired"),
    ),
    exits=("everything is in order", "there are problems"),
)

REINDEX = Command(
    name="reindex",
    usage="",
    summary="Rebuilds the search index from the library.",
    run=_reindex,
    arguments=(
        Argument(
            ("--pending",),
            "index only what has changed, at low priority and without output",
            {"action": "store_true"},
        ),
    ),
    details=(
        "Rarely needed: the next search rebuilds an index that is missing, damaged or of another version."
        " Articles and what you have read are not touched.",
    ),
    fields="problems (a list of sentences); a single object",
    examples=(("reader reindex", "rebuild the index from scratch"),),
    exits=("done", "another process is writing the index, or problems remain"),
)
