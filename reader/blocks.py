"""Blocks and spans: what the body of an article is made of. Frozen, standard library only.

A block holds a flat run of spans, and its text is their texts joined (:attr:`Block.plain`). Search indexes
this text, positions and marks count its characters, and copying takes it. Separators divide it into parts, as
:data:`SHAPES` says: a line break separates the lines of verse and code (two separate stanzas) and the rows of
a table, a tab separates cells, and a line break separates an image's alternative text from its caption. So
every text is a valid table and valid verse.

Do not write these separators by hand: :func:`table`, :func:`verse`, :func:`image` and the other functions
here build blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal, get_args

BlockKind = Literal[
    "paragraph", "heading", "item", "quote", "verse", "code", "table", "image", "rule", "footnote"
]

Shape = Literal["text", "lines", "image", "cells"]

SHAPES: Final[Mapping[BlockKind, Shape]] = {
    "paragraph": "text",
    "heading": "text",
    "item": "text",
    "quote": "text",
    "footnote": "text",
    "rule": "text",
    "verse": "lines",
    "code": "lines",
    "image": "image",
    "table": "cells",
}
"""What line breaks and tabs separate in a block's text: nothing; lines; an alternative text and a caption;
rows and cells. To add a kind of block, start here."""

SpanStyle = Literal[
    "strong",
    "emphasis",
    "deleted",
    "highlighted",
    "superscript",
    "subscript",
    "code",
    "link",
    "image",
    "footnote",
    "math",
]

STYLES: Final[tuple[SpanStyle, ...]] = get_args(SpanStyle)
"""The names of styles, in the order in which :func:`styled` writes them. No name contains another."""

DONE, TO_DO = "☑", "☐"
"""The signs that a task's marker ends with."""

FOLDED = "▾"
"""The marker of what a page unfolds on a click: an item with its summary, which the blocks below continue."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text that has the same styles throughout.

    Attributes:
        text: its characters in the text of the article.
        style: the names of its styles, separated by spaces, as :func:`styled` writes them; "" is plain text.
            No name contains another, so ``"link" in span.style`` tells whether it is a link.
            The text of ``math`` is a formula in TeX, perhaps with the signs that mark one.
        href: for a link, its address or the title it names; for an image, its name or the digest of the
            asset, even if the image is also a link; for a reference to a footnote, the footnote's label.
    """

    text: str
    style: str = ""
    href: str = ""

    @property
    def styles(self) -> tuple[str, ...]:
        """The names of its styles, one by one."""
        return _names(self.style)

    @property
    def alt(self) -> str:
        """The alternative text of an image; "" if the text is only the image's name, perhaps in brackets."""
        text = self.text
        return "" if self.href in text and _letters(text) == _letters(self.href) else text


@lru_cache(maxsize=256)
def _names(style: str) -> tuple[str, ...]:
    return tuple(style.split())


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, quotation, piece of verse or code, table, image, rule or footnote.

    Attributes:
        kind: what the block is.
        spans: its text, in order; :data:`SHAPES` says how the text is divided into parts.
        level: heading depth (1 is the highest) or nesting depth of an item or quotation; else 0.
        marker: the sign before a list item, heading or footnote (``•``, ``1.``, ``PART 1``, ``[2]``) or "".
            The marker of a task ends with ``☐`` or ``☑``. A footnote without a marker continues the one
            before it.
        quoted: for kinds other than ``quote``, the number of quotations around the block.
        inside: the level of the list item that the block continues (as a second paragraph, say); 0: none.
        language: the language of code in lower case, "" if unknown.
        align: for a table, a letter for each column: ``l`` (also the default), ``r`` or ``c``.
        header: how many of the first rows of a table are its header.
    """

    kind: BlockKind
    spans: tuple[Span, ...] = ()
    level: int = 0
    marker: str = ""
    quoted: int = 0
    inside: int = 0
    language: str = ""
    align: str = ""
    header: int = 0

    @property
    def plain(self) -> str:
        """The block's text in one string, without the marker."""
        return "".join([span.text for span in self.spans])

    @property
    def text(self) -> str:
        """The block's text with its marker."""
        return f"{self.marker} {self.plain}" if self.marker else self.plain

    @property
    def depth(self) -> int:
        """The number of quotations around the block."""
        return self.quoted + (max(1, self.level) if self.kind == "quote" else 0)

    @property
    def done(self) -> bool | None:
        """Whether a task is done; None if the block is not a task."""
        end = self.marker[-1:] if self.kind == "item" else ""
        return {DONE: True, TO_DO: False}.get(end)

    @property
    def label(self) -> str:
        """The label of a footnote: references to it have the label as ``href``."""
        return self.marker.strip("[]") if self.kind == "footnote" else ""

    @property
    def lines(self) -> tuple[tuple[Span, ...], ...]:
        """The lines of verse or code; an empty line separates stanzas."""
        return tuple(split(self.spans, "\n"))

    @property
    def rows(self) -> tuple[tuple[tuple[Span, ...], ...], ...]:
        """The rows of a table: the spans of each cell. Rows may differ in length."""
        return tuple(tuple(split(row, "\t")) for row in split(self.spans, "\n")) if self.spans else ()

    @property
    def picture(self) -> Span:
        """The image of an image block; its text is the alternative text."""
        return next((span for span in self.spans if "image" in span.style), Span("", "image"))

    @property
    def caption(self) -> tuple[Span, ...]:
        """The caption below an image."""
        _, *below = split(self.spans, "\n")
        return _parted(below, "\n")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an article that does not depend on the width of the screen.

    ``block`` counts the article's blocks from 0 (-1 is the head: title and note); ``char`` is an offset
    into that block's plain text.
    """

    block: int = -1
    char: int = 0


# --- making them ------------------------------------------------------------------------------------

TextOrSpans = str | Iterable[Span]
"""Text as the functions below accept it: a string, or spans."""


def styled(*names: str) -> str:
    """Several styles as one ``Span.style``. Raises ValueError if a name is unknown."""
    if unknown := set(names).difference(STYLES):
        raise ValueError(f"unknown style: {', '.join(sorted(unknown))}")
    return " ".join(name for name in STYLES if name in names)


def spans_of(text: TextOrSpans) -> tuple[Span, ...]:
    """A text as spans."""
    if isinstance(text, str):
        return (Span(text),) if text else ()
    return tuple(text)


def footnote_mark(label: str) -> Span:
    """A reference to the footnote with that label, for use within a text."""
    return Span(f"[{label}]", "footnote", label)


def raised(text: str, style: str = "superscript") -> Span:
    """Superscript, in Unicode's superscript characters if it has them all: 10⁶ must not read as 106."""
    return Span(_shifted(text, SUPERSCRIPTS), style)


def lowered(text: str, style: str = "subscript") -> Span:
    """Subscript, as :func:`raised`."""
    return Span(_shifted(text, SUBSCRIPTS), style)


SUPERSCRIPTS: Final = str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
SUBSCRIPTS: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def _shifted(text: str, table: dict[int, int]) -> str:
    return text.translate(table) if all(ord(char) in table for char in text) else text


def paragraph(text: TextOrSpans) -> Block:
    """A paragraph."""
    return Block("paragraph", _flat(text))


def heading(text: TextOrSpans, level: int, marker: str = "") -> Block:
    """A heading; 1 is the highest level."""
    return Block("heading", _flat(text), level, marker)


def item(text: TextOrSpans, level: int = 1, marker: str = "•", *, done: bool | None = None) -> Block:
    """A list item; 1 is the outermost level. ``done`` makes it a task.

    The box of a task replaces its bullet, but follows its number.
    """
    if done is not None:
        box = DONE if done else TO_DO
        marker = f"{marker} {box}" if any(map(str.isalnum, marker)) else box
    return Block("item", _flat(text), level, marker)


def verse(lines: Iterable[TextOrSpans]) -> Block:
    """Verse, line by line; an empty line separates stanzas, and leading spaces indent a line."""
    return Block("verse", _parted(map(_flat, lines), "\n"))


def code(text: str, language: str = "") -> Block:
    """Code, or any other text whose lines and spaces must be kept."""
    return Block("code", spans_of(text.removesuffix("\n")), language=language.strip().casefold())


def table(rows: Iterable[Iterable[TextOrSpans]], *, align: str = "", header: int = 0) -> Block:
    """A table, given its rows of cells. Line breaks and tabs in a cell become spaces."""
    listed = [_parted(map(_flat, row), "\t") for row in rows]
    return Block("table", _parted(listed, "\n"), align=align, header=min(header, len(listed)))


def image(name: str, alt: str = "", caption: TextOrSpans = "", *, text: str | None = None) -> Block:
    """An image.

    Args:
        name: its name, or the digest of the asset.
        alt: its alternative text.
        caption: the text below it.
        text: its text in the article if that is not ``alt``, such as the mark that a saved page uses.
    """
    below = tuple(span for span in _flat(caption) if span.text)
    return Block("image", (picture(name, alt, text=text), *((Span("\n"), *below) if below else ())))


def picture(name: str, alt: str = "", *, text: str | None = None) -> Span:
    """An image within a text; the arguments are those of :func:`image`."""
    return Span(_one_line(alt) if text is None else text, "image", name)


def footnote(label: str, text: TextOrSpans) -> Block:
    """A footnote; one with an empty label continues the footnote before it."""
    return Block("footnote", _flat(text), marker=f"[{label}]" if label else "")


def rule(signs: str = "") -> Block:
    """A horizontal line; ``signs`` are the characters that the page drew it with."""
    return Block("rule", spans_of(signs))


def quote(block: Block) -> Block:
    """The same block inside one more quotation."""
    if block.kind == "quote":
        return replace(block, level=max(1, block.level) + 1)
    if block.kind == "paragraph" and not block.inside:
        return replace(block, kind="quote", level=block.quoted + 1, quoted=0)
    return replace(block, quoted=block.quoted + 1)


# --- taking them apart ------------------------------------------------------------------------------


def split(spans: Iterable[Span], separator: str) -> Iterator[tuple[Span, ...]]:
    """The parts of a text between separators; at least one."""
    part: list[Span] = []
    for span in spans:
        if separator not in span.text:
            part.append(span)
            continue
        first, *others = span.text.split(separator)
        for number, text in enumerate((first, *others)):
            if number:
                yield tuple(part)
                part = []
            if text:
                part.append(Span(text, span.style, span.href))
    yield tuple(part)


def images_in(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The names or addresses of the images in a text, each once, in order."""
    spans = (span for block in blocks for span in block.spans if "image" in span.style)
    return tuple(dict.fromkeys(span.href for span in spans if span.href))


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same text in as few spans as possible."""
    found: list[Span] = []
    for (style, href), group in groupby(spans, key=lambda span: (span.style, span.href)):
        if "image" in style:
            found += group
        elif (text := "".join([span.text for span in group])) or href:
            found.append(Span(text, style, href))
    return tuple(found)


def _parted(parts: Iterable[Sequence[Span]], separator: str) -> tuple[Span, ...]:
    between = Span(separator)
    return joined(
        span for number, part in enumerate(parts) for span in ((between, *part) if number else part)
    )


def _flat(text: TextOrSpans) -> tuple[Span, ...]:
    """Spans without line breaks and tabs, which are separators."""
    return tuple(
        replace(span, text=_one_line(span.text)) if _breaks(span.text) else span for span in spans_of(text)
    )


def _breaks(text: str) -> bool:
    return "\n" in text or "\t" in text


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")
