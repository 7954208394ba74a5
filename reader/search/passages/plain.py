"""Finds where a query matches in a text of plain letters, without cutting the text into words. Pure.

Most words of a text have nothing to do with a query, and cutting it into words takes a hundred times as long
as looking for some letters in it. So what the words asked for begin with (``Looking.stubs``) is looked for as
a string, and only the words that begin with it are compared.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reader.characters import JOINERS, NUMBER_SPACES
from reader.search.analysis.words import MAX_TERM, is_plain, locate_all, plain
from reader.search.passages.looking import Looking, Span

_SIGNS_BEFORE, _SIGNS_AFTER = ".#@", "+#"
_BETWEEN_DIGITS = f",{NUMBER_SPACES}"
_JOINERS = re.escape("".join(filter(is_plain, JOINERS)))
_PARTS = 4  # the matches of so many parts of queries are remembered for each text
_FAR = 400  # a chunk that is longer begins anywhere
_ROOM = 24  # characters for each word that follows the first one of a phrase; if they are not enough, more


@lru_cache(maxsize=200)
def _begun(stub: str) -> re.Pattern[str]:
    """Finds a stub at the beginning of a run of letters or digits in a text in lower case.

    If the run is a word by itself, to which no sign belongs, the pattern matches all of it, and has a group.
    If not, it matches the beginning of a part of a chunk: the letters of the stub may be written apart there,
    as in *e-mail*.
    """
    begin, first = re.escape(stub), re.escape(stub[0])
    if not stub[0].isalnum():
        return re.compile(begin)
    rest = ""
    if stub.isalpha():
        before = f"(?<![0-9{_SIGNS_BEFORE}]{begin})(?<![0-9a-z][{_JOINERS}]{begin})"
        after = f"(?![0-9a-z{_SIGNS_AFTER}]|[{_JOINERS}][0-9a-z])"
        rest = f"(?:{before}[a-z]*{after}()|)"
    for size in range(len(stub) - 1, 0, -1):
        signs = f"{_JOINERS}{_BETWEEN_DIGITS}" if stub[:size].isdigit() else _JOINERS
        rest = f"(?:{re.escape(stub[size])}{rest}|[{signs}](?=[0-9a-z]))"
    kind = "0-9" if stub[0].isdigit() else "a-z"
    return re.compile(f"{first}(?<![{kind}]{first}){rest}")


class PlainText:
    """A text of plain letters, with a hyphen for each underscore, as it is analysed."""

    __slots__ = ("_found", "_low", "_text")

    def __init__(self, text: str) -> None:
        self._text, self._low = text, text.lower()
        self._found: dict[Looking, list[Span]] = {}

    def places(self, looking: Looking, stubs: tuple[str, ...]) -> list[Span]:
        """The matches, in any order; some of them may come more than once."""
        found = self._found.get(looking)
        if found is None:
            if len(self._found) >= _PARTS:
                self._found.clear()
            found = self._found[looking] = []
            for stub in stubs:
                self._beginning(stub, looking, found)
        return found

    def _beginning(self, stub: str, looking: Looking, found: list[Span]) -> None:
        """Adds the matches that begin with a stub."""
        text, targets, simple, done = self._text, looking.targets, not looking.following, 0
        for run in _begun(stub).finditer(self._low):
            at, end = run.span()
            if at < done:
                continue
            if not run.lastindex:
                done = self._in_chunk(at, looking, found)
            elif targets(raw := text[at:end]):
                if simple:
                    found.append((at, end))
                else:
                    found += looking.matches_at(at, raw, text)

    def _in_chunk(self, at: int, looking: Looking, found: list[Span]) -> int:
        """Adds the matches that begin in the chunk at a place; returns where it ends."""
        text = self._text
        for chunk in plain().chunk.finditer(text, self._chunk_start(at)):
            if chunk.end() > at:
                break
        else:
            return at + 1
        start, end = chunk.span()
        matches = looking.in_chunk(chunk[0])
        if matches and looking.following:
            self._around(start, end, looking, found)
        else:
            found += [(start + first, start + last) for first, last in matches]
        return max(end, at + 1)

    def _chunk_start(self, at: int) -> int:
        """A place at or before another one where a chunk may begin, but none goes on."""
        text, start = self._text, at
        while start > max(at - _FAR, 0):
            before, beyond = text[start - 1], text[start - 2 : start - 1]
            number = before in _BETWEEN_DIGITS and beyond.isdigit() and text[start].isdigit()
            joined = number or (before in JOINERS and beyond.isalnum())
            if not (joined or before.isalnum() or before in _SIGNS_BEFORE):
                break
            start -= 1
        return start

    def _around(self, start: int, end: int, looking: Looking, found: list[Span]) -> None:
        """Adds the matches that begin in a chunk and go on behind it."""
        text, following = self._text, looking.following
        begin = _edge(text, start, -1)
        for room in (following * _ROOM, following * 2 * MAX_TERM):
            stop = _edge(text, min(end + room, len(text)), 1)
            words, beside = locate_all(text[begin:stop])
            if stop == len(text) or sum(begin + first >= end for _, first, _ in words) >= following:
                break
        inside = range(start - begin, end - begin)
        places = {place for place, (_, first, _) in enumerate(words) if first in inside}
        places.update(place for place, _, first, _ in beside if first in inside)
        found += looking.matches(words, beside, sorted(places), begin)


def _edge(text: str, at: int, step: int) -> int:
    """Where nothing that belongs together is cut: from a place on, or back."""
    while 0 < at < len(text):
        before, after = text[at - 1], text[at]
        if before.isspace() and not after.isdigit() and not text[at - 2 : at - 1].isdigit():
            break
        at += step
    return at


_KEPT = 50_000  # texts up to this length are kept for the next key …
_MOST_KEPT = 200  # … as many as this


def _plain_text(text: str) -> PlainText | None:
    text = text.replace("_", "-")
    return PlainText(text) if is_plain(text) else None


_again = lru_cache(maxsize=_MOST_KEPT)(_plain_text)


def plain_text(text: str) -> PlainText | None:
    """The text, if it is one of plain letters."""
    return _again(text) if len(text) <= _KEPT else _plain_text(text)
