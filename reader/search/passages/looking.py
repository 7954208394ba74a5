"""What a word or phrase of a query looks for in the texts of one language. Pure.

Words are compared as in the index (``words``), so every inflection that was found is also marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache

from reader.search.analysis.chunks import COMMON_ACRONYMS
from reader.search.analysis.compounds import is_part, parts_of
from reader.search.analysis.edits import edits_allowed, within
from reader.search.analysis.inflections import ENGLISH, ENGLISH_BESIDE, OTHER_FIRST
from reader.search.analysis.words import (
    DEFAULT_LANGUAGE,
    KEEPING_FIRST,
    MAX_TERM,
    BesideAt,
    LocatedWord,
    Vocabulary,
    asked,
    fold,
    is_unspaced,
    locate_all,
    pieces_of,
    vocabulary,
)
from reader.search.query.nodes import Phrase, Word
from reader.search.weights import SHORT_PREFIX

_MOST_CHECKED = 20_000  # words of texts whose comparison with the query is remembered
_PARTS = 50  # for how many parts of queries: each of the next keys asks for those before the cursor again

Extent = tuple[int, int]
"""Where a match starts and ends."""


@dataclass(frozen=True, slots=True)
class LookedFor:
    """One form of a word or phrase of a query: the terms of each of its words in order.

    The last one may be a prefix. ``near`` is a word that may be misspelt, ``inside`` one that may be part of
    a longer one.
    """

    terms: tuple[frozenset[str], ...]
    prefix: str = ""
    itself: bool = True
    near: str = ""
    inside: str = ""


def targets(part: Word | Phrase, terms: Vocabulary, *, bare: bool = False) -> Iterator[LookedFor]:
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
            yield LookedFor((frozenset(),), inside=stem)
    for form in wanted.bare if bare else wanted.forms:
        last = fold(form[-1])
        single = len(last) == 1 and is_unspaced(last)
        joint = form != wanted.forms[0] and len(form) == 1
        unfinished = part.prefix and not (joint and len(last) <= SHORT_PREFIX)
        near = last if isinstance(part, Word) and part.fuzzy and len(form) == 1 else ""
        slots = tuple(frozenset((*terms.all(word), *terms.with_accent(word))) for word in form)
        yield LookedFor(slots, last if unfinished or single else "", part.itself, near)
    for sign in () if bare else wanted.signs:
        yield LookedFor((frozenset(terms.all(sign)),))


def end_of(target: LookedFor, word: LocatedWord) -> int:
    """Where a match of a target ends whose last word is this one."""
    raw, start, end = word
    if target.prefix and is_unspaced(raw) and len(raw) > len(target.prefix):
        return start + len(target.prefix)  # a pair that only starts with the prefix
    return end


_STUB = 3
_ELSEWHERE = re.compile("[\u0370-\u063f\u0641-\u1cff\u3041-\u31ff\u3400-\u9fff\uac00-\ud7a3]")
# Letters of scripts that folding does not turn into Latin letters.
_ACRONYMS = {term: word for word, term in COMMON_ACRONYMS.items()}


@cache
def _irregular() -> dict[str, list[str]]:
    """English words that need not begin like their terms, by these."""
    found: dict[str, list[str]] = {}
    for form in (*ENGLISH, *ENGLISH_BESIDE):
        for term in vocabulary(DEFAULT_LANGUAGE).all(form):
            found.setdefault(term, []).append(form)
    return found


def stubs_of(term: str) -> list[str]:
    """The beginnings of the English words that have a term, in lower case.

    Stemming shortens a word and may change the last letter of what is left (*copies*, *copi*).
    """
    words = [term[: max(len(term) - 1, 2)], *_irregular().get(term, ())]
    if term[1:] == "ie":
        words.append(f"{term[0]}ying")
    if term in _ACRONYMS:
        words.append(_ACRONYMS[term])
    return [word[:_STUB] for word in words]


@lru_cache(maxsize=_PARTS)
def looking_for(part: Word | Phrase, stemmer: str, *, bare: bool = False) -> Looking | None:
    """What a part of a query looks for in texts of a language; None if that is nothing.

    ``bare``: the forms that count if a text has none of the others.
    """
    terms = vocabulary(stemmer)
    wanted = list(targets(part, terms, bare=bare))
    return Looking(wanted, terms) if wanted else None


class Looking:
    """What to look for in texts: the same for any of them.

    Attributes:
        prefixes: any word that begins with one of these, in folded letters, is a match.
        following: at most this many words follow the first word of a match.
        stubs: strings with one of which any match in a text in a script with spaces begins, in folded
            letters, apart from signs that join its letters; None: it may begin with anything.
    """

    def __init__(self, targets: list[LookedFor], terms: Vocabulary) -> None:
        self._terms = terms
        self._begin_with: dict[str, list[LookedFor]] = {}
        self._loose: list[LookedFor] = []
        for target in targets:
            for term in target.terms[0]:
                self._begin_with.setdefault(term, []).append(target)
            if (target.prefix or target.near or target.inside) and len(target.terms) == 1:
                self._loose.append(target)
        self._firm = [target for target in targets if target not in self._loose]
        self.prefixes = tuple({target.prefix for target in self._loose if target.prefix})
        self._any_word = any(target.near or target.inside for target in self._loose)
        self._first_letters = self._first()
        self._stubs: tuple[str, ...] | None = None
        if terms.stemmer in ("", DEFAULT_LANGUAGE) and not self._any_word:
            self._stubs = tuple({stub for term in self._begin_with for stub in stubs_of(term)})
        elif self._first_letters is not None:
            self._stubs = tuple({letter for letter in self._first_letters if letter == letter.lower()})
        self.stubs = self._all_stubs()
        self._checked: set[str] = set()
        self._beginning: dict[str, tuple[LookedFor, ...]] = {}
        self._known: dict[str, tuple[LookedFor, ...]] = {}
        self._in_chunks: dict[str, tuple[Extent, ...]] = {}
        self.following = max(len(target.terms) for target in targets) - 1

    def _first(self) -> frozenset[str] | None:
        """The letters that the first word of a match begins with, if it is a plain letter; None: any."""
        if self._any_word or self._terms.stemmer not in KEEPING_FIRST:
            return None
        letters = {begin[0] for begin in (*self._begin_with, *self.prefixes)}
        letters.update(form[0] for term in self._begin_with for form in _irregular().get(term, ()))
        begin_with = self._begin_with.keys()
        letters.update(form[0] for form in OTHER_FIRST if not begin_with.isdisjoint(self._terms.all(form)))
        return frozenset(letters.union(map(str.upper, letters)))

    def beginning(self, words: Set[str]) -> Set[str]:
        """The words of a text that a match can start with."""
        if len(self._checked) > _MOST_CHECKED:
            self._checked.clear()
            self._beginning.clear()
        # The texts of a search have many words in common, and each is compared once.
        unknown = words - self._checked
        if unknown:
            self._check(unknown)
            self._checked |= unknown
        return words & self._beginning.keys()

    def _check(self, words: Set[str]) -> None:
        """Notes those of some words that a match can start with."""
        first, terms, begin_with, prefixes = (
            self._first_letters,
            self._terms,
            self._begin_with,
            self.prefixes,
        )
        maybe: Iterable[str] = words
        if first is not None:
            # Folding and stemming keep the first letter of a plain word, so most words need not be looked at.
            begin = {raw[0] for raw in words}
            latin = not any(letter.isdigit() or letter > "z" for letter in first)
            begin = {
                char
                for char in begin
                if char in first or not ("0" <= char <= "z" or (latin and _ELSEWHERE.match(char)))
            }
            maybe = [raw for raw in words if raw[0] in begin]
        if not self._any_word:
            maybe = [
                raw
                for raw in maybe
                if terms[raw] in begin_with or raw in terms.beside or fold(raw).startswith(prefixes)
            ]
        for raw in maybe:
            if found := self.targets(raw):
                self._beginning[raw] = found

    def _all_stubs(self) -> tuple[str, ...] | None:
        if self._stubs is None:
            return None
        stubs = {*self._stubs, *(prefix[:_STUB] for prefix in self.prefixes)}
        # What begins with another stub is found with that.
        return tuple(stub for stub in stubs if not any(stub[:size] in stubs for size in range(1, len(stub))))

    def targets(self, raw: str) -> tuple[LookedFor, ...]:
        """The targets whose first word it can be."""
        found = self._known.get(raw)
        if found is None:
            if len(self._known) > _MOST_CHECKED:
                self._known.clear()
            found = self._known[raw] = self._fitting(raw)
        return found

    def _fitting(self, raw: str) -> tuple[LookedFor, ...]:
        # Stemming is slow, and few words can have a term that is looked for.
        may = self._stubs is None or not raw.isascii() or raw.lower().startswith(self._stubs)
        folded = fold(raw)
        found = [
            target
            for target in self._loose
            if (target.prefix and folded.startswith(target.prefix)) or (may and self._fits(raw, target, 0))
        ]
        if may and self._firm:
            for term in self._terms.all(raw):
                found += [
                    target
                    for target in self._begin_with.get(term, ())
                    if target in self._firm and target not in found and self._fits(raw, target, 0)
                ]
        return tuple(found)

    def in_chunk(self, chunk: str) -> tuple[Extent, ...]:
        """The beginnings of matches in a chunk: where their first words start and end in it."""
        found = self._in_chunks.get(chunk)
        if found is None:
            if len(self._in_chunks) > _MOST_CHECKED:
                self._in_chunks.clear()
            parts, more = pieces_of(chunk)
            found = self._in_chunks[chunk] = tuple(
                [
                    (start, end)
                    for raw, start, end in (*parts, *(one[1:] for one in more))
                    if self.targets(raw)
                ]
            )
        return found

    def matches(
        self, words: list[LocatedWord], beside: list[BesideAt], first: Iterable[int], offset: int
    ) -> Iterator[Extent]:
        """The matches that start with one of the words ``first``, or with an additional word at its position.

        ``offset`` is where the text that contains the words starts.
        """
        at: dict[int, list[LocatedWord]] = {}
        for place, raw, start, end in beside:
            at.setdefault(place, []).append((raw, start, end))
        for place in first:
            here = [words[place]] if place < len(words) else []
            for word in (*here, *at.get(place, ())):
                for target in self.targets(word[0]):
                    last = self._follow(target, words, at, place, word)
                    if last:
                        yield offset + word[1], offset + end_of(target, last)

    def matches_at(self, start: int, raw: str, text: str) -> Iterator[Extent]:
        """The matches that start with a word that stands at a place in a text."""
        wanted, end = self.targets(raw), start + len(raw)
        if all(len(target.terms) == 1 for target in wanted):
            for target in wanted:
                yield start, end_of(target, (raw, start, end))
            return
        words: list[LocatedWord] = [(raw, 0, end - start)]
        beside: list[BesideAt] = []
        room = self.following * 2 * MAX_TERM
        if is_unspaced(raw):
            words, beside = locate_all(text[start : end + room])
        else:
            rest, others = locate_all(text[end : end + room])
            words += [(raw, end - start + s, end - start + e) for raw, s, e in rest[: self.following]]
            beside = [(p + 1, raw, end - start + s, end - start + e) for p, raw, s, e in others]
        yield from self.matches(words, beside, range(1), start)

    def _follow(
        self,
        target: LookedFor,
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

    def _fits(self, raw: str, target: LookedFor, slot: int) -> bool:
        unfinished = target.prefix and slot == len(target.terms) - 1
        if unfinished and fold(raw).startswith(target.prefix):
            return True
        if not unfinished or target.itself:
            wanted, terms = target.terms[slot], self._terms
            if terms[raw] in wanted:
                return True
            if raw in terms.beside and not wanted.isdisjoint(terms.beside[raw]):
                return True
        if target.near and within(target.near, word := fold(raw), edits_allowed(target.near)):
            # With two edits, the first letter must be right, as in the index.
            return word[0] == target.near[0] or within(target.near, word, 1)
        return bool(target.inside) and is_part(target.inside, fold(raw))
