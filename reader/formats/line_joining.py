"""Hard-wrapped text: which line breaks the author meant, and how lines are joined. Pure functions.

Lines are measured in terminal cells, because text in Chinese or Japanese is wrapped at the same cells as
other text but has half as many characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.text import collapse, width

SENTENCE_END = ".!?:;…。！？：；"
CLOSING = "\"'”’»)]）」』"

# Hard-wrapped text is as wide as a terminal or an editor window; longer lines are paragraphs.
_WRAP = range(60, 101)
# Narrower columns count as wrapped if every line is full, which lines of verse hardly ever are.
_NARROW = range(40, 60)
_PAUSE = ",，、;；:：–—-"
_NOT_AT_START = "。，、；：？！）】」』》〉”’…—ー々"
"""Signs that Chinese and Japanese lines do not start with: the word before takes them along."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3000-\u312f\u31a0-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003ffff]"
)
"""A character of a script without spaces between words: Thai, Lao, Burmese, Khmer, Chinese, Japanese."""

_FULL_WIDTH_LETTER = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_HYPHENATED = re.compile(r"(\w+)[-\u2010]$")
_FRAGMENT = re.compile(r"\w+")
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
    if not ends and size >= _WRAP.start and (line[0].islower() or _may_go_on(before, line)):
        return True
    # Two full lines may equally be two short paragraphs.
    likely = wrapped in _WRAP and not (ends and lines == 2)
    return likely and is_full(before, line, wrapped)


def _may_go_on(before: str, line: str) -> bool:
    return bool(_FULL_WIDTH_LETTER.match(before[-1]) and _FULL_WIDTH_LETTER.match(line))


def is_full(before: str, line: str, wrapped: int) -> bool:
    """Whether the first word of a line would not have fitted into the line before it."""
    return width(before) + _first_word(before, line) > wrapped


def _first_word(before: str, line: str) -> int:
    """The cells that the first word of a line takes, with the space before it."""
    if not _UNSPACED.match(line):
        return 1 + width(line.split(maxsplit=1)[0])
    end = 1
    while end < len(line) and line[end] in _NOT_AT_START:
        end += 1
    return width(line[:end]) + (not _UNSPACED.match(before[-1]))


def is_narrow_prose(lines: Sequence[str]) -> bool:
    """Whether lines without indentation are a paragraph in a narrow column: every line but the last is full.

    Three lines at least; most of them must end in the middle of a sentence.
    """
    wrapped = max(map(width, lines))
    if len(lines) < 3 or wrapped not in _NARROW:
        return False
    breaks = list(pairwise(lines))
    inside = sum(not _pauses(before) and not after[0].isupper() for before, after in breaks)
    return 2 * inside > len(breaks) and all(is_full(before, after, wrapped) for before, after in breaks)


def is_verse(lines: Sequence[str]) -> bool:
    """Whether long lines are verse: each stops at a pause, and most had room for the next word."""
    breaks = list(pairwise(lines))
    if len(breaks) < 3 or not all(_pauses(before) for before, _ in breaks):
        return False
    wrapped = max(map(width, lines))
    return 2 * sum(is_full(before, after.lstrip(), wrapped) for before, after in breaks) < len(breaks)


def _pauses(line: str) -> bool:
    return line.rstrip(CLOSING)[-1:] in tuple(SENTENCE_END + _PAUSE)


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
    found = _HYPHENATED.search(text)
    if found and more[0].islower() and (rest := _FRAGMENT.match(more)):
        if _keeps_hyphen(found[1], rest[0], parts):
            return text + more
        return text[:-1] + more
    return f"{text} {more}"


def _keeps_hyphen(first: str, rest: str, parts: Sequence[str]) -> bool:
    """Whether ``first-rest``, broken after the hyphen, is written with one.

    It is if the same text has it so in the middle of a line, or if both parts are words of the text.
    """
    whole = " ".join(parts).casefold()
    first, rest = first.casefold(), rest.casefold()
    if re.search(rf"\b{re.escape(first + rest)}\b", whole):
        return False
    if first in _KEEPS_HYPHEN or not first.isalpha() or f"{first}-{rest}" in whole:
        return True
    return all(re.search(rf"(?<![\w-]){re.escape(part)}(?![\w-])", whole) for part in (first, rest))
