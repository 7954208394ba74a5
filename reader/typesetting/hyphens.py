"""Where words may be divided: the dictionaries of pyphen, if it is installed, loaded with the first word."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec

_FIRST, _LAST = 2, 3
"""The fewest letters before a hyphen and after it."""

_SHORTEST, _LONGEST = 5, 60


def is_installed() -> bool:
    """Whether words can be divided at all: pyphen is a choice when the reader is installed."""
    return find_spec("pyphen") is not None


Divider = Callable[[str], tuple[int, ...]]

_loaded: dict[str, Divider | None] = {}


def is_loaded(language: str) -> bool:
    """Whether the dictionary of a language is loaded, if there is one: that takes some tenths of a second."""
    return not language or language in _loaded


def hyphens_of(language: str) -> Divider | None:
    """The function that finds where words of a language (``de``, ``pt``) may be divided.

    None if the language is unknown, or pyphen or its dictionary is missing.
    """
    if not is_loaded(language):
        _loaded[language] = _divider(language)
    return _loaded.get(language)


def _divider(language: str) -> Divider | None:
    try:
        import pyphen
    except ImportError:
        return None
    name = pyphen.language_fallback(language)
    if name is None:
        return None
    dictionary = pyphen.Pyphen(lang=name, left=_FIRST, right=_LAST)

    @lru_cache(maxsize=4096)
    def places(word: str) -> tuple[int, ...]:
        if not _SHORTEST <= len(word) <= _LONGEST or word.isupper():
            return ()
        # Some words would change their spelling at a hyphen: they are not divided there.
        found = (place for place in dictionary.positions(word) if not place.data)
        return tuple(int(place) for place in found if _FIRST <= place <= len(word) - _LAST)

    return places
