"""Which parts of a very long text are looked at for what a query matches. Pure.

To cut a text into words takes half a second for each million characters, and there are files of one line of
sixty million. Of a text that long the beginning is looked at, and what stands around the first places that
hold the beginnings of the query's words as plain strings: Python finds those at a thousand million characters
a second. So a word of the query is found wherever it is, unless it is there in an unusual spelling alone; and
of its many places the first ones decide which is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reader.search.query.nodes import Query

WHOLE = 1 << 18
"""A text of so many characters is looked at as a whole. Few books have a chapter that long."""

_BEGINNING = 1 << 16
_BEFORE, _AFTER = 1 << 12, 1 << 14
# So much is looked at around a place. A passage that is shown has some hundred characters.

_MOST_WORDS = 12
_MOST_PLACES = 16
_EACH = 2
# Of one word: its first place, and one further on, should the first be the beginning of another word.

_WORK = 1 << 29
# So many characters are searched through in all, for all words in all spellings.

_SLACK = 200
# A part begins and ends at white space, if there is any so near.

_WORDS = re.compile(r"[^\s!-/:-@\[-`{-~\u2010-\u206f\u3000-\u303f\uff01-\uff0f]+")
_UNSPACED = "\u0e00"
# From here on scripts need no spaces, and two characters say as much as three letters of an alphabet.


def windows(text: str, query: Query, since: int = 0) -> list[tuple[int, int]]:
    """The parts of a text from ``since`` on to look at, as (start, end), ascending; no two of them meet."""
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
    """The first ``most`` characters of a text in parts, each to be looked at by itself."""
    start = 0
    while start < min(most, len(text)):
        end = _end_of(text, start + _BEGINNING)
        yield start, end
        start = end


def beginnings(query: Query) -> list[str]:
    """How the words of a query begin, in the spellings to look for, the likeliest first."""
    words = [word for part in query.positive() for word in _WORDS.findall(part.text)]
    words = [word for word in dict.fromkeys(words) if len(word) > (word[0] < _UNSPACED)][:_MOST_WORDS]
    # What inflection changes is the end: a letter or two, or more of it (studies, study).
    stems = [[word[: max(_least(word), len(word) * share // 10)] for word in words] for share in (8, 6)]
    spelt = [
        spell(stem) for spell in (str.lower, str.capitalize, str.upper) for some in stems for stem in some
    ]
    return list(dict.fromkeys(spelt))


MOST_MARKED = 1 << 20
"""So many characters at the beginning of an article are looked at throughout; of the rest some parts are."""

_BLOCK = 100
# To look at a block costs as much as so many characters, however short it is.
_FURTHER = 5000


def telling(texts: Iterable[str], query: Query) -> Iterator[tuple[int, str]]:
    """The texts of an article to look at, with their numbers, from 0 on: of an ordinary article all of them.

    Of one with more than a million characters, or ten thousand short blocks, those at the beginning, and of
    the others the first thousands in which a word begins as one of the query's does.
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
    """Where the first word behind ``start`` begins."""
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
