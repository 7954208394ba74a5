"""Generates the command reference: ``python -m reader.cli.reference > docs/commands.md``."""

from __future__ import annotations

import sys

from reader.cli.command import Argument, Command
from reader.cli.commands import COMMANDS
from reader.cli.parser import EVERYWHERE

_HEAD = """\
# Commands

<!-- Made by `python -m reader.cli.reference > docs/commands.md`: change the commands, not this file. -->

`reader` alone opens the library on screen. Everything else is a command: one task each, results on standard
output, problems on standard error. `reader COMMAND --help` has the same text as this page.

Every command accepts these options, before its name or after it:

{everywhere}

The exit code is 0 if something was done or found, 1 if nothing was found or something failed, 2 if the
command was wrong, and 130 if it was stopped with Ctrl+C.

On a terminal, results are formatted for reading and cut to its width. In a pipe, each result is a line of
complete fields separated by tabs; with `--json`, it is a JSON object on a line of its own. Times in JSON are
ISO 8601 in UTC (`2026-01-31T12:00:00Z`). Text for people contains no control characters; JSON keeps them,
escaped.

{contents}
"""


def reference() -> str:
    """The whole page, in Markdown."""
    head = _HEAD.format(everywhere=_table(EVERYWHERE), contents=_contents())
    return "\n".join([head, *(_section(command) for command in COMMANDS)])


def _contents() -> str:
    rows = [f"| [`reader {c.name}`](#reader-{c.name}) | {c.summary} |" for c in COMMANDS]
    return "\n".join(["| command | does |", "| --- | --- |", *rows])


def _section(command: Command) -> str:
    parts = [f"## reader {command.name}", command.summary]
    parts.append(f"```usage\n{f'reader {command.name} [OPTIONS] {command.usage}'.rstrip()}\n```")
    parts += map(_escape, command.details)
    if command.arguments:
        parts.append(_table(command.arguments))
    if command.columns:
        parts.append(f"In a pipe: {command.columns}.")
    if command.fields:
        parts.append(f"With `--json`: {command.fields}.")
    width = max((len(line) for line, _ in command.examples), default=0)
    parts.append(
        "```sh\n" + "\n".join(f"{line:<{width}}  # {what}" for line, what in command.examples) + "\n```"
    )
    parts.append(f"Exit codes: 0 {command.exits[0]}; 1 {command.exits[1]}; 2 wrong usage.")
    return "\n\n".join(parts) + "\n"


def _table(arguments: tuple[Argument, ...]) -> str:
    rows = [f"| {_names(argument)} | {_escape(argument.help)} |" for argument in arguments]
    return "\n".join(["| argument | meaning |", "| --- | --- |", *rows])


def _names(argument: Argument) -> str:
    metavar = argument.options.get("metavar", "")
    if isinstance(metavar, tuple):
        metavar = " ".join(metavar)
    if not argument.names[0].startswith("-"):
        return f"`{metavar}`"
    return ", ".join(f"`{name} {metavar}`" if metavar else f"`{name}`" for name in argument.names)


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


if __name__ == "__main__":
    sys.stdout.write(reference())
