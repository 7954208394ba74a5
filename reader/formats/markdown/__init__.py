"""Markdown: notes, clippings and documents, with the front matter above them and the pictures beside them.

``front_matter`` reads what stands above the text (``yaml_lines`` the commonest kind of it), ``syntax`` is the
parser with the rules of note programs, ``inline`` and ``converting`` make blocks of its tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.blocks import Block
from reader.formats.by_name import beginning, ending_of, is_named
from reader.formats.decoding import decode
from reader.formats.exports.entries import blocks_of_text
from reader.formats.front_matter import FrontMatter
from reader.formats.front_matter.splitting import keys_of, split
from reader.formats.parsed import Parsed
from reader.formats.surroundings import ENDINGS, Surroundings
from reader.formats.titles import titled
from reader.model import Article, Highlight
from reader.sources import Fetched
from reader.text import clean

LONGEST = 4 * 2**20
"""A text of more characters is not parsed: that may take minutes. It is read as plain text."""

_NAMES = (*ENDINGS, ".mdown", ".mkdn", ".mdwn", ".mdtext", ".mdx", ".qmd", ".rmd")
_MEDIA_TYPES = ("text/markdown", "text/x-markdown")
_MAY_BE = ("", ".txt", ".text")
# Names that say nothing: there, only front matter shows that it is Markdown.
_KNOWN = frozenset(
    {"title", "source", "url", "tags", "author", "authors", "date", "created", "published", "aliases"}
)

_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_SIGN = re.compile(r"^(?:#{2,6}[ \t]+\S|```|~~~|[-*] \[[ xX]\] )|\]\(\S+\)", re.MULTILINE)


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Markdown, by its name, or by what it begins with where its name says nothing."""
    ending = ending_of(fetched)
    named = is_named(fetched, _NAMES, _MEDIA_TYPES)
    if not named and ending not in _MAY_BE and not fetched.source.startswith("stdin:"):
        return False
    text = beginning(fetched)
    if named or not text:
        return bool(text)
    if text.startswith(("---\n", "+++\n")) and keys_of(text) & _KNOWN:
        return True
    return not ending and _HEADING.match(text) is not None and _SIGN.search(text) is not None


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text.
    """
    text, encoding = decode(fetched.raw)
    found = document(text, fetched)
    front = found.front
    title, origin, blocks = titled(front.title, found.blocks, fetched, otherwise=front.facts.url)
    yield Parsed(
        article=Article(
            title=title,
            blocks=blocks,
            links=found.around.links,
            title_from=origin,
            lang=front.lang,
            tags=front.tags,
        ),
        assets=found.around.assets,
        encoding=encoding,
        facts=replace(front.facts, highlights=found.highlights),
    )


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
        around: takes its pictures and links; None: they are looked for beside the file.
    """
    from reader.formats.markdown.converting import Converter
    from reader.formats.markdown.syntax import TooMuchWork, parse

    front, text = split(clean(text.removeprefix("\ufeff")))
    around = around or Surroundings(fetched, front.facts.url)
    converter = Converter(around)
    text = around.without_pictures(text)
    try:
        blocks = tuple(converter.blocks(*parse(text, LONGEST)))
    except TooMuchWork:
        blocks = tuple(blocks_of_text(text))
    return MarkdownText(front=front, blocks=blocks, highlights=converter.highlights, around=around)
