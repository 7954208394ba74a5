"""Footnotes of an article: their texts, and where they are referred to. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.model import Block, Position
from reader.tui.state.links import links_between


class Note(NamedTuple):
    """A footnote to be shown: its label, its paragraphs, and the place that it leads to.

    The place is that of the note, or for a note that is on screen itself, that of the reference to it.
    """

    label: str
    text: tuple[str, ...]
    place: Position


def note_of(blocks: Sequence[Block], label: str, after: int = 0) -> Note | None:
    """The note with a label; of several (a book numbers each chapter anew) the first after a block."""
    found = [number for number, block in enumerate(blocks) if block.marker and block.label == label]
    number = next((one for one in found if one >= after), found[-1] if found else None)
    if number is None:
        return None
    return Note(label, tuple(_paragraphs(blocks, number)), Position(number, 0))


def notes_in_sight(blocks: Sequence[Block], first: Position, last: Position) -> list[Note]:
    """The notes that the text between two places refers to, each once.

    If it refers to none, the notes that stand there themselves, each leading to the reference to it.
    """
    links = [link for link in links_between(blocks, first, last) if link.is_note]
    labels = dict.fromkeys((link.href, link.block) for link in links)
    notes = dict.fromkeys(note for label, block in labels if (note := note_of(blocks, label, block)))
    if notes:
        return list(notes)
    found = []
    for number in range(max(0, first.block), min(last.block + 1, len(blocks))):
        block = blocks[number]
        place = _reference(blocks, block.label, number) if block.kind == "footnote" and block.label else None
        if place is not None:
            found.append(Note(block.label, tuple(_paragraphs(blocks, number)), place))
    return found


def _paragraphs(blocks: Sequence[Block], number: int) -> Iterator[str]:
    yield blocks[number].plain
    for block in blocks[number + 1 :]:
        if block.kind != "footnote" or block.marker:
            break
        yield block.plain


def _reference(blocks: Sequence[Block], label: str, before: int) -> Position | None:
    """The last reference to a note before it, else the first after it."""
    end = Position(len(blocks), 0)
    places = [
        link.position
        for link in links_between(blocks, Position(0, 0), end)
        if link.is_note and link.href == label
    ]
    return next((one for one in reversed(places) if one.block <= before), next(iter(places), None))
