"""``reader diff``: what has changed in the text of an article."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.command import MAX_ID, Argument, Command, article_id, open_library
from reader.cli.output import BOLD, DIM, Output, TableColumn, day, timestamp

if TYPE_CHECKING:
    from reader.comparing import BlockChange
    from reader.library.protocol import Library
    from reader.versions import TextVersion

_LISTED = (TableColumn(4, right=True), TableColumn(10, style=DIM), TableColumn(), TableColumn(12, right=True))
_NEW, _GONE = "32;1", "31;9"


def _run(args: argparse.Namespace, out: Output) -> int:
    if args.list and args.texts:
        out.problem("--list takes no numbers of texts")
        return 2
    if len(args.texts) > 2:
        out.problem("two texts can be compared, not more")
        return 2
    with open_library(args, out) as library:
        versions = library.text_versions(args.id)
        if args.list:
            return _list(versions, out)
        chosen = _chosen(args.texts, versions)
        if chosen is None:
            out.note("the text of this article has not changed since it was added")
            return 1
        return _compare(library, args.id, chosen, versions, out)


def _list(versions: Sequence[TextVersion], out: Output) -> int:
    for one in versions:
        if out.json:
            out.record(
                number=one.number,
                until=timestamp(one.until),
                title=one.title,
                words=one.words,
                read=one.was_read,
            )
        else:
            until = "now" if one.until is None else day(one.until)
            read = "read" if one.was_read else ""
            if out.terminal:
                said = f"{one.words:,} words" if one.words != 1 else "1 word"
                out.row((one.number, until, f"{one.title}{'  (read)' if read else ''}", said), _LISTED)
            else:
                out.row((one.number, timestamp(one.until) or "", one.title, one.words, read), ())
    return 0


def _chosen(texts: Sequence[int], versions: Sequence[TextVersion]) -> tuple[int, int] | None:
    """Which two texts are compared, by their numbers; None if there is only one."""
    if texts:
        return texts[0], texts[1] if len(texts) > 1 else 0
    former = [one for one in versions if one.number]
    read = next((one for one in former if one.was_read), None)
    return ((read or former[0]).number, 0) if former else None


def _compare(
    library: Library,
    article: int,
    chosen: tuple[int, int],
    versions: Sequence[TextVersion],
    out: Output,
) -> int:
    from reader.comparing import compare

    changes = compare(*(library.text_version(article, number) for number in chosen))
    known = {one.number: one for one in versions}
    if out.terminal and not out.json:
        said = " -> ".join(_called(known.get(number)) for number in chosen)
        out.painted([(library.summary(article).title, BOLD)], "")
        out.painted([(said, DIM)], "")
    for change in changes:
        if out.json:
            _record(change, out)
        elif out.terminal:
            _paint(change, out)
        else:
            _print(change, out)
    if not changes:
        out.note("the words are the same: only line breaks or the marks of lists differ")
    return 0 if changes else 1


def _called(version: TextVersion | None) -> str:
    if version is None:
        return "a former text"
    if version.until is None:
        return "the text as it is now"
    return f"the text until {day(version.until)}{', which you read' if version.was_read else ''}"


def _record(change: BlockChange, out: Output) -> None:
    out.record(
        kind=change.kind,
        before=change.before,
        after=change.after,
        old=None if change.before is None else change.old,
        new=None if change.after is None else change.new,
        parts=[{"kind": run.kind, "text": run.text} for run in change.runs],
    )


def _print(change: BlockChange, out: Output) -> None:
    """A change for other programs: whole paragraphs, those that are gone before those that are new."""
    for sign, text in (("-", change.old), ("+", change.new)):
        for line in text.split("\n") if text else ():
            out.text(f"{sign} {line}")


def _paint(change: BlockChange, out: Output) -> None:
    """A change for a person: the paragraph, with the words that are gone and new; in colour or in signs."""
    runs: list[tuple[str, str]] = []
    for run in change.spaced if out.colour else change.runs:
        if run.kind == "same":
            runs.append((run.text, ""))
        elif out.colour:
            runs.append((run.text, _NEW if run.kind == "added" else _GONE))
        else:
            body = run.text.rstrip()
            begin, end = ("{+", "+}") if run.kind == "added" else ("[-", "-]")
            runs.append((f"{begin}{body}{end}{run.text[len(body) :]}" if body else run.text, ""))
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    out.text()
    out.painted(runs, f"{sign} ")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:20]) <= MAX_ID):
        raise argparse.ArgumentTypeError(f"{text!r} is not the number of a text: --list shows them")
    return int(text)


DIFF = Command(
    name="diff",
    usage="ID [FROM [TO]]",
    summary="Shows what has changed in the text of an article.",
    run=_run,
    arguments=(
        Argument(("id",), "the article", {"metavar": "ID", "type": article_id}),
        Argument(
            ("texts",),
            "the texts to compare, by their numbers: 0 is the text as it is now, 1 the one before, and so on"
            " (default: the text that you read, else the one before, with the present one)",
            {"metavar": "FROM", "nargs": "*", "type": _number},
        ),
        Argument(("--list",), "list the texts that are kept instead", {"action": "store_true"}),
    ),
    details=(
        "When a page is added again, fetched again or edited and says something else, the library keeps what"
        " it said before: up to 20 texts of an article, the oldest go first. An article that has changed"
        " since you read it says so on screen, and shows what is new until you have come to its end.",
        "Paragraphs that are new, gone or changed are shown, with the words that differ. Layout, links and"
        " pictures are not compared.",
    ),
    columns="- and what the former text says, + and what the other one says; with --list: number, time at"
    " which another text took its place, title, words, and read if you have not read the article again since",
    fields="kind (added, removed, changed), before and after (the numbers of the block in both texts; -1:"
    " title and note), old, new, parts:[{kind (same, added, removed), text}]; with --list: number, until,"
    " title, words, read",
    examples=(
        ("reader diff 12", "what is new since you read article 12"),
        ("reader diff 12 --list", "which texts of it are kept"),
        ("reader diff 12 3 1", "what changed from text 3 to text 1"),
    ),
    exits=("done", "nothing has changed"),
)
