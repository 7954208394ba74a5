"""Blocks out of parsed pieces, the same way for every markup that people write by hand. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from reader.blocks import (
    FOLDED,
    Block,
    Span,
    TextOrSpans,
    footnote,
    image,
    item,
    paragraph,
    split,
    styled,
    verse,
)
from reader.formats.flowing import trimmed
from reader.model import Highlight
from reader.text import collapse

# Lines that the author broke are verse; longer ones are paragraphs.
_LONGEST_LINE = 120

_TASK = re.compile(r"\[([ xX])\](?:\s|\Z)")


def items_of(blocks: Sequence[Block], marker: str, done: bool | None = None) -> Iterator[Block]:
    """The blocks of a list item: the first text is the item, what follows continues it.

    Args:
        blocks: what the item holds; items among them are those of lists in it.
        marker: the sign before it.
        done: whether it is a task, and done; None: as ``[x]`` at the beginning of its text says.
    """
    first, *rest = blocks or [paragraph("")]
    if first.kind not in ("paragraph", "verse") or first.inside or first.quoted:
        first, rest = paragraph(""), list(blocks)
    spans = first.spans
    if done is None and spans and not spans[0].style and (match := _TASK.match(spans[0].text)):
        done = match[1] != " "
        spans = tuple(trimmed((replace(spans[0], text=spans[0].text[match.end() :]), *spans[1:])))
    if spans and not spans[0].style and spans[0].text.startswith(f"{FOLDED} "):
        # As our own export writes what a page unfolds.
        marker, spans = FOLDED, tuple(trimmed((replace(spans[0], text=spans[0].text[2:]), *spans[1:])))
    yield item(spans, 1, marker, done=done)
    for block in rest:
        if block.kind == "item":
            yield replace(block, level=block.level + 1)
        else:
            yield replace(block, inside=block.inside + 1)


def footnotes_of(label: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """A footnote; further paragraphs continue it."""
    for number, block in enumerate(blocks or [paragraph("")]):
        if block.kind == "paragraph" and not block.inside:
            yield footnote("" if number else label, block.spans)
            continue
        if not number:
            yield footnote(label, "")
        yield block


def texts_of(spans: Sequence[Span]) -> Iterator[Block]:
    """A paragraph. Lines that the author broke are verse, or paragraphs of their own if they are long."""
    if not any("\n" in span.text for span in spans):
        yield paragraph(spans)
        return
    lines = [_verse_line(line) for line in split(spans, "\n")]
    if max(sum(len(span.text) for span in line) for line in lines) <= _LONGEST_LINE:
        yield verse(lines)
    else:
        yield from (paragraph(trimmed(line)) for line in lines if line)


def _verse_line(spans: Sequence[Span]) -> list[Span]:
    """A line without space at its ends; no-break spaces at its beginning are meant, and indent it."""
    line = trimmed(spans)
    start = "".join(span.text for span in spans).lstrip(" ")
    depth = len(start) - len(start.lstrip("\xa0"))
    return [Span(" " * depth), *line] if depth and line else line


def pictures_of(spans: Sequence[Span], captions: Mapping[str, TextOrSpans]) -> list[Block]:
    """The pictures of a paragraph that consists of them; none if there is anything else.

    ``captions`` are the captions by the names of the pictures.
    """
    if not all("image" in span.style or not span.text.strip() for span in spans):
        return []
    pictures = (span for span in spans if "image" in span.style)
    return [image(one.href, one.text, captions.get(one.href, "")) for one in pictures]


def highlights_in(blocks: Iterable[Block]) -> tuple[Highlight, ...]:
    """The passages of a text that are marked in it, in order."""
    found: list[Highlight] = []
    for block in blocks:
        for marked, group in groupby(block.spans, key=lambda span: "highlighted" in span.style):
            if marked and (quote := collapse("".join([span.text for span in group]))):
                found.append(Highlight(quote))
    return tuple(found)


def strong(spans: Sequence[Span]) -> list[Span]:
    """The same text, strong."""
    return [with_style(span, "strong") for span in spans]


def with_style(span: Span, name: str) -> Span:
    """The span with one more style; a picture stays as it is."""
    return span if span.style == "image" else Span(span.text, _added(span.style, name), span.href)


@lru_cache(maxsize=256)
def _added(styles: str, name: str) -> str:
    return styled(*styles.split(), name)
