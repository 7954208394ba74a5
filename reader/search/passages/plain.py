"""Finds where a query matches in a text of plain letters, without cutting the text into words. Pure.

Most words of a text have nothing to do with a query, and cutting it into words takes a hundred times as long
as looking for some letters in it. So what the words asked for begin with (``Looking.stubs``) is looked for as
a string, and only the words that begin with it are compared.
"""

from __future__ import annotations

from functools import lru_cache

from reader.characters import JOINERS, NUMBER_SPACES
from reader.search.analysis.words import MAX_TERM, is_plain, locate_all, plain
from reader.search.passages.looking import Looking
from reader.search.passages.turns import MatchPlace

_SIGNS_BEFORE, _SIGNS_AFTER = ".#@", "+#"
_BETWEEN_DIGITS = f",{NUMBER_SPACES}"
_FAR = 400  # a chunk that is longer begins anywhere
_AROUND = 80  # characters on either side of a phrase that begins in a chunk with signs


class PlainText:
    """A text of plain letters, with a hyphen for each underscore, as it is analysed."""

    __slots__ = ("_joiners", "_low", "_text")

    def __init__(self, text: str) -> None:
        self._text, self._low = text, text.lower()
        self._joiners = [sign for sign in JOINERS if sign in text]

    def places(self, looking: Looking, stubs: tuple[str, ...]) -> list[MatchPlace]:
        """The matches, in any order; some of them may come more than once."""
        found: list[MatchPlace] = []
        for stub in stubs:
            self._written_together(stub, looking, found)
            for size in range(1, len(stub)):
                signs = [*self._joiners, *_BETWEEN_DIGITS] if stub[:size].isdigit() else self._joiners
                for sign in signs:
                    self._written_apart(f"{stub[:size]}{sign}", looking, found)
        return found

    def _written_together(self, stub: str, looking: Looking, found: list[MatchPlace]) -> None:
        """Adds the matches that begin with a stub, if its letters are written together."""
        low, text, word = self._low, self._text, plain().word.match
        find, targets, simple = low.find, looking.targets, not looking.following
        at, letters, digit = find(stub), stub[0].isalnum(), stub[0].isdigit()
        while at >= 0:
            before = low[at - 1] if at else " "
            if letters and before.isalnum() and before.isdigit() == digit:
                at = find(stub, at + 1)
                continue
            run = word(text, at) if letters else None
            if run is None or not self._is_apart(at, run.end()):
                at = find(stub, self._in_chunk(at, looking, found))
                continue
            raw = run[0]
            for target in targets(raw):
                if simple:
                    found.append((at, at + len(raw), target.part))
                else:
                    found += looking.matches_at(at, raw, text)
                    break
            at = find(stub, run.end())

    def _written_apart(self, beginning: str, looking: Looking, found: list[MatchPlace]) -> None:
        """Adds the matches that begin with some letters and the sign after them (e-mail)."""
        low, size = self._low, len(beginning)
        at = low.find(beginning)
        while at >= 0:
            before, end = low[at - 1] if at else " ", at + 1
            if low[at + size : at + size + 1].isalnum() and (
                not before.isalnum() or before.isdigit() != low[at].isdigit()
            ):
                end = self._in_chunk(at, looking, found)
            at = low.find(beginning, end)

    def _is_apart(self, start: int, end: int) -> bool:
        """Whether a run of letters and digits is a word by itself, to which no sign belongs."""
        text = self._text
        if not text[start:end].isalpha():
            return False
        after = text[end : end + 1]
        if after and (after in _SIGNS_AFTER or (after in JOINERS and text[end + 1 : end + 2].isalnum())):
            return False
        before = text[start - 1 : start]
        return not before or not (
            before in _SIGNS_BEFORE
            or before.isalnum()
            or (before in JOINERS and text[start - 2 : start - 1].isalnum())
        )

    def _in_chunk(self, at: int, looking: Looking, found: list[MatchPlace]) -> int:
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
            self._around(at, looking, found)
        else:
            found += [(start + first, start + last, part) for first, last, part in matches]
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

    def _around(self, at: int, looking: Looking, found: list[MatchPlace]) -> None:
        """Adds the matches in the surroundings of a place."""
        text = self._text
        start = _edge(text, max(at - _AROUND, 0), -1)
        end = _edge(text, min(at + _AROUND + looking.following * 2 * MAX_TERM, len(text)), 1)
        words, beside = locate_all(text[start:end])
        found += looking.matches(words, beside, range(max(len(words), 1)), start)


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
