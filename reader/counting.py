"""Counts the words of a text as its reader would. Pure.

If words are separated by spaces, that is simple. For scripts without spaces, the number is estimated from the
average length of a word; being right on average is enough for a reading time.
"""

from __future__ import annotations

import re
from functools import cache

from reader.characters import HALF_SPACE, MARKS, UNSEEN

_WORD = re.compile("[^\\W_]+")

_LENGTHS = (
    ("\u0e01-\u0e4e", 4.5),  # Thai, with its vowels and tones
    ("\u0e81-\u0ece", 4.5),  # Lao
    ("\u0f40-\u0fbc", 6.0),  # Tibetan
    ("\u1000-\u103f\u1050-\u108f\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f", 6.0),  # Burmese
    ("\u1780-\u17d3", 5.0),  # Khmer
    ("\ua000-\ua48c", 1.5),  # Yi
)
"""Scripts written without spaces, with the average number of characters per word."""

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA = "\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff\uff66-\uff9f"
_CHINESE, _JAPANESE = 1.6, 2.3
_SOME_KANA = 20  # with this many times more Han characters, a text is Chinese with a Japanese name in it

_UNSPACED = f"[{''.join(letters for letters, _ in _LENGTHS)}{_HAN}{_KANA}]"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A run without spaces; a word with its marks. They take a while to compile."""
    word = f"[^\\W_](?:[^\\W_]|[{MARKS}{UNSEEN}{HALF_SPACE}])*"
    return re.compile(f"{_UNSPACED}[{MARKS}{_UNSPACED[1:-1]}]*"), re.compile(word)


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(f"[{MARKS}{UNSEEN}{HALF_SPACE}]")


def count_words(text: str) -> int:
    """How many words a text has; an estimate for Chinese, Japanese, Thai …"""
    if text.isascii():
        return len(_WORD.findall(text))
    unspaced, word = _patterns()
    rest, runs = unspaced.subn(" ", text)
    plain = not _mark().search(rest)
    return len((_WORD if plain else word).findall(rest)) + (
        _estimated("".join(unspaced.findall(text))) if runs else 0
    )


def _estimated(text: str) -> int:
    han, kana = (len(re.findall(f"[{letters}]", text)) for letters in (_HAN, _KANA))
    words = (han + kana) / (_JAPANESE if kana * _SOME_KANA > han else _CHINESE)
    words += sum(len(re.findall(f"[{letters}]", text)) / length for letters, length in _LENGTHS)
    return max(1, round(words))
