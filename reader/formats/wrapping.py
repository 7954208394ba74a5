"""Tells prose that was wrapped at a column from lines that were meant. Pure functions.

A program that wraps prose fills each line: the first word of the next line never has room in the one before.
That alone would also be true of some verse, so what else tells the two apart is weighed: in prose, lines end
anywhere in a sentence, begin with a capital letter no more often than other words do, and the last line has
any length. Each of these is compared with the rest of the same text, so it is the same in every language and
script. The weights are natural logarithms of how much likelier something is in prose than in verse.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from reader.formats.line_joining import NOT_AT_START, ends_sentence, first_word, pauses
from reader.text import width

Measure = Callable[[str], int]

_MEASURES: tuple[Measure, ...] = (width, len)
"""How programs measure lines: in cells of a terminal, or in characters."""

_NARROWEST, _WIDEST = 28, 100
_PARAGRAPHS, _LINES, _SIZES = 100, 30, 8
"""How much of a text is looked at: paragraphs, lines of each, and sizes that its column may have."""

_OF_SIZE = ((28, -4.0), (36, -1.5), (44, 0.0), (56, 1.5), (70, 3.0))
"""What a column of so many cells weighs (lines of verse are short); those between, by proportion."""

_ENDS, _CAPITALS = 0.65, 0.97
"""How many lines of verse end with a pause, and begin with a capital letter, where that is its manner."""

_SOUTH_EAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Letters of Thai, Lao, Burmese and Khmer. Not all of these have a sign for the end of a sentence."""

_INSIDE = 0.13, 0.05
"""How many words within lines are followed by a pause, in prose and in verse."""

_TOKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff][^\\w\\s]*"
    "|[^\\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+"
)
"""A word with the signs after it; in scripts without spaces, a letter."""


@dataclass(frozen=True, slots=True)
class WrapColumn:
    """The column at which a text was wrapped: how many cells or characters a line could hold."""

    measure: Measure
    size: int
    at_spaces: bool = False
    """Whether lines of scripts without spaces between words were broken at spaces all the same."""

    def fits(self, lines: Sequence[str]) -> bool:
        """Whether no line is longer, and each but the last is full."""
        least, most = _room(lines, self.measure, self.at_spaces)
        return least <= self.size < most


def column_of(groups: Iterable[Sequence[str]]) -> WrapColumn | None:
    """The column at which the paragraphs of a text were wrapped; None if it does not look as if they were.

    Args:
        groups: lines that belong together, without indentation, and without the signs of lists and the like.
    """
    several = [lines for lines in groups if len(lines) > 1]
    several = [lines[-_LINES:] for lines in itertools.islice(several, _PARAGRAPHS)]
    signs = list(map(_signs_of, several))
    # Only letters with marks and wide letters make characters and cells differ.
    measures = [len] if all(line.isascii() for lines in several for line in lines) else _MEASURES
    ways = [False, True] if any(one.south_east for one in signs) else [False]
    best, found = None, (0, 0.0)
    for measure, at_spaces in itertools.product(measures, ways):
        rooms = [_room(lines, measure, at_spaces) for lines in several]
        for size, _ in Counter(least for least, most in rooms if least < most).most_common(_SIZES):
            fitting = [at for at, (least, most) in enumerate(rooms) if least <= size < most]
            paragraphs = [several[at] for at in fitting]
            count = sum(map(len, paragraphs))
            # Two full lines alone may equally be two short paragraphs.
            if not _NARROWEST <= size <= _WIDEST or count <= len(fitting) + 1:
                continue
            column = WrapColumn(measure, size, at_spaces)
            weight = _of_shape(paragraphs, column) + _of_signs([signs[at] for at in fitting], column)
            if weight > 0 and (count, weight) > found:
                best, found = column, (count, weight)
    return best


def _room(lines: Sequence[str], measure: Measure, at_spaces: bool) -> tuple[int, int]:
    """The smallest column that holds lines, and the smallest in which they would not all be full.

    A single word, and a sign at the end of a line of Chinese or Japanese, may be too long for a column.
    """
    sizes = list(map(measure, lines))
    least = max(
        (
            measure(line[:-1]) if line[-1] in NOT_AT_START else size
            for size, line in zip(sizes, lines, strict=True)
            if not _is_one_word(line)
        ),
        default=0,
    )
    most = min(
        size + first_word(before, after, measure, at_spaces=at_spaces)
        for size, (before, after) in zip(sizes, pairwise(lines), strict=False)
    )
    return least, most


def _of_shape(paragraphs: Sequence[Sequence[str]], column: WrapColumn) -> float:
    """How much likelier lines of these lengths are prose than verse."""
    weight = _of_size(max(width(line) for lines in paragraphs for line in lines[:-1]))
    weight += _of_fullness(paragraphs, column)
    weight += sum(_of_last_line(lines, column) for lines in paragraphs)
    counts = {len(lines) for lines in paragraphs}
    # Stanzas have as many lines as each other.
    return weight - 1.5 if len(paragraphs) > 1 and len(counts) == 1 and counts != {2} else weight


def _is_one_word(line: str) -> bool:
    """Whether a line is a single word, which may be longer than the column."""
    return " " not in line and len(_TOKEN.findall(line)) == 1


def _of_size(cells: int) -> float:
    for (low, less), (high, more) in pairwise(_OF_SIZE):
        if cells <= high:
            return less + (more - less) * (cells - low) / (high - low)
    return _OF_SIZE[-1][1]


def _of_fullness(paragraphs: Sequence[Sequence[str]], column: WrapColumn) -> float:
    """How surprising it is that all lines are full: what if other words followed them?"""
    weight = 0.0
    for lines in paragraphs:
        sizes = list(map(column.measure, lines))
        words = [
            first_word(before, after, column.measure, at_spaces=column.at_spaces)
            for before, after in pairwise(lines)
        ]
        pairs = [size + word > column.size for size in sizes[:-1] for word in words]
        weight -= len(words) * math.log(min(0.97, max(0.3, sum(pairs) / len(pairs))))
    return min(weight, 5.0)


class _Signs(NamedTuple):
    """What stands where in a paragraph: how often, and how often it might.

    Attributes:
        ends, lines: lines with a pause at their end, of all but the last.
        pauses, words: words with a pause after them, of all within lines.
        capitals, starts: lines with a capital letter, of those that begin in the middle of a sentence.
        raised, inner: words with a capital letter, of those within lines and sentences.
        within: sentences that end within lines.
        at_end: whether one ends at the end.
        south_east: whether it is in a script of South-East Asia.
    """

    ends: int
    lines: int
    pauses: int
    words: int
    capitals: int
    starts: int
    raised: int
    inner: int
    within: int
    at_end: int
    south_east: int


def _signs_of(lines: Sequence[str]) -> _Signs:
    starts = [
        line[0].isupper() for before, line in pairwise(lines) if _has_case(line) and not ends_sentence(before)
    ]
    paused = words = raised = inner = within = 0
    for line in lines:
        tokens = _TOKEN.findall(line)
        words += max(0, len(tokens) - 1)
        for word, after in pairwise(tokens):
            ends = False
            # Most words have no sign behind them.
            if not word[-1].isalnum():
                paused += pauses(word)
                ends = ends_sentence(word)
                within += ends
            if not ends and _has_case(after):
                inner += 1
                raised += after[0].isupper()
    return _Signs(
        ends=sum(map(pauses, lines[:-1])),
        lines=len(lines) - 1,
        pauses=paused,
        words=words,
        capitals=sum(starts),
        starts=len(starts),
        raised=raised,
        inner=inner,
        within=within,
        at_end=ends_sentence(lines[-1]),
        south_east=_SOUTH_EAST.match(lines[0]) is not None,
    )


def _of_signs(paragraphs: Sequence[_Signs], column: WrapColumn) -> float:
    """What it weighs where there are pauses, ends of sentences and capital letters."""
    all_of = _Signs(*map(sum, zip(*paragraphs, strict=True)))
    usual = (all_of.raised + 0.5) / (all_of.inner + 2)
    weight = _of_pauses(all_of) + _compared(all_of.capitals, all_of.starts, usual, _CAPITALS, 0.5)
    if all_of.south_east == len(paragraphs):
        return weight + (-0.8 if column.at_spaces else 0.7)
    # Sentences of prose also end within lines, and at the end of each paragraph.
    return weight + (1.7 if all_of.within else -0.7) - (0.0 if all_of.at_end else 2.5)


def _of_pauses(signs: _Signs) -> float:
    """What it weighs at how many lines' ends there is a pause, for one of so many in the lines."""
    if not signs.ends and not signs.pauses:
        return 0.0
    usual = (signs.pauses + 0.5) / (signs.words + 4)
    at_ends = _compared(signs.ends, signs.lines, usual, _ENDS, 0.8)
    more, fewer = _INSIDE
    others = signs.words - signs.pauses
    in_lines = signs.pauses * math.log(more / fewer) + others * math.log((1 - more) / (1 - fewer))
    return max(-3.5, at_ends) + min(3.0, max(-2.0, in_lines))


def _has_case(word: str) -> bool:
    return word[0].lower() != word[0].upper()


def _of_last_line(lines: Sequence[str], column: WrapColumn) -> float:
    """The last line of a paragraph has any length, that of a stanza about the length of the others."""
    return 1.5 if column.measure(lines[-1]) < 0.6 * column.size else -0.8


def _compared(count: int, of: int, usual: float, in_verse: float, manner: float) -> float:
    """How much likelier it is that ``count`` of so many lines have something, if they were wrapped.

    Args:
        count: how many lines have it.
        of: of how many.
        usual: how much of the text within lines has it.
        in_verse: how many lines have it in verse that has this manner.
        manner: how much verse has this manner.
    """

    def chance(share: float) -> float:
        return count * math.log(share) + (of - count) * math.log(1 - share)

    usual = min(0.9, usual)
    # The logarithm of a sum of two very small numbers.
    one, other = math.log(manner) + chance(in_verse), math.log(1 - manner) + chance(usual)
    high, low = max(one, other), min(one, other)
    return chance(usual) - (high + math.log1p(math.exp(low - high)))
