"""Where words and sentences begin and end in a text, in any script. Pure.

Words follow the default rules of Unicode's UAX 29, without its dictionaries: letters with their marks, joined
by an apostrophe, a dot or a hyphen between letters. Ideographs and hiragana are words of their own, katakana
and the scripts of South East Asia go on to the next space. Sentences follow it too: they end after a stop and
the quotation marks and brackets that close behind it. Where a stop may also be that of an abbreviation, a
small letter after it says that the sentence goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from reader.characters import APOSTROPHES, DOTS, HALF_SPACE, HYPHENS, MARKS, UNSEEN

Extent = tuple[int, int]
"""Start and end of a word or a sentence, in characters."""

_ALONE = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af\u3041-\u3096\u309d\u309e"
"""Ideographs and hiragana."""

_WITHOUT_SPACES = "\u0e01-\u0eff\u0f40-\u0fbc\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f"
"""Thai, Lao, Tibetan, Myanmar and Khmer: a space ends a phrase there."""

_STOPS = ".!?…‼⁇⁈⁉"
"""Stops of scripts with spaces, after which a space has to follow."""

_FULL_STOPS = "。．！？｡؟۔܀܁܂।॥።፧፨။៕᠃᠉‽⸮"
"""Stops that end a sentence whatever follows."""

_CLOSING = "\"'’”»›)]}）］｝」』】〉》〕〗〙〛｣”’"

_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "rev", "hon", "gen", "col", "capt", "lt", "sgt",
    "gov", "sen", "rep", "vs", "etc", "cf", "al", "ca", "approx", "no", "nos", "vol", "pp", "p", "fig",
    "figs", "ed", "eds", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "inc", "ltd", "co", "corp", "dept", "est", "bzw", "usw", "nr", "str", "bd", "hrsg",
    "vgl", "mme", "mlle", "m", "sra", "sta", "av",
})  # fmt: skip
"""Words before a full stop that rarely end a sentence."""

_NOT_LAST = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "gov", "sen",
    "rep", "vs", "cf", "nr", "no", "mme", "mlle",
})  # fmt: skip
"""Those that a name or a number follows, with a capital letter, too."""


@cache
def _word() -> re.Pattern[str]:
    kept = f"{MARKS}{UNSEEN}{HALF_SPACE}"
    letter = f"(?![{_ALONE}])[^\\W_]"
    joiner = f"[{re.escape(APOSTROPHES + DOTS + HYPHENS)}](?={letter})"
    return re.compile(
        f"[{_ALONE}][{kept}]*|[{_WITHOUT_SPACES}]+|{letter}(?:{letter}|_(?={letter})|[{kept}]|{joiner})*"
    )


@cache
def _end() -> re.Pattern[str]:
    closing = re.escape(_CLOSING)
    return re.compile(
        f"[{re.escape(_STOPS)}]+[{closing}]*(?=\\s|$)|[{_FULL_STOPS}]+[{closing}{re.escape(_STOPS)}]*"
        f"|(?<=[{_WITHOUT_SPACES}])(?=[ \\u3000]+[{_WITHOUT_SPACES}])"
    )


def words(text: str) -> list[Extent]:
    """The words of a text, in order: where each starts and ends. Signs and spaces belong to none."""
    return [match.span() for match in _word().finditer(text)]


def sentences(text: str) -> list[Extent]:
    """The sentences of a text, in order, without the white space around them.

    A line break between two lines of text ends one, as in verse, code and tables; so does a tab.
    """
    found: list[Extent] = []
    for line in re.finditer(r"[^\n\t]+", text):
        found += _of_line(text, *line.span())
    return found


def _of_line(text: str, first: int, last: int) -> list[Extent]:
    found: list[Extent] = []
    start = first
    for match in _end().finditer(text, first, last):
        if match.end() > start and _ends(text, match):
            found.append((start, match.end()))
            start = match.end()
    found.append((start, last))
    return [piece for low, high in found if (piece := _trimmed(text, low, high)) is not None]


def _trimmed(text: str, start: int, end: int) -> Extent | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a sentence really ends with a stop."""
    signs = stop[0]
    if not signs or signs[0] not in _STOPS:
        return True
    rest = text[stop.end() : stop.end() + 40].lstrip().lstrip("\"'‘“«‹([{„")
    if rest[:1].islower():
        return False
    if signs[0] != "." or signs.startswith(".."):
        return True
    before = text[max(0, stop.start() - 16) : stop.start()]
    word = re.split(r"[\s(\[“„«\"]", before)[-1]
    # The initial of a name, or one of several: J. R. Ashe.
    if len(word) == 1 and word.isupper() and rest[:1].isupper():
        return False
    bare = word.casefold()
    if bare in _NOT_LAST:
        return not rest
    return not (bare in _ABBREVIATIONS and rest[:1].isdigit())


def at(pieces: Sequence[Extent], char: int) -> int:
    """The index of the last piece that starts at a character or before it; -1 if there is none."""
    return bisect_right(pieces, char, key=lambda piece: piece[0]) - 1
