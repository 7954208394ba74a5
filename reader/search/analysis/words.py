"""Turns text into terms: the one definition of what counts as a word, for the index, queries and snippets.

A text is split into *raw words* (as written, one per position), and each raw word has one *term* under which
it is found: folded (case, diacritics, width) and stemmed. Some words have several terms, and at some
positions additional words can be found (``email`` where *e-mail* starts). The same few words recur all the
time, so terms are looked up in a dictionary that fills itself, and splitting is one ``findall``. That makes
it cheap enough for the hot loop of indexing.

This is the door; the rooms are in ``reader.search.analysis``.
"""

from __future__ import annotations

import re
from functools import cache

from reader.characters import HALF_SPACE, MARKS, UNSEEN
from reader.search.analysis.asking import Asked, asked, query_words
from reader.search.analysis.chunks import has_unspaced, is_plain, is_unspaced, plain, spaced
from reader.search.analysis.folding import MAX_TERM, fold
from reader.search.analysis.stemming import (
    DEFAULT_LANGUAGE,
    KEEPING_FIRST,
    Vocabulary,
    language,
    vocabulary,
)
from reader.search.analysis.tokens import (
    BesideAt,
    analyse,
    has_odd_runs,
    locate,
    locate_all,
    pieces_of,
    run_at,
    split,
)
from reader.search.analysis.unspaced import LocatedWord

__all__ = [
    "DEFAULT_LANGUAGE",
    "KEEPING_FIRST",
    "MAX_TERM",
    "Asked",
    "BesideAt",
    "LocatedWord",
    "Vocabulary",
    "analyse",
    "around",
    "asked",
    "fold",
    "has_odd_runs",
    "has_unspaced",
    "is_plain",
    "is_unspaced",
    "is_whole",
    "language",
    "locate",
    "locate_all",
    "pieces_of",
    "plain",
    "query_words",
    "run_at",
    "spaced",
    "split",
    "terms",
    "vocabulary",
]


@cache
def _word_char() -> re.Pattern[str]:
    return re.compile(f"(?!_)[\\w{MARKS}{UNSEEN}{HALF_SPACE}]")


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether ``start`` and ``end`` do not cut through a word. Signs are whole wherever they stand."""
    return not (_goes_on(text[start - 1 : start], text[start : start + 1])) and not (
        _goes_on(text[end : end + 1], text[end - 1 : end])
    )


def _goes_on(char: str, beside: str) -> bool:
    """Whether a character and its neighbour belong to one word."""
    if char.isascii() and beside.isascii():
        return char.isalnum() and beside.isalnum()
    # What is written without spaces ends any other word.
    return all(_word_char().match(one) and not is_unspaced(one) for one in (char, beside))


def around(text: str, start: int, end: int, most: int) -> tuple[int, int]:
    """The span of the letters, digits and marks around a part of a word, at most ``most`` on either side."""
    first, last = start, end
    while start - first < most and first and _goes_on(text[first - 1], text[first]):
        first -= 1
    while last - end < most and last < len(text) and _goes_on(text[last], text[last - 1]):
        last += 1
    return first, last


def terms(text: str, lang: str = "") -> list[str]:
    """The terms of a text, one per position."""
    return list(map(vocabulary(language(lang)).__getitem__, split(text)))
