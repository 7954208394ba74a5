"""Text to terms: the one definition of what counts as a word, for the index, queries and snippets.

A text is split into *raw words* (as written, one per position) and each raw word has one *term*, under
which it is found: folded (case, diacritics, width) and stemmed. The same few words recur all the time, so
terms are looked up in a dictionary that fills itself; splitting is one ``findall``. That makes this
cheap enough for the hot loop of indexing.

Scripts written without spaces become overlapping pairs of characters, so that any part of two or more
characters is found as a phrase; every run also ends in a single character, so that each character starts
some term and a single one is found as a prefix. Hangul is treated so as well, for its particles hang on
to the words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

MAX_TERM = 64
"""Longer words (a line of base64) are cut to this many characters, in the index and in queries alike."""

# Combining marks of alphabets and vowel signs of Brahmic scripts: parts of words that \w leaves out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u0900-\u0963\u0971-\u0df3\u0f18\u0f19\u0f35\u0f37\u0f39\u0f71-\u0f84\u0f86-\u0fbc"
    "\u135d-\u135f\u180b-\u180d\u1ab0-\u1aff\u1b00-\u1b44\u1b80-\u1bad\u1dc0-\u1dff\u200c\u200d"
    "\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ua8e0-\ua8f1\ua980-\ua9c0\ufe20-\ufe2f"
)

# Thai and Lao, Tibetan, Myanmar, Khmer, the scripts of the Tai, of Java and Bali, Han, kana, Yi and Hangul,
# without their punctuation and currency signs.
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0ede\u0f40-\u0f6c\u0f71-\u0f84\u0f88-\u0fbc\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u17e0-\u17e9"
    "\u1100-\u11ff\u1950-\u19df\u1a20-\u1a7c\u1b00-\u1b44\u3005\u3007\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\ua980-\ua9c0\ua9e0-\ua9fe\uaa60-\uaaaf\uac00-\ud7fb\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U000323af"
)

_ASCII_WORD = re.compile("[0-9A-Za-z]+")
_WORD = re.compile(f"[\\w{_MARKS}]+")
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_ANY_WORD = re.compile(f"([{_UNSPACED}][{_UNSPACED}{_MARKS}]*)|(?:(?![{_UNSPACED}])[\\w{_MARKS}])+")
# A character and the (half-width) voicing marks that compose with it: one unit when width is folded.
_UNIT = re.compile(".[\u3099\u309a\uff9e\uff9f]*", re.DOTALL)


Word = tuple[str, int, int]
"""A raw word, and the start and end of where it stands in the text. A bare tuple: there are many."""


def split(text: str) -> list[str]:
    """The raw words of a text in order. The index in this list is the word's position."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    text = text.replace("_", " ")
    if not has_unspaced(text):
        return _WORD.findall(text)
    raw: list[str] = []
    for match in _ANY_WORD.finditer(text):
        if match[1] is None:
            raw.append(match[0])
        else:
            run = unicodedata.normalize("NFKC", match[0])
            raw.extend([run[i : i + 2] for i in range(len(run))])
    return raw


def locate(text: str) -> list[Word]:
    """As :func:`split`, with offsets. A pair of characters spans what it was made from."""
    if text.isascii():
        return [(m[0], *m.span()) for m in _ASCII_WORD.finditer(text)]
    text = text.replace("_", " ")
    if not has_unspaced(text):
        return [(m[0], *m.span()) for m in _WORD.finditer(text)]
    found: list[Word] = []
    for match in _ANY_WORD.finditer(text):
        if match[1] is None:
            found.append((match[0], *match.span()))
        else:
            found.extend(_pairs(match[0], match.start()))
    return found


def _pairs(run: str, offset: int) -> Iterable[Word]:
    """The overlapping pairs of one run of unspaced script, after folding its width."""
    folded = unicodedata.normalize("NFKC", run)
    if folded != run:
        units = [(unicodedata.normalize("NFKC", m[0]), m.start(), m.end()) for m in _UNIT.finditer(run)]
        pieces = "".join(unit for unit, _, _ in units)
        if pieces == folded:
            where = [(start, end) for unit, start, end in units for _ in unit]
        else:  # composed across units (Jamo): the run is marked as a whole
            where = [(0, len(run))] * len(folded)
        for i in range(len(folded)):
            yield folded[i : i + 2], offset + where[i][0], offset + where[min(i + 1, len(where) - 1)][1]
        return
    for i in range(len(run)):
        yield run[i : i + 2], offset + i, offset + min(i + 2, len(run))


def has_unspaced(text: str) -> bool:
    """Whether any of a text is in a script written without spaces."""
    return not text.isascii() and bool(_HAS_UNSPACED.search(text))


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on before ``start`` or after ``end``."""
    return not (_WORD_CHAR(text, start - 1) if start else None) and not _WORD_CHAR(text, end)


_WORD_CHAR = re.compile(f"(?!_)[\\w{_MARKS}]").match


def query_words(text: str) -> list[str]:
    """The raw words to look for: as :func:`split`, without the single character that ends a longer run.

    In the text searched, that run may go on where the query ends.
    """
    words = locate(text)
    if len(words) > 1:
        (_, _, before), (last, _, end) = words[-2:]
        if len(last) == 1 and is_unspaced(last) and before == end:
            words.pop()
    return [raw for raw, _, _ in words]


def is_unspaced(word: str) -> bool:
    """Whether a raw word is a piece of a script written without spaces."""
    return bool(_HAS_UNSPACED.match(word))


# --- folding ----------------------------------------------------------------------------------------

# Letters that Unicode does not decompose, and the spelling without the mark that people type.
_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)


def fold(word: str) -> str:
    """A word without case, diacritics and width: ``Café`` and ``ＣＡＦＥ`` are both ``cafe``.

    Vowel signs of Brahmic scripts stay, and so do й and the voicing of kana: without them a word is
    another word.
    """
    if word.isascii():
        return word.lower()[:MAX_TERM]
    text = unicodedata.normalize("NFKC", word).casefold()
    if not text.isascii():
        kept = [c for c in unicodedata.normalize("NFKD", text.replace("й", "\ue000")) if not _is_diacritic(c)]
        text = unicodedata.normalize("NFC", "".join(kept)).replace("\ue000", "й").translate(_PLAIN_LETTERS)
    return text[:MAX_TERM] or word


def _is_diacritic(char: str) -> bool:
    if char in "\u200c\u200d":
        return True
    # Canonical combining classes: 10-35 Hebrew and Arabic points, from 200 marks above and below.
    combining = unicodedata.combining(char)
    return 10 <= combining <= 35 or combining >= 200


# --- stemming ---------------------------------------------------------------------------------------

DEFAULT_LANGUAGE = "english"
"""The stemmer for words in Latin script when the article names no language."""

_STEMMERS = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "nb": "norwegian", "nn": "norwegian",
    "fi": "finnish", "hu": "hungarian", "ro": "romanian", "tr": "turkish", "ca": "catalan", "eu": "basque",
    "ga": "irish", "id": "indonesian", "ms": "indonesian", "lt": "lithuanian", "et": "estonian",
    "eo": "esperanto", "cs": "czech", "pl": "polish", "hr": "serbian", "bs": "serbian", "sr": "serbian",
    "st": "sesotho", "fa": "persian", "ne": "nepali", "yi": "yiddish",
}  # fmt: skip

# Languages of other scripts. What stands in Latin letters among those is English for the most part.
_NOT_LATIN = (
    "am ar as be bg bn bo chr ckb dv el gu he hi hy ii iu ja ka kk km kn ko ky lo mk ml mn mr my or pa ps ru"
    " sa sd si syr ta te tg th ti tt ug uk ur vai zgh zh"
)

# Other scripts say themselves which stemmer to take, unless the language is one of those below.
_SCRIPTS = (
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u052f", "russian"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0590", "\u05ff", "hebrew"),  # for Yiddish: there is no stemmer for Hebrew
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
    ("\u0b80", "\u0bff", "tamil"),
)
_INSTEAD = {"persian": "arabic", "nepali": "hindi", "serbian": "russian", "yiddish": "hebrew"}
"""Stemmers of languages that share a script, and whose place they take there. Serbian is in Latin too."""


def language(lang: str) -> str:
    """The stemmer that an article's ISO 639 code asks for; "" for a language in Latin script without one."""
    code = lang.lower().replace("_", "-").partition("-")[0]
    return DEFAULT_LANGUAGE if not code or code in _NOT_LATIN.split() else _STEMMERS.get(code, "")


class Vocabulary(dict[str, str]):
    """Raw word -> term for one language, filled as words are met (and emptied when it grows too large).

    ``vocabulary.__getitem__`` is what the hot loops map over the raw words.
    """

    _LIMIT = 100_000

    def __init__(self, stemmer: str) -> None:
        super().__init__()
        self.stemmer = stemmer
        self._by_first: dict[str, Callable[[str], str] | None] = {}

    def __missing__(self, raw: str) -> str:
        folded = fold(raw)
        first = folded[0]
        if first not in self._by_first:
            self._by_first[first] = _stemmer(self._stemmer_name(first))
        stem = self._by_first[first]
        if len(self) >= self._LIMIT:
            self.clear()
        term = (stem(folded) or folded) if stem else folded
        # Most words are their own term: one string then does for both.
        self[raw] = term = raw if term == raw else term
        return term

    def _stemmer_name(self, first: str) -> str:
        own = self.stemmer
        if "a" <= first <= "\u024f" or "\u1e00" <= first <= "\u1eff":
            return DEFAULT_LANGUAGE if own in _INSTEAD and own != "serbian" else own
        usual = next((name for low, high, name in _SCRIPTS if low <= first <= high), "")
        if usual and _INSTEAD.get(own) == usual:
            return own
        return "" if usual == "hebrew" else usual


@cache
def vocabulary(stemmer: str) -> Vocabulary:
    """The shared vocabulary of a language, named as :func:`language` names it."""
    return Vocabulary(stemmer)


@cache
def _stemmer(name: str) -> Callable[[str], str] | None:
    if not name:
        return None
    import Stemmer  # takes 10 ms to load: only those who index or search pay

    stemmer = Stemmer.Stemmer(name)
    stemmer.maxCacheSize = 0  # the vocabulary is the cache
    stem: Callable[[str], str] = stemmer.stemWord
    return stem


def terms(text: str, lang: str = "") -> list[str]:
    """The terms of a text, one per position."""
    return list(map(vocabulary(language(lang)).__getitem__, split(text)))
