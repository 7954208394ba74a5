"""Words that are part of a longer one: *Netzgerät* in *Hochspannungsnetzgerät*.

In German and its neighbours, Finnish and Hungarian, what English says in two words is written as one. An
index of all parts would be a third larger, and *Gerät* would find what nobody meant. So the parts are looked
for when a word is asked for that hardly any article has: in the dictionary of the index, which takes a few
milliseconds.
"""

from __future__ import annotations

from heapq import nlargest

from reader.search.segment import Field
from reader.search.snapshot import Snapshot
from reader.search.words import fold, is_unspaced, vocabulary

RARE = 5
"""A word that fewer articles have is looked for in longer ones."""

LANGUAGES = frozenset(
    ("german", "dutch", "swedish", "danish", "norwegian", "finnish", "hungarian", "estonian")
)
"""The languages, as snowball names them."""

_FIELDS = ("body", "title")
_MOST = 30  # terms, the commonest
_LEAST = 4  # letters at the end of a longer word …
_LEAST_ELSEWHERE = 5  # … and before that
_INFLECTION = 3  # letters that may follow the last part
_OTHER_PART = 3  # letters of the other part, at least
_PIECE = 20_000  # words of the dictionary that are looked at in one go


def parts_of(word: str, languages: frozenset[str]) -> dict[str, frozenset[str]]:
    """What a word may be part of a longer one as: itself and its stem, each with the languages it is that in.

    Args:
        word: as written.
        languages: those that matter.
    """
    if is_unspaced(word) or not word.isalpha():
        return {}
    parts: dict[str, frozenset[str]] = {}
    for latin in LANGUAGES & languages:
        for part in {fold(word), vocabulary(latin)[word]}:
            if len(part) >= _LEAST:
                parts[part] = parts.get(part, frozenset()) | {latin}
    return parts


def is_part(part: str, surface: str) -> bool:
    """Whether a folded word may be a compound with a stem as one of its parts."""
    at = surface.rfind(part)
    if at < 0 or len(surface) - len(part) < _OTHER_PART:
        return False
    after = len(surface) - at - len(part)
    if after <= _INFLECTION:
        return at >= _OTHER_PART
    return len(part) >= _LEAST_ELSEWHERE and (at == 0 or at >= _OTHER_PART)


def compounds(snapshot: Snapshot, word: str) -> dict[str, frozenset[str]]:
    """The terms of the longer words that a word is part of, each with the languages in which that counts."""
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
