"""The cursor in the text of an article, and the passage that is selected with it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from reader.boundaries import words
from reader.model import Position
from reader.tui.state.layers import Spans
from reader.tui.state.motions import CursorText, Motion

Stretch = Literal["word", "sentence", "paragraph"]
"""What one key selects as a whole."""


@dataclass(frozen=True, slots=True)
class SelectedPassage:
    """A cursor, and the passage from where selecting began to it. Both ends are characters of it.

    Attributes:
        cursor: the character that the cursor is on.
        begun: where selecting began; None while nothing is selected.
        column: the cell to which moving by line leads; None: that of the cursor.
    """

    cursor: Position
    begun: Position | None = None
    column: int | None = None

    # --- steps --------------------------------------------------------------------------------------

    def to(self, cursor: Position, column: int | None = None) -> SelectedPassage:
        """The cursor elsewhere; the passage reaches to it."""
        return SelectedPassage(cursor, self.begun, column)

    def moved(self, motion: Motion, text: CursorText) -> SelectedPassage:
        """The cursor where a motion leads."""
        return self.to(text.moved(motion, self.cursor))

    def begins(self) -> SelectedPassage:
        """Selecting begins at the cursor; if it has begun, it ends, and the cursor stays."""
        return replace(self, begun=self.cursor if self.begun is None else None)

    def drops(self) -> SelectedPassage:
        """Nothing is selected; the cursor stays."""
        return replace(self, begun=None)

    def swaps(self) -> SelectedPassage:
        """The cursor at the other end of the passage."""
        return self if self.begun is None else SelectedPassage(self.begun, self.cursor)

    def takes(self, what: Stretch, text: CursorText) -> SelectedPassage:
        """A whole word, sentence or paragraph is selected; if one is already, the next one as well."""
        whole = {"word": text.word_at, "sentence": text.sentence_at, "paragraph": text.paragraph_at}[what]
        start, end = self.ends or (self.cursor, self.cursor)
        first, last = whole(start)[0], whole(end)[1]
        if self.begun is not None and (first, last) == (start, end):
            after = text.right(last)
            while after is not None and whole(after)[0] != after and whole(after)[1] == last:
                after = text.right(after)
            last = last if after is None else whole(after)[1]
        return SelectedPassage(last, first)

    def reaches(self, start: Position, end: Position, text: CursorText) -> SelectedPassage:
        """The passage reaches to a place that was looked for, and over it.

        ``end`` is after its last character. If nothing is selected, the cursor goes to where it starts.
        """
        first = text.standing(start) or self.cursor
        if self.begun is None or _key(first) < _key(self.begun):
            return self.to(first)
        return self.to(text.standing(Position(end.block, max(start.char, end.char - 1))) or first)

    # --- what is selected ---------------------------------------------------------------------------

    @property
    def ends(self) -> tuple[Position, Position] | None:
        """The first and the last character of the passage; None if nothing is selected."""
        if self.begun is None:
            return None
        first, last = sorted((self.begun, self.cursor), key=_key)
        return first, last

    def passage(self, text: CursorText) -> tuple[Position, Position] | None:
        """Where the passage starts, and where it ends: after its last character."""
        ends = self.ends
        return None if ends is None else (ends[0], text.end_of(ends[1]))

    def said(self, text: CursorText) -> str:
        """How much is selected, in words: words or parts of words, or paragraphs if there are many."""
        passage = self.passage(text)
        if passage is None:
            return "cursor"
        paragraphs = passage[1].block - passage[0].block + 1
        if paragraphs > _MANY:
            return f"{paragraphs:,} paragraphs selected"
        number = sum(len(words(text.plain(at)[low:high])) for at, low, high in text.stretches(*passage))
        return "1 word selected" if number == 1 else f"{number:,} words selected"


_MANY = 100
"""In more paragraphs than that words are not counted: each key would have to."""


def selected(start: Position, end: Position, text: CursorText) -> SelectedPassage | None:
    """A passage from a position up to another, cut to what is text; None if there is none in it."""
    first = text.standing(start)
    before = text.standing(Position(end.block, end.char - 1)) if end.char > 0 else None
    if before is None:
        block = next(text.before(end.block), None)
        before = None if block is None else Position(block, text.characters(block)[-1])
    if first is None or before is None or _key(first) > _key(before) or _key(first) >= _key(end):
        return None
    return SelectedPassage(before, first)


def spans_between(start: Position, end: Position, text: CursorText) -> Spans:
    """A passage block by block: (block, start, end) in characters of each."""
    return tuple(text.stretches(start, end))


def _key(position: Position) -> tuple[int, int]:
    return position.block, position.char
