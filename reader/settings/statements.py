"""The configuration file as statements, each with its place: comments, tables, names with values.

Python's parser of TOML gives neither lines nor comments, and nothing at all of a file with one mistake. Here
each statement is found first and then given to that parser by itself, so a mistake costs one statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

LONGEST_LINE = 1000
"""The most characters of a line: Python's parser needs time that grows with the square of a key's parts."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_NAMES = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_PAIR = re.compile(rf"[ \t]*({_NAMES})[ \t]*=[ \t]*")
_TABLE = re.compile(rf"[ \t]*\[[ \t]*({_NAMES})[ \t]*\][ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")
_QUIET = re.compile(r"[ \t\r]*(?:#[^\n]*)?(?:\n|\Z)")
_TOKEN = re.compile(
    r'''(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^']|'(?!''))*'{3,5}'''
    r"""|"(?:[^"\\\n]|\\[^\n])*"|'[^'\n]*')|(?P<quote>["'])|(?P<comment>\#[^\n]*)|(?P<open>[\[{])"""
    r"""|(?P<close>[\]}])|(?P<end>\n)|[^"'\#\[\]{}\n]+""",
    re.DOTALL,
)
# In a list that goes over several lines, such a line shows that its bracket was forgotten.
_NEXT_PAIR = re.compile(rf"[ \t]*{_NAMES}[ \t]*=")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a file: whole lines, from ``start`` to ``end`` in the text.

    Attributes:
        kind: ``quiet`` is a comment or an empty line; ``wrong`` is what cannot be read.
        line: the number of its first line, from 1.
        table: the table that it stands in; None if that cannot be read.
        path: of a table its own name, of a pair the name with that of its table; () if there is none.
        value: what a pair sets.
        at: where the value stands in the text: (start, end).
        comments: the comments within and after the value.
        problem: what is wrong, in words.
    """

    kind: Literal["quiet", "table", "pair", "wrong"]
    line: int
    start: int
    end: int
    table: tuple[str, ...] | None = ()
    path: tuple[str, ...] = ()
    value: Any = None
    at: tuple[int, int] = (0, 0)
    comments: tuple[str, ...] = ()
    problem: str = ""


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text, in order; together they are the whole text."""
    table: tuple[str, ...] | None = ()
    start, line = 0, 1
    while start < len(text):
        one = _statement(text, start, line, table)
        if one.kind == "table":
            table = one.path
        elif one.kind == "wrong" and not one.path and text[start : one.end].lstrip(" \t").startswith("["):
            # It should have been the name of a table: what follows belongs to none that is known.
            table = None
        yield one
        line += text.count("\n", start, one.end)
        start = one.end


def _statement(text: str, start: int, line: int, table: tuple[str, ...] | None) -> Statement:
    end = _line_end(text, start)
    if end - start > LONGEST_LINE + 1:
        return _wrong(start, end, line, table, f"is longer than {LONGEST_LINE} characters")
    if quiet := _QUIET.match(text, start):
        return Statement("quiet", line, start, quiet.end(), table)
    if named := _TABLE.match(text, start):
        path = _names(named[1])
        return Statement("table", line, start, end, table, path) if path else _unnamed(start, end, line)
    pair = _PAIR.match(text, start)
    path = _names(pair[1]) if pair else ()
    if not pair or not path:
        if text[start:end].lstrip(" \t").startswith("["):
            return _unnamed(start, end, line)
        return _wrong(start, end, line, table, "is not a setting: write name = value")
    return _pair(text, (start, pair.end()), line, table, path)


def _pair(
    text: str, where: tuple[int, int], line: int, table: tuple[str, ...] | None, path: tuple[str, ...]
) -> Statement:
    start, first = where
    last, comments, problem = _value_end(text, first)
    end = _line_end(text, last)
    if any(len(row) > LONGEST_LINE for row in text[start:end].split("\n")):
        problem = f"has a line of more than {LONGEST_LINE} characters"
    if any("\udc80" <= character <= "\udcff" for character in text[start:end]):
        problem = "is not UTF-8"
    raw = text[first:last]
    value, problem = (None, problem) if problem else _value(raw)
    return Statement(
        kind="wrong" if problem else "pair",
        line=line,
        start=start,
        end=end,
        table=table,
        path=(*(table or ()), *path),
        value=value,
        at=(first, last),
        comments=tuple(comments),
        problem=problem,
    )


def _wrong(start: int, end: int, line: int, table: tuple[str, ...] | None, problem: str) -> Statement:
    return Statement("wrong", line, start, end, table, problem=problem)


def _unnamed(start: int, end: int, line: int) -> Statement:
    return _wrong(start, end, line, None, "is not the name of a table, such as [keys]")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _value_end(text: str, first: int) -> tuple[int, list[str], str]:
    """Where the value that begins at ``first`` ends, the comments in and after it, and what is wrong with it.

    A value that cannot be read ends with its first line.
    """
    at, depth, solid = first, 0, first
    comments: list[str] = []
    while at < len(text) and (token := _TOKEN.match(text, at)):
        kind = token.lastgroup
        if kind == "quote":
            return _rest_of_line(text, first), [], "lacks a quotation mark"
        if kind == "comment":
            comments.append(token[0].rstrip("\r"))
        elif kind == "end":
            if depth <= 0 or _NEXT_PAIR.match(text, token.end()):
                break
        else:
            depth += (kind == "open") - (kind == "close")
            if token[0].strip():
                solid = at + len(token[0].rstrip())
        at = token.end()
    if depth > 0:
        return _rest_of_line(text, first), [], "lacks a bracket"
    return solid, comments, ""


def _rest_of_line(text: str, first: int) -> int:
    return first + len(text[first : _line_end(text, first)].rstrip())


def _names(written: str) -> tuple[str, ...]:
    """The parts of a dotted name, out of their quotes; () if that is not possible."""
    if "\\" not in written and '"' not in written and "'" not in written:
        return tuple(part.strip() for part in written.split("."))
    value = _parsed(f"{written} = 0")
    names = []
    while isinstance(value, dict):
        ((name, value),) = value.items()
        names.append(name)
    return tuple(names)


def _value(raw: str) -> tuple[Any, str]:
    if not raw:
        return None, "has no value"
    parsed = _parsed(f"v = {raw}")
    return (None, parsed) if isinstance(parsed, str) else (parsed["v"], "")


def _parsed(text: str) -> dict[str, Any] | str:
    """A text as TOML, or what is wrong with it."""
    # Imported only if there is something to parse: most people have no file, and it would slow every start.
    import tomllib

    try:
        return tomllib.loads(text)
    except ValueError as error:
        # Usually a TOMLDecodeError; a number with thousands of digits raises a plain ValueError.
        reason = str(error).partition(" (at ")[0]
        return f"cannot be read: {reason[:1].lower()}{reason[1:]}"
    except RecursionError:
        return "has too many brackets inside each other"
