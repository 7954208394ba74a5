"""``reader tags``: lists the tags, renames them and makes one of two."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, for_this_library, open_library, tell_behind
from reader.cli.facts import title_fields
from reader.cli.output import BOLD, Output, TableColumn

if TYPE_CHECKING:
    from reader.library.protocol import Library

_WIDEST = 40


def _run(args: argparse.Namespace, out: Output) -> int:
    if args.action is not None and len(args.names) != 2:
        out.problem(f"tags {args.action} takes two tags: the old one and the new one")
        return 2
    with open_library(args, out) as library:
        return _list(library, out) if args.action is None else _rename(library, args, out)


def _list(library: Library, out: Output) -> int:
    from reader.text import width

    tags = library.tags()
    widest = min(_WIDEST, max((width(one.tag) for one in tags), default=1))
    for one in tags:
        if out.json:
            out.record(tag=one.tag, articles=one.articles)
        else:
            out.row(one, (TableColumn(widest, style=BOLD), TableColumn(7, right=True)))
    if not tags:
        out.note("no article has a tag")
    return 0 if tags else 1


def _rename(library: Library, args: argparse.Namespace, out: Output) -> int:
    from reader.changes import describe
    from reader.text import tags_in

    old, new = args.names
    counts = dict(library.tags())
    there = counts.get("".join(tags_in(new)), 0)
    if args.action == "rename" and there and tags_in(old) != tags_in(new):
        articles = "1 article has" if there == 1 else f"{there:,} articles have"
        merge = for_this_library(args, shlex.join(["tags", "merge", old, new]))
        out.problem(f"{articles} the tag {new} already: '{merge}' makes one tag of the two")
        return 1
    if args.action == "merge" and not there:
        out.problem(f"no article has the tag {new}")
        return 1
    applied = library.rename_tag(old, new)
    tell_behind(library.catch_up().behind, out)
    if not applied.articles:
        same = tags_in(old) == tags_in(new)
        out.problem("the two names are the same tag" if same else f"no article has the tag {old}")
        return 1
    if out.json:
        for summary in library.summaries(applied.articles):
            out.record(id=summary.id, **title_fields(summary), tags=list(summary.tags))
    else:
        one = applied.articles if len(applied.articles) == 1 else ()
        said = describe(applied, library.titles(one))
        if args.action == "merge":
            said = f"Merged {''.join(tags_in(old))} into {''.join(tags_in(new))}"
        out.line(said)
    out.note(f"'{for_this_library(args, 'undo')}' takes it back")
    return 0


TAGS = Command(
    name="tags",
    usage="[rename OLD NEW | merge OLD NEW]",
    summary="Lists the tags and how many articles have them; renames and merges.",
    run=_run,
    arguments=(
        Argument(
            ("action",),
            "rename: give a tag another name; merge: put a tag that there is in the place of another",
            {"nargs": "?", "choices": ("rename", "merge"), "metavar": "ACTION"},
        ),
        Argument(("names",), "the old tag and the new one", {"nargs": "*", "metavar": "TAG"}),
    ),
    details=("A renamed or merged tag changes on all articles at once; 'reader undo' takes it back.",),
    columns="tag, number of articles",
    fields="tag, articles (their number); with rename and merge: id, title, label, tags of each article that"
    " changed",
    examples=(
        ("reader tags", "all tags"),
        ("reader tags rename energy power", "give a tag another name"),
        ("reader mark 2 --tag wind", "add a tag to an article"),
        ("reader tags merge wind power", "articles with the first tag get the second in its place"),
    ),
    exits=("done", "there are no tags, or no such tag"),
)
