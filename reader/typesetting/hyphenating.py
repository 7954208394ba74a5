"""Lines of a text whose words may be divided at their ends. Pure.

The hyphen is no part of the text: :func:`ends_divided` says which lines are painted with one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from reader.text import display, width
from reader.typesetting.wrap import Range, line_from

WordPlaces = Callable[[int, str], Sequence[int]]
"""Returns where a word may be divided; it gets the offset at which the word begins, and the word."""

_NEXT = re.compile(r" +[“‘„‚«‹(\[\"']*(?P<word>[^\W\d_]{5,})(?![\w@/\\:]|[.'’]\w)")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_IN_A_ROW = 2


def wrap_divided(text: str, room: int, places: WordPlaces) -> Iterator[Range]:
    """Like :func:`~reader.typesetting.wrap.wrap`, but a word that does not fit may be divided.

    A line that ends within a word has room for its hyphen. At most two lines in a row do, and the last word
    of a text stays whole.
    """
    room = max(1, room)
    last = len(text.rstrip())
    at = row = 0
    while (found := line_from(text, at, room)) is not None:
        start, end = found
        there = _further(text, start, end, room, places, last) if row < _MOST_IN_A_ROW else end
        row = row + 1 if there > end else 0
        yield start, there
        at = there


def _further(text: str, start: int, end: int, room: int, places: WordPlaces, last: int) -> int:
    """Where a line ends if it takes the first part of the next word, or ``end``."""
    match = _NEXT.match(text, end)
    if match is None or match.end() >= last - 1:
        return end
    word, begin = match["word"], match.start("word")
    free = room - 1 - width(display(text[start:begin]))
    if free < 2:
        return end
    fitting = (place for place in places(begin, word) if width(display(word[:place])) <= free)
    return begin + max(fitting, default=end - begin)


def ends_divided(text: str, end: int, places: WordPlaces) -> bool:
    """Whether a line that ends at an offset ends where a word may be divided."""
    if not 0 < end < len(text) or not (text[end - 1].isalpha() and text[end].isalpha()):
        return False
    begin = end
    while begin and _WORD.fullmatch(text[begin - 1]):
        begin -= 1
    match = _WORD.match(text, begin)
    return match is not None and end - begin in places(begin, match[0])
