"""The lines of a saved page, with everything resolved that is no text: page breaks, entities, hyphens."""

from __future__ import annotations

import re

from reader.formats.line_groups import fence_ends
from reader.text import ENTITY, clean, heading

_MANY_EMPTY = "\n\n\n\n"
_SOFT_BREAK = re.compile("\u00ad[ \\t]*(?:\\r\\n?|\\n)[ \\t]*")
_NUMBER_OF_PAGE = r"[ \t]*[-–—]? ?[0-9]{1,4} ?[-–—]?[ \t]*\n"
_PAGE_BREAK = re.compile(rf"(?:[ \t]*\n)*(?:\n{_NUMBER_OF_PAGE}(?:[ \t]*\n)*\f|\f{_NUMBER_OF_PAGE})\s*")
_STOPS = re.compile(r"[.!?:;…。！？：；][\"'”’»)\]）」』]*$")


def lines_of(text: str) -> list[str]:
    """The lines of a page, cleaned. A page number beside a form feed is not text.

    A paragraph that such a page break divides is one again. HTML entities are decoded, except in code.
    """
    if "\xad" in text:
        text = _SOFT_BREAK.sub("", text)
    if "\f" in text:
        text = _PAGE_BREAK.sub(_joint, text.replace("\r\n", "\n"))
    text = clean(text)
    if _MANY_EMPTY in text:
        # Form feeds and the like separate the text around them, and fewer of them do so too.
        text = re.sub(f"{_MANY_EMPTY}+", "\n\n\n", text)
    lines = text.split("\n")
    return _decoded(lines) if "&" in text else lines


def _joint(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()].rstrip(), found.string[found.end() :][:1]
    goes_on = before and not _STOPS.search(before[-10:]) and (after.islower() or after > "\u2e80")
    return "\n" if goes_on else "\n\n"


def _decoded(lines: list[str]) -> list[str]:
    """The lines with their entities decoded, except those that are indented like code, or between fences."""
    found: list[str] = []
    ends = fence_ends(lines)
    closes = -1
    for at, line in enumerate(lines):
        closes = ends.get(at, closes)
        if at > closes and "&" in line and not line.expandtabs(4).startswith("    ") and ENTITY.search(line):
            line = heading(line).replace("\n", " ")
        found.append(line)
    return found


def escaped(text: str) -> str:
    """Text for a page, in which nothing is taken for an entity."""
    return ENTITY.sub(lambda found: f"&amp;{found[0][1:]}", text) if "&" in text else text
