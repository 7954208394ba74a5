"""How many letters two words differ in. Pure."""

from __future__ import annotations

LONG = 6
"""From this many letters on a near spelling may differ in two places."""

LETTERS = range(3, 31)
"""Words of other lengths have no near spelling: too many, or none anybody means."""


def edits_allowed(word: str) -> int:
    """How many edits a near spelling of a word may be away; 0 for words that have none."""
    if len(word) not in LETTERS:
        return 0
    return 2 if len(word) >= LONG else 1


def within(one: str, other: str, edits: int) -> bool:
    """Whether ``edits`` letters added, left out, changed or swapped with their neighbour make them equal."""
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
