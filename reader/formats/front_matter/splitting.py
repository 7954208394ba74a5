"""Finds the front matter of a text and takes it off. Pure functions.

It is YAML between lines of ``---``, TOML between lines of ``+++``, JSON in braces, or the ``Title: …`` lines
of MultiMarkdown and Pelican.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from reader.formats.front_matter import NO_FRONT_MATTER, FrontMatter, Value, front_matter_of, knows, letters
from reader.formats.front_matter.yaml_lines import mapping_of
from reader.moments import from_datetime
from reader.text import collapse

# In characters: anything longer is not front matter.
_LONGEST = 1 << 16

# A key has three words at most: a sentence with a colon in it is none.
_SHORT_KEY = re.compile(r"[\"']?\w[\w.:/-]*(?: [\w.:/-]+){0,2}[\"']?\s*:(?:\s|\Z)")
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")
_HEADER = re.compile(r"(?:[A-Za-z][\w -]{0,30}:[ \t]+\S[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,}(?=[ \t]*(?:\n|\Z))")
_HEADER_LINE = re.compile(r"([A-Za-z][\w -]*):[ \t]+([^\n]*(?:\n[ \t]+[^\n]*)*)")


def split(text: str) -> tuple[FrontMatter, str]:
    """The front matter of a text, and the text below it. Never fails: what is no front matter is text."""
    values, end = _values(text)
    return (front_matter_of(values), text[end:]) if end else (NO_FRONT_MATTER, text)


def keys_of(text: str) -> frozenset[str]:
    """The names of the keys in the front matter of a text, as they are compared; empty without any."""
    return frozenset(map(letters, _values(text)[0]))


def _values(text: str) -> tuple[Mapping[str, Value], int]:
    """The keys and their values, and where the text below begins; 0 without front matter."""
    first = text[:200].partition("\n")[0].rstrip()
    found: Mapping[str, Value] | None = None
    end = 0
    match first:
        case "---":
            inner, end = _fenced(text, ("---", "..."))
            lines = inner.split("\n")
            if _is_yaml(lines):
                found = mapping_of(lines)
        case "+++":
            inner, end = _fenced(text, ("+++",))
            found = _toml(inner)
        case "{":
            found, end = _json(text)
        case _ if match := _HEADER.match(text[:_LONGEST]):
            found, end = _header(match[0]), match.end()
    return (found, end) if end and found is not None else ({}, 0)


def _is_yaml(lines: Sequence[str]) -> bool:
    """Whether lines are keys and values, and no text between two rules."""
    top = [line for line in lines if line.strip() and line[0] not in " \t#-]}"]
    keys = sum(_SHORT_KEY.match(line) is not None for line in top)
    if not top:
        return not any(map(str.strip, lines))
    return (_SHORT_KEY.match(top[0]) is not None or top[0][0] == "{") and 2 * keys >= len(top)


def _fenced(text: str, closing: tuple[str, ...]) -> tuple[str, int]:
    """The text between the first line and one that closes it, and the place after that; 0 if none does."""
    start = at = text.index("\n") + 1 if "\n" in text else len(text)
    while at < min(len(text), _LONGEST):
        line = _LINE.match(text, at)
        assert line is not None
        if line[0].rstrip() in closing:
            return text[start:at], line.end()
        at = line.end()
    return "", 0


def _toml(text: str) -> dict[str, Value]:
    import tomllib

    try:
        return _plain(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError):
        pass
    found: dict[str, Value] = {}
    # One bad line must not cost the others.
    for line in text.split("\n"):
        try:
            found |= _plain(tomllib.loads(line))
        except (tomllib.TOMLDecodeError, RecursionError):
            continue
    return found


def _json(text: str) -> tuple[Mapping[str, Value] | None, int]:
    try:
        value, end = json.JSONDecoder(parse_int=str).raw_decode(text[:_LONGEST])
    except (ValueError, RecursionError):
        return None, 0
    return _plain(value), end


def _header(text: str) -> dict[str, Value] | None:
    """``Title: …`` and further such lines; None if there is no title, because then it may be text."""
    found: dict[str, Value] = {key: collapse(rest) for key, rest in _HEADER_LINE.findall(text)}
    known = {letters(key) for key in found}
    if "title" not in known or not any(key == "slug" or knows(key) for key in known - {"title"}):
        return None
    # Tags are separated by commas there, and may have spaces in them.
    for key in found:
        if letters(key) in ("tags", "keywords"):
            found[key] = [part.strip() for part in str(found[key]).split(",")]
    return found


def _plain(value: object) -> dict[str, Value]:
    """The values of a table, as texts, lists and mappings."""
    return {str(key): _as_value(one) for key, one in value.items()} if isinstance(value, dict) else {}


def _as_value(value: object) -> Value:
    match value:
        case dict():
            return _plain(value)
        case list():
            return [_as_value(one) for one in value]
        case datetime():
            return from_datetime(value)
        case date():
            return value.isoformat()
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
