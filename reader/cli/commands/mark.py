"""``reader mark``: stars, archives, tags articles or marks them read, by id or all that a query matches."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reader.cli.command import (
    MAX_ID,
    Argument,
    Command,
    for_this_library,
    found_surely,
    open_library,
    tell_behind,
)
from reader.cli.facts import state_fields, title_fields
from reader.cli.output import Output
from reader.config import command
from reader.errors import ArticleNotFound

if TYPE_CHECKING:
    from reader.changes import Applied, Change, Fact
    from reader.library.protocol import Library
    from reader.model import Summary

_FLAG = {"action": "store_true"}
_NAME: dict[str, Any] = {"action": "append", "metavar": "NAME", "default": []}

_OPPOSITES = (("star", "unstar"), ("read", "unread"), ("archive", "unarchive"))


def _run(args: argparse.Namespace, out: Output) -> int:
    problem = _wrong(args)
    if problem:
        out.problem(problem)
        return 2
    with open_library(args, out) as library:
        ids, complete = _meant(library, args.query, out)
        if not ids:
            return 1
        changes = _changes(args, tuple(ids))
        if args.dry_run:
            for change in changes:
                _tell_what_would_be(library, change, ids, out)
            return 0 if complete else 1
        done = [library.apply(change) for change in changes]
        if args.tag or args.untag:
            tell_behind(library.catch_up().behind, out)
        _print(library, done, out)
    _tell_way_back(args, sum(applied.number is not None for applied in done), out)
    return 0 if complete else 1


def _wrong(args: argparse.Namespace) -> str:
    """What is wrong with the arguments, in words; "" if nothing is."""
    from reader.text import tags_in

    for one, other in _OPPOSITES:
        if getattr(args, one) and getattr(args, other):
            return f"--{one} and --{other} cannot be combined"
    for name in (*args.tag, *args.untag):
        if not tags_in(name):
            return f"{name!r} is not a tag"
    if not any(getattr(args, name) for pair in _OPPOSITES for name in pair) and not (args.tag or args.untag):
        return f"nothing to do: '{command('mark --help')}' lists what can be done"
    if not "".join(args.query).strip():
        return f"which articles? Give their ids, or a query: '{command('mark --help')}'"
    return ""


def _meant(library: Library, words: Sequence[str], out: Output) -> tuple[list[int], bool]:
    """The articles that the words name or find, and whether there are all of them."""
    numbers = [word for text in words for word in text.split()]
    if all(number.isascii() and number.isdigit() for number in numbers):
        asked = list(dict.fromkeys(min(int(number[:20]), MAX_ID) for number in numbers))
        there = {summary.id for summary in library.summaries(asked)}
        for article in asked:
            if article not in there:
                out.problem(str(ArticleNotFound(article)))
        return [article for article in asked if article in there], len(there) == len(asked)
    found = list(found_surely(library, " ".join(words), out))
    if not found:
        out.note("nothing found")
    return found, True


def _changes(args: argparse.Namespace, ids: tuple[int, ...]) -> list[Change]:
    from reader.changes import Archive, MarkRead, Star, Tag
    from reader.text import tags_in

    changes: list[Change] = []
    if args.star or args.unstar:
        changes.append(Star(ids, args.star))
    if args.read or args.unread:
        changes.append(MarkRead(ids, args.read))
    if args.archive or args.unarchive:
        changes.append(Archive(ids, args.archive))
    if args.tag or args.untag:
        changes.append(Tag(ids, add=tags_in(" ".join(args.tag)), remove=tags_in(" ".join(args.untag))))
    return changes


def _tell_what_would_be(library: Library, change: Change, ids: Sequence[int], out: Output) -> None:
    summaries = {summary.id: summary for summary in library.summaries(ids)}
    facts = {article: _fact(change, summary) for article, summary in summaries.items()}
    wanted = change.becomes(facts, time.time())
    changed = tuple(article for article in facts if wanted[article] != facts[article])
    if out.json:
        for article in changed:
            _record(summaries[article], out)
    elif changed:
        from reader.changes import named

        titles = {article: summaries[article].title for article in changed}
        said = change.said(named(changed, titles))
        out.line(f"Dry run: {said[:1].lower()}{said[1:]}")
    else:
        out.text("Nothing would change")


def _fact(change: Change, summary: Summary) -> Fact:
    match change.aspect:
        case "star":
            return summary.starred
        case "read":
            return summary.read
        case "archive":
            return summary.archived
        case _:
            return summary.tags


def _print(library: Library, done: Sequence[Applied], out: Output) -> None:
    from reader.changes import describe

    if out.json:
        changed = dict.fromkeys(article for applied in done for article in applied.articles)
        for summary in library.summaries(list(changed)):
            _record(summary, out)
        return
    for applied in done:
        one = applied.articles if len(applied.articles) == 1 else ()
        out.line(describe(applied, library.titles(one)))


def _record(summary: Summary, out: Output) -> None:
    archived = summary.archived is not None
    out.record(id=summary.id, **title_fields(summary), **state_fields(summary), archived=archived)


def _tell_way_back(args: argparse.Namespace, changes: int, out: Output) -> None:
    undo = for_this_library(args, "undo")
    if changes == 1:
        out.note(f"'{undo}' takes it back")
    elif changes:
        out.note(f"'{undo}' takes back the last of these changes, and the others if it is repeated")


MARK = Command(
    name="mark",
    usage="(QUERY... | ID...) --star | --read | --tag NAME ...",
    summary="Stars, tags and archives articles, and marks them read.",
    run=_run,
    arguments=(
        Argument(
            ("query",),
            "ids of articles, or a query as for 'reader search'",
            {"metavar": "QUERY", "nargs": "*"},
        ),
        Argument(("--star",), "star them", _FLAG),
        Argument(("--unstar",), "remove the star", _FLAG),
        Argument(("--read",), "mark them read", _FLAG),
        Argument(("--unread",), "mark them unread", _FLAG),
        Argument(("--archive",), "put them away in the archive", _FLAG),
        Argument(("--unarchive",), "take them out of the archive", _FLAG),
        Argument(("--tag",), "add a tag; may be given several times", _NAME),
        Argument(("--untag",), "remove a tag; may be given several times", _NAME),
        Argument(("--dry-run",), "say what would change, and change nothing", _FLAG),
    ),
    details=(
        "Words that are all numbers are ids; anything else is a query, and every article that matches all of"
        " it is meant. Each kind of change, to however many articles, is one change that 'reader undo' takes"
        " back. If a part of the query is mistyped, nothing is changed.",
    ),
    fields="id, title, label, read, starred, tags, archived of each article that changed; with"
    " --dry-run as they"
    " are now",
    examples=(
        ("reader mark 12 13 --star", "star two articles"),
        ("reader mark is:starred --archive", "archive all that are starred"),
        ("reader mark title:memex --tag history --dry-run", "how many articles would get a tag"),
        ("reader undo", "take back the last change"),
    ),
    exits=("done", "nothing found, or some of the articles are not in the library"),
    query=True,
)
