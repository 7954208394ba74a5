"""``reader highlights``: everything that was marked, or what a query finds of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, open_library
from reader.cli.facts import TITLE, title_fields
from reader.cli.output import BOLD, DIM, Output
from reader.colors import shown_color

if TYPE_CHECKING:
    from reader.facts import Passage

STDOUT = "-"
# What reader.library.view sorts by: help does not load it.
ORDERS = ("article", "newest", "oldest", "color")

_COLOURS = {"yellow": "33", "green": "32", "blue": "34", "red": "31", "purple": "35"}
"""The colours of the bar beside a passage on a terminal."""
_INDENT = 4


def _run(args: argparse.Namespace, out: Output) -> int:
    query = " ".join(args.query)
    with open_library(args, out) as library:
        found = library.passages(query)
        for note in found.notes:
            out.note(note)
        from reader.library.view import in_order

        passages = in_order(found.found, args.sort)
    if args.lost:
        passages = [one for one in passages if one.stored.lost]
    if not passages:
        out.note("no highlight is found" if query.strip() or args.lost else "nothing is highlighted yet")
        return 1
    if args.export is not None:
        return _export(passages, args, out)
    print_passages(passages, out, headed=args.sort == "article")
    return 0


def _export(passages: Sequence[Passage], args: argparse.Namespace, out: Output) -> int:
    from reader.errors import ReaderError, in_words
    from reader.library import export_passages

    # The article added first comes first: what is new comes last, as it does when a file is written again.
    by_age = sorted(passages, key=lambda one: (one.added, one.article))
    added = updated = kept = 0
    try:
        if args.export == STDOUT:
            out.page(export_passages.as_text(by_age, args.format))
            return 0
        for done in export_passages.write(by_age, args.export, args.format):
            added, updated, kept = added + done.added, updated + done.updated, kept + done.kept
            if out.json:
                out.record(path=str(done.file), added=done.added, updated=done.updated, kept=done.kept)
            elif done.added or done.updated:
                out.line(str(done.file))
    except ReaderError as error:
        out.problem(str(error))
        return 1
    except OSError as error:
        out.failure(str(error.filename or args.export), in_words(error))
        return 1
    left = f", {kept:,} left as edited in the file" if kept else ""
    out.note(f"{added:,} new, {updated:,} changed{left}")
    return 0


def print_passages(passages: Sequence[Passage], out: Output, *, headed: bool = False) -> None:
    """Prints highlights: to read on a terminal, as lines of fields in a pipe, as records with ``--json``.

    ``headed``: whether those of one article stand together below its title; otherwise each names its article.
    """
    before = 0
    for number, one in enumerate(passages):
        if out.json:
            out.record(**passage_fields(one))
        elif out.terminal:
            if headed and one.article != before:
                _head(one, out, first=not number)
            elif number:
                out.text()
            _print(one, out, named=not headed)
        else:
            out.row(_fields(one), ())
        before = one.article


def passage_fields(passage: Passage) -> dict[str, object]:
    """A highlight with its article, as ``--json`` shows it."""
    one = passage.stored.highlight
    return {
        "article": passage.article,
        **title_fields(passage),
        "url": passage.url or None,
        "quote": one.quote,
        "note": one.note,
        "color": one.color or None,
        "created": one.created or None,
        "tags": list(one.tags),
        "lost": passage.stored.lost,
        "empty": passage.stored.waiting,
    }


def _fields(passage: Passage) -> tuple[str | int, ...]:
    from reader.highlight_words import standing

    one = passage.stored.highlight
    return (
        passage.article,
        passage.title,
        _line(one.quote),
        _line(one.note),
        one.color,
        one.created,
        standing(passage.stored),
        passage.url,
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _head(passage: Passage, out: Output, *, first: bool) -> None:
    from reader.text import heading, truncate

    if not first:
        out.text()
    number = f"{passage.article}  "
    out.line(number + truncate(heading(passage.title), max(1, out.width - len(number) - 1)), BOLD)
    out.text()


def _print(passage: Passage, out: Output, *, named: bool) -> None:
    """One highlight on a terminal: a bar in its colour, the words, the note, and what else is known."""
    from reader.highlight_words import why_not_shown

    one = passage.stored.highlight
    color = shown_color(one.color)
    bar = f"  {out.style('▌', _COLOURS[color])} "
    for line in _wrapped(one.quote, out):
        out.written(bar, line)
    for line in _wrapped(one.note, out):
        out.written(" " * _INDENT, line)
    known = [one.created[:10], color if one.color else "", *(f"#{tag}" for tag in one.tags)]
    known.append(why_not_shown(passage.stored))
    if named:
        known.append(f"{passage.article} {_line(passage.title)}")
    if said := " · ".join(part for part in known if part):
        for line in _wrapped(said, out):
            out.written(" " * _INDENT, line, DIM)


def _wrapped(text: str, out: Output) -> list[str]:
    from reader.text import display
    from reader.typesetting.wrap import wrap

    lines = [" ".join(line.split()) for line in text.splitlines()]
    room = out.width - _INDENT - 1
    return [display(line[start:end]).rstrip() for line in lines if line for start, end in wrap(line, room)]


HIGHLIGHTS = Command(
    name="highlights",
    usage="[QUERY...]",
    summary="Lists what is highlighted: everything, or what a query finds of it.",
    run=_run,
    arguments=(
        Argument(("query",), "a query, asked about each highlight", {"metavar": "QUERY", "nargs": "*"}),
        Argument(
            ("--sort",),
            "article (default), newest, oldest or color",
            {"metavar": "ORDER", "choices": ORDERS, "default": "article"},
        ),
        Argument(
            ("--export",),
            "write them into TARGET: a file with all, or a folder with a file for each article; - is standard"
            " output",
            {"metavar": "TARGET"},
        ),
        Argument(
            ("--format",),
            "with --export: markdown (default), obsidian, readwise, or the file of a template",
            {"metavar": "FORMAT", "default": "markdown"},
        ),
        Argument(
            ("--lost",), "only those whose words are not in the text any more", {"action": "store_true"}
        ),
    ),
    details=(
        "Words of the query are searched for in the passage, its note and tags and the title of its article;"
        " highlight:, color:, highlighted: and note: are about the passage, all other filters about the"
        " article.",
        "The article that was added last comes first, and its highlights in the order of the text. One"
        " whose words are not in the text any more is kept and marked as lost. One that came without"
        " the text of its article waits for it.",
        "--export can write into the same files again and again: only new highlights are added, those that"
        " have changed are rewritten, and whatever you have written or edited in the files stays. See"
        " docs/exports.md, also for templates of your own.",
    ),
    columns="id of the article, its title, the words, the note, colour, when it was made, lost, no"
    " text yet or nothing, address of the article",
    fields=f"article (its id), {TITLE}, url (null if unknown), quote, note, color (as its file calls it; null"
    " if none), created (a time in UTC, as exact as it is known, or null), tags, lost: whether its words are"
    " not in the text, empty: whether its article has no text yet; with --export: path, added, updated,"
    " kept (as someone has edited them there)",
    examples=(
        ("reader highlights", "all highlights, article by article"),
        ("reader highlights wind color:blue", "those in blue that name the wind"),
        ("reader highlights highlighted:1w --sort newest", "those of the last week"),
        ("reader highlights tag:energy --json", "those in articles with a tag, as JSON"),
        ("reader highlights --export notes/ --format obsidian", "a note for each article, or what is new"),
        ("reader highlights tag:energy --export energy.md", "all of a search in one file"),
        ("reader highlights --lost", "those whose words are gone"),
    ),
    exits=("done", "nothing found"),
    query=True,
)
