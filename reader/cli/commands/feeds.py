"""``reader follow``, ``unfollow`` and ``feeds``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.command import INTERRUPTED, Argument, Command, for_this_library, open_library
from reader.cli.output import DIM, Output, TableColumn, day, timestamp

if TYPE_CHECKING:
    from reader.gathered import FeedSummary, FollowReport

_COLUMNS = (TableColumn(6, right=True), TableColumn(), TableColumn(10, style=DIM), TableColumn())


# --- follow ---------------------------------------------------------------------------------------------


def _follow(args: argparse.Namespace, out: Output) -> int:
    from reader.cli.progress import GOES_ON, Interrupt, progress_bar
    from reader.library.view import CatchUp

    with open_library(args, out, makes=True) as library, Interrupt(library.patience) as interrupt:
        try:
            with progress_bar(out) as show:
                watch = interrupt.watch(show)
                report = library.follow_feeds(
                    args.feeds, whole=args.whole, progress=watch, stop=interrupt, index=False
                )
                state = CatchUp() if interrupt() else library.catch_up(progress=watch, stop=interrupt)
        except KeyboardInterrupt:
            out.problem(GOES_ON)
            return INTERRUPTED
        behind = "" if state.will_follow else state.behind
    _print_followed(report, out, args)
    if behind:
        out.note(f"{behind} (what was added can be read, but not searched yet)")
    if interrupt.requested:
        out.problem(GOES_ON)
        return INTERRUPTED
    return 1 if report.failed else 0


def _print_followed(report: FollowReport, out: Output, args: argparse.Namespace) -> None:
    for failure in report.failed:
        out.failure(failure.what, failure.error)
    for feed in (*report.followed, *report.known):
        if out.json:
            _record(feed, out)
        elif not out.terminal:
            out.row((feed.unread, feed.title, feed.shown), ())
        else:
            known = "" if feed in report.followed else " (already followed)"
            out.line(f"{feed.title}{known}")
    if args.whole is not None and report.known:
        whole = "come with their whole text" if args.whole else "come as the feed has them"
        count = len(report.known)
        feeds = "this feed" if count == 1 else f"{count} feeds"
        out.note(f"you follow {feeds} already; from now on new entries {whole}")
    if report.added:
        out.note(f"{report.added} new {'article' if report.added == 1 else 'articles'}")
    if any(feed.fetched is None for feed in report.followed):
        out.note(f"'{for_this_library(args, 'fetch --feeds')}' fetches what is in them")


FOLLOW = Command(
    name="follow",
    usage="ADDRESS...",
    summary="Follows feeds: their new entries become articles.",
    run=_follow,
    arguments=(
        Argument(
            ("feeds",),
            "the address of a feed or of a site, or an OPML file",
            {"metavar": "ADDRESS", "nargs": "+"},
        ),
        Argument(
            ("--full",),
            "fetch the whole text of each entry from its page, for feeds that only have summaries; this also"
            " switches a feed that is followed already",
            {"action": "store_const", "const": True, "default": None, "dest": "whole"},
        ),
        Argument(
            ("--no-full",),
            "no longer fetch the whole text of new entries",
            {"action": "store_const", "const": False, "dest": "whole"},
        ),
    ),
    details=(
        "RSS, Atom and JSON Feed are understood. If the address is that of a site, the feed that its page"
        " names is followed. The entries of the feed are added at once; 'reader fetch --feeds' adds new"
        " ones later.",
        "The feeds of an OPML file, as other feed readers export it, are all followed, and fetched the next"
        " time.",
        "'feed:NAME' in a search finds the articles of a feed.",
    ),
    columns="number of unread articles, title, address",
    fields="title, url, site, folder, unread (a number), full (whether whole texts are fetched), error,"
    " fetched",
    examples=(
        ("reader follow https://example.org/feed.xml", "a feed"),
        ("reader follow https://example.org/", "the feed that a site names"),
        ("reader follow --full https://example.org/feed.xml", "a feed that only has summaries"),
        ("reader follow feeds.opml", "all feeds of a list"),
    ),
    exits=("done", "some could not be followed"),
)


# --- unfollow -------------------------------------------------------------------------------------------


def _unfollow(args: argparse.Namespace, out: Output) -> int:
    from reader.errors import ReaderError

    code = 0
    with open_library(args, out) as library:
        for name in args.feeds:
            try:
                feeds = library.unfollow_feed(name)
            except ReaderError as error:
                out.problem(str(error))
                code = 1
                continue
            for feed in feeds:
                if out.json:
                    out.record(title=feed.title, url=feed.shown)
                elif out.terminal:
                    out.line(f"{feed.title} is not followed any more; its articles stay")
                else:
                    out.row((feed.title, feed.shown), ())
    return code


UNFOLLOW = Command(
    name="unfollow",
    usage="FEED...",
    summary="Stops following feeds; their articles stay in the library.",
    run=_unfollow,
    arguments=(
        Argument(("feeds",), "the title or the address of a feed", {"metavar": "FEED", "nargs": "+"}),
    ),
    details=(
        "'reader follow' follows a feed again, and adds only what is new since then: entries that you have"
        " removed stay away.",
    ),
    columns="title, address",
    fields="title, url",
    examples=(("reader unfollow 'Tidewater Review'", "by its name"),),
    exits=("done", "no such feed is followed"),
)


# --- feeds ----------------------------------------------------------------------------------------------


def _feeds(args: argparse.Namespace, out: Output) -> int:
    with open_library(args, out) as library:
        feeds = library.feeds()
    if args.opml is not None:
        _write(feeds, args, out)
        return 0
    for feed in feeds:
        if out.json:
            _record(feed, out)
            continue
        when = day(feed.fetched) if feed.fetched is not None else ""
        cells = (feed.unread, feed.title, when, feed.error or feed.folder)
        if out.terminal:
            out.row(cells, _COLUMNS)
        else:
            out.row((feed.unread, feed.title, feed.shown, timestamp(feed.fetched) or "", feed.error), ())
    if not feeds:
        out.note(f"no feeds are followed: '{for_this_library(args, 'follow ADDRESS')}' follows one")
    return 0 if feeds else 1


def _write(feeds: list[FeedSummary], args: argparse.Namespace, out: Output) -> None:
    from reader.formats.feeds.opml_writing import opml_of
    from reader.formats.parsed import Subscription
    from reader.library.new_files import write_new

    text = opml_of(Subscription(feed.title, feed.url, feed.site, feed.folder) for feed in feeds)
    if args.opml == "-":
        out.page(text)
        return
    write_new(Path(args.opml), text, replace=args.force)
    count = "1 feed" if len(feeds) == 1 else f"{len(feeds)} feeds"
    out.note(f"{count} written to {args.opml}")
    if private := sum(feed.shown != feed.url for feed in feeds):
        addresses = "1 address in it holds" if private == 1 else f"{private:,} addresses in it hold"
        out.note(f"{addresses} what looks like a key to your account: do not pass the file on")


def _record(feed: FeedSummary, out: Output) -> None:
    out.record(
        title=feed.title,
        url=feed.shown,
        site=feed.site or None,
        folder=feed.folder or None,
        unread=feed.unread,
        full=feed.whole,
        error=feed.error or None,
        fetched=timestamp(feed.fetched),
    )


FEEDS = Command(
    name="feeds",
    usage="",
    summary="Lists the feeds that you follow.",
    run=_feeds,
    arguments=(
        Argument(
            ("--opml",),
            "write them as a list that other feed readers understand; - is standard output",
            {"metavar": "FILE"},
        ),
        Argument(("--force",), "replace FILE if it exists", {"action": "store_true"}),
    ),
    details=(
        "On a terminal each line has the number of unread articles, the title, the day on which the feed was"
        " fetched last, and why that failed since then, or the folder of the feed.",
        "Addresses are shown without parameters that look like keys to an account (token=…); a list for other"
        " feed readers has them whole.",
    ),
    columns="number of unread articles, title, address, when it was fetched last, error",
    fields="title, url, site, folder, unread (a number), full (whether whole texts are fetched), error,"
    " fetched (a time); null where there is none",
    examples=(
        ("reader feeds", "all feeds"),
        ("reader feeds --opml my-feeds.opml", "a list for other feed readers"),
    ),
    exits=("done", "no feeds are followed"),
)
