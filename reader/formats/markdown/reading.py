"""A Markdown file as an article, and a Markdown text as what it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reader.blocks import Block
from reader.formats.decoding import decode
from reader.formats.exports.entries import blocks_of_text
from reader.formats.front_matter import NO_FRONT_MATTER, FrontMatter
from reader.formats.front_matter.passages import together
from reader.formats.front_matter.splitting import split
from reader.formats.leading import found_again
from reader.formats.markdown.converting import Converter
from reader.formats.markdown.syntax import TooMuchWork, parse
from reader.formats.parsed import Parsed
from reader.formats.surroundings import Surroundings
from reader.formats.titles import titled
from reader.model import Article, Highlight
from reader.sources import Fetched
from reader.text import clean

LONGEST = 4 * 2**20
"""A text of more characters is not parsed: that may take minutes. It is read as plain text."""


def article_in(fetched: Fetched) -> Parsed:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text.
    """
    text, encoding = decode(fetched.raw)
    found = document(text, fetched)
    front = found.front
    title, origin, blocks = titled(front.title, found.blocks, fetched, otherwise=front.facts.url)
    parsed = Parsed(
        article=Article(
            title=title,
            blocks=blocks,
            links=(*found.around.links, *front.links),
            title_from=origin,
            lang=front.lang,
            tags=front.tags,
        ),
        assets=found.around.assets,
        encoding=encoding,
        facts=replace(
            front.facts,
            highlights=together(front.facts.highlights, front.marked, found.highlights),
            # Front matter that cannot be read has not been taken out.
            own=front is not NO_FRONT_MATTER or not text.lstrip("\ufeff").startswith(("---", "+++", "{")),
        ),
    )
    return found_again(parsed, fetched.source_of)


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """What a Markdown text holds.

    Attributes:
        front: its front matter.
        blocks: the text below that.
        highlights: the passages in it that are marked.
        around: the pictures and links in it.
    """

    front: FrontMatter
    blocks: tuple[Block, ...]
    highlights: tuple[Highlight, ...]
    around: Surroundings


def document(text: str, fetched: Fetched, around: Surroundings | None = None) -> MarkdownText:
    """Reads a Markdown text. Never fails: whatever is not understood is text.

    Args:
        text: the text, with its front matter.
        fetched: the file that it is in.
        around: collects its pictures and links; without it, they are looked for beside the file.
    """
    front, text = split(clean(text.removeprefix("\ufeff")))
    around = around or Surroundings(fetched, front.facts.url)
    converter = Converter(around)
    text = around.without_pictures(text)
    try:
        blocks = tuple(converter.blocks(*parse(text, LONGEST)))
    except TooMuchWork:
        blocks = tuple(blocks_of_text(text))
    return MarkdownText(front=front, blocks=blocks, highlights=converter.highlights, around=around)
