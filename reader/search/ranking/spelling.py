"""Finds near spellings of a word in the index without comparing it with most words.

If a word is within k edits of another, at least one of its k + 1 pieces is unchanged and hardly moved. So
only words with the same first letter, which are adjacent in a dictionary, and with such a piece in about the
right place are compared; a mistake in the first letter is found by trying the letters that it may have been.
That needs no table besides the dictionary, and takes a few milliseconds for hundreds of thousands of words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log

from reader.search.analysis.edits import edits_allowed, within
from reader.search.segments.dictionary import Dictionary
from reader.search.segments.segment import Field
from reader.search.segments.snapshot import Snapshot

_EDIT_COST = 4.0  # an edit is about as unlikely as a word e**4 times rarer
_SCANNED = 150_000  # words searched for one word, largest segments first: all, except in giant libraries
_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Near:
    """A word as written (folded), its distance in edits, its term and that term's frequency."""

    word: str
    edits: int
    term: str
    frequency: int

    @property
    def worth(self) -> float:
        """How likely this word was meant: a common word beats a rare one, unless the rare one is nearer."""
        return log(1 + self.frequency) - _EDIT_COST * self.edits


def near(snapshot: Snapshot, name: str, word: str, most: int = 2) -> tuple[Near, ...]:
    """The near spellings of a folded word in a field, including the word itself, likeliest first.

    They include all words that are one letter added, left out, changed or swapped away. For words of six or
    more letters, they also include words two edits away with the same first letter, unless ``most`` is 1,
    which costs much less.
    """
    known: tuple[Near, ...] | None = snapshot.memory.get((name, word, most))
    if known is None:
        if len(snapshot.memory) >= _REMEMBERED:
            snapshot.memory.clear()
        known = snapshot.memory[name, word, most] = _near(snapshot, name, word, most)
    return known


def _near(snapshot: Snapshot, name: str, word: str, most: int) -> tuple[Near, ...]:
    edits = min(edits_allowed(word), most)
    if not edits:
        return ()
    found: dict[tuple[str, str], int] = defaultdict(int)
    budget = _SCANNED
    for segment, _ in sorted(snapshot.segments, key=lambda pair: -pair[0].documents):
        field = segment.field(name)
        for number, spelling in _in_field(field, word, edits, budget):
            term = field.surface_terms[number]
            found[spelling, field.terms[term].decode()] += field.frequencies[term]
        budget -= len(field.surfaces) // 10
    alike = [
        Near(spelling, next(k for k in range(edits + 1) if within(word, spelling, k)), term, frequency)
        for (spelling, term), frequency in found.items()
    ]
    return tuple(sorted(alike, key=lambda one: (-one.worth, one.word, one.term)))


def _in_field(field: Field, word: str, edits: int, budget: int) -> Iterator[tuple[int, str]]:
    """The numbers of the surfaces near a word, each with the surface."""
    surfaces = field.surfaces
    spellings = _other_beginnings(word) | {word}
    spellings.update(word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1))
    same = surfaces.prefixed(word[0].encode())[: max(0, budget)]
    for raw in _with_piece(surfaces, same, word, edits):
        spelling = raw.decode()
        if spelling not in spellings and spelling[0] == word[0] and within(word, spelling, edits):
            spellings.add(spelling)
    for spelling in spellings:
        number = surfaces.find(spelling.encode())
        if number >= 0:
            yield number, spelling


def _with_piece(surfaces: Dictionary, numbers: range, word: str, edits: int) -> list[bytes]:
    """Words of about the same length that contain one of the word's pieces in about the same place."""
    found: set[bytes] = set()
    # In bytes, as the dictionary has them: a letter has up to four.
    missing = edits * max(len(letter.encode()) for letter in word)
    raw = word.encode()
    lines = surfaces.lines(numbers.start, numbers.stop)
    most_added = edits * _widest(lines)
    find, rfind = lines.find, lines.rfind
    for place, piece in _pieces(word, edits + 1):
        if not place:
            begins = surfaces.prefixed(piece)
            found.update(surfaces.lines(begins.start, begins.stop).split())  # of any length: few
            continue
        at = find(piece)
        while at >= 0:
            begin = rfind(b"\n", 0, at) + 1
            if -missing <= at - begin - place <= most_added:
                end = find(b"\n", at)
                if -missing <= end - begin - len(raw) <= most_added:
                    found.add(lines[begin:end])
            at = find(piece, at + 1)
    # A cheap test: on either side, no more different letters than could be typing mistakes.
    return [
        other
        for other in found
        if len(other.translate(None, raw)) <= edits * _widest(other)
        and len(raw.translate(None, other)) <= missing
    ]


def _widest(raw: bytes) -> int:
    """At least the number of bytes of the widest letter in UTF-8."""
    return 1 if raw.isascii() else 4


def _pieces(word: str, count: int) -> list[tuple[int, bytes]]:
    """A word in ``count`` pieces of about equal length, each with its starting byte."""
    cuts = [len(word) * i // count for i in range(count + 1)]
    return [(len(word[:start].encode()), word[start:end].encode()) for start, end in pairwise(cuts)]


def _other_beginnings(word: str) -> set[str]:
    """What the word may have been if its first letter is wrong, missing, extra or in the wrong place."""
    # The letters of an alphabet are adjacent in Unicode.
    first = ord(word[0])
    letters = (
        map(chr, range(ord("a"), ord("z") + 1))
        if first < 128
        else map(chr, range(first & ~63, (first | 63) + 1))
    )
    spellings = {word[1:], word[1] + word[0] + word[2:]}
    for letter in letters:
        spellings.update((letter + word, letter + word[1:]))
    spellings.discard(word)
    return spellings
