"""The order in which a terminal without one of its own is to show right-to-left text. Pure.

This is the Unicode Bidirectional Algorithm (UAX #9) for one line without explicit embeddings, which
``reader.text.clean`` has removed: rules W1 to W7, N0 to N2, I1, I2, L1, L2 and L4. Arabic letters are given
the forms that they have beside their neighbours, because such terminals join nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_STRONG = {"L": False, "R": True, "AL": True}
_NEUTRAL = frozenset(("B", "S", "WS", "ON", "BN"))
_BACKWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»", "‹": "›", "“": "”", "≤": "≥"}
_MIRRORED = {**_PAIRS, **{closing: opening for opening, closing in _PAIRS.items()}}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_BETWEEN_CELLS = "│"
_MOST_OPEN = 63


def has_backward(text: str) -> bool:
    """Whether a text has any characters that run from right to left."""
    return _BACKWARD.search(text) is not None


def runs_backward(text: str) -> bool:
    """Whether a paragraph runs from right to left: its first letter decides (rules P2 and P3)."""
    if not has_backward(text):
        return False
    return next((_STRONG[kind] for char in text if (kind := _kind(char)) in _STRONG), False)


def visual_order(text: str, *, backward: bool) -> list[int]:
    """The offsets of a line's characters from left to right (rule L2).

    Marks stay behind their letters, as terminals want them.
    """
    levels = _levels(text, int(backward))
    pieces: list[tuple[int, list[int]]] = []
    for at, char in enumerate(text):
        if pieces and unicodedata.category(char).startswith("M"):
            pieces[-1][1].append(at)
        else:
            pieces.append((levels[at], [at]))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(pieces):
            end = start
            while end < len(pieces) and pieces[end][0] >= level:
                end += 1
            pieces[start:end] = reversed(pieces[start:end])
            start = end + 1
    return [at for _, piece in pieces for at in piece]


def shown_forms(text: str, *, backward: bool) -> list[str]:
    """What is shown for each character of a line: brackets turned round (L4), Arabic letters joined.

    Lam and the alef after it become one sign: nothing is shown for the alef.
    """
    levels = _levels(text, int(backward))
    forms = [
        _MIRRORED.get(char, char) if level % 2 else char for char, level in zip(text, levels, strict=True)
    ]
    letters = [at for at, char in enumerate(text) if not unicodedata.category(char).startswith("M")]
    known = _letter_forms()
    before = False
    for number, at in enumerate(letters):
        own = known.get(text[at], {})
        following = text[letters[number + 1]] if number + 1 < len(letters) else ""
        after = _joins_on(own, text[at]) and ("final" in known.get(following, {}) or following == _TATWEEL)
        if own and forms[at]:
            name = ("medial" if after else "final") if before else "initial" if after else "isolated"
            forms[at] = own.get(name, own.get("isolated", text[at]))
            if text[at] == _LAM and letters[number + 1 : number + 2] == [at + 1]:
                ligature = known.get(text[at : at + 2], {}).get("final" if before else "isolated")
                if ligature:
                    forms[at], forms[at + 1] = ligature, ""
        before = after
    return forms


def seen(text: str, *, backward: bool) -> str:
    """A line as a terminal without an order of its own has to be given it."""
    forms = shown_forms(text, backward=backward)
    return "".join(forms[at] for at in visual_order(text, backward=backward))


_LAM, _TATWEEL = "\u0644", "\u0640"


def _joins_on(forms: dict[str, str], char: str) -> bool:
    return char == _TATWEEL or "initial" in forms


@cache
def _letter_forms() -> dict[str, dict[str, str]]:
    """The forms of Arabic letters, and of lam with alef, as Unicode decomposes its presentation forms."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        name, *parts = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(part, 16)) for part in parts)
        if name.startswith("<") and (
            len(base) == 1 or (len(base) == 2 and base[0] == _LAM and code >= 0xFEF5)
        ):
            found.setdefault(base, {})[name.strip("<>")] = chr(code)
    return found


# --- levels -----------------------------------------------------------------------------------------


def _kind(char: str) -> str:
    # The lines between the columns of a table keep its cells apart, as tabs do.
    return "S" if char == _BETWEEN_CELLS else unicodedata.bidirectional(char) or "L"


def _levels(text: str, base: int) -> list[int]:
    around = "R" if base else "L"
    kinds = _resolved(_weak([_kind(char) for char in text], around), text, around)
    levels = [1 if kind == "R" else 0 if kind == "L" and not base else 2 for kind in kinds]
    # L1: spaces at the end, and cells, stand where the line stands.
    trailing = True
    for at in range(len(text) - 1, -1, -1):
        kind = _kind(text[at])
        if kind == "S":
            levels[at], trailing = base, True
        elif trailing and kind in ("WS", "BN"):
            levels[at] = base
        else:
            trailing = False
    for at in range(1, len(text)):
        # The blank after the line between two cells stands still as well.
        if text[at] == " " and text[at - 1] == _BETWEEN_CELLS:
            levels[at] = base
    return levels


def _weak(kinds: list[str], around: str) -> list[str]:
    """Rules W1 to W7: what numbers, their signs, and marks are taken for."""
    before = strong = around
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = before  # W1
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"  # W2
        if kinds[at] in _STRONG:
            strong = kinds[at]
        before = kinds[at]
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for at in range(1, len(kinds) - 1):  # W4
        left, right = kinds[at - 1], kinds[at + 1]
        if left == right and (kinds[at], left) in (("ES", "EN"), ("CS", "EN"), ("CS", "AN")):
            kinds[at] = left
    _spread(kinds, range(len(kinds)))  # W5
    _spread(kinds, range(len(kinds) - 1, -1, -1))
    strong = around
    for at, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[at] = "ON"  # W6
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"  # W7
        elif kind in _STRONG:
            strong = kind
    return kinds


def _spread(kinds: list[str], order: range) -> None:
    """The signs beside a number (currency, per cent) become part of it."""
    number = False
    for at in order:
        number = kinds[at] == "EN" or (number and kinds[at] == "ET")
        if number:
            kinds[at] = "EN"


def _resolved(kinds: list[str], text: str, around: str) -> list[str]:
    """Rules N0 to N2: which way neutral characters go."""
    _resolve_brackets(kinds, text, around)
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > at:
            left = _side(kinds[at - 1]) if at else around
            right = _side(kinds[end]) if end < len(kinds) else around
            kinds[at:end] = [left if left == right else around] * (end - at)
        at = end + 1
    return kinds


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _resolve_brackets(kinds: list[str], text: str, around: str) -> None:
    """N0: a pair of brackets goes the way of what is in it, or of what is before it."""
    for first, last in _bracket_pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[first + 1 : last] if kind in ("L", "R", "EN", "AN")}
        if around in inside:
            kinds[first] = kinds[last] = around
        elif inside:
            before = next((_side(k) for k in reversed(kinds[:first]) if k in ("L", "R", "EN", "AN")), around)
            kinds[first] = kinds[last] = before if before in inside else around


def _bracket_pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        if kinds[at] != "ON":
            continue
        if char in _BRACKETS:
            if len(opened) == _MOST_OPEN:
                break
            opened.append((_BRACKETS[char], at))
        elif char in _BRACKETS.values():
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == char:
                    pairs.append((opened[depth][1], at))
                    del opened[depth:]
                    break
    return sorted(pairs)
