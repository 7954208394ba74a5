"""Finds where a query matches in a text. Pure.

In a script with spaces only the words that begin as the query's words do are looked at (``plain``). Any other
text is cut into words once (``cutting``). Comparing sets shows which of them a match can start with
(``looking``), and the places of these few words are then looked up in the text itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from reader.characters import HALF_SPACE
from reader.search.analysis.words import (
    MAX_TERM,
    around,
    is_unspaced,
    is_whole,
    language,
    pieces_of,
    run_at,
)
from reader.search.passages.cutting import CutText, cut
from reader.search.passages.looking import Extent, Looking, looking_for
from reader.search.passages.plain import plain_text
from reader.search.passages.turns import MatchPlace
from reader.search.query.nodes import Query

_SHORT_PHRASE = 8  # up to this many words are cut out after each occurrence of a phrase's first word
_BETWEEN = 32  # characters between the words of a phrase in a script without spaces, at most


class Matcher:
    """Finds where a query matches in texts. Make one for a query, and use it for all of them."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self._parts = query.positive()
        self._looking: dict[str, list[Looking | None]] = {}

    def places(self, text: str, lang: str = "") -> list[MatchPlace]:
        """Each match, ascending; no two overlap.

        Args:
            text: any text; one of millions of characters takes seconds.
            lang: the article's language, as it was given to the index.
        """
        stemmer = language(lang)
        looked_for = self._looking.get(stemmer)
        if looked_for is None:
            looked_for = self._looking[stemmer] = [looking_for(part, stemmer) for part in self._parts]
        found: list[MatchPlace] = []
        for number, looking in enumerate(looked_for):
            spans = _found(text, looking)
            if not spans:
                spans = _found(text, looking_for(self._parts[number], stemmer, bare=True))
            found += [(start, end, number) for start, end in spans]
        return _joined(found)


@lru_cache(maxsize=8)
def matcher(query: Query) -> Matcher:
    """The matcher of a query, for those who compare it with one text after another."""
    return Matcher(query)


def _found(text: str, looking: Looking | None) -> Collection[Extent]:
    if looking is None:
        return ()
    stubs = looking.stubs
    if stubs is not None and (whole := plain_text(text)) and whole.is_readable(stubs):
        return whole.places(looking, stubs)
    return _places(cut(text), looking)


def _places(text: CutText, looking: Looking) -> list[Extent]:
    words, beside = looking.beginning(text.words), looking.beginning(text.beside.keys())
    if not (words or beside):
        return []
    following = looking.following
    if (
        text.odd
        or (following and (beside or following > _SHORT_PHRASE))
        or (text.has_unspaced and not all(map(_is_ordinary, words)))
    ):
        located, also = text.located
        begins = words | beside
        first = {place for place, (word, _, _) in enumerate(located) if word in begins}
        first.update(place for place, word, _, _ in also if word in begins)
        return list(looking.matches(located, also, sorted(first), 0))
    found = [(start, end) for word in beside if looking.targets(word) for start, end in text.beside[word]]
    for word in words:
        starts = _starts_unspaced if is_unspaced(word) else _starts
        for start in starts(word, text.text):
            found += looking.matches_at(start, word, text.text)
    return found


def _is_ordinary(raw: str) -> bool:
    return raw[0].isalnum() or is_unspaced(raw)


def _starts(raw: str, text: str) -> Iterator[int]:
    """Where a word stands in a text: as a whole word, or as a number or its unit (12m)."""
    at, size = text.find(raw), len(raw)
    while at >= 0:
        end = at + size
        before, after = text[at - 1 : at], text[end : end + 1]
        plain = before.isascii() and after.isascii() and not (before.isalnum() or after.isalnum())
        if plain or _is_word(text, at, end):
            yield at
            at = text.find(raw, end)
        else:
            at = text.find(raw, at + 1)


def _starts_unspaced(raw: str, text: str) -> Iterator[int]:
    """The same for a pair of characters, or the character at the end of a run."""
    at, size = text.find(raw), len(raw)
    while at >= 0:
        if size > 1 or len(run_at(text, at)) == 1:
            yield at
        at = text.find(raw, at + 1)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a span is a word, or one of several that are written as one: 12 of 12m."""
    if is_whole(text, start, end):
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    if not (_may_end(before, text[start]) or _may_end(after, text[end - 1])):
        return False
    first, last = around(text, start, end, MAX_TERM)
    return (text[start:end], start - first, end - first) in pieces_of(text[first:last])[0]


def _may_end(char: str, beside: str) -> bool:
    """Whether a word can end between a character and its neighbour, although both belong to words."""
    return bool(char) and (char == HALF_SPACE or char.isdecimal() != beside.isdecimal())


def _joined(found: list[MatchPlace]) -> list[MatchPlace]:
    """The matches in order; one that overlaps the one before is merged into it."""
    joined: list[MatchPlace] = []
    last = -1
    for match in sorted(found):
        start, end, _ = match
        if start < last:
            last = max(end, last)
            joined[-1] = (joined[-1][0], last, joined[-1][2])
        else:
            joined.append(match)
            last = end
    return joined
