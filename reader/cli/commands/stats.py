"""``reader stats``: what was read, as a quiet chart."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, open_library, positive
from reader.cli.output import BOLD, DIM, Output
from reader.config import find_paths, settings_at

if TYPE_CHECKING:
    from reader.library.protocol import Library
    from reader.reading_days import ReadAmount, ReadingStatistics

_WEEKS = 12
_MOST_WEEKS = 520
_NOTHING = "nothing that you have read has been counted yet: the screen counts it"
_STYLES = {"heading": BOLD, "note": DIM}


def _run(args: argparse.Namespace, out: Output) -> int:
    if args.yes and not args.forget:
        out.problem("--yes goes with --forget")
        return 2
    with open_library(args, out) as library:
        stats = library.statistics(_today(), min(args.weeks or _WEEKS, _MOST_WEEKS))
        if args.forget:
            return _forget(args, out, library, stats)
    if not settings_at(find_paths(args.data_dir).settings).settings.statistics:
        out.note("statistics are switched off: nothing is counted now")
    if stats.since is None:
        out.note(_NOTHING)
        return 1
    if out.terminal and not out.json:
        _draw(stats, out)
    else:
        _records(stats, out)
    return 0


def _today() -> date:
    from datetime import datetime

    return datetime.now().date()


def _draw(stats: ReadingStatistics, out: Output) -> None:
    from reader.typesetting.charts import chart

    for line in chart(stats, _today(), out.width - 1, blocks=out.blocks):
        out.text(line.text, _STYLES.get(line.style, ""))


def _records(stats: ReadingStatistics, out: Output) -> None:
    since = "" if stats.since is None else stats.since.isoformat()
    _record("all", since, stats.total, out)
    for begins, amount in stats.weeks:
        _record("week", begins.isoformat(), amount, out)
    for site, amount in stats.sites:
        _record("site", site, amount, out)
    for language, amount in stats.languages:
        _record("language", language, amount, out)


def _record(kind: str, name: str, amount: ReadAmount, out: Output) -> None:
    articles, seconds, words = amount
    if out.json:
        out.record(
            kind=kind, name=name or None, articles=articles, minutes=round(seconds / 60, 1), words=words
        )
    else:
        out.row((kind, name, articles, f"{seconds / 60:.1f}", words), ())


def _forget(args: argparse.Namespace, out: Output, library: Library, stats: ReadingStatistics) -> int:
    if stats.since is None:
        out.note(_NOTHING)
        return 1
    days = "1 day" if stats.days == 1 else f"{stats.days:,} days"
    if not args.yes:
        if not (out.error_terminal and sys.stdin.isatty()):
            out.problem(f"forgetting what you read on {days} needs --yes")
            return 2
        out.note(f"forget what you read on {days}? It cannot be brought back. [y/N]")
        if sys.stdin.readline().strip().lower() not in ("y", "yes"):
            out.note("nothing was forgotten")
            return 1
    library.forget_statistics()
    out.note(f"what you read on {days} is forgotten")
    return 0


STATS = Command(
    name="stats",
    usage="",
    summary="Shows what you have read: time, words by week, sites.",
    run=_run,
    arguments=(
        Argument(
            ("--weeks",), f"how many weeks to show (default: {_WEEKS})", {"metavar": "N", "type": positive}
        ),
        Argument(("--forget",), "forget all of it, for good", {"action": "store_true"}),
        Argument(("--yes",), "with --forget: do not ask", {"action": "store_true"}),
    ),
    details=(
        "The screen counts while an article is in front of you: the time, without what follows three minutes"
        " without a key; the words that you pass, at most 1,000 a minute, so a jump to the end is no reading;"
        " and the articles that you read to their end. Earlier versions did not count; of what you read with"
        " them only the articles and their words are known.",
        "All of it stays in your library, on this machine. 'statistics = false' in the configuration switches"
        " the counting off. Of removed articles the time and the words remain; once they are deleted for"
        " good, nothing says which articles these were. Backups contain statistics, exports do not.",
    ),
    columns="all, week, site or language; its name (a week: its Monday; all: the first day); articles read to"
    " their end; minutes; words",
    fields="kind (all, week, site, language), name (as in a pipe; null if not known), articles, minutes,"
    " words",
    examples=(
        ("reader stats", "what you have read"),
        ("reader stats --weeks 52", "by week over a year"),
        ("reader stats --json", "for other programs"),
    ),
    exits=("done", "nothing has been counted, or nothing was forgotten"),
)
