"""``reader export``: writes articles as saved pages or as JSON."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.cli.command import Argument, Command, article_id, open_library, sentence
from reader.cli.output import Output
from reader.config import command
from reader.errors import ArticleDamaged, ArticleNotFound, ReaderError, in_words

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.protocol import Library

STDOUT = "-"


def _run(args: argparse.Namespace, out: Output) -> int:
    directory = args.dir
    if not directory:
        # A shell passes an empty one for an unset variable; the current directory is not meant.
        if not out.json or directory is not None:
            out.problem(f"no folder given: {command('export DIR')}, or --json for standard output")
            return 2
        directory = STDOUT
    if directory.isascii() and directory.isdigit():
        out.problem(
            f"{directory} is a number, not a folder: '{command(f'export DIR {directory}')}' writes that"
            f" article; write ./{directory} for a folder with that name"
        )
        return 2
    with open_library(args, out) as library:
        ids = library.ids() if not args.ids else list(dict.fromkeys(args.ids))
        if directory == STDOUT:
            failed = _to_stdout(library, ids, out)
        else:
            from pathlib import Path

            failed = _to_files(library, ids, Path(directory), args.force, out)
    if not ids:
        out.note("the library is empty")
    return 1 if failed or not ids else 0


def _to_stdout(library: Library, ids: Sequence[int], out: Output) -> int:
    from reader.cli.commands.show import article_fields

    failed = 0
    for article in ids:
        try:
            if out.json:
                out.record(**article_fields(library, article))
            else:
                out.page(library.as_page(article))
        except (ArticleNotFound, ArticleDamaged) as error:
            out.problem(sentence(error))
            failed += 1
    return failed


def _to_files(library: Library, ids: Sequence[int], directory: Path, force: bool, out: Output) -> int:
    from reader.cli.files import FileNames, make_folder, write_new

    make_folder(directory)
    names = FileNames()
    failed = 0
    for article in ids:
        try:
            title, page = library.get(article).title, library.as_page(article)
            file = directory / names.choose(title, article)
            write_new(file, page, replace=force)
        except OSError as error:
            out.failure(str(error.filename or directory), in_words(error))
            failed += 1
        except ReaderError as error:
            out.problem(sentence(error))
            failed += 1
        else:
            if out.json:
                out.record(id=article, title=title, path=str(file))
            else:
                out.text(str(file))
    return failed


EXPORT = Command(
    name="export",
    usage="DIR [ID...]",
    summary="Writes articles as saved pages into a folder, one file each.",
    run=_run,
    arguments=(
        Argument(
            ("dir",),
            "the folder, created if needed; - is standard output (the default with --json)",
            {"metavar": "DIR", "nargs": "?"},
        ),
        Argument(
            ("ids",),
            "the articles (default: all)",
            {"metavar": "ID", "nargs": "*", "type": article_id},
        ),
        Argument(("--force",), "replace existing files", {"action": "store_true"}),
    ),
    details=(
        "Each file is named after its article's title. Adding the files to a library gives the same articles"
        " again. Existing files with other contents are only replaced with --force; otherwise they are"
        " named on standard error.",
        "With -, a pipe or file gets the page unchanged; on a terminal it is made harmless first.",
    ),
    columns="the file written",
    fields="id, title, path of each file; on standard output the fields of 'reader show'",
    examples=(
        ("reader export backup/", "all articles"),
        ("reader export . 12 13", "two articles, here"),
        ("reader export --json > articles.jsonl", "all articles as JSON lines"),
    ),
    exits=("done", "some articles could not be written, or there are none"),
)
