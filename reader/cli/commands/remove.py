"""``reader remove``: takes articles out of the library."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, article_id, open_library, tell_behind
from reader.cli.output import Column, Output
from reader.errors import ArticleNotFound

if TYPE_CHECKING:
    from reader.model import Summary

_COLUMNS = (Column(8), Column(6, right=True), Column())


def _run(args: argparse.Namespace, out: Output) -> int:
    ids = list(dict.fromkeys(args.ids))
    with open_library(args, out) as library:
        summaries = {summary.id: summary for summary in library.summaries(ids)}
        library.remove(list(summaries))
        state = library.catch_up()
        if not state.will_follow:
            tell_behind(state.behind, out)
        _print(ids, summaries, out)
        # Last: nobody waits for it.
        library.give_back_space()
    return 0 if len(summaries) == len(ids) else 1


def _print(ids: list[int], summaries: dict[int, Summary], out: Output) -> None:
    for article in ids:
        if article not in summaries:
            out.problem(str(ArticleNotFound(article)))
        elif out.json:
            summary = summaries[article]
            out.record(id=article, title=summary.title, source=summary.source)
        elif out.terminal:
            out.row(("removed", article, summaries[article].title), _COLUMNS)
        else:
            out.row((article, summaries[article].title, summaries[article].source), ())
    out.flush()


REMOVE = Command(
    name="remove",
    usage="ID...",
    summary="Takes articles out, with what you have read and starred of them.",
    run=_run,
    arguments=(Argument(("ids",), "the articles", {"metavar": "ID", "nargs": "+", "type": article_id}),),
    details=(
        "The files they came from stay where they are, and adding those again brings the articles back."
        " Links to a removed article stay and become unresolved.",
    ),
    columns="id, title, source of what was removed",
    fields="id, title, source of what was removed",
    examples=(
        ("reader remove 12 13", "remove two articles"),
        ("reader list source:old/ | cut -f 1 | xargs reader remove", "remove what came from a folder"),
    ),
    exits=("done", "some of them are not in the library"),
)
