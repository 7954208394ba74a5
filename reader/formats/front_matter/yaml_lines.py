"""The part of YAML that people write above their notes. Pure functions.

Every value is a text, a list or a mapping: whether ``1984`` is a number or a title is for others to decide.
Nothing is constructed, aliases are not followed, and lines that make no sense are passed over, because a
title with a colon in it must not cost the rest of the front matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"

# Levels of lists and mappings. What is nested more deeply is not taken apart.
_DEEPEST = 8
# The most lines that a list in brackets may have.
_LONGEST_FLOW = 500

_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:[^\s#\-?:,\[\]{}"'&*!|>%@`]|-[^\s#])[^#:]{0,99}(?::[^\s#:][^#:]{0,99}){0,9}?)"""
    r":(?:\s+|$)"
)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_NOTHING_MORE = re.compile(r"\s*(?:\s#.*)?", re.DOTALL)
_BLOCK = re.compile(r"([|>])([+-]?\d?|\d[+-]?)\s*(?:#.*)?")
# The tag or the anchor of a value stands before it.
_MARK = re.compile(r"(?:!\S*|&\S+)\s+")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "a": "", "b": "", "e": "", "v": "\n", "f": "\n"}
_ESCAPES |= {"N": "\n", "_": "\xa0", "L": "\n", "P": "\n"}
_NULLS = ("~", "null", "Null", "NULL")


def mapping_of(lines: Sequence[str]) -> dict[str, Value]:
    """The keys and values of some lines; of a key that comes twice, the first value that is not empty."""
    value = _Lines(lines).block(0, 0)
    return dict(value) if isinstance(value, Mapping) else {}


def is_key(line: str) -> bool:
    """Whether a line is ``key: value``."""
    return _KEY.match(line) is not None


class _Lines:
    """Reads lines one after the other; ``at`` is the next one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = [line.expandtabs(2).rstrip() for line in lines]
        self._at = 0

    def _indent(self) -> int:
        """The indentation of the next line that is neither empty nor a comment; -1 at the end."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            bare = line.lstrip()
            if bare and not bare.startswith("#"):
                return len(line) - len(bare)
            self._at += 1
        return -1

    def block(self, least: int, depth: int) -> Value:
        """The list or mapping that starts at the next line, if it is indented at least that much."""
        indent = self._indent()
        if indent < least or depth > _DEEPEST:
            return ""
        line = self._lines[self._at].lstrip()
        if _is_item(line):
            return self._list(indent, depth)
        if line[0] in "[{" or (depth and not is_key(line)):
            return self._value(line, indent - 1, depth)
        return self._mapping(indent, depth)

    def _list(self, indent: int, depth: int) -> list[Value]:
        found: list[Value] = []
        while self._indent() == indent and _is_item(line := self._lines[self._at].lstrip()):
            rest = line[1:].lstrip()
            if is_key(rest) and not rest.startswith(("[", "{")):
                # A mapping begins on the line of the dash, and continues below its first key.
                inner = indent + len(line) - len(rest)
                self._lines[self._at] = " " * inner + rest
                found.append(self.block(inner, depth + 1))
            elif rest and not _COMMENT.fullmatch(rest):
                found.append(self._value(rest, indent, depth))
            else:
                self._at += 1
                found.append(self.block(indent + 1, depth + 1))
        return found

    def _mapping(self, indent: int, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while (here := self._indent()) >= indent:
            line = self._lines[self._at].lstrip()
            match = _KEY.match(line) if here == indent else None
            if match is None:
                self._at += 1
                continue
            key = _scalar(match[1])
            rest = line[match.end() :]
            if rest and not _COMMENT.fullmatch(rest):
                value = self._value(rest, indent, depth)
            else:
                self._at += 1
                # The items of a list may stand below their key without indentation.
                below = self._indent()
                listed = below == indent and _is_item(self._lines[self._at].lstrip())
                value = self.block(indent if listed else indent + 1, depth + 1)
            if value or key not in found:
                found[key] = found.get(key) or value
        return found

    def _value(self, text: str, indent: int, depth: int) -> Value:
        """The value that begins with a text on the next line, and continues on lines below its key."""
        self._at += 1
        text = _MARK.sub("", text, count=1) if text[0] in "!&" else text
        if match := _BLOCK.fullmatch(text):
            return self._literal(indent, folded=match[1] == ">")
        if text[:1] in ("[", "{"):
            return self._flow(text, indent, depth)
        if text[:1] in ('"', "'"):
            return self._quoted(text, indent)
        return _scalar(" ".join([text, *self._continued(indent)]))

    def _continued(self, indent: int) -> list[str]:
        """The lines that continue a text: indented more deeply than its key."""
        found = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or len(line) - len(line.lstrip()) <= indent:
                break
            found.append(_COMMENT.sub("", line).strip())
            self._at += 1
        return found

    def _quoted(self, text: str, indent: int) -> Value:
        sign = text[0]
        closing = re.compile(r'(?:[^"\\]|\\.)*"' if sign == '"' else r"(?:[^']|'')*'", re.DOTALL)
        parts = [text[1:]]
        while not closing.match(parts[-1]) and self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            parts.append(line.strip())
            self._at += 1
        whole = _folded(parts)
        match = closing.match(whole)
        if match and (_NOTHING_MORE.fullmatch(whole, match.end())):
            return _unquoted(sign + match[0])
        # Nothing closes it, or text follows: it is part of the text.
        return _scalar(sign + whole) if len(parts) == 1 else whole

    def _literal(self, indent: int, *, folded: bool) -> str:
        found: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                break
            found.append(line)
            self._at += 1
        inner = min((len(line) - len(line.lstrip()) for line in found if line.strip()), default=0)
        lines = [line[inner:] for line in found]
        return (_folded(lines) if folded else "\n".join(lines)).strip("\n")

    def _flow(self, text: str, indent: int, depth: int) -> Value:
        """A list or mapping in brackets, also over several lines."""
        value, end = _flow(text, 0, depth)
        last = min(len(self._lines), self._at + _LONGEST_FLOW)
        while end < 0 and self._at < last:
            line = self._lines[self._at]
            if line.strip() and len(line) - len(line.lstrip()) <= indent and line.strip()[0] not in "]}":
                break
            text += f" {line.strip()}"
            self._at += 1
            # Looking for the end after every line would take time that grows with the square of their number.
            if line.rstrip().endswith(("]", "}")) or "#" in line:
                value, end = _flow(text, 0, depth)
        return value if end >= 0 else _scalar(text)


def _is_item(line: str) -> bool:
    return line == "-" or line.startswith("- ")


def _folded(lines: Sequence[str]) -> str:
    """Lines as one text: single line ends are spaces, empty lines are line ends."""
    return re.sub(r"(\S) ?\n(?=\S)", r"\1 ", "\n".join(lines)).replace("\n\n", "\n")


def _scalar(text: str) -> str:
    """A text that stands on one line, without quotes around it and comments after it."""
    text = text.strip()
    if text[:1] in ('"', "'"):
        closing = re.match(r'"(?:[^"\\]|\\.)*"|' r"'(?:[^']|'')*'", text, re.DOTALL)
        if closing and (_NOTHING_MORE.fullmatch(text, closing.end())):
            return _unquoted(closing[0])
    text = _COMMENT.sub("", text).strip()
    return "" if text in _NULLS else text


def _unquoted(text: str) -> str:
    inner = text[1:-1]
    if text[0] == "'":
        return inner.replace("''", "'")
    return _ESCAPE.sub(_unescaped, inner) if "\\" in inner else inner


def _unescaped(match: re.Match[str]) -> str:
    if code := match[1] or match[2] or match[3]:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    # A backslash at the end of a line joins it with the next one.
    return "" if match[4] == "\n" else _ESCAPES.get(match[4], match[4])


_FLOW_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s:,\[\]{}"'][^:,\[\]{}]*?)\s*:(?=[\s\[{]|$)"""
)


def _flow(text: str, at: int, depth: int) -> tuple[Value, int]:
    """The list or mapping in brackets that starts at a place, and the place after it; -1 if it has no end."""
    opening = text[at]
    if depth > _DEEPEST:
        return "", -1
    listed: list[Value] = []
    mapped: dict[str, Value] = {}
    at += 1
    while True:
        while text[at : at + 1] in (" ", ",", "\n"):
            at += 1
        if at >= len(text):
            return "", -1
        if text[at] in "]}":
            return (listed if opening == "[" else mapped), at + 1
        key = None
        if opening == "{" and (match := _FLOW_KEY.match(text, at)):
            key = _scalar(match[1])
            at = match.end()
            while text[at : at + 1] == " ":
                at += 1
        value, at = _flow_value(text, at, depth)
        if at < 0:
            return "", -1
        if opening == "[":
            listed.append(value)
        else:
            mapped[key if key is not None else str(value)] = value if key is not None else ""


_QUOTED = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s*[,\]}:])""", re.DOTALL)
_WIKI = re.compile(r"\[\[[^\[\],\n]*\]\]")
_PLAIN = re.compile(r"(?:\[\[[^\[\]\n]*\]\]|[^,\[\]{}])*")


def _flow_value(text: str, at: int, depth: int) -> tuple[Value, int]:
    # An Obsidian link that nobody put in quotes is meant as a link, not as a list in a list.
    if text.startswith("[[", at) and (match := _WIKI.match(text, at)):
        return match[0], match.end()
    if text[at : at + 1] in ("[", "{"):
        return _flow(text, at, depth + 1)
    if text[at : at + 1] in ('"', "'") and (match := _QUOTED.match(text, at)):
        return _unquoted(match[0]), match.end()
    match = _PLAIN.match(text, at)
    assert match is not None
    # A bracket that nothing opened here is passed over, so that every step goes on.
    end = match.end() if match.end() > at else at + 1
    return _scalar(text[at:end]), end
