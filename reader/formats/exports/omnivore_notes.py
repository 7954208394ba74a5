"""The highlights of an article as Omnivore writes them, in a Markdown file of its own kind.

A quote begins with ``> ``. The line ends in it are written as they are, but an empty line becomes ``> ``.
Then come its labels (``#one #two``) and its note, with empty lines between. A note on the whole article is
bare text. More empty lines follow it than anything else, which tells it from the note of the quote before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.entries import highlight
from reader.model import Highlight
from reader.text import clean

_START = re.compile(r"(?:\A\s*|\n[ \t]*\n[ \t]*)(?=> )")
_QUOTE = re.compile(r"> .*(?:\n(?![ \t]*$).+)*", re.MULTILINE)
_LABELS = re.compile(r"(?:#\S[^\n#]*)+")
_LABEL = re.compile(r"#(\S[^#]*)")
_MARK = re.compile(r"^>[ \t]?", re.MULTILINE)
_APART = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class OmnivoreNotes:
    """The highlights of an article, and the note on all of it."""

    highlights: tuple[Highlight, ...] = ()
    remark: str = ""


def notes_in(raw: bytes) -> OmnivoreNotes:
    """What a file of highlights says. Nothing, if it is not text."""
    try:
        text, _ = decode(raw)
    except UnreadableSource:
        return OmnivoreNotes()
    text = clean(text)
    starts = [match.end() for match in _START.finditer(text)]
    first = starts[0] if starts else len(text)
    remarks = [text[:first].strip()]
    found: list[Highlight] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        made, remark = _highlight(text[start:end])
        found += made
        remarks.append(remark)
    return OmnivoreNotes(tuple(found), "\n\n".join(filter(None, remarks)))


def _highlight(part: str) -> tuple[list[Highlight], str]:
    """A quote with all that follows it, and the note on the whole article, if that follows."""
    match = _QUOTE.match(part)
    end = match.end() if match else len(part)
    quote = _MARK.sub("", part[:end])
    rest = part[end:].strip("\n \t")
    remark = ""
    if part[end:].rstrip(" \t").endswith("\n\n\n\n"):
        # The last text before so many empty lines is on the whole article.
        *before, remark = _APART.split(rest)
        rest = "\n\n".join(before)
    labels, _, note = rest.partition("\n")
    tags: list[str] = []
    if _LABELS.fullmatch(labels.strip()):
        tags = [label.strip() for label in _LABEL.findall(labels)]
    else:
        note = rest
    return list(highlight(quote, note, tags=tags)), remark
