"""Where a query matches in a text, and the passage that shows it best. Pure.

Words are compared as in the index (``words``), so every inflection that was found is also marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reader.model import Snippet
from reader.search.analysis.compounds import is_part, parts_of
from reader.search.analysis.edits import edits_allowed, within
from reader.search.analysis.words import (
    MAX_TERM,
    BesideAt,
    LocatedWord,
    Vocabulary,
    analyse,
    asked,
    fold,
    has_unspaced,
    is_unspaced,
    is_whole,
    language,
    locate_all,
    pieces_of,
    vocabulary,
)
from reader.search.passages.turns import LENGTH, MatchPlace, densest
from reader.search.passages.windows import MOST_MARKED, WHOLE, stretches, windows
from reader.search.query.nodes import Phrase, Query, Word
from reader.search.weights import SHORT_PREFIX
from reader.text import collapse, display

ELLIPSIS = "…"
_KEPT = 50_000  # the words of texts up to this length are kept for the next key
_SHORT_PHRASE = 8  # up to this many words are cut out after each occurrence of a phrase's first word


@dataclass(frozen=True, slots=True)
class _Target:
    """One form of a word or phrase of a query: the terms of each of its words in order.

    The last one may be a prefix. ``near`` is a word that may be misspelt, ``inside`` one that may be part of
    a longer one. ``part`` is the number of the query's word or phrase that this is a form of.
    """

    part: int
    terms: tuple[frozenset[str], ...]
    prefix: str = ""
    itself: bool = True
    near: str = ""
    inside: str = ""


def marks(text: str, query: Query, lang: str = "") -> tuple[tuple[int, int], ...]:
    """All places that the positive words and phrases of a query match, as (start, end), ascending.

    Args:
        text: any text: a title, a block, a whole body.
        query: a parsed query.
        lang: the article's language, as it was given to the index.
    """
    return tuple((start, end) for start, end, _ in places(text, query, lang))


def places(text: str, query: Query, lang: str = "") -> list[MatchPlace]:
    """The same, each with the number of the word or phrase that matches there. Args like :func:`marks`."""
    return _places_in_long(text, query, lang) if len(text) > WHOLE else _found(text, query, lang)


def snippet(text: str, query: Query, lang: str = "", length: int = LENGTH) -> Snippet:
    """The passage of about ``length`` characters that shows most of what the query asks for.

    It starts and ends at word boundaries, with ``…`` where text is left out, on one line and without control
    characters. If the text has no match, the passage is its beginning. Only some parts of a very long text
    are searched: see :mod:`reader.search.passages.windows`.
    """
    if len(text) > WHOLE:
        text = _part_of_long(text, query, lang)
    found = _found(text, query, lang)
    start, end = densest(found, length) if found else (0, 0)
    spare = max(length - (end - start), 0)
    # A third of the room goes before the first match: the text after it says more.
    start = _word_start(text, max(min(start - spare // 3, len(text) - length), 0))
    end = max(_word_end(text, max(start + length, end)), end)
    shown = collapse(display(text[start:end]))
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end:].strip() else ""
    shown = f"{before}{shown}{after}"
    return Snippet(shown, marks(shown, query, lang) if found else ())


def _found(text: str, query: Query, lang: str) -> list[MatchPlace]:
    """Each match; no two overlap."""
    lang, text = language(lang), text.replace("_", "-")
    found = _search(text, _looking(query, lang))
    missing = frozenset(range(len(query.positive()))).difference([which for _, _, which in found])
    others = _search(text, _looking(query, lang, missing)) if missing else []
    return _joined(found + others)


@lru_cache(maxsize=64)
def _looking(query: Query, lang: str, missing: frozenset[int] | None = None) -> _Looking | None:
    """What a query looks for in texts of a language: made once for all of them.

    ``missing``: only these parts of the query, in the forms that count if a text has none of the others.
    """
    terms, parts = vocabulary(lang), query.positive()
    numbers = range(len(parts)) if missing is None else missing
    bare = missing is not None
    targets = [target for number in numbers for target in _targets(number, parts[number], terms, bare=bare)]
    return _Looking(targets, terms) if targets else None


def _search(text: str, looking: _Looking | None) -> list[MatchPlace]:
    if looking is None:
        return []
    # Each distinct word of the text is checked once, not each occurrence.
    words_of = _words_again if len(text) <= _KEPT else _words
    raw, beside = words_of(text)
    matching = looking.beginning(raw)
    others = looking.beginning(beside)
    whole = bool(others) or looking.following > _SHORT_PHRASE
    if not (matching or whole):
        return []
    if whole or has_unspaced(text):
        words, also = locate_all(text)
        begins = {*matching, *others}
        first = {place for place, (word, _, _) in enumerate(words) if word in begins}
        first.update(place for place, word, _, _ in also if word in begins)
        return list(looking.matches(words, also, sorted(first), 0))
    return [match for near in _around(text, matching, looking) for match in near]


def _words(text: str) -> tuple[set[str], set[str]]:
    """The different words of a text, and the additional words that it has at some positions."""
    raw, beside = analyse(text)
    return set(raw), {word for _, word in beside}


_words_again = lru_cache(maxsize=64)(_words)
"""The same for the texts of the results on the screen, which are mostly the same at the next key."""


def _targets(number: int, part: Word | Phrase, terms: Vocabulary, *, bare: bool = False) -> Iterator[_Target]:
    """The forms of a part of the query; ``bare``: those that count if the text has none of the others."""
    wanted = asked(part.text)
    if (
        bare
        and isinstance(part, Word)
        and part.itself
        and len(wanted.forms) == 1
        and len(wanted.forms[0]) == 1
    ):
        for stem in parts_of(wanted.forms[0][0], frozenset((terms.stemmer,))):
            yield _Target(number, (frozenset(),), inside=stem)
    for form in wanted.bare if bare else wanted.forms:
        last = fold(form[-1])
        single = len(last) == 1 and is_unspaced(last)
        joint = form != wanted.forms[0] and len(form) == 1
        unfinished = part.prefix and not (joint and len(last) <= SHORT_PREFIX)
        near = last if isinstance(part, Word) and part.fuzzy and len(form) == 1 else ""
        slots = tuple(frozenset((*terms.all(word), *terms.with_accent(word))) for word in form)
        yield _Target(number, slots, last if unfinished or single else "", part.itself, near)
    for sign in () if bare else wanted.signs:
        yield _Target(number, (frozenset(terms.all(sign)),))


class _Looking:
    """What to look for in texts: the same for any of them."""

    def __init__(self, targets: list[_Target], terms: Vocabulary) -> None:
        self._terms = terms
        self._begin_with: dict[str, list[_Target]] = {}
        self._loose: list[_Target] = []
        for target in targets:
            for term in target.terms[0]:
                self._begin_with.setdefault(term, []).append(target)
            if (target.prefix or target.near or target.inside) and len(target.terms) == 1:
                self._loose.append(target)
        self._first_letters = {
            case
            for target in self._loose
            if target.prefix
            for case in (target.prefix[0], target.prefix[0].upper())
        }
        self.following = max(len(target.terms) for target in targets) - 1
        """At most this many words follow the first word of a match."""

    def beginning(self, words: set[str]) -> list[str]:
        """The words of a text that a match can start with."""
        terms, begin_with = self._terms, self._begin_with
        if any(target.near or target.inside for target in self._loose):
            return [raw for raw in words if self._beginning(raw)]
        found = [raw for raw in words if terms[raw] in begin_with]
        more = [
            raw for raw in words & terms.beside.keys() if not begin_with.keys().isdisjoint(terms.beside[raw])
        ]
        if self._loose:
            # Folding keeps the first letter of a plain word, so most words need not be looked at.
            first = self._first_letters
            more += [raw for raw in words if raw[0] in first or not ("0" <= raw[0] <= "z")]
            return [raw for raw in {*found, *more} if self._beginning(raw)]
        return list({*found, *more}) if more else found

    def _beginning(self, raw: str) -> list[_Target]:
        """The targets whose first word it can be."""
        maybe = dict.fromkeys(self._loose)
        for term in self._terms.all(raw):
            if term in self._begin_with:
                maybe.update(dict.fromkeys(self._begin_with[term]))
        return [target for target in maybe if self._fits(raw, target, 0)] if maybe else []

    def matches(
        self, words: list[LocatedWord], beside: list[BesideAt], first: Iterable[int], offset: int
    ) -> Iterator[MatchPlace]:
        """The matches that start with one of the words ``first``, or with an additional word at its position.

        ``offset`` is where the text that contains the words starts.
        """
        at: dict[int, list[LocatedWord]] = {}
        for place, raw, start, end in beside:
            at.setdefault(place, []).append((raw, start, end))
        for place in first:
            here = [words[place]] if place < len(words) else []
            for word in (*here, *at.get(place, ())):
                for target in self._beginning(word[0]):
                    last = self._follow(target, words, at, place, word)
                    if last:
                        end = last[2]
                        if target.prefix and is_unspaced(last[0]) and len(last[0]) > len(target.prefix):
                            end = last[1] + len(target.prefix)  # a pair that only starts with the prefix
                        yield offset + word[1], offset + end, target.part

    def _follow(
        self,
        target: _Target,
        words: list[LocatedWord],
        at: dict[int, list[LocatedWord]],
        place: int,
        word: LocatedWord,
    ) -> LocatedWord | None:
        """The last word of a match that starts with ``word``; None if it does not continue."""
        for slot in range(1, len(target.terms)):
            place += 1
            if place >= len(words):
                return None
            if self._fits(words[place][0], target, slot):
                word = words[place]
            else:
                fitting = (other for other in at.get(place, ()) if self._fits(other[0], target, slot))
                beside = next(fitting, None)
                if beside is None:
                    return None
                word = beside
        return word

    def _fits(self, raw: str, target: _Target, slot: int) -> bool:
        unfinished = target.prefix and slot == len(target.terms) - 1
        if not unfinished or target.itself:
            wanted, terms = target.terms[slot], self._terms
            if terms[raw] in wanted:
                return True
            if raw in terms.beside and not wanted.isdisjoint(terms.beside[raw]):
                return True
        if unfinished and fold(raw).startswith(target.prefix):
            return True
        if target.near and within(target.near, word := fold(raw), edits_allowed(target.near)):
            # With two edits, the first letter must be right, as in the index.
            return word[0] == target.near[0] or within(target.near, word, 1)
        return bool(target.inside) and is_part(target.inside, fold(raw))


def _around(text: str, matching: list[str], looking: _Looking) -> Iterator[Iterator[MatchPlace]]:
    """The matches that start at each occurrence of a word of ``matching``."""
    following = looking.following
    # One expression finds them without cutting the text into words, except for the words that follow.
    pattern = re.compile("|".join(map(re.escape, sorted(matching, key=len, reverse=True))))
    for match in pattern.finditer(text):
        start, end = match.span()
        if not is_whole(text, start, end) and not _is_part(text, start, end):
            continue
        words: list[LocatedWord] = [(match[0], 0, end - start)]
        beside: list[BesideAt] = []
        if following:
            rest, others = locate_all(text[end : end + following * 2 * MAX_TERM])
            words += [(raw, end - start + s, end - start + e) for raw, s, e in rest[:following]]
            beside = [(p + 1, raw, end - start + s, end - start + e) for p, raw, s, e in others]
        yield looking.matches(words, beside, range(1), start)


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether the span is a number or its unit, written together (12m)."""
    first, last = start, end
    while start - first < MAX_TERM and first and text[first - 1].isalnum():
        first -= 1
    while last - end < MAX_TERM and text[last : last + 1].isalnum():
        last += 1
    return (text[start:end], start - first, end - first) in pieces_of(text[first:last])[0]


def _joined(found: list[MatchPlace]) -> list[MatchPlace]:
    """The matches in order; one that overlaps the one before is merged into it."""
    joined: list[MatchPlace] = []
    for start, end, which in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), joined[-1][2])
        else:
            joined.append((start, end, which))
    return joined


_SPACE = re.compile(r"\s")
_REACH = 25  # a cut looks this far for white space; if there is none, it cuts right there


def _word_start(text: str, place: int) -> int:
    """A place at or before ``place`` where a word starts."""
    reach = range(place, max(place - _REACH, -1), -1)
    return _cut(place, reach, lambda i: i == 0 or text[i - 1].isspace())


def _word_end(text: str, place: int) -> int:
    """A place at or before ``place`` where a word ends."""
    if place >= len(text):
        return len(text)
    return _cut(place, range(place, max(place - _REACH, 0), -1), lambda i: text[i].isspace())


def _cut(place: int, places: Iterable[int], good: Callable[[int], bool]) -> int:
    return next((i for i in places if good(i)), place)


# --- very long texts --------------------------------------------------------------------------------


def _places_in_long(text: str, query: Query, lang: str) -> list[MatchPlace]:
    throughout = list(stretches(text, MOST_MARKED))
    further = windows(text, query, throughout[-1][1]) if throughout[-1][1] < len(text) else []
    return [
        (start + first, start + last, which)
        for start, end in (*throughout, *further)
        for first, last, which in _found(text[start:end], query, lang)
    ]


def _part_of_long(text: str, query: Query, lang: str) -> str:
    """The part of a text that has most of what the query asks for; of equal ones the first."""
    best, most = text[:WHOLE], 0
    for start, end in windows(text, query):
        part = text[start:end]
        asked = len({which for _, _, which in _found(part, query, lang)})
        if asked > most:
            best, most = part, asked
    return best
