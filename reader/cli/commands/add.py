"""``reader add``: takes pages into the library."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.command import INTERRUPTED, Argument, Command, open_library
from reader.cli.output import Output

if TYPE_CHECKING:
    from reader.model import AddReport


def _run(args: argparse.Namespace, out: Output) -> int:
    from reader.cli.progress import GOES_ON, Interrupt, progress_bar
    from reader.library.view import CatchUp

    with open_library(args, out, makes=True) as library, Interrupt(library.patience) as interrupt:
        try:
            with progress_bar(out) as show:
                watch = interrupt.watch(show)
                report = library.add(args.sources, tags=args.tag, progress=watch, stop=interrupt, index=False)
                state = CatchUp() if interrupt() else library.catch_up(progress=watch, stop=interrupt)
        except KeyboardInterrupt:
            out.problem(GOES_ON)
            return INTERRUPTED
        behind = "" if state.will_follow else state.behind
    _print(report, out)
    if behind:
        out.note(f"{behind} (what was added can be read, and not yet searched)")
    if interrupt.requested:
        out.problem(GOES_ON)
        return INTERRUPTED
    return 1 if report.failed else 0


def _print(report: AddReport, out: Output) -> None:
    for failure in report.failed:
        out.failure(failure.what, failure.error)
    if out.json:
        out.record(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            failed=[
                {"source": failure.source, "member": failure.member, "error": failure.error}
                for failure in report.failed
            ],
            notes=list(report.notes),
        )
        return
    for note in report.notes:
        out.note(note)
    if not (report.added or report.updated or report.unchanged or report.failed):
        out.note("there are no pages there")
    same = f" ({report.same} with the same text as another page)" if report.same else ""
    failed = f", {len(report.failed)} failed" if report.failed else ""
    out.text(f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged{same}{failed}")


ADD = Command(
    name="add",
    usage="SOURCE...",
    summary="Takes saved pages in: files, folders, or - for standard input.",
    run=_run,
    arguments=(
        Argument(
            ("sources",),
            "a file, a folder with everything in it, or -",
            {"metavar": "SOURCE", "nargs": "+"},
        ),
        Argument(
            ("--tag",),
            "tag all these articles NAME, also those that are here already; can be given again",
            {"metavar": "NAME", "action": "append", "default": []},
        ),
    ),
    details=(
        "Folders are searched to any depth, without hidden files and without following links to other"
        " folders. Adding a page again changes nothing; a page that has changed updates its article and"
        " keeps what you have read, starred and tagged; the same text from two files is one article with two"
        " sources.",
        "If a file has gone from a folder that is added again, its article stays in the library and is marked"
        " ('vanished' in 'reader list --json'). The mark goes when the file is back.",
        "A source that cannot be read is named with the reason on standard error, and the rest goes on: what"
        " is no file, what is no text, HTML and other documents that are not read yet, keys and certificates."
        " Ctrl+C stops after the page in hand and keeps what was added; the same command run again adds"
        " the rest.",
    ),
    fields="added, updated, unchanged (numbers), failed (a list of source, member and error: member says what"
    " in the source it was, and is empty for all of it), notes (sentences); one object in all",
    examples=(
        ("reader add saved-pages/", "everything in a folder"),
        ("reader add one.txt two.txt", "two files"),
        ("reader add --tag energy --tag 2026 wind/", "articles that tag:energy finds"),
        ("curl -s https://example.org/page.txt | reader add -", "what a program writes"),
    ),
    exits=("done", "some sources failed"),
)
