"""Highlights that are listed above a text, and those that are marked in it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from reader.model import Highlight
from reader.squeezed import squeezed

_ALIKE = 0.5
_LONG = 500
_MOST = 1000


def together(
    listed: Sequence[Highlight], marked: Collection[Highlight], in_text: Sequence[Highlight]
) -> tuple[Highlight, ...]:
    """The highlights of a note, each once.

    Args:
        listed: those in its front matter, with their notes.
        marked: which of these were marked in the text, too, when the note was exported.
        in_text: the passages that are marked in the text now.

    Returns:
        Those that are listed, then those that are only marked. A person edits the text: a passage that was
        marked and is marked no longer is left out, and one whose words are others now gets these words.
    """
    there = {squeezed(one.quote) for one in in_text}
    known = {squeezed(one.quote) for one in listed}
    new = [one for one in in_text if squeezed(one.quote) not in known]
    kept: list[Highlight] = []
    for one in listed:
        if one not in marked or squeezed(one.quote) in there:
            kept.append(one)
        elif (other := _nearest(one, new)) is not None:
            new.remove(other)
            kept.append(replace(one, quote=other.quote))
    return (*kept, *new)


def _nearest(one: Highlight, others: Sequence[Highlight]) -> Highlight | None:
    """The passage that is likely the same one, edited."""
    matcher = SequenceMatcher(b=one.quote[:_LONG], autojunk=False)
    found: tuple[float, int] = (_ALIKE, -1)
    for number, other in enumerate(others[:_MOST]):
        matcher.set_seq1(other.quote[:_LONG])
        if matcher.real_quick_ratio() > found[0] and (ratio := matcher.ratio()) > found[0]:
            found = (ratio, number)
    return others[found[1]] if found[1] >= 0 else None
