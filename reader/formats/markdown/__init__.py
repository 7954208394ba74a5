"""Markdown: notes, clippings and documents, with the front matter above them and the pictures beside them.

``front_matter`` reads what stands above the text (``yaml_lines`` the commonest kind of it), ``syntax`` is the
parser with the rules of note programs, ``inline`` and ``converting`` make blocks of its tokens.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from reader.blocks import Block
from reader.errors import UnreadableSource
from reader.formats.decoding import decode
from reader.formats.exports.entries import blocks_of_text
from reader.formats.exports.json_records import head_of, head_text
from reader.formats.flowing import first_words
from reader.formats.markdown.front_matter import FrontMatter, keys_of, split
from reader.formats.parsed import Parsed
from reader.formats.picture_kinds import media_type_of
from reader.formats.surroundings import ENDINGS, Surroundings
from reader.model import Article, Highlight, TitleFrom
from reader.sources import Fetched
from reader.text import clean, collapse, fold

MOST_BYTES = 8 * 2**20
"""A larger file is not parsed: that would take minutes. It is read as plain text."""

_NAMES = (*ENDINGS, ".mdown", ".mkdn", ".mdwn", ".mdtext", ".mdx", ".qmd", ".rmd")
_MEDIA_TYPES = ("text/markdown", "text/x-markdown")
_MAY_BE = ("", ".txt", ".text")
# Names that say nothing: there, only front matter shows that it is Markdown.
_KNOWN = frozenset({"title", "source", "url", "tags", "author", "authors", "date", "created", "published", "aliases"})

_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_NAVIGATION = re.compile(r"^(?:<<|>>):[ \t\xa0]+\S", re.MULTILINE)
_SIGN = re.compile(r"^(?:#{2,6}[ \t]+\S|```|~~~|[-*] \[[ xX]\] )|\]\(\S+\)", re.MULTILINE)

_NO_TITLE = ("index", "readme", "untitled", "article", "content", "note", "text", "output", "document", "stdin")
# Names of files that are no titles.


def sniff(fetched: Fetched) -> bool:
    """Whether a file is Markdown, by its name and what it begins with."""
    name = fetched.source.rpartition("/")[2].lower()
    ending = posixpath.splitext(name)[1]
    named = ending in _NAMES or fetched.media_type.partition(";")[0].strip().lower() in _MEDIA_TYPES
    if not named and ending not in _MAY_BE and not fetched.source.startswith("stdin:"):
        return False
    head = head_of(fetched)
    if not head or b"\0" in head[:1024] or media_type_of(head):
        return False
    if isinstance(fetched.content, bytes) and len(fetched.content) > MOST_BYTES:
        return False
    text = _lines_of(head_text(head))
    if named:
        return not _is_saved_page(text)
    if keys_of(text) & _KNOWN and text.startswith(("---\n", "+++\n")):
        return True
    return ending in ("", ) and _HEADING.match(text) is not None and _SIGN.search(text) is not None


def _lines_of(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _is_saved_page(text: str) -> bool:
    """Whether a text is clearly a page in our own format: its title comes twice, or it names its neighbours."""
    first, second = (*islice((line.strip() for line in text.split("\n") if line.strip()), 2), "", "")[:2]
    twice = first == second and any(map(str.isalnum, first)) and not _HEADING.match(first)
    return twice or _NAVIGATION.search(text) is not None


def read(fetched: Fetched) -> Iterator[Parsed]:
    """The article in a file.

    Raises:
        UnreadableSource: it is not text.
    """
    text, encoding = decode(fetched.raw)
    found = document(text, fetched)
    title, origin, blocks = _titled(found, fetched)
    front = found.front
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
    try:
        blocks = tuple(converter.blocks(*parse(around.without_pictures(text))))
    except TooMuchWork:
        blocks = tuple(blocks_of_text(text))
    return MarkdownText(front=front, blocks=blocks, highlights=converter.highlights, around=around)


# --- the title ----------------------------------------------------------------------------------------


def _titled(found: MarkdownText, fetched: Fetched) -> tuple[str, TitleFrom, tuple[Block, ...]]:
    """The title, where it comes from, and the blocks without it."""
    blocks = found.blocks
    if title := found.front.title:
        return title, "page", _without(blocks, title)
    if (at := _top_heading(blocks)) is not None:
        return collapse(blocks[at].plain), "page", (*blocks[:at], *blocks[at + 1 :])
    name = clean(posixpath.splitext(fetched.source.rpartition("/")[2])[0]).strip()
    named = not fetched.source.startswith("stdin:") and name.lower() not in _NO_TITLE
    if named and any(map(str.isalpha, name)):
        return collapse(name), "page", blocks
    first = next((block for block in blocks if block.kind == "heading" and block.plain.strip()), None)
    if first is not None:
        return collapse(first.plain), "page", tuple(block for block in blocks if block is not first)
    return first_words(blocks) or found.front.facts.url or "Untitled", "text", blocks


def _without(blocks: Sequence[Block], title: str) -> tuple[Block, ...]:
    """The blocks without a first heading that only repeats the title."""
    for at, block in enumerate(blocks[:3]):
        if block.kind == "heading":
            return (*blocks[:at], *blocks[at + 1 :]) if fold(block.plain) == fold(title) else tuple(blocks)
        if block.kind not in ("image", "rule"):
            break
    return tuple(blocks)


def _top_heading(blocks: Sequence[Block]) -> int | None:
    """The heading that is the title: the first block, or the only one of the highest level, before all others."""
    headings = [at for at, block in enumerate(blocks) if block.kind == "heading" and block.plain.strip()]
    if not headings or blocks[headings[0]].level != 1 or blocks[headings[0]].depth:
        return None
    only = sum(blocks[at].level == 1 for at in headings) == 1
    above = blocks[: headings[0]]
    first = all(block.kind in ("image", "rule") for block in above)
    return headings[0] if first or (only and len(above) <= 3) else None
