"""Articles to files: Markdown, HTML, EPUB, records, saved pages.

Rooms: ``hypertext`` (blocks as HTML), ``web_page`` (a whole page), ``book`` (an EPUB), ``notes`` (Markdown),
``pictures`` (names of picture files). A page of HTML or a chapter of a book also carries its article as a
record (:mod:`reader.formats.writing.carried`), so that nothing is lost when it is added again.

A new way out is one new file and one line in ``WRITERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from reader.formats.leading import place_of
from reader.formats.parsed import Parsed
from reader.model import Asset

__all__ = ["WRITERS", "ArticleFile", "FileWriter"]


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """The file of one article.

    Attributes:
        text: what stands in it.
        pictures: the files that lie beside it, each with its name as ``text`` has it.
    """

    text: str
    pictures: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class FileWriter:
    """One format in which articles are written.

    Attributes:
        suffix: the end of the names of its files.
        one: writes an article as a file of its own; ``stem`` is the name of that file without its suffix, as
            addresses have it. None: the format holds all articles in one file.
        whole: writes many articles into one file, under a title. None: each has a file of its own.
        member: names an article in that one file, by its number in the export and its id.
        place: where links of other articles find it: by the name of its file, or by its ``member``.
    """

    suffix: str
    one: Callable[[Parsed, str], ArticleFile] | None = None
    whole: Callable[[Iterable[Parsed], BinaryIO, str], None] | None = None
    member: Callable[[int, int], str] = lambda number, article: ""
    place: Callable[[str], str] = place_of


def _page(parsed: Parsed, stem: str) -> ArticleFile:
    from reader.formats import saved_page

    article = parsed.article
    if not (article.blocks or article.note or article.links):
        # All that is known of it; a page without it would be empty.
        article = replace(article, title_from="page")
    return ArticleFile(saved_page.write(article))


def _web_page(parsed: Parsed, stem: str) -> ArticleFile:
    from reader.formats.writing.web_page import written

    return written(parsed, stem)


def _note(parsed: Parsed, stem: str) -> ArticleFile:
    from reader.formats.writing.notes import written

    return written(parsed, stem)


def _records(articles: Iterable[Parsed], stream: BinaryIO, title: str) -> None:
    from reader.formats.record import encode

    for parsed in articles:
        stream.write(encode(parsed, with_assets=True))


def _book(articles: Iterable[Parsed], stream: BinaryIO, title: str) -> None:
    from reader.formats.writing.book import write

    write(articles, stream, title)


WRITERS: Final[Mapping[str, FileWriter]] = {
    "page": FileWriter(".txt", one=_page),
    "markdown": FileWriter(".md", one=_note),
    "html": FileWriter(".html", one=_web_page),
    "epub": FileWriter(".epub", whole=_book, member=lambda number, article: f"{number:05}.xhtml"),
    "jsonl": FileWriter(
        ".jsonl",
        whole=_records,
        member=lambda number, article: str(article),
        place=lambda member: place_of("", member),
    ),
}
