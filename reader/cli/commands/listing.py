"""``reader list``: the articles of the library, or those that a query matches."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.addresses import without_keys
from reader.cli.command import Argument, Command, open_library, sentence, tell_behind
from reader.cli.facts import FACTS, TITLE, fact_fields, state_fields, title_fields
from reader.cli.output import Output, timestamp
from reader.cli.sorting import SORTED, order_of, sorting
from reader.cli.table import SIGNS, ArticleTable
from reader.errors import ArticleDamaged
from reader.orders import NEWEST, Order

if TYPE_CHECKING:
    from reader.library.protocol import Library
    from reader.model import Summary

_CHUNK = 500


def _run(args: argparse.Namespace, out: Output) -> int:
    query = " ".join(args.query)
    order = order_of(args, NEWEST, out)
    if order is None:
        return 2
    with open_library(args, out) as library:
        if query.strip():
            if order.by == "relevance":
                found = library.find_now(query, max(1, library.counts()[0]), whole=True)
            else:
                found = library.find_all(query, order=order)
            tell_behind(found.behind, out)
            ids = list(found.ids)
            for note in found.notes:
                out.note(note)
            if found.suggestion and not ids:
                out.note(f"did you mean: {found.suggestion}")
        else:
            ids = library.ids(order=order)
        damaged = print_articles(library, ids, out, order)
    if not ids:
        from reader.cli.commands.screen import empty

        out.note("nothing found" if query.strip() else empty())
    return 1 if damaged or not ids else 0


def print_articles(library: Library, ids: Sequence[int], out: Output, order: Order = NEWEST) -> int:
    """Prints these articles as they are sorted, one per line; returns how many of them are damaged.

    Damaged articles are printed as far as possible, and named on standard error. ``order`` is their order.
    """
    damaged = 0
    table = ArticleTable(ids, out, order)
    for start in range(0, len(ids), _CHUNK):
        for summary in library.summaries(ids[start : start + _CHUNK]):
            if out.json:
                _record(summary, out)
            elif out.terminal:
                table.print(summary)
            else:
                out.row(_fields(summary), ())
            if summary.damage:
                out.problem(sentence(ArticleDamaged(summary.id, f"{summary.damage} cannot be read")))
                damaged += 1
    return damaged


def _record(summary: Summary, out: Output) -> None:
    out.record(
        id=summary.id,
        **title_fields(summary),
        title_from=summary.title_from,
        source=without_keys(summary.source),
        words=summary.words,
        added=timestamp(summary.added),
        **state_fields(summary),
        vanished=timestamp(summary.vanished),
        **fact_fields(summary),
        highlights=summary.highlights,
    )


def _fields(summary: Summary) -> tuple[str | int, ...]:
    return (
        summary.id,
        summary.title,
        "unread" if summary.read is None else "read",
        "starred" if summary.starred else "",
        summary.words,
        timestamp(summary.added) or "",
        without_keys(summary.source),
        "" if summary.title_from == "page" else summary.title_from,
    )


LIST = Command(
    name="list",
    usage="[QUERY...]",
    summary="Lists articles: all of them, or those that a query matches.",
    run=_run,
    arguments=(
        Argument(("query",), "a query, as for 'reader search'", {"metavar": "QUERY", "nargs": "*"}),
        *sorting("newest"),
    ),
    details=(
        "A query lists the articles that match all of it; @NAME stands for a saved search.",
        "The latest articles come first; articles added together stay in the order of their folder."
        f" {SORTED}",
        "On a terminal, a row shows as much as fits beside the title: the site or file, how much was read,"
        " the length, the date by which the list is sorted (else that of the addition), and the tags."
        f" {SIGNS}",
    ),
    columns="id, title, read or unread, starred or nothing, words, time of addition, source, where the"
    " title comes from (link, text, address, or nothing: the page itself)",
    fields=f"id, {TITLE}, title_from (page, link, text or address: where that comes from), source,"
    " words, added,"
    " read (times as ISO 8601 in UTC; null while unread), starred, tags, vanished (when"
    f" an import noticed that its file is gone; null while the file exists), {FACTS},"
    " highlights (their number)",
    examples=(
        ("reader list", "all articles"),
        ("reader list is:unread wind", "unread articles about wind"),
        ("reader list added:today", "articles added today"),
        ("reader list @energy", "the results of a saved search"),
        ("reader list --sort -published", "all articles, the latest published first"),
        ("reader list --sort length is:unread", "unread articles, the shortest first"),
        ("reader list | cut -f 2", "all titles"),
    ),
    exits=("done", "nothing found, or some articles are damaged"),
    query=True,
)
