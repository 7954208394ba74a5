"""``reader review``: a few highlights a day."""

from __future__ import annotations

import argparse
import time

from reader.cli.command import Argument, Command, open_library, positive
from reader.cli.commands.highlights import print_passages
from reader.cli.output import Output
from reader.reviews import NO_REVIEW, REVIEWED_A_DAY


def _run(args: argparse.Namespace, out: Output) -> int:
    now = time.time()
    with open_library(args, out) as library:
        passages = library.review(args.limit or REVIEWED_A_DAY, now)
        print_passages(passages, out)
        out.flush()
        # Only now: if nobody reads them, they were not seen.
        library.reviewed(passages, now)
    if not passages:
        out.note("there is nothing to review: nothing is highlighted yet, or all of it is ignored")
    return 0 if passages else 1


REVIEW = Command(
    name="review",
    usage="",
    summary="Brings back a few highlights a day.",
    run=_run,
    arguments=(
        Argument(
            ("-n", "--limit"),
            f"how many (default: {REVIEWED_A_DAY})",
            {"metavar": "N", "type": positive},
        ),
    ),
    details=(
        "A day brings the same ones however often you ask, and the next day others: those that were never"
        " brought back first, then those that were not for the longest time.",
        f"Highlights with the tag {NO_REVIEW} are never brought back: on screen, a key gives it to them.",
    ),
    columns="as for 'reader highlights'",
    fields="as for 'reader highlights'",
    examples=(
        ("reader review", "today's highlights"),
        ("reader review -n 1", "one of them, for the start of a shell"),
    ),
    exits=("done", "there is nothing to review"),
)
