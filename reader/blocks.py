"""Blocks and spans: what the body of an article is made of. Frozen, standard library only.

A block holds a flat run of spans, and its text is their texts one after the other (:attr:`Block.plain`). This
is the text that is searched, that positions and marks count characters of, and that is copied. Where a block
has parts, a sign in that text stands between them, as :data:`SHAPES` says: a line break between the lines of
verse and code (two between stanzas) and between the rows of a table, a tab between its cells, and a line
break between the alternative text of an image and its caption. So every text is a valid table and verse.

Do not write these signs by hand: :func:`table`, :func:`verse`, :func:`image` and the others here make blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
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
"""What line breaks and tabs in the text of a block mean: nothing, ends of lines, of an alternative text, of
cells and rows. To add a kind of block, begin here."""

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
]

STYLES: Final[tuple[SpanStyle, ...]] = get_args(SpanStyle)
"""The names of styles, in the order in which :func:`styled` writes them. None is a part of another."""

DONE, TO_DO = "☑", "☐"
"""What the marker of a task ends with."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style.

    Attributes:
        text: the characters of the article's text that it stands for.
        style: the names of its styles with a space between, made by :func:`styled`; "" is plain text. As no
            name is a part of another, ``"link" in span.style`` says whether it is a link.
        href: of a link the address or the title meant; of an image its name or the digest of the asset;
            of a reference to a footnote that footnote's label. An image that is a link as well has its
            name.
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
        """The alternative text of an image; "" where the text is no more than the image's name and signs."""
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
        spans: its text, in order; :data:`SHAPES` says which signs in it end its parts.
        level: heading depth (1 is the highest) or nesting depth of an item or quotation; else 0.
        marker: what stands before a list item, heading or footnote (``•``, ``1.``, ``PART 1``, ``[2]``); the
            marker of a task is or ends in ``☐`` or ``☑``; else "". A footnote without a marker goes on with
            the footnote before it.
        quoted: in how many quotations a block stands that is not of kind ``quote`` itself.
        inside: the level of the list item that the block goes on with (0: none): a second paragraph, code.
        language: of code, in lower case, "" where it is not known.
        align: of a table, one letter a column: ``l`` (also where nothing is said), ``r``, ``c``.
        header: how many of the first rows of a table are its head.
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
        """The block's text in one string, the marker not included."""
        return "".join([span.text for span in self.spans])

    @property
    def text(self) -> str:
        """The block's text with its marker."""
        return f"{self.marker} {self.plain}" if self.marker else self.plain

    @property
    def depth(self) -> int:
        """In how many quotations the block stands."""
        return self.quoted + (max(1, self.level) if self.kind == "quote" else 0)

    @property
    def done(self) -> bool | None:
        """Whether a task is done; None for what is no task."""
        end = self.marker[-1:] if self.kind == "item" else ""
        return {DONE: True, TO_DO: False}.get(end)

    @property
    def label(self) -> str:
        """The label of a footnote, which references to it have as ``href``."""
        return self.marker.strip("[]") if self.kind == "footnote" else ""

    @property
    def lines(self) -> tuple[tuple[Span, ...], ...]:
        """The lines of verse or code; an empty one parts stanzas."""
        return tuple(split(self.spans, "\n"))

    @property
    def rows(self) -> tuple[tuple[tuple[Span, ...], ...], ...]:
        """The rows of a table: the spans of each cell. Rows may differ in length."""
        return tuple(tuple(split(row, "\t")) for row in split(self.spans, "\n")) if self.spans else ()

    @property
    def picture(self) -> Span:
        """The image of an image block, whose text is its alternative text."""
        return next((span for span in self.spans if "image" in span.style), Span("", "image"))

    @property
    def caption(self) -> tuple[Span, ...]:
        """What stands below an image."""
        _, *below = split(self.spans, "\n")
        return _parted(below, "\n")


# --- making them ------------------------------------------------------------------------------------

Text = str | Iterable[Span]
"""What the functions below take for a text: a string, or spans."""


def styled(*names: str) -> str:
    """Styles that apply together, as ``Span.style`` holds them. Raises ValueError for an unknown one."""
    if unknown := set(names).difference(STYLES):
        raise ValueError(f"no style of spans: {', '.join(sorted(unknown))}")
    return " ".join(name for name in STYLES if name in names)


def spans_of(text: Text) -> tuple[Span, ...]:
    """A text as spans."""
    if isinstance(text, str):
        return (Span(text),) if text else ()
    return tuple(text)


def footnote_mark(label: str) -> Span:
    """A reference to the footnote of that label, to stand in a text."""
    return Span(f"[{label}]", "footnote", label)


def raised(text: str, style: str = "superscript") -> Span:
    """Superscript, in characters that are so by themselves where Unicode has them: 10⁶ is not 106."""
    return Span(_shifted(text, SUPERSCRIPTS), style)


def lowered(text: str, style: str = "subscript") -> Span:
    """Subscript, as :func:`raised`."""
    return Span(_shifted(text, SUBSCRIPTS), style)


SUPERSCRIPTS: Final = str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
SUBSCRIPTS: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def _shifted(text: str, table: dict[int, int]) -> str:
    return text.translate(table) if all(ord(char) in table for char in text) else text


def paragraph(text: Text) -> Block:
    """A paragraph."""
    return Block("paragraph", _flat(text))


def heading(text: Text, level: int, marker: str = "") -> Block:
    """A heading; 1 is the highest level."""
    return Block("heading", _flat(text), level, marker)


def item(text: Text, level: int = 1, marker: str = "•", *, done: bool | None = None) -> Block:
    """An item of a list, 1 for the outermost level; ``done`` makes it a task.

    The marker of a task that has no number is its box alone.
    """
    if done is not None:
        box = DONE if done else TO_DO
        marker = f"{marker} {box}" if any(map(str.isalnum, marker)) else box
    return Block("item", _flat(text), level, marker)


def verse(lines: Iterable[Text]) -> Block:
    """Verse, line by line; an empty line parts stanzas. Spaces at the start of a line are its indentation."""
    return Block("verse", _parted(map(_flat, lines), "\n"))


def code(text: str, language: str = "") -> Block:
    """Code, or any text whose lines and spaces are to stay as they are."""
    return Block("code", spans_of(text.removesuffix("\n")), language=language.strip().casefold())


def table(rows: Iterable[Iterable[Text]], *, align: str = "", header: int = 0) -> Block:
    """A table of rows of cells. Line breaks and tabs in a cell become spaces."""
    listed = [_parted(map(_flat, row), "\t") for row in rows]
    return Block("table", _parted(listed, "\n"), align=align, header=min(header, len(listed)))


def image(name: str, alt: str = "", caption: Text = "", *, text: str | None = None) -> Block:
    """An image.

    Args:
        name: its name, or the digest of the asset.
        alt: its alternative text.
        caption: what stands below it.
        text: what stands for it in the article's text, if that is not ``alt``: the mark of a page.
    """
    below = tuple(span for span in _flat(caption) if span.text)
    return Block("image", (picture(name, alt, text=text), *((Span("\n"), *below) if below else ())))


def picture(name: str, alt: str = "", *, text: str | None = None) -> Span:
    """An image in the line, as :func:`image`."""
    return Span(_one_line(alt) if text is None else text, "image", name)


def footnote(label: str, text: Text) -> Block:
    """A footnote; an empty label goes on with the footnote before it."""
    return Block("footnote", _flat(text), marker=f"[{label}]" if label else "")


def rule(signs: str = "") -> Block:
    """A line across."""
    return Block("rule", spans_of(signs))


def quote(block: Block) -> Block:
    """The block in a quotation, or in one more."""
    if block.kind == "quote":
        return replace(block, level=max(1, block.level) + 1)
    if block.kind == "paragraph" and not block.inside:
        return replace(block, kind="quote", level=block.quoted + 1, quoted=0)
    return replace(block, quoted=block.quoted + 1)


# --- taking them apart ------------------------------------------------------------------------------


def split(spans: Iterable[Span], sign: str) -> Iterator[tuple[Span, ...]]:
    """The parts of a text that ``sign`` parts, at least one."""
    part: list[Span] = []
    for span in spans:
        if sign not in span.text:
            part.append(span)
            continue
        first, *others = span.text.split(sign)
        for number, text in enumerate((first, *others)):
            if number:
                yield tuple(part)
                part = []
            if text:
                part.append(Span(text, span.style, span.href))
    yield tuple(part)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same text in as few spans as possible."""
    found: list[Span] = []
    for span in spans:
        if (
            found
            and (found[-1].style, found[-1].href) == (span.style, span.href)
            and "image" not in span.style
        ):
            found[-1] = replace(span, text=found[-1].text + span.text)
        elif span.text or span.href:
            found.append(span)
    return tuple(found)


def _parted(parts: Iterable[Sequence[Span]], sign: str) -> tuple[Span, ...]:
    return joined(
        span for number, part in enumerate(parts) for span in ((Span(sign), *part) if number else part)
    )


def _flat(text: Text) -> tuple[Span, ...]:
    """Spans without line breaks and tabs, which would end a part."""
    return tuple(
        replace(span, text=_one_line(span.text)) if _breaks(span.text) else span for span in spans_of(text)
    )


def _breaks(text: str) -> bool:
    return "\n" in text or "\t" in text


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")
