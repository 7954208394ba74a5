"""Hard-wrapped text: which line breaks the author meant, and how lines are joined. Pure functions.

Lines are measured in terminal cells, because text in Chinese or Japanese is wrapped at the same cells as
other text but has half as many characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from reader.text import collapse, width

SENTENCE_END = ".!?:;…。！？：；।॥؟۔؛።։"
CLOSING = "\"'”’»)]）」』"

# Hard-wrapped text is as wide as a terminal or an editor window; longer lines are paragraphs.
_WRAP = range(60, 101)
_WRAPPED_MAX = 80
_PAUSE = ",，、;；:：–—-،·"
NOT_AT_START = "。，、；：？！）】」』》〉”’…—ー々"
"""Signs that Chinese and Japanese lines do not start with: the word before takes them along."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3000-\u312f\u31a0-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff]"
)
"""A character of a script without spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""

_BROKEN_AT_WORDS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LONG_WORD = 9

_FULL_WIDTH_LETTER = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_HYPHENATED = re.compile(r"(\w+)[-\u2010]$")
_LONGEST_PART = 100
_FRAGMENT = re.compile(r"\w+")
# A hyphen before them stands for a part of the next word: "Kinder- und Jugendbücherei".
_BETWEEN_PARTS = frozenset(
    ("and", "or", "to", "und", "oder", "bzw", "bis", "og", "eller", "och", "és", "vagy", "lub", "nebo", "tai")
)
# First parts after which the hyphen belongs to the word wherever the line ends.
_KEEPS_HYPHEN = frozenset(
    {
        *(
            "well",
            "self",
            "half",
            "non",
            "semi",
            "ex",
            "all",
            "anti",
            "cross",
            "long",
            "short",
            "high",
            "low",
        ),
        *(
            "old",
            "new",
            "ever",
            "so",
            "part",
            "ready",
            "hard",
            "soft",
            "light",
            "dark",
            "open",
            "close",
            "far",
        ),
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twenty", "thirty"),
        *("forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "first", "second", "third"),
        *("north", "south", "east", "west", "left", "right", "full", "near", "vice", "twin"),
    }
)


def is_soft(before: str, line: str, wrapped: int, lines: int) -> bool:
    """Whether the break between two lines only kept the lines short, and was not meant by the author.

    It is if the next word would not have fitted, or if a long line stops in mid-sentence.

    Args:
        before: the line before the break.
        line: the line after it, without indentation.
        wrapped: the width of the longest line around, in cells.
        lines: how many lines there are together.
    """
    ends = before.rstrip(CLOSING)[-1:] in tuple(SENTENCE_END)
    size = width(before)
    if before[-1] in "-\u2010" and before[-2:-1].isalnum() and (line[0].islower() or line[0].isdigit()):
        # A word or a number goes on there.
        return True
    if not ends and size >= _WRAP.start and (line[0].islower() or _may_go_on(before, line)):
        return True
    # Two full lines may equally be two short paragraphs.
    likely = wrapped in _WRAP and not (ends and lines == 2)
    return likely and is_full(before, line, wrapped)


def _may_go_on(before: str, line: str) -> bool:
    return bool(_FULL_WIDTH_LETTER.match(before[-1]) and _FULL_WIDTH_LETTER.match(line))


def is_full(before: str, line: str, wrapped: int) -> bool:
    """Whether the first word of a line would not have fitted into the line before it."""
    return width(before) + first_word(before, line) > wrapped


def first_word(
    before: str, line: str, measure: Callable[[str], int] = width, *, at_spaces: bool = False
) -> int:
    """What the first word of a line would take in the line before it, with a space if one belongs there.

    Where words are not parted by spaces it is a letter with the signs that follow it, or in the scripts of
    South-East Asia, in which lines are broken between words, as much as a word usually has, unless they are
    broken at spaces alone (``at_spaces``).
    """
    if not _UNSPACED.match(line):
        return 1 + measure(line.split(maxsplit=1)[0])
    if _BROKEN_AT_WORDS.match(line):
        phrase = measure(line.split(maxsplit=1)[0])
        return (phrase if at_spaces else min(phrase, _LONG_WORD)) + (not _UNSPACED.match(before[-1]))
    end = 1
    while end < len(line) and line[end] in NOT_AT_START:
        end += 1
    return measure(line[:end]) + (not _UNSPACED.match(before[-1]))


def is_verse(lines: Sequence[str]) -> bool:
    """Whether long lines are verse: most had room for the next word, and stop at a pause or are shorter.

    Nothing that wraps prose leaves such room.
    """
    breaks = list(pairwise(lines))
    if len(breaks) < 3:
        return False
    wrapped = max(map(width, lines))
    if wrapped > _WRAPPED_MAX and not all(pauses(before) for before, _ in breaks):
        return False
    return 2 * sum(is_full(before, after.lstrip(), wrapped) for before, after in breaks) < len(breaks)


def pauses(line: str) -> bool:
    """Whether a line or a word ends with a sign at which one pauses."""
    return line.rstrip(CLOSING)[-1:] in tuple(SENTENCE_END + _PAUSE)


def ends_sentence(line: str) -> bool:
    """Whether a line or a word ends a sentence."""
    return line.rstrip(CLOSING)[-1:] in tuple(SENTENCE_END)


def join(parts: Sequence[str]) -> str:
    """Wrapped lines as one, with words joined that were broken at line ends.

    No space is set between characters of scripts that write none.
    """
    text = collapse(parts[0])
    for part in parts[1:]:
        text = _joined(text, collapse(part), parts)
    return text


def _joined(text: str, more: str, parts: Sequence[str]) -> str:
    if not text or not more:
        return text or more
    if _UNSPACED.match(text[-1]) and _UNSPACED.match(more):
        return text + more
    # Only its end is looked at: a long text is joined line by line.
    found = _HYPHENATED.search(text[-_LONGEST_PART:]) if text[-1] in "-\u2010" else None
    if found and found[1][-1].isdigit() and more[0].isdigit():
        # A range, or a long number.
        return text + more
    if found and more[0].islower() and (rest := _FRAGMENT.match(more)) and rest[0] not in _BETWEEN_PARTS:
        if _keeps_hyphen(found[1], rest[0], parts):
            return text + more
        return text[:-1] + more
    return f"{text} {more}"


def _keeps_hyphen(first: str, rest: str, parts: Sequence[str]) -> bool:
    """Whether ``first-rest``, broken after the hyphen, is written with one.

    It is if the same text has it so in the middle of a line, or if both parts are words of the text.
    """
    whole = " ".join(parts).casefold().replace("\u2010", "-")
    first, rest = first.casefold(), rest.casefold()
    if re.search(rf"\b{re.escape(first + rest)}\b", whole):
        return False
    if first in _KEEPS_HYPHEN or not first.isalpha() or f"{first}-{rest}" in whole:
        return True
    return all(re.search(rf"(?<![\w-]){re.escape(part)}(?![\w-])", whole) for part in (first, rest))
