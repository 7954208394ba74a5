"""Compounds: whether a word is part of a longer one (*Netzgerät* of *Hochspannungsnetzgerät*). Pure."""

from __future__ import annotations

from reader.search.analysis.words import fold, is_unspaced, vocabulary

LANGUAGES = frozenset(
    ("german", "dutch", "swedish", "danish", "norwegian", "finnish", "hungarian", "estonian")
)
"""The languages that write compounds as one word, as snowball names them."""

_LEAST = 4  # letters at the end of a longer word …
_LEAST_ELSEWHERE = 5  # … and before that
_INFLECTION = 3  # letters that may follow the last part
_OTHER_PART = 3  # letters of the other part, at least


def parts_of(word: str, languages: frozenset[str]) -> dict[str, frozenset[str]]:
    """The forms in which a word may be part of a longer one: itself and its stem, each with its languages.

    Args:
        word: as written.
        languages: the languages to consider.
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
    """Whether a folded word may be a compound that contains a stem."""
    at = surface.rfind(part)
    if at < 0 or len(surface) - len(part) < _OTHER_PART:
        return False
    after = len(surface) - at - len(part)
    if after <= _INFLECTION:
        return at >= _OTHER_PART
    return len(part) >= _LEAST_ELSEWHERE and (at == 0 or at >= _OTHER_PART)
