"""Finding words in the article on screen: what is typed as a pattern, and the places where it occurs. Pure.

What is typed is found as typed, in any case. A capital letter asks for exactly these letters, an accent for
exactly these accents. Quotes around it ask for whole words; while the second one is missing, for the
beginning of a word. White space stands for any white space, a straight quote or hyphen for any of its kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.model import Article, Block, Position
from reader.tui.state.layers import Spans

MOST = 10_000
"""The most places that are marked; nobody goes through more."""

LONGEST = 500
"""The most characters of what is looked for."""

PIECE = 64_000
"""About how many characters are looked through at a time."""

HEAD = -1
"""The block of the title and the note."""

_LIKE = {
    **dict.fromkeys(map(ord, "‘’‚‛′"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
}


class _Alike(dict[int, str]):
    """For ``str.translate``: each character becomes the one that it counts as, worked out when first met."""

    def __init__(self, *, accents: bool) -> None:
        super().__init__(_LIKE)
        self._accents = accents

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if not self._accents and code > 127:
            base = unicodedata.normalize("NFD", char)[0]
            char = base if base.isalpha() else char
        self[code] = char
        return char


_WITH_ACCENTS, _WITHOUT_ACCENTS = _Alike(accents=True), _Alike(accents=False)


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for, ready to be compared. ``longest`` is about the most characters that it takes."""

    typed: str
    pattern: re.Pattern[str]
    accents: bool
    longest: int

    def alike(self, text: str) -> str:
        """A text of the same length in which everything stands as the pattern has it."""
        return text.translate(_WITH_ACCENTS if self.accents else _WITHOUT_ACCENTS)


def needle(typed: str) -> Needle | None:
    """What a person wants to find; None if nothing is typed yet."""
    words = typed[:LONGEST].strip()
    begins = words.startswith('"')
    ends = begins and len(words) > 1 and words.endswith('"')
    words = words[begins : len(words) - ends].strip()
    if not words:
        return None
    alike = words.translate(_WITH_ACCENTS)
    accents = alike != words.translate(_WITHOUT_ACCENTS)
    parts = [re.escape(part) for part in alike.split()]
    source = r"\s+".join(parts)
    source = rf"(?<!\w){source}" if begins else source
    source = rf"{source}(?!\w)" if ends else source
    exact = any(char.isupper() for char in words)
    return Needle(typed, re.compile(source, 0 if exact else re.IGNORECASE), accents, len(words) + 64)


def head_of(article: Article) -> str:
    """The text of the block before the first: the title, a line break, and the note."""
    return f"{article.title}\n{article.note}"


def pieces(article: Article, wanted: Needle, begin: int = HEAD) -> Iterator[Spans]:
    """The places in an article, piece by piece: from the block ``begin`` to the end, then from the top to it.

    Each step looks through about as much as fits between two keys. Those of a piece are in the order of the
    text. It ends when there are more than ``MOST``.
    """
    count = looked = 0
    found: list[tuple[int, int, int]] = []
    for block in _order(article.blocks, begin):
        text = head_of(article) if block == HEAD else article.blocks[block].plain
        end = 0
        for start in range(0, max(1, len(text)), PIECE):
            for low, high in _within(text, wanted, max(start, end), start + PIECE):
                found.append((block, low, high))
                end = high
            looked += min(PIECE, len(text) - start) + 64
            if looked >= PIECE:
                yield tuple(found)
                count, looked, found = count + len(found), 0, []
            if count + len(found) > MOST:
                yield tuple(found)
                return
    yield tuple(found)


def _order(blocks: Sequence[Block], begin: int) -> Iterator[int]:
    begin = min(max(begin, HEAD), len(blocks))
    yield from range(begin, len(blocks))
    yield from range(HEAD, begin)


def _within(text: str, wanted: Needle, start: int, until: int) -> Iterator[tuple[int, int]]:
    """The places that begin in a window of a text."""
    before = max(0, start - 1)
    window = wanted.alike(text[before : until + wanted.longest])
    for match in wanted.pattern.finditer(window, start - before):
        if before + match.start() >= until:
            return
        yield before + match.start(), before + match.end()


def first_after(spans: Sequence[tuple[int, int, int]], begin: Position) -> tuple[int, int, int] | None:
    """The first place that does not end before a position; None if there is none."""
    return next((span for span in spans if (span[0], span[2]) > (begin.block, begin.char)), None)


def counted(number: int, count: int, *, wrapped: str = "") -> str:
    """Which place is the current one: ``3 of 17``; ``wrapped`` says at which end it went on at the other."""
    shown = f"{MOST:,}+" if count > MOST else f"{count:,}"
    return f"{number:,} of {shown}{f' · from the {wrapped} again' if wrapped else ''}"
