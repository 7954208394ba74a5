"""From bytes to articles: one file per format, and the registry that picks one.

A new format is one new file with two functions, and one line in ``FORMATS``:

* ``sniff(raw, source)`` says whether the bytes are in that format; it must be quick and may look at the
  name in ``source``;
* ``read(raw)`` gives the article and the name of the encoding, or raises UnreadableSource.

Formats are pure functions: they open no file and know nothing of the library.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.errors import UnreadableSource
from reader.formats import saved_page
from reader.formats.decoding import decode
from reader.model import Article, Page

__all__ = ["FORMATS", "Format", "decode", "parse", "saved_page"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which an article can be laid out in a file."""

    name: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[[bytes], tuple[Article, str]]


FORMATS: tuple[Format, ...] = (
    # The first whose sniff says yes reads the page. Saved pages take every text and come last.
    Format("saved page", saved_page.sniff, saved_page.read),
)


def parse(raw: bytes, source: str) -> Page:
    """The page in a file's bytes. Its language is what the page says, or else what its text shows.

    Args:
        raw: the bytes as read.
        source: where they come from; kept in the page, and a hint for formats that go by a file's name.

    Raises:
        UnreadableSource: the bytes are empty, hold nothing to read, or are not text.
    """
    chosen = next(format for format in FORMATS if format.sniff(raw, source))
    article, encoding = chosen.read(raw)
    if not (article.blocks or article.note or article.links or article.title_from == "page"):
        raise UnreadableSource("the file holds nothing to read")
    if not article.lang:
        from reader.language import of_article  # whoever only reads does without

        article = replace(article, lang=of_article(article))
    return Page(source, raw, encoding, article)
