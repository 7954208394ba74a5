"""``reader add``: adds saved pages to the library."""

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
        out.note(f"{behind} (what was added can be read, but not searched yet)")
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
        out.note("no pages were found there")
    same = f" ({report.same} with the same text as another page)" if report.same else ""
    failed = f", {len(report.failed)} failed" if report.failed else ""
    out.text(f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged{same}{failed}")


ADD = Command(
    name="add",
    usage="SOURCE...",
    summary="Adds articles: files, folders, addresses, or - for standard input.",
    run=_run,
    arguments=(
        Argument(
            ("sources",),
            "a file, a folder with everything in it, an address (https://…), or -",
            {"metavar": "SOURCE", "nargs": "+"},
        ),
        Argument(
            ("--tag",),
            "tag all these articles NAME, including those already in the library; can be repeated",
            {"metavar": "NAME", "action": "append", "default": []},
        ),
    ),
    details=(
        "Folders are searched to any depth, without hidden files and without following links to other"
        " folders. Adding a page again changes nothing; a page that has changed updates its article and"
        " keeps what you have read, starred and tagged; the same text from two files is one article with two"
        " sources.",
        "If a file has disappeared from a folder that is added again, its article stays in the library and is"
        " marked ('vanished' in 'reader list --json'). The mark disappears when the file is back.",
        "An address is fetched, and the article in the page is added. If the library has it already, it"
        " gets the newer text. Only public addresses are fetched, unless the configuration allows others.",
        "If a source cannot be read, standard error names it with the reason, and the rest continues. This"
        " includes things that are not files or not text, HTML and other documents that are not read yet,"
        " keys and certificates. Ctrl+C stops after the current page and keeps everything added so far; the"
        " same command adds the rest.",
    ),
    fields="added, updated, unchanged (numbers), failed (a list of source, member and error: member is the"
    " part of the source that failed, or empty for all of it), notes (sentences); a single object",
    examples=(
        ("reader add saved-pages/", "everything in a folder"),
        ("reader add one.txt two.txt", "two files"),
        ("reader add --tag energy --tag 2026 wind/", "articles that tag:energy finds"),
        ("reader add https://example.org/wind.html", "the article at an address"),
        ("curl -s https://example.org/page.txt | reader add -", "the output of a program"),
    ),
    exits=("done", "some sources failed"),
)
