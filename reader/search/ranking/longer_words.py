"""The compounds in the index that contain a word: *Hochspannungsnetzgerät* for *Netzgerät*.

German, its neighbours, Finnish and Hungarian write as one word what English writes as two. An index of all
parts would be a third larger, and *Gerät* would match far too much. So parts are looked up only for a word
that hardly any article has: in the dictionary of the index, which takes a few milliseconds.
"""

from __future__ import annotations

from heapq import nlargest

from reader.search.analysis.compounds import is_part, parts_of
from reader.search.segments.segment import Field
from reader.search.segments.snapshot import Snapshot

RARE = 5
"""A word that fewer articles contain is also looked for in longer words."""

_FIELDS = ("body", "title")
_MOST = 30  # terms, the commonest ones
_PIECE = 20_000  # words of the dictionary that are searched at a time


def compounds(snapshot: Snapshot, word: str) -> dict[str, frozenset[str]]:
    """The terms of the longer words that contain a word, each with the languages in which that counts."""
    known = snapshot.memory.get(("compounds", word, 0))
    if known is None:
        known = snapshot.memory["compounds", word, 0] = _compounds(snapshot, word)
    found: dict[str, frozenset[str]] = known
    return found


def _compounds(snapshot: Snapshot, word: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part, latins in parts_of(word, frozenset(snapshot.languages)).items():
        counts: dict[str, int] = {}
        for segment, _ in snapshot.segments:
            for name in _FIELDS:
                for term, frequency in _in_field(segment.field(name), part):
                    counts[term] = counts.get(term, 0) + frequency
        for term in nlargest(_MOST, counts, key=lambda one: (counts[one], one)):
            found[term] = found.get(term, frozenset()) | latins
    return found


def _in_field(field: Field, part: str) -> list[tuple[str, int]]:
    surfaces, needle = field.surfaces, part.encode()
    words = set[bytes]()
    for start in range(0, len(surfaces), _PIECE):
        lines = surfaces.lines(start, min(start + _PIECE, len(surfaces)))
        at = lines.find(needle)
        while at >= 0:
            end = lines.find(b"\n", at)
            words.add(lines[lines.rfind(b"\n", 0, at) + 1 : end])
            at = lines.find(needle, end)
    found: dict[int, None] = {}
    for surface in words:
        if is_part(part, surface.decode()):
            same = surfaces.same(surface)
            found.update(dict.fromkeys(field.surface_terms[same.start : same.stop]))
    return [(field.terms[number].decode(), field.frequencies[number]) for number in found]
