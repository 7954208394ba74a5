"""Random edits of an article whose words are followed: where each of them is afterwards is known.

A text is a list of paragraphs, and a paragraph a list of words with a number that no other word has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from random import Random

from reader.anchors import Anchor, FoundPassage
from reader.model import Block, Position, Span
from reader.squeezed import squeezed

Word = tuple[int, str]
Text = list[list[Word]]


def numbered(paragraphs: Sequence[str]) -> Text:
    """The text of some paragraphs; those without a word are left out."""
    numbers = count()
    return [
        [(next(numbers), word) for word in paragraph.split()] for paragraph in paragraphs if paragraph.split()
    ]


def blocks_of(text: Text) -> tuple[Block, ...]:
    """The text as an article has it."""
    return tuple(Block("paragraph", (Span(" ".join(word for _, word in paragraph)),)) for paragraph in text)


def position_of(text: Text, number: int, *, end: bool = False) -> Position:
    """Where a word starts, or ends."""
    for block, paragraph in enumerate(text):
        at = 0
        for known, word in paragraph:
            if known == number:
                return Position(block, at + len(word) * end)
            at += len(word) + 1
    raise LookupError(number)


def words_in(text: Text, found: FoundPassage) -> list[Word]:
    """The words that a passage has a part of."""
    words: list[Word] = []
    for block in range(found.start.block, found.end.block + 1):
        at = 0
        for number, word in text[block]:
            start, end = (block, at), (block, at + len(word))
            if end > (found.start.block, found.start.char) and start < (found.end.block, found.end.char):
                words.append((number, word))
            at += len(word) + 1
    return words


def right(
    text: Text, found: FoundPassage, wanted: Sequence[Word], copies: dict[int, int], anchor: Anchor
) -> bool:
    """Whether a passage was found where it should be: on its own words.

    The same words in a copy of their paragraph are right too; so are the same words with the same text on
    both sides, for nothing can tell them apart.
    """
    known = set(wanted)
    words = [(copies.get(number, number), word) for number, word in words_in(text, found)]
    own = [word for word in words if word in known]
    if found.how == "changed":
        return 3 * len(own) >= len(words)
    if "".join(word for _, word in words) != "".join(word for _, word in wanted):
        return False
    whole = squeezed(anchor.before + anchor.quote + anchor.after)
    return bool(own) or any(anchor.proofs[1:3]) or whole in squeezed(plain(text))


def plain(text: Text) -> str:
    """All words of a text."""
    return " ".join(word for paragraph in text for _, word in paragraph)


def edited(text: Text, random: Random, edits: int) -> tuple[Text, dict[int, int]]:
    """The text after some random edits of paragraphs and words, and the word that each copy is a copy of."""
    copies: dict[int, int] = {}
    text = [list(paragraph) for paragraph in text]
    numbers = count(1 + max(number for paragraph in text for number, _ in paragraph))
    vocabulary = [word for paragraph in text for _, word in paragraph]

    def new(size: int) -> list[Word]:
        return [(next(numbers), random.choice(vocabulary)) for _ in range(size)]

    def insert_paragraph(at: int) -> None:
        text.insert(at, new(random.randint(1, 60)))

    def repeat_paragraph(at: int) -> None:
        copy = [(next(numbers), word) for _, word in text[at]]
        copies.update({new: copies.get(old, old) for (new, _), (old, _) in zip(copy, text[at], strict=True)})
        text.insert(random.randint(0, len(text)), copy)

    def cut_paragraph(at: int) -> None:
        if len(text) > 2:
            del text[at]

    def move_paragraph(at: int) -> None:
        paragraph = text.pop(at)
        text.insert(random.randint(0, len(text)), paragraph)

    def split_paragraph(at: int) -> None:
        middle = random.randint(0, len(text[at]))
        if 0 < middle < len(text[at]):
            text[at : at + 1] = [text[at][:middle], text[at][middle:]]

    def merge_paragraphs(at: int) -> None:
        if at + 1 < len(text):
            text[at : at + 2] = [text[at] + text[at + 1]]

    def insert_words(at: int) -> None:
        middle = random.randint(0, len(text[at]))
        text[at][middle:middle] = new(random.randint(1, 5))

    def change_words(at: int) -> None:
        start = random.randrange(len(text[at]))
        size = min(random.randint(1, 3), len(text[at]) - start)
        text[at][start : start + size] = new(size)

    def delete_words(at: int) -> None:
        start = random.randrange(len(text[at]))
        size = min(random.randint(1, 5), len(text[at]) - start, len(text[at]) - 1)
        del text[at][start : start + size]

    def move_words(at: int) -> None:
        start = random.randrange(len(text[at]))
        moved = text[at][start : start + random.randint(1, 10)]
        if len(moved) < len(text[at]):
            del text[at][start : start + len(moved)]
            to = random.choice(text)
            middle = random.randint(0, len(to))
            to[middle:middle] = moved

    kinds: list[Callable[[int], None]] = [
        *(
            insert_paragraph,
            repeat_paragraph,
            cut_paragraph,
            move_paragraph,
            split_paragraph,
            merge_paragraphs,
        ),
        *(insert_words, change_words, delete_words, move_words),
    ]
    for _ in range(edits):
        random.choice(kinds)(random.randrange(len(text)))
    return text, copies
