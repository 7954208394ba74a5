"""The lines of a saved page for each kind of block. Pure functions.

Every word is written, in order. Kinds that the format has a sign for read back unchanged. Lines of verse and
rows of tables are written as code, which keeps the lines separate; everything else becomes paragraphs. To
write a new kind of block, add it to :data:`WRITERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from reader.blocks import DONE, TO_DO, Block, BlockKind, Span
from reader.formats.body import CODE_INDENT
from reader.text import collapse, display, width

_BETWEEN = "  "
# Cells are padded to the widest cell of their column, up to this width.
_WIDEST = 40


def to_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The lines of a body, with an empty line between blocks but not between items."""
    before = ""
    for block in blocks:
        if before and not before == block.kind == "item":
            yield ""
        before = block.kind
        yield from WRITERS[block.kind](block)


def _text(block: Block) -> Iterator[str]:
    marker = block.marker or (">" if block.kind == "quote" else "")
    text = collapse(block.plain)
    yield f"{marker} {text}" if marker else text


def _item(block: Block) -> Iterator[str]:
    marker = block.marker or "•"
    if marker in (DONE, TO_DO):
        marker = f"• {marker}"
    indent = 4 * max(0, block.level - 1) + 2 * marker[0].isdigit()
    yield " " * indent + f"{marker} {collapse(block.plain)}"


def _rule(block: Block) -> Iterator[str]:
    yield collapse(block.plain) or "* * *"


def _image(block: Block) -> Iterator[str]:
    """The image's text, with the caption below it."""
    above, _, caption = (collapse(part) for part in block.plain.partition("\n"))
    yield above
    if above and caption:
        yield ""
    if caption:
        yield caption


def _code(block: Block) -> Iterator[str]:
    yield from _indented(block.plain.split("\n"))


def _table(block: Block) -> Iterator[str]:
    """The rows, with their cells aligned in columns."""
    rows = [[collapse(_plain(cell)) for cell in row] for row in block.rows]
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        for number, cell in enumerate(row):
            widths[number] = max(widths[number], min(width(display(cell)), _WIDEST))
    yield from _indented(
        _BETWEEN.join(
            cell + " " * (size - width(display(cell))) for cell, size in zip(row, widths, strict=False)
        ).rstrip()
        for row in rows
    )


def _plain(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield " " * CODE_INDENT + line if line.strip() else ""


WRITERS: Final[Mapping[BlockKind, Callable[[Block], Iterator[str]]]] = {
    "paragraph": _text,
    "heading": _text,
    "quote": _text,
    "footnote": _text,
    "item": _item,
    "rule": _rule,
    "image": _image,
    "code": _code,
    "verse": _code,
    "table": _table,
}
