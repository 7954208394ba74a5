"""How close two titles are, by their words and their spelling. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher

from reader.search.analysis.edits import edits_allowed, within
from reader.search.analysis.words import query_words
from reader.text import fold

_WORDS = 0.75  # the share that words have in how close two titles are; the rest is what letters tell
_NEAR = 0.8  # what a word counts that is only spelt nearly so
_BEGINNING = 4  # letters that inflections of a word have in common, at least
_LONGEST = 200  # characters that are compared


def closeness(one: str, other: str) -> float:
    """How close two titles are: 1.0 if they are the same but for case, accents and punctuation, at least 0.

    Long words count more than short ones, for these are mostly *the* and *of*.
    """
    words, others = (list(map(fold, query_words(title[:_LONGEST]))) for title in (one, other))
    if words == others:
        return 1.0
    letters = SequenceMatcher(None, " ".join(words), " ".join(others), autojunk=False).ratio()
    whole = sum(map(len, words)) + sum(map(len, others))
    common = _common(words, others) + _common(others, words)
    return _WORDS * (common / whole if whole else 0.0) + (1 - _WORDS) * letters


def _common(words: list[str], others: list[str]) -> float:
    """How many letters of ``words`` are in words that the others have as well."""
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
