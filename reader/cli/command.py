"""What a command is: its name, its help, its arguments and the function that runs it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.config import command
from reader.errors import ArticleDamaged, QueryIgnoredInPart, ReaderError

if TYPE_CHECKING:
    from reader.cli.output import Output
    from reader.config import Paths
    from reader.library import LocalLibrary, Patience
    from reader.library.protocol import Library

INTERRUPTED = 130
"""The exit code of a command that was stopped with Ctrl+C; shells expect this one."""

MAX_ID = 2**63 - 1
"""The largest number that SQLite can store, and so the largest possible id."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument or option of a command, as ``argparse`` takes it.

    ``options`` are the keyword arguments of ``add_argument`` other than ``help``.
    """

    names: tuple[str, ...]
    help: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: what the user types.
        usage: its arguments, as the help shows them (``SOURCE...``).
        summary: what it does, in one sentence.
        run: runs it with the parsed arguments and the output; returns the exit code.
        arguments: its arguments and options, without those that every command has.
        details: further explanations, in paragraphs.
        columns: the fields of a line of output, in order, if that is not a terminal.
        fields: the fields of a JSON object, in order; "" if ``--json`` does not apply.
        examples: (command line, what it does).
        exits: the meaning of the exit codes 0 and 1 for this command.
        query: whether its words are a query, in which ``-word`` excludes a word.
    """

    name: str
    usage: str
    summary: str
    run: Callable[[argparse.Namespace, Output], int]
    arguments: tuple[Argument, ...] = ()
    details: tuple[str, ...] = ()
    columns: str = ""
    fields: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    exits: tuple[str, str] = ("done", "failed")
    query: bool = False


def article_id(text: str) -> int:
    """The id of an article from the command line, for ``Argument``."""
    number = _whole_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not the id of an article: '{command('list')}' shows them"
        )
    return number


def positive(text: str) -> int:
    """The number of results to show, from the command line, for ``Argument``."""
    number = _whole_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return number


def _whole_number(text: str) -> int | None:
    # int() would accept more: "1_000", " 7", digits of other scripts.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ID))):
        return None
    number = int(text)
    return number if 0 < number <= MAX_ID else None


def sentence(error: ReaderError) -> str:
    """A problem in words, with the command that says more about it, if there is one."""
    if isinstance(error, ArticleDamaged):
        return f"{error}; {command('check')} says what can be repaired"
    return str(error)


def tell_behind(behind: str, out: Output) -> None:
    """Says that a search may miss the newest articles; ``behind`` says why, and is "" if it misses none."""
    if behind:
        out.note(f"{behind} (the newest articles may be missing)")


def found_surely(library: Library, query: str, out: Output) -> Sequence[int]:
    """The articles that a query finds, for a command that does something with all of them.

    Raises QueryIgnoredInPart: without the part that is ignored, it would find what was not meant.
    """
    found = library.find_all(query)
    if found.ignored:
        raise QueryIgnoredInPart(f"{'; '.join(found.ignored)}: nothing was done")
    tell_behind(found.behind, out)
    for note in found.notes:
        out.note(note)
    return found.ids


def for_this_library(args: argparse.Namespace, words: str) -> str:
    """The command line that runs a command on the library of this run."""
    import shlex

    where = "" if args.data_dir is None else f"--data-dir {shlex.quote(str(args.data_dir))} "
    return command(f"{where}{words}")


@contextmanager
def open_library(args: argparse.Namespace, out: Output, *, makes: bool = False) -> Iterator[LocalLibrary]:
    """The library that the arguments name, while the block lasts; see :func:`open_at`.

    ``makes``: whether users create libraries with this command. Any other command says so if it creates one
    in a directory named on the command line.
    """
    from reader.config import find_paths

    paths = find_paths(args.data_dir)
    # A mistyped directory should not pass for an empty library.
    mistyped = args.data_dir is not None and not makes and not paths.library.exists()
    with open_at(paths, out) as library:
        if mistyped:
            out.note(f"there was no library in {paths.data}: a new, empty one was created there")
        yield library


@contextmanager
def open_at(paths: Paths, out: Output) -> Iterator[LocalLibrary]:
    """The library at ``paths``, while the block lasts. Raises LibraryError.

    If it has to wait for another program, standard error says which one; Ctrl+Z stops the program once
    nothing is locked.
    """
    from reader.cli.suspending import Suspending
    from reader.library import LocalLibrary
    from reader.log import log_to

    log_to(paths)
    with LocalLibrary(paths, patience_for(out)) as library, Suspending(library):
        if library.hindered:
            out.note(f"{library.why_read_only}: nothing can be saved")
        yield library


def patience_for(out: Output) -> Patience:
    """How long a command waits for another program; standard error says which one."""
    from reader.library import Patience

    def tell(words: str) -> None:
        if words:
            out.problem(words)

    return Patience(on_wait=tell)
