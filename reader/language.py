"""Detects the language of a text. Pure, deterministic, standard library only; about 0.1 ms for any text.

The script decides first: most scripts belong to one language. If several languages share a script, their
commonest words (articles, pronouns, prepositions) and the letters of their alphabets decide: a word on a
language's list counts for it, and a letter that it does not have counts against it. That is naive Bayes over
function words with equal odds (as in Grefenstette, *Comparing two language identification schemes*, 1995);
the subject of an article makes no difference.

The lists are short on purpose. A text of a few sentences contains a dozen such words, and a text without any
is better left without a language than given a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache

from reader.language_tables import BLOCKS, DENSE, OF_SCRIPT, SHARED
from reader.model import Article

_SAMPLE = 1500
"""How many characters of the beginning, and of the middle, are examined."""

_LEAST = 2.0
"""A language needs this much evidence …"""

_SHARE = 0.04
_SHARE_LATIN = 0.12
"""… and this much for each word of the sample. Some words occur in one of the many languages in Latin script
by chance: in lists of names, in programs, in text that is in no language at all."""

_LEAST_WORDS = 4
"""Fewer words are a name or a title, which may be in any language: the Who, De la Soul."""

_LEAST_DISTINCT = 2
"""So many different words, or letters of its own, are needed: one word may be one of several languages."""

_LEAST_LETTERS = 6
_LEAST_IDEOGRAPHS = 8
"""Letters of a script that only one language has; Chinese and Japanese share theirs, and names are short."""

_LETTER = 0.5
_FOREIGN = 1.0
"""How much a letter counts for the languages that have it (divided among them), and against the others."""

_SINGLE = 0.3
"""How much a word of one letter counts: it may be a variable, a list item or part of an address."""

_MANY = 12
"""The same letter counts at most this many times."""

_IDEOGRAPH = 3
"""A Han character, kana or Hangul syllable counts as this many letters."""

_SECOND = 5
"""If the main script gives no result, one with up to this many times fewer letters is tried."""

_STARTS = [start for start, _ in BLOCKS]

# Points and vowel signs continue a word; so does an apostrophe between letters.
_LETTERS = r"(?:[^\W\d_]|[\u0591-\u05c7\u064b-\u0670\u0900-\u0903\u093a-\u0963])+"
_WORD = re.compile(rf"{_LETTERS}(?:['’‘]{_LETTERS})*|'n\b")


def detect(text: str) -> str:
    """The language of a text: its ISO 639 code (two letters if there is one with two), or "" if unclear.

    For a text in several languages, it is the language that most of the text is in.
    """
    sample = _sample(text).lower()
    letters = Counter(sample)
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        if script := _script(letter):
            counts[script] += count * (_IDEOGRAPH if script in DENSE else 1)
    if not counts:
        return ""
    # Japanese mixes Han characters and kana; Chinese has no kana.
    if counts["Kana"] * 20 > counts["Han"]:
        counts["Kana"] += counts.pop("Han", 0)
    # Korean may contain Han characters, too.
    if counts["Hangul"] > counts["Han"]:
        counts["Hangul"] += counts.pop("Han", 0)
    scripts = sorted(counts, key=lambda name: (-counts[name], name))
    enough = counts[scripts[0]] / _SECOND
    for script in scripts:
        if counts[script] < enough:
            break
        if script in OF_SCRIPT:
            least = _LEAST_IDEOGRAPHS * _IDEOGRAPH if script == "Han" else _LEAST_LETTERS
            found = OF_SCRIPT[script] if counts[script] >= least else ""
        else:
            found = _of_script(script, sample, letters)
        if found:
            return found
    return ""


def of_article(article: Article) -> str:
    """The language of an article's title, note and body, according to :func:`detect`."""
    return detect("\n".join((article.title, article.note, article.text())))


def _sample(text: str) -> str:
    if len(text) > 2 * _SAMPLE:
        middle = len(text) // 2
        text = f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]}"
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _script(letter: str) -> str:
    return BLOCKS[bisect_right(_STARTS, ord(letter)) - 1][1]


@dataclass(frozen=True, slots=True)
class _Lists:
    """The languages of one script: which of them use a word, and which letters distinguish them."""

    codes: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    letters: dict[str, tuple[str, ...]]


@cache
def _lists(script: str) -> _Lists:
    words: dict[str, tuple[str, ...]] = {}
    letters: dict[str, tuple[str, ...]] = {}
    for code, (alphabet, common) in SHARED[script].items():
        for letter in dict.fromkeys(alphabet):
            letters[letter] = (*letters.get(letter, ()), code)
        for word in dict.fromkeys(common.split()):
            words[word] = (*words.get(word, ()), code)
    return _Lists(tuple(SHARED[script]), words, letters)


# Persian and related languages, typed on an Arabic keyboard.
_PERSIAN_LETTERS = str.maketrans("\u0643\u064a", "\u06a9\u06cc")


def _of_script(script: str, sample: str, letters: Counter[str]) -> str:
    """The language of a text in a script that several languages share."""
    found, score = _by_words(script, sample, letters)
    if letters["\u0643"] or letters["\u064a"]:
        sample = sample.translate(_PERSIAN_LETTERS)
        other, better = _by_words(script, sample, Counter(sample))
        if better > score:
            return other
    return found


def _by_words(script: str, sample: str, letters: Counter[str]) -> tuple[str, float]:
    """The likeliest language of a sample in a script, and its score; "" if there is too little evidence."""
    lists = _lists(script)
    scores = dict.fromkeys(lists.codes, 0.0)
    found = Counter(_WORD.findall(sample))
    distinct = Counter(code for word in found for code in lists.words.get(word, ()))
    for word, count in found.items():
        worth = count * (_SINGLE if len(word) == 1 and word.isascii() else 1.0)
        for code in lists.words.get(word, ()):
            scores[code] += worth
    for letter in lists.letters.keys() & letters.keys():
        count, having = min(letters[letter], _MANY), lists.letters[letter]
        distinct.update(having)
        for code in scores:
            scores[code] += count * (_LETTER / len(having) if code in having else -_FOREIGN)
    # In a tie the first in the list wins, which has more readers.
    best = max(scores, key=scores.__getitem__)
    share = _SHARE_LATIN if script == "Latin" else _SHARE
    enough = scores[best] >= max(_LEAST, share * found.total())
    enough = enough and found.total() >= _LEAST_WORDS and distinct[best] >= _LEAST_DISTINCT
    return (best, scores[best]) if enough else ("", 0.0)
