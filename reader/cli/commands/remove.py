"""``reader remove``: moves articles to the trash."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from reader.addresses import without_keys
from reader.cli.command import (
    Argument,
    Command,
    article_id,
    for_this_library,
    open_library,
    tell_behind,
)
from reader.cli.facts import title_fields
from reader.cli.output import Output, TableColumn
from reader.errors import ArticleNotFound

if TYPE_CHECKING:
    from reader.changes import Applied
    from reader.model import Summary

_COLUMNS = (TableColumn(8), TableColumn(6, right=True), TableColumn())

_NAMED = 5
"""The command that brings articles back names at most this many of them."""


def _run(args: argparse.Namespace, out: Output) -> int:
    from reader.changes import Remove
    from reader.cli.progress import progress_bar

    ids = list(dict.fromkeys(args.ids))
    with open_library(args, out) as library:
        summaries = {summary.id: summary for summary in library.summaries(ids)}
        with progress_bar(out) as show:
            applied = library.apply(Remove(tuple(summaries)), progress=show)
        state = library.catch_up()
        if not state.will_follow:
            tell_behind(state.behind, out)
        _print(ids, summaries, out)
        _tell_way_back(args, applied, out)
        # Last, because nobody waits for it.
        library.clear_up()
    return 0 if len(summaries) == len(ids) else 1


def _print(ids: list[int], summaries: dict[int, Summary], out: Output) -> None:
    for article in ids:
        if article not in summaries:
            out.problem(str(ArticleNotFound(article)))
        elif out.json:
            summary = summaries[article]
            out.record(id=article, **title_fields(summary), source=without_keys(summary.source))
        elif out.terminal:
            out.row(("removed", article, summaries[article].title), _COLUMNS)
        else:
            out.row((article, summaries[article].title, without_keys(summaries[article].source)), ())
    out.flush()


def _tell_way_back(args: argparse.Namespace, applied: Applied, out: Output) -> None:
    removed = applied.articles
    if not removed:
        return
    words = f"restore {' '.join(map(str, removed))}" if len(removed) <= _NAMED else "undo"
    lies = "it stays" if len(removed) == 1 else "they stay"
    back = "it" if len(removed) == 1 else "them"
    out.note(f"{lies} in the trash for 30 days: '{for_this_library(args, words)}' brings {back} back")


REMOVE = Command(
    name="remove",
    usage="ID...",
    summary="Moves articles to the trash, where they stay for 30 days.",
    run=_run,
    arguments=(Argument(("ids",), "the articles", {"metavar": "ID", "nargs": "+", "type": article_id}),),
    details=(
        "'reader restore ID' brings an article back from the trash unchanged, with its tags, star and reading"
        " state; 'reader undo' undoes the whole last removal; 'reader trash' lists the articles in the trash."
        " After 30 days removed articles are deleted for good.",
        "Until then they are only in the trash. Links to a removed article stay and become unresolved. The"
        " files that articles came from stay where they are. When their folder is added again, what you have"
        " removed stays away, also later; adding one of the files by its name brings its article back, and"
        " 'reader add --removed' brings all of them back.",
    ),
    columns="id, title, source of each article removed",
    fields="id, title, label, source of each article removed",
    examples=(
        ("reader remove 12 13", "remove two articles"),
        ("reader list source:old/ | cut -f 1 | xargs reader remove", "remove the articles from a folder"),
    ),
    exits=("done", "some of them are not in the library"),
)
