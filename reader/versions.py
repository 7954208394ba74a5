"""The texts that an article had, as plain values. Frozen, standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A text that an article has, or had.

    Attributes:
        number: how many texts have come after it; 0 is the text as it is now.
        until: when another text took its place, in seconds since the epoch; None for the text as it is now.
        title: the title that it had.
        words: how many words it has.
        was_read: whether it is the one that the person read, and not read again since it was replaced.
    """

    number: int
    until: float | None
    title: str
    words: int
    was_read: bool = False
