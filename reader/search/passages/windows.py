"""Chooses which parts of a very long text to search for matches. Pure.

Cutting a text into words takes half a second for each million characters, and some files are a single line
of sixty million. In a text that long, only two kinds of parts are searched: the beginning, and the
surroundings of the first places that contain the beginnings of the query's words as plain strings, which
Python finds at a thousand million characters a second. A word of the query is therefore found wherever it is,
unless it only appears in an unusual spelling; if it has many places, the first ones decide which is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reader.search.query.nodes import Query

WHOLE = 1 << 18
"""A text of up to this many characters is searched as a whole. Few books have a chapter that long."""

_BEGINNING = 1 << 16
_BEFORE, _AFTER = 1 << 12, 1 << 14
# How much is searched around a place. A passage that is shown has a few hundred characters at most.

_MOST_WORDS = 12
_MOST_PLACES = 16
_EACH = 2
# For each word: its first place, and one further on, in case the first is the beginning of another word.

_WORK = 1 << 29
# At most this many characters are searched in all, for all words in all spellings.

_SLACK = 200
# A part starts and ends at white space, if there is any within this distance.

_WORDS = re.compile(r"[^\s!-/:-@\[-`{-~\u2010-\u206f\u3000-\u303f\uff01-\uff0f]+")
_UNSPACED = "\u0e00"
# Scripts from here on need no spaces, and two characters say as much as three letters of an alphabet.


def windows(text: str, query: Query, since: int = 0) -> list[tuple[int, int]]:
    """The parts of a text to search, from ``since`` on, as (start, end), ascending; no two of them touch."""
    places = islice(_places(text, query, since), _MOST_PLACES)
    parts = [(since, since + _BEGINNING), *((max(at - _BEFORE, since), at + _AFTER) for at in places)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(parts):
        if merged and start <= merged[-1][1] + _SLACK:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(_start_of(text, start), _end_of(text, end)) for start, end in merged]


def stretches(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Divides the first ``most`` characters of a text into parts that are searched one by one."""
    start = 0
    while start < min(most, len(text)):
        end = _end_of(text, start + _BEGINNING)
        yield start, end
        start = end


def beginnings(query: Query) -> list[str]:
    """The beginnings of the query's words, in the spellings to look for, likeliest first."""
    words = [word for part in query.positive() for word in _WORDS.findall(part.text)]
    words = [word for word in dict.fromkeys(words) if len(word) > (word[0] < _UNSPACED)][:_MOST_WORDS]
    # Inflection changes the end of a word: a letter or two, or more (studies, study).
    stems = [[word[: max(_least(word), len(word) * share // 10)] for word in words] for share in (8, 6)]
    spelt = [
        spell(stem) for spell in (str.lower, str.capitalize, str.upper) for some in stems for stem in some
    ]
    return list(dict.fromkeys(spelt))


MOST_MARKED = 1 << 20
"""This many characters at the beginning of an article are searched completely; of the rest, some parts."""

_BLOCK = 100
# Searching a block costs as much as this many characters, however short it is.
_FURTHER = 5000


def telling(texts: Iterable[str], query: Query) -> Iterator[tuple[int, str]]:
    """The texts of an article to search, with their numbers from 0; for an ordinary article, all of them.

    If an article has more than a million characters, or ten thousand short blocks, only the first ones are
    searched, and then a few thousand others that contain the beginning of one of the query's words.
    """
    room, further = MOST_MARKED, _FURTHER
    asked: re.Pattern[str] | None = None
    for number, text in enumerate(texts):
        if room > 0:
            room -= len(text) + _BLOCK
            yield number, text
            continue
        if asked is None:
            asked = re.compile("|".join(map(re.escape, beginnings(query))) or "(?!)")
        if asked.search(text):
            yield number, text
            further -= 1
            if not further:
                return


def _least(word: str) -> int:
    return 3 if word[0] < _UNSPACED else 2


def _places(text: str, query: Query, since: int) -> Iterator[int]:
    work = _WORK
    for beginning in beginnings(query):
        start = since
        for _ in range(_EACH):
            at = text.find(beginning, start, start + work)
            work -= (at if at >= 0 else len(text)) - start
            if at < 0 or work <= 0:
                break
            yield at
            start = at + _AFTER
        if work <= 0:
            return


def _start_of(text: str, start: int) -> int:
    """Where the first word after ``start`` starts."""
    if start <= 0:
        return 0
    space = re.compile(r"\s").search(text, start, start + _SLACK)
    return space.end() if space else start


def _end_of(text: str, end: int) -> int:
    """Where the last word before ``end`` ends."""
    if end >= len(text):
        return len(text)
    space = max(text.rfind(sign, end - _SLACK, end) for sign in " \n")
    return space if space > 0 else end
