"""``reader related``: articles that are similar to an article or link to it."""

from __future__ import annotations

import argparse

from reader.addresses import without_keys
from reader.cli.command import Argument, Command, article_id, open_library, positive, tell_behind
from reader.cli.facts import title_fields
from reader.cli.output import DIM, Output, TableColumn

_COLUMNS = (TableColumn(6, right=True), TableColumn(8, style=DIM), TableColumn(), TableColumn(20, style=DIM))


def _run(args: argparse.Namespace, out: Output) -> int:
    with open_library(args, out) as library:
        tell_behind(library.catch_up().behind, out)
        related = library.related(args.id, args.limit, now=False)
        known = {one.id: one for one in library.summaries([one.id for one in related])} if out.json else {}
    for one in related:
        if out.json:
            titled = title_fields(known.get(one.id))
            out.record(
                id=one.id, **titled, kind=one.kind, score=round(one.score, 4), source=without_keys(one.source)
            )
        elif out.terminal:
            out.row((one.id, one.kind, one.title, ", ".join(one.why)), _COLUMNS)
        else:
            out.row((one.id, one.title, one.kind, one.score, without_keys(one.source)), ())
    if not related:
        out.note("nothing found")
    return 0 if related else 1


RELATED = Command(
    name="related",
    usage="ID",
    summary="Lists articles similar to one, and those that link to it.",
    run=_run,
    arguments=(
        Argument(("id",), "the article", {"metavar": "ID", "type": article_id}),
        Argument(
            ("-n", "--limit"),
            "at most N similar articles (default: 10)",
            {"metavar": "N", "type": positive, "default": 10},
        ),
    ),
    details=("Similar articles come first, the closest at the top; then near-identical copies.",),
    columns="id, title, kind (similar, copy or backlink), score, source",
    fields="id, title, label, kind (similar, copy or backlink), score (higher is closer; 0 for a"
    " backlink), source",
    examples=(("reader related 12", "what to read after article 12"),),
    exits=("done", "nothing found, or no such article"),
)
