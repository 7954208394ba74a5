"""``reader export``: writes articles as Markdown, HTML, a book, records or saved pages, or as JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, article_id, found_surely, open_library, sentence
from reader.cli.facts import title_fields
from reader.cli.output import Output
from reader.config import command
from reader.errors import ArticleDamaged, ArticleNotFound, ReaderError, in_words

if TYPE_CHECKING:
    from reader.library.protocol import Library

STDOUT = "-"
# What reader.library.export writes, by name: help does not load it.
FORMATS = ("page", "markdown", "html", "epub", "jsonl")


def _run(args: argparse.Namespace, out: Output) -> int:
    target = args.to
    if not target:
        # A shell passes an empty one for an unset variable; the current directory is not meant.
        if not out.json or target is not None:
            out.problem(f"no folder given: {command('export DIR')}, or --json for standard output")
            return 2
        target = STDOUT
    if target.isascii() and target.isdigit():
        out.problem(
            f"{target} is a number, not a folder: '{command(f'export DIR {target}')}' writes that"
            f" article; write ./{target} for a folder with that name"
        )
        return 2
    with open_library(args, out) as library:
        ids = _chosen(library, args, out)
        failed = _write(library, ids, target, args, out) if ids else 0
    if ids and args.format == "page" and not out.json and target != STDOUT:
        out.note("page keeps only the text and links by title; --format jsonl, html or epub keep everything")
    if not ids:
        out.note("no article matches the query" if args.query else "the library is empty")
    return 1 if failed or not ids else 0


def _chosen(library: Library, args: argparse.Namespace, out: Output) -> Sequence[int]:
    if args.ids:
        return list(dict.fromkeys(args.ids))
    return found_surely(library, args.query, out) if (args.query or "").strip() else library.ids()


def _write(library: Library, ids: Sequence[int], target: str, args: argparse.Namespace, out: Output) -> int:
    from reader.library import export

    if target == STDOUT and not export.is_one_file(args.format):
        return _to_stdout(library, ids, args.format, out)
    failures: list[int] = []

    def failed(article: int, error: Exception) -> None:
        failures.append(article)
        if isinstance(error, OSError):
            out.failure(str(error.filename or target), in_words(error))
        else:
            out.problem(sentence(error) if isinstance(error, ReaderError) else str(error))

    def written(article: int, _title: str, file: Path) -> None:
        if out.json:
            out.record(id=article, **title_fields(library.summary(article)), path=str(file))
        else:
            out.line(str(file))

    title = args.title or args.query or "Articles"
    try:
        if export.is_named_file(args.format, target):
            if len(ids) > 1:
                out.problem(
                    f"{target} is the name of one file, and these are {len(ids):,} articles: name a folder"
                )
                return len(ids)
            try:
                export.to_named_file(
                    library, ids[0], Path(target), args.format, replace=args.force, written=written
                )
            except ReaderError as error:
                failed(ids[0], error)
        elif not export.is_one_file(args.format):
            export.to_folder(
                library, ids, Path(target), args.format, replace=args.force, written=written, failed=failed
            )
        elif target == STDOUT:
            export.to_stream(library, ids, sys.stdout.buffer, args.format, title, failed)
        else:
            file = Path(target)
            export.to_file(library, ids, file, args.format, title, replace=args.force, failed=failed)
            if out.json:
                out.record(articles=len(ids) - len(failures), path=str(file))
            else:
                out.line(str(file))
    except OSError as error:
        out.failure(str(error.filename or target), in_words(error))
        return 1
    return len(failures)


def _to_stdout(library: Library, ids: Sequence[int], name: str, out: Output) -> int:
    from reader.cli.commands.show import article_fields
    from reader.formats.writing import WRITERS
    from reader.library import export

    failed = 0
    one = WRITERS[name].one
    assert one is not None
    for article in ids:
        try:
            if out.json:
                out.record(**article_fields(library, article))
            else:
                out.page(one(export.leading(library, article, {}), str(article)).text)
        except (ArticleNotFound, ArticleDamaged) as error:
            out.problem(sentence(error))
            failed += 1
    return failed


EXPORT = Command(
    name="export",
    usage="TO [ID...]",
    summary="Writes articles as Markdown, HTML, a book, records or pages.",
    run=_run,
    arguments=(
        Argument(
            ("to",),
            "the folder, created if needed; for epub and jsonl, or a single article, the file; - is standard"
            " output (the default with --json)",
            {"metavar": "TO", "nargs": "?"},
        ),
        Argument(
            ("ids",),
            "the articles (default: all, or those that the query matches)",
            {"metavar": "ID", "nargs": "*", "type": article_id},
        ),
        Argument(
            ("--format",),
            "page (default), markdown, html, epub or jsonl",
            {"choices": FORMATS, "default": "page", "metavar": "FORMAT"},
        ),
        Argument(("--query",), "the articles that match QUERY", {"metavar": "QUERY"}),
        Argument(("--title",), "the title of the book (default: the query)", {"metavar": "TITLE"}),
        Argument(("--force",), "replace existing files", {"action": "store_true"}),
    ),
    details=(
        "page, markdown and html write a file for each article, named after its title; its pictures go into"
        " a folder beside it. A single article can also go into a file that you name: TO ends in .html, .md"
        " or .txt then. epub and jsonl write one file with everything.",
        "html, epub and jsonl keep everything: text, pictures, address, author, dates, tags, state and"
        " highlights; added to an empty library they give the same articles again. markdown keeps all this in"
        " its front matter, and nearly all of the layout. In all of them links from file to file lead to the"
        " files of the export (see docs/exports.md). page keeps only the text and its links by title;"
        " see docs/page-format.md.",
        "Existing files with other contents are only replaced with --force; otherwise they are named on"
        " standard error.",
        "With -, a pipe or file gets the page unchanged; on a terminal it is made harmless first.",
    ),
    columns="the file written",
    fields="id, title, label, path of each file (for one file: articles, path); on standard output the"
    " fields of"
    " 'reader show'",
    examples=(
        ("reader export --format jsonl library.jsonl", "everything, in one file"),
        ("reader export . 12 13", "two articles, here"),
        ("reader export --format html fog.html 12", "one article, in a file of that name"),
        ("reader export --format markdown --query tag:energy notes/", "notes for Obsidian and the like"),
        ("reader export --format epub --query is:starred starred.epub", "a book of the starred ones"),
        ("reader export --json > articles.jsonl", "all articles as JSON lines"),
    ),
    exits=("done", "some articles could not be written, or there are none"),
)
