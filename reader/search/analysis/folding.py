"""Maps the spellings that a reader takes for one word to one string: case, accents, width, keyboards.

``letters`` keeps the accents that stemmers need; ``fold`` removes them as well. Vowel signs of Brahmic
scripts are kept, and so are й and the voicing of kana: without them it would be a different word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from reader.characters import HALF_SPACE, LETTER_APOSTROPHES, SIGNS, UNSEEN

MAX_TERM = 64
"""Longer words (a line of base64) are cut to this many characters, in the index and in queries alike."""

_LIMIT = 100_000

# Invisible signs, apostrophes that are letters, the line that stretches Arabic words, the dot of Catalan.
_DROPPED = f"[{UNSEEN}{HALF_SPACE}{LETTER_APOSTROPHES}\u0640\u00b7\u2027]"

# Letters that Unicode does not decompose, and the plain spelling that people type.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)

# Keyboards for Arabic, Persian and Urdu have different letters that look the same; and in Arabic, final
# letters are written with or without their dots.
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("\u06a9\u06aa", "\u0643"),
        **dict.fromkeys("\u06cc\u0649\u06cd", "\u064a"),
        **dict.fromkeys("\u0629\u06c0\u06c1\u06c2\u06c3\u06be\u06d5", "\u0647"),
        **dict.fromkeys("\u0671\u0672\u0673", "\u0627"),
    }
)

_ALONE = "\u3200-\u33ff\uff00-\uffef"  # signs that are words or other signs in one cell: ㎏, ￥


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is left out of words; signs in other forms that are not letters. They take a while to compile."""
    return re.compile(_DROPPED), re.compile(f"(?![{_ALONE}])[{SIGNS}]")


class _Folded(dict[str, str]):
    """Word -> folded, for words that are not ASCII: the same few recur all the time."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _LIMIT:
            self.clear()
        text = _without_marks(letters(word))
        self[word] = text = text[:MAX_TERM] or word[:MAX_TERM]
        return text


_folded = _Folded().__getitem__


def fold(word: str) -> str:
    """A word without case, diacritics and width: ``Café`` and ``ＣＡＦＥ`` are both ``cafe``."""
    return word.lower()[:MAX_TERM] if word.isascii() else _folded(word)


def unaccented(text: str) -> str:
    """The result of :func:`letters` without its accents."""
    return text if text.isascii() else _without_marks(text)


def letters(word: str) -> str:
    """A word in one spelling of its script, in lower case, with its accents; "" if nothing is left."""
    if word.isascii():
        return word.lower()
    dropped, sign = _patterns()
    if sign.match(word):
        return word
    text = dropped.sub("", unicodedata.normalize("NFKC", dropped.sub("", word)).casefold())
    if text.isascii():
        return text
    last = max(text)
    if not (text.isalpha() or last < "\u0300"):
        text = "".join([str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text])
    if last >= "\u0900":
        text = _of_script(text, last)
    # Case folding turns the Turkish capital İ into an i with a separate dot above.
    return unicodedata.normalize("NFC", text.replace("i\u0307", "i"))


def _of_script(text: str, last: str) -> str:
    """Unifies the spelling variants of scripts after Arabic."""
    if last < "\u0e00":
        from reader.search.analysis.indic import one_spelling

        return one_spelling(text)
    if last >= "\u3041":
        text = text.translate(_kana())
        if last >= "\u3400":
            from reader.search.analysis.han import SIMPLIFIED

            return text.translate(SIMPLIFIED)
    return text


@cache
def _kana() -> dict[int, int]:
    """Hiragana to katakana: the same word is often written in either."""
    return {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}


def _without_marks(text: str) -> str:
    if text.isascii() or "\u0e00" <= text[:1] <= "\u10ff" or "\u3041" <= text[:1] <= "\u9fff":
        return text
    kept = [c for c in unicodedata.normalize("NFKD", text.replace("й", "\ue000")) if not _is_diacritic(c)]
    plain = unicodedata.normalize("NFC", "".join(kept)).replace("\ue000", "й")
    return plain.translate(_ARABIC if "\u0600" <= plain[:1] <= "\u06ff" else _PLAIN_LETTERS)


def _is_diacritic(char: str) -> bool:
    # Canonical combining classes: 10-35 Hebrew and Arabic points, from 200 marks above and below.
    combining = unicodedata.combining(char)
    return 10 <= combining <= 35 or combining >= 200
