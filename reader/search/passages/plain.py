"""Finds where a query matches in a text in a script with spaces, without cutting it into words. Pure.

Most words of a text have nothing to do with a query, and cutting it into words takes a hundred times as long
as looking for some letters in it. So what the words asked for begin with (``Looking.stubs``) is looked for in
the text in folded letters, and only the words that begin with it are compared. Folding must keep the length
of the text; the few chunks where it cannot (a ligature, a combining accent) are compared at every search.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import count, groupby
from string import ascii_lowercase, digits
from unicodedata import category

from reader.characters import (
    FILLERS,
    HALF_SPACE,
    JOINERS,
    LETTER_APOSTROPHES,
    MARKS,
    NUMBER_SPACES,
    SIGNS,
    UNSEEN,
)
from reader.search.analysis.words import (
    MAX_TERM,
    fold,
    has_unspaced,
    is_plain,
    locate_all,
    plain,
    spaced,
)
from reader.search.passages.looking import Extent, Looking

_SIGNS_BEFORE, _SIGNS_AFTER = ".#@", "+#"
_BETWEEN_DIGITS = f",\u066c{NUMBER_SPACES}"
_LETTERS = f"{digits}{ascii_lowercase}"
_JOINERS = "".join(filter(is_plain, JOINERS))
_PARTS = 4  # the matches of so many parts of queries are remembered for each text
_MOST_ODD = 50  # letters that cannot be folded in place, in one text
_FAR = 400  # a chunk that is longer begins anywhere
_ROOM = 24  # characters for each word that follows the first one of a phrase; if they are not enough, more


@lru_cache(maxsize=1000)
def _begun(stub: str, ascii: bool) -> re.Pattern[str]:
    """Finds a stub at the beginning of a run of letters or digits in a folded text.

    If the run is a word by itself, to which no sign belongs, the pattern matches all of it, and has a group.
    If not, it matches the beginning of a part of a chunk: the letters of the stub may be written apart there,
    as in *e-mail*. ``ascii``: the text has no other letters.
    """
    begin, first = re.escape(stub), re.escape(stub[0])
    if not stub[0].isalnum():
        return re.compile(begin)
    letter = "[a-z]" if ascii else r"[^\W\d_]"
    more, join = _class(_LETTERS, ascii), _class(_JOINERS, ascii)
    rest = ""
    if stub.isalpha():
        before = f"(?<!{_class(_LETTERS + _SIGNS_BEFORE, ascii)}{begin})(?<!{more}{join}{begin})"
        after = f"(?!{_class(_LETTERS + _SIGNS_AFTER, ascii)}|{join}{more})"
        rest = f"(?:{before}{letter}*{after}()|)"
    for size in range(len(stub) - 1, 0, -1):
        signs = _class(_JOINERS + _BETWEEN_DIGITS, ascii) if stub[:size].isdigit() else join
        rest = f"(?:{re.escape(stub[size])}{rest}|{signs}(?={more}))"
    alike = r"\d" if stub[0].isdigit() else letter
    return re.compile(f"{first}(?<!{alike}{first}){rest}")


@cache
def _class(chars: str, ascii: bool) -> str:
    """A pattern for some characters, and unless the text is ``ascii`` for any that are not.

    What is outside ASCII may be part of a word or join words: the chunk then shows whether it is. A pattern
    with the characters that really are takes milliseconds to compile.
    """
    codes = sorted(set(map(ord, chars))) if ascii else [code for code in range(128) if chr(code) not in chars]
    # Patterns of ranges compile faster.
    at = count()
    ranges = [list(run) for _, run in groupby(codes, key=lambda code: code - next(at))]
    within = "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in ranges)
    return f"[{'' if ascii else '^'}{within}]"


class PlainText:
    """A text, with a hyphen for each underscore, as it is analysed."""

    __slots__ = ("_ascii", "_folded", "_found", "_odd", "_text")

    def __init__(self, text: str, *, ascii: bool) -> None:
        """``ascii``: whether it is one of plain letters (see ``analysis.chunks``)."""
        self._text, self._ascii = text, ascii
        self._folded = text.lower() if ascii else text.translate(_IN_PLACE)
        self._odd = [] if ascii else _odd_places(text)
        self._found: dict[Looking, list[Extent]] = {}

    def is_readable(self, stubs: tuple[str, ...]) -> bool:
        """Whether all words that begin with some stubs can be found here."""
        return self._ascii or (len(self._odd) <= _MOST_ODD and all(map(str.isascii, stubs)))

    def places(self, looking: Looking, stubs: tuple[str, ...]) -> list[Extent]:
        """The matches, in any order; some of them may come more than once."""
        found = self._found.get(looking)
        if found is None:
            if len(self._found) >= _PARTS:
                self._found.clear()
            found = self._found[looking] = []
            for stub in stubs:
                self._beginning(stub, looking, found)
            done = 0
            for at in self._odd:
                if at >= done:
                    done = self._in_chunk(at, looking, found)
        return found

    def _beginning(self, stub: str, looking: Looking, found: list[Extent]) -> None:
        """Adds the matches that begin with a stub."""
        text, folded, targets, done = self._text, self._folded, looking.targets, 0
        prefixes, simple = looking.prefixes, not looking.following
        for run in _begun(stub, self._ascii).finditer(folded):
            at, end = span = run.span()
            if at < done:
                continue
            if not run.lastindex:
                done = self._in_chunk(at, looking, found)
            elif folded.startswith(prefixes, at):
                found.append(span)
            elif targets(raw := text[at:end]):
                if simple:
                    found.append(span)
                else:
                    found += looking.matches_at(at, raw, text)

    def _in_chunk(self, at: int, looking: Looking, found: list[Extent]) -> int:
        """Adds the matches that begin in the chunk at a place; returns where it ends."""
        text, grammar = self._text, plain() if self._ascii else spaced()
        for chunk in grammar.chunk.finditer(text, self._chunk_start(at)):
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
        text, least = self._text, max(at - _FAR, 0)
        while at > least:
            at = max(text.rfind(" ", least, at), text.rfind("\n", least, at), least - 1)
            # A blank between digits may be part of a number.
            if not (text[at + 1 : at + 2].isdigit() and text[at - 1 : at].isdigit()):
                return at + 1
        return least

    def _around(self, start: int, end: int, looking: Looking, found: list[Extent]) -> None:
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


# --- letters outside ASCII --------------------------------------------------------------------------


class _InPlace(dict[int, str]):
    """Character -> folded; the character itself if that is not one letter. Filled as characters occur."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold(char) if char.isalnum() else char
        self[code] = folded = folded if len(folded) == 1 else char
        return folded


_IN_PLACE = _InPlace()


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for what folding leaves out or adds to a letter, and for signs. They compile slowly."""
    left_out = f"[{MARKS}{UNSEEN}{HALF_SPACE}{LETTER_APOSTROPHES}{FILLERS}\u0640]"
    return re.compile(left_out), re.compile(f"[{SIGNS}]")


@lru_cache(maxsize=10_000)
def _is_odd(char: str) -> bool:
    """Whether what is folded has another length with a character, or its sign is found by letters (№)."""
    left_out, sign = _patterns()
    if left_out.match(char) or category(char) == "Mn":
        return True
    return len(fold(char)) != 1 if char.isalnum() else bool(sign.match(char)) and fold(char) != char


def _odd_places(text: str) -> list[int]:
    odd = "".join([char for char in set(text) if not char.isascii() and _is_odd(char)])
    return [match.start() for match in re.finditer(f"[{re.escape(odd)}]", text)] if odd else []


_KEPT = 50_000  # texts up to this length are kept for the next key …
_MOST_KEPT = 200  # … as many as this


def _plain_text(text: str) -> PlainText | None:
    text = text.replace("_", "-")
    ascii = is_plain(text)
    return PlainText(text, ascii=ascii) if ascii or not has_unspaced(text) else None


_again = lru_cache(maxsize=_MOST_KEPT)(_plain_text)


def plain_text(text: str) -> PlainText | None:
    """The text, if it is in a script with spaces."""
    return _again(text) if len(text) <= _KEPT else _plain_text(text)
