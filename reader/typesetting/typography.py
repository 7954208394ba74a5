"""How a page is set by choice, as a value, and what that means for one text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.typesetting.bidi import has_backward, runs_backward
from reader.typesetting.hyphens import hyphens_of

BACKWARD = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"])
"""The languages that are written from right to left."""

Hyphens = Callable[[str], Sequence[int]]
"""Returns the places in a word where it may be divided: numbers of characters before a hyphen."""


@dataclass(frozen=True, slots=True)
class Typography:
    """What a person has chosen for their pages, and the language of one of them.

    Attributes:
        justified: whether lines reach to the right edge where that takes no wide gaps.
        hyphenated: whether words are divided at the ends of lines.
        sideways: whether a line may be longer than the text is wide, to be scrolled sideways. A table that
            fits in no other way is such a line; what is printed cannot be scrolled.
        wraps_code: whether long lines of code are broken all the same.
        reorders: whether the order of right-to-left text is ours, because the terminal has none.
        language: the language of the article, which chooses the dictionary of hyphens and says where
            texts stand that have no letters, or begin with those of another; "" if unknown.
    """

    justified: bool = False
    hyphenated: bool = False
    sideways: bool = False
    wraps_code: bool = True
    reorders: bool = False
    language: str = ""

    def flow(self, text: str, *, running: bool, aligned: bool = False) -> Flow:
        """How the lines of a text are set.

        Args:
            text: the text.
            running: whether it may be justified and hyphenated.
            aligned: whether it stands where its neighbours stand, whatever letters it has: items, headings.
        """
        hyphens = hyphens_of(self.language) if self.hyphenated and running else None
        justified = self.justified and running
        backward = self.reorders and (runs_backward(text) or self._is_among_backward(text, aligned))
        if not (justified or hyphens or backward):
            return RAGGED
        return Flow(justified=justified, hyphens=hyphens, backward=backward)

    def _is_among_backward(self, text: str, aligned: bool) -> bool:
        """Whether the article runs from right to left, and so a text that begins with something else."""
        if self.language.partition("-")[0] not in BACKWARD:
            return False
        return aligned or has_backward(text) or not any(map(str.isalpha, text))


@dataclass(frozen=True, slots=True)
class Flow:
    """How the lines of one text are set.

    Attributes:
        justified: whether its gaps may be widened.
        hyphens: finds where a word may be divided; None if none is.
        backward: whether it runs from right to left, and stands on the right.
    """

    justified: bool = False
    hyphens: Hyphens | None = None
    backward: bool = False


RAGGED = Flow()
PLAIN = Typography()
