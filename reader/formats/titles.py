"""The title of a text that people wrote by hand: its heading, the name of its file, its first words."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from reader.blocks import Block
from reader.formats.flowing import first_words
from reader.model import UNTITLED, TitleFrom
from reader.sources import Fetched
from reader.text import clean, collapse, fold

# Names of files that are no titles.
_NO_TITLE = (
    "index",
    "readme",
    "untitled",
    "article",
    "content",
    "note",
    "text",
    "output",
    "document",
    "stdin",
)


def named(title: str, *, address: str = "", words: str = "") -> tuple[str, TitleFrom]:
    """The title of an article, or what stands for it, and where that comes from.

    Args:
        title: the title that it has, or "".
        address: its address, or "".
        words: its first words, or "".
    """
    if title:
        return title, "page"
    return (address, "address") if address else (words or UNTITLED, "text")


def titled(
    stated: str, blocks: Sequence[Block], fetched: Fetched, *, otherwise: str = "", outline: bool = False
) -> tuple[str, TitleFrom, tuple[Block, ...]]:
    """The title of a text, where it comes from, and its blocks without the title.

    Args:
        stated: what the text says its title is, or "".
        blocks: the text.
        fetched: the file that it is in.
        otherwise: the address that stands for the title if nothing else gives one, or "".
        outline: whether the text may have several headings of the highest level and still no title.
    """
    blocks = tuple(blocks)
    if stated:
        return stated, "page", _without(blocks, stated)
    if (at := _top_heading(blocks, outline)) is not None:
        return collapse(blocks[at].plain), "page", (*blocks[:at], *blocks[at + 1 :])
    name = clean(posixpath.splitext(fetched.source.rpartition("/")[2])[0]).strip()
    if (
        not fetched.source.startswith("stdin:")
        and name.lower() not in _NO_TITLE
        and any(map(str.isalpha, name))
    ):
        return collapse(name), "page", blocks
    first = next((at for at, block in enumerate(blocks) if _is_heading(block)), None)
    if first is not None:
        return collapse(blocks[first].plain), "page", (*blocks[:first], *blocks[first + 1 :])
    words = first_words(blocks)
    return *named("", address="" if words else otherwise, words=words), blocks


def _is_heading(block: Block) -> bool:
    return block.kind == "heading" and bool(block.plain.strip()) and not (block.depth or block.inside)


def _without(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks without a first heading that only repeats the title."""
    for at, block in enumerate(blocks[:3]):
        if block.kind == "heading":
            return (*blocks[:at], *blocks[at + 1 :]) if fold(block.plain) == fold(title) else blocks
        if block.kind not in ("image", "rule"):
            break
    return blocks


def _top_heading(blocks: Sequence[Block], outline: bool) -> int | None:
    """The heading that is the title: the first block, or the only one of its level, and near the top."""
    headings = [at for at, block in enumerate(blocks) if _is_heading(block)]
    if not headings or blocks[headings[0]].level != 1:
        return None
    above = blocks[: headings[0]]
    only = sum(blocks[at].level == 1 for at in headings) == 1
    first = all(block.kind in ("image", "rule") for block in above)
    return headings[0] if (first and not outline) or (only and len(above) <= 3) else None
