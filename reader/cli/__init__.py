"""The command line: one command for each task, results on stdout, problems on stderr.

``main`` runs the command that the arguments name and turns any error into one line and an exit
code. The commands are listed in :mod:`reader.cli.commands`; each has its own file and imports what it
needs when it runs, so that ``reader --help`` is fast.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from reader.cli.command import INTERRUPTED, sentence
from reader.cli.output import Output
from reader.cli.parser import parse
from reader.errors import QueryIgnoredInPart, ReaderError, in_words


def main(argv: Sequence[str] | None = None) -> int:
    """Runs ``reader`` with these arguments (default: the arguments of the process).

    Returns:
        The exit code: 0 done, 1 nothing found or something failed, 2 wrong usage, 130 interrupted.
    """
    _forget_odd_sizes()
    out = Output()
    try:
        return _run(list(sys.argv[1:] if argv is None else argv), out)
    finally:
        out.close()


def _forget_odd_sizes() -> None:
    """Removes terminal sizes that are not numbers, because the library that reads them would fail."""
    for name in ("COLUMNS", "LINES"):
        value = os.environ.get(name, "")
        if value and not (value.isascii() and value.isdecimal()):
            del os.environ[name]


def _run(argv: list[str], out: Output) -> int:
    try:
        args = parse(argv)
        out.json = args.json
        code: int = args.command.run(args, out)
        out.flush()
    except SystemExit as end:
        # argparse ends like this after --help, --version and wrong usage.
        code = end.code if isinstance(end.code, int) else 2
    except BrokenPipeError:
        # The reader of the output has read enough; this is not a failure.
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    except ReaderError as error:
        out.problem(sentence(error))
        code = 2 if isinstance(error, QueryIgnoredInPart) else 1
    except OSError as error:
        out.problem(f"{error.filename}: {in_words(error)}" if error.filename else in_words(error))
        code = 1
    except MemoryError as error:
        out.problem(in_words(error))
        code = 1
    except Exception as error:  # noqa: BLE001 - reported as a mistake, and kept in the log
        out.problem(_mistake(error))
        code = 1
    return code


def _mistake(error: Exception) -> str:
    """Logs a mistake of this program; returns the message for the user."""
    import logging

    from reader.config import find_paths
    from reader.log import log_to

    said = f"this should not have happened ({type(error).__name__}: {error})"
    try:
        paths = find_paths()
    except ReaderError:
        # There is nowhere to log it.
        return said
    log_to(paths)
    logging.getLogger(__name__).error("a command failed", exc_info=error)
    return f"{said}; {paths.log} says where"
