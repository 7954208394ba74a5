"""What is done to one article or to many, as questions to the library. See also ``jobs.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from reader.changes import Archive, MarkRead, Star, Tag
from reader.errors import ArticleNotFound
from reader.library.view import TagCount
from reader.model import Summary
from reader.tui.background import jobs
from reader.tui.state.tagging import common_tags

if TYPE_CHECKING:
    from reader.changes import Trashed
    from reader.library.protocol import Library

# --- state ------------------------------------------------------------------------------------------


def toggle_star(library: Library, articles: Sequence[int]) -> jobs.Changed:
    """Stars articles; if all of them are starred, removes the stars."""
    every = _every(library, articles, lambda row: row.starred)
    return jobs.apply(library, Star(tuple(articles), not every))


def toggle_read(library: Library, articles: Sequence[int]) -> jobs.Changed:
    """Marks articles as read; if all of them are read, as unread."""
    every = _every(library, articles, lambda row: row.read is not None)
    return jobs.apply(library, MarkRead(tuple(articles), not every))


def toggle_archive(library: Library, articles: Sequence[int]) -> jobs.Changed:
    """Puts articles into the archive; if all of them are there, takes them out."""
    every = _every(library, articles, lambda row: row.archived is not None)
    return jobs.apply(library, Archive(tuple(articles), not every))


_AT_ONCE = 500
"""How many rows are looked at before the next ones are asked for: the first often decides."""


def _every(library: Library, articles: Sequence[int], holds: Callable[[Summary], bool]) -> bool:
    """Whether something holds for all of some articles."""
    return all(map(holds, _rows(library, articles)))


def _rows(library: Library, articles: Sequence[int]) -> Iterator[Summary]:
    for start in range(0, len(articles), _AT_ONCE):
        yield from library.summaries(articles[start : start + _AT_ONCE])


# --- tags -------------------------------------------------------------------------------------------


class TaggedArticles(NamedTuple):
    """What is asked about when tags are asked for.

    Attributes:
        number: how many articles.
        title: the title, if it is one.
        common: the tags that all of them have.
        tags: all tags there are, with their numbers of articles.
    """

    number: int
    title: str
    common: tuple[str, ...]
    tags: Sequence[TagCount]


def tagged(library: Library, articles: Sequence[int]) -> TaggedArticles:
    """The tags of articles, and all tags there are. Raises ArticleNotFound for one that does not exist."""
    title = library.summary(articles[0]).title if len(articles) == 1 else ""
    common = common_tags(row.tags for row in _rows(library, articles))
    return TaggedArticles(len(articles), title, common, library.tags())


def all_tags(library: Library) -> list[TagCount]:
    """All tags, with the number of articles that have each."""
    return library.tags()


def trash(library: Library) -> list[Trashed]:
    """The articles in the trash, the one removed last first."""
    return library.trash()


def names(library: Library) -> tuple[list[TagCount], list[str]]:
    """The tags, and the names of the saved searches."""
    return library.tags(), [search.name for search in library.saved_searches()]


def rename_tag(library: Library, tag: str, new: str) -> jobs.Changed:
    """Gives a tag another name; if that exists, both become one. Raises TagError."""
    return jobs.changed(library, library.rename_tag(tag, new))


def delete_tag(library: Library, tag: str) -> jobs.Changed:
    """Removes a tag from all articles."""
    return jobs.apply(library, Tag(tuple(library.ids(f"tag:{tag}")), (), (tag,)))


# --- texts that are not there ------------------------------------------------------------------------


class Textless(NamedTuple):
    """Articles without a text.

    Attributes:
        selected: those among the selected ones.
        listed: those among all that the list shows.
        addressed: the selected ones that have an address, with or without a text.
        title: the title of the selected article, if it is one.
    """

    selected: tuple[int, ...]
    listed: tuple[int, ...]
    addressed: tuple[int, ...]
    title: str


def lacking(library: Library, selected: Sequence[int], listed: Sequence[int]) -> Textless:
    """Which of some articles have no text."""
    textless = set(library.ids("is:empty"))
    return Textless(
        selected=tuple(article for article in selected if article in textless),
        listed=tuple(article for article in listed if article in textless),
        addressed=tuple(row.id for row in _rows(library, selected) if row.url),
        title=library.titles(selected).get(selected[0], "") if len(selected) == 1 else "",
    )


# --- for other programs -----------------------------------------------------------------------------


def as_markdown(library: Library, article: int) -> str:
    """An article as Markdown, with what is known of it before the text. Raises ArticleNotFound."""
    from reader.formats.writing import WRITERS
    from reader.library.export import leading

    write = WRITERS["markdown"].one
    assert write is not None
    return write(leading(library, article, {}), str(article)).text


def as_text(library: Library, article: int) -> str:
    """An article as plain text. Raises ArticleNotFound."""
    found = library.get(article)
    return f"{found.title}\n\n{found.text()}\n"


BETWEEN = "\n\n"
"""What separates articles that are given to a program together."""


def joined(library: Library, articles: Sequence[int], write: Callable[[Library, int], str]) -> str:
    """Some articles as one text; those that have gone are left out."""
    texts: list[str] = []
    for article in articles:
        with suppress(ArticleNotFound):
            texts.append(write(library, article).rstrip("\n"))
    return BETWEEN.join(texts) + "\n"


def to_share(library: Library, article: int) -> tuple[Summary, str]:
    """An article's row, and the article as Markdown. Raises ArticleNotFound."""
    return library.summary(article), as_markdown(library, article)
