"""From arguments to a command: the options before and after its name, help, and wrong usage."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from reader import __version__, config
from reader.cli.command import Argument, Command
from reader.cli.commands import COMMANDS, DEFAULT
from reader.cli.sorting import with_orders

EVERYWHERE = (
    Argument(
        ("--data-dir",),
        "use the library in DIR (default: $READER_DATA_DIR, else the user's own)",
        {"metavar": "DIR"},
    ),
    Argument(("--json",), "print one JSON object per line", {"action": "store_true"}),
)
"""The options of every command; they can also stand before the command."""

_DESCRIPTION = (
    "A library of saved articles and a terminal to read them in. Without a command: opens the library."
)
_EPILOG = """\
Examples:
  reader add saved-pages/      add a folder of saved pages to the library
  reader open                  read articles
  reader search wind turbines  find articles from the shell
  reader tour                  look around first

'reader COMMAND --help' says more about each command.

Exit codes: 0 done, 1 nothing found or something failed, 2 wrong usage,
130 stopped with Ctrl+C."""

_WIDTH = 80

_MEANT = {
    **dict.fromkeys(("delete", "rm"), "remove"),
    "import": "add",
    **dict.fromkeys(("star", "unstar", "archive", "unread"), "mark"),
}
"""What other programs call our commands."""


class _Format(argparse.RawDescriptionHelpFormatter):
    """argparse's help with headings that match our own; argparse's are in lower case."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "Usage: ")

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading and heading.capitalize())


class _Parser(argparse.ArgumentParser):
    """argparse with error messages that are safe to show even if they quote control characters."""

    def error(self, message: str) -> NoReturn:
        from reader.text import display

        self.exit(2, f"reader: {display(message)}\nTry '{self.prog} --help'.\n")

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:  # noqa: ANN401 (as argparse)
        # Here too, argparse takes "--" for the end of the options and continues without a value.
        if action.option_strings and "--" in arg_strings:
            self.error(f"argument {'/'.join(action.option_strings)}: '--' is not a value for it")
        return super()._get_values(action, arg_strings)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The command (``.command``) and its arguments. Ends with SystemExit on --help and wrong usage."""
    top = _top_parser()
    at = _find_command(argv)
    options = top.parse_args(argv[:at])
    name = argv[at] if at < len(argv) else DEFAULT
    command = next((command for command in COMMANDS if command.name == name), None)
    if command is None:
        top.error(_unknown(name))
    options.command = command
    words = with_orders(argv[at + 1 :])
    parser = command_parser(command)
    if command.query and "--" not in words:
        words = _with_exclusions(words, parser)
    # Intermixed, because options may stand between the words of a query. It does not support "--".
    return (
        parser.parse_args(words, options) if "--" in words else parser.parse_intermixed_args(words, options)
    )


def _with_exclusions(words: Sequence[str], parser: argparse.ArgumentParser) -> list[str]:
    """Marks each ``-word`` that is not an option as a word of the query: argparse takes nothing with a
    space for an option."""
    known = {option for action in parser._actions for option in action.option_strings}
    short = tuple(option for option in known if len(option) == 2)
    return [
        f" {word}"
        if word.startswith("-")
        and word != "-"
        and " " not in word
        and not word.startswith("--")
        and not (word.startswith(short) and (word in known or word[2:].isdigit()))
        else word
        for word in words
    ]


def command_parser(command: Command) -> argparse.ArgumentParser:
    """The parser of one command's own arguments."""
    parser = _Parser(
        prog=config.command(command.name),
        usage=_literal(config.command(f"{command.name} [OPTIONS] {command.usage}")),
        description=_not_formatted(_paragraphs(command.summary, *command.details)),
        epilog=_not_formatted(_epilog(command)),
        formatter_class=_Format,
        allow_abbrev=False,
    )
    for argument in command.arguments:
        parser.add_argument(*argument.names, help=_literal(_as_typed(argument.help)), **argument.options)
    for argument in EVERYWHERE:
        # SUPPRESS keeps an option given before the command when it is not given after it.
        parser.add_argument(
            *argument.names, help=argument.help, default=argparse.SUPPRESS, **argument.options
        )
    return parser


def _top_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=config.command(),
        usage=_literal(config.command("[OPTIONS] [COMMAND ...]")),
        description=_not_formatted(_paragraphs(_DESCRIPTION, "Commands:") + "\n" + _command_list()),
        epilog=_not_formatted(_as_typed(_EPILOG)),
        formatter_class=_Format,
        allow_abbrev=False,
    )
    for argument in EVERYWHERE:
        parser.add_argument(*argument.names, help=argument.help, **argument.options)
    parser.add_argument("--version", action="version", version=f"reader {__version__}")
    return parser


def _find_command(argv: Sequence[str]) -> int:
    """The index of the command in ``argv``: the first word that is neither an option nor its value."""
    at = 0
    while at < len(argv) and argv[at].startswith("-"):
        at += 2 if argv[at] == "--data-dir" else 1
    return min(at, len(argv))


def _unknown(name: str) -> str:
    import difflib
    import os

    if name in _MEANT:
        return f"there is no command {name!r}; did you mean '{_MEANT[name]}'?"
    close = difflib.get_close_matches(name, [command.name for command in COMMANDS], 1)
    if close:
        return f"there is no command {name!r}; did you mean '{close[0]}'?"
    if os.path.exists(name):  # noqa: PTH110 (pathlib would be imported only for this)
        return f"there is no command {name!r}; to add it to the library: {config.command(f'add {name}')}"
    return f"there is no command {name!r}"


def _literal(text: str) -> str:
    """Text escaped so that argparse's formatting leaves it unchanged: the command's name may be anything."""
    return text.replace("%", "%%")


def _not_formatted(text: str) -> str:
    """The same for text that argparse only formats if it contains the name of the program."""
    return _literal(text) if "%(prog)" in text else text


# --- help -------------------------------------------------------------------------------------------


def _command_list() -> str:
    return "\n".join(
        f"  {command.name:<10} {command.summary[0].lower()}{command.summary[1:-1]}" for command in COMMANDS
    )


def _epilog(command: Command) -> str:
    parts = []
    if command.columns:
        parts.append(_paragraphs(f"In a pipe each line holds, separated by tabs: {command.columns}."))
    if command.fields:
        parts.append(_paragraphs(f"With --json each object holds: {command.fields}."))
    if command.examples:
        lines = [f"  {_as_typed(line)}\n      {what}" for line, what in command.examples]
        parts.append("\n".join(["Examples:", *lines]))
    parts.append(_paragraphs(f"Exit codes: 0 {command.exits[0]}; 1 {command.exits[1]}; 2 wrong usage."))
    return "\n\n".join(parts)


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(textwrap.fill(_as_typed(text), _WIDTH) for text in texts)


_NAMED = re.compile(rf"(?<![\w./-])reader(?= (?:{'|'.join(command.name for command in COMMANDS)}|COMMAND)\b)")


def _as_typed(text: str) -> str:
    """Help text with the name of the command as it is typed here."""
    return _NAMED.sub(lambda _: config.command(), text)
