"""What a command is: its name, its help, its arguments and the function that runs it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.config import command
from reader.errors import ArticleDamaged, ReaderError

if TYPE_CHECKING:
    from reader.cli.output import Output
    from reader.config import Paths
    from reader.library import LocalLibrary, Patience

INTERRUPTED = 130
"""The exit code of a command that was stopped with Ctrl+C, as shells expect it."""

MAX_ID = 2**63 - 1
"""The largest number that SQLite can hold, and so the largest id there can be."""


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
        run: does it; gets the parsed arguments and the output, returns the exit code.
        arguments: its arguments and options, without those that every command has.
        details: what else there is to know, in paragraphs.
        columns: the fields of a line of output where that is not a terminal, in order.
        fields: the fields of a JSON object, in order; "" where ``--json`` does not apply.
        examples: (command line, what it does).
        exits: what the exit codes 0 and 1 mean here.
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
    """A number of results from the command line, for ``Argument``."""
    number = _whole_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return number


def _whole_number(text: str) -> int | None:
    # int() would take more: "1_000", " 7", digits of other scripts.
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ID))):
        return None
    number = int(text)
    return number if 0 < number <= MAX_ID else None


def sentence(error: ReaderError) -> str:
    """What a problem is, and where there is a command that tells more, which."""
    if isinstance(error, ArticleDamaged):
        return f"{error}; {command('check')} says what can be put right"
    return str(error)


def tell_behind(behind: str, out: Output) -> None:
    """Says that a search may miss what is newest; ``behind`` says why, "" that it does not."""
    if behind:
        out.note(f"{behind} (what is newest may be missing)")


def for_this_library(args: argparse.Namespace, words: str) -> str:
    """What to type to run a command on the library that this run is about."""
    import shlex

    where = "" if args.data_dir is None else f"--data-dir {shlex.quote(str(args.data_dir))} "
    return command(f"{where}{words}")


@contextmanager
def open_library(args: argparse.Namespace, out: Output, *, makes: bool = False) -> Iterator[LocalLibrary]:
    """The library that the arguments name, while the block lasts; as :func:`open_at`.

    ``makes``: whether the command is one that libraries begin with. Any other says so if it makes one in a
    directory that was named on the command line.
    """
    from reader.config import find_paths

    paths = find_paths(args.data_dir)
    # A name that is mistyped is not to pass for a library with nothing in it.
    mistyped = args.data_dir is not None and not makes and not paths.library.exists()
    with open_at(paths, out) as library:
        if mistyped:
            out.note(f"there was no library in {paths.data}: a new, empty one was made there")
        yield library


@contextmanager
def open_at(paths: Paths, out: Output) -> Iterator[LocalLibrary]:
    """The library at ``paths``, while the block lasts. Raises LibraryError.

    Whom it waits for, if it has to wait, is said on standard error; Ctrl+Z stops the program once nothing
    is locked.
    """
    from reader.cli.suspending import Suspending
    from reader.library import LocalLibrary
    from reader.log import log_to

    log_to(paths)
    with LocalLibrary(paths, patience_for(out)) as library, Suspending(library):
        if library.hindered:
            out.note(f"{library.why_read_only}: nothing can be kept")
        yield library


def patience_for(out: Output) -> Patience:
    """How long a command waits for another program; whom it waits for goes to standard error."""
    from reader.library import Patience

    def tell(words: str) -> None:
        if words:
            out.problem(words)

    return Patience(on_wait=tell)
