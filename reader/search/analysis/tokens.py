"""Splits texts into raw words: one per position, and the additional words at some positions."""

from __future__ import annotations

from collections.abc import Iterator

from reader.search.analysis.chunks import (
    ChunkWords,
    has_unspaced,
    is_plain,
    is_unspaced,
    pieces,
    plain,
    runs,
    spaced,
)
from reader.search.analysis.unspaced import LocatedWord, is_as_written, located_pairs, pairs

BesideAt = tuple[int, str, int, int]
"""A position, an additional raw word there, and where that starts and ends in the text."""


class _Known(dict[str, ChunkWords | None]):
    """Chunk -> its pieces; None for one that is just a word. Filled as chunks occur."""

    _LIMIT = 100_000

    def __missing__(self, chunk: str) -> ChunkWords | None:
        if len(self) >= self._LIMIT:
            self.clear()
        found: ChunkWords | None = None if chunk.isalpha() else pieces(chunk)
        if found and not found[1] and found[0] == ((chunk, 0, len(chunk)),):
            found = None
        self[chunk] = found
        return found


_known = _Known()


def _whole_chunks(text: str) -> Iterator[tuple[str, int]]:
    """The chunks of a text in any script, each with its start."""
    find, end = spaced().chunk.finditer, 0
    for run in runs().finditer(text):
        for match in find(text, end, run.start()):
            yield match[0], match.start()
        yield run[0], run.start()
        end = run.end()
    for match in find(text, end):
        yield match[0], match.start()


def has_odd_runs(text: str) -> bool:
    """Whether a script without spaces is written in a way that its words are not (see ``pairs``)."""
    return not all(map(is_as_written, runs().findall(text)))


def run_at(text: str, start: int) -> str:
    """The rest of the run of a script without spaces of which a character is at ``start``."""
    run = runs().match(text, start)
    return run[0] if run else ""


def located_chunks(text: str) -> Iterator[tuple[str, int]]:
    """The chunks of a text in order, each with its start. Nearly all of them are words."""
    text = text.replace("_", "-")
    if not is_plain(text) and has_unspaced(text):
        yield from _whole_chunks(text)
        return
    for match in (plain() if is_plain(text) else spaced()).chunk.finditer(text):
        yield match[0], match.start()


def analyse(text: str) -> tuple[list[str], list[BesideAt]]:
    """The raw words of a text in order, one per position; and the additional words at some positions.

    The index in the first list is the word's position.
    """
    text = text.replace("_", "-")
    raw, beside, done = list[str](), list[BesideAt](), 0
    if is_plain(text):
        grammar = plain()
    elif has_unspaced(text):
        for chunk, start in _whole_chunks(text):
            _take(chunk, start, raw, beside)
        return raw, beside
    else:
        grammar = spaced()
    # The hot loop of indexing: special chunks are rare, and all words between two of them are found at once.
    words, known = grammar.word.findall, _known
    for match in grammar.special.finditer(text):
        start, end = match.span()
        if start > done:
            raw += words(text, done, start)
        chunk, done = match[0], end
        if match.lastindex:
            # It continues the word before.
            if not raw or not text.endswith(raw[-1], 0, start):
                for other in grammar.chunk.finditer(text, start, end):
                    _take(other[0], other.start(), raw, beside)
                continue
            start -= len(raw[-1])
            chunk = raw.pop() + chunk
        found = known[chunk]
        if found is None:
            raw.append(chunk)
            continue
        parts, more = found
        for place, word, first, last in more:
            at = len(raw) + place if raw or place > 0 else 0
            beside.append((at, word, start + first, start + last))
        for part in parts:
            raw.append(part[0])
    raw += words(text, done)
    return raw, beside


def _take(chunk: str, start: int, raw: list[str], beside: list[BesideAt]) -> None:
    """Adds the words of a chunk, which starts at ``start`` in the text."""
    if is_unspaced(chunk):
        raw += pairs(chunk)
    elif (known := _known[chunk]) is None:
        raw.append(chunk)
    else:
        at = len(raw)
        raw += [part[0] for part in known[0]]
        if known[1]:
            beside += [(max(at + place, 0), word, start + b, start + e) for place, word, b, e in known[1]]


def split(text: str) -> list[str]:
    """The raw words of a text in order. The index in the list is the word's position."""
    return analyse(text)[0]


def locate_all(text: str) -> tuple[list[LocatedWord], list[BesideAt]]:
    """Like :func:`analyse`, with all offsets. A pair of characters spans the text it was made from."""
    words: list[LocatedWord] = []
    beside: list[BesideAt] = []
    for chunk, start in located_chunks(text):
        if is_unspaced(chunk):
            words += located_pairs(chunk, start)
        elif (known := _known[chunk]) is None:
            words.append((chunk, start, start + len(chunk)))
        else:
            at = len(words)
            words += [(raw, start + begin, start + end) for raw, begin, end in known[0]]
            beside += [(max(at + place, 0), raw, start + b, start + e) for place, raw, b, e in known[1]]
    return words, beside


def locate(text: str) -> list[LocatedWord]:
    """Like :func:`split`, with offsets."""
    return locate_all(text)[0]


def pieces_of(chunk: str) -> ChunkWords:
    """The parts of a chunk of a script with spaces, and the joints and signs by which it is also found."""
    known = _known[chunk]
    return known if known is not None else (((chunk, 0, len(chunk)),), ())
