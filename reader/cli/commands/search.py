"""``reader search``: ranked hits for a query, or for each line of standard input."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.addresses import without_keys
from reader.cli.command import Argument, Command, open_library, positive, tell_behind
from reader.cli.facts import fact_fields, state_fields, title_fields
from reader.cli.output import BOLD, DIM, Output, TableColumn
from reader.cli.sorting import SORTED, order_of, sorting
from reader.config import command
from reader.errors import LibraryError, ReaderError
from reader.orders import RELEVANCE, Order

if TYPE_CHECKING:
    from reader.library.protocol import Library

STDIN = "-"

SOME_WORDS = "Only some of the words:"
"""The line before the articles that lack words, if others have them all."""


def _run(args: argparse.Namespace, out: Output) -> int:
    query = " ".join(args.query)
    asked = [name for name in _TASKS if getattr(args, name) not in (None, False)]
    if len(asked) > 1:
        out.problem(f"these cannot be combined: {', '.join(f'--{_option(name)}' for name in asked)}")
        return 2
    if asked:
        name, takes_query = asked[0], asked[0] == "save"
        if takes_query != bool(args.query):
            out.problem(f"--{_option(name)} {'needs' if takes_query else 'takes no'} QUERY")
            return 2
        with open_library(args, out) as library:
            return _TASKS[name](library, args, query, out)
    if not args.query:
        out.problem(f"no query given: try '{command('search --help')}'")
        return 2
    return _search(args, query, out)


def _search(args: argparse.Namespace, query: str, out: Output) -> int:
    many = args.query == [STDIN]
    if (order := order_of(args, RELEVANCE, out)) is None:
        return 2
    queries: Iterable[str] = _lines() if many else [query]
    found = 0
    with open_library(args, out) as library:
        state = library.catch_up()
        tell_behind(state.behind, out)
        if not many and out.terminal and not out.json:
            # A user searches here, not a program. A library that cannot be written is no obstacle.
            with contextlib.suppress(LibraryError), library.patience.at_most(1.0 if state.current else 0.0):
                library.remember_search(query)
        for line in queries:
            found += _answer(library, line, args, order, many, out)
            # A program that writes queries into a pipe may wait for each answer before the next query.
            out.flush()
    if not found:
        out.note("nothing found")
    return 0 if found else 1


MAX_LINE = 2**20
"""The longest line that is read as a query, in bytes. Queries use far fewer characters."""


def _lines() -> Iterable[str]:
    """The queries on standard input. Any bytes are accepted, because no query is invalid.

    Raises:
        ReaderError: a line does not end within :data:`MAX_LINE` bytes, so it is not a query.
    """
    if sys.stdin is None:
        return
    while raw := sys.stdin.buffer.readline(MAX_LINE):
        if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
            raise ReaderError(
                f"standard input has a line of more than {MAX_LINE >> 20} MB, which is not a query"
            )
        yield raw.decode("utf-8", "replace").rstrip("\r\n")


def _answer(
    library: Library, query: str, args: argparse.Namespace, order: Order, many: bool, out: Output
) -> int:
    found = library.find_now(query, args.limit, whole=args.all_words, rows=args.limit, order=order)
    for note in found.notes:
        out.note(note)
    if found.ids and not found.partial_from:
        out.note("No article has all these words; these have some of them.")
    if found.suggestion:
        out.note(f"did you mean: {found.suggestion}")
    hits = found.hits()
    summaries = {row.summary.id: row.summary for row in found.rows}
    if many and out.terminal and not out.json:
        out.line(query, BOLD)
    digits = max((len(str(hit.id)) for hit in hits), default=1)
    whole = bool(found.partial_from)
    for hit in hits:
        if out.json:
            copies = found.copies.get(hit.id, ())
            out.record(
                query=query,
                id=hit.id,
                **title_fields(summaries[hit.id]),
                score=round(hit.score, 4),
                snippet=hit.snippet.text,
                source=without_keys(hit.source),
                **state_fields(summaries[hit.id]),
                **fact_fields(summaries[hit.id]),
                highlights=summaries[hit.id].highlights,
                **({"partial": True} if hit.partial else {}),
                **({"alike": list(copies)} if copies else {}),
            )
        elif out.terminal:
            if hit.partial and whole:
                out.text(SOME_WORDS, DIM)
            whole = not hit.partial
            title = f"{hit.title} (and {hit.alike} alike)" if hit.alike else hit.title
            out.row((hit.id, title), (TableColumn(digits, right=True), TableColumn(style=BOLD)))
            out.marked(hit.snippet.text, hit.snippet.marks, indent=" " * (digits + 2))
        else:
            fields = (hit.id, hit.title, hit.score, hit.snippet.text, without_keys(hit.source))
            out.row((query, *fields) if many else fields, ())
    return len(hits)


# --- saved and recent searches ----------------------------------------------------------------------


def _save(library: Library, args: argparse.Namespace, query: str, out: Output) -> int:
    saved = library.save_search(args.save, query)
    out.note(f"saved: @{_quoted(saved.name)} stands for {saved.query}")
    return 0


def _rename(library: Library, args: argparse.Namespace, _query: str, out: Output) -> int:
    renamed = library.rename_search(*args.rename)
    out.note(f"renamed: @{_quoted(renamed.name)} stands for {renamed.query}")
    return 0


def _delete(library: Library, args: argparse.Namespace, _query: str, _out: Output) -> int:
    library.delete_search(args.delete)
    return 0


def _saved(library: Library, _args: argparse.Namespace, _query: str, out: Output) -> int:
    tell_behind(library.catch_up().behind, out)
    searches = library.saved_searches()
    from reader.text import width

    widest = max((width(search.name) for search in searches), default=1)
    for search in searches:
        if out.json:
            out.record(name=search.name, query=search.query, unread=search.unread)
        else:
            columns = (
                TableColumn(min(widest, _NAME_WIDTH), style=BOLD),
                TableColumn(7, right=True),
                TableColumn(style=DIM),
            )
            out.row((search.name, search.unread, search.query), columns)
    if not searches:
        out.note(f"no search is saved: '{command('search --save NAME QUERY')}' saves one")
    return 0 if searches else 1


def _recent(library: Library, args: argparse.Namespace, _query: str, out: Output) -> int:
    recent = library.recent_searches(args.limit)
    for query in recent:
        if out.json:
            out.record(query=query)
        else:
            out.row((query,), (TableColumn(),))
    if not recent:
        out.note("there are no recent searches yet")
    return 0 if recent else 1


def _forget_recent(library: Library, _args: argparse.Namespace, _query: str, out: Output) -> int:
    out.note(f"{library.forget_recent_searches()} searches forgotten")
    return 0


_TASKS: dict[str, Callable[[Library, argparse.Namespace, str, Output], int]] = {
    "save": _save,
    "saved": _saved,
    "rename": _rename,
    "delete": _delete,
    "recent": _recent,
    "forget_recent": _forget_recent,
}
"""What ``reader search`` does besides searching: each option's name and its function."""

_NAME_WIDTH = 24
_FLAG = {"action": "store_true"}


def _option(name: str) -> str:
    return name.replace("_", "-")


def _quoted(name: str) -> str:
    return f'"{name}"' if any(not char.isalnum() and char not in "-_." for char in name) else name


SEARCH = Command(
    name="search",
    usage="QUERY...",
    summary="Searches titles, notes and texts; the best article comes first.",
    run=_run,
    arguments=(
        Argument(
            ("query",),
            "what to look for; - reads one query per line from standard input",
            {"metavar": "QUERY", "nargs": "*"},
        ),
        Argument(
            ("-n", "--limit"),
            "at most N articles per query (default: 20)",
            {"metavar": "N", "type": positive, "default": 20},
        ),
        Argument(
            ("--all-words",),
            "only articles with all words, even if few or none have them, and every near duplicate",
            {"action": "store_true"},
        ),
        *sorting("relevance"),
        Argument(("--save",), "save QUERY as NAME: @NAME then stands for it", {"metavar": "NAME"}),
        Argument(("--saved",), "list the saved searches, with the number of unread articles in each", _FLAG),
        Argument(("--rename",), "give a saved search another name", {"metavar": ("OLD", "NEW"), "nargs": 2}),
        Argument(("--delete",), "delete a saved search", {"metavar": "NAME"}),
        Argument(("--recent",), "list the recent searches, on screen and in terminals", _FLAG),
        Argument(("--forget-recent",), "forget the recent searches", _FLAG),
    ),
    details=(
        'Words are found in any inflection, and all of them count; "several words" must be side by side;'
        " wind* finds words that begin with it, wnid~ words spelt nearly like it; OR separates alternatives;"
        " -word excludes a word (write it after -- if it is also the name of an option)."
        " title:word and note:word search only there. is:unread, is:starred, is:archived, is:started,"
        " is:finished, is:highlighted, is:changed, is:empty, tag:…, site:…, author:…, url:…, source:…,"
        " lang:…, highlight:…, added:2014, added:<7d, published:2014..2015, saved:…, read:…, words:>1000 and"
        " progress:>50 narrow the search; @NAME is a saved search.",
        f"{SORTED} In any order but relevance, only articles with all words are listed, each near duplicate"
        " too.",
        "If few articles have all the words, the best of those with some of them follow; a terminal shows"
        " where these begin. If a word is misspelt, standard error shows the query that was probably"
        " meant.",
        "With -, queries are answered in order, each as soon as it is read, and every line of output begins"
        " with its query.",
    ),
    columns="id, title, score, snippet, source (with -, preceded by the query); with --saved: name, unread,"
    " query; with --recent: query",
    fields="query, id, title, label, score (higher is better), snippet, source, and the fields of"
    " 'reader list' from"
    " read to highlights; partial (true) if words are missing, alike (ids) if it stands for articles that are"
    " nearly the same; with --saved: name, query, unread; with --recent: query",
    examples=(
        ("reader search wind turbines", "the 20 best articles with both words"),
        ("reader search '\"open source\" -licence'", "a phrase, and a word to leave out"),
        ("reader search 'added:<7d words:>1000'", "articles that are new and long"),
        ("reader search --save energy 'wind OR solar'", "save a search"),
        ("reader list @energy is:unread", "the unread articles that it finds"),
        ("reader search --json --limit 1 memex | jq .id", "the id of the best article"),
        ("reader search - < queries.txt", "one answer for each line"),
    ),
    exits=("found", "nothing found, or there is no such saved search"),
    query=True,
)
