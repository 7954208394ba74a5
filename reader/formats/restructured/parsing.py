"""Runs docutils: it opens no file, executes nothing, prints nothing."""

from __future__ import annotations

import io
import re
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from docutils.nodes import document

LONGEST = 300_000
"""A text of more characters is not parsed: that may take minutes."""

# Handling the messages of docutils takes time that grows with the square of their number.
_MOST_MESSAGES = 1000

_LONGEST_LINE = 20_000
_SETTINGS = {
    "_disable_config": True,  # configuration files of docutils may lie anywhere
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "traceback": True,  # otherwise an error would end the program
    "input_encoding": "unicode",
    "syntax_highlight": "none",
    "smart_quotes": False,
    "line_length_limit": _LONGEST_LINE,
    "doctitle_xform": True,
    "sectsubtitle_xform": False,
    "language_code": "en",
}

_DIRECTIVE = re.compile(r"\.\.[ ]+(?:\|[^|\n]*\|[ ]+)?([\w:.+-]+?)[ ]?::(?:[ ]+|$)(.*)")
_OPTION = re.compile(r"\s*:([\w-]+):(?:\s+(.*))?$")


def parse(text: str) -> document | None:
    """The tree of a text; None if docutils cannot read it."""
    if len(text) > LONGEST or any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        return None
    from docutils.core import publish_doctree
    from docutils.parsers.rst import Parser

    class Patient(Parser):  # type: ignore[misc]
        """A parser that gives up on a text that is full of errors."""

        def parse(self, inputstring: str, document: document) -> None:
            messages = count()

            def more(_: object) -> None:
                if next(messages) > _MOST_MESSAGES:
                    raise TooManyErrors

            document.reporter.attach_observer(more)
            super().parse(inputstring, document)

    settings = {**_SETTINGS, "warning_stream": io.StringIO()}
    try:
        return publish_doctree(text, parser=Patient(), settings_overrides=settings)
    except Exception:  # noqa: BLE001 (docutils fails in many ways on input that nobody would write)
        return None


class TooManyErrors(Exception):
    """A text is so full of errors that it is hardly reStructuredText."""


class Directive(NamedTuple):
    """A directive that docutils does not know, or refuses.

    Attributes:
        name: its name.
        argument: what stands beside the name.
        options: the lines ``:name: value`` below it.
        body: the text below those.
    """

    name: str
    argument: str
    options: dict[str, str]
    body: str


def directive_of(text: str) -> Directive | None:
    """The parts of a directive; None if the text is none."""
    first, *rest = text.split("\n")
    match = _DIRECTIVE.match(first.strip())
    if match is None:
        return None
    depth = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
    lines = [line[depth:] for line in rest]
    argument = [match[2].strip()]
    options: dict[str, str] = {}
    while lines and lines[0].strip():
        option = _OPTION.match(lines[0])
        if option:
            options[option[1]] = option[2] or ""
        elif options or not argument[0]:
            break
        else:
            argument.append(lines[0].strip())
        lines.pop(0)
    return Directive(
        match[1].rpartition(":")[2].lower(), " ".join(argument), options, "\n".join(lines).strip("\n")
    )
