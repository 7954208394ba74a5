"""Where a cursor in the text of an article goes: by character, word, sentence, paragraph. Pure.

A cursor stands on a character: a grapheme of a block that has text. Motions that depend on how the text is
laid out (by line and by page) are in :mod:`reader.typesetting.cells`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from reader.blocks import SHAPES
from reader.boundaries import Extent, at, sentences, words
from reader.model import Block, Position
from reader.text import graphemes

Motion = Literal[
    "right",
    "left",
    "word_right",
    "word_left",
    "word_end",
    "sentence_right",
    "sentence_left",
    "paragraph_right",
    "paragraph_left",
    "text_start",
    "text_end",
]
"""What a key may ask for. At the end of the text a motion leads to its last character, or its first."""


_TIGHT = ("item", "footnote")
"""Kinds of blocks between which there is no blank line."""


def has_text(block: Block) -> bool:
    """Whether a cursor can stand in a block. What a rule is made of is no text."""
    return block.kind != "rule" and bool(block.plain.strip())


class CursorText:
    """The text of an article, for cursors. What a block is made of is worked out when first needed."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self._chars: dict[int, list[int]] = {}
        self._words: dict[int, list[Extent]] = {}
        self._sentences: dict[int, list[Extent]] = {}

    # --- what there is ------------------------------------------------------------------------------

    def plain(self, block: int) -> str:
        """The text of a block."""
        return self.blocks[block].plain

    def characters(self, block: int) -> list[int]:
        """Where the characters of a block start that a cursor can stand on."""
        if block not in self._chars:
            plain = self.plain(block)
            spaced = enumerate(plain) if plain.isascii() else ((a, plain[a]) for a, _, _ in graphemes(plain))
            self._chars[block] = [start for start, char in spaced if char not in "\n\t"] or [0]
        return self._chars[block]

    def words(self, block: int) -> list[Extent]:
        """The words of a block; of one without any (``* * *``) the whole."""
        if block not in self._words:
            plain = self.plain(block)
            self._words[block] = self._standing(block, words(plain) or [_around(plain)])
        return self._words[block]

    def sentences(self, block: int) -> list[Extent]:
        """The sentences of a block."""
        if block not in self._sentences:
            plain = self.plain(block)
            if SHAPES[self.blocks[block].kind] == "text":
                plain = plain.replace("\n", " ").replace("\t", " ")
            self._sentences[block] = self._standing(block, sentences(plain))
        return self._sentences[block]

    def _standing(self, block: int, pieces: list[Extent]) -> list[Extent]:
        """Words or sentences that begin where a cursor can stand; the rest belongs to the one before."""
        found: list[Extent] = []
        for start, end in pieces:
            here = self._onto(block, start)
            if found and here <= found[-1][0]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((here, end))
        return found

    def after(self, block: int) -> Iterator[int]:
        """The blocks with text after a block."""
        return (at for at in range(max(0, block + 1), len(self.blocks)) if has_text(self.blocks[at]))

    def before(self, block: int) -> Iterator[int]:
        """The blocks with text before a block, the nearest first."""
        last = min(block, len(self.blocks)) - 1
        return (at for at in range(last, -1, -1) if has_text(self.blocks[at]))

    @property
    def first(self) -> Position | None:
        """The first character; None if there is no text."""
        return next((Position(block, self.characters(block)[0]) for block in self.after(-1)), None)

    @property
    def last(self) -> Position | None:
        """The last character."""
        blocks = self.before(len(self.blocks))
        return next((Position(block, self.characters(block)[-1]) for block in blocks), None)

    def standing(self, position: Position) -> Position | None:
        """The character at a position or the nearest after it, else the last one; None without text."""
        block = position.block
        if 0 <= block < len(self.blocks) and has_text(self.blocks[block]):
            chars = self.characters(block)
            return Position(block, chars[_index(chars, max(0, position.char))])
        found = next(self.after(block), None)
        return self.last if found is None else Position(found, self.characters(found)[0])

    def end_of(self, position: Position) -> Position:
        """Where the character at a position ends."""
        chars = self.characters(position.block)
        index = _index(chars, position.char) + 1
        plain = self.plain(position.block)
        end = chars[index] if index < len(chars) else len(plain)
        # Line breaks and tabs between characters belong to none.
        while end - 1 > position.char and plain[end - 1] in "\n\t":
            end -= 1
        return Position(position.block, end)

    # --- motions ------------------------------------------------------------------------------------

    def moved(self, motion: Motion, here: Position) -> Position:
        """Where a motion leads from a character."""
        return _MOTIONS[motion](self, here) or here

    def right(self, here: Position) -> Position | None:
        """The next character."""
        chars = self.characters(here.block)
        index = _index(chars, here.char) + 1
        if index < len(chars):
            return Position(here.block, chars[index])
        return next((Position(block, self.characters(block)[0]) for block in self.after(here.block)), None)

    def left(self, here: Position) -> Position | None:
        """The character before."""
        chars = self.characters(here.block)
        index = _index(chars, here.char)
        if index > 0:
            return Position(here.block, chars[index - 1])
        return next((Position(block, self.characters(block)[-1]) for block in self.before(here.block)), None)

    def word_right(self, here: Position) -> Position | None:
        """The start of the next word."""
        return self._next_start(self.words, here) or self.last

    def word_left(self, here: Position) -> Position | None:
        """The start of the word, or of the one before."""
        return self._start_before(self.words, here) or self.first

    def word_end(self, here: Position) -> Position | None:
        """The last character of the word, or of the next one."""
        for block in (here.block, *self.after(here.block)):
            for _, end in self.words(block):
                last = self._last_in(block, end)
                if block > here.block or last.char > here.char:
                    return last
        return self.last

    def sentence_right(self, here: Position) -> Position | None:
        """The start of the next sentence."""
        return self._next_start(self.sentences, here) or self.last

    def sentence_left(self, here: Position) -> Position | None:
        """The start of the sentence, or of the one before."""
        return self._start_before(self.sentences, here) or self.first

    def paragraph_right(self, here: Position) -> Position | None:
        """The start of the next paragraph."""
        found = next(self.after(here.block), None)
        return self.last if found is None else self._start(found)

    def paragraph_left(self, here: Position) -> Position | None:
        """The start of the paragraph, or of the one before."""
        own = self._start(here.block)
        if own.char < here.char:
            return own
        found = next(self.before(here.block), None)
        return self.first if found is None else self._start(found)

    def _start(self, block: int) -> Position:
        return Position(block, self.sentences(block)[0][0])

    def _next_start(self, pieces: Callable[[int], list[Extent]], here: Position) -> Position | None:
        found = pieces(here.block)
        index = at(found, here.char) + 1
        if index < len(found):
            return Position(here.block, found[index][0])
        block = next(self.after(here.block), None)
        return None if block is None else Position(block, pieces(block)[0][0])

    def _start_before(self, pieces: Callable[[int], list[Extent]], here: Position) -> Position | None:
        found = pieces(here.block)
        index = at(found, here.char)
        if index >= 0 and found[index][0] == here.char:
            index -= 1
        if index >= 0:
            return Position(here.block, found[index][0])
        block = next(self.before(here.block), None)
        return None if block is None else Position(block, pieces(block)[-1][0])

    def _onto(self, block: int, char: int) -> int:
        chars = self.characters(block)
        return chars[_index(chars, char)]

    def _last_in(self, block: int, end: int) -> Position:
        return Position(block, self._onto(block, max(0, end - 1)))

    # --- what is around a place ---------------------------------------------------------------------

    def sentence_at(self, here: Position) -> tuple[Position, Position]:
        """The first and the last character of the sentence at a place."""
        return self._piece_at(self.sentences(here.block), here)

    def word_at(self, here: Position) -> tuple[Position, Position]:
        """The first and the last character of the word at a place, or of the one before it."""
        return self._piece_at(self.words(here.block), here)

    def paragraph_at(self, here: Position) -> tuple[Position, Position]:
        """The first and the last character of the paragraph at a place."""
        found = self.sentences(here.block)
        return self._start(here.block), self._last_in(here.block, found[-1][1])

    def _piece_at(self, pieces: list[Extent], here: Position) -> tuple[Position, Position]:
        start, end = pieces[max(0, at(pieces, here.char))]
        return Position(here.block, start), self._last_in(here.block, end)

    def between(self, start: Position, end: Position) -> str:
        """The text from a position up to another, as it is copied.

        Blank lines separate paragraphs; a list item that begins within has its marker.
        """
        parts: list[str] = []
        before: Block | None = None
        for number, low, high in self.stretches(start, end):
            block = self.blocks[number]
            if not has_text(block):
                continue
            if before is not None:
                parts.append("\n" if block.kind == before.kind in _TIGHT else "\n\n")
            marker = f"{block.marker} " if block.marker and low == 0 and block.kind in _TIGHT else ""
            parts.append(marker + self.plain(number)[low:high])
            before = block
        return "".join(parts)

    def stretches(self, start: Position, end: Position) -> Iterator[tuple[int, int, int]]:
        """The text from a position up to another: each block, and where the text starts and ends in it."""
        for block in range(max(0, start.block), min(end.block + 1, len(self.blocks))):
            low = start.char if block == start.block else 0
            high = end.char if block == end.block else len(self.plain(block))
            if low < high:
                yield block, low, high


def _index(chars: Sequence[int], char: int) -> int:
    """The index of the character that a position is in."""
    return max(0, bisect_right(chars, char) - 1)


def _around(plain: str) -> Extent:
    start = len(plain) - len(plain.lstrip())
    return start, max(start + 1, len(plain.rstrip()))


_MOTIONS: Mapping[Motion, Callable[[CursorText, Position], Position | None]] = {
    "right": CursorText.right,
    "left": CursorText.left,
    "word_right": CursorText.word_right,
    "word_left": CursorText.word_left,
    "word_end": CursorText.word_end,
    "sentence_right": CursorText.sentence_right,
    "sentence_left": CursorText.sentence_left,
    "paragraph_right": CursorText.paragraph_right,
    "paragraph_left": CursorText.paragraph_left,
    "text_start": lambda text, _: text.first,
    "text_end": lambda text, _: text.last,
}
