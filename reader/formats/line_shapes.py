"""Groups of lines whose line breaks and spaces mean something: columns, code, verse. Pure functions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reader.formats.line_joining import CLOSING, SENTENCE_END, is_soft, is_verse
from reader.text import width

_TAB = 8
# A line of verse is shorter; a longer line is a paragraph.
_VERSE_MAX = 70
_GAP = re.compile(r"(?<=\S)(?: {2,}|\t+ *)(?=\S)")
_AFTER_SENTENCE = re.compile(r"[.!?:…][\"'”’»)]*$")
_AFTER_MARKER = re.compile(r"\s*(?:[^\w\s]|\(?\w{1,3}[.)]|\[.\])")
_BOX = re.compile(r"[|+│┃┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬─━]")
_CODE_END = ("{", "}", ";", "(", "[", "\\", "):", "do", "then", "->", "=>")
_CODE_SIGN = re.compile(
    r"[=(){}\[\];<>]|^\s*(?:def|class|if|for|while|return|import|from|fn|let|var|const|func|elif|else)\b"
)


def are_columns(group: Sequence[str]) -> bool:
    """Whether lines are a table: signs of a box, tabs inside, or words that line up behind gaps."""
    if len(group) < 2:
        return False
    most = 2 * len(group) / 3
    boxed = [line for line in group if _BOX.match(line.strip()[0])]
    if len(boxed) >= most and sum(len(_BOX.findall(line)) >= 3 for line in boxed) >= 2:
        return True
    tabbed = [line for line in group if "\t" in line.strip() and not _AFTER_MARKER.match(line)]
    if len(tabbed) >= max(2, most):
        return True
    edges: Counter[tuple[str, int]] = Counter()
    for line in group:
        line = line.expandtabs(_TAB)
        for gap in _GAP.finditer(line):
            before = line[: gap.start()]
            if not (_AFTER_SENTENCE.search(before) or _AFTER_MARKER.fullmatch(before)):
                edges["start", width(line[: gap.end()])] += 1
                end = line.find("  ", gap.end())
                edges["end", width(line[: end if end >= 0 else len(line)].rstrip())] += 1
    return bool(edges) and max(edges.values()) >= max(2, most)


def is_code(lines: Sequence[str], indents: Sequence[int]) -> bool:
    """Whether lines, some of them indented, are code."""
    if len(lines) < 2 or not max(indents) > min(indents):
        return False
    looks = sum(line.rstrip().endswith(_CODE_END) or bool(_CODE_SIGN.search(line)) for line in lines)
    return 3 * looks >= 2 * len(lines)


def is_dialogue(lines: Sequence[str]) -> bool:
    """Whether lines that start with a dash are spoken: most of them end like sentences."""
    ends = sum(line.rstrip(CLOSING)[-1:] in tuple(SENTENCE_END) for line in lines)
    return 2 * ends > len(lines)


def is_prose(group: Sequence[str], indents: Sequence[int]) -> bool:
    """Whether indented lines are sentences and not code: usually a paragraph below a list item."""
    text = " ".join(map(str.strip, group))
    return (
        min(indents) == max(indents)
        and text.count(" ") >= 8
        and text.rstrip(CLOSING)[-1:] in tuple(SENTENCE_END)
        and (text[0].isalpha() or text[0] in "\"'“‘*([")
    )


def keeps_lines(lines: Sequence[str], indents: Sequence[int]) -> bool:
    """Whether the breaks between lines were meant: verse, an address, a dialogue.

    The lines have no signs of lists, quotations and the like.

    Args:
        lines: two or more lines, without indentation.
        indents: how far each is indented, in spaces.
    """
    if len(lines) < 2:
        return False
    if is_verse(lines):
        return max(map(width, lines)) <= 2 * _VERSE_MAX
    wrapped = max(map(width, lines))
    if wrapped > _VERSE_MAX:
        return False
    if len(lines) == 2 and _heading_and_text(lines, wrapped):
        return False
    breaks = pairwise(lines)
    soft = sum(is_soft(before, after, wrapped, len(lines)) for before, after in breaks)
    # A first line that is indented further than the others opens a paragraph.
    opens = indents[0] > max(indents[1:])
    return not soft and not opens


def _heading_and_text(lines: Sequence[str], wrapped: int) -> bool:
    """Whether the first of two lines has no full stop, and the second is a longer sentence below it."""
    first, second = (line.rstrip(CLOSING) for line in lines)
    sign = tuple(SENTENCE_END + ",，")
    return (
        first[-1:] not in sign
        and second[-1:] in tuple(SENTENCE_END)
        and width(second) == wrapped >= 40
        and 3 * width(first) <= 2 * width(second)
    )
