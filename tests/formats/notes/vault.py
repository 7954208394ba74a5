"""Notes in a folder or alone, read as an import reads them, and their blocks in a short form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reader.blocks import Block
from reader.model import Page
from tests.unpacked import as_bytes, read_file, read_path

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def note(text: str | bytes, name: str = "/notes/A note.md") -> Page:
    """The article of one file without anything beside it."""
    (page,) = read_file(text, name).pages
    return page


def folder(top: Path, files: Mapping[str, object]) -> dict[str, Page]:
    """The articles of a folder with these files, by the names of their files."""
    for name, content in files.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(as_bytes(content))
    read = read_path(top)
    assert read.refused == []
    return {page.source.removeprefix(f"{top}/"): page for page in read.pages}


def shown(page: Page) -> list[str]:
    """The blocks of an article: how each is set, and its text."""
    return [f"{_form(block)} {block.text}".strip() for block in page.article.blocks]


def _form(block: Block) -> str:
    form = f"{block.kind}{block.level or ''}"
    form += f" q{block.quoted}" if block.quoted else ""
    form += f" in{block.inside}" if block.inside else ""
    return form + (f" {block.language}" if block.language else "")


def styles(page: Page) -> list[tuple[str, str, str]]:
    """The text, style and address of each span that has a style."""
    return [
        (span.text, span.style, span.href)
        for block in page.article.blocks
        for span in block.spans
        if span.style
    ]
