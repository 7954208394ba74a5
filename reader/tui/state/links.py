"""Links and pictures in the text of an article, and the letters that stand for those in sight. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from reader.model import Block, Position
from reader.tui.state.places import Way

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The letters of labels, those under the fingers first."""


class TextLink(NamedTuple):
    """A link in the text: where it is, its text, and where it leads.

    ``href`` is an address or the title of an article; for the reference to a footnote (``is_note``), its
    label. The address below the title of an article is a link in block -1. A ``picture`` is one, too: it
    leads to itself, enlarged, and ``href`` is its name.
    """

    block: int
    start: int
    end: int
    text: str
    href: str
    is_note: bool = False
    picture: bool = False

    @property
    def position(self) -> Position:
        """Where it begins."""
        return Position(self.block, self.start)


def links_of(block: Block, number: int, pictures: Collection[str] = ()) -> Iterator[TextLink]:
    """The links of a block, which has that number: a link that changes its style in between is one.

    Those of its images count that are among the ``pictures``.
    """
    at = 0
    start: int | None = None
    text = href = ""
    note = False
    for span in block.spans:
        styles = span.style.split()
        is_picture = bool(pictures) and "image" in styles and span.href in pictures
        is_note = "footnote" in styles and span.href != "" and not is_picture
        is_link = is_note or ("link" in styles and not is_picture)
        if start is not None and (not is_link or span.href != href or is_note or note):
            yield TextLink(number, start, at, text, href, is_note=note)
            start = None
        if is_link:
            if start is None:
                start, text, href, note = at, "", span.href, is_note
            text += span.text
        if is_picture:
            yield TextLink(number, at, at + len(span.text), span.alt, span.href, picture=True)
        at += len(span.text)
    if start is not None:
        yield TextLink(number, start, at, text, href, is_note=note)


def links_between(
    blocks: Sequence[Block], first: Position, last: Position, pictures: Collection[str] = ()
) -> Iterator[TextLink]:
    """The links that show between two places, and those of the ``pictures``."""
    for number in range(max(0, first.block), min(last.block + 1, len(blocks))):
        for link in links_of(blocks[number], number, pictures):
            begins_before = (number, link.start) < (last.block, last.char)
            if begins_before and (first.block, first.char) < (number, link.end):
                yield link


def pictures_of(blocks: Sequence[Block], pictures: Collection[str]) -> list[TextLink]:
    """The pictures of an article that are among the ``pictures``, in the order of the text."""
    return [
        link
        for number, block in enumerate(blocks)
        if any("image" in span.style for span in block.spans)
        for link in links_of(block, number, pictures)
        if link.picture
    ]


def picture_of(block: Block, number: int) -> TextLink | None:
    """The picture of an image block, which has that number; None if it is no image."""
    name = block.picture.href
    return next((link for link in links_of(block, number, (name,)) if link.picture), None) if name else None


def next_link(
    blocks: Sequence[Block],
    here: Position,
    way: Way,
    *,
    onto: bool = False,
    pictures: Collection[str] = (),
) -> TextLink | None:
    """The link after a place, or before it; None if there is none. ``onto``: one at the place counts too.

    Those of the ``pictures`` are links, too.
    """
    block, char = here.block, max(here.char, 0) if here.block >= 0 else 0
    order = range(max(0, block), len(blocks)) if way > 0 else range(min(block, len(blocks) - 1), -1, -1)
    for number in order:
        links = [*links_of(blocks[number], number, pictures)]
        if way < 0:
            links.reverse()
        for link in links:
            there = (number, link.start)
            if there == (block, char) and onto:
                return link
            if there > (block, char) if way > 0 else there < (block, char):
                return link
    return None


def labels(count: int) -> list[str]:
    """Words of letters for that many links, all of one length, so that each is complete when it is typed."""
    length = 1
    while len(LETTERS) ** length < count:
        length += 1
    words = product(LETTERS, repeat=length)
    return ["".join(word) for word, _ in zip(words, range(count), strict=False)]
