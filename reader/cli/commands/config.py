"""``reader config``: what is set and by what, a commented file to begin with, and its mistakes."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.cli.command import Argument, Command
from reader.cli.output import BOLD, DIM, Output, TableColumn
from reader.config import command, settings_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.config import Paths
    from reader.settings.found import InForce


def _run(args: argparse.Namespace, out: Output) -> int:
    from reader.config import find_paths

    if args.init + args.check + args.bidi_test > 1:
        out.problem("config takes one of --init, --check and --bidi-test")
        return 2
    if args.bidi_test:
        return _test_order(out)
    paths = find_paths(args.data_dir)
    if args.init:
        return _init(paths, out)
    if args.check:
        return _check(paths, out)
    return _print(paths, args, out)


def _init(paths: Paths, out: Output) -> int:
    from reader.settings.writing import make_file

    make_file(paths.settings)
    if out.json:
        out.record(written=str(paths.settings))
    else:
        out.line(f"written: {paths.settings}")
    return 0


def _check(paths: Paths, out: Output) -> int:
    mistakes = _checked(settings_at(paths.settings)).mistakes
    for one in mistakes:
        if out.json:
            out.record(
                line=one.line or None,
                setting=one.setting,
                value=one.value,
                problem=one.problem or f"must be {one.allowed}",
                allowed=one.allowed,
            )
        elif out.terminal:
            out.text(one.words)
        else:
            said = f"must be {one.allowed}" if one.allowed else one.problem
            out.row((one.line, one.setting, one.value, said), (TableColumn(),) * 4)
    if not mistakes:
        there = os.path.lexists(paths.settings)
        out.note(f"{paths.settings} {'has no mistakes' if there else 'does not exist: every default counts'}")
    return 1 if mistakes else 0


_WORDS_TO_TEST = ("שלום עולם", "مرحبا بالعالم")
"""“Hello, world” in Hebrew and in Arabic."""


def _test_order(out: Output) -> int:
    """Prints words in both orders: the person sees which one the terminal shows as it should be."""
    from reader.typesetting.bidi import seen

    if out.json:
        for words in _WORDS_TO_TEST:
            out.record(terminal=words, reader=seen(words, backward=True))
        return 0
    out.text("Two greetings, in Hebrew and in Arabic, each in two orders:")
    out.text()
    for number, order in enumerate(("terminal", "reader"), 1):
        for words in _WORDS_TO_TEST:
            out.text(f"   {number}   {words if order == 'terminal' else seen(words, backward=True)}")
        out.text()
    out.text('In the right order, the letter that looks like a "w" (ש) stands at the right end of its line.')
    out.text('   lines 1 are right:  right-to-left = "terminal"   (as it is without this setting)')
    out.text('   lines 2 are right:  right-to-left = "reader"')
    return 0


def _checked(found: InForce) -> InForce:
    """What counts of a configuration file, and all its mistakes."""
    if not found.lines:
        return found
    # Which themes and keys there are, only the screen knows.
    from reader.tui.checking import of_file

    return of_file(found)


class _Row(NamedTuple):
    """A setting: its value, what it comes from, and where exactly (a line, a variable)."""

    name: str
    value: Any
    origin: str
    where: str = ""
    line: int | None = None
    default: Any = None
    allowed: str = ""
    help: str = ""


def _print(paths: Paths, args: argparse.Namespace, out: Output) -> int:
    from reader.settings.kinds import written

    found = _checked(settings_at(paths.settings))
    rows = [*_settings(found), *_places(paths, named=args.data_dir is not None)]
    widest = max(len(row.name) for row in rows)
    columns = (TableColumn(min(widest, 30), style=BOLD), TableColumn(), TableColumn(21, style=DIM))
    for row in rows:
        where = row.where or (f"line {row.line}" if row.line else "")
        if out.json:
            out.record(
                setting=row.name,
                value=row.value,
                origin=row.origin,
                where=where,
                line=row.line,
                default=row.default,
                allowed=row.allowed,
                help=row.help,
            )
        else:
            said = f"{row.origin}, {where}" if where else row.origin
            out.row((row.name, written(row.value), said), columns)
    if found.mistakes:
        number = len(found.mistakes)
        some = "a mistake" if number == 1 else f"{number} mistakes"
        names = "it" if number == 1 else "them"
        out.note(f"{paths.settings} has {some}: '{command('config --check')}' names {names}")
    return 0


def _settings(found: InForce) -> Iterator[_Row]:
    """The settings as they count now; of tables, each line that the file has."""
    from reader.settings.kinds import TableOf
    from reader.settings.reference import in_order_of_file

    for setting in in_order_of_file():
        value = getattr(found.settings, setting.field)
        about = {"default": setting.default, "allowed": setting.kind.allowed, "help": setting.help}
        if isinstance(setting.kind, TableOf):
            for name, one in value.items():
                about |= {"default": None, "allowed": setting.kind.kind.allowed}
                line = found.lines.get((*setting.path, name))
                yield _Row(f"{setting.name}.{name}", one, "file", line=line, **about)
        elif setting.path in found.lines:
            yield _Row(setting.name, value, "file", line=found.lines[setting.path], **about)
        elif setting.field == "theme" and value != setting.default and _set_variable("NO_COLOR"):
            yield _Row(setting.name, value, "environment", "NO_COLOR", **about)
        elif setting.field == "editor" and (variable := _set_variable("VISUAL", "EDITOR")):
            yield _Row(setting.name, os.environ[variable], "environment", variable, **about)
        else:
            yield _Row(setting.name, value, "default", **about)


def _places(paths: Paths, *, named: bool) -> Iterator[_Row]:
    """Where files are, and what says so."""
    for name, place, variable in (
        ("data directory", paths.data, "READER_DATA_DIR"),
        ("configuration file", paths.settings, "READER_CONFIG_DIR"),
        ("log file", paths.log, "READER_LOG_DIR"),
    ):
        if named and place == paths.data:
            yield _Row(name, str(place), "option", "--data-dir")
        elif _set_variable(variable):
            yield _Row(name, str(place), "environment", variable)
        else:
            yield _Row(name, str(place), "default")


def _set_variable(*names: str) -> str:
    return next((name for name in names if os.environ.get(name, "").strip()), "")


CONFIG = Command(
    name="config",
    usage="[--init | --check | --bidi-test]",
    summary="Prints the settings that count and where they come from.",
    run=_run,
    arguments=(
        Argument(
            ("--init",),
            "write a configuration file in which every setting is explained; never replaces one",
            {"action": "store_true"},
        ),
        Argument(("--check",), "name every mistake in the configuration file", {"action": "store_true"}),
        Argument(
            ("--bidi-test",),
            "show whether this terminal puts right-to-left text in order, and what to set",
            {"action": "store_true"},
        ),
    ),
    details=(
        "A mistake costs one setting: the rest of the file counts. --check says the line, the value and what"
        " is allowed. The same settings can be changed on screen, with the key ','.",
    ),
    columns="setting, value as the file has it, where it comes from (file, default, environment or option);"
    " with --check line (0: the whole file), setting, value, what is wrong; with --bidi-test text",
    fields="setting, value, origin, where, line, default, allowed, help; with --check line, setting, value,"
    " problem, allowed; with --init written (the file); with --bidi-test terminal, reader (the same words as"
    " either is given them)",
    examples=(
        ("reader config", "what is set"),
        ("reader config --check", "what is wrong in the file"),
        ("reader config --bidi-test", "who should put right-to-left text in order"),
    ),
    exits=("done, or no mistakes found", "there are mistakes, or a file that --init would replace"),
)
