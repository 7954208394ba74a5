"""``reader wanted``: the titles that links name and the library lacks."""

from __future__ import annotations

import argparse

from reader.cli.command import Argument, Command, open_library, positive
from reader.cli.output import DIM, Output, TableColumn

_COLUMNS = (TableColumn(5, right=True), TableColumn(), TableColumn(style=DIM), TableColumn(14, style=DIM))


def _run(args: argparse.Namespace, out: Output) -> int:
    with open_library(args, out) as library:
        wanted = library.wanted(args.limit)
    for one in wanted:
        if out.json:
            out.record(title=one.title, teaser=one.teaser, count=one.count)
        else:
            by = " ".join(map(str, one.wanted_by))
            out.row((one.count, one.title, one.teaser, f"by {by}" if out.terminal else by), _COLUMNS)
    if not wanted:
        out.note("nothing is wanted: every link leads somewhere")
    return 0 if wanted else 1


WANTED = Command(
    name="wanted",
    usage="",
    summary="Lists titles that links name and the library lacks.",
    run=_run,
    arguments=(
        Argument(("-n", "--limit"), "at most N titles (default: all)", {"metavar": "N", "type": positive}),
    ),
    details=(
        "The title that most articles link to comes first. The last column has the ids of those articles:"
        " 'reader show ID' shows where the title is named. If several articles of the library fit a title"
        " equally well, it is not missing: see 'reader links'.",
    ),
    columns="count (how many articles link to it), title, teaser, the ids of these articles",
    fields="title, teaser, count",
    examples=(("reader wanted -n 10", "which articles to look for next"),),
    exits=("done", "nothing is wanted"),
)
