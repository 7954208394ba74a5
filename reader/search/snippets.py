"""Where a query matches in a text, and the passage that shows it best. Pure.

Both look at words as the index does (``words``), so that every inflection is marked that was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from reader.model import Snippet
from reader.search.edits import edits_allowed, within
from reader.search.query import Phrase, Query
from reader.search.query import Word as QueryWord
from reader.search.windows import MOST_MARKED, WHOLE, stretches, windows
from reader.search.words import (
    MAX_TERM,
    Word,
    fold,
    has_unspaced,
    is_unspaced,
    is_whole,
    language,
    locate,
    query_words,
    split,
    vocabulary,
)
from reader.text import collapse, display

ELLIPSIS = "…"
_SHORT_PHRASE = 8  # words that follow each occurrence of its first one are cut out as they are needed
Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Target:
    """The terms of one word or phrase of a query, in order; the last one may be a prefix.

    ``near`` is a word that may be spelt otherwise.
    """

    terms: tuple[str, ...]
    prefix: str = ""
    itself: bool = True
    near: str = ""


def marks(text: str, query: Query, lang: str = "") -> tuple[Mark, ...]:
    """All places that the positive words and phrases of a query match, as (start, end), ascending.

    Args:
        text: any text: a title, a block, a whole body.
        query: a parsed query.
        lang: the article's language, as the index was given it.
    """
    if len(text) > WHOLE:
        return _marks_of_long(text, query, lang)
    return tuple((start, end) for start, end, _ in _found(text, query, lang))


def snippet(text: str, query: Query, lang: str = "", length: int = 160) -> Snippet:
    """The passage of about ``length`` characters that shows most of what the query asks for.

    It begins and ends at words, with ``…`` where text is left out, on one line and free of controls.
    A text without a match gives its beginning; of a very long one some parts are looked at: see
    :mod:`reader.search.windows`.
    """
    if len(text) > WHOLE:
        text = _part_of_long(text, query, lang)
    found = _found(text, query, lang)
    start, end = _window(found, length) if found else (0, 0)
    spare = max(length - (end - start), 0)
    # A third of the room before the first match: what comes after it says more.
    start = _word_start(text, max(min(start - spare // 3, len(text) - length), 0))
    end = max(_word_end(text, max(start + length, end)), end)
    shown = collapse(display(text[start:end]))
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end:].strip() else ""
    shown = f"{before}{shown}{after}"
    return Snippet(shown, marks(shown, query, lang) if found else ())


def _found(text: str, query: Query, lang: str) -> list[tuple[int, int, int]]:
    """(start, end, which part of the query) of each match; no two overlap."""
    terms = vocabulary(language(lang))
    targets = [target for part in query.positive() if (target := _target(part, terms))]
    if not targets:
        return []
    begin_with: dict[str, list[int]] = {}
    loose = []
    for number, target in enumerate(targets):
        begin_with.setdefault(target.terms[0], []).append(number)
        if (target.prefix or target.near) and len(target.terms) == 1:
            loose.append(number)
    # Which of the text's distinct words matter at all is asked once for each, not for each occurrence.
    matching = {
        raw: which
        for raw in set(split(text))
        if (
            which := [
                n for n in {*begin_with.get(terms[raw], ()), *loose} if _fits(raw, targets[n], 0, terms)
            ]
        )
    }
    if not matching:
        return []
    found = [
        match
        for near, place in _places(text, matching, targets)
        for match in _matches_at(near, place, matching[near[place][0]], targets, terms)
    ]
    return _joined(found)


def _places(text: str, matching: Collection[str], targets: list[_Target]) -> Iterator[tuple[list[Word], int]]:
    """Each occurrence of a word of ``matching``: the words around it, and which of them it is."""
    following = max(len(target.terms) for target in targets) - 1
    if has_unspaced(text) or following > _SHORT_PHRASE:
        words = locate(text)
        yield from ((words, place) for place, (raw, _, _) in enumerate(words) if raw in matching)
        return
    # One expression finds them without cutting the text into words, but for those that follow in a phrase.
    pattern = re.compile("|".join(map(re.escape, sorted(matching, key=len, reverse=True))))
    for match in pattern.finditer(text):
        start, end = match.span()
        if not is_whole(text, start, end):
            continue
        near = [(match[0], start, end)]
        if following:
            rest = text[end : end + following * 2 * MAX_TERM]
            near += [(raw, end + s, end + e) for raw, s, e in locate(rest)[:following]]
        yield near, 0


def _target(part: QueryWord | Phrase, terms: dict[str, str]) -> _Target | None:
    raw = query_words(part.text)
    if not raw:
        return None
    last = fold(raw[-1])
    single = len(last) == 1 and is_unspaced(last)
    prefix = last if part.prefix or single else ""
    near = last if isinstance(part, QueryWord) and part.fuzzy and len(raw) == 1 else ""
    return _Target(tuple(terms[word] for word in raw), prefix, part.itself, near)


def _fits(raw: str, target: _Target, slot: int, terms: dict[str, str]) -> bool:
    unfinished = target.prefix and slot == len(target.terms) - 1
    if unfinished and fold(raw).startswith(target.prefix):
        return True
    if target.near and within(target.near, word := fold(raw), edits_allowed(target.near)):
        # Of two edits the first letter is none, as in the index.
        return word[0] == target.near[0] or within(target.near, word, 1)
    return terms[raw] == target.terms[slot] and (target.itself or not unfinished)


def _matches_at(
    words: list[Word], place: int, which: Iterable[int], targets: list[_Target], terms: dict[str, str]
) -> Iterable[tuple[int, int, int]]:
    for number in which:
        target = targets[number]
        last = place + len(target.terms) - 1
        if last < len(words) and all(
            _fits(words[place + slot][0], target, slot, terms) for slot in range(1, len(target.terms))
        ):
            start, end = words[place][1], words[last][2]
            if target.prefix and is_unspaced(words[last][0]) and len(words[last][0]) > len(target.prefix):
                end = words[last][1] + len(target.prefix)  # a pair that only begins with what is sought
            yield start, end, number


def _joined(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Matches in order; one that overlaps the one before becomes part of it."""
    joined: list[tuple[int, int, int]] = []
    for start, end, which in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), joined[-1][2])
        else:
            joined.append((start, end, which))
    return joined


def _window(found: list[tuple[int, int, int]], length: int) -> Mark:
    """The span within ``length`` that has the most different parts of the query, then the most matches."""
    best, best_value, first = (found[0][0], found[0][1]), (0, 0), 0
    counts: dict[int, int] = {}
    for _, end, which in found:
        counts[which] = counts.get(which, 0) + 1
        while end - found[first][0] > length and counts[found[first][2]] and found[first][1] < end:
            leaving = found[first][2]
            counts[leaving] -= 1
            if not counts[leaving]:
                del counts[leaving]
            first += 1
        value = (len(counts), sum(counts.values()))
        if value > best_value:
            best, best_value = (found[first][0], end), value
    return best


_SPACE = re.compile(r"\s")
_REACH = 25  # a cut looks this far for white space, then cuts where it is


def _word_start(text: str, place: int) -> int:
    """A place at or before ``place`` where a word begins."""
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


def _marks_of_long(text: str, query: Query, lang: str) -> tuple[Mark, ...]:
    throughout = list(stretches(text, MOST_MARKED))
    further = windows(text, query, throughout[-1][1]) if throughout[-1][1] < len(text) else []
    return tuple(
        (start + first, start + last)
        for start, end in (*throughout, *further)
        for first, last, _ in _found(text[start:end], query, lang)
    )


def _part_of_long(text: str, query: Query, lang: str) -> str:
    """The part of a text that has most of what the query asks for, the first of equal ones."""
    best, most = text[:WHOLE], 0
    for start, end in windows(text, query):
        part = text[start:end]
        asked = len({which for _, _, which in _found(part, query, lang)})
        if asked > most:
            best, most = part, asked
    return best
