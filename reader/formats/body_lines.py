"""The lines of a saved page for each kind of block. Pure functions.

Every word is written, in order. Kinds that the format has a sign for read back unchanged. Rows of tables, and
verse that would not be told from prose, are written as code, which keeps the lines separate; everything else
becomes paragraphs. To write a new kind of block, add it to :data:`WRITERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from reader.blocks import DONE, TO_DO, Block, BlockKind, Span, code
from reader.formats.body import CODE_INDENT, MOST_QUOTED, logical_lines, to_blocks
from reader.formats.page_lines import escaped
from reader.text import collapse, display, width

_BETWEEN = "  "
# Cells are padded to the widest cell of their column, up to this width.
_WIDEST = 40
_FENCES = re.compile("`+")
_LANGUAGE = re.compile(r"[\w+#.-]*")


def to_lines(blocks: Iterable[Block], *, opens: bool = False) -> Iterator[str]:
    """The lines of a body, with an empty line between blocks but not between items.

    ``opens`` says that the page begins with them: there indented code could be taken for a title.
    """
    before: Block | None = None
    for block in blocks:
        if before and not (before.kind == block.kind == "item" and before.depth == block.depth):
            yield ""
        beside_code = opens if before is None else before.kind == "code"
        before = block
        write = _fenced if beside_code and block.kind == "code" else WRITERS[block.kind]
        # As many signs as are read again.
        signs = "> " * min(block.depth, MOST_QUOTED)
        for line in write(block):
            yield f"{signs}{line}".rstrip() if signs else line


def _text(block: Block) -> Iterator[str]:
    text = escaped(collapse(block.plain))
    yield f"{block.marker} {text}" if block.marker and block.kind != "quote" else text


def _item(block: Block) -> Iterator[str]:
    marker = block.marker or "•"
    if marker in (DONE, TO_DO):
        marker = f"• {marker}"
    indent = 4 * max(0, block.level - 1) + 2 * (marker[0].isalnum() or marker[0] in "(–")
    yield " " * indent + f"{marker} {escaped(collapse(block.plain))}"


def _rule(block: Block) -> Iterator[str]:
    yield collapse(block.plain) or "* * *"


def _image(block: Block) -> Iterator[str]:
    """The image's text, with the caption below it."""
    above, _, caption = (escaped(collapse(part)) for part in block.plain.partition("\n"))
    yield above
    if above and caption:
        yield ""
    if caption:
        yield caption


def _code(block: Block) -> Iterator[str]:
    lines = list(_indented(block.plain.split("\n")))
    return iter(lines) if not block.language and _reads_back(lines, block) else _fenced(block)


def _fenced(block: Block) -> Iterator[str]:
    """Code between fences that are longer than any in the code."""
    fence = "`" * max(3, 1 + max(map(len, _FENCES.findall(block.plain)), default=0))
    yield f"{fence}{block.language if _LANGUAGE.fullmatch(block.language) else ''}"
    yield from block.plain.split("\n") if block.plain else ()
    yield fence


def _verse(block: Block) -> Iterator[str]:
    lines = [line.rstrip() for line in block.plain.split("\n")]
    return map(escaped, lines) if _reads_back(lines, block) else _code(code("\n".join(lines)))


def _reads_back(lines: Sequence[str], block: Block) -> bool:
    """Whether lines are read as the block that they were written for, leaving quotations aside."""
    return to_blocks(logical_lines(lines)) == (replace(block, quoted=0),)


def _table(block: Block) -> Iterator[str]:
    """The rows, with their cells aligned in columns."""
    rows = [[collapse(_plain(cell)) for cell in row] for row in block.rows]
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        for number, cell in enumerate(row):
            widths[number] = max(widths[number], min(width(display(cell)), _WIDEST))
    lines = [
        _BETWEEN.join(
            cell + " " * (size - width(display(cell))) for cell, size in zip(row, widths, strict=False)
        ).rstrip()
        for row in rows
    ]
    return _code(code("\n".join(lines)))


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
    "verse": _verse,
    "table": _table,
}
