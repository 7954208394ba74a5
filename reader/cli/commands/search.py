"""``reader search``: ranked hits for a query, or for each line of standard input."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, open_library, positive
from reader.cli.output import BOLD, Column, Output

if TYPE_CHECKING:
    from reader.library import Library

STDIN = "-"


def _run(args: argparse.Namespace, out: Output) -> int:
    many = args.query == [STDIN]
    queries: Iterable[str] = _lines() if many else [" ".join(args.query)]
    found = 0
    with open_library(args) as library:
        if not library.catch_up():
            out.note("another process is writing the search index: what is newest may be missing")
        for query in queries:
            found += _answer(library, query, args.limit, many, out)
            # Whoever writes queries into a pipe may wait for the answer before writing the next one.
            out.flush()
    if not found:
        out.note("nothing found")
    return 0 if found else 1


def _lines() -> Iterable[str]:
    """The queries on standard input. Any bytes will do: a query is never wrong."""
    if sys.stdin is None:
        return
    for raw in sys.stdin.buffer:
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _answer(library: Library, query: str, limit: int, many: bool, out: Output) -> int:
    found = library.find_now(query, limit)
    for note in found.query.notes:
        out.note(note)
    hits = library.finding.hits(found)
    if many and out.terminal and not out.json:
        out.text(query, BOLD)
    digits = max((len(str(hit.id)) for hit in hits), default=1)
    for hit in hits:
        if out.json:
            out.record(
                query=query,
                id=hit.id,
                title=hit.title,
                score=round(hit.score, 4),
                snippet=hit.snippet.text,
                source=hit.source,
            )
        elif out.terminal:
            out.row((hit.id, hit.title), (Column(digits, right=True), Column(style=BOLD)))
            out.marked(hit.snippet.text, hit.snippet.marks, indent=" " * (digits + 2))
        else:
            fields = (hit.id, hit.title, hit.score, hit.snippet.text, hit.source)
            out.row((query, *fields) if many else fields, ())
    return len(hits)


SEARCH = Command(
    name="search",
    usage="QUERY...",
    summary="Searches titles, notes and texts; the best article comes first.",
    run=_run,
    arguments=(
        Argument(
            ("query",),
            "what to look for; - reads one query a line from standard input",
            {"metavar": "QUERY", "nargs": "+"},
        ),
        Argument(
            ("-n", "--limit"),
            "at most N articles a query (default: 20)",
            {"metavar": "N", "type": positive, "default": 20},
        ),
    ),
    details=(
        'Words are found in any inflection and all of them count; "several words" next to each other;'
        " wind* whatever begins so; OR between alternatives; -word what must not be there (put -- or"
        " quotes round it: a lone -word is an option to the shell command). title:word and note:word look"
        " there alone. is:unread, is:read, is:starred, tag:…, source:… and lang:… narrow it down.",
        "With -, queries are answered in order, each as soon as it is read, and every line of output begins"
        " with its query.",
    ),
    columns="id, title, score, snippet, source (with -, the query before them)",
    fields="query, id, title, score (higher is better), snippet, source",
    examples=(
        ("reader search wind turbines", "the 20 best articles with both words"),
        ("reader search '\"open source\" -licence'", "a phrase, and a word to leave out"),
        ("reader search --json --limit 1 memex | jq .id", "the id of the best article"),
        ("reader search - < queries.txt", "one answer for each line"),
    ),
    exits=("found", "nothing found"),
)
