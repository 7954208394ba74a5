"""How similar two titles are, by their words, their signs and their spelling. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher

from reader.search.analysis.edits import edits_allowed, within
from reader.search.analysis.words import query_words
from reader.text import fold

_WORDS = 0.75  # the weight of words in how similar two titles are; the rest is the weight of letters
_NEAR = 0.8  # how much a word counts that is nearly, but not exactly, the same
_BEGINNING = 4  # inflections of a word have at least this many letters in common
_BEFORE, _BEHIND = ".#@", "+#"
_LONGEST = 200  # only this many characters are compared


def closeness(one: str, other: str) -> float:
    """How similar two titles are, from 0.0 to 1.0: 1.0 if they differ only in case, accents and punctuation.

    Long words count more than short ones, which are mostly *the* and *of*.
    """
    words, others = (list(map(fold, query_words(title[:_LONGEST]))) for title in (one, other))
    if words == others:
        return 1.0
    letters = SequenceMatcher(None, " ".join(words), " ".join(others), autojunk=False).ratio()
    whole = sum(map(len, words)) + sum(map(len, others))
    common = _common(words, others) + _common(others, words)
    return _WORDS * (common / whole if whole else 0.0) + (1 - _WORDS) * letters


def signed_words(text: str) -> list[str]:
    """The words of a text that signs belong to (C++, .NET, #topic), in folded letters."""
    words = map(fold, query_words(text))
    return [word for word in words if word[0] in _BEFORE or word[-1] in _BEHIND]


def _common(words: list[str], others: list[str]) -> float:
    """How many letters of ``words`` are in words that the others contain too."""
    known = set(others)
    return sum(len(word) * (1.0 if word in known else _near(word, known)) for word in words)


def _near(word: str, others: set[str]) -> float:
    edits = edits_allowed(word)
    for other in others:
        inflected = min(len(word), len(other)) >= _BEGINNING and (
            word.startswith(other[:-1]) or other.startswith(word[:-1])
        )
        if inflected or (edits and within(word, other, edits)):
            return _NEAR
    return 0.0
