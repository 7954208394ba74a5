"""Which language a text is in. Pure, deterministic, standard library only; some 0.1 ms for any text.

The script decides first: most scripts have one language. Where several share one, the commonest words of each
(articles, pronouns, prepositions) and the letters of each alphabet decide: a word of a language's list
speaks for it, a letter that it does not have against it. That is naive Bayes over function words with
equal odds (as in Grefenstette, *Comparing two language identification schemes*, 1995); what an article is
about does not matter to it.

The lists are short on purpose. A text of a few sentences has a dozen such words, and a text without any is
better left without a language than given a wrong one.
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
"""So many characters of the beginning and of the middle are looked at."""

_LEAST = 2.0
"""A language needs this much evidence …"""

_SHARE = 0.04
_SHARE_LATIN = 0.12
"""… and this much for each word of the sample. Of the many languages in Latin script some one has a few of
any words: those of lists of names, of programs, of no language at all."""

_LETTER = 0.5
_FOREIGN = 1.0
"""What a letter counts for the languages that have it (shared among them), and against one that has not."""

_SINGLE = 0.3
"""What a word of one letter counts: it may as well be a variable, a point of a list, part of an address."""

_MANY = 12
"""The same letter counts this many times at most."""

_IDEOGRAPH = 3
"""A Han character, kana or Hangul syllable says as much as so many letters."""

_SECOND = 5
"""Where the main script says nothing, one with this many times fewer letters may."""

_STARTS = [start for start, _ in BLOCKS]

# Points and vowel signs go on with a word; so does an apostrophe between letters.
_LETTERS = r"(?:[^\W\d_]|[\u0591-\u05c7\u064b-\u0670\u0900-\u0903\u093a-\u0963])+"
_WORD = re.compile(rf"{_LETTERS}(?:['’‘]{_LETTERS})*|'n\b")


def detect(text: str) -> str:
    """The language of a text: its ISO 639 code (two letters where there are such), or "" if unclear.

    A text in several languages gives the one most of it is in.
    """
    sample = _sample(text).lower()
    letters = Counter(sample)
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        if script := _script(letter):
            counts[script] += count * (_IDEOGRAPH if script in DENSE else 1)
    if not counts:
        return ""
    # Japanese is Han and kana together, and Chinese has no kana.
    if counts["Kana"] * 20 > counts["Han"]:
        counts["Kana"] += counts.pop("Han", 0)
    # Korean may hold Han characters as well.
    if counts["Hangul"] > counts["Han"]:
        counts["Hangul"] += counts.pop("Han", 0)
    scripts = sorted(counts, key=lambda name: (-counts[name], name))
    enough = counts[scripts[0]] / _SECOND
    for script in scripts:
        if counts[script] < enough:
            break
        if found := OF_SCRIPT.get(script) or _of_script(script, sample, letters):
            return found
    return ""


def of_article(article: Article) -> str:
    """The language of an article's title, note and body, as :func:`detect` sees it."""
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
    """The languages of one script: which of them have a word, and which letters tell them apart."""

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


# Persian and its neighbours typed on an Arabic keyboard.
_PERSIAN_LETTERS = str.maketrans("\u0643\u064a", "\u06a9\u06cc")


def _of_script(script: str, sample: str, letters: Counter[str]) -> str:
    """The language of a text in a script that several share."""
    found, score = _by_words(script, sample, letters)
    if letters["\u0643"] or letters["\u064a"]:
        sample = sample.translate(_PERSIAN_LETTERS)
        other, better = _by_words(script, sample, Counter(sample))
        if better > score:
            return other
    return found


def _by_words(script: str, sample: str, letters: Counter[str]) -> tuple[str, float]:
    """The language that a sample in a script speaks for, "" for none; and how much it does."""
    lists = _lists(script)
    scores = dict.fromkeys(lists.codes, 0.0)
    found = Counter(_WORD.findall(sample))
    for word, count in found.items():
        worth = count * (_SINGLE if len(word) == 1 and word.isascii() else 1.0)
        for code in lists.words.get(word, ()):
            scores[code] += worth
    for letter in lists.letters.keys() & letters.keys():
        count, having = min(letters[letter], _MANY), lists.letters[letter]
        for code in scores:
            scores[code] += count * (_LETTER / len(having) if code in having else -_FOREIGN)
    # Of equal ones the first in the list, which is the one with more readers.
    best = max(scores, key=scores.__getitem__)
    share = _SHARE_LATIN if script == "Latin" else _SHARE
    enough = scores[best] >= max(_LEAST, share * found.total())
    return (best, scores[best]) if enough else ("", 0.0)
