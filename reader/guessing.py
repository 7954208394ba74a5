"""A guess where the words of a lost passage may be now. A person decides whether it is right.

Unlike :mod:`reader.anchors`, which would rather lose a passage than find it in the wrong place, this compares
words loosely. First the stretches of the text are found that have most of the passage's words in any order, a
rare word counting more than a common one; then the words of the best few are compared in their order.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import log

from reader.model import Block, Position

_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
"""A word; in scripts without spaces between words, a character."""
_MOST_WORDS = 400
"""Of a longer passage only the first words are looked for, and the guess is as long as the passage was."""
_CANDIDATES = 5
_ALIKE = 0.4
"""A guess has at least this share of words in common with the passage, in their order."""


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a passage may be now: from ``start`` to ``end``, with these words; ``likeness`` is up to 1.0."""

    start: Position
    end: Position
    words: str
    likeness: float


def best_guess(blocks: Sequence[Block], quote: str) -> Guess | None:
    """The stretch of an article that is most like a passage; None if nothing resembles it."""
    wanted = [match[0].casefold() for match in _WORD.finditer(quote)][:_MOST_WORDS]
    found = list(_words(blocks))
    text = [word for word, _, _ in found]
    if not wanted or not text:
        return None
    best: tuple[float, int, int] = (0.0, 0, 0)
    for at in _places(wanted, text):
        slack = len(wanted) // 2 + 2
        low, high = max(0, at - slack), min(len(text), at + len(wanted) + slack)
        best = max(best, _compared(wanted, text, low, high), key=lambda one: one[0])
    likeness, first, last = best
    if likeness < _ALIKE:
        return None
    start, end = found[first][1], found[last - 1][2]
    return Guess(start, end, _between(blocks, start, end), likeness)


def _words(blocks: Sequence[Block]) -> Iterator[tuple[str, Position, Position]]:
    for number, block in enumerate(blocks):
        for match in _WORD.finditer(block.plain):
            yield match[0].casefold(), Position(number, match.start()), Position(number, match.end())


def _places(wanted: list[str], text: list[str]) -> list[int]:
    """Where the stretches begin that have most of the words, the best first; no two lie over each other."""
    asked, there = Counter(wanted), Counter(text)
    weight = {word: 1 / (1 + log(1 + there[word])) for word in asked}
    size = min(len(wanted), len(text))
    have: Counter[str] = Counter()
    score, scores = 0.0, []
    for at, word in enumerate(text):
        if word in asked:
            have[word] += 1
            score += weight[word] if have[word] <= asked[word] else 0.0
        if at >= size and (gone := text[at - size]) in asked:
            score -= weight[gone] if have[gone] <= asked[gone] else 0.0
            have[gone] -= 1
        if at >= size - 1:
            scores.append(score)
    places: list[int] = []
    for at in sorted(range(len(scores)), key=lambda one: -scores[one]):
        near = bisect_left(places, at - size // 2)
        if near < len(places) and places[near] <= at + size // 2:
            continue
        if len(places) == _CANDIDATES or scores[at] <= 0:
            break
        places.insert(bisect_left(places, at), at)
    return places


def _compared(wanted: list[str], text: list[str], low: int, high: int) -> tuple[float, int, int]:
    """How much a stretch has of the words in their order, from its first common word to its last."""
    matcher = SequenceMatcher(None, wanted, text[low:high], autojunk=False)
    matches = [match for match in matcher.get_matching_blocks() if match.size]
    if not matches:
        return 0.0, 0, 0
    first, last = low + matches[0].b, low + matches[-1].b + matches[-1].size
    common = sum(match.size for match in matches)
    return 2 * common / (len(wanted) + last - first), first, last


def _between(blocks: Sequence[Block], start: Position, end: Position) -> str:
    if start.block == end.block:
        return blocks[start.block].plain[start.char : end.char]
    middle = [block.plain for block in blocks[start.block + 1 : end.block]]
    return "\n".join((blocks[start.block].plain[start.char :], *middle, blocks[end.block].plain[: end.char]))
