"""``reader add``: adds saved pages to the library."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.command import INTERRUPTED, Argument, Command, open_library
from reader.cli.output import Output
from reader.cli.progress import PROGRESS

if TYPE_CHECKING:
    from reader.model import AddReport
    from reader.sources.patterns import Picking


def _run(args: argparse.Namespace, out: Output) -> int:
    from reader.formats import UnknownFormat
    from reader.walking import Walker

    picking = _picking(args)
    if args.watch and args.dry_run:
        out.problem("--watch adds what comes, and --dry-run adds nothing: choose one of them")
        return 2
    try:
        Walker(picking)
    except UnknownFormat as error:
        out.problem(str(error))
        return 2
    if args.watch:
        from reader.cli.watching import watch

        return watch(args, picking, out)
    return _preview(args, picking, out) if args.dry_run else _add(args, picking, out)


def _picking(args: argparse.Namespace) -> Picking:
    from reader.sources.patterns import Picking

    return Picking(
        include=tuple(args.include), exclude=tuple(args.exclude), form=args.form, removed=args.removed
    )


def _add(args: argparse.Namespace, picking: Picking, out: Output) -> int:
    from reader.cli.priority import giving_way
    from reader.cli.progress import GOES_ON, Interrupt, progress_bar
    from reader.library.view import CatchUp

    with open_library(args, out, makes=True) as library, Interrupt(library.patience) as interrupt:
        try:
            with progress_bar(out, lines=out.json and args.progress) as show:
                watch = giving_way(interrupt.watch(show))
                report = library.add(
                    args.sources,
                    tags=args.tag,
                    picking=picking,
                    progress=watch,
                    stop=interrupt,
                    index=False,
                )
                state = CatchUp() if interrupt() else library.catch_up(progress=watch, stop=interrupt)
        except KeyboardInterrupt:
            out.problem(GOES_ON)
            return INTERRUPTED
        behind = "" if state.will_follow else state.behind
    _print(report, out, args)
    if behind:
        out.note(f"{behind} (what was added can be read, but not searched yet)")
    if interrupt.requested:
        out.problem(GOES_ON)
        return INTERRUPTED
    return 1 if report.failed else 0


def _preview(args: argparse.Namespace, picking: Picking, out: Output) -> int:
    """Says what would be added. No library is opened, nor made."""
    from reader.config import find_paths
    from reader.fetching import is_address
    from reader.own_files import own_files
    from reader.previewing import preview
    from reader.tally import as_text_note

    for name in filter(is_address, args.sources):
        out.note(f"{name}: would be fetched; what is there is known when it is fetched")
    names = [name for name in args.sources if not is_address(name)]
    articles = files = failed = 0
    as_text: dict[str, str] = {}
    for file in preview(names, picking, own=own_files(find_paths(args.data_dir).data)):
        if file.data:
            as_text[f"{file.source} ({file.member})" if file.member else file.source] = file.data
        articles += len(file.titles)
        files += bool(file.form)
        failed += len(file.failed)
        if out.json:
            out.record(
                source=file.source,
                member=file.member,
                format=file.form or None,
                articles=len(file.titles),
                titles=list(file.titles),
                failed=[{"member": each.member, "error": each.error} for each in file.failed],
            )
        elif file.form:
            name = f"{file.source} ({file.member})" if file.member else file.source
            out.line(f"{name}: {file.form}, {_articles(len(file.titles))}")
            for title in file.titles if args.verbose else ():
                out.line(f"  {' '.join(title.split())}")
        for each in file.failed:
            out.failure(each.what, each.error)
    if as_text:
        out.note(as_text_note(as_text).replace(" came in ", " would come in "))
    if not out.json:
        words = f", {failed} failed" if failed else ""
        in_files = "1 file" if files == 1 else f"{files} files"
        out.text(f"{_articles(articles)} in {in_files}{words}; nothing was added")
    return 1 if failed else 0


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count} articles"


def _print(report: AddReport, out: Output, args: argparse.Namespace) -> None:
    out.failures(report.failed, each=args.verbose)
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
            left_out=report.left_out,
        )
        return
    for note in report.notes:
        out.note(note)
    if not (report.added or report.updated or report.unchanged or report.failed or report.notes):
        out.note("no articles were found there")
    same = f" ({report.same} with the same text or address as another)" if report.same else ""
    failed = f", {len(report.failed)} failed" if report.failed else ""
    out.text(f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged{same}{failed}")


ADD = Command(
    name="add",
    usage="SOURCE...",
    summary="Adds articles: files, folders, archives, addresses, or - (stdin).",
    run=_run,
    arguments=(
        Argument(
            ("sources",),
            "a file, a folder or archive with everything in it, an address (https://…), or -",
            {"metavar": "SOURCE", "nargs": "+"},
        ),
        Argument(
            ("--tag",),
            "tag all these articles NAME, including those already in the library; can be repeated",
            {"metavar": "NAME", "action": "append", "default": []},
        ),
        Argument(
            ("--include",),
            "add only files that match PATTERN, such as '*.md' or 'notes/**'; can be repeated",
            {"metavar": "PATTERN", "action": "append", "default": []},
        ),
        Argument(
            ("--exclude",),
            "leave out files and folders that match PATTERN; can be repeated",
            {"metavar": "PATTERN", "action": "append", "default": []},
        ),
        Argument(
            ("--as",),
            "read all files in FORMAT, where the guess is wrong; an unknown name lists the known ones",
            {"metavar": "FORMAT", "dest": "form", "default": ""},
        ),
        Argument(
            ("--removed",),
            "add articles again that you have removed; without it they are left out",
            {"action": "store_true"},
        ),
        Argument(
            ("--dry-run",),
            "say what would be added, file by file, and add nothing",
            {"action": "store_true"},
        ),
        Argument(
            ("--watch",),
            "stay, and add what is new or has changed in the folder, until Ctrl+C",
            {"action": "store_true"},
        ),
        PROGRESS,
        Argument(
            ("-v", "--verbose"),
            "name each address that failed, also if many have the same reason; with --dry-run: print the"
            " titles",
            {"action": "store_true"},
        ),
    ),
    details=(
        "Folders are searched to any depth, without hidden files and without following links to other"
        " folders. Adding a page again changes nothing; a page that has changed updates its article and"
        " keeps what you have read, starred and tagged; the same text from two files is one article with two"
        " sources.",
        "Zip and tar archives are opened, also packed with gzip, bzip2, xz or zstd, and"
        " archives in them. Hidden files and what programs leave behind are passed over, as are pictures,"
        " style sheets, scripts, fonts and licences in folders and archives: they are no articles by"
        " themselves, but pictures come along with the pages that show them. A file that is named by itself"
        " is read, or refused with the reason.",
        "PATTERN is compared with the path as seen from SOURCE, with / between folders: * and ? stand for"
        " anything but /, ** for anything. Without / it is the name of a file or folder at any depth."
        " --exclude wins.",
        "If a file has disappeared from a folder that is added again, its article stays in the library and is"
        " marked ('vanished' in 'reader list --json'). The mark disappears when the file is back.",
        "An article that you have removed stays away when its folder, its archive or its export is added"
        " again, also once it is no longer in the trash; a note says how many were left out. It comes back"
        " with --removed, or if its address or a file that holds nothing else is named by itself.",
        "An address is fetched, and the article in the page is added. If the library has it already, it"
        " gets the newer text. Only public addresses are fetched, unless the configuration allows others.",
        "With --watch the command stays and looks every two seconds for files that are new, have changed or"
        " have gone; with the package watchfiles (pip install 'article-reader[watch]') the system says when"
        " there is something to see. A file is added once its size no longer changes, and a page once the"
        " folder with its pictures is whole. Each article is a line of output. What fails is named, and the"
        " rest goes on.",
        "If a source cannot be read, standard error names it with the reason, and the rest continues. This"
        " includes things that are not files or not text, documents of other kinds,"
        " keys and certificates. Ctrl+C stops after the current page and keeps everything added so far; the"
        " same command adds the rest.",
    ),
    fields="added, updated, unchanged, left_out (numbers; left_out: articles that you have removed), failed"
    " (a list of source, member and error: member is the part of the source that failed, or empty for all of"
    " it), notes (sentences); a single object. With --dry-run an object for each file: source, member,"
    " format, articles (a number), titles, failed (a list of member and error). With --watch an object for"
    " each thing that happens: event (watching, added, updated, failed, note), and id, title, label,"
    " source, member,"
    " error or text",
    examples=(
        ("reader add saved-pages/", "everything in a folder"),
        ("reader add one.txt two.txt", "two files"),
        ("reader add --tag energy --tag 2026 wind/", "articles that tag:energy finds"),
        ("reader add https://example.org/wind.html", "the article at an address"),
        ("reader add --watch saved-pages/", "what comes into a folder, as long as this runs"),
        ("reader add --dry-run -v saved-pages/", "look before it is added"),
        ("reader add --include '*.txt' --exclude drafts saved-pages/", "some files of a folder"),
        ("curl -s https://example.org/page.txt | reader add -", "the output of a program"),
    ),
    exits=("done", "some sources failed"),
)
