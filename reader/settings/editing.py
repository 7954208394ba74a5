"""Changes single settings in the text of a configuration file. Comments, order and layout stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile

from reader.settings.found import SettingPath
from reader.settings.kinds import key_written, written
from reader.settings.statements import Statement, statements


def changed(text: str, changes: Mapping[SettingPath, object | None]) -> str:
    """The text with other values; None takes a setting out of it. Pure.

    A value is replaced where it stands. A new one comes into its table: after a comment that shows an example
    of it, otherwise after the last setting. Comments are never lost: where a value of several lines has some
    inside, they move to lines of their own above it.
    """
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    for path, value in changes.items():
        if len(path) == 2:
            text = _without_short_form(text, path)
        text = _removed(text, path) if value is None else _set(text, path, value)
    return mark + text


def _set(text: str, path: SettingPath, value: object) -> str:
    found = list(statements(text))
    for one in found:
        if one.path == path and one.kind in ("pair", "wrong") and one.table is not None:
            return _replaced(text, one, written(value))
    for one in found:
        # The whole table may be written as a value: { quit = "Q" }.
        if one.kind == "pair" and one.path == path[:1] and isinstance(one.value, dict):
            return _replaced(text, one, written({**one.value, path[-1]: value}))
    return _added(text, found, path, value)


def _removed(text: str, path: SettingPath) -> str:
    for one in reversed(list(statements(text))):
        if one.path == path and one.kind in ("pair", "wrong") and one.table is not None:
            kept = "".join(f"{comment}{_newline(text)}" for comment in one.comments)
            text = text[: one.start] + kept + text[one.end :]
        elif one.kind == "pair" and one.path == path[:1] and isinstance(one.value, dict):
            rest = {name: value for name, value in one.value.items() if name != path[-1]}
            text = _replaced(text, one, written(rest)) if len(rest) < len(one.value) else text
    return text


def _replaced(text: str, one: Statement, value: str) -> str:
    start, end = one.at
    inside = text.count("\n", start, end)
    after = text[end : one.end]
    # Comments inside the old value have no place in the new one.
    moved = one.comments[: len(one.comments) - ("#" in after)] if inside else ()
    above = "".join(f"{comment}{_newline(text)}" for comment in moved)
    if not text[:start].endswith((" ", "\t", "=")):
        value = f" {value}"
    return text[: one.start] + above + text[one.start : start] + value + after + text[one.end :]


def _added(text: str, found: list[Statement], path: SettingPath, value: object) -> str:
    table = path[:-1]
    line = f"{key_written(path[-1])} = {written(value)}"
    inside = [one for one in found if one.table == table]
    header = next((one for one in found if one.kind == "table" and one.path == table), None)
    if table and header is None:
        dotted = [one for one in found if one.kind == "pair" and one.path[:-1] == table]
        if dotted:
            # Its others are written with the name of the table before a dot.
            return _inserted(text, dotted[-1].end, f"{key_written(table[0])}.{line}")
        end = _newline(text)
        gap = "" if not text or text.endswith(end * 2) else end if text.endswith("\n") else end * 2
        return f"{text}{gap}[{key_written(table[0])}]{end}{line}{end}"
    example = re.compile(rf"[ \t]*#[ \t]*{re.escape(key_written(path[-1]))}[ \t]*=")
    shown = [one for one in inside if one.kind == "quiet" and example.match(text, one.start, one.end)]
    pairs = [one for one in inside if one.kind == "pair"]
    if shown:
        return _inserted(text, shown[-1].end, line)
    if pairs:
        return _inserted(text, pairs[-1].end, line)
    if header is not None:
        return _inserted(text, header.end, line)
    return _inserted(text, _head(text, found), line)


def _head(text: str, found: list[Statement]) -> int:
    """Where the first setting goes into a file without any: after the comments at its beginning.

    Comments right above something else belong to that.
    """
    quiet = list(takewhile(lambda one: one.kind == "quiet", found))
    if len(quiet) == len(found):
        return len(text)
    return max((one.end for one in quiet if not text[one.start : one.end].strip()), default=0)


def _inserted(text: str, at: int, line: str) -> str:
    end = _newline(text)
    before = end if at and text[at - 1] != "\n" else ""
    return f"{text[:at]}{before}{line}{end}{text[at:]}"


def _without_short_form(text: str, path: SettingPath) -> str:
    """``keys = "vim"`` as ``keys.preset = "vim"``, which leaves room for others beside it."""
    for one in statements(text):
        if one.kind == "pair" and one.path == path[:1] and isinstance(one.value, str):
            name = re.compile(r"[ \t]*[^ \t=]+").match(text, one.start)
            if name is not None:
                return text[: name.end()] + ".preset" + text[name.end() :]
    return text


def _newline(text: str) -> str:
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
