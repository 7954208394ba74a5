"""Items of lists that begin with a letter or with a number in brackets. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LETTER = re.compile(r"(\([0-9]{1,3}\)|\([a-z]\)|[a-z][.)]|\(?[ivx]{1,5}[.)])\s+(?=\S)")


def letters_in(lines: Sequence[str]) -> list[int]:
    """Which lines are items with a letter or a number in brackets: those that count on from one another."""
    found = [(at, match[1].strip("().")) for at, line in enumerate(lines) if (match := _LETTER.match(line))]
    return [
        at
        for number, (at, sign) in enumerate(found)
        if any(_counts_on(*pair) for pair in ((sign, s) for _, s in found[number + 1 : number + 2]))
        or any(_counts_on(*pair) for pair in ((s, sign) for _, s in found[max(0, number - 1) : number]))
    ]


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def _counts_on(sign: str, after: str) -> bool:
    if sign.isdigit() or after.isdigit():
        return sign.isdigit() and after.isdigit() and int(after) == int(sign) + 1
    if sign in _ROMAN and after in _ROMAN and _ROMAN.index(after) == _ROMAN.index(sign) + 1:
        return True
    return len(sign) == len(after) == 1 and ord(after) == ord(sign) + 1
