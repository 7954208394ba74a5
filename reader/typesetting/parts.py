"""Divides an article into parts that are laid out one by one, as they come into view. Pure.

A part is a run of blocks, or a piece of a block that is too long for one part. Where it begins does not
depend on the width of the screen.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.model import Block

CHARACTERS = 8_000
BLOCKS = 64
"""The approximate size of a part: laying it out takes about 2 ms, or 6 for Chinese."""


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks from ``first`` up to but not including ``last``; of a long block a piece, ``start`` to ``end``.

    ``start`` and ``end`` count characters of the block's plain text; ``end`` is 0 for whole blocks.
    ``characters`` is the approximate number of its characters.
    """

    first: int
    last: int
    characters: int
    start: int = 0
    end: int = 0


def parts_of(blocks: Sequence[Block], characters: int = CHARACTERS, count: int = BLOCKS) -> list[Part]:
    """The parts of an article's body, in order; an empty body has none.

    Each has about ``characters`` characters, and at most ``count`` blocks.
    """
    parts: list[Part] = []
    first = held = 0
    for index, block in enumerate(blocks):
        size = sum(len(span.text) for span in block.spans)
        if size > 2 * characters:
            if index > first:
                parts.append(Part(first, index, held))
            parts += _pieces(block, index, characters)
            first, held = index + 1, 0
            continue
        held += size
        if held >= characters or index + 1 - first >= count:
            parts.append(Part(first, index + 1, held))
            first, held = index + 1, 0
    if first < len(blocks):
        parts.append(Part(first, len(blocks), held))
    return parts


def _pieces(block: Block, index: int, characters: int) -> Iterator[Part]:
    plain = block.plain
    # An image is shown as a different text than its own, so no piece may end inside it.
    images = list(_images(block))
    ends = [end for _, end in images]
    start = 0
    while start < len(plain):
        end = _cut(plain, start, characters, "\n" if block.kind == "code" else " ")
        image = bisect_right(ends, end)
        if image < len(images) and images[image][0] < end:
            end = ends[image]
        yield Part(index, index + 1, end - start, start, end)
        start = end


def _images(block: Block) -> Iterator[tuple[int, int]]:
    at = 0
    for span in block.spans:
        size = len(span.text)
        if "image" in span.style:
            yield at, at + size
        at += size


def _cut(text: str, start: int, characters: int, behind: str) -> int:
    """The end of a piece that begins at ``start``: after a character like ``behind``, if one is near."""
    end, near = start + characters, characters // 16
    if end + near >= len(text):
        return len(text)
    better = text.rfind(behind, end - near, end)
    if better >= 0:
        return better + 1
    # A mark is not separated from its letter, unless there are too many marks.
    letters = (at for at in range(end, end - near - 1, -1) if not _is_mark(text[at]))
    return max(next(letters, end), start + 1)


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")
