"""What the panes show of one article, read from the library: on the backend's threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.config import command
from reader.errors import ArticleDamaged
from reader.library import related
from reader.library.view import ArticleView, Entry
from reader.model import Article, Block, Position, Related, ResolvedLink, Span, Summary

if TYPE_CHECKING:
    from reader.library import Library

SIMILAR = 5
"""How many similar articles the related pane offers."""


MOST_BLOCKS = 100_000
MOST_CHARACTERS = 12_000_000
"""What of one article is shown at most, about: a dozen long novels. The end says so."""


def view(library: Library, article: int, position: Position) -> ArticleView:
    """An article with its links and backlinks; similar ones come later (:func:`with_similar`).

    One that is damaged in the library is shown as such, with what can be done about it.

    Raises:
        ArticleNotFound: there is none.
    """
    entries = _entries(library, article, library.store.links.of(article), None)
    summary = library.summary(article)
    try:
        shown, share = library.beginning(article, MOST_BLOCKS, MOST_CHARACTERS)
        return ArticleView(summary, shown, entries, position, share=share)
    except ArticleDamaged as error:
        return ArticleView(summary, _damaged(summary, error), entries, damaged=True)


def _damaged(summary: Summary, error: ArticleDamaged) -> Article:
    """What is shown in place of a damaged article."""
    words = (
        f"This article is damaged in the library: {error.reason}",
        f"“{command('check --repair')}” puts it right, if the library still has the page it was read from."
        f" So does adding that page once more, with “{command('add')}”, or here with e, which opens it.",
        "All other articles can be read as before.",
    )
    return Article(summary.title, tuple(Block("paragraph", (Span(text),)) for text in words))


def with_similar(library: Library, article: int) -> tuple[Entry, ...]:
    """All entries of an article, similar ones included; asks the index, so for the search thread."""
    links = library.store.links.of(article)
    linked = {link.target for link in links if link.target is not None}
    return _entries(library, article, links, library.finding.similar(article, SIMILAR, exclude=linked))


def _entries(
    library: Library, article: int, links: Sequence[ResolvedLink], similar: Sequence[Related] | None
) -> tuple[Entry, ...]:
    found = related.entries(links, library.backlinks(article), similar)
    targets = [entry.target for entry in found if entry.target is not None]
    leads = {summary.id: summary.lead for summary in library.summaries(targets)}
    return related.with_leads(found, leads)
