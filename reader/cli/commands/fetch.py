"""``reader fetch``: fetches the text of articles that lack it, and what is new in feeds."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.command import INTERRUPTED, Argument, Command, article_id, found_surely, open_library
from reader.cli.output import Output
from reader.cli.progress import PROGRESS

if TYPE_CHECKING:
    from reader.cli.progress import Interrupt, ShowProgress
    from reader.gathered import FetchReport
    from reader.library import LocalLibrary


def _run(args: argparse.Namespace, out: Output) -> int:
    from reader.cli.progress import GOES_ON, Interrupt, progress_bar
    from reader.library.view import CatchUp

    query = " ".join(args.query).strip()
    chosen: Sequence[int] | None = None
    if args.again and not (query or args.article or args.feeds):
        out.problem("--again needs a query that says what to fetch again, such as tag:daily")
        return 2
    if args.article and (query or args.feeds):
        out.problem("--article names the articles: it goes with neither a query nor --feeds")
        return 2
    with open_library(args, out) as library, Interrupt(library.patience) as interrupt:
        try:
            with progress_bar(out, lines=out.json and args.progress) as show:
                watch = interrupt.watch(show)
                if args.feeds:
                    report = library.fetch_feeds(
                        args.query, again=args.again, progress=watch, stop=interrupt, index=False
                    )
                else:
                    chosen = _chosen(library, query, args, out)
                    report = _fetch(library, chosen, args.again, watch, interrupt)
                state = CatchUp() if interrupt() else library.catch_up(progress=watch, stop=interrupt)
        except KeyboardInterrupt:
            out.problem(GOES_ON)
            return INTERRUPTED
        behind = "" if state.will_follow else state.behind
    if chosen is not None and not chosen:
        out.note("nothing found")
        if out.json:
            _print(report, out, args)
        return 1
    _print(report, out, args)
    if behind:
        out.note(f"{behind} (what was fetched can be read, but not searched yet)")
    if interrupt.requested:
        out.problem(GOES_ON)
        return INTERRUPTED
    return 1 if report.failed else 0


def _chosen(library: LocalLibrary, query: str, args: argparse.Namespace, out: Output) -> Sequence[int] | None:
    """The articles that are meant; None for all that lack their text."""
    if args.article:
        for article in args.article:
            library.summary(article)  # raises ArticleNotFound
        return list(dict.fromkeys(args.article))
    return found_surely(library, query, out) if query else None


def _fetch(
    library: LocalLibrary,
    articles: Sequence[int] | None,
    again: bool,
    watch: ShowProgress,
    interrupt: Interrupt,
) -> FetchReport:
    return library.fetch(articles, again=again, progress=watch, stop=interrupt, index=False)


def _print(report: FetchReport, out: Output, args: argparse.Namespace) -> None:
    out.failures(report.failed, each=args.verbose)
    if out.json:
        out.record(
            fetched=report.fetched,
            added=report.added,
            unchanged=report.unchanged,
            left=report.left,
            failed=[{"source": failure.source, "error": failure.error} for failure in report.failed],
            notes=list(report.notes),
        )
        return
    for note in report.notes:
        out.note(note)
    failed = f", {len(report.failed)} failed" if report.failed else ""
    if args.feeds:
        their = "its" if report.fetched == 1 else "their"
        whole = f", {report.fetched} with {their} whole text" if report.fetched else ""
        out.text(f"{report.added} new {_articles(report.added)} from {_feeds(report.asked)}{whole}{failed}")
        if report.left:
            out.note(
                f"{_feeds(report.left)} left alone for now, after failing: --again asks them all the same"
            )
        return
    unchanged = f", {report.unchanged} unchanged" if report.unchanged else ""
    out.text(f"{report.fetched} fetched{unchanged}{failed}")
    if report.left:
        out.note(
            f"{report.left} {_articles(report.left)} left alone: the server wants to be asked later, or"
            f" there is"
            " nothing to be had (--again with a query tries all the same)"
        )


def _articles(count: int) -> str:
    return "article" if count == 1 else "articles"


def _feeds(count: int) -> str:
    return "1 feed" if count == 1 else f"{count} feeds"


FETCH = Command(
    name="fetch",
    usage="[QUERY...]",
    summary="Fetches the texts of bookmarks, and what is new in feeds.",
    run=_run,
    query=True,
    arguments=(
        Argument(
            ("query",),
            "fetch only what this finds (see docs/search.md); with --feeds: names or addresses of feeds",
            {"metavar": "QUERY", "nargs": "*"},
        ),
        Argument(
            ("--again",),
            "fetch these articles again although they have a text, or failed for good before",
            {"action": "store_true"},
        ),
        Argument(
            ("--article",),
            "fetch only the articles with these ids",
            {"metavar": "ID", "nargs": "+", "type": article_id, "default": []},
        ),
        PROGRESS,
        Argument(
            ("-v", "--verbose"),
            "name each address that failed, also if many have the same reason",
            {"action": "store_true"},
        ),
        Argument(
            ("--feeds",), "fetch the feeds that you follow, and add what is new", {"action": "store_true"}
        ),
    ),
    details=(
        "Bookmarks and many exports hold addresses without texts; 'reader list is:empty' shows such"
        " articles. This fetches their pages. Several sites are asked at the same time, each for one page"
        " at a time, with a pause in between. A site that asks for patience is left alone for as long as it"
        " says.",
        "Standard error names the addresses that could not be fetched, with the reason. If more than three"
        " have the same one, a single line says how many, and of which hosts; -v and --json name each."
        " Failures that may"
        " pass are tried again the next time, others only with --again. Ctrl+C stops and keeps what has"
        " come; the same command fetches the rest.",
        "The pictures of the articles come along; those that cannot be had are counted in a note."
        " 'fetch.pictures = false' in the configuration leaves them on the web.",
        "With --again an article keeps its text until the newer one has come, and always its tags,"
        " highlights and reading state. A long text is not replaced by a very short one.",
        "Feeds are asked only for what has changed. One that fails is left alone for a quarter of an hour,"
        " then for twice as long each time. Entries that you have removed do not come back.",
    ),
    fields="fetched, added, unchanged, left (numbers: articles that got their text, new articles, those"
    " without a change, those left alone), failed (a list of source and error), notes (sentences); a single"
    " object",
    examples=(
        ("reader fetch", "everything that lacks its text"),
        ("reader fetch tag:later", "only what is tagged later"),
        ("reader fetch --feeds", "what is new in your feeds"),
        ("reader fetch --again tag:docs", "the current text of some articles"),
    ),
    exits=("done", "some could not be fetched, or nothing was found"),
)
