"""The edit distance between two words. Pure."""

from __future__ import annotations

LONG = 6
"""A near spelling of a word with at least this many letters may differ in two places."""

LETTERS = range(3, 31)
"""Shorter words have too many near spellings, and for longer ones nobody means any."""


def edits_allowed(word: str) -> int:
    """The most edits by which a near spelling of a word may differ; 0 if the word has no near spellings."""
    if len(word) not in LETTERS:
        return 0
    return 2 if len(word) >= LONG else 1


def within(one: str, other: str, edits: int) -> bool:
    """Whether at most ``edits`` letters added, left out, changed or swapped make two words equal."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    if not one or not other:
        return len(one) + len(other) <= edits
    if abs(len(one) - len(other)) > edits or not edits:
        return False
    edits -= 1
    return (
        within(one[1:], other[1:], edits)
        or within(one[1:], other, edits)
        or within(one, other[1:], edits)
        or (one[:2] == other[1::-1] and within(one[2:], other[2:], edits))
    )
