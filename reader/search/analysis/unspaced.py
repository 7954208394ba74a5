"""Cuts runs of a script written without spaces into overlapping pairs of characters.

Any part of two or more characters is then found as a phrase. Every run also ends in a single character, so
each character starts some term, and a single character is found as a prefix. Hangul is treated the same way,
because its particles are attached to the words.
"""

from __future__ import annotations

import re
import unicodedata

from reader.characters import HALF_SPACE, KANA_DOTS, UNSEEN

LocatedWord = tuple[str, int, int]
"""A raw word, and where it starts and ends in the text. A bare tuple, because there are many."""

# A character and the (half-width) voicing marks that compose with it: one unit when width is folded. In Thai
# and Lao, a vowel with a ring and a tone are typed in several orders, and one vowel is also typed as two.
_UNIT = re.compile(
    f"[{UNSEEN}{HALF_SPACE}{KANA_DOTS}]|\u0e4d[\u0e48-\u0e4b]?\u0e32|\u0ecd[\u0ec8-\u0ecb]?\u0eb2|\u0e40\u0e40"
    "|.[\u3099\u309a\uff9e\uff9f]*",
    re.DOTALL,
)
_ODD = re.compile(
    f"[{UNSEEN}{HALF_SPACE}{KANA_DOTS}\u0e4d\u0ecd\u3005\u303b\u309d\u309e\u30fd\u30fe]|\u0e40\u0e40"
)
_LEFT_OUT = re.compile(f"[{UNSEEN}{HALF_SPACE}{KANA_DOTS}]")
_RING = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32|\u0ecd([\u0ec8-\u0ecb]?)\u0eb2")
_WITH_RING = {"\u0e4d": "\u0e33", "\u0ecd": "\u0eb3"}
_AGAIN = "\u3005\u303b\u309d\u309e\u30fd\u30fe"
_VOICED_AGAIN = "\u309e\u30fe"
_HIRAGANA_ALONE = re.compile("[\u3041-\u3096\u30fc]+")
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_LONG_AT_END = re.compile("(?<=[\u30a1-\u30fa\u30fc][\u30a1-\u30fa])\u30fc(?![\u30a1-\u30fc])")


def is_as_written(run: str) -> bool:
    """Whether the pairs of a run are pairs of its characters, none of which has to be folded or left out."""
    return not _ODD.search(run) and unicodedata.is_normalized("NFKC", run)


def pairs(run: str) -> list[str]:
    """The pairs of a run, one per position, and its last character."""
    if not is_as_written(run):
        return [raw for raw, _, _ in _folded(run, 0)]
    return [run[i : i + 2] for i in range(len(run))]


def located_pairs(run: str, offset: int) -> list[LocatedWord]:
    """The same, with offsets in a text in which the run starts at ``offset``."""
    if not is_as_written(run):
        return _folded(run, offset)
    end = len(run)
    return [(run[i : i + 2], offset + i, offset + min(i + 2, end)) for i in range(end)]


def without_long_ends(text: str) -> str:
    """A text without the long vowels that end katakana words: サーバー is also written サーバ."""
    text = unicodedata.normalize("NFKC", text)
    if _HIRAGANA_ALONE.fullmatch(text):
        text = text.translate(_TO_KATAKANA)
    return _LONG_AT_END.sub("", text)


def _folded(run: str, offset: int) -> list[LocatedWord]:
    units: list[tuple[str, int, int]] = []
    before = ""
    for match in _UNIT.finditer(run):
        unit = _unit(match[0], before)
        before = unit or before
        units.append((unit, match.start(), match.end()))
    text = "".join(unit for unit, _, _ in units)
    whole = unicodedata.normalize("NFC", text)
    if whole == text:
        where = [(start, end) for unit, start, end in units for _ in unit]
    else:  # composed across units (Jamo): the run is marked as a whole
        text, where = whole, [(0, len(run))] * len(whole)
    last = len(text) - 1
    return [
        (text[i : i + 2], offset + where[i][0], offset + where[min(i + 1, last)][1]) for i in range(len(text))
    ]


def _unit(raw: str, before: str) -> str:
    """How a unit is looked up; "" if it is left out."""
    if _LEFT_OUT.match(raw):
        return ""
    if raw == "\u0e40\u0e40":
        return "\u0e41"
    if raw in _AGAIN and before:
        last = before[-1]
        return unicodedata.normalize("NFC", last + "\u3099") if raw in _VOICED_AGAIN else last
    # Compose again: together with its vowel, the ring is one letter that follows the tone.
    return _RING.sub(lambda m: (m[1] or m[2] or "") + _WITH_RING[m[0][0]], unicodedata.normalize("NFKC", raw))
