"""A text that is cut into words once, however many queries it is compared with. Pure."""

from __future__ import annotations

from functools import cached_property, lru_cache
from sys import intern

from reader.search.analysis.words import (
    BesideAt,
    LocatedWord,
    analyse,
    has_odd_runs,
    has_unspaced,
    locate_all,
)

_KEPT = 50_000  # texts up to this length are kept for the next key …
_MOST_KEPT = 200  # … as many as this


class CutText:
    """The words of a text, without their places: those of a few words are soon found when they are needed.

    Attributes:
        text: the text, with a hyphen for each underscore, as it is analysed.
        words: its different raw words.
        beside: the additional words at some positions, each with where it starts and ends.
        has_unspaced: whether any of it is in a script without spaces.
        odd: whether some of its words are not in it as they are looked up, so that only ``located`` has them.
    """

    __slots__ = ("__dict__", "beside", "has_unspaced", "odd", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text = text.replace("_", "-")
        raw, beside = analyse(text)
        # The same words recur in all texts.
        self.words = frozenset(map(intern, set(raw)))
        self.beside: dict[str, list[tuple[int, int]]] = {}
        for _, word, start, end in beside:
            self.beside.setdefault(word, []).append((start, end))
        self.has_unspaced = has_unspaced(text)
        self.odd = self.has_unspaced and has_odd_runs(text)

    @cached_property
    def located(self) -> tuple[list[LocatedWord], list[BesideAt]]:
        """All words with their places. Finding them takes three times as long as the rest."""
        return locate_all(self.text)


_cut_again = lru_cache(maxsize=_MOST_KEPT)(CutText)


def cut(text: str) -> CutText:
    """The words of a text. The texts of the results on the screen are mostly the same at the next key."""
    return _cut_again(text) if len(text) <= _KEPT else CutText(text)
