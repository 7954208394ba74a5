"""The lines of a body in groups: code between fences, quotations, and runs without an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

RECOMMEND = "Recommend"

NAVIGATION = re.compile(r"(<<|>>):\s*(\S.*)")
"""``<<:`` or ``>>:`` and a title, on a line without surrounding space."""

FENCE = re.compile(r" {0,3}(`{3,}|~{3,}(?=[ \t]*\w))[ \t]*([\w+#.-]*)[^`~]*")
"""The line that opens code between fences: the fence, and the name of the language.

A line of tildes alone may separate scenes.
"""

_QUOTED = re.compile(r"[ \t]{0,3}>(?:[ \t]|(?=>)|$)")


class LineGroup(NamedTuple):
    """Lines that belong together.

    ``quoted`` holds the lines of a quotation without their first ``>``; ``fenced`` those between two fences,
    with the name of the language.
    """

    lines: list[str]
    kind: Literal["plain", "quoted", "fenced"] = "plain"
    language: str = ""


def groups(lines: Iterable[str]) -> Iterator[LineGroup]:
    """The groups of a body, in order. ``Recommend`` is a group of its own: it may open the page's tail."""
    lines = list(lines)
    ends = fence_ends(lines)
    group: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line or line.isspace():
            special = None
        elif at in ends:
            language = FENCE.fullmatch(line)
            inside = [_without_indent(inner, line) for inner in lines[at + 1 : ends[at]]]
            special = LineGroup(inside, "fenced", language[2] if language else "")
            at = ends[at]
        elif RECOMMEND in line and line.strip() == RECOMMEND:
            special = LineGroup([line])
        elif is_quoted(line):
            end = at
            while end < len(lines) and is_quoted(lines[end]):
                end += 1
            special = LineGroup([_without_sign(quoted) for quoted in lines[at:end]], "quoted")
            at = end - 1
        else:
            group.append(line)
            at += 1
            continue
        if group:
            yield LineGroup(group)
            group = []
        if special:
            yield special
        at += 1
    if group:
        yield LineGroup(group)


def is_quoted(line: str) -> bool:
    """Whether a line is part of a quotation: ``> text``, ``>> text``, or ``>`` alone."""
    return ">" in line[:4] and bool(_QUOTED.match(line)) and not line.lstrip().startswith(">>:")


def _without_sign(line: str) -> str:
    rest = line.lstrip(" \t")[1:]
    return rest[1:] if rest[:1] in (" ", "\t") else rest


def _without_indent(line: str, fence: str) -> str:
    """A line of code without the indentation that its fence has too."""
    indent = len(fence) - len(fence.lstrip(" "))
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]


def fence_ends(lines: Sequence[str]) -> dict[int, int]:
    """For each line that opens code, the line that closes it. A fence that is never closed is text."""
    ends: dict[int, int] = {}
    opened, fence = -1, ""
    for at, line in enumerate(lines):
        if "```" not in line and "~~~" not in line:
            continue
        stripped = line.strip()
        if opened < 0:
            if found := FENCE.fullmatch(line):
                opened, fence = at, found[1]
        elif stripped.startswith(fence) and not stripped.strip(fence[0]):
            ends[opened] = at
            opened = -1
    return ends
