"""How a page is set by choice, as a value, and what that means for one text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.typesetting.bidi import runs_backward
from reader.typesetting.hyphens import hyphens_of

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
        language: the language of the article, which chooses the dictionary of hyphens; "" if unknown.
    """

    justified: bool = False
    hyphenated: bool = False
    sideways: bool = False
    wraps_code: bool = True
    reorders: bool = False
    language: str = ""

    def flow(self, text: str, *, running: bool) -> Flow:
        """How the lines of a text are set; ``running`` text may be justified and hyphenated."""
        hyphens = hyphens_of(self.language) if self.hyphenated and running else None
        justified = self.justified and running
        backward = self.reorders and runs_backward(text)
        if not (justified or hyphens or backward):
            return RAGGED
        return Flow(justified=justified, hyphens=hyphens, backward=backward)


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
