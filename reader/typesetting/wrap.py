"""Breaks text into lines, measured in terminal cells. Pure: it does not know about articles or screens.

A line is a pair (start, end) of offsets in the text, so nothing is copied: 15,000 lines are
30,000 numbers. White space where a line is broken belongs to no line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from reader import text as text_of

TAB = "    "
"""How a tab in code is shown."""

Range = tuple[int, int]


# Characters that may be dropped at the end of a line. No-break spaces (U+00A0, 2007, 202F) are not
# included; the zero-width space is, because that is its purpose.
_SPACE = " \\t\\n\u1680\u2000-\u2006\u2008-\u200b\u2028\u2029\u205f\u3000"
# Scripts written without spaces: a line may be broken between any two letters …
_LETTER = (
    "\u0e01-\u0e2e\u0e81-\u0eae\u0edc-\u0edf\u1000-\u102a\u103f\u1050-\u1055\u1780-\u17b3"
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309f-\u30fa\u30ff-\u312f\u31a0-\u31bf"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\uff9f\U00020000-\U0003ffff"
)
# … but not after an opening bracket or a vowel written before its consonant (Thai, Lao) …
_OPENING = "（［｛〈《「『【〔〖〘〚〝｟｢\u0e40-\u0e44\u0ec0-\u0ec4"
# … nor before a closing bracket, a stop, a small kana, a length or repetition mark, a following vowel.
_CLOSING = (
    "、。，．・：；？！）］｝〉》」』】〕〗〙〛〞〟｠｡｣､･…‥ー〜～々〻ゝゞヽヾ゛゜"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46\u0eaf\u0eb0\u0eb2\u0eb3\u0ebd\u0ec6\u104a\u104b\u17d4\u17d5\u17d6\u17d7\u17d8\u17d9\u17da"
)
_WESTERN_CLOSING = r",.;:!?)\]}%”’"
# Myanmar and Khmer signs that put the next consonant below the previous one.
_STACKERS = "\u1039\u17d2"
# A word may be broken after a hyphen between letters (not in 2014-03-27) and after a dash.
_HYPHEN = rf"(?<=[^\W\d_][-‐–])(?=[^\W\d_])|(?<=[^{_SPACE}]—)(?=[^{_SPACE}])"

_BLANK = re.compile(f"[{_SPACE}]*")
# Text whose characters are one cell wide and not removed by display(), with breaks only at spaces.
_NARROW = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)


def wrap(text: str, width: int) -> list[Range]:
    """Breaks ``text`` into lines of at most ``width`` cells; returns ranges of characters.

    Breaks at white space, after hyphens between letters, after dashes, at U+200B, and between the letters
    of scripts written without spaces, following the basic rules of JIS X 4051 for characters that may not
    start or end a line. A word that is longer than a line is broken anywhere except inside a grapheme.
    A line is wider than ``width`` only if it is a single wider character. White space alone gives no lines.
    """
    width = max(1, width)
    if _NARROW.fullmatch(text):
        return [match.span() for match in _narrow_line(width).finditer(text)]
    return list(_wrap_atoms(text, width))


def line_from(text: str, at: int, width: int) -> Range | None:
    """The first line of what begins at an offset, broken as :func:`wrap` does it; None if nothing is left."""
    if _NARROW.fullmatch(text):
        match = _narrow_line(width).search(text, at)
        return match.span() if match else None
    return next(_wrap_atoms(text, width, at), None)


def is_blank(text: str) -> bool:
    """Whether a text gives no lines when it is wrapped: it consists of white space."""
    return _BLANK.fullmatch(text) is not None


def wrap_text(text: str, width: int) -> list[str]:
    """Like :func:`wrap`, for short texts: the lines themselves."""
    return [text[start:end] for start, end in wrap(text, width)]


@lru_cache(maxsize=256)
def _narrow_line(width: int) -> re.Pattern[str]:
    """One line of narrow text: the longest run up to a possible break, else as much as fits."""
    return re.compile(rf"(?! ).{{1,{width}}}(?:(?<! )(?= |\Z)|{_HYPHEN})|[^ ]{{{width}}}")


@cache
def _atom() -> re.Pattern[str]:
    """A unit that no line is broken in: a word, or a letter of a script without spaces, with its marks.

    Built when first needed: most articles never need it, and it takes longer than the rest of the import.
    """
    mark = "".join(
        re.escape(chr(code))
        for code in (*range(0x300, 0x3100), *range(0xFE00, 0xFE30))
        if _is_mark(chr(code))
    )
    letter = rf"(?:(?![{_OPENING}{_CLOSING}])[{_LETTER}])"
    after = rf"[{_CLOSING}{_WESTERN_CLOSING}{mark}]*"
    syllable = rf"{letter}{after}(?:(?<=[{_STACKERS}]){letter}{after})*"
    in_word = rf"(?:(?![{_LETTER}])[^{_SPACE}{_OPENING}{_CLOSING}])"
    word = rf"{in_word}+?(?:{_HYPHEN}|(?!{in_word}))(?:[{_CLOSING}][{_CLOSING}{mark}]*)?"
    return re.compile(rf"(?:[{_OPENING}]*(?:{syllable}|{word}|[{_CLOSING}]+)|[{_OPENING}]+)")


def _wrap_atoms(text: str, width: int, at: int = 0) -> Iterator[Range]:
    start = end = used = 0  # the line so far, and its cells; empty while start == end
    for match in _atom().finditer(text, at):
        first, last = match.span()
        size = _cells(match.group())
        if start < end:
            gap = _cells(text[end:first]) if end < first else 0
            if used + gap + size <= width:
                end, used = last, used + gap + size
                continue
            while first > start and _is_mark(text[first]):
                # The character that carries the mark, even a space, moves to the new line with it.
                first -= 1
                size += _cells(text[first])
            if start < min(end, first):
                yield start, min(end, first)
        start, end, used = first, last, size
        if size > width:
            *full, (start, end, used) = _hard(text, first, last, width)
            yield from ((line_start, line_end) for line_start, line_end, _ in full)
    if start < end:
        yield start, end


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


@lru_cache(maxsize=8192)
def _cells(text: str) -> int:
    return text_of.width(text_of.display(text))


def _hard(text: str, first: int, last: int, width: int, tab: int = 1) -> list[tuple[int, int, int]]:
    """The lines (start, end, cells) of a range that has no better place to break. At least one."""
    if _NARROW.fullmatch(text, first, last):
        starts = range(first, max(last, first + 1), width)
        return [(start, min(start + width, last), min(width, last - start)) for start in starts]
    lines: list[tuple[int, int, int]] = []
    start, end, used = first, first, 0
    closing = _CLOSING if width >= 4 else ""
    for piece_start, piece_end, cells in _clusters(text[first:last], tab, closing):
        if used + cells > width and start < end:
            lines.append((start, end, used))
            start, used = first + piece_start, 0
        end, used = first + piece_end, used + cells
    lines.append((start, end, used))
    return lines


def _clusters(text: str, tab: int, closing: str) -> Iterator[tuple[int, int, int]]:
    """Graphemes, each together with any ``closing`` mark after it that must not start a line."""
    start, end, used = 0, 0, 0
    for piece_start, piece_end, cells in text_of.graphemes(text):
        char = text[piece_start]
        if char == "\t":
            cells += tab - 1
        if end and not (char in closing and used <= 2):
            yield start, end, used
            start, used = piece_start, 0
        end, used = piece_end, used + cells
    if end:
        yield start, end, used


def wrap_code(text: str, width: int) -> list[Range]:
    """Like :func:`wrap`, for code: keeps its lines and every space, and breaks only at ``width``.

    Tabs count as :data:`TAB`. An empty line of code is a line (start == end).
    """
    width = max(1, width)
    lines: list[Range] = []
    start = 0
    for row in text.split("\n"):
        end = start + len(row)
        lines += [
            (line_start, line_end) for line_start, line_end, _ in _hard(text, start, end, width, len(TAB))
        ]
        start = end + 1
    return lines
